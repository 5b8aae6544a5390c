namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>The sentences that DescribeTargetHealth gives with its reason codes.</summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/check-target-health.html"/>
internal static class TargetReasons
{
    /// <param name="balanced">A load balancer forwards to the target group.</param>
    public static string Describe(string reason, bool balanced) => reason switch
    {
        "Elb.RegistrationInProgress" => "Target registration is in progress",
        "Elb.InitialHealthChecking" => "Initial health checks in progress",
        "Target.Timeout" => "Request timed out",
        "Target.FailedHealthChecks" => "Health checks failed",
        "Target.NotRegistered" => "Target is not registered to the target group",
        "Target.NotInUse" when balanced => "Target is in an Availability Zone that is not enabled for the load balancer",
        "Target.NotInUse" => "Target group is not configured to receive traffic from the load balancer",
        "Target.InvalidState" => "Target is in the stopped state",
        "Target.DeregistrationInProgress" => "Target deregistration is in progress",
        _ => reason,
    };
}

using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>An account's load balancers, by ARN, which tells the Region.</summary>
public sealed record LoadBalancingState
{
    public Table<LoadBalancer> LoadBalancers { get; init; } = Table<LoadBalancer>.Empty;
    public Table<TargetGroup> TargetGroups { get; init; } = Table<TargetGroup>.Empty;
    public Table<Listener> Listeners { get; init; } = Table<Listener>.Empty;

    /// <summary>The load balancer that forwards to a target group; null while none does.</summary>
    public LoadBalancer? InFrontOf(string targetGroupArn) =>
        Listeners.Values.FirstOrDefault(l => l.TargetGroupArn == targetGroupArn) is { } listener ? LoadBalancers.Find(listener.LoadBalancerArn) : null;
}

/// <param name="Internal">Reached from inside the VPC only.</param>
/// <param name="State"><c>provisioning</c>, <c>active</c>.</param>
public sealed record LoadBalancer(
    string Arn, string Name, string Region, string DnsName, string VpcId, bool Internal, IReadOnlyList<string> Zones, IReadOnlyList<string> SubnetIds,
    IReadOnlyList<string> SecurityGroupIds, string State, DateTimeOffset Created);

public sealed record Listener(string Arn, string LoadBalancerArn, string Protocol, int Port, string TargetGroupArn);

/// <param name="TargetType"><c>instance</c> or <c>ip</c>.</param>
public sealed record TargetGroup(string Arn, string Name, string Region, string VpcId, string TargetType, int Port, HealthCheck HealthCheck)
{
    public IReadOnlyList<Target> Targets { get; init; } = [];
}

/// <summary>How a target group asks its targets whether they are well. Defaults are those of an Application Load Balancer.</summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"/>
public sealed record HealthCheck(string Path = "/", int IntervalSeconds = 30, int TimeoutSeconds = 5, int HealthyThreshold = 5, int UnhealthyThreshold = 2);

/// <summary>A target's state as DescribeTargetHealth names it.</summary>
public enum TargetState { Initial, Healthy, Unhealthy, Unused, Draining }

/// <param name="Id">An instance's id, or an address.</param>
/// <param name="Answers">What its last health checks were like.</param>
/// <param name="Round">Counts changes of that: a change that was planned for an earlier round no longer counts.</param>
public sealed record Target(string Id, int Port, TargetState State, bool Answers, int Round, string? Reason);

namespace CloudCourse.Simulation.Ec2.Spot;

/// <summary>What becomes of a Spot Instance when EC2 wants it back.</summary>
public enum InterruptionBehavior { Terminate, Stop, Hibernate }

/// <summary>What a launch says about Spot.</summary>
/// <param name="Persistent">The request stays open after an interruption; a one-time request is over.</param>
/// <param name="MaxPrice">USD per hour; null for the On-Demand price, which is as high as it ever goes.</param>
internal sealed record SpotOptions(bool Persistent, InterruptionBehavior Behavior, decimal? MaxPrice);

/// <summary>A request for Spot capacity.</summary>
/// <param name="InstanceId">Null while it is open.</param>
/// <param name="State"><c>open</c>, <c>active</c>, <c>disabled</c> (while its instance is stopped), <c>closed</c>, <c>cancelled</c>, <c>failed</c>.</param>
/// <param name="StatusCode">Such as <c>fulfilled</c> or <c>instance-terminated-no-capacity</c>.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html"/>
public sealed record SpotRequest(
    string Id, bool Persistent, InterruptionBehavior Behavior, decimal? MaxPrice, string? InstanceId, string InstanceType, string Zone, string State, string StatusCode, DateTimeOffset Created, DateTimeOffset Updated)
{
    /// <summary>What it launches.</summary>
    internal Instances.LaunchPlan? Plan { get; init; }

    /// <summary>Before that, nothing is launched; null for at once.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Then it is over; null for never.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>What AWS said when it failed: a code and words.</summary>
    public (string Code, string Message)? Fault { get; init; }

    /// <summary>Waiting for capacity, a price or its time.</summary>
    public bool IsOpen => State is "open";
}

namespace CloudCourse.Simulation.Ec2.Spot;

/// <summary>What becomes of a Spot Instance when EC2 wants it back.</summary>
public enum InterruptionBehavior { Terminate, Stop, Hibernate }

/// <summary>What a launch says about Spot.</summary>
/// <param name="Persistent">The request stays open after an interruption; a one-time request is over.</param>
/// <param name="MaxPrice">USD per hour; null for the On-Demand price, which is as high as it ever goes.</param>
internal sealed record SpotOptions(bool Persistent, InterruptionBehavior Behavior, decimal? MaxPrice);

/// <summary>A request for Spot capacity.</summary>
/// <param name="State"><c>active</c>, <c>disabled</c> (while its instance is stopped), <c>closed</c>, <c>cancelled</c>.</param>
/// <param name="StatusCode">Such as <c>fulfilled</c> or <c>instance-terminated-no-capacity</c>.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html"/>
public sealed record SpotRequest(
    string Id, bool Persistent, InterruptionBehavior Behavior, decimal? MaxPrice, string InstanceId, string InstanceType, string Zone, string State, string StatusCode, DateTimeOffset Created, DateTimeOffset Updated);

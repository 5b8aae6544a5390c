using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.AutoScaling;

public sealed record AutoScalingState
{
    /// <summary>By ARN, which tells the Region.</summary>
    public Table<AutoScalingGroup> Groups { get; init; } = Table<AutoScalingGroup>.Empty;
}

/// <summary>A group that keeps as many instances as it wants, spread over its zones.</summary>
/// <param name="LaunchTemplateVersion">A number, <c>$Latest</c> or <c>$Default</c>.</param>
/// <param name="ChecksLoadBalancer">It also replaces what the load balancer finds unhealthy; else only what EC2 does.</param>
public sealed record AutoScalingGroup(
    string Arn, string Name, string Region, string LaunchTemplateId, string LaunchTemplateVersion, int Min, int Max, int Desired,
    IReadOnlyList<string> SubnetIds, IReadOnlyList<string> TargetGroupArns, bool ChecksLoadBalancer, int GraceSeconds, DateTimeOffset Created)
{
    public IReadOnlyList<GroupMember> Members { get; init; } = [];
    public IReadOnlyList<TargetTracking> Policies { get; init; } = [];
    public IReadOnlyList<StepPolicy> StepPolicies { get; init; } = [];

    /// <summary>In seconds: how long simple policies wait after a change of size.</summary>
    public int DefaultCooldown { get; init; } = 300;
    public DateTimeOffset? CooldownUntil { get; init; }

    /// <summary>Until when what step policies added last counts toward what they add next, and how many those were.</summary>
    public (DateTimeOffset Until, int Added)? Warming { get; init; }

    /// <summary>The latest first, 100 at most.</summary>
    public IReadOnlyList<ScalingActivity> Activities { get; init; } = [];

    /// <summary>It failed to launch and tries again at this time.</summary>
    public DateTimeOffset? RetryAt { get; init; }
    public bool Deleting { get; init; }
}

/// <param name="State"><c>Pending</c>, <c>InService</c> or <c>Terminating</c>.</param>
/// <param name="Doubted">It looks unwell, and is looked at again before it is replaced.</param>
public sealed record GroupMember(string InstanceId, string Zone, string State, DateTimeOffset Since, bool Doubted);

/// <param name="Metric"><c>ASGAverageCPUUtilization</c> or <c>ALBRequestCountPerTarget</c>.</param>
public sealed record TargetTracking(string Name, string Metric, double Target)
{
    /// <summary>It never makes smaller what it has made larger.</summary>
    public bool OnlyOut { get; init; }

    /// <summary>In seconds, from one scaling to the next of the same kind. Groups have a warmup instead.</summary>
    public int OutCooldown { get; init; } = 300;
    public int InCooldown { get; init; } = 300;
}

/// <param name="StatusCode"><c>Successful</c> or <c>Failed</c>.</param>
public sealed record ScalingActivity(string Id, string Description, string Cause, DateTimeOffset At, string StatusCode, string? StatusMessage);

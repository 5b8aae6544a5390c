using CloudCourse.Simulation.AutoScaling;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.ApplicationAutoScaling;

/// <summary>What Application Auto Scaling may change: here the desired counts of ECS services. Fargate by itself scales nothing.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html"/>
public sealed record ScalingState
{
    /// <summary>By Region and resource id, such as <c>eu-west-1 service/shop/web</c>.</summary>
    public Table<ScalableTarget> Targets { get; init; } = Table<ScalableTarget>.Empty;
}

/// <param name="ResourceId"><c>service/cluster/name</c>.</param>
public sealed record ScalableTarget(string Key, string Arn, string Region, string ResourceId, int Min, int Max, DateTimeOffset Created)
{
    public IReadOnlyList<TargetTracking> Policies { get; init; } = [];

    /// <summary>Until when what was added last counts toward the next scaling out, and how many those were.</summary>
    public (DateTimeOffset Until, int Added) Out { get; init; }

    /// <summary>Until when nothing is taken away.</summary>
    public DateTimeOffset NotInUntil { get; init; }

    /// <summary>The latest first, 100 at most.</summary>
    public IReadOnlyList<ScalingActivity> Activities { get; init; } = [];
}

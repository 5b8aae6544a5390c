using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Ecs.Tasks;

namespace CloudCourse.Simulation.Ecs.Services;

/// <summary>A service: so many tasks of one definition, kept running and replaced a few at a time.</summary>
/// <param name="MinimumHealthyPercent">Of the desired count, rounded up: never fewer run during a deployment.</param>
/// <param name="MaximumPercent">Rounded down: never more.</param>
/// <param name="Network">Null where tasks share their instance's network.</param>
public sealed record EcsService(
    string Arn, string Name, string ClusterArn, string Region, int Desired, TaskNetwork? Network, IReadOnlyList<ServiceLoadBalancer> LoadBalancers,
    int MinimumHealthyPercent, int MaximumPercent, bool CircuitBreaker, bool Rollback, int GraceSeconds, TaskCapacity Capacity, DateTimeOffset Created)
{
    /// <summary>The newest first; the first is the PRIMARY one.</summary>
    public IReadOnlyList<Deployment> Deployments { get; init; } = [];

    /// <summary>The latest first, 100 at most.</summary>
    public IReadOnlyList<ServiceEvent> Events { get; init; } = [];
    public bool Active { get; init; } = true;
}

public sealed record ServiceLoadBalancer(string TargetGroupArn, string ContainerName, int ContainerPort);

/// <param name="Rollout"><c>IN_PROGRESS</c>, <c>COMPLETED</c>, <c>FAILED</c>.</param>
/// <param name="Failed">Tasks that did not come up, in a row.</param>
/// <param name="NotBefore">After failures ECS waits before it tries again.</param>
public sealed record Deployment(string Id, string RevisionArn, DateTimeOffset Created, string Rollout, string Reason, int Failed, DateTimeOffset? NotBefore);

public sealed record ServiceEvent(string Id, DateTimeOffset At, string Message);

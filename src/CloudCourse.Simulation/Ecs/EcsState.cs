using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Ecs.Services;
using CloudCourse.Simulation.Ecs.Tasks;

namespace CloudCourse.Simulation.Ecs;

/// <summary>An account's ECS. All by ARN, which tells the Region.</summary>
public sealed record EcsState
{
    public Table<Cluster> Clusters { get; init; } = Table<Cluster>.Empty;
    public Table<TaskRevision> Revisions { get; init; } = Table<TaskRevision>.Empty;

    /// <summary>The highest revision of each family, by <c>Region/family</c>.</summary>
    public Table<string> Latest { get; init; } = Table<string>.Empty;

    /// <summary>Container instances.</summary>
    public Table<ContainerInstance> Instances { get; init; } = Table<ContainerInstance>.Empty;

    /// <summary>The account's own capacity providers, by <c>Region/name</c>.</summary>
    public Table<CapacityProvider> Providers { get; init; } = Table<CapacityProvider>.Empty;
    public Table<EcsTask> Tasks { get; init; } = Table<EcsTask>.Empty;
    public Table<EcsService> Services { get; init; } = Table<EcsService>.Empty;

    /// <summary>Images beyond the public ones, by name: what the account's own registry holds.</summary>
    public Table<ContainerImage> Images { get; init; } = Table<ContainerImage>.Empty;
}

public sealed record Cluster(string Arn, string Name, string Region, bool Active)
{
    /// <summary>Names of the capacity providers that strategies in this cluster may use.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>For what names neither a launch type nor a strategy.</summary>
    public IReadOnlyList<ProviderShare> DefaultStrategy { get; init; } = [];
}

/// <summary>One revision of a family of task definitions.</summary>
/// <param name="Text">The registered JSON.</param>
public sealed record TaskRevision(string Arn, string Family, int Revision, string Region, string Text, bool Active, DateTimeOffset Registered)
{
    private readonly Lazy<TaskDefinition> _definition = new(() => RegisterTaskDefinition.Check(Text).Task!);

    public TaskDefinition Definition => _definition.Value;

    public string Name => $"{Family}:{Revision}";
}

namespace CloudCourse.Simulation.Ecs.Tasks;

/// <summary>A running copy of a task definition.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html"/>
public sealed record EcsTask
{
    public required string Arn { get; init; }
    public required string ClusterArn { get; init; }
    public required string RevisionArn { get; init; }
    public required string Region { get; init; }

    /// <summary><c>service:name</c>, or <c>family:name</c> for what was run by itself.</summary>
    public required string Group { get; init; }

    /// <summary>The deployment of its service; null for what was run by itself.</summary>
    public string? DeploymentId { get; init; }
    public string? StartedBy { get; init; }
    public required string Zone { get; init; }
    public required string SubnetId { get; init; }
    public required string PrivateIp { get; init; }
    public string? PublicIp { get; init; }
    public required bool HasPublicIp { get; init; }
    public required IReadOnlyList<string> SecurityGroupIds { get; init; }
    public required string Cpu { get; init; }
    public required string Memory { get; init; }
    public bool Spot { get; init; }
    public required DateTimeOffset Created { get; init; }
    public DateTimeOffset? Started { get; init; }
    public DateTimeOffset? Stopped { get; init; }

    /// <summary><c>PROVISIONING</c>, <c>PENDING</c>, <c>RUNNING</c>, <c>DEACTIVATING</c>, <c>STOPPING</c>, <c>DEPROVISIONING</c>, <c>STOPPED</c>.</summary>
    public required string LastStatus { get; init; }

    /// <summary><c>RUNNING</c> or <c>STOPPED</c>: what ECS is working towards.</summary>
    public required string DesiredStatus { get; init; }

    /// <summary>A load balancer finds it unhealthy; it is looked at again when its grace period ends.</summary>
    public bool IsDoubted { get; init; }

    /// <summary>Its failure is in its deployment's count.</summary>
    public bool IsCounted { get; init; }
    public string? StopCode { get; init; }
    public string? StoppedReason { get; init; }
    public required IReadOnlyList<TaskContainer> Containers { get; init; }

    public string Id => Arn[(Arn.LastIndexOf('/') + 1)..];

    /// <summary><c>HEALTHY</c> and <c>UNHEALTHY</c> come from the health checks of essential containers; without any it is <c>UNKNOWN</c>.</summary>
    public string HealthStatus => Containers.Any(c => c.Health == "UNHEALTHY") ? "UNHEALTHY"
        : Containers.Any(c => c.Health != "UNKNOWN") && Containers.Where(c => c.Health != "UNKNOWN").All(c => c.Health == "HEALTHY") ? "HEALTHY" : "UNKNOWN";
}

/// <param name="Status"><c>PENDING</c>, <c>RUNNING</c>, <c>STOPPED</c>.</param>
public sealed record TaskContainer(string Name, string Image, bool Essential, IReadOnlyList<int> ListensOn, string Status, string Health, int? ExitCode, string? Reason);

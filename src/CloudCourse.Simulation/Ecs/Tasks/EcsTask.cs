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

    /// <summary><c>FARGATE</c> or <c>EC2</c>.</summary>
    public string LaunchType { get; init; } = "FARGATE";

    /// <summary>Null where a launch type was asked for.</summary>
    public string? CapacityProvider { get; init; }

    /// <summary><c>awsvpc</c>, <c>bridge</c>, <c>host</c> or <c>none</c>.</summary>
    public string NetworkMode { get; init; } = "awsvpc";

    /// <summary>Null on Fargate.</summary>
    public string? ContainerInstanceArn { get; init; }

    /// <summary>The EC2 instance that it runs on; null on Fargate.</summary>
    public string? InstanceId { get; init; }
    public required string Zone { get; init; }
    public required string SubnetId { get; init; }

    /// <summary>Its own in awsvpc mode, else the instance's.</summary>
    public required string PrivateIp { get; init; }
    public string? PublicIp { get; init; }
    public required bool HasPublicIp { get; init; }
    public required IReadOnlyList<string> SecurityGroupIds { get; init; }
    public required string Cpu { get; init; }
    public required string Memory { get; init; }

    /// <summary>Ports of the host that lead to ports of its containers; empty in awsvpc mode, where it has an address of its own.</summary>
    public IReadOnlyList<TaskPort> Ports { get; init; } = [];
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

    /// <summary><c>TaskFailedToStart</c>, <c>EssentialContainerExited</c>, <c>UserInitiated</c>, <c>ServiceSchedulerInitiated</c>, <c>SpotInterruption</c>, <c>TerminationNotice</c>.</summary>
    public string? StopCode { get; init; }
    public string? StoppedReason { get; init; }
    public required IReadOnlyList<TaskContainer> Containers { get; init; }

    public string Id => Arn[(Arn.LastIndexOf('/') + 1)..];

    public bool Spot => CapacityProvider == "FARGATE_SPOT";

    /// <summary>It has a network interface of its own, which is made first and given back last.</summary>
    public bool HasInterface => NetworkMode == "awsvpc";

    /// <summary>How a target group knows it: by its own address, or by its instance and the host's port.</summary>
    public (string Id, int Port)? Target(int containerPort) => HasInterface ? (PrivateIp, containerPort)
        : InstanceId is { } instance && Ports.FirstOrDefault(p => p.ContainerPort == containerPort) is { } port ? (instance, port.HostPort) : null;

    /// <summary>From the health checks of essential containers; without any it is <c>UNKNOWN</c>, and while one is not decided.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html"/>
    public string HealthStatus
    {
        get
        {
            var (any, all) = (false, true);
            foreach (var container in Containers)
            {
                if (!container.Essential || !container.HasHealthCheck) continue;
                if (container.Health == "UNHEALTHY") return "UNHEALTHY";
                (any, all) = (true, all && container.Health == "HEALTHY");
            }
            return any && all ? "HEALTHY" : "UNKNOWN";
        }
    }

    /// <summary>It runs, and its health checks, where it has any, say that it is well.</summary>
    public bool IsWell => this is { LastStatus: "RUNNING", DesiredStatus: "RUNNING" } && (HealthStatus == "HEALTHY" || !Containers.Any(c => c.Essential && c.HasHealthCheck));

    public TaskContainer? Find(string container) => Containers.FirstOrDefault(c => c.Name == container);

    internal EcsTask With(TaskContainer container) => this with { Containers = [.. Containers.Select(c => c.Name == container.Name ? container : c)] };
}

/// <summary>One container of a task.</summary>
public sealed record TaskContainer(string Name, string Image, bool Essential, bool HasHealthCheck)
{
    /// <summary><c>PENDING</c>, <c>RUNNING</c>, <c>STOPPED</c>.</summary>
    public string Status { get; init; } = "PENDING";

    /// <summary><c>UNKNOWN</c>, <c>HEALTHY</c>, <c>UNHEALTHY</c>.</summary>
    public string Health { get; init; } = "UNKNOWN";
    public DateTimeOffset? Started { get; init; }

    /// <summary>Ports on which its program answers now.</summary>
    public IReadOnlyList<int> ListensOn { get; init; } = [];

    /// <summary>It was sent SIGTERM.</summary>
    public bool IsEnding { get; init; }
    public int? ExitCode { get; init; }
    public string? Reason { get; init; }
}

/// <summary>A port of the host that leads to a container.</summary>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record TaskPort(string Container, int ContainerPort, int HostPort, string Protocol);

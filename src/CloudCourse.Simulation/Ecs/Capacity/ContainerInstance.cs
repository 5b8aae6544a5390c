using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ecs.Tasks;

namespace CloudCourse.Simulation.Ecs.Capacity;

/// <summary>An EC2 instance whose agent has registered it with a cluster.</summary>
/// <param name="Status"><c>ACTIVE</c>, <c>DRAINING</c>, <c>INACTIVE</c>.</param>
/// <param name="AgentConnected">While it is not, no task is placed here.</param>
/// <param name="Cpu">Units, 1,024 to a vCPU.</param>
/// <param name="MemoryMiB">What the operating system leaves.</param>
/// <param name="Interfaces">How many tasks in awsvpc mode it has network interfaces for.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html"/>
public sealed record ContainerInstance(
    string Arn, string ClusterArn, string Region, string InstanceId, string Status, bool AgentConnected, int Cpu, int MemoryMiB, int Interfaces, DateTimeOffset Registered)
{
    /// <summary>Ports that the agent, Docker and SSH keep to themselves.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html"/>
    public static readonly IReadOnlyList<int> ReservedPorts = [22, 2375, 2376, 51678, 51679];

    /// <summary>By name, such as <c>ecs.instance-type</c>.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The Auto Scaling group's capacity provider that it came by.</summary>
    public string? CapacityProvider { get; init; }

    /// <summary>Images that are on its disk.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];
    public int Version { get; init; } = 1;

    public string Id => Arn[(Arn.LastIndexOf('/') + 1)..];
    public string Zone => Attributes["ecs.availability-zone"];
}

/// <summary>What a task needs of a container instance.</summary>
/// <param name="Ports">Fixed host ports.</param>
/// <param name="Architecture"><c>x86_64</c> or <c>arm64</c>; null where the definition does not say.</param>
public sealed record TaskNeeds(long Cpu, long MemoryMiB, IReadOnlyList<(int Port, string Protocol)> Ports, bool Interface, string? Architecture)
{
    /// <summary>The task's own size where it has one, else the sum of its containers: of memory, what they reserve.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size"/>
    public static TaskNeeds Of(TaskDefinition task)
    {
        var mode = task.NetworkMode?.Value ?? "bridge";
        return new(
            task.CpuUnits ?? task.ContainerDefinitions.Sum(c => c.Cpu?.Value ?? 0),
            task.MemoryMiB ?? task.ContainerDefinitions.Sum(c => c.MemoryReservation?.Value ?? c.Memory?.Value ?? 0),
            mode is "awsvpc" or "none" ? [] : [.. task.ContainerDefinitions.SelectMany(c => c.PortMappings).Select(p => ((int)(p.HostPort is { Value: > 0 } host ? host.Value : mode == "host" ? p.ContainerPort?.Value ?? 0 : 0), p.Protocol)).Where(p => p.Item1 > 0)],
            mode == "awsvpc",
            task.CpuArchitecture?.Value switch { "ARM64" => "arm64", "X86_64" => "x86_64", _ => null });
    }
}

/// <summary>What of a container instance its tasks leave.</summary>
public sealed record Remaining(long Cpu, long MemoryMiB, int Interfaces, IReadOnlyList<(int Port, string Protocol)> Taken)
{
    public static Remaining Of(AccountState state, ContainerInstance host)
    {
        var (cpu, memory, interfaces) = ((long)host.Cpu, (long)host.MemoryMiB, host.Interfaces);
        List<(int, string)> taken = [.. ContainerInstance.ReservedPorts.Select(p => (p, "tcp"))];
        foreach (var task in On(state, host))
        {
            var needs = TaskNeeds.Of(state.Ecs.Revisions[task.RevisionArn].Definition);
            (cpu, memory, interfaces) = (cpu - needs.Cpu, memory - needs.MemoryMiB, interfaces - (needs.Interface ? 1 : 0));
            taken.AddRange(task.Ports.Select(p => (p.HostPort, p.Protocol)));
        }
        return new(cpu, memory, interfaces, taken);
    }

    /// <summary>A task holds what it has until it is stopped.</summary>
    public static IEnumerable<EcsTask> On(AccountState state, ContainerInstance host) =>
        state.Ecs.Tasks.Values.Where(t => t.ContainerInstanceArn == host.Arn && t.LastStatus != "STOPPED");

    /// <summary>AWS's reason why a task does not fit; null when it does.</summary>
    public string? Lacks(TaskNeeds needs) =>
        Cpu < needs.Cpu ? "RESOURCE:CPU"
        : MemoryMiB < needs.MemoryMiB ? "RESOURCE:MEMORY"
        : needs.Ports.Any(Taken.Contains) ? "RESOURCE:PORTS"
        : needs.Interface && Interfaces < 1 ? "RESOURCE:ENI"
        : null;
}

internal static class HostTurns
{
    public static void Put(this Turn turn, ContainerInstance host) =>
        turn.State = turn.State with { Ecs = turn.State.Ecs with { Instances = turn.State.Ecs.Instances.Put(host.Arn, host with { Version = host.Version + 1 }) } };
}

/// <summary>Containers in bridge and host mode answer on their instance's ports.</summary>
internal static class HostPorts
{
    public static void Open(Turn turn, EcsTask task, string container) => Change(turn, task, container, (ports, more) => ports.Union(more));

    public static void Close(Turn turn, EcsTask task, string container) => Change(turn, task, container, (ports, less) => ports.Except(less));

    private static void Change(Turn turn, EcsTask task, string container, Func<IEnumerable<int>, IEnumerable<int>, IEnumerable<int>> change)
    {
        if (task.HasInterface || task.InstanceId is not { } id || turn.Ec2(task.Region).Instances.Find(id) is not { } instance) return;
        var listens = turn.State.Ecs.Tasks[task.Arn].Find(container)!.ListensOn;
        if (listens.Count == 0) listens = ContainerImage.Find(turn.State.Ecs, task.Find(container)!.Image)?.ListensOn ?? [];
        var ports = task.Ports.Where(p => p.Container == container && listens.Contains(p.ContainerPort)).Select(p => p.HostPort).ToList();
        if (ports.Count > 0) turn.Put(task.Region, instance with { ListensOn = [.. change(instance.ListensOn, ports)] });
    }
}

using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Tasks;

/// <summary>A task that is wanted.</summary>
/// <param name="Network">Null where tasks share their instance's network.</param>
/// <param name="Provider">The capacity provider of this task; null where a launch type was asked for.</param>
internal sealed record TaskOrder(
    Cluster Cluster, TaskRevision Revision, TaskCapacity Capacity, TaskNetwork? Network, string Group, string? Deployment, string? StartedBy, string? Provider)
{
    public bool IsFargate => Capacity.LaunchType == "FARGATE";
}

/// <summary>Finds a place for a task and begins to start it there.</summary>
internal static class TaskLaunch
{
    /// <summary>Ports that Docker gives out where the definition leaves the choice to it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html"/>
    private const int FirstDynamicPort = 32768;

    /// <returns>Null where no container instance fits, and why each does not.</returns>
    public static (EcsTask? Task, IReadOnlyList<Misfit> Misfits) Launch(Turn turn, TaskOrder order)
    {
        if (order.IsFargate) return (OnFargate(turn, order), []);
        var zones = order.Network?.SubnetIds.Select(s => turn.Ec2(order.Cluster.Region).Subnets[s].Zone).ToList();
        var (host, misfits) = Placement.Choose(turn, order.Cluster, order.Revision, order.Group, order.Capacity.Rules, order.Provider, zones, order.Deployment is not null);
        return host is null ? (null, misfits) : (OnInstance(turn, order, host), []);
    }

    private static EcsTask OnFargate(Turn turn, TaskOrder order)
    {
        var (ec2, network) = (turn.Ec2(order.Cluster.Region), order.Network!);
        var running = turn.State.Ecs.Tasks.Values.Where(t => t.Group == order.Group && t.ClusterArn == order.Cluster.Arn && t.DesiredStatus == "RUNNING").ToList();
        // Fargate spreads over the zones of the subnets; one that is down is passed over.
        var open = network.SubnetIds.Select(s => ec2.Subnets[s]).Where(s => !ec2.FailedZones.Contains(s.Zone))
            .OrderBy(s => running.Count(t => t.Zone == s.Zone)).ThenBy(s => s.Zone, StringComparer.Ordinal).ToList();
        var subnet = open.Find(s => HasRoom(turn, order, s)) ?? open.FirstOrDefault() ?? ec2.Subnets[network.SubnetIds[0]];
        var task = New(turn, order, subnet, network.PublicIp, network.SecurityGroupIds) with { CapacityProvider = order.Provider };
        // Where no address is free, the task fails as its interface is made.
        if (HasRoom(turn, order, subnet)) task = task with { PrivateIp = DefaultNetwork.NextPrivateIp(turn, order.Cluster.Region, subnet), PublicIp = network.PublicIp ? DefaultNetwork.NextPublicIp(turn) : null };
        Begin(turn, order, task, $"A task of {order.Revision.Name} is being provisioned in {task.Zone}.");
        return task;
    }

    private static bool HasRoom(Turn turn, TaskOrder order, Subnet subnet) => DefaultNetwork.Free(turn.State, order.Cluster.Region, subnet) > 0;

    internal static EcsTask OnInstance(Turn turn, TaskOrder order, ContainerInstance host)
    {
        var ec2 = turn.Ec2(order.Cluster.Region);
        var instance = ec2.Instances[host.InstanceId];
        var own = order.Network is { } network ? network.SubnetIds.Select(s => ec2.Subnets[s]).First(s => s.Zone == host.Zone) : null;
        var task = New(turn, order, own ?? ec2.Subnets[instance.SubnetId], false, order.Network?.SecurityGroupIds ?? instance.SecurityGroupIds) with
        {
            LaunchType = "EC2",
            CapacityProvider = order.Provider,
            NetworkMode = order.Revision.Definition.NetworkMode?.Value ?? "bridge",
            ContainerInstanceArn = host.Arn,
            InstanceId = host.InstanceId,
            Ports = PortsOn(turn.State, order.Revision.Definition, host),
        };
        task = task with { PrivateIp = own is null ? instance.PrivateIp : HasRoom(turn, order, own) ? DefaultNetwork.NextPrivateIp(turn, order.Cluster.Region, own) : "", LastStatus = own is null ? "PENDING" : "PROVISIONING" };
        Begin(turn, order, task, $"A task of {order.Revision.Name} is placed on {host.InstanceId} ({host.Attributes["ecs.instance-type"]}, {host.Zone}).");
        return task;
    }

    private static void Begin(Turn turn, TaskOrder order, EcsTask task, string what)
    {
        turn.Put(task);
        turn.Note("ecs", task.Id, what, null, task.LastStatus);
        TaskLifecycle.TellOf(turn, task);
        if (task.HasInterface) turn.Plan(TaskLifecycle.Provisioning, new TaskPulls(task.Arn));
        else turn.Plan(ImagePull.Takes(turn.State, task), new TaskRuns(task.Arn));
    }

    private static EcsTask New(Turn turn, TaskOrder order, Subnet subnet, bool publicIp, IReadOnlyList<string> groups)
    {
        var needs = TaskNeeds.Of(order.Revision.Definition);
        return new()
        {
            Arn = $"arn:aws:ecs:{order.Cluster.Region}:{turn.AccountId}:task/{order.Cluster.Name}/{turn.HexId(32)}",
            ClusterArn = order.Cluster.Arn,
            RevisionArn = order.Revision.Arn,
            Region = order.Cluster.Region,
            Group = order.Group,
            DeploymentId = order.Deployment,
            StartedBy = order.StartedBy ?? order.Deployment,
            Zone = subnet.Zone,
            SubnetId = subnet.Id,
            PrivateIp = "",
            HasPublicIp = publicIp,
            SecurityGroupIds = groups,
            Cpu = needs.Cpu.ToString(CultureInfo.InvariantCulture),
            Memory = needs.MemoryMiB.ToString(CultureInfo.InvariantCulture),
            Created = turn.Now,
            LastStatus = "PROVISIONING",
            DesiredStatus = "RUNNING",
            Containers = [.. order.Revision.Definition.ContainerDefinitions.Select(c => new TaskContainer(c.Name!.Value, c.Image!.Value, c.IsEssential, c.Json.Structure("healthCheck") is not null))],
        };
    }

    private static List<TaskPort> PortsOn(AccountState state, TaskDefinition definition, ContainerInstance host)
    {
        var mode = definition.NetworkMode?.Value ?? "bridge";
        List<TaskPort> ports = [];
        if (mode is "awsvpc" or "none") return ports;
        var taken = Remaining.Of(state, host).Taken.ToHashSet();
        var next = FirstDynamicPort;
        foreach (var container in definition.ContainerDefinitions)
        {
            foreach (var mapping in container.PortMappings.Where(p => p.ContainerPort is not null))
            {
                var inside = (int)mapping.ContainerPort!.Value;
                var outside = mode == "host" ? inside : (int)(mapping.HostPort?.Value ?? 0);
                if (outside == 0)
                {
                    while (!taken.Add((next, mapping.Protocol))) next++;
                    outside = next;
                }
                else taken.Add((outside, mapping.Protocol));
                ports.Add(new(container.Name!.Value, inside, outside, mapping.Protocol));
            }
        }
        return ports;
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Tasks;

/// <summary>Where a task runs: its subnets, groups, and whether it has a public address.</summary>
public sealed record TaskNetwork(IReadOnlyList<string> SubnetIds, IReadOnlyList<string> SecurityGroupIds, bool PublicIp);

/// <summary>How a Fargate task goes from state to state. How long each takes is an assumption of this simulation, of the usual size.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html"/>
internal static class TaskLifecycle
{
    public static readonly TimeSpan Provisioning = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Pulling = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan PullGivesUp = TimeSpan.FromSeconds(120);
    public static readonly TimeSpan Stopping = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Deprovisioning = TimeSpan.FromSeconds(10);

    /// <summary>A stopped task stays visible for about an hour.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    public static void Put(this Turn turn, EcsTask task) =>
        turn.State = turn.State with { Ecs = turn.State.Ecs with { Tasks = turn.State.Ecs.Tasks.Put(task.Arn, task) } };

    public static EcsTask Launch(Turn turn, Cluster cluster, TaskRevision revision, TaskNetwork network, string group, string? deployment, string? startedBy, bool spot)
    {
        var (ec2, definition) = (turn.Ec2(cluster.Region), revision.Definition);
        var running = turn.State.Ecs.Tasks.Values.Where(t => t.Group == group && t.ClusterArn == cluster.Arn && t.DesiredStatus == "RUNNING").ToList();
        // Fargate spreads over the zones of the subnets; one that is down is passed over.
        var subnet = network.SubnetIds.Select(s => ec2.Subnets[s]).Where(s => !ec2.FailedZones.Contains(s.Zone))
            .OrderBy(s => running.Count(t => t.Zone == s.Zone)).ThenBy(s => s.Zone, StringComparer.Ordinal).FirstOrDefault() ?? ec2.Subnets[network.SubnetIds[0]];
        var arn = $"arn:aws:ecs:{cluster.Region}:{turn.AccountId}:task/{cluster.Name}/{turn.HexId(32)}";
        EcsTask task = new()
        {
            Arn = arn,
            ClusterArn = cluster.Arn,
            RevisionArn = revision.Arn,
            Region = cluster.Region,
            Group = group,
            DeploymentId = deployment,
            StartedBy = startedBy ?? deployment,
            Zone = subnet.Zone,
            SubnetId = subnet.Id,
            PrivateIp = DefaultNetwork.NextPrivateIp(turn, cluster.Region, subnet),
            PublicIp = network.PublicIp ? DefaultNetwork.NextPublicIp(turn) : null,
            HasPublicIp = network.PublicIp,
            SecurityGroupIds = network.SecurityGroupIds,
            Cpu = $"{definition.CpuUnits}",
            Memory = $"{definition.MemoryMiB}",
            Spot = spot,
            Created = turn.Now,
            LastStatus = "PROVISIONING",
            DesiredStatus = "RUNNING",
            Containers = [.. definition.ContainerDefinitions.Select(c => new TaskContainer(c.Name!.Value, c.Image!.Value, c.IsEssential, [], "PENDING", "UNKNOWN", null, null))],
        };
        turn.Put(task);
        turn.Note("ecs", task.Id, $"A task of {revision.Name} is being provisioned in {task.Zone}.", null, "PROVISIONING");
        turn.Plan(Provisioning, new TaskPulls(arn));
        return task;
    }

    public static EcsTask Move(Turn turn, EcsTask task, string status, string what)
    {
        turn.Note("ecs", task.Id, what, task.LastStatus, status);
        var next = task with { LastStatus = status };
        turn.Put(next);
        return next;
    }

    /// <summary>Begins to stop a task: out of its target groups first, then its containers.</summary>
    public static void Stop(Turn turn, EcsTask task, string code, string reason)
    {
        if (task.DesiredStatus == "STOPPED") return;
        task = task with { DesiredStatus = "STOPPED", StopCode = code, StoppedReason = reason };
        turn.Put(task);
        if (task.LastStatus is "PROVISIONING" or "PENDING")
        {
            End(turn, task);
            return;
        }
        task = Move(turn, task, "DEACTIVATING", $"The task {task.Id[..8]} is being stopped: {reason}");
        var registered = turn.State.LoadBalancing.TargetGroups.Values.Where(g => g.Targets.Any(t => t.Id == task.PrivateIp && t.State is not TargetState.Draining)).ToList();
        // What does not answer any more need not finish anything.
        var drains = registered.Count > 0 && code != "EssentialContainerExited";
        foreach (var group in registered) turn.Deregister(group.Arn, task.PrivateIp, null);
        turn.Plan(drains ? TargetIsDrained.Delay : TimeSpan.Zero, new TaskStops(task.Arn));
    }

    public static void End(Turn turn, EcsTask task)
    {
        task = Move(turn, task, "DEPROVISIONING", $"The task {task.Id[..8]} gives back its network.");
        turn.EndMeter(task.Arn, "compute");
        turn.EndMeter(task.Arn, "address");
        turn.Plan(Deprovisioning, new TaskEnds(task.Arn));
    }
}

internal sealed record TaskPulls(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "PROVISIONING", DesiredStatus: "RUNNING" } task) return;
        task = TaskLifecycle.Move(turn, task, "PENDING", $"The task {task.Id[..8]} pulls its images.");
        var definition = turn.State.Ecs.Revisions[task.RevisionArn].Definition;
        var arm = definition.CpuArchitecture?.Value == "ARM64";
        // Fargate is charged from here: from the pull, not from the start.
        turn.StartMeter("ecs", task.Region, task.Arn, "compute", task.Spot ? "Fargate Spot, at On-Demand's price (no Spot price is known)" : "Fargate, at us-east-1's price",
            FargateSizes.UsdPerHour(definition.CpuUnits!.Value, definition.MemoryMiB!.Value, arm), 60);
        if (task.HasPublicIp) turn.StartMeter("ecs", task.Region, task.Arn, "address", "Public IPv4 address", Infrastructure.Prices.PublicIPv4PerHour);
        var online = task.HasPublicIp;
        turn.Plan(online ? TaskLifecycle.Pulling : TaskLifecycle.PullGivesUp, new TaskRuns(TaskArn));
    }
}

internal sealed record TaskRuns(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "PENDING", DesiredStatus: "RUNNING" } task) return;
        var definition = turn.State.Ecs.Revisions[task.RevisionArn].Definition;
        if (turn.Ec2(task.Region).FailedZones.Contains(task.Zone))
        {
            TaskLifecycle.Stop(turn, task, "TaskFailedToStart", $"Unexpected EC2 error while attempting to Create Network Interface in {task.Zone}");
            return;
        }
        List<TaskContainer> containers = [];
        foreach (var (container, defined) in task.Containers.Zip(definition.ContainerDefinitions))
        {
            var reference = container.Image.Contains('/') ? container.Image : $"docker.io/library/{container.Image}";
            if (!task.HasPublicIp)
            {
                TaskLifecycle.Stop(turn, task, "TaskFailedToStart",
                    $"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {reference}: failed to do request: dial tcp: i/o timeout. The task has no public address, and its subnet no other way out.");
                return;
            }
            if (ContainerImage.Find(turn.State.Ecs, container.Image) is not { } image)
            {
                TaskLifecycle.Stop(turn, task, "TaskFailedToStart",
                    $"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {reference}: not found. The simulation has the images that the lab names, and a few public ones.");
                return;
            }
            var limit = defined.Memory?.Value ?? definition.MemoryMiB ?? long.MaxValue;
            var mapped = defined.PortMappings.Select(p => (int)(p.ContainerPort?.Value ?? 0)).ToList();
            containers.Add(container with
            {
                Status = "RUNNING",
                // In awsvpc every port of a container can be reached; a mapping says which one a load balancer uses.
                ListensOn = image.ListensOn,
                Health = defined.Json.Structure("healthCheck") is null ? "UNKNOWN" : image.Healthy ? "HEALTHY" : "UNHEALTHY",
            });
            if (image.NeedsMiB > limit) turn.Plan(TimeSpan.FromSeconds(3), new ContainerEnds(TaskArn, container.Name, 137, "OutOfMemoryError: Container killed due to memory usage"));
            else if (image.ExitsAfterSeconds is { } seconds) turn.Plan(TimeSpan.FromSeconds(seconds), new ContainerEnds(TaskArn, container.Name, image.ExitCode, null));
        }
        task = TaskLifecycle.Move(turn, task with { Containers = containers, Started = turn.Now }, "RUNNING", $"The task {task.Id[..8]} runs.");
        if (task.HealthStatus == "UNHEALTHY") turn.Plan(TimeSpan.FromSeconds(90), new TaskIsUnhealthy(TaskArn));
    }
}

/// <summary>A container's health check has failed as often as it may.</summary>
internal sealed record TaskIsUnhealthy(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "RUNNING", HealthStatus: "UNHEALTHY" } task || task.DeploymentId is null) return;
        TaskLifecycle.Stop(turn, task, "ServiceSchedulerInitiated", "Task failed container health checks");
    }
}

internal sealed record ContainerEnds(string TaskArn, string Container, int ExitCode, string? Reason) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "RUNNING" } task) return;
        var ended = task.Containers.First(c => c.Name == Container);
        task = task with
        {
            Containers = [.. task.Containers.Select(c => c.Name == Container ? c with { Status = "STOPPED", ExitCode = ExitCode, Reason = Reason, ListensOn = [] } : c)],
        };
        turn.Put(task);
        turn.Note("ecs", task.Id, $"The container {Container} of {task.Id[..8]} ended with exit code {ExitCode}{(Reason is null ? "" : $": {Reason}")}.", "RUNNING", "STOPPED");
        if (ended.Essential) TaskLifecycle.Stop(turn, task, "EssentialContainerExited", "Essential container in task exited");
    }
}

internal sealed record TaskStops(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "DEACTIVATING" } task) return;
        task = TaskLifecycle.Move(turn, task, "STOPPING", $"The containers of {task.Id[..8]} get SIGTERM, and SIGKILL after 30 seconds.");
        turn.Put(task with { Containers = [.. task.Containers.Select(c => c.Status == "STOPPED" ? c : c with { ListensOn = [] })] });
        turn.Plan(TaskLifecycle.Stopping, new TaskContainersEnd(TaskArn));
    }
}

internal sealed record TaskContainersEnd(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "STOPPING" } task) return;
        task = task with { Containers = [.. task.Containers.Select(c => c.Status == "STOPPED" ? c : c with { Status = "STOPPED", ExitCode = 0 })] };
        TaskLifecycle.End(turn, task);
    }
}

internal sealed record TaskEnds(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "DEPROVISIONING" } task) return;
        TaskLifecycle.Move(turn, task with { Stopped = turn.Now, PublicIp = null }, "STOPPED", $"The task {task.Id[..8]} is stopped: {task.StoppedReason}");
        turn.Plan(TaskLifecycle.Remembered, new TaskIsForgotten(TaskArn));
    }
}

internal sealed record TaskIsForgotten(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn) => turn.State = turn.State with { Ecs = turn.State.Ecs with { Tasks = turn.State.Ecs.Tasks.Remove(TaskArn) } };
}

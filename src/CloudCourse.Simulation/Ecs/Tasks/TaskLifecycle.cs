using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.EventBridge.Routing;

namespace CloudCourse.Simulation.Ecs.Tasks;

/// <summary>Where a task runs: its subnets, groups, and whether it has a public address.</summary>
public sealed record TaskNetwork(IReadOnlyList<string> SubnetIds, IReadOnlyList<string> SecurityGroupIds, bool PublicIp);

/// <summary>How a task goes from state to state. How long each takes is an assumption of this simulation, of the usual size.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html"/>
internal static class TaskLifecycle
{
    public static readonly TimeSpan Provisioning = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Pulling = TimeSpan.FromSeconds(20);

    /// <summary>An instance keeps the images that it has pulled; Fargate pulls for every task.</summary>
    public static readonly TimeSpan PulledAlready = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan PullGivesUp = TimeSpan.FromSeconds(120);
    public static readonly TimeSpan Deprovisioning = TimeSpan.FromSeconds(10);

    /// <summary>A stopped task stays visible for about an hour.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    public static void Put(this Turn turn, EcsTask task) =>
        turn.State = turn.State with { Ecs = turn.State.Ecs with { Tasks = turn.State.Ecs.Tasks.Put(task.Arn, task) } };

    public static EcsTask Move(Turn turn, EcsTask task, string status, string what)
    {
        turn.Note("ecs", task.Id, what, task.LastStatus, status);
        var next = task with { LastStatus = status };
        turn.Put(next);
        TellOf(turn, next);
        return next;
    }

    /// <summary>The event of a change of state, on the default event bus: the task as DescribeTasks shows it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html"/>
    public static void TellOf(Turn turn, EcsTask task) =>
        AwsEvents.Tell(turn, task.Arn.Split(':', 5)[3], "aws.ecs", "ECS Task State Change", [task.Arn], () => TaskOperations.Describe(task));

    /// <summary>Begins to stop a task: out of its target groups first, then its containers.</summary>
    public static void Stop(Turn turn, EcsTask task, string code, string reason)
    {
        if (task.DesiredStatus == "STOPPED") return;
        task = task with { DesiredStatus = "STOPPED", StopCode = code, StoppedReason = reason };
        turn.Put(task);
        if (task.LastStatus is "PROVISIONING" or "PENDING" && !task.Containers.Any(c => c.Status == "RUNNING"))
        {
            End(turn, task);
            return;
        }
        task = Move(turn, task, "DEACTIVATING", $"The task {task.Id[..8]} is being stopped: {reason}");
        var drains = LeaveTargetGroups(turn, task);
        // What does not answer any more need not finish anything, and a Spot task's two minutes run already.
        turn.Plan(drains && code is not ("EssentialContainerExited" or "SpotInterruption") ? TargetIsDrained.Delay : TimeSpan.Zero, new TaskStops(task.Arn));
    }

    private static bool LeaveTargetGroups(Turn turn, EcsTask task)
    {
        var drains = false;
        foreach (var group in turn.State.LoadBalancing.TargetGroups.Values.ToList())
        {
            foreach (var target in group.Targets.Where(t => t.State is not TargetState.Draining && IsOf(task, t)).ToList())
            {
                turn.Deregister(group.Arn, target.Id, target.Port);
                drains = true;
            }
        }
        return drains;
    }

    private static bool IsOf(EcsTask task, Target target) =>
        task.HasInterface ? target.Id == task.PrivateIp : target.Id == task.InstanceId && task.Ports.Any(p => p.HostPort == target.Port);

    public static void End(Turn turn, EcsTask task)
    {
        // Containers that were never started stay so.
        task = task with { Containers = [.. task.Containers.Select(c => c.Status == "PENDING" ? c with { Status = "STOPPED" } : c)] };
        turn.EndMeter(task.Arn, "compute");
        turn.EndMeter(task.Arn, "address");
        if (task.HasInterface)
        {
            Move(turn, task, "DEPROVISIONING", $"The task {task.Id[..8]} gives back its network.");
            turn.Plan(Deprovisioning, new TaskEnds(task.Arn));
        }
        else Close(turn, task);
    }

    /// <summary>At once, without a word to its containers: the machine below it is gone.</summary>
    public static void EndWithHost(Turn turn, EcsTask task, string reason)
    {
        if (task.LastStatus == "STOPPED") return;
        LeaveTargetGroups(turn, task);
        if (task.DesiredStatus != "STOPPED") task = task with { DesiredStatus = "STOPPED", StopCode = "TerminationNotice", StoppedReason = reason };
        Close(turn, task with { Containers = [.. task.Containers.Select(c => c with { Status = "STOPPED", ListensOn = [] })] });
    }

    internal static void Close(Turn turn, EcsTask task)
    {
        Move(turn, task with { Stopped = turn.Now, PublicIp = null }, "STOPPED", $"The task {task.Id[..8]} is stopped: {task.StoppedReason}");
        turn.Plan(Remembered, new TaskIsForgotten(task.Arn));
    }
}

internal sealed record TaskPulls(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "PROVISIONING", DesiredStatus: "RUNNING" } task) return;
        if (task.PrivateIp.Length == 0)
        {
            TaskLifecycle.Stop(turn, task, "TaskFailedToStart", $"Unexpected EC2 error while attempting to Create Network Interface with public IP assignment {(task.HasPublicIp ? "enabled" : "disabled")} in subnet '{task.SubnetId}': InsufficientFreeAddressesInSubnet");
            return;
        }
        task = TaskLifecycle.Move(turn, task, "PENDING", $"The task {task.Id[..8]} pulls its images.");
        var definition = turn.State.Ecs.Revisions[task.RevisionArn].Definition;
        if (task.LaunchType == "FARGATE")
        {
            // Fargate is charged from here: from the pull, not from the start.
            var hour = FargateSizes.UsdPerHour(definition.CpuUnits!.Value, definition.MemoryMiB!.Value, definition.CpuArchitecture?.Value == "ARM64");
            turn.StartMeter("ecs", task.Region, task.Arn, "compute",
                task.Spot ? $"Fargate Spot, {FargateSizes.SpotSavingsPercent} % below Fargate's price in us-east-1 (AWS grants up to that)" : "Fargate, at us-east-1's price",
                task.Spot ? hour * (100 - FargateSizes.SpotSavingsPercent) / 100 : hour, 60);
            if (task.HasPublicIp) turn.StartMeter("ecs", task.Region, task.Arn, "address", "Public IPv4 address", Infrastructure.Prices.PublicIPv4PerHour);
        }
        turn.Plan(ImagePull.Takes(turn.State, task), new TaskRuns(TaskArn));
    }
}

/// <summary>The images are there: containers begin to start.</summary>
internal sealed record TaskRuns(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "PENDING", DesiredStatus: "RUNNING" } task) return;
        if (turn.Ec2(task.Region).FailedZones.Contains(task.Zone))
        {
            TaskLifecycle.Stop(turn, task, "TaskFailedToStart", $"Unexpected EC2 error while attempting to Create Network Interface in {task.Zone}");
            return;
        }
        if (ImagePull.Problem(turn, task) is { } problem)
        {
            TaskLifecycle.Stop(turn, task, "TaskFailedToStart", problem);
            return;
        }
        ImagePull.Keep(turn, task);
        if (task.Spot) FargateSpot.Plan(turn, task);
        ContainerFlow.Go(turn, TaskArn);
    }
}

internal sealed record TaskStops(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "DEACTIVATING" } task) return;
        task = TaskLifecycle.Move(turn, task, "STOPPING", $"The containers of {task.Id[..8]} get SIGTERM, and SIGKILL when their stopTimeout is over.");
        turn.Put(task with { Containers = [.. task.Containers.Select(c => c.Status == "STOPPED" ? c : c with { ListensOn = [] })] });
        ContainerFlow.End(turn, TaskArn);
    }
}

internal sealed record TaskEnds(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is { LastStatus: "DEPROVISIONING" } task) TaskLifecycle.Close(turn, task);
    }
}

internal sealed record TaskIsForgotten(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn) => turn.State = turn.State with { Ecs = turn.State.Ecs with { Tasks = turn.State.Ecs.Tasks.Remove(TaskArn) } };
}

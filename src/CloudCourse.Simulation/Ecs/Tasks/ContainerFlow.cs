using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Tasks;

/// <summary>
/// What happens inside a task: containers start when what they depend on allows it, listen, are checked, end; and are ended in the reverse order.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html"/>
internal static class ContainerFlow
{
    /// <summary>A container has so long after SIGTERM, unless its definition says otherwise.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"/>
    private const int DefaultStopTimeout = 30;

    /// <summary>What the agent gives a container that could not start because of another: as if SIGTERM had ended it.</summary>
    private const int NeverStarted = 143;

    /// <summary>Starts every container whose turn it is.</summary>
    public static void Go(Turn turn, string taskArn)
    {
        while (turn.State.Ecs.Tasks.Find(taskArn) is { DesiredStatus: "RUNNING", LastStatus: "PENDING" or "RUNNING" } task && Next(turn, task))
        {
            // One container after another, until none can move.
        }
        if (turn.State.Ecs.Tasks.Find(taskArn) is { DesiredStatus: "RUNNING", LastStatus: "PENDING" } ready && ready.Containers.All(c => c.Status != "PENDING"))
            TaskLifecycle.Move(turn, ready with { Started = turn.Now }, "RUNNING", $"The task {ready.Id[..8]} runs.");
    }

    private static ContainerDefinition Defined(Turn turn, EcsTask task, string container) => turn.State.Ecs.Revisions[task.RevisionArn].Definition.FindContainer(container)!;

    /// <summary>Moves one container on; false when none can.</summary>
    private static bool Next(Turn turn, EcsTask task)
    {
        foreach (var container in task.Containers)
        {
            if (container.Status != "PENDING") continue;
            var (may, never) = Dependencies(turn, task, container);
            if (never is not null) GiveUp(turn, task, container, never);
            else if (may) Start(turn, task, container);
            else continue;
            return true;
        }
        return false;
    }

    /// <summary>Whether a container may start now, and why it never will.</summary>
    private static (bool May, string? Never) Dependencies(Turn turn, EcsTask task, TaskContainer container)
    {
        var may = true;
        foreach (var dependency in Defined(turn, task, container.Name).DependsOn)
        {
            if (dependency.Text("containerName") is not { } name || task.Find(name.Value) is not { } other) continue;
            var condition = dependency.Text("condition")?.Value ?? "START";
            var met = condition switch
            {
                "COMPLETE" => other.Status == "STOPPED",
                "SUCCESS" => other is { Status: "STOPPED", ExitCode: 0 },
                "HEALTHY" => other is { Status: "RUNNING", Health: "HEALTHY" },
                _ => other.Started is not null,
            };
            if (met) continue;
            may = false;
            if (other.Status == "STOPPED")
                return (false, condition == "SUCCESS" ? $"it depends on the SUCCESS of {other.Name}, which ended with exit code {other.ExitCode}" : $"it depends on {other.Name} ({condition}), which ended before that");
            // The time-out stands on the container that is waited for.
            if (other.Started is { } since && Defined(turn, task, other.Name).Json.Integer("startTimeout") is { } limit && since.AddSeconds(limit.Value) <= turn.Now)
                return (false, $"it depends on {other.Name} ({condition}), which took longer than its startTimeout of {limit.Value} s");
        }
        return (may, null);
    }

    private static void GiveUp(Turn turn, EcsTask task, TaskContainer container, string why)
    {
        turn.Put(task = task.With(container with { Status = "STOPPED", ExitCode = NeverStarted, Reason = $"DependencyError: {why}" }));
        turn.Note("ecs", task.Id, $"The container {container.Name} of {task.Id[..8]} does not start: {why}.", "PENDING", "STOPPED");
        AfterEnd(turn, task, container);
    }

    private static void Start(Turn turn, EcsTask task, TaskContainer container)
    {
        var defined = Defined(turn, task, container.Name);
        var image = ContainerImage.Find(turn.State.Ecs, container.Image)!;
        turn.Put(task.With(container with { Status = "RUNNING", Started = turn.Now }));
        turn.Note("ecs", task.Id, $"The container {container.Name} of {task.Id[..8]} starts.", "PENDING", "RUNNING");
        var limit = defined.Memory?.Value ?? turn.State.Ecs.Revisions[task.RevisionArn].Definition.MemoryMiB ?? long.MaxValue;
        if (image.ReadyAfterSeconds == 0) Listen(turn, task.Arn, container.Name);
        else turn.Plan(TimeSpan.FromSeconds(image.ReadyAfterSeconds), new ContainerListens(task.Arn, container.Name));
        if (image.NeedsMiB > limit) turn.Plan(TimeSpan.FromSeconds(3), new ContainerEnds(task.Arn, container.Name, 137, "OutOfMemoryError: Container killed due to memory usage"));
        else if (image.ExitsAfterSeconds is { } seconds) turn.Plan(TimeSpan.FromSeconds(seconds), new ContainerEnds(task.Arn, container.Name, image.ExitCode, null));
        if (image.ConnectsTo is not null) turn.Plan(TimeSpan.FromSeconds(1), new ContainerConnects(task.Arn, container.Name));
        if (container.HasHealthCheck) turn.Plan(HealthCheck.Of(defined).Interval, new ContainerIsChecked(task.Arn, container.Name, 0));
        if (defined.Json.Integer("startTimeout") is { } timeout) turn.Plan(TimeSpan.FromSeconds(timeout.Value), new DependentsLookAgain(task.Arn));
    }

    internal static void Listen(Turn turn, string taskArn, string name)
    {
        if (turn.State.Ecs.Tasks.Find(taskArn) is not { LastStatus: "PENDING" or "RUNNING" } task || task.Find(name) is not { Status: "RUNNING" } container) return;
        turn.Put(task.With(container with { ListensOn = ContainerImage.Find(turn.State.Ecs, container.Image)!.ListensOn }));
        HostPorts.Open(turn, task, name);
        CheckAgain(turn, task, "UNHEALTHY");
    }

    /// <summary>After a container has ended: whoever waited for it goes on, or the task ends with it.</summary>
    internal static void AfterEnd(Turn turn, EcsTask task, TaskContainer ended)
    {
        if (task.DesiredStatus == "STOPPED") End(turn, task.Arn);
        else if (ended.Essential) TaskLifecycle.Stop(turn, task, "EssentialContainerExited", "Essential container in task exited");
        else
        {
            CheckAgain(turn, task, "HEALTHY");
            Go(turn, task.Arn);
        }
    }

    /// <summary>Checks go on as long as a container runs; they are only planned where another answer has become possible.</summary>
    private static void CheckAgain(Turn turn, EcsTask task, string whoIs)
    {
        foreach (var container in task.Containers.Where(c => c is { HasHealthCheck: true, Status: "RUNNING" } && c.Health == whoIs))
            turn.Plan(HealthCheck.Of(Defined(turn, task, container.Name)).Interval, new ContainerIsChecked(task.Arn, container.Name, 0));
    }

    /// <summary>Ends containers, last started first: one that others depend on outlives them.</summary>
    public static void End(Turn turn, string taskArn)
    {
        if (turn.State.Ecs.Tasks.Find(taskArn) is not { LastStatus: "STOPPING" } task) return;
        var running = task.Containers.Where(c => c.Status == "RUNNING").ToList();
        if (running.Count == 0)
        {
            TaskLifecycle.End(turn, task);
            return;
        }
        foreach (var container in running.Where(c => !c.IsEnding && !running.Any(o => DependsOn(turn, task, o, c))))
        {
            task = task.With(container with { IsEnding = true });
            turn.Put(task);
            var image = ContainerImage.Find(turn.State.Ecs, container.Image)!;
            var timeout = Defined(turn, task, container.Name).Json.Integer("stopTimeout")?.Value ?? DefaultStopTimeout;
            var obeys = image.StopsAfterSeconds is { } needs && needs <= timeout;
            turn.Plan(TimeSpan.FromSeconds(obeys ? image.StopsAfterSeconds!.Value : timeout), new ContainerEnds(task.Arn, container.Name, obeys ? image.StopExitCode : 137, null) { Said = obeys ? null : "killed, as it took no notice of SIGTERM in time" });
        }
    }

    private static bool DependsOn(Turn turn, EcsTask task, TaskContainer one, TaskContainer other) =>
        Defined(turn, task, one.Name).DependsOn.Any(d => d.Text("containerName")?.Value == other.Name);
}

/// <summary>Its program is ready.</summary>
internal sealed record ContainerListens(string TaskArn, string Container) : ScheduledEvent
{
    public override void Run(Turn turn) => ContainerFlow.Listen(turn, TaskArn, Container);
}

/// <summary>A startTimeout is over: who waits for that container may have to give up.</summary>
internal sealed record DependentsLookAgain(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn) => ContainerFlow.Go(turn, TaskArn);
}

/// <summary>Its program connects to what its variable names, and ends when nothing answers.</summary>
internal sealed record ContainerConnects(string TaskArn, string Container) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { DesiredStatus: "RUNNING" } task || task.Find(Container) is not { Status: "RUNNING" } container) return;
        if (LocalNetwork.Unreachable(turn.State, task, container) is { } why) new ContainerEnds(TaskArn, Container, 1, null) { Said = why }.Run(turn);
        else turn.Note("ecs", task.Id, $"The container {Container} of {task.Id[..8]} is connected to {LocalNetwork.Url(turn.State, task, container)}.");
    }
}

internal sealed record ContainerEnds(string TaskArn, string Container, int ExitCode, string? Reason) : ScheduledEvent
{
    /// <summary>What the program writes last; ECS does not know it.</summary>
    public string? Said { get; init; }

    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { } task || task.Find(Container) is not { Status: "RUNNING" } container) return;
        HostPorts.Close(turn, task, Container);
        task = task.With(container with { Status = "STOPPED", ExitCode = ExitCode, Reason = Reason, ListensOn = [] });
        turn.Put(task);
        turn.Note("ecs", task.Id, $"The container {Container} of {task.Id[..8]} ended with exit code {ExitCode}{((Reason ?? Said) is { } why ? $": {why}" : "")}.", "RUNNING", "STOPPED");
        ContainerFlow.AfterEnd(turn, task, container);
    }
}

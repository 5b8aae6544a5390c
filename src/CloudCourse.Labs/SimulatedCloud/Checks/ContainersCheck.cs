using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Tasks;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary><c>containers</c>: what happened inside an ECS task, container by container.</summary>
internal sealed class ContainersCheck : CloudCheck<ContainersCheck.Asked, ContainersCheck.Wanted>
{
    /// <param name="Task">Its ARN, as <c>${run.tasks[0].taskArn}</c>.</param>
    internal sealed record Asked(string Task, string? At = null);

    /// <param name="Running">These containers run at that moment.</param>
    /// <param name="Order">One container is healthy before another starts.</param>
    internal sealed record Wanted(IReadOnlyList<string>? Running = null, Sequence? Order = null);

    /// <param name="Healthy">Is healthy first.</param>
    /// <param name="Then">Starts then.</param>
    internal sealed record Sequence(string Healthy, string Then);

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["missing"] = "The task has no container {container}.",
        ["not-started"] = "The container {container} was never started. {why}",
        ["stopped"] = "The container {container} does not run any more. {why}",
        ["too-early"] = "{container} started before {other} was healthy.",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (arn, problem) = run.Names.Fill(given.Task);
        if (problem is not null || run.At(given.At) is not { } end) return CloudOutcome.Failed(NotMade, new(), ("why", problem ?? run.TooMuch ?? "the run ended before."));
        var seen = run.Moments.Where(m => m.At <= end.State.Now).Select(m => (m.At, Task: m.State.Ecs.Tasks.Find(arn!)!)).Where(m => m.Task is not null).ToList();
        if (seen.Count == 0) return CloudOutcome.Failed(NotMade, new(), ("why", "there was no such task."));
        var task = seen[^1].Task;
        var told = end.History.OfType<Change>().Where(c => c.Resource == task.Id && c.What.StartsWith("The container ", StringComparison.Ordinal)).ToList();
        var containers = task.Containers.Select(c => Read(c.Name, seen, told)).ToList();
        CloudEvidence evidence = new() { Task = new(task.Id[..8], task.LastStatus, task.StopCode is { } code ? $"{code}: {task.StoppedReason}" : null, end.State.Now, containers) };
        return expect.Order is { } order ? Ordered(order, containers, evidence) : Up(expect.Running ?? [], containers, evidence);
    }

    private static CloudOutcome Up(IReadOnlyList<string> names, List<ContainerEvidence> containers, CloudEvidence evidence)
    {
        foreach (var name in names)
        {
            if (containers.Find(c => c.Name == name) is not { } container) return CloudOutcome.Failed("missing", evidence, ("container", name));
            if (container.Status != "RUNNING") return CloudOutcome.Failed(container.Started is null ? "not-started" : "stopped", evidence, ("container", name), ("why", Why(container, containers)));
        }
        return CloudOutcome.Passed(evidence);
    }

    private static CloudOutcome Ordered(Sequence order, List<ContainerEvidence> containers, CloudEvidence evidence)
    {
        foreach (var name in (string[])[order.Healthy, order.Then])
        {
            if (containers.Find(c => c.Name == name) is not { } container) return CloudOutcome.Failed("missing", evidence, ("container", name));
            if (container.Started is null) return CloudOutcome.Failed("not-started", evidence, ("container", name), ("why", Why(container, containers)));
        }
        var (healthy, started) = (containers.First(c => c.Name == order.Healthy).Healthy, containers.First(c => c.Name == order.Then).Started);
        return healthy <= started ? CloudOutcome.Passed(evidence) : CloudOutcome.Failed("too-early", evidence, ("container", order.Then), ("other", order.Healthy));
    }

    /// <summary>What was told of it, or of whoever it waits for.</summary>
    private static string Why(ContainerEvidence container, List<ContainerEvidence> all) => container.Why ?? all.Select(c => c.Why).FirstOrDefault(w => w is not null) ?? "";

    private static ContainerEvidence Read(string name, List<(DateTimeOffset At, EcsTask Task)> seen, List<Change> told)
    {
        int? After(Func<TaskContainer, bool> when) => seen.FirstOrDefault(m => when(m.Task.Find(name)!)) is { Task: { } } moment ? (int)(moment.At - seen[0].Task.Created).TotalSeconds : null;

        var last = seen[^1].Task.Find(name)!;
        var why = told.LastOrDefault(c => c.What.StartsWith($"The container {name} ", StringComparison.Ordinal) && (c.To is "UNHEALTHY" || (c.To is "STOPPED" && last.ExitCode is not 0)))?.What;
        return new(name, last.Essential, last.Status, After(c => c.Started is not null), After(c => c.Health == "HEALTHY"), After(c => c.Health == "UNHEALTHY"),
            last.Started is null ? null : After(c => c.Status == "STOPPED"), last.ExitCode, why is null ? null : CallReader.Clip(why));
    }

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if ((expect.Running is { Count: > 0 }) == (expect.Order is not null)) yield return "`expect` has `running`, a list of containers, or `order` with `healthy` and `then`";
        foreach (var problem in Marks(cloud, given.At)) yield return problem;
    }
}

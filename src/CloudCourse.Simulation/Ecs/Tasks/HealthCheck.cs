using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Tasks;

/// <summary>A container's own health check. Its command is not run: what it would find is read off it.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html"/>
internal sealed partial record HealthCheck(IReadOnlyList<string> Command, TimeSpan Interval, int Retries, TimeSpan StartPeriod)
{
    public static HealthCheck Of(ContainerDefinition container)
    {
        var json = container.Json.Structure("healthCheck")!;
        return new([.. json.Texts("command").Select(c => c.Value)], TimeSpan.FromSeconds(json.Integer("interval")?.Value ?? 30), (int)(json.Integer("retries")?.Value ?? 3),
            TimeSpan.FromSeconds(json.Integer("startPeriod")?.Value ?? 0));
    }

    /// <summary>Why a check made now fails; null when it passes.</summary>
    public string? Fails(AccountState state, EcsTask task, TaskContainer container)
    {
        var image = ContainerImage.Find(state.Ecs, container.Image)!;
        var words = Command is ["CMD-SHELL", ..] ? string.Join(' ', Command.Skip(1)) : Command is ["CMD", ..] ? string.Join(' ', Command.Skip(1)) : string.Join(' ', Command);
        var program = words.TrimStart().Split(' ', 2)[0];
        program = program[(program.LastIndexOf('/') + 1)..];
        if (program is "exit" or "true" or "false") return program == "false" || Failure.IsMatch(words) ? $"{words.Shortened()} fails always" : null;
        if (image.Commands is { } has && !has.Contains(program)) return $"there is no {program} in the image {image.Name}";
        if (Port.Match(words) is not { Success: true } address) return image.Healthy ? null : "its command fails";
        var port = address.Groups["port"].Success ? int.Parse(address.Groups["port"].ValueSpan) : words.Contains("https:", StringComparison.Ordinal) ? 443 : 80;
        if (!LocalNetwork.Answers(task, container, port)) return $"nothing answers on localhost:{port}";
        return image.Healthy ? null : "its command fails";
    }

    [GeneratedRegex(@"(localhost|127\.0\.0\.1)(:(?<port>\d{1,5}))?")]
    private static partial Regex Port { get; }

    [GeneratedRegex(@"^exit\s+0*[1-9]")]
    private static partial Regex Failure { get; }
}

/// <summary>One check. It is repeated until it says what it will go on saying: nothing changes by itself in a task without a container starting or ending.</summary>
/// <param name="Failures">In a row, before this one; those of the startPeriod do not count.</param>
internal sealed record ContainerIsChecked(string TaskArn, string Container, int Failures) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { DesiredStatus: "RUNNING" } task || task.Find(Container) is not { Status: "RUNNING" } container) return;
        var check = HealthCheck.Of(turn.State.Ecs.Revisions[task.RevisionArn].Definition.FindContainer(Container)!);
        if (check.Fails(turn.State, task, container) is not { } why)
        {
            if (container.Health == "HEALTHY") return;
            turn.Put(task.With(container with { Health = "HEALTHY" }));
            turn.Note("ecs", task.Id, $"The container {Container} of {task.Id[..8]} is healthy.", container.Health, "HEALTHY");
            ContainerFlow.Go(turn, TaskArn);
            return;
        }
        var failures = turn.Now < container.Started!.Value + check.StartPeriod ? 0 : Failures + 1;
        if (failures < check.Retries)
        {
            turn.Plan(check.Interval, new ContainerIsChecked(TaskArn, Container, failures));
            return;
        }
        if (container.Health == "UNHEALTHY") return;
        turn.Put(task.With(container with { Health = "UNHEALTHY" }));
        turn.Note("ecs", task.Id, $"The container {Container} of {task.Id[..8]} is unhealthy, {failures} checks in a row: {why}.", container.Health, "UNHEALTHY");
        // ECS stops a service's task; one that was run by itself stays as it is. The grace period covers these checks too.
        if (!container.Essential || task.DeploymentId is null) return;
        var grace = turn.State.Ecs.Services.Values.FirstOrDefault(s => s.ClusterArn == task.ClusterArn && task.Group == $"service:{s.Name}")?.GraceSeconds ?? 0;
        var ends = (task.Started ?? turn.Now).AddSeconds(grace);
        turn.Plan(ends > turn.Now ? ends - turn.Now : TimeSpan.Zero, new TaskIsUnhealthy(TaskArn));
    }
}

/// <summary>A container's health check has failed as often as it may.</summary>
internal sealed record TaskIsUnhealthy(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is not { LastStatus: "RUNNING" or "PENDING", HealthStatus: "UNHEALTHY" } task) return;
        TaskLifecycle.Stop(turn, task, "ServiceSchedulerInitiated", "Task failed container health checks");
    }
}

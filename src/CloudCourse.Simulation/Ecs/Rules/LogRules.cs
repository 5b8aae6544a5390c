using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Rules;

public sealed class AwslogsOptions() : TaskDefinitionRule("AWSLOGS_OPTIONS_MISSING", Pages.Awslogs)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var container in task.ContainerDefinitions.Where(c => c.LogDriver is { Value: "awslogs" }))
        {
            // Options that are no object were reported with their type.
            if (container.LogOptions is null && container.LogConfiguration!.Mentions("options")) continue;
            List<string> missing = [.. new[] { "awslogs-group", "awslogs-region" }.Where(o => container.LogOptions?.Mentions(o) != true)];
            if (missing.Count > 0)
                yield return Refused(container.LogOptions?.Head() ?? container.LogDriver!.At,
                    $"awslogs has to know where to write: add {string.Join(" and ", missing.Select(Quote))} to the log configuration's options.",
                    "Log driver awslogs requires options: awslogs-region, awslogs-group");
        }
    }
}

public sealed class AwslogsStreamPrefix() : TaskDefinitionRule("AWSLOGS_STREAM_PREFIX_MISSING", Pages.Awslogs)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.Fargate is null ? [] : task.ContainerDefinitions
        let options = container.LogOptions
        where container.LogDriver is { Value: "awslogs" } && options is not null && !options.Mentions("awslogs-stream-prefix")
        select Refused(options.Head(), "On Fargate awslogs needs \"awslogs-stream-prefix\" too: each container's stream is called prefix/container/task.");
}

public sealed class FirelensRouter() : TaskDefinitionRule("FIRELENS_ROUTER_MISSING", Pages.Firelens)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions.Any(c => c.Json.Mentions("firelensConfiguration")) ? [] : task.ContainerDefinitions
        let driver = container.LogDriver
        where driver is { Value: "awsfirelens" }
        select Refused(driver.At, "awsfirelens sends logs to a router container of the same task: add one with a firelensConfiguration.");
}

public sealed class NoLogs() : TaskDefinitionRule("NO_LOG_CONFIGURATION", Pages.Awslogs)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.Fargate is null ? [] : task.ContainerDefinitions
        where !container.Json.Mentions("logConfiguration") && !container.Json.Mentions("firelensConfiguration")
        select Advise(FindingType.Suggestion, container.At,
            $"Container {container.Title} has no logConfiguration: on Fargate what it prints is lost. awslogs sends it to CloudWatch Logs.");
}

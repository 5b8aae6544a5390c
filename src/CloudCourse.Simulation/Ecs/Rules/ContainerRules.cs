using System.Text.RegularExpressions;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Rules;

public sealed class AtLeastOneContainer() : TaskDefinitionRule("NO_CONTAINER", Pages.RegisterTaskDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Json.Last("containerDefinitions")?.Value is JsonArray { Items.Count: 0 } empty)
            yield return Refused(empty.At, "The list of containers is empty: a task runs at least one.");
    }
}

public sealed class AtLeastOneEssential() : TaskDefinitionRule("NO_ESSENTIAL_CONTAINER", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.ContainerDefinitions.Count == 0 || task.ContainerDefinitions.Any(c => c.IsEssential)) yield break;
        yield return Refused([.. task.ContainerDefinitions.Select(c => c.Essential!.At)],
            "Every container says \"essential\": false. At least one must be essential: the task ends when it ends. Without the member a container is essential.");
    }
}

public sealed class ContainerNameSyntax() : TaskDefinitionRule("CONTAINER_NAME_INVALID", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var container in task.ContainerDefinitions)
        {
            if (container.Name is not { } name)
            {
                if (!container.Json.Mentions("name"))
                    yield return Refused(container.Json.Head(), "This container has no name: add \"name\".", "Container.name should not be null or empty.");
            }
            else if (name.Value.Length == 0)
                yield return Refused(name.At, "This container's name is empty. " + EcsName.Advice, "Container.name should not be null or empty.");
            else if (!EcsName.IsValid(name.Value))
                yield return Refused(name.At, $"{Quote(name.Value)} is no container name. {EcsName.Advice}",
                    name.Value.Length <= 255 ? "Container.name contains invalid characters." : null);
        }
    }
}

public sealed class ContainerNamesDistinct() : TaskDefinitionRule("CONTAINER_NAME_DUPLICATE", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) => task.ContainerDefinitions
        .Where(c => c.Name is { Value.Length: > 0 }).GroupBy(c => c.Name!.Value, StringComparer.Ordinal)
        .SelectMany(g => g.Skip(1))
        .Select(c => Refused(c.Name!.At, $"Another container is already called {Quote(c.Name!.Value)}. Give each container its own name."));
}

public sealed partial class ContainerImage() : TaskDefinitionRule("CONTAINER_IMAGE_INVALID", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var container in task.ContainerDefinitions)
        {
            if (container.Image is not { } image)
            {
                if (!container.Json.Mentions("image"))
                    yield return Refused(container.At, $"Container {container.Title} has no image: add \"image\".", "Container.image should not be null or empty.");
            }
            else if (image.Value.Length == 0)
                yield return Refused(image.At, $"Container {container.Title} has an empty image name.", "Container.image should not be null or empty.");
            else if (!Syntax.IsMatch(image.Value) || NameLength(image.Value) > 255)
                yield return Refused(image.At, $"{Quote(image.Value)} is no image name. It is registry/name:tag or registry/name@sha256:digest: letters, digits and - _ : . / #, up to 255 of them.");
        }
    }

    private static int NameLength(string image) => image.IndexOf('@') is >= 0 and var at ? at : image.Length;

    [GeneratedRegex(@"\A[a-zA-Z0-9._/:#-]+(@sha256:[a-fA-F0-9]{64})?\z")]
    private static partial Regex Syntax { get; }
}

public sealed class HealthCheckBounds() : TaskDefinitionRule("HEALTH_CHECK_OUT_OF_RANGE", Pages.HealthCheck)
{
    private static readonly (string Name, int From, int To, string Unit)[] _bounds =
        [("interval", 5, 300, " seconds"), ("timeout", 2, 60, " seconds"), ("retries", 1, 10, ""), ("startPeriod", 0, 300, " seconds")];

    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        let check = container.Json.Structure("healthCheck")
        where check is not null
        from bound in _bounds
        let value = check.Integer(bound.Name)
        where value is not null && (value.Value < bound.From || value.Value > bound.To)
        select Refused(value.At, $"A health check's {bound.Name} is {bound.From} to {bound.To}{bound.Unit}, not {value.Value}.");
}

public sealed class HealthCheckCommand() : TaskDefinitionRule("HEALTH_CHECK_COMMAND_INVALID", Pages.HealthCheck)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var container in task.ContainerDefinitions)
        {
            if (container.Json.Structure("healthCheck")?.Last("command")?.Value is not JsonArray command) continue;
            if (command.Items is [JsonString { Value: "CMD" or "CMD-SHELL" }, _, ..] or [JsonString { Value: "NONE" }] or [not JsonString, ..]) continue;
            yield return Refused(command.Items.Count > 0 ? command.Items[0].At : command.At,
                "A health check's command starts with \"CMD\" (the arguments follow) or \"CMD-SHELL\" (one shell line follows).");
        }
    }
}

public sealed class RestartPolicyBounds() : TaskDefinitionRule("RESTART_POLICY_INVALID", Pages.RestartPolicy)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var container in task.ContainerDefinitions)
        {
            if (container.Json.Structure("restartPolicy") is not { } policy) continue;
            if (policy.Integer("restartAttemptPeriod") is { Value: < 60 or > 1800 } period)
                yield return Refused(period.At, $"restartAttemptPeriod is 60 to 1800 seconds, not {period.Value}.");
            if (policy.Integers("ignoredExitCodes") is { Count: > 50 } codes)
                yield return Refused(codes[50].At, $"ignoredExitCodes lists {codes.Count} codes; at most 50 are allowed.");
        }
    }
}

public sealed class UlimitOrder() : TaskDefinitionRule("ULIMIT_INVALID", Pages.Ulimit)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from limit in container.Json.Structures("ulimits")
        let soft = limit.Integer("softLimit")
        let hard = limit.Integer("hardLimit")
        // -1 stands for "unlimited".
        where soft is not null && hard is not null && hard.Value != -1 && (soft.Value > hard.Value || soft.Value == -1)
        select Refused(soft.At, $"The soft limit {soft.Value} is above the hard limit {hard.Value}: a process may never raise it that far.");
}

public sealed class SwapBounds() : TaskDefinitionRule("SWAP_OUT_OF_RANGE", Pages.LinuxParameters)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var container in task.ContainerDefinitions)
        {
            if (container.Json.Structure("linuxParameters") is not { } linux) continue;
            if (linux.Integer("swappiness") is { Value: < 0 or > 100 } swappiness)
                yield return Refused(swappiness.At, $"swappiness is 0 to 100, not {swappiness.Value}.");
            if (linux.Integer("maxSwap") is { Value: < 0 } swap)
                yield return Refused(swap.At, $"maxSwap is 0 (no swap) or a positive number of MiB, not {swap.Value}.");
        }
    }
}

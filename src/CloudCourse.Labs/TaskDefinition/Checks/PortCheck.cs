using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.TaskDefinition.Checks;

/// <summary><c>port</c>: the container of <c>given: { container }</c> maps <c>expect: { containerPort, protocol? }</c>; with <c>expect: { none: true }</c>, no port at all.</summary>
internal sealed class PortCheck() : TaskDefinitionCheck("port")
{
    public override IReadOnlyList<string> Failures(CheckDefinition check) => Find(check.Expect, "none") is not null ? ["mapped"] : ["no-port", "other-port"];

    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given", "container").Concat(Unknown(check.Expect, "expect", "containerPort", "protocol", "none"))) yield return problem;
        if (Text(check.Given, "container") is null) yield return "`given` needs a `container`, by name";
        if (Decimal(check.Expect, "containerPort") is null && Find(check.Expect, "none") is null) yield return "`expect` needs a `containerPort`, or `none: true`";
    }

    public override CheckOutcome Run(CheckDefinition check, TaskDefinitionReview review, Simulation.Ecs.TaskDefinition task)
    {
        var container = task.FindContainer(Text(check.Given, "container")!);
        var ports = container?.PortMappings ?? [];
        var failure = Find(check.Expect, "none") is not null ? ports.Count > 0 ? "mapped" : null
            : ports.Any(p => p.ContainerPort?.Value == Decimal(check.Expect, "containerPort") && p.Protocol == (Text(check.Expect, "protocol") ?? "tcp")) ? null
            : ports.Count == 0 ? "no-port" : "other-port";
        Location[] at = failure is null ? [] : ports.Count > 0 ? [.. ports.Select(p => p.ContainerPort?.At ?? p.Json.At)] : container is not null ? [container.At] : [];
        return new(failure, new() { Registration = review.Evidence(task) }, at, new Dictionary<string, string>
        {
            ["found"] = ports.Count == 0 ? "none" : string.Join(", ", ports.Select(p => p.ContainerPort?.Value.ToString() ?? p.ContainerPortRange?.Value ?? "?")),
        });
    }
}

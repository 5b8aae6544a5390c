using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ecs;

/// <summary>Families of task definitions and their revisions.</summary>
internal static class TaskDefinitionOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("RegisterTaskDefinition", c => [new("ecs:RegisterTaskDefinition", c.Arn($"task-definition/{c.Need("family")}:*")), .. Roles(c)], Register),
        new("DeregisterTaskDefinition", c => [new("ecs:DeregisterTaskDefinition", "*")], Deregister),
        new("DescribeTaskDefinition", c => [new("ecs:DescribeTaskDefinition", "*")], c => new() { ["taskDefinition"] = Describe(c.Revision(c.Need("taskDefinition"), "taskDefinition")) }),
        new("ListTaskDefinitions", c => [new("ecs:ListTaskDefinitions", "*")], c => new()
        {
            ["taskDefinitionArns"] = EcsCalls.Texts(Here(c).Where(r => r.Active == (c.Text("status") is not "INACTIVE") && (c.Text("familyPrefix") is not { } f || r.Family == f)).OrderBy(r => r.Family, StringComparer.Ordinal).ThenBy(r => r.Revision).Select(r => r.Arn)),
        }),
        new("ListTaskDefinitionFamilies", c => [new("ecs:ListTaskDefinitionFamilies", "*")], c => new()
        {
            ["families"] = EcsCalls.Texts(Here(c).Where(r => r.Family.StartsWith(c.Text("familyPrefix") ?? "", StringComparison.Ordinal)).Select(r => r.Family).Distinct().Order(StringComparer.Ordinal)),
        }),
    ];

    private static IEnumerable<TaskRevision> Here(Call call) => call.State.Ecs.Revisions.Values.Where(r => r.Region == call.Region);

    /// <summary>ECS keeps no longer task definition.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html"/>
    private const int MostBytes = 65_536;

    private static IEnumerable<Permission> Roles(Call call)
    {
        var text = JsonText.Of(call.Input);
        var bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        if (bytes > MostBytes) throw Turn.Error("ClientException", $"Actual length: '{bytes}'. Max allowed length is '{MostBytes}' bytes.", "A task definition has 64 KB at most.", at: call.Input.Head());
        return RegisterTaskDefinition.Check(text).Task is null ? [] : call.PassRoles(new("", "", 0, call.Region, text, true, call.Now));
    }

    private static Output Register(Call call)
    {
        var text = JsonText.Of(call.Input);
        var registration = RegisterTaskDefinition.Check(text);
        if (!registration.Registers)
        {
            var first = registration.Errors.First();
            var more = registration.Errors.Count() - 1;
            var advice = (first.AwsMessage is null ? "" : first.Advice) + (more > 0 ? $" {more} more {(more == 1 ? "problem is" : "problems are")} in the definition." : "");
            throw Turn.Error(first.AwsCode ?? "ClientException", first.AwsMessage ?? first.Advice, advice.Length == 0 ? null : advice.TrimStart(), at: Place(call.Input, first.Finding.At.Pointer));
        }
        var family = call.Need("family");
        var key = $"{call.Region}/{family}";
        var revision = int.Parse(call.State.Ecs.Latest.Find(key) ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1;
        TaskRevision registered = new(call.Arn($"task-definition/{family}:{revision}"), family, revision, call.Region, text, true, call.Now);
        call.State = call.State with { Ecs = call.State.Ecs with { Revisions = call.State.Ecs.Revisions.Put(registered.Arn, registered), Latest = call.State.Ecs.Latest.Put(key, $"{revision}") } };
        call.Turn.Note("ecs", registered.Name, $"{registered.Name} was registered.", null, "ACTIVE");
        return new() { ["taskDefinition"] = Describe(registered) };
    }

    /// <summary>Where a pointer leads in what was sent, as far as it leads there; the rules read another writing of it.</summary>
    private static Location Place(JsonValue from, string pointer)
    {
        foreach (var step in pointer.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            var next = from switch
            {
                JsonObject json => json.Find(step)?.Value,
                JsonArray list when int.TryParse(step, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (next is null) break;
            from = next;
        }
        return from is JsonObject whole ? whole.Head() : from.At;
    }

    private static Output Deregister(Call call)
    {
        var name = call.Need("taskDefinition");
        if (!EcsCalls.LastPart(name).Contains(':')) throw EcsCalls.Client(call.At("taskDefinition"), "Task definition revision is required.", "Say which revision: family:revision.");
        var revision = call.Revision(name, "taskDefinition");
        if (!revision.Active) throw EcsCalls.Client(call.At("taskDefinition"), "The specified task definition is inactive. Specify an active task definition.");
        var next = revision with { Active = false };
        call.State = call.State with { Ecs = call.State.Ecs with { Revisions = call.State.Ecs.Revisions.Put(next.Arn, next) } };
        call.Turn.Note("ecs", revision.Name, $"{revision.Name} was deregistered: what runs of it runs on.", "ACTIVE", "INACTIVE");
        return new() { ["taskDefinition"] = Describe(next) };
    }

    private static Output Describe(TaskRevision revision)
    {
        var output = (Output)Node.Parse(revision.Text)!;
        output.Remove("tags");
        output["taskDefinitionArn"] = revision.Arn;
        output["revision"] = revision.Revision;
        output["status"] = revision.Active ? "ACTIVE" : "INACTIVE";
        output["registeredAt"] = EcsCalls.Time(revision.Registered);
        output["compatibilities"] = revision.Definition.Fargate is null ? new Array("EC2") : new Array("EC2", "FARGATE");
        return output;
    }
}

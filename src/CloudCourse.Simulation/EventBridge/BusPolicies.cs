using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.EventBridge;

/// <summary>A bus's own policy: which accounts and services may put events on it.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html"/>
internal static class BusPolicies
{
    private const int Longest = 10_240;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutPermission", _ => [new("events:PutPermission", "*")], Put),
        new("RemovePermission", _ => [new("events:RemovePermission", "*")], Remove),
    ];

    private static Output Put(Call call)
    {
        var bus = call.Bus();
        if (call.Text("Policy") is { } whole)
        {
            if ((call.Text("StatementId") ?? call.Text("Action") ?? call.Text("Principal")) is not null)
                throw EventsCalls.Invalid(call, "Policy", "Policy must not be specified together with Action, StatementId, Principal or Condition.");
            return Keep(call, bus, whole);
        }
        foreach (var needed in new[] { "StatementId", "Principal", "Action" })
        {
            if (call.Text(needed) is null) throw EventsCalls.Invalid(call, needed, $"Parameter {needed} must be specified.", "Or give the whole of it as Policy.");
        }
        var (id, principal, action) = (call.Need("StatementId"), call.Need("Principal"), call.Need("Action"));
        if (!action.StartsWith("events:", StringComparison.Ordinal))
            throw EventsCalls.Invalid(call, "Action", $"1 validation error detected: Value '{action.Shortened()}' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: events:[a-zA-Z]+");
        if (principal != "*" && (principal.Length != 12 || !principal.All(char.IsAsciiDigit)))
            throw EventsCalls.Invalid(call, "Principal", $"1 validation error detected: Value '{principal.Shortened()}' at 'principal' failed to satisfy constraint: Member must satisfy regular expression pattern: (\\d{{12}}|\\*)");
        Output statement = new()
        {
            ["Sid"] = id,
            ["Effect"] = "Allow",
            ["Principal"] = principal == "*" ? "*" : new Output { ["AWS"] = $"arn:aws:iam::{principal}:root" },
            ["Action"] = action,
            ["Resource"] = bus.Arn,
        };
        if (call.Structure("Condition") is { } condition)
            statement["Condition"] = new Output { [condition.Text("Type")!.Value] = new Output { [condition.Text("Key")!.Value] = condition.Text("Value")!.Value } };
        return Keep(call, bus, Write([.. Statements(bus).Where(s => (string?)s["Sid"] != id), statement]));
    }

    private static List<Output> Statements(EventBus bus) => bus.Policy is null ? []
        : Node.Parse(bus.Policy.Text)!["Statement"] switch
        {
            Array list => [.. list.OfType<Output>().Select(s => s.DeepClone().AsObject())],
            Output one => [one.DeepClone().AsObject()],
            _ => [],
        };

    private static string Write(List<Output> statements) => new Output { ["Version"] = "2012-10-17", ["Statement"] = new Array([.. statements]) }.ToJsonString();

    private static Output Keep(Call call, EventBus bus, string text)
    {
        if (text.Length > Longest) throw Turn.Error("PolicyLengthExceededException", "The event bus policy is too long.", $"A bus's policy has {Longest} characters at most.", 400, call.At("Policy"));
        if (PolicyDocument.Read(text, $"the policy of the bus {bus.Name}") is not { } document || document.Policy.Statements.Count == 0 || document.Policy.Unreadable.Count > 0)
            throw EventsCalls.Invalid(call, "Policy", "Error when creating policy: the policy is not valid.", "It is a JSON policy with statements of Effect, Principal, Action and Resource.");
        call.Turn.Put(bus with { Policy = document, Modified = call.Now });
        call.Turn.Note("events", bus.Arn, $"The event bus {bus.Name} has a policy of its own.");
        return [];
    }

    private static Output Remove(Call call)
    {
        var bus = call.Bus();
        if (call.Flag("RemoveAllPermissions"))
        {
            call.Turn.Put(bus with { Policy = null, Modified = call.Now });
            return [];
        }
        if (bus.Policy is null) throw EventsCalls.NotFound(call, "EventBusName", "EventBus does not have a policy.");
        var id = call.Text("StatementId") ?? throw EventsCalls.Invalid(call, "StatementId", "Parameter StatementId must be specified.");
        var statements = Statements(bus);
        var rest = statements.Where(s => (string?)s["Sid"] != id).ToList();
        if (rest.Count == statements.Count) throw EventsCalls.NotFound(call, "StatementId", "Statement with the provided id does not exist.");
        if (rest.Count > 0) return Keep(call, bus, Write(rest));
        call.Turn.Put(bus with { Policy = null, Modified = call.Now });
        return [];
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Operations;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonNode = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sqs;

/// <summary>A queue's own policy: set as a whole, or statement by statement.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-creating-custom-policies.html"/>
internal static class QueuePolicies
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        SqsCalls.Op("AddPermission", Add),
        SqsCalls.Op("RemovePermission", Remove),
    ];

    private const int MostActions = 7;

    public static PolicyDocument Read(Located<string> text)
    {
        var document = PolicyDocument.Read(text.Value, "queue policy");
        var why = document is null ? "it is not JSON" : document.Policy.Unreadable.Concat(document.Policy.Statements.SelectMany(s => s.Unreadable)).FirstOrDefault()?.Why
            ?? (document.Policy.Statements.FirstOrDefault(s => s.Principal is null) is { } statement ? $"{statement.Name} names no Principal" : null)
            ?? Foreign(document.Policy);
        if (why is not null) throw SqsErrors.AttributeValue("Policy", text.At, $"The policy cannot be used: {why}.");
        CheckQuotas(document!.Policy, text);
        return document;
    }

    /// <summary>A queue's policy is about queues.</summary>
    private static string? Foreign(Policy policy)
    {
        foreach (var statement in policy.Statements)
        {
            if (statement.Action is { Negated: false } action && action.Patterns.FirstOrDefault(p => p.Text != "*" && !p.Text.StartsWith("sqs:", StringComparison.OrdinalIgnoreCase)) is { } other)
                return $"{statement.Name} has the action {other.Text.Shortened()}, which is none of SQS's";
        }
        return null;
    }

    /// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html"/>
    private static void CheckQuotas(Policy policy, Located<string> text)
    {
        Span<(string What, int Count, int Most)> quotas =
        [
            ("bytes", System.Text.Encoding.UTF8.GetByteCount(text.Value), 8192),
            ("statements", policy.Statements.Count, 20),
            ("principals", policy.Statements.Sum(s => s.Principal?.Entries.Count ?? 0), 50),
            ("conditions", policy.Statements.Sum(s => s.Conditions.Count), 10),
            ("actions in one statement", policy.Statements.Select(s => s.Action?.Patterns.Count ?? 0).DefaultIfEmpty(0).Max(), MostActions),
        ];
        foreach (var (what, count, most) in quotas)
        {
            if (count > most) throw Turn.Error("OverLimit", $"{count} {what} were found, maximum allowed is {most}.", "A queue's policy has these limits.", 403, text.At);
        }
    }

    private static JsonArray Statements(Queue queue)
    {
        if (queue.Settings.Policy is not { } policy) return [];
        // PolicyReader reads one statement without a list too.
        return JsonNode.Parse(policy.Text)!["Statement"] switch
        {
            JsonArray list => (JsonArray)list.DeepClone(),
            { } one => [one.DeepClone()],
            _ => [],
        };
    }

    private static Output Add(Call call, Queue queue)
    {
        var label = call.Need("Label");
        if (label.Length is 0 or > 80 || !label.All(SqsCalls.IsNameLetter)) throw SqsErrors.Value(label, "Label", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.", call.At("Label"));
        var statements = Statements(queue);
        if (statements.Any(s => (string?)s?["Sid"] == label)) throw SqsErrors.Value(label, "Label", "Already exists.", call.At("Label"));
        var actions = call.Texts("Actions");
        if (actions.Count is 0) throw SqsErrors.Missing("Actions", call.At("Actions"));
        if (actions.Count > MostActions) throw Turn.Error("OverLimit", $"{actions.Count} Actions were found, maximum allowed is {MostActions}.", null, 403, call.At("Actions"));
        string[] known = ["*", "SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes", "GetQueueUrl", "ListDeadLetterSourceQueues", "PurgeQueue"];
        foreach (var action in actions)
        {
            if (!known.Contains(action.Value)) throw SqsErrors.Value($"SQS:{action.Value}", "ActionName", "Please refer to the appropriate WSDL for a list of valid actions.", action.At, "Without a prefix, such as SendMessage; the owner's own operations cannot be given away.");
        }
        var accounts = call.Texts("AWSAccountIds");
        if (accounts.Count is 0) throw SqsErrors.Missing("AWSAccountIds", call.At("AWSAccountIds"));
        foreach (var account in accounts)
        {
            if (account.Value.Length != 12 || !account.Value.All(char.IsAsciiDigit)) throw SqsErrors.Value($"[{account.Value}]", "PrincipalId", "Unable to verify.", account.At, "An account's twelve digits.");
        }
        statements.Add((JsonNode)new Output
        {
            ["Sid"] = label,
            ["Effect"] = "Allow",
            ["Principal"] = new Output { ["AWS"] = One(accounts.Select(a => $"arn:aws:iam::{a.Value}:root")) },
            ["Action"] = One(actions.Select(a => $"SQS:{a.Value}")),
            ["Resource"] = queue.Arn,
        });
        return Keep(call, queue, statements);
    }

    private static Output Remove(Call call, Queue queue)
    {
        var (label, statements) = (call.Need("Label"), Statements(queue));
        if (statements.FirstOrDefault(s => (string?)s?["Sid"] == label) is not { } statement) throw SqsErrors.Value(label, "Label", "can't find label on existing policy.", call.At("Label"));
        statements.Remove(statement);
        return Keep(call, queue, statements);
    }

    private static Output Keep(Call call, Queue queue, JsonArray statements)
    {
        PolicyDocument? policy = null;
        if (statements.Count > 0)
        {
            Output json = new() { ["Version"] = "2012-10-17", ["Id"] = $"{queue.Arn}/SQSDefaultPolicy", ["Statement"] = statements };
            policy = Read(new(json.ToJsonString(), call.Input.Head()));
        }
        call.Turn.Put(queue with { Settings = queue.Settings with { Policy = policy }, Modified = call.Now });
        return [];
    }

    private static JsonNode One(IEnumerable<string> texts)
    {
        List<string> all = [.. texts];
        return all.Count == 1 ? all[0] : new JsonArray([.. all.Select(t => (JsonNode)t)]);
    }
}

using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sns;

/// <summary>What SNS's operations have in common.</summary>
internal static class SnsCalls
{
    private const int PageLength = 100;

    public static AwsException Invalid(string what, Location? at = null, string? advice = null) => Turn.Error("InvalidParameter", $"Invalid parameter: {what}", advice, at: at);

    public static AwsException NotFound(string what, Location? at = null) => Turn.Error("NotFound", $"{what} does not exist", "ARNs are case-sensitive, and name their Region.", 404, at);

    /// <summary>An operation on the topic that a member names.</summary>
    public static Operation OnTopic(string name, Func<Call, Topic, Output> run, string member = "TopicArn", string? action = null) =>
        new(name, c => [On(c, member, action ?? name)], c => run(c, Named(c, member)));

    /// <summary>Whoever may not ask does not learn either whether there is such a topic.</summary>
    public static Permission On(Call call, string member, string action, params ReadOnlySpan<(string Key, string Value)> keys)
    {
        var arn = ArnOf(call, member);
        if (call.State.Sns.Topics.Find(arn) is { } topic) return On(topic, action, keys);
        Permission permission = new($"sns:{action}", arn);
        if (keys.IsEmpty) return permission;
        Dictionary<string, IReadOnlyList<string>> context = [];
        foreach (var (key, value) in keys) context[key] = [value];
        return permission with { Context = context };
    }

    public static Permission On(Topic topic, string action, params ReadOnlySpan<(string Key, string Value)> keys)
    {
        Permission permission = new($"sns:{action}", topic.Arn) { ResourcePolicy = topic.Policy.Policy };
        if (topic.Tags.IsEmpty && keys.IsEmpty) return permission;
        var context = topic.Tags.ToDictionary(t => $"aws:ResourceTag/{t.Key}", t => (IReadOnlyList<string>)[t.Value]);
        foreach (var (key, value) in keys) context[key] = [value];
        return permission with { Context = context };
    }

    public static Topic Named(Call call, string member) => call.State.Sns.Topics.Find(ArnOf(call, member)) ?? throw NotFound("Topic", call.At(member));

    private static string ArnOf(Call call, string member)
    {
        var arn = call.Need(member);
        if (arn.Split(':') is not ["arn", "aws", "sns", var region, { Length: 12 }, { Length: > 0 }])
            throw Invalid($"{member} Reason: An ARN must have at least 6 elements, not {arn.Split(':').Length}", call.At(member), $"A topic's ARN looks like arn:aws:sns:{call.Region}:{call.AccountId}:its-name.");
        if (region != call.Region) throw Invalid(member, call.At(member), $"The topic is in {region}, and the call goes to {call.Region}.");
        return arn;
    }

    public static Subscription Subscribed(Call call)
    {
        var arn = call.Need("SubscriptionArn");
        if (arn.Split(':').Length != 7) throw Invalid("SubscriptionArn Reason: An ARN must have at least 6 elements", call.At("SubscriptionArn"), "\"pending confirmation\" is none yet.");
        return call.State.Sns.Subscriptions.Find(arn) ?? throw NotFound("Subscription", call.At("SubscriptionArn"));
    }

    public static void Put(this Turn turn, Topic topic) => turn.State = turn.State with { Sns = turn.State.Sns with { Topics = turn.State.Sns.Topics.Put(topic.Arn, topic) } };

    public static void Put(this Turn turn, Subscription subscription) =>
        turn.State = turn.State with { Sns = turn.State.Sns with { Subscriptions = turn.State.Sns.Subscriptions.Put(subscription.Arn, subscription) } };

    /// <summary>Lists come by the hundred.</summary>
    public static Output Page<T>(Call call, IEnumerable<T> all, string member, Func<T, Output> told)
    {
        var from = 0;
        if (call.Text("NextToken") is { } token)
        {
            var bytes = new byte[token.Length];
            if (!Convert.TryFromBase64String(token, bytes, out var length) || !int.TryParse(Encoding.ASCII.GetString(bytes, 0, length), NumberStyles.None, CultureInfo.InvariantCulture, out from))
                throw Invalid("NextToken", call.At("NextToken"), "A token comes from the answer before and is used as it is.");
        }
        List<T> page = [.. all.Skip(from).Take(PageLength + 1)];
        Output output = new() { [member] = new Array([.. page.Take(PageLength).Select(i => (Node)told(i))]) };
        if (page.Count > PageLength) output["NextToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes((from + PageLength).ToString(CultureInfo.InvariantCulture)));
        return output;
    }

    public static bool Flag(Located<string> value, string name) => value.Value.ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        _ => throw Invalid($"{name} Reason: must be true or false", value.At),
    };

    public static PolicyDocument ReadPolicy(Located<string> text)
    {
        var document = PolicyDocument.Read(text.Value, "topic policy");
        var why = document is null ? "it is not JSON" : document.Policy.Unreadable.Concat(document.Policy.Statements.SelectMany(s => s.Unreadable)).FirstOrDefault()?.Why
            ?? (document.Policy.Statements.FirstOrDefault(s => s.Principal is null) is { } statement ? $"{statement.Name} names no Principal" : null);
        if (why is not null) throw Invalid("Policy Error: null", text.At, $"The policy cannot be used: {why}.");
        foreach (var one in document!.Policy.Statements)
        {
            if (one.Action is { Negated: false } action && action.Patterns.FirstOrDefault(p => p.Text != "*" && !p.Text.StartsWith("sns:", StringComparison.OrdinalIgnoreCase)) is { } other)
                throw Invalid("Policy statement action out of service scope!", text.At, $"{one.Name} has the action {other.Text.Shortened()}, which is none of SNS's.");
        }
        return document;
    }
}

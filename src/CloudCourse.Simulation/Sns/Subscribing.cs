using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Patterns;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Sqs;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sns;

/// <summary>Who gets a topic's messages.</summary>
/// <seealso href="https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"/>
internal static class Subscribing
{
    private const string Pending = "pending confirmation";
    private static readonly TimeSpan TokenLasts = TimeSpan.FromDays(2);

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("Subscribe", c => [SnsCalls.On(c, "TopicArn", "Subscribe", ("sns:Protocol", c.Need("Protocol")), ("sns:Endpoint", c.Text("Endpoint") ?? ""))], Subscribe),
        SnsCalls.OnTopic("ConfirmSubscription", Confirm),
        OnSubscription("Unsubscribe", (c, s) =>
        {
            var sns = c.State.Sns;
            var topic = sns.Topics[s.TopicArn];
            c.State = c.State with { Sns = sns with { Subscriptions = sns.Subscriptions.Remove(s.Arn), Topics = sns.Topics.Put(topic.Arn, topic with { Subscriptions = topic.Subscriptions.Remove(s.Arn), Unsubscribed = topic.Unsubscribed + 1 }) } };
            return [];
        }),
        OnSubscription("GetSubscriptionAttributes", (_, s) => new() { ["Attributes"] = new Output(Attributes(s).Select(a => KeyValuePair.Create<string, Node?>(a.Name, a.Value))) }),
        OnSubscription("SetSubscriptionAttributes", (c, s) =>
        {
            var changed = With(c, s, c.Need("AttributeName"), new(c.Text("AttributeValue") ?? "", c.At("AttributeValue")), c.At("AttributeName"));
            FilterLimits.Check(changed, c.At("AttributeValue"));
            c.Turn.Put(changed);
            return [];
        }),
        new("ListSubscriptions", c => [new("sns:ListSubscriptions", $"arn:aws:sns:{c.Region}:{c.AccountId}:*")], c => SnsCalls.Page(c, c.State.Sns.Subscriptions.Values.Where(s => c.State.Sns.Topics[s.TopicArn].Region == c.Region), "Subscriptions", s => Told(c, s))),
        SnsCalls.OnTopic("ListSubscriptionsByTopic", (c, t) => SnsCalls.Page(c, t.Subscriptions.Select(s => c.State.Sns.Subscriptions[s]), "Subscriptions", s => Told(c, s))),
    ];

    private static Operation OnSubscription(string name, Func<Call, Subscription, Output> run) =>
        new(name, c => [SnsCalls.On(c.State.Sns.Topics[SnsCalls.Subscribed(c).TopicArn], name)], c => run(c, SnsCalls.Subscribed(c)));

    private static Output Told(Call call, Subscription one) => new()
    {
        ["SubscriptionArn"] = one.IsPending ? "PendingConfirmation" : one.Arn,
        ["Owner"] = call.AccountId,
        ["Protocol"] = one.Protocol,
        ["Endpoint"] = one.Endpoint,
        ["TopicArn"] = one.TopicArn,
    };

    private static Output Subscribe(Call call)
    {
        var topic = SnsCalls.Named(call, "TopicArn");
        var (protocol, endpoint) = (call.Need("Protocol"), call.Text("Endpoint") ?? "");
        CheckEndpoint(call, topic, protocol, endpoint);
        var given = call.Structure("Attributes")?.AsDictionary() ?? new Dictionary<string, JsonMember>();
        Subscription made = new($"{topic.Arn}:{call.Turn.Uuid()}", topic.Arn, protocol, endpoint, call.Caller.Principal.Name, call.Now);
        foreach (var (name, member) in given) made = With(call, made, name, new((member.Value as JsonString)?.Value ?? "", member.Value.At), member.NameAt);
        FilterLimits.Check(made, call.At("Attributes"));
        if (topic.Subscriptions.Select(s => call.State.Sns.Subscriptions[s]).FirstOrDefault(s => s.Protocol == protocol && s.Endpoint == endpoint) is { } known)
        {
            if (given.Keys.Any(a => known.Attributes.GetValueOrDefault(a) != made.Attributes.GetValueOrDefault(a)))
                throw SnsCalls.Invalid("Attributes Reason: Subscription already exists with different attributes", call.At("Attributes"), "SetSubscriptionAttributes changes one that is there.");
            return new() { ["SubscriptionArn"] = known.IsPending && !call.Flag("ReturnSubscriptionArn") ? Pending : known.Arn };
        }
        if (protocol is not ("sqs" or "lambda"))
        {
            made = made with { Token = call.Turn.HexId(64) };
            call.Turn.Note("sns", made.Arn, $"{endpoint} is asked whether it wants the messages of {topic.Name}: ConfirmSubscription takes the token {made.Token}", null, Pending);
        }
        else call.Turn.Note("sns", made.Arn, $"{endpoint} gets the messages of {topic.Name}", null, "confirmed");
        call.Turn.Put(made);
        call.Turn.Put(topic with { Subscriptions = topic.Subscriptions.Add(made.Arn) });
        return new() { ["SubscriptionArn"] = made.IsPending && !call.Flag("ReturnSubscriptionArn") ? Pending : made.Arn };
    }

    private static void CheckEndpoint(Call call, Topic topic, string protocol, string endpoint)
    {
        var at = call.Input.Last("Endpoint") is null ? call.At("Protocol") : call.At("Endpoint");
        switch (protocol)
        {
            case "sqs":
                if (endpoint.Split(':') is not ["arn", "aws", "sqs", { Length: > 0 }, { Length: 12 }, { Length: > 0 } name]) throw SnsCalls.Invalid("SQS endpoint ARN", at);
                if (name.EndsWith(".fifo", StringComparison.Ordinal) && !topic.IsFifo) throw SnsCalls.Invalid("Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics", at);
                break;
            case "lambda" when topic.IsFifo:
            case "email" or "email-json" or "http" or "https" when topic.IsFifo:
                throw SnsCalls.Invalid($"Invalid protocol type: {protocol}", call.At("Protocol"), "A FIFO topic hands its messages to queues.");
            case "lambda":
                if (!endpoint.StartsWith("arn:aws:lambda:", StringComparison.Ordinal) || endpoint.Split(':').Length is < 7 or > 8) throw SnsCalls.Invalid("Lambda endpoint ARN", at);
                break;
            case "email" or "email-json":
                if (endpoint.Split('@') is not [{ Length: > 0 }, { Length: > 0 }]) throw SnsCalls.Invalid("Email address", at);
                break;
            case "http" or "https":
                if (!endpoint.StartsWith($"{protocol}://", StringComparison.Ordinal)) throw SnsCalls.Invalid("Endpoint must match the specified protocol", at);
                break;
            case "sms" or "application" or "firehose":
                throw Turn.Error(AwsError.NotSimulated, $"The simulation hands no messages to {protocol}.", "It knows sqs, lambda, email, email-json, http and https.", 501, call.At("Protocol"));
            default:
                throw SnsCalls.Invalid($"Amazon SNS does not support this protocol string: {protocol.Shortened()}", call.At("Protocol"));
        }
    }

    private static Subscription With(Call call, Subscription one, string name, Located<string> value, Location at)
    {
        var kept = one with { Attributes = value.Value.Length == 0 ? one.Attributes.Remove(name) : one.Attributes.SetItem(name, value.Value) };
        switch (name)
        {
            case "RawMessageDelivery":
                var isRaw = SnsCalls.Flag(value, name);
                if (isRaw && one.Protocol is not ("sqs" or "http" or "https")) throw SnsCalls.Invalid($"Attributes Reason: Delivery protocol [{one.Protocol}] does not support raw message delivery.", at);
                return kept with { Raw = isRaw };
            case "FilterPolicyScope":
                if (value.Value is not ("MessageAttributes" or "MessageBody")) throw SnsCalls.Invalid("FilterPolicyScope: Invalid value [" + value.Value.Shortened() + "]. Please use either MessageBody or MessageAttributes", value.At);
                return kept with { FiltersBody = value.Value is "MessageBody" };
            case "FilterPolicy":
                if (value.Value is "" or "{}") return kept with { Filter = null };
                try
                {
                    return kept with { Filter = EventPattern.Read(value.Value) };
                }
                catch (EventPatternException e)
                {
                    throw SnsCalls.Invalid($"FilterPolicy: {e.Reason}", value.At, "Each key has a list of values or conditions, such as {\"kind\": [\"order\", {\"prefix\": \"re\"}]}.");
                }
            case "RedrivePolicy":
                if (value.Value.Length == 0) return kept with { DeadLetterArn = null };
                var json = JsonReader.Read(value.Value).Value as JsonObject ?? throw SnsCalls.Invalid("RedrivePolicy: failed to parse JSON.", value.At);
                var letters = json.Text("deadLetterTargetArn")?.Value;
                if (letters is null || Queue.KeyOfArn(letters, call.AccountId) is null) throw SnsCalls.Invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn", value.At, "The ARN of a queue.");
                return kept with { DeadLetterArn = letters };
            case "DeliveryPolicy" when one.Protocol is "http" or "https":
                return kept;
            default:
                throw SnsCalls.Invalid("AttributeName", at, $"\"{name.Shortened()}\" is no attribute of a subscription by {one.Protocol}.");
        }
    }

    private static IEnumerable<(string Name, string Value)> Attributes(Subscription one)
    {
        yield return ("SubscriptionArn", one.Arn);
        yield return ("TopicArn", one.TopicArn);
        yield return ("Owner", one.TopicArn.Split(':')[4]);
        yield return ("Protocol", one.Protocol);
        yield return ("Endpoint", one.Endpoint);
        yield return ("SubscriptionPrincipal", one.Principal);
        yield return ("ConfirmationWasAuthenticated", one.IsPending ? "false" : "true");
        yield return ("PendingConfirmation", one.IsPending ? "true" : "false");
        yield return ("RawMessageDelivery", one.Raw ? "true" : "false");
        if (one.Filter is not null && !one.Attributes.ContainsKey("FilterPolicyScope")) yield return ("FilterPolicyScope", "MessageAttributes");
        foreach (var (name, value) in one.Attributes)
        {
            if (name != "RawMessageDelivery") yield return (name, value);
        }
    }

    private static Output Confirm(Call call, Topic topic)
    {
        var token = call.Need("Token");
        if (topic.Subscriptions.Select(s => call.State.Sns.Subscriptions[s]).FirstOrDefault(s => s.Token == token) is not { } one || call.Now - one.Created > TokenLasts)
            throw SnsCalls.Invalid("Token", call.At("Token"), "It was sent to the endpoint when it was subscribed, and is good for two days.");
        call.Turn.Put(one with { Token = null });
        call.Turn.Note("sns", one.Arn, $"{one.Endpoint} gets the messages of {topic.Name}", Pending, "confirmed");
        return new() { ["SubscriptionArn"] = one.Arn };
    }
}

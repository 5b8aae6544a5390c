using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sns;

/// <summary>Topics, their attributes, policies and tags.</summary>
internal static class TopicOperations
{
    private static readonly HashSet<string> Kept = ["DeliveryPolicy", "KmsMasterKeyId", "SignatureVersion", "TracingConfig", "FifoThroughputScope"];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateTopic", NeedsToCreate, Create),
        new("DeleteTopic", c => c.State.Sns.Topics.Find(c.Need("TopicArn")) is { } topic ? [SnsCalls.On(topic, "DeleteTopic")] : [new("sns:DeleteTopic", c.Need("TopicArn"))], Delete),
        new("ListTopics", c => [new("sns:ListTopics", $"arn:aws:sns:{c.Region}:{c.AccountId}:*")], c => SnsCalls.Page(c, c.State.Sns.Topics.Values.Where(t => t.Region == c.Region), "Topics", t => new() { ["TopicArn"] = t.Arn })),
        SnsCalls.OnTopic("GetTopicAttributes", Get),
        SnsCalls.OnTopic("SetTopicAttributes", (c, t) =>
        {
            var name = c.Need("AttributeName");
            c.Turn.Put(With(t, name, new(c.Text("AttributeValue") ?? "", c.At("AttributeValue")), c.At("AttributeName")));
            return [];
        }),
        SnsCalls.OnTopic("AddPermission", AddPermission),
        SnsCalls.OnTopic("RemovePermission", (c, t) =>
        {
            var (label, statements) = (c.Need("Label"), Statements(t));
            if (statements.FirstOrDefault(s => (string?)s?["Sid"] == label) is not { } found) throw SnsCalls.Invalid("Label does not exist", c.At("Label"));
            statements.Remove(found);
            return KeepPolicy(c, t, statements);
        }),
        SnsCalls.OnTopic("TagResource", (c, t) =>
        {
            var tags = t.Tags.SetItems(ReadTags(c));
            if (tags.Count > 50) throw Turn.Error("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded", at: c.At("Tags"));
            c.Turn.Put(t with { Tags = tags });
            return [];
        }, "ResourceArn"),
        SnsCalls.OnTopic("UntagResource", (c, t) =>
        {
            c.Turn.Put(t with { Tags = t.Tags.RemoveRange(c.Texts("TagKeys").Select(k => k.Value)) });
            return [];
        }, "ResourceArn"),
        SnsCalls.OnTopic("ListTagsForResource", (_, t) => new() { ["Tags"] = new Array([.. t.Tags.Select(g => (Node)new Output { ["Key"] = g.Key, ["Value"] = g.Value })]) }, "ResourceArn"),
    ];

    private static IEnumerable<Permission> NeedsToCreate(Call call)
    {
        var arn = $"arn:aws:sns:{call.Region}:{call.AccountId}:{call.Need("Name")}";
        var tags = ReadTags(call);
        if (tags.IsEmpty) return [new("sns:CreateTopic", arn)];
        Dictionary<string, IReadOnlyList<string>> context = new() { ["aws:TagKeys"] = [.. tags.Keys] };
        foreach (var (key, value) in tags) context[$"aws:RequestTag/{key}"] = [value];
        return [new("sns:CreateTopic", arn) { Context = context }, new("sns:TagResource", arn) { Context = context }];
    }

    private static Output Create(Call call)
    {
        var (name, at) = (call.Need("Name"), call.At("Name"));
        var given = call.Structure("Attributes")?.AsDictionary() ?? new Dictionary<string, JsonMember>();
        var asksForFifo = given.TryGetValue("FifoTopic", out var fifo) && fifo.Value is JsonString { Value: "true" };
        var isFifo = name.EndsWith(".fifo", StringComparison.Ordinal);
        if (asksForFifo != isFifo) throw SnsCalls.Invalid(asksForFifo ? "Topic Name Reason: Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long." : "Topic Name", at, "A name that ends in .fifo goes with the attribute FifoTopic \"true\".");
        var stem = isFifo ? name[..^5] : name;
        if (stem.Length == 0 || name.Length > 256 || !stem.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) throw SnsCalls.Invalid("Topic Name", at, "1 to 256 letters, digits, hyphens and underscores.");
        Topic topic = new(call.Region, name, call.AccountId) { Policy = DefaultPolicy(call, name), Tags = ReadTags(call) };
        foreach (var (attribute, member) in given)
        {
            if (attribute != "FifoTopic") topic = With(topic, attribute, Text(member), member.NameAt);
        }
        if (call.State.Sns.Topics.Find(topic.Arn) is { } known)
        {
            if (!topic.Tags.IsEmpty && !topic.Tags.SequenceEqual(known.Tags)) throw SnsCalls.Invalid("Tags Reason: Topic already exists with different tags", call.At("Tags"));
            foreach (var attribute in given.Keys)
            {
                if (attribute != "FifoTopic" && Attributes(call, known).First(a => a.Name == attribute).Value != Attributes(call, topic).First(a => a.Name == attribute).Value)
                    throw SnsCalls.Invalid("Attributes Reason: Topic already exists with different attributes", given[attribute].NameAt);
            }
            return new() { ["TopicArn"] = known.Arn };
        }
        call.Turn.Put(topic);
        call.Turn.Note("sns", topic.Arn, $"The {(isFifo ? "FIFO" : "standard")} topic {name} was made.", null, "exists");
        return new() { ["TopicArn"] = topic.Arn };
    }

    /// <summary>What AWS gives a new topic. It lets nobody in by itself: the key that it asks for comes with few services' requests.</summary>
    private static Iam.Operations.PolicyDocument DefaultPolicy(Call call, string name)
    {
        string[] actions = ["SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission", "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe", "SNS:ListSubscriptionsByTopic", "SNS:Publish"];
        Output policy = new()
        {
            ["Version"] = "2008-10-17",
            ["Id"] = "__default_policy_ID",
            ["Statement"] = new Array(new Output
            {
                ["Sid"] = "__default_statement_ID",
                ["Effect"] = "Allow",
                ["Principal"] = new Output { ["AWS"] = "*" },
                ["Action"] = new Array([.. actions.Select(a => (Node)a)]),
                ["Resource"] = $"arn:aws:sns:{call.Region}:{call.AccountId}:{name}",
                ["Condition"] = new Output { ["StringEquals"] = new Output { ["AWS:SourceOwner"] = call.AccountId } },
            }),
        };
        return SnsCalls.ReadPolicy(new(policy.ToJsonString(), call.Input.Head()));
    }

    private static Located<string> Text(JsonMember member) => new((member.Value as JsonString)?.Value ?? "", member.Value.At);

    private static Topic With(Topic topic, string name, Located<string> value, Location at) => name switch
    {
        "DisplayName" => value.Value.Length > 100 ? throw SnsCalls.Invalid("DisplayName Reason: must be at most 100 characters", value.At) : topic with { DisplayName = value.Value },
        "Policy" => topic with { Policy = SnsCalls.ReadPolicy(value) },
        "ContentBasedDeduplication" when topic.IsFifo => topic with { ContentBasedDeduplication = SnsCalls.Flag(value, name) },
        "FifoThroughputScope" when !topic.IsFifo => throw SnsCalls.Invalid("AttributeName", at, "It is an attribute of FIFO topics."),
        "FifoThroughputScope" when value.Value is not ("Topic" or "MessageGroup") => throw SnsCalls.Invalid("FifoThroughputScope Reason: must be Topic or MessageGroup", value.At),
        _ when Kept.Contains(name) => topic with { Kept = value.Value.Length == 0 ? topic.Kept.Remove(name) : topic.Kept.SetItem(name, value.Value) },
        "ArchivePolicy" or "DataProtectionPolicy" => throw Turn.Error(AwsError.NotSimulated, $"The simulation does not know what to do with {name}.", "AWS would take it. Leave it out here.", 501, at),
        _ => throw SnsCalls.Invalid("AttributeName", at, $"\"{name.Shortened()}\" is no attribute that can be set."),
    };

    private static IEnumerable<(string Name, string Value)> Attributes(Call call, Topic topic)
    {
        var subscriptions = topic.Subscriptions.Select(s => call.State.Sns.Subscriptions[s]).ToList();
        yield return ("TopicArn", topic.Arn);
        yield return ("Owner", topic.Account);
        yield return ("Policy", topic.Policy.Text);
        yield return ("DisplayName", topic.DisplayName);
        yield return ("SubscriptionsConfirmed", $"{subscriptions.Count(s => !s.IsPending)}");
        yield return ("SubscriptionsPending", $"{subscriptions.Count(s => s.IsPending)}");
        yield return ("SubscriptionsDeleted", $"{topic.Unsubscribed}");
        yield return ("EffectiveDeliveryPolicy", topic.Kept.GetValueOrDefault("DeliveryPolicy") ?? """{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"disableSubscriptionOverrides":false}}""");
        if (topic.IsFifo)
        {
            yield return ("FifoTopic", "true");
            yield return ("ContentBasedDeduplication", topic.ContentBasedDeduplication ? "true" : "false");
        }
        foreach (var (name, value) in topic.Kept) yield return (name, value);
    }

    private static Output Get(Call call, Topic topic) =>
        new() { ["Attributes"] = new Output(Attributes(call, topic).Select(a => KeyValuePair.Create<string, Node?>(a.Name, a.Value))) };

    /// <summary>A topic that is not there is deleted already.</summary>
    private static Output Delete(Call call)
    {
        var arn = call.Need("TopicArn");
        if (arn.Split(':').Length != 6) throw SnsCalls.Invalid("TopicArn", call.At("TopicArn"));
        if (call.State.Sns.Topics.Find(arn) is not { } topic) return [];
        var sns = call.State.Sns;
        var subscriptions = sns.Subscriptions;
        foreach (var one in topic.Subscriptions) subscriptions = subscriptions.Remove(one);
        call.State = call.State with { Sns = sns with { Topics = sns.Topics.Remove(arn), Subscriptions = subscriptions } };
        call.Turn.Note("sns", arn, $"The topic {topic.Name} was deleted, with {topic.Subscriptions.Count} subscriptions.", "exists");
        return [];
    }

    private static Array Statements(Topic topic) => Node.Parse(topic.Policy.Text)!["Statement"] switch
    {
        Array list => (Array)list.DeepClone(),
        { } one => [one.DeepClone()],
        _ => [],
    };

    private static Output AddPermission(Call call, Topic topic)
    {
        var (label, statements) = (call.Need("Label"), Statements(topic));
        if (statements.Any(s => (string?)s?["Sid"] == label)) throw SnsCalls.Invalid("Statement already exists", call.At("Label"));
        string[] known = ["Publish", "RemovePermission", "SetTopicAttributes", "DeleteTopic", "ListSubscriptionsByTopic", "GetTopicAttributes", "Receive", "Subscribe", "AddPermission"];
        foreach (var action in call.Texts("ActionName"))
        {
            if (!known.Contains(action.Value)) throw SnsCalls.Invalid("Policy statement action out of service scope!", action.At, "Without a prefix, such as Publish.");
        }
        foreach (var account in call.Texts("AWSAccountId"))
        {
            if (account.Value.Length != 12 || !account.Value.All(char.IsAsciiDigit)) throw SnsCalls.Invalid("PrincipalId", account.At, "An account's twelve digits.");
        }
        statements.Add((Node)new Output
        {
            ["Sid"] = label,
            ["Effect"] = "Allow",
            ["Principal"] = new Output { ["AWS"] = new Array([.. call.Texts("AWSAccountId").Select(a => (Node)$"arn:aws:iam::{a.Value}:root")]) },
            ["Action"] = new Array([.. call.Texts("ActionName").Select(a => (Node)$"SNS:{a.Value}")]),
            ["Resource"] = topic.Arn,
        });
        return KeepPolicy(call, topic, statements);
    }

    private static Output KeepPolicy(Call call, Topic topic, Array statements)
    {
        var policy = Node.Parse(topic.Policy.Text)!.AsObject();
        policy["Statement"] = statements;
        call.Turn.Put(topic with { Policy = SnsCalls.ReadPolicy(new(policy.ToJsonString(), call.Input.Head())) });
        return [];
    }

    private static ImmutableSortedDictionary<string, string> ReadTags(Call call)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in call.Structures("Tags"))
        {
            var (key, value) = (tag.Text("Key")?.Value ?? "", tag.Text("Value")?.Value ?? "");
            if (key.Length is 0 or > 128 || value.Length > 256 || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw SnsCalls.Invalid("Tags", tag.At, "Keys have 1 to 128 characters and do not begin with aws:, values up to 256.");
            tags[key] = value;
        }
        return tags.ToImmutable();
    }
}

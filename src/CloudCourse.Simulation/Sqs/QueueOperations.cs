using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sqs;

/// <summary>Making, finding, setting and deleting queues.</summary>
internal static class QueueOperations
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateQueue", NeedsToCreate, Create),
        new("GetQueueUrl", c => Named(c) is { } queue ? [SqsCalls.On(queue, "sqs:GetQueueUrl")] : throw NotNamed(c), c => new() { ["QueueUrl"] = Named(c)!.Url }),
        new("ListQueues", c => [new("sqs:ListQueues", $"arn:aws:sqs:{c.Region}:{c.AccountId}:*")], List),
        SqsCalls.Op("GetQueueAttributes", Get),
        SqsCalls.Op("SetQueueAttributes", Set),
        SqsCalls.Op("PurgeQueue", Purge),
        SqsCalls.Op("DeleteQueue", Delete),
        SqsCalls.Op("TagQueue", Tag),
        SqsCalls.Op("UntagQueue", (c, q) =>
        {
            c.Turn.Put(q with { Tags = q.Tags.RemoveRange(c.Texts("TagKeys").Select(k => k.Value)) });
            return [];
        }),
        SqsCalls.Op("ListQueueTags", (_, q) => q.Tags.IsEmpty ? [] : new() { ["Tags"] = new Output(q.Tags.Select(t => KeyValuePair.Create<string, Node?>(t.Key, t.Value))) }),
    ];

    private static IEnumerable<Permission> NeedsToCreate(Call call)
    {
        var arn = $"arn:aws:sqs:{call.Region}:{call.AccountId}:{call.Need("QueueName")}";
        var tags = ReadTags(call, "tags");
        if (tags.IsEmpty) return [new("sqs:CreateQueue", arn)];
        Dictionary<string, IReadOnlyList<string>> context = new() { ["aws:TagKeys"] = [.. tags.Keys] };
        foreach (var (key, value) in tags) context[$"aws:RequestTag/{key}"] = [value];
        return [new("sqs:CreateQueue", arn) { Context = context }, new("sqs:TagQueue", arn) { Context = context }];
    }

    private static Output Create(Call call)
    {
        var (name, at) = (call.Need("QueueName"), call.At("QueueName"));
        var given = call.Structure("Attributes")?.AsDictionary() ?? new Dictionary<string, JsonMember>();
        var asksForFifo = given.TryGetValue("FifoQueue", out var fifo) && fifo.Value is JsonString { Value: "true" };
        var isFifo = name.EndsWith(".fifo", StringComparison.Ordinal);
        if (name.Length is 0 or > 80 || !(isFifo ? name.AsSpan(0, name.Length - 5) : name).ToString().All(SqsCalls.IsNameLetter) || name == ".fifo")
            throw SqsErrors.Invalid("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length", at);
        if (asksForFifo && !isFifo) throw SqsErrors.Invalid("The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.", at);
        if (isFifo && !asksForFifo) throw SqsErrors.Invalid("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length", at, "A name that ends in .fifo goes with the attribute FifoQueue \"true\".");
        var key = Queue.KeyOf(call.Region, name);
        var arn = $"arn:aws:sqs:{call.Region}:{call.AccountId}:{name}";
        QueueSettings settings = new();
        foreach (var (attribute, member) in given) settings = settings.With(call, arn, isFifo, attribute, Text(member));
        settings.Checked(call.At("Attributes"));
        var tags = ReadTags(call, "tags");
        if (call.State.Sqs.Queues.Find(key) is { } existing)
        {
            var (has, wants) = (existing.Settings.Told(isFifo).ToDictionary(s => s.Name, s => s.Value), settings.Told(isFifo).ToDictionary(s => s.Name, s => s.Value));
            foreach (var attribute in given.Keys)
            {
                if (has.GetValueOrDefault(attribute) != wants.GetValueOrDefault(attribute))
                    throw Turn.Error("QueueAlreadyExists", $"A queue already exists with the same name and a different value for attribute {attribute}", "SetQueueAttributes changes a queue that is there.", 400, given[attribute].NameAt);
            }
            return new() { ["QueueUrl"] = existing.Url };
        }
        if (call.State.Sqs.Deleted.TryGetValue(key, out var deleted) && call.Now - deleted < Minute)
            throw SqsErrors.Own("QueueDeletedRecently", "You must wait 60 seconds after deleting a queue before you can create another with the same name.", null, at);
        Queue queue = new(call.Region, name, call.AccountId, call.Now) { HandleKey = call.Turn.Draw(), Settings = settings, Tags = tags };
        call.State = call.State with { Sqs = call.State.Sqs with { Deleted = call.State.Sqs.Deleted.Remove(key) } };
        call.Turn.Put(queue);
        call.Turn.Note("sqs", queue.Arn, $"The {(isFifo ? "FIFO" : "standard")} queue {name} was made.", null, "exists");
        return new() { ["QueueUrl"] = queue.Url };
    }

    private static Located<string> Text(JsonMember member) => member.Value is JsonString text ? new(text.Value, text.At) : new("", member.Value.At);

    private static Queue? Named(Call call) => call.Text("QueueOwnerAWSAccountId") is { } owner && owner != call.AccountId ? null : call.State.Sqs.Queues.Find(Queue.KeyOf(call.Region, call.Need("QueueName")));

    private static AwsException NotNamed(Call call) => SqsErrors.NoQueue(call.At("QueueName"));

    private static Output List(Call call)
    {
        var prefix = call.Text("QueueNamePrefix") ?? "";
        var size = call.Integer("MaxResults");
        if (size is < 1 or > 1000) throw SqsErrors.Value(QueueSettings.Number(size.Value), "MaxResults", "MaxResults must be an integer between 1 and 1000.", call.At("MaxResults"));
        var queues = call.State.Sqs.Queues.Values.Where(q => q.Region == call.Region && q.Name.StartsWith(prefix, StringComparison.Ordinal));
        return Page(call, queues, size, "QueueUrls");
    }

    /// <summary>URLs by page. A token is the name after which the next page begins; without MaxResults there are none.</summary>
    public static Output Page(Call call, IEnumerable<Queue> queues, long? size, string member)
    {
        if (call.Text("NextToken") is { } token)
        {
            if (size is null) throw SqsErrors.Invalid("MaxResults is a mandatory parameter when you provide a value for NextToken.", call.At("NextToken"));
            Span<byte> bytes = stackalloc byte[256];
            if (!Convert.TryFromBase64String(token, bytes, out var length)) throw SqsErrors.Value(token, "NextToken", "Invalid or expired next token.", call.At("NextToken"));
            var after = Encoding.UTF8.GetString(bytes[..length]);
            queues = queues.Where(q => string.CompareOrdinal(q.Name, after) > 0);
        }
        List<Queue> page = [.. queues.Take((int)(size ?? 1000) + 1)];
        var more = page.Count > (size ?? 1000);
        if (more) page.RemoveAt(page.Count - 1);
        Output output = [];
        if (page.Count > 0 || member == "queueUrls") output[member] = new Array([.. page.Select(q => (Node)q.Url)]);
        if (more && size is not null) output["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1].Name));
        return output;
    }

    private static Output Get(Call call, Queue queue)
    {
        HashSet<string> asked = [];
        foreach (var name in call.Texts("AttributeNames"))
        {
            if (!QueueSettings.Names.Contains(name.Value)) throw SqsErrors.UnknownAttribute(name.Value, name.At);
            asked.Add(name.Value);
        }
        if (asked.Count == 0) return [];
        QueueWork work = new(queue, call.Now.UtcTicks);
        IEnumerable<(string Name, string Value)> all =
        [
            ("QueueArn", queue.Arn),
            ("ApproximateNumberOfMessages", QueueSettings.Number(work.Visible)),
            ("ApproximateNumberOfMessagesNotVisible", QueueSettings.Number(work.InFlight)),
            ("ApproximateNumberOfMessagesDelayed", QueueSettings.Number(work.Delayed)),
            ("CreatedTimestamp", queue.Created.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("LastModifiedTimestamp", queue.Modified.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            .. queue.Settings.Told(queue.IsFifo),
        ];
        Output attributes = new(all.Where(a => asked.Contains("All") || asked.Contains(a.Name)).Select(a => KeyValuePair.Create<string, Node?>(a.Name, a.Value)));
        return attributes.Count == 0 ? [] : new() { ["Attributes"] = attributes };
    }

    private static Output Set(Call call, Queue queue)
    {
        var settings = queue.Settings;
        foreach (var (name, member) in call.Structure("Attributes")!.AsDictionary()) settings = settings.With(call, queue.Arn, queue.IsFifo, name, Text(member));
        settings.Checked(call.At("Attributes"));
        call.Turn.Put(queue with { Settings = settings, Modified = call.Now, Contents = call.Turn.Work(queue).Contents });
        return [];
    }

    private static Output Purge(Call call, Queue queue)
    {
        if (queue.Purged is { } before && call.Now - before < Minute)
            throw SqsErrors.Own("PurgeQueueInProgress", $"Only one PurgeQueue operation on {queue.Name} is allowed every 60 seconds.", null, call.At("QueueUrl"), 403);
        var count = queue.Contents.Messages.Count;
        call.Turn.Put(queue with { Contents = queue.Contents.Purged, Purged = call.Now });
        call.Turn.Note("sqs", queue.Arn, $"{queue.Name} was purged of {count} {(count == 1 ? "message" : "messages")}, in flight or not.");
        return [];
    }

    private static Output Delete(Call call, Queue queue)
    {
        var sqs = call.State.Sqs;
        call.State = call.State with { Sqs = sqs with { Queues = sqs.Queues.Remove(queue.Key), Deleted = sqs.Deleted.SetItem(queue.Key, call.Now) } };
        call.Turn.Note("sqs", queue.Arn, $"The queue {queue.Name} was deleted, with {queue.Contents.Messages.Count} messages in it.", "exists");
        return [];
    }

    private static Output Tag(Call call, Queue queue)
    {
        var tags = queue.Tags.SetItems(ReadTags(call, "Tags"));
        if (tags.Count > 50) throw SqsErrors.Invalid($"Too many tags added for queue {queue.Name}.", call.At("Tags"), "A queue has 50 at most.");
        call.Turn.Put(queue with { Tags = tags });
        return [];
    }

    private static ImmutableSortedDictionary<string, string> ReadTags(Call call, string member)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in call.Structure(member)?.AsDictionary() ?? new Dictionary<string, JsonMember>())
        {
            var text = Text(value);
            if (key.Length is 0 or > 128 || text.Value.Length > 256) throw SqsErrors.Invalid("Tag keys must be between 1 and 128 characters in length, values up to 256.", text.At);
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw SqsErrors.Invalid("Tag keys can not start with aws:.", value.NameAt, "That prefix is AWS's own.");
            tags[key] = text.Value;
        }
        return tags.ToImmutable();
    }
}

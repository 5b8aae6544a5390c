using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Sqs;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sns;

/// <summary>A message for a topic.</summary>
internal sealed record Message(string Text, Location At)
{
    public string? Subject { get; init; }

    /// <summary>One text for each protocol, where the message is structured.</summary>
    public JsonObject? ByProtocol { get; init; }
    public MessageAttributeList Attributes { get; init; } = MessageAttributeList.None;
    public string? GroupId { get; init; }
    public string? DeduplicationId { get; init; }

    public string For(string protocol) => ByProtocol?.Text(protocol)?.Value ?? ByProtocol?.Text("default")?.Value ?? Text;
}

/// <summary>Publishes messages, and hands them to those who have subscribed.</summary>
/// <seealso href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html"/>
internal static class Publishing
{
    private const string Service = "sns.amazonaws.com";
    private const int MostBytes = 262_144;
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("Publish", c => [SnsCalls.On(c, TargetMember(c), "Publish")], c =>
        {
            var (topic, message) = (Target(c), Read(c.Input));
            Check(topic, message);
            return Publish(c.Turn, topic, message);
        }),
        SnsCalls.OnTopic("PublishBatch", Batch, action: "Publish"),
    ];

    private static Topic Target(Call call) => SnsCalls.Named(call, TargetMember(call));

    private static string TargetMember(Call call)
    {
        if (call.Input.InUse("PhoneNumber") is { } phone) throw Turn.Error(AwsError.NotSimulated, "The simulation sends no text messages.", "Publish to a topic.", 501, phone.NameAt);
        string[] given = [.. ((string[])["TopicArn", "TargetArn"]).Where(m => call.Text(m) is not null)];
        return given is [var one] ? one : throw SnsCalls.Invalid("TopicArn or TargetArn Reason: no value for required parameter", call.Input.Head());
    }

    private static Message Read(JsonObject json)
    {
        var text = json.Text("Message")?.Value ?? "";
        var at = json.Last("Message")?.Value.At ?? json.Head();
        JsonObject? structured = null;
        if (json.Text("MessageStructure")?.Value is { Length: > 0 } structure)
        {
            if (structure != "json") throw SnsCalls.Invalid("MessageStructure", json.Last("MessageStructure")!.Value.At, "It is json, or left out.");
            structured = JsonReader.Read(text).Value as JsonObject ?? throw SnsCalls.Invalid("Message Structure - JSON message body failed to parse", at);
            if (structured.Text("default") is null) throw SnsCalls.Invalid("Message Structure - No default entry in JSON message body", at);
        }
        return new(text, at)
        {
            Subject = json.Text("Subject")?.Value,
            ByProtocol = structured,
            Attributes = ReadAttributes(json.Structure("MessageAttributes")),
            GroupId = json.Text("MessageGroupId")?.Value,
            DeduplicationId = json.Text("MessageDeduplicationId")?.Value,
        };
    }

    private static MessageAttributeList ReadAttributes(JsonObject? json)
    {
        List<MessageAttribute> all = [];
        foreach (var (name, member) in json?.AsDictionary() ?? new Dictionary<string, JsonMember>())
        {
            var value = (JsonObject)member.Value;
            var type = value.Text("DataType")?.Value ?? "";
            var kind = type.Split('.')[0];
            if (kind is not ("String" or "Number" or "Binary")) throw SnsCalls.Invalid($"The message attribute '{name.Shortened()}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.", value.At).AsParameterValue();
            var text = value.Text(kind is "Binary" ? "BinaryValue" : "StringValue")?.Value ?? "";
            if (text.Length == 0) throw SnsCalls.Invalid($"The message attribute '{name.Shortened()}' must contain non-empty message attribute value for message attribute type '{type}'.", value.At).AsParameterValue();
            if (kind is "Number" && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) throw SnsCalls.Invalid($"Could not cast message attribute '{name.Shortened()}' value to number.", value.At).AsParameterValue();
            if (type is "String.Array" && JsonReader.Read(text).Value is not JsonArray) throw SnsCalls.Invalid($"The message attribute '{name.Shortened()}' is no JSON list.", value.At).AsParameterValue();
            if (kind is "Binary" && !Convert.TryFromBase64String(text, new byte[text.Length], out _)) throw SnsCalls.Invalid($"The value of message attribute '{name.Shortened()}' is no base64 text.", value.At);
            all.Add(new(name, type, text));
        }
        return new([.. all.OrderBy(a => a.Name, StringComparer.Ordinal)]);
    }

    /// <summary>What is wrong with an attribute has a code of its own, and no "Invalid parameter" before it.</summary>
    private static AwsException AsParameterValue(this AwsException error) =>
        new(error.Error with { Code = "ParameterValueInvalid", Message = error.Error.Message["Invalid parameter: ".Length..] });

    /// <exception cref="AwsException">SNS would not take it.</exception>
    public static void Check(Topic topic, Message message)
    {
        if (message.Text.Length == 0) throw SnsCalls.Invalid("Empty message", message.At);
        if (Encoding.UTF8.GetByteCount(message.Text) + message.Attributes.Bytes > MostBytes) throw SnsCalls.Invalid("Message too long", message.At, "256 KB with its attributes.");
        if (message.Subject is { } subject && (subject.Length is 0 or > 100 || subject.Any(c => char.IsControl(c)) || char.IsWhiteSpace(subject[0])))
            throw SnsCalls.Invalid("Subject", message.At, "1 to 100 characters without line breaks, and no space at the beginning.");
        if (topic.IsFifo)
        {
            if (string.IsNullOrEmpty(message.GroupId)) throw SnsCalls.Invalid("The MessageGroupId parameter is required for FIFO topics", message.At);
            if (message.DeduplicationId is null && !topic.ContentBasedDeduplication) throw SnsCalls.Invalid("The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly", message.At);
        }
        else if (message.DeduplicationId is not null)
        {
            throw SnsCalls.Invalid("MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type", message.At);
        }
        foreach (var (name, id) in new[] { ("MessageGroupId", message.GroupId), ("MessageDeduplicationId", message.DeduplicationId) })
        {
            if (id is not null && (id.Length is 0 or > 128 || !id.All(c => c is > ' ' and <= '~'))) throw SnsCalls.Invalid($"{name} Reason: must be 1 to 128 alphanumeric or punctuation characters", message.At);
        }
    }

    /// <summary>AWS hands messages on within moments; here it is done in the same turn, to each subscriber in the order in which they subscribed.</summary>
    public static Output Publish(Turn turn, Topic topic, Message message)
    {
        var id = turn.Uuid();
        if (!topic.IsFifo)
        {
            HandOut(turn, topic, message, id, null);
            return new() { ["MessageId"] = id };
        }
        message = message with { DeduplicationId = message.DeduplicationId ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.Text))) };
        var (recent, order) = (topic.Recent, topic.RecentOrder);
        while (!order.IsEmpty && turn.Now - order.Peek().At >= FiveMinutes) (recent, order) = (recent.Remove(order.Peek().Id), order.Dequeue());
        var key = topic.DeduplicatesByGroup ? $"{message.GroupId}\n{message.DeduplicationId}" : message.DeduplicationId;
        if (recent.TryGetValue(key, out var before)) return new() { ["MessageId"] = before.MessageId, ["SequenceNumber"] = before.SequenceNumber };
        var sequence = $"1{(topic.Last + 1) * 1000:D19}";
        turn.Put(topic with { Last = topic.Last + 1, Recent = recent.Add(key, new(turn.Now, id, sequence)), RecentOrder = order.Enqueue((turn.Now, key)) });
        HandOut(turn, topic, message, id, sequence);
        return new() { ["MessageId"] = id, ["SequenceNumber"] = sequence };
    }

    private static void HandOut(Turn turn, Topic topic, Message message, string id, string? sequence)
    {
        turn.Measure(SnsMetrics.Of(topic), (SnsMetrics.Published, 1), (SnsMetrics.Size, Encoding.UTF8.GetByteCount(message.Text) + message.Attributes.Bytes));
        JsonObject? attributes = null, body = null;
        foreach (var arn in topic.Subscriptions)
        {
            var one = turn.State.Sns.Subscriptions[arn];
            if (one.IsPending) continue;
            if (one.Filter is { } filter)
            {
                // A body that is no JSON object passes no filter of bodies.
                var looked = one.FiltersBody ? body ??= JsonReader.Read(message.Text).Value as JsonObject : attributes ??= AsJson(message.Attributes);
                if (looked is null || !filter.Matches(looked))
                {
                    turn.Measure(SnsMetrics.Of(topic), (SnsMetrics.FilteredOut, 1));
                    continue;
                }
            }
            Deliver(turn, topic, message, id, sequence, one);
        }
    }

    private static JsonObject AsJson(MessageAttributeList attributes)
    {
        Output json = [];
        foreach (var one in attributes.Items)
        {
            if (one.IsBinary) continue;
            json[one.Name] = one.DataType is "String.Array" ? Node.Parse(one.Value)
                : one.DataType.StartsWith("Number", StringComparison.Ordinal) ? Node.Parse(decimal.TryParse(one.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : "null")
                : one.Value;
        }
        return (JsonObject)JsonReader.Read(json.ToJsonString(Plain)).Value!;
    }

    private static void Deliver(Turn turn, Topic topic, Message message, string id, string? sequence, Subscription one)
    {
        var text = message.For(one.Protocol);
        if (one.Protocol is not ("sqs" or "lambda"))
        {
            turn.Note("sns", one.Arn, $"{one.Endpoint} gets by {one.Protocol}: {(message.Subject ?? text).Shortened()}");
            return;
        }
        var isRaw = one.Raw && one.Protocol is "sqs";
        var own = isRaw && message.Attributes.Items.Length > 0
            ? new Output(message.Attributes.Items.Select(a => KeyValuePair.Create<string, Node?>(a.Name, a.Told()))).ToJsonString(Plain) : null;
        Delivery delivery = new(Service, topic.Arn, one.Endpoint, isRaw ? text : (one.Protocol is "sqs" ? Envelope(turn, topic, message, text, id, sequence, one) : ForFunction(turn, topic, message, text, id, one)).ToJsonString(Plain))
        {
            Attributes = own,
            // A standard queue is not told the group of a FIFO topic: https://docs.aws.amazon.com/sns/latest/dg/fifo-message-grouping.html
            MessageGroupId = topic.IsFifo && !one.Endpoint.EndsWith(".fifo", StringComparison.Ordinal) ? null : message.GroupId,
            DeduplicationId = message.DeduplicationId,
        };
        var result = turn.Send(delivery);
        // What the receiver refuses is not tried again.
        turn.Measure(SnsMetrics.Of(topic), (result.HasArrived ? SnsMetrics.Delivered : SnsMetrics.Failed, 1));
        if (!result.HasArrived && one.DeadLetterArn is { } letters)
            turn.Measure(SnsMetrics.Of(topic), (turn.Send(delivery with { TargetArn = letters }).HasArrived ? SnsMetrics.Redriven : SnsMetrics.NotRedriven, 1));
    }

    private static string Time(Turn turn) => turn.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Unsubscribe(Topic topic, Subscription one) => $"https://sns.{topic.Region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={one.Arn}";

    // Nothing here is signed: there is no key, and nobody would be fooled.
    private const string Signature = "EXAMPLE";

    private static string Certificate(Topic topic) => $"https://sns.{topic.Region}.amazonaws.com/SimpleNotificationService-EXAMPLE.pem";

    private static Output AttributesTold(Message message) =>
        new(message.Attributes.Items.Select(a => KeyValuePair.Create<string, Node?>(a.Name, new Output { ["Type"] = a.DataType, ["Value"] = a.Value })));

    /// <seealso href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html"/>
    private static Output Envelope(Turn turn, Topic topic, Message message, string text, string id, string? sequence, Subscription one)
    {
        Output json = new() { ["Type"] = "Notification", ["MessageId"] = id };
        if (sequence is not null) json["SequenceNumber"] = sequence;
        json["TopicArn"] = topic.Arn;
        if (message.Subject is { } subject) json["Subject"] = subject;
        json["Message"] = text;
        json["Timestamp"] = Time(turn);
        if (sequence is null)
        {
            json["SignatureVersion"] = topic.Kept.GetValueOrDefault("SignatureVersion") ?? "1";
            json["Signature"] = Signature;
            json["SigningCertURL"] = Certificate(topic);
        }
        json["UnsubscribeURL"] = Unsubscribe(topic, one);
        if (message.Attributes.Items.Length > 0) json["MessageAttributes"] = AttributesTold(message);
        return json;
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html"/>
    private static Output ForFunction(Turn turn, Topic topic, Message message, string text, string id, Subscription one) => new()
    {
        ["Records"] = new Array(new Output
        {
            ["EventSource"] = "aws:sns",
            ["EventVersion"] = "1.0",
            ["EventSubscriptionArn"] = one.Arn,
            ["Sns"] = new Output
            {
                ["Type"] = "Notification",
                ["MessageId"] = id,
                ["TopicArn"] = topic.Arn,
                ["Subject"] = message.Subject,
                ["Message"] = text,
                ["Timestamp"] = Time(turn),
                ["SignatureVersion"] = topic.Kept.GetValueOrDefault("SignatureVersion") ?? "1",
                ["Signature"] = Signature,
                ["SigningCertUrl"] = Certificate(topic),
                ["UnsubscribeUrl"] = Unsubscribe(topic, one),
                ["MessageAttributes"] = AttributesTold(message),
            },
        }),
    };

    /// <summary>With its attributes; those that are none fail with their entry.</summary>
    private static int Size(JsonObject entry)
    {
        var text = Encoding.UTF8.GetByteCount(entry.Text("Message")?.Value ?? "");
        try
        {
            return text + ReadAttributes(entry.Structure("MessageAttributes")).Bytes;
        }
        catch (AwsException)
        {
            return text;
        }
    }

    private static Output Batch(Call call, Topic topic)
    {
        var (entries, at) = (call.Structures("PublishBatchRequestEntries"), call.At("PublishBatchRequestEntries"));
        if (entries.Count == 0) throw Turn.Error("EmptyBatchRequest", "The batch request doesn't contain any entries.", at: at);
        if (entries.Count > 10) throw Turn.Error("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.", "Ten at most.", at: at);
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var id = entry.Text("Id")!.Value;
            if (id.Length is 0 or > 80 || !id.All(SqsCalls.IsNameLetter)) throw Turn.Error("InvalidBatchEntryId", "The Id of a batch entry in a batch request doesn't abide by the specification.", "Up to 80 letters, digits, hyphens and underscores.", at: entry.At);
            if (!ids.Add(id)) throw Turn.Error("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.", at: entry.At);
        }
        if (entries.Sum(Size) > MostBytes) throw Turn.Error("BatchRequestTooLong", "The length of all the batch messages put together is more than the limit.", "256 KB together.", at: at);
        Array successful = [], failed = [];
        foreach (var entry in entries)
        {
            var id = entry.Text("Id")!.Value;
            try
            {
                var message = Read(entry);
                Check(topic, message);
                Output done = new() { ["Id"] = id };
                foreach (var (name, value) in Publish(call.Turn, call.State.Sns.Topics[topic.Arn], message)) done[name] = value!.DeepClone();
                successful.Add((Node)done);
            }
            catch (AwsException e)
            {
                failed.Add((Node)new Output { ["Id"] = id, ["Code"] = e.Error.Code, ["Message"] = e.Error.Message, ["SenderFault"] = true });
            }
        }
        return new() { ["Successful"] = successful, ["Failed"] = failed };
    }
}

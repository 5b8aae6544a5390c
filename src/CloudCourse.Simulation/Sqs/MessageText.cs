using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sqs;

/// <summary>A received message as its receiver sees it.</summary>
internal static class MessageText
{
    private static readonly string[] Names =
    [
        "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp", "SequenceNumber", "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader", "DeadLetterQueueSourceArn",
    ];

    /// <summary>What the call asks for, by the new member or the old one.</summary>
    public static HashSet<string> SystemNames(Call call)
    {
        HashSet<string> names = [];
        foreach (var name in call.Texts("AttributeNames").Concat(call.Texts("MessageSystemAttributeNames")))
        {
            if (name.Value == "All") names.UnionWith(Names);
            else if (Names.Contains(name.Value)) names.Add(name.Value);
            // The old member shares its list with the attributes of queues.
            else if (!QueueSettings.Names.Contains(name.Value)) throw SqsErrors.UnknownAttribute(name.Value, name.At, $"All, or some of {string.Join(", ", Names)}.");
        }
        return names;
    }

    public static IEnumerable<(string Name, string Value)> System(QueuedMessage message)
    {
        yield return ("SenderId", message.SenderId);
        yield return ("SentTimestamp", SqsCalls.Milliseconds(message.SentAt));
        yield return ("ApproximateReceiveCount", QueueSettings.Number(message.Receives));
        yield return ("ApproximateFirstReceiveTimestamp", SqsCalls.Milliseconds(message.FirstReceived));
        if (message.DeduplicationId is { } id)
        {
            yield return ("SequenceNumber", message.SequenceNumber);
            yield return ("MessageDeduplicationId", id);
        }
        if (message.GroupId is { } group) yield return ("MessageGroupId", group);
        if (message.TraceHeader is { } trace) yield return ("AWSTraceHeader", trace);
        if (message.GivenUpBy is { } source) yield return ("DeadLetterQueueSourceArn", source);
    }

    public static Output Told(Queue queue, QueuedMessage message, HashSet<string> system, List<string> own)
    {
        Output told = new()
        {
            ["MessageId"] = message.Id,
            ["ReceiptHandle"] = SqsCalls.HandleOf(queue, message),
            ["MD5OfBody"] = MessageAttributeList.Md5Of(message.Body),
            ["Body"] = message.Body,
        };
        if (system.Count > 0) told["Attributes"] = new Output(System(message).Where(a => system.Contains(a.Name)).Select(a => KeyValuePair.Create<string, Node?>(a.Name, a.Value)));
        if (own.Count > 0 && message.Attributes.Items.Where(a => own.Exists(n => Wants(n, a.Name))).ToList() is { Count: > 0 } wanted)
        {
            told["MessageAttributes"] = new Output(wanted.Select(a => KeyValuePair.Create<string, Node?>(a.Name, a.Told())));
            told["MD5OfMessageAttributes"] = MessageAttributeList.Md5Of(wanted);
        }
        return told;
    }

    /// <summary>All, a name, or a beginning with <c>.*</c>.</summary>
    private static bool Wants(string asked, string name) =>
        asked is "All" or ".*" || asked == name || (asked.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(asked[..^2], StringComparison.Ordinal));

    /// <summary>The record that Lambda makes of a message.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html"/>
    public static Output ForFunction(Queue queue, QueuedMessage message)
    {
        Output record = new()
        {
            ["messageId"] = message.Id,
            ["receiptHandle"] = SqsCalls.HandleOf(queue, message),
            ["body"] = message.Body,
            ["attributes"] = new Output(System(message).Select(a => KeyValuePair.Create<string, Node?>(a.Name, a.Value))),
            ["messageAttributes"] = new Output(message.Attributes.Items.Select(a => KeyValuePair.Create<string, Node?>(a.Name, new Output
            {
                [a.IsBinary ? "binaryValue" : "stringValue"] = a.Value,
                ["stringListValues"] = new Array(),
                ["binaryListValues"] = new Array(),
                ["dataType"] = a.DataType,
            }))),
        };
        if (message.Attributes.Md5 is { } digest) record["md5OfMessageAttributes"] = digest;
        record["md5OfBody"] = MessageAttributeList.Md5Of(message.Body);
        record["eventSource"] = "aws:sqs";
        record["eventSourceARN"] = queue.Arn;
        record["awsRegion"] = queue.Region;
        return record;
    }
}

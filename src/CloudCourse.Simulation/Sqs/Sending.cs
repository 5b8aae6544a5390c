using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Sqs;

/// <summary>A message on its way into a queue, not yet looked at.</summary>
internal sealed record Outgoing(string Body)
{
    public Location? At { get; init; }
    public long? DelaySeconds { get; init; }
    public MessageAttributeList Attributes { get; init; } = MessageAttributeList.None;
    public string? TraceHeader { get; init; }
    public string? GroupId { get; init; }
    public string? DeduplicationId { get; init; }

    public int Bytes => Encoding.UTF8.GetByteCount(Body) + Attributes.Bytes;

    /// <param name="json">A SendMessage request, or an entry of a batch.</param>
    public static Outgoing Read(JsonObject json)
    {
        string? trace = null;
        foreach (var (name, member) in json.Structure("MessageSystemAttributes")?.AsDictionary() ?? new Dictionary<string, JsonMember>())
        {
            if (name != "AWSTraceHeader") throw SqsErrors.Invalid($"Message system attribute name '{name.Shortened()}' is invalid.", member.NameAt, "AWSTraceHeader is the only one that a sender sets.");
            var value = (JsonObject)member.Value;
            if (value.Text("DataType")?.Value != "String") throw SqsErrors.Invalid($"The type of message (system) attribute '{name}' is invalid.", member.Value.At, "AWSTraceHeader is a String.");
            trace = value.Text("StringValue")?.Value is { Length: > 0 } text ? text : throw SqsErrors.Invalid($"The message system attribute '{name}' must contain non-empty attribute value.", member.Value.At);
        }
        return new(json.Text("MessageBody")?.Value ?? "")
        {
            At = json.Last("MessageBody")?.Value.At ?? json.Head(),
            DelaySeconds = json.Integer("DelaySeconds")?.Value,
            Attributes = MessageAttributeList.Read(json.Structure("MessageAttributes")),
            TraceHeader = trace,
            GroupId = json.Text("MessageGroupId")?.Value,
            DeduplicationId = json.Text("MessageDeduplicationId")?.Value,
        };
    }
}

/// <param name="SequenceNumber">Null for a standard queue.</param>
internal readonly record struct Sent(string MessageId, string? SequenceNumber);

/// <summary>Puts messages into queues.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html"/>
internal static class Sending
{
    private const long FiveMinutes = 5 * TimeSpan.TicksPerMinute;

    /// <exception cref="AwsException">SQS would not take it; nothing is changed.</exception>
    public static void Check(Queue queue, Outgoing message)
    {
        var settings = queue.Settings;
        if (message.Body.Length == 0) throw SqsErrors.Missing("MessageBody", message.At);
        foreach (var letter in message.Body)
        {
            if (letter >= ' ' ? letter is '\uFFFE' or '\uFFFF' : letter is not ('\t' or '\n' or '\r'))
                throw Turn.Error("InvalidMessageContents", "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF", null, 400, message.At);
        }
        if (message.Bytes > settings.MaximumMessageSize)
            throw SqsErrors.Invalid($"One or more parameters are invalid. Reason: Message must be shorter than {settings.MaximumMessageSize} bytes.", message.At, $"With its attributes it has {message.Bytes} bytes. Large content belongs in S3, and its key in the message.");
        if (message.DelaySeconds is { } delay)
        {
            if (delay is < 0 or > 900) throw SqsErrors.Value(QueueSettings.Number(delay), "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.", message.At);
            if (queue.IsFifo && delay != 0) throw SqsErrors.Value(QueueSettings.Number(delay), "DelaySeconds", "The request include parameter that is not valid for this queue type.", message.At, "A FIFO queue has one delay for all messages: its attribute DelaySeconds.");
        }
        CheckId("MessageGroupId", message.GroupId, message.At);
        CheckId("MessageDeduplicationId", message.DeduplicationId, message.At);
        if (queue.IsFifo)
        {
            if (message.GroupId is null) throw SqsErrors.Missing("MessageGroupId", message.At, "A FIFO queue keeps the order within each message group.");
            if (message.DeduplicationId is null && !settings.ContentBasedDeduplication)
                throw SqsErrors.Invalid("The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly", message.At);
        }
        else if (message.DeduplicationId is not null)
        {
            throw SqsErrors.Value(message.DeduplicationId, "MessageDeduplicationId", "The request include parameter that is not valid for this queue type.", message.At, "Only FIFO queues leave out what was sent twice.");
        }
    }

    private static void CheckId(string parameter, string? id, Location? at)
    {
        if (id is not null && (id.Length is 0 or > 128 || !id.All(c => c is > ' ' and <= '~')))
            throw SqsErrors.Value(id, parameter, $"{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.", at);
    }

    /// <summary>Takes a message that was checked. A FIFO queue takes nothing a second time within five minutes, and answers as before.</summary>
    public static Sent Put(Turn turn, Queue queue, Outgoing message, string senderId)
    {
        var now = turn.Now.UtcTicks;
        var work = turn.Work(queue);
        string? id = null;
        if (queue.IsFifo)
        {
            id = message.DeduplicationId ?? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(message.Body)));
            if (queue.Contents.Recent.TryGetValue(DeduplicationKey(queue, message, id), out var before) && now - before.At < FiveMinutes)
            {
                turn.Measure(SqsMetrics.Of(queue), (SqsMetrics.Deduplicated, 1));
                return new(before.MessageId, before.SequenceNumber);
            }
        }
        var stored = work.Add(new QueuedMessage(0, turn.Uuid(), message.Body, now)
        {
            Attributes = message.Attributes,
            TraceHeader = message.TraceHeader,
            SenderId = senderId,
            GroupId = message.GroupId,
            DeduplicationId = id,
            VisibleAt = now + (message.DelaySeconds is { } own && !queue.IsFifo ? own : queue.Settings.DelaySeconds) * TimeSpan.TicksPerSecond,
        });
        var contents = work.Contents;
        if (queue.IsFifo) contents = Remembered(contents, DeduplicationKey(queue, message, id!), new(now, stored.Id, stored.SequenceNumber));
        turn.Put(queue with { Contents = contents });
        turn.Measure(SqsMetrics.Of(queue), (SqsMetrics.Sent, 1), (SqsMetrics.Size, message.Bytes));
        return new(stored.Id, queue.IsFifo ? stored.SequenceNumber : null);
    }

    private static string DeduplicationKey(Queue queue, Outgoing message, string id) => queue.Settings.DeduplicationScope is "messageGroup" ? $"{message.GroupId}\n{id}" : id;

    private static QueueContents Remembered(QueueContents contents, string key, SentBefore sent)
    {
        var (recent, order) = (contents.Recent, contents.RecentOrder);
        while (!order.IsEmpty && order.Peek() is var (at, old) && sent.At - at >= FiveMinutes)
        {
            order = order.Dequeue();
            // The id may have been used again since.
            if (recent.TryGetValue(old, out var kept) && kept.At == at) recent = recent.Remove(old);
        }
        return contents with { Recent = recent.SetItem(key, sent), RecentOrder = order.Enqueue((sent.At, key)) };
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sqs;

/// <summary>Sending, receiving and deleting messages, one by one and in batches.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html"/>
internal static class MessageOperations
{
    private const int MostBytesTogether = 1_048_576;

    public static IReadOnlyList<Operation> All { get; } =
    [
        SqsCalls.Op("SendMessage", (c, q) =>
        {
            var message = Outgoing.Read(c.Input);
            Sending.Check(q, message);
            var output = Told(message, Sending.Put(c.Turn, q, message, SqsCalls.SenderId(c)));
            return output;
        }),
        SqsCalls.Op("SendMessageBatch", SendBatch, "SendMessage"),
        SqsCalls.Op("ReceiveMessage", Receive),
        SqsCalls.Op("DeleteMessage", (c, q) =>
        {
            Receiving.Delete(c.Turn, q, Handle(c.Input), c.At("ReceiptHandle"));
            return [];
        }),
        SqsCalls.Op("DeleteMessageBatch", (c, q) => Batch(c, "DeleteMessageBatch", entry =>
        {
            Receiving.Delete(c.Turn, c.State.Sqs.Queues[q.Key], Handle(entry), entry.Last("ReceiptHandle")!.Value.At);
            return [];
        }), "DeleteMessage"),
        SqsCalls.Op("ChangeMessageVisibility", (c, q) =>
        {
            Receiving.ChangeVisibility(c.Turn, q, Handle(c.Input), c.Integer("VisibilityTimeout")!.Value, c.At("ReceiptHandle"));
            return [];
        }),
        SqsCalls.Op("ChangeMessageVisibilityBatch", (c, q) => Batch(c, "ChangeMessageVisibilityBatch", entry =>
        {
            var seconds = entry.Integer("VisibilityTimeout")?.Value ?? throw SqsErrors.Missing("VisibilityTimeout", entry.Head());
            Receiving.ChangeVisibility(c.Turn, c.State.Sqs.Queues[q.Key], Handle(entry), seconds, entry.Last("ReceiptHandle")!.Value.At);
            return [];
        }), "ChangeMessageVisibility"),
    ];

    private static string Handle(JsonObject json) => json.Text("ReceiptHandle")?.Value is { Length: > 0 } handle ? handle : throw SqsErrors.Missing("ReceiptHandle", json.Head());

    private static Output Told(Outgoing message, Sent sent)
    {
        Output output = new() { ["MD5OfMessageBody"] = MessageAttributeList.Md5Of(message.Body), ["MessageId"] = sent.MessageId };
        if (message.Attributes.Md5 is { } digest) output["MD5OfMessageAttributes"] = digest;
        if (message.TraceHeader is { } trace) output["MD5OfMessageSystemAttributes"] = MessageAttributeList.Md5Of([new("AWSTraceHeader", "String", trace)]);
        if (sent.SequenceNumber is { } number) output["SequenceNumber"] = number;
        return output;
    }

    private static Output SendBatch(Call call, Queue queue)
    {
        Dictionary<JsonObject, Outgoing> read = new(ReferenceEqualityComparer.Instance);
        var bytes = 0L;
        return Batch(call, "SendMessageBatch", entry =>
        {
            var message = Outgoing.Read(entry);
            Sending.Check(queue, message);
            return Told(message, Sending.Put(call.Turn, call.State.Sqs.Queues[queue.Key], message, SqsCalls.SenderId(call)));
        }, entries =>
        {
            foreach (var entry in entries)
            {
                bytes += System.Text.Encoding.UTF8.GetByteCount(entry.Text("MessageBody")?.Value ?? "");
                try
                {
                    bytes += MessageAttributeList.Read(entry.Structure("MessageAttributes")).Bytes;
                }
                catch (AwsException)
                {
                    // That entry fails by itself.
                }
            }
            if (bytes > MostBytesTogether) throw SqsErrors.Own("BatchRequestTooLong", $"Batch requests cannot be longer than {MostBytesTogether} bytes. You have sent {bytes} bytes.", null, call.At("Entries"));
        });
    }

    /// <summary>Each entry succeeds or fails by itself.</summary>
    private static Output Batch(Call call, string operation, Func<JsonObject, Output> run, Action<IReadOnlyList<JsonObject>>? check = null)
    {
        var (entries, at) = (call.Structures("Entries"), call.At("Entries"));
        if (entries.Count == 0) throw SqsErrors.Own("EmptyBatchRequest", $"There should be at least one {operation}RequestEntry in the request.", null, at);
        if (entries.Count > 10) throw SqsErrors.Own("TooManyEntriesInBatchRequest", $"Maximum number of entries per request are 10. You have sent {entries.Count}.", null, at);
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var id = entry.Text("Id")!.Value;
            if (id.Length is 0 or > 80 || !id.All(SqsCalls.IsNameLetter))
                throw SqsErrors.Own("InvalidBatchEntryId", "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.", null, entry.Last("Id")!.Value.At);
            if (!ids.Add(id)) throw SqsErrors.Own("BatchEntryIdsNotDistinct", $"Id {id} repeated.", "The ids only have to differ within the request.", entry.Last("Id")!.Value.At);
        }
        check?.Invoke(entries);
        Array successful = [], failed = [];
        foreach (var entry in entries)
        {
            var id = entry.Text("Id")!.Value;
            try
            {
                Output done = new() { ["Id"] = id };
                foreach (var (name, value) in run(entry)) done[name] = value!.DeepClone();
                successful.Add((System.Text.Json.Nodes.JsonNode)done);
            }
            catch (AwsException e)
            {
                failed.Add((System.Text.Json.Nodes.JsonNode)new Output { ["Id"] = id, ["SenderFault"] = true, ["Code"] = e.Error.Code, ["Message"] = e.Error.Message });
            }
        }
        return new() { ["Successful"] = successful, ["Failed"] = failed };
    }

    private static Output Receive(Call call, Queue queue)
    {
        var most = Between(call, "MaxNumberOfMessages", 1, 10, "Must be between 1 and 10, if provided.") ?? 1;
        var wait = Between(call, "WaitTimeSeconds", 0, 20, "Must be >= 0 and <= 20, if provided.") ?? queue.Settings.ReceiveMessageWaitTimeSeconds;
        var timeout = Between(call, "VisibilityTimeout", 0, 43_200, "Must be >= 0 and <= 43200, if provided.") ?? queue.Settings.VisibilityTimeout;
        var attempt = call.Text("ReceiveRequestAttemptId");
        if (attempt is not null && !queue.IsFifo) throw SqsErrors.Value(attempt, "ReceiveRequestAttemptId", "The request include parameter that is not valid for this queue type.", call.At("ReceiveRequestAttemptId"));
        if (attempt is { Length: 0 or > 128 }) throw SqsErrors.Value(attempt, "ReceiveRequestAttemptId", "ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.", call.At("ReceiveRequestAttemptId"));
        var system = MessageText.SystemNames(call);
        var own = call.Texts("MessageAttributeNames").Select(n => n.Value).ToList();
        var (received, messages) = Receiving.Receive(call.Turn, queue, (int)most, timeout * TimeSpan.TicksPerSecond, wait * TimeSpan.TicksPerSecond, out var waited, attempt);
        // A standard queue says when too much is in flight; a FIFO queue, and whoever waits, just gets nothing.
        if (messages.Count == 0 && wait == 0 && !queue.IsFifo && received.Contents.InFlight >= Receiving.MostInFlight)
            throw Turn.Error("OverLimit", "Too many messages in flight.", $"{Receiving.MostInFlight} are received and not deleted.", 403, call.Input.Head());
        call.Turn.Waited = waited;
        if (messages.Count == 0) call.Turn.Measure(SqsMetrics.Of(queue), (SqsMetrics.Empty, 1));
        return messages.Count == 0 ? [] : new() { ["Messages"] = new Array([.. messages.Select(m => MessageText.Told(received, m, system, own))]) };
    }

    private static long? Between(Call call, string member, long least, long most, string reason) =>
        call.Integer(member) is not { } value ? null
            : value >= least && value <= most ? value
            : throw SqsErrors.Value(QueueSettings.Number(value), member, reason, call.At(member));
}

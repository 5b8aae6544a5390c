using System.Buffers.Binary;
using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sqs;

/// <summary>What SQS's operations have in common.</summary>
internal static class SqsCalls
{
    /// <summary>An operation on the queue that <c>QueueUrl</c> names.</summary>
    /// <param name="action">The action that it needs, where it is not called as the operation: batches need what single messages do.</param>
    public static Operation Op(string name, Func<Call, Queue, Output> run, string? action = null)
    {
        var needed = $"sqs:{action ?? name}";
        return new(name, c =>
        {
            var queue = c.Queue();
            return [On(queue, needed)];
        }, c => run(c, c.Queue()));
    }

    public static Permission On(Queue queue, string action)
    {
        Permission permission = new(action, queue.Arn) { ResourcePolicy = queue.Settings.Policy?.Policy };
        return queue.Tags.IsEmpty ? permission
            : permission with { Context = queue.Tags.ToDictionary(t => $"aws:ResourceTag/{t.Key}", t => (IReadOnlyList<string>)[t.Value]) };
    }

    /// <summary>The queue of a URL as SQS gives it.</summary>
    public static Queue Queue(this Call call)
    {
        var url = call.Need("QueueUrl");
        var path = url.StartsWith("https://", StringComparison.Ordinal) ? url.AsSpan(8) : url.StartsWith("http://", StringComparison.Ordinal) ? url.AsSpan(7) : [];
        Span<Range> parts = stackalloc Range[4];
        if (path.Split(parts, '/') != 3 || path[parts[1]].Length != 12) throw Address(call, url);
        var host = path[parts[0]];
        var account = path[parts[1]];
        var name = path[parts[2]];
        if (!host.StartsWith("sqs.") && !host.EndsWith("queue.amazonaws.com")) throw Address(call, url);
        if (!account.SequenceEqual(call.AccountId)) throw SqsErrors.NoQueue(call.At("QueueUrl"), "The account in the URL is another.");
        return call.State.Sqs.Queues.Find(Sqs.Queue.KeyOf(call.Region, name.ToString())) ?? throw SqsErrors.NoQueue(call.At("QueueUrl"),
            host.StartsWith("sqs.") && !host.StartsWith($"sqs.{call.Region}.") ? $"The URL names another Region than the call's, {call.Region}." : null);
    }

    private static AwsException Address(Call call, string url) => Turn.Error("InvalidAddress", $"The address {url.Shortened()} is not valid for this endpoint.",
        $"A queue's URL looks like https://sqs.{call.Region}.amazonaws.com/{call.AccountId}/its-name; GetQueueUrl tells it.", 404, call.At("QueueUrl"));

    public static void Put(this Turn turn, Queue queue)
    {
        var queues = turn.State.Sqs.Queues;
        var minute = QueueLevel.MinuteOf(turn.Now.UtcTicks);
        if (queue.Minute != minute) queue = QueueLevel.Kept(queue, queues.Find(queue.Key), minute);
        turn.State = turn.State with { Sqs = turn.State.Sqs with { Queues = queues.Put(queue.Key, queue) } };
    }

    /// <summary>The queue's contents as they are now; what expired meanwhile is told in the history.</summary>
    public static QueueWork Work(this Turn turn, Queue queue)
    {
        QueueWork work = new(queue, turn.Now.UtcTicks);
        if (work.Expired > 0) turn.Note("sqs", queue.Arn, $"{work.Expired} {(work.Expired == 1 ? "message" : "messages")} of {queue.Name} came to the end of the retention period of {queue.Settings.MessageRetentionPeriod} s", "kept");
        return work;
    }

    public static string Uuid(this Turn turn) => string.Create(36, (turn.Draw(), turn.Draw()), static (text, bits) =>
    {
        var (high, low) = bits;
        for (var i = 0; i < 36; i++)
        {
            if (i is 8 or 13 or 18 or 23)
            {
                text[i] = '-';
                continue;
            }
            ref var source = ref (i < 18 ? ref high : ref low);
            var digit = (int)(source & 15);
            source >>= 4;
            text[i] = i == 14 ? '4' : i == 19 ? "89ab"[digit & 3] : "0123456789abcdef"[digit];
        }
    });

    /// <summary>How SQS names a sender: a user's id, a role's id with its session, or the account.</summary>
    public static string SenderId(Call call) => S3.S3Calls.PrincipalId(call.Turn, call.Caller) is var id && id.StartsWith("AWS:", StringComparison.Ordinal) ? id[4..] : id;

    public static bool IsNameLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';

    public static string Milliseconds(long ticks) => ((ticks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMillisecond).ToString(CultureInfo.InvariantCulture);

    /// <summary>The handle of one receive of a message.</summary>
    public static string HandleOf(Queue queue, QueuedMessage message) => Handle(queue, message.Number, message.Receives);

    private static string Handle(Queue queue, long number, int receives)
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        BinaryPrimitives.WriteInt32BigEndian(bytes[8..], receives);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[12..], Mixed(queue.HandleKey ^ Mixed((ulong)number) ^ Mixed(~(ulong)receives)));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], (uint)Mixed((ulong)number + queue.HandleKey));
        return "AQEB" + Convert.ToBase64String(bytes);
    }

    private static ulong Mixed(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
        return bits ^ (bits >> 31);
    }

    /// <summary>What a handle is of.</summary>
    /// <exception cref="AwsException">It is none of this queue's.</exception>
    public static (long Number, int Receives) ReadHandle(Queue queue, string handle, Location at)
    {
        Span<byte> bytes = stackalloc byte[24];
        if (handle.StartsWith("AQEB", StringComparison.Ordinal) && handle.Length == 36 && Convert.TryFromBase64Chars(handle.AsSpan(4), bytes, out var length) && length == 24)
        {
            var (number, receives) = (BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[8..]));
            if (Handle(queue, number, receives) == handle) return (number, receives);
        }
        throw SqsErrors.Handle(handle, at);
    }
}

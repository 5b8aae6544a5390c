using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;

namespace CloudCourse.Simulation.Sqs;

/// <summary>Takes messages out of queues, and puts those that were taken too often into dead-letter queues.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html"/>
internal static class Receiving
{
    /// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html"/>
    public const int MostInFlight = 120_000;

    private const long FiveMinutes = 5 * TimeSpan.TicksPerMinute;

    /// <summary>
    /// Receives what is there, or what becomes visible while the receiver waits: the ends of delays and of time-outs are known beforehand.
    /// What others will send meanwhile is not, as a call takes no time of the account's.
    /// </summary>
    /// <param name="wait">Ticks.</param>
    /// <param name="waited">How long it took until something could be received, or the whole wait.</param>
    public static (Queue Queue, IReadOnlyList<QueuedMessage> Messages) Receive(Turn turn, Queue queue, int most, long timeout, long wait, out TimeSpan waited, string? attempt = null)
    {
        var now = turn.Now.UtcTicks;
        waited = TimeSpan.Zero;
        if (attempt is not null && Again(turn, queue, attempt, timeout) is { } again) return again;
        var work = WithoutDeadLetters(turn, ref queue, most);
        most = Math.Min(most, MostInFlight - work.InFlight);
        List<QueuedMessage> picked = [.. work.ReadyMessages().Take(Math.Max(0, most))];
        var at = now;
        if (picked.Count == 0 && wait > 0 && most > 0)
        {
            QueueWork ahead = new(queue with { Contents = work.Contents }, now);
            at = now + wait;
            while (picked.Count == 0 && ahead.NextVisible is { } next && next <= now + wait)
            {
                ahead.MoveTo(next);
                picked = [.. ahead.ReadyMessages().Where(m => !IsDead(queue, m)).Take(most)];
                if (picked.Count > 0) at = next;
            }
            waited = TimeSpan.FromTicks(at - now);
        }
        List<QueuedMessage> taken = [];
        foreach (var message in picked) taken.Add(work.Take(message.Number, at, at + timeout));
        var contents = work.Contents;
        if (attempt is not null)
        {
            foreach (var (old, kept) in contents.Attempts)
            {
                if (now - kept.At >= FiveMinutes) contents = contents with { Attempts = contents.Attempts.Remove(old) };
            }
            contents = contents with { Attempts = contents.Attempts.SetItem(attempt, new(at, [.. taken.Select(m => (m.Number, m.Receives, m.VisibleAt))])) };
        }
        queue = queue with { Contents = contents };
        turn.Put(queue);
        if (taken.Count > 0) turn.Measure(SqsMetrics.Of(queue), (SqsMetrics.Received, taken.Count));
        return (queue, taken);
    }

    /// <summary>The same attempt again gets the same messages, as long as they are as it left them.</summary>
    private static (Queue, IReadOnlyList<QueuedMessage>)? Again(Turn turn, Queue queue, string attempt, long timeout)
    {
        var now = turn.Now.UtcTicks;
        if (!queue.Contents.Attempts.TryGetValue(attempt, out var before) || now - before.At >= FiveMinutes || before.Messages.IsEmpty) return null;
        var work = turn.Work(queue);
        if (!before.Messages.All(m => work.Find(m.Number) is { IsInFlight: true } found && found.Receives == m.Receives && found.VisibleAt == m.VisibleAt)) return null;
        List<QueuedMessage> messages = [.. before.Messages.Select(m => work.Hide(work.Find(m.Number)!, now + timeout))];
        var contents = work.Contents;
        queue = queue with { Contents = contents with { Attempts = contents.Attempts.SetItem(attempt, new(before.At, [.. messages.Select(m => (m.Number, m.Receives, m.VisibleAt))])) } };
        turn.Put(queue);
        return (queue, messages);
    }

    private static bool IsDead(Queue queue, QueuedMessage message) => queue.Settings.Redrive is { } redrive && message.Receives >= redrive.MaxReceiveCount;

    /// <summary>What would be received once more than the queue allows goes to the dead-letter queue instead; where that is gone, it stays.</summary>
    private static QueueWork WithoutDeadLetters(Turn turn, ref Queue queue, int most)
    {
        var work = turn.Work(queue);
        if (queue.Settings.Redrive is not { } redrive || Queue.KeyOfArn(redrive.Target, turn.AccountId) is not { } key) return work;
        while (true)
        {
            var of = queue;
            List<QueuedMessage> dead = [.. work.ReadyMessages().Take(Math.Max(1, most)).Where(m => IsDead(of, m))];
            if (dead.Count == 0 || turn.State.Sqs.Queues.Find(key) is not { } letters) return work;
            var target = turn.Work(letters);
            foreach (var message in dead)
            {
                work.Remove(message);
                target.Add(message with
                {
                    // A standard queue counts the retention period on from the first sending, a FIFO queue from now.
                    SentAt = letters.IsFifo ? turn.Now.UtcTicks : message.SentAt,
                    VisibleAt = turn.Now.UtcTicks,
                    GivenUpBy = queue.Arn,
                    GivenUpAt = turn.Now.UtcTicks,
                });
                turn.Note("sqs", queue.Arn, $"{message.Id} was received {message.Receives} {(message.Receives == 1 ? "time" : "times")} and not deleted: it goes to {letters.Name}", queue.Name, letters.Name);
            }
            turn.Put(letters with { Contents = target.Contents });
            queue = queue with { Contents = work.Contents };
        }
    }

    /// <summary>Deletes the message of a receipt handle.</summary>
    /// <exception cref="AwsException">The handle is none of this queue's; or it is too old, and the queue is a FIFO queue.</exception>
    public static void Delete(Turn turn, Queue queue, string handle, Findings.Location at)
    {
        var (number, receives) = SqsCalls.ReadHandle(queue, handle, at);
        var work = turn.Work(queue);
        var message = work.Find(number);
        if (queue.IsFifo && message is not null && (message.Receives != receives || !message.IsInFlight))
            throw SqsErrors.Value(handle, "ReceiptHandle", "The receipt handle has expired.", at, "The visibility time-out has ended, so the message is in the queue again.");
        turn.Measure(SqsMetrics.Of(queue), (SqsMetrics.Deleted, 1));
        // What was deleted before is as it was asked for. A standard queue takes an old handle and says nothing; the message of a later receive stays.
        if (message is null || message.Receives != receives) return;
        work.Remove(message);
        turn.Put(queue with { Contents = work.Contents });
    }

    /// <param name="seconds">From now.</param>
    public static void ChangeVisibility(Turn turn, Queue queue, string handle, long seconds, Findings.Location at)
    {
        if (seconds is < 0 or > 43_200) throw SqsErrors.Value(QueueSettings.Number(seconds), "VisibilityTimeout", "VisibilityTimeout must be an integer between 0 and 43200", at);
        var (number, receives) = SqsCalls.ReadHandle(queue, handle, at);
        var work = turn.Work(queue);
        if (work.Find(number) is not { } message || message.Receives != receives)
            throw SqsErrors.Value(handle, "ReceiptHandle", "Message does not exist or is not available for visibility timeout change.", at, "It was deleted, or received again since.");
        if (!message.IsInFlight) throw SqsErrors.Own("MessageNotInflight", "The specified message isn't in flight.", "Its visibility time-out has ended, so it is in the queue again.", at);
        var until = turn.Now.UtcTicks + seconds * TimeSpan.TicksPerSecond;
        if (until - message.LastReceived > 43_200 * TimeSpan.TicksPerSecond)
            throw SqsErrors.Value(QueueSettings.Number(seconds), "VisibilityTimeout", "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]", at, "Twelve hours from when it was received.");
        work.Hide(message, until);
        turn.Put(queue with { Contents = work.Contents });
    }
}

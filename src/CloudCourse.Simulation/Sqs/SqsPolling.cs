using CloudCourse.Simulation.Cloud;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sqs;

/// <summary>A message that was received by a poller inside the account.</summary>
/// <param name="Record">As Lambda puts it into an event.</param>
internal sealed record PolledMessage(string MessageId, string ReceiptHandle, string Body, string? GroupId, int Receives, DateTimeOffset Sent, Output Record);

/// <summary>
/// How event source mappings read queues. Whoever polls has asked for permission before. An ARN of a queue that is gone gives nothing and
/// is no error.
/// </summary>
internal static class SqsPolling
{
    public static Queue? Find(AccountState state, string queueArn) => Queue.KeyOfArn(queueArn, state.AccountId) is { } key ? state.Sqs.Queues.Find(key) : null;

    /// <summary>When something can be received there: now or earlier where something is there, the end of the next delay or time-out, null for an empty queue.</summary>
    public static DateTimeOffset? NextAt(AccountState state, string queueArn)
    {
        if (Find(state, queueArn) is not { } queue) return null;
        QueueWork work = new(queue, state.Now.UtcTicks);
        return work.HasReady ? state.Now : work.NextVisible is { } next ? new(next, TimeSpan.Zero) : null;
    }

    /// <summary>Receives under the queue's own visibility time-out, with all attributes; of a FIFO queue in order, group by group.</summary>
    /// <param name="most">Up to 10,000, as a mapping's batch.</param>
    public static IReadOnlyList<PolledMessage> Receive(Turn turn, string queueArn, int most)
    {
        if (Find(turn.State, queueArn) is not { } queue) return [];
        var (received, messages) = Receiving.Receive(turn, queue, most, queue.Settings.VisibilityTimeout * TimeSpan.TicksPerSecond, 0, out _);
        return [.. messages.Select(m => new PolledMessage(m.Id, SqsCalls.HandleOf(received, m), m.Body, m.GroupId, m.Receives, new(m.SentAt, TimeSpan.Zero), MessageText.ForFunction(received, m)))];
    }

    /// <summary>A handle that is too old deletes nothing.</summary>
    public static void Delete(Turn turn, string queueArn, IEnumerable<string> handles) => Each(turn, queueArn, handles, Receiving.Delete);

    /// <param name="seconds">0 makes the messages visible at once.</param>
    public static void ChangeVisibility(Turn turn, string queueArn, IEnumerable<string> handles, int seconds) =>
        Each(turn, queueArn, handles, (t, queue, handle, at) => Receiving.ChangeVisibility(t, queue, handle, seconds, at));

    private static void Each(Turn turn, string queueArn, IEnumerable<string> handles, Action<Turn, Queue, string, Findings.Location> what)
    {
        foreach (var handle in handles)
        {
            if (Find(turn.State, queueArn) is not { } queue) return;
            try
            {
                what(turn, queue, handle, new("", 0, 0));
            }
            catch (AwsException)
            {
                // A time-out that has ended: the message is in the queue again, which is what at least once means.
            }
        }
    }
}

using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda.Load;
using CloudCourse.Simulation.Sqs;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>
/// Reads queues: batches beside each other, more of them the longer messages wait. What succeeded is deleted; what failed comes back when
/// its visibility timeout ends, and goes where the queue's redrive policy says.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html"/>
internal static class QueuePolling
{
    /// <summary>Batches at first, batches more a minute while messages wait, and batches at most.</summary>
    private const int AtFirst = 5, MoreAMinute = 300, AtMost = 1250;

    private const int MaxEvent = 6 << 20;

    /// <summary>Lambda waits at the queue with long polls. What a poll takes to answer, AWS does not say: assumed.</summary>
    private static readonly TimeSpan Answers = TimeSpan.FromMilliseconds(100);

    public static void React(Turn turn, AccountState before, EventSourceMapping mapping)
    {
        if (ReferenceEquals(SqsPolling.Find(before, mapping.SourceArn), SqsPolling.Find(turn.State, mapping.SourceArn))) return;
        if (mapping.Lanes.GetValueOrDefault(Polling.Whole) is not { } lane || lane.Busy >= Limit(turn, mapping, lane)) return;
        if (SqsPolling.NextAt(turn.State, mapping.SourceArn) is { } next) Polling.Wake(turn, mapping.Uuid, Polling.Whole, (next > turn.Now ? next - turn.Now : TimeSpan.Zero) + Answers);
    }

    private static int Limit(Turn turn, EventSourceMapping mapping, Lane lane) => Math.Min(mapping.Settings.MaximumConcurrency ?? AtMost,
        AtFirst + (lane.BusySince is { } since ? (int)Math.Min(AtMost, (turn.Now - since).TotalMinutes * MoreAMinute) : 0));

    public static void Look(Turn turn, string uuid, Function function)
    {
        while (true)
        {
            var mapping = turn.State.Lambda.Mappings[uuid];
            var lane = mapping.Lanes[Polling.Whole];
            if (SqsPolling.Find(turn.State, mapping.SourceArn) is not { } queue)
            {
                Polling.Ended(turn, uuid, $"{Polling.Problem}The queue does not exist");
                return;
            }
            if (function.Choose(turn, mapping.Qualifier) is not { } version) return;
            if (QueueSource.Lacks(turn, version, mapping.SourceArn) is { } action)
            {
                Polling.Ended(turn, uuid, $"{Polling.Problem}The role {version.RoleArn} may no longer call {action}");
                return;
            }
            if (SqsPolling.NextAt(turn.State, mapping.SourceArn) is not { } next)
            {
                if (lane.Since is not null || lane.BusySince is not null) turn.Put(mapping, Polling.Whole, lane with { Since = null, BusySince = null });
                return;
            }
            if (next > turn.Now)
            {
                turn.Put(mapping, Polling.Whole, lane with { Since = null, BusySince = lane.Busy == 0 ? null : lane.BusySince });
                Polling.Wake(turn, uuid, Polling.Whole, next - turn.Now);
                return;
            }
            lane = lane with { Since = lane.Since ?? turn.Now, BusySince = lane.BusySince ?? turn.Now };
            turn.Put(mapping, Polling.Whole, lane);
            if (lane.Busy >= Limit(turn, mapping, lane))
            {
                // More readers come with time, unless the mapping says how many there may be; the end of a batch looks again anyway.
                if (lane.Busy < (mapping.Settings.MaximumConcurrency ?? AtMost)) Polling.Wake(turn, uuid, Polling.Whole, TimeSpan.FromSeconds(1));
                return;
            }
            var gathers = lane.Since.Value + TimeSpan.FromSeconds(mapping.Settings.Window);
            if (turn.Now < gathers && new QueueWork(queue, turn.Now.UtcTicks).Visible < mapping.Settings.BatchSize)
            {
                Polling.Wake(turn, uuid, Polling.Whole, gathers - turn.Now);
                return;
            }
            if (!Take(turn, mapping, function, version, queue.Settings.VisibilityTimeout)) return;
        }
    }

    /// <summary>Receives one batch and hands it to the function. False where nothing was there.</summary>
    private static bool Take(Turn turn, EventSourceMapping mapping, Function function, FunctionVersion version, int visibility)
    {
        var messages = SqsPolling.Receive(turn, mapping.SourceArn, mapping.Settings.BatchSize);
        if (messages.Count == 0) return false;
        List<SourceItem> items = [];
        var length = 0;
        List<string> back = [];
        foreach (var message in messages)
        {
            SourceItem item = new(message.MessageId, turn.Now, message.Record.ToJsonString(), message.ReceiptHandle);
            if (items.Count > 0 && length + item.Event.Length > MaxEvent)
            {
                back.Add(message.ReceiptHandle);
                continue;
            }
            items.Add(item);
            length += item.Event.Length;
        }
        if (back.Count > 0) SqsPolling.ChangeVisibility(turn, mapping.SourceArn, back, 0);
        var wanted = Polling.Filtered(mapping, items, "body");
        // What no filter lets through is done with.
        if (wanted.Length < items.Count)
        {
            var kept = wanted.Select(w => w.Id).ToHashSet(StringComparer.Ordinal);
            SqsPolling.Delete(turn, mapping.SourceArn, items.Where(i => !kept.Contains(i.Id)).Select(i => i.Handle!));
        }
        mapping = turn.State.Lambda.Mappings[mapping.Uuid];
        var lane = mapping.Lanes[Polling.Whole];
        turn.Put(mapping, Polling.Whole, lane with { Since = null, Busy = lane.Busy + (wanted.IsEmpty ? 0 : 1) });
        if (!wanted.IsEmpty) Hand(turn, mapping, function, version, wanted, turn.Now + TimeSpan.FromSeconds(visibility), 0);
        return true;
    }

    /// <summary>Invokes, or waits for room as long as the messages are hidden.</summary>
    private static void Hand(Turn turn, EventSourceMapping mapping, Function function, FunctionVersion version, ImmutableArray<SourceItem> items, DateTimeOffset hiddenUntil, int throttles)
    {
        QueueOrigin origin = new(mapping.Uuid, items);
        if (Invocations.TryStart(turn, function, version, Polling.InvokedArn(mapping, function), turn.RequestId(), Polling.Event(items), origin, out var throttled) is not null) return;
        var wait = TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, Math.Min(throttles, 5))));
        turn.Note("lambda", function.Arn, $"{function.Name} is throttled ({throttled}): {items.Length} {(items.Length == 1 ? "message waits" : "messages wait")}", to: FunctionFigures.Throttled);
        if (turn.Now + wait < hiddenUntil) turn.Plan(wait, new Again(mapping.Uuid, items, hiddenUntil, throttles + 1));
        else Done(turn, mapping.Uuid);
    }

    private sealed record Again(string Uuid, ImmutableArray<SourceItem> Items, DateTimeOffset HiddenUntil, int Throttles) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            if (turn.State.Lambda.Mappings.Find(Uuid) is not { } mapping) return;
            if (mapping.State is "Enabled" or "Updating" && turn.State.Lambda.Functions.Find(mapping.FunctionKey) is { } function && function.Choose(turn, mapping.Qualifier) is { } version)
                Hand(turn, mapping, function, version, Items, HiddenUntil, Throttles);
            else Done(turn, Uuid);
        }
    }

    /// <summary>One reader is free again, and looks.</summary>
    private static void Done(Turn turn, string uuid)
    {
        if (turn.State.Lambda.Mappings.Find(uuid) is not { } mapping || mapping.Lanes.GetValueOrDefault(Polling.Whole) is not { } lane) return;
        turn.Put(mapping, Polling.Whole, lane with { Busy = Math.Max(0, lane.Busy - 1) });
        Polling.Look(turn, uuid, Polling.Whole);
    }

    private sealed record QueueOrigin(string Uuid, ImmutableArray<SourceItem> Items) : InvocationOrigin
    {
        internal override void Ended(Turn turn, StartedInvocation invocation, InvocationOutcome outcome)
        {
            if (turn.State.Lambda.Mappings.Find(Uuid) is not { } mapping) return;
            var ids = Items.Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
            var failed = outcome.Error is not null ? null : mapping.Settings.ReportsItemFailures ? BatchResponse.Failed(outcome.Payload, ids) : new HashSet<string>(StringComparer.Ordinal);
            if (failed is null || failed.Count > 0)
                turn.Note("lambda", Uuid, $"{failed?.Count ?? Items.Length} of {Items.Length} messages failed in {invocation.Version.Name}: they come back when their visibility timeout ends.");
            if (failed is not null && RoleCalls.May(turn, invocation.Version, "sqs:DeleteMessage", mapping.SourceArn))
                SqsPolling.Delete(turn, mapping.SourceArn, Items.Where(i => !failed.Contains(i.Id)).Select(i => i.Handle!));
            Done(turn, Uuid);
        }
    }
}

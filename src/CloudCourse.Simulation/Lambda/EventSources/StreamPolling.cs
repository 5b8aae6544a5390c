using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Lambda.Load;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>Reads streams: one batch at a time of each share of a shard, in order, again until it succeeds or is given up.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html"/>
internal static class StreamPolling
{
    /// <summary>What a function is invoked with at most, in characters of JSON.</summary>
    private const int MaxEvent = 6 << 20;

    public static void React(Turn turn, AccountState before, EventSourceMapping mapping)
    {
        var source = StreamSource.Of(mapping.Service)!;
        if (ReferenceEquals(source.Seen(before, mapping.SourceArn), source.Seen(turn.State, mapping.SourceArn))) return;
        var with = Polling.WithShards(turn, mapping);
        if (!ReferenceEquals(with, mapping)) turn.Put(with);
        foreach (var (name, lane) in with.Lanes)
        {
            if (lane.Busy == 0 && lane.Parts.IsEmpty && source.HasChanged(before, turn.State, mapping.SourceArn, lane.Shard)) Polling.Wake(turn, mapping.Uuid, name, source.Every);
        }
    }

    public static void Look(Turn turn, string uuid, string name, Function function)
    {
        while (true)
        {
            var mapping = turn.State.Lambda.Mappings[uuid];
            var (lane, source) = (mapping.Lanes[name], StreamSource.Of(mapping.Service)!);
            if (lane.Busy > 0) return;
            if (function.Choose(turn, mapping.Qualifier) is not { } version) return;
            if (source.Shards(turn.State, mapping.SourceArn) is null)
            {
                Polling.Ended(turn, uuid, $"{Polling.Problem}Stream not found");
                return;
            }
            if (!source.May(turn, version, mapping.SourceArn))
            {
                Polling.Ended(turn, uuid, $"{Polling.Problem}The role {version.RoleArn} may no longer read the stream");
                return;
            }
            if (lane.Parts.IsEmpty)
            {
                if (source.Parents(turn.State, mapping.SourceArn, lane.Shard).Any(p => !IsDone(turn, mapping, source, version, p))) return;
                if (!Read(turn, mapping, name, lane, source, version)) return;
                continue;
            }
            var batch = lane.Parts.Peek();
            var limit = mapping.Settings.MaximumRecordAge < 0 ? source.Kept(turn.State, mapping.SourceArn) : TimeSpan.FromSeconds(mapping.Settings.MaximumRecordAge);
            if (batch.Items.TakeWhile(i => turn.Now - i.At > limit).Count() is > 0 and var old)
            {
                Discard(turn, mapping, function, version, lane, new([.. batch.Items.Take(old)], batch.Attempts), "RecordAgeExceeded", null, "");
                var rest = lane.Parts.Pop();
                turn.Put(turn.State.Lambda.Mappings[uuid], name, lane with { Parts = old == batch.Items.Length ? rest : rest.Push(new(batch.Items.RemoveRange(0, old), 0)) });
                continue;
            }
            if (Invocations.TryStart(turn, function, version, Polling.InvokedArn(mapping, function), turn.RequestId(), Polling.Event(batch.Items), new StreamOrigin(uuid, name), out var throttled) is null)
            {
                // The shard waits, and no attempt is counted.
                turn.Note("lambda", function.Arn, $"{function.Name} is throttled ({throttled}): {batch.Items.Length} {(batch.Items.Length == 1 ? "record waits" : "records wait")}", to: FunctionFigures.Throttled);
                Polling.Wake(turn, uuid, name, TimeSpan.FromSeconds(1));
                return;
            }
            FunctionCounting.Count(turn, function, mapping.Qualifier, (LambdaMetrics.IteratorAge, (turn.Now - batch.Items[^1].At).TotalMilliseconds));
            turn.Put(mapping, name, lane with { Busy = 1 });
            return;
        }
    }

    /// <summary>Reads one batch into the lane. False where there is nothing to do yet.</summary>
    private static bool Read(Turn turn, EventSourceMapping mapping, string name, Lane lane, StreamSource source, FunctionVersion version)
    {
        List<SourceItem> read = [];
        var length = 0;
        foreach (var item in source.After(turn.State, mapping, version, lane.Shard, lane.Cursor))
        {
            if (lane.Shares > 1 && ShareOf(item, lane.Shares) != lane.Share) continue;
            if (read.Count > 0 && length + item.Event.Length > MaxEvent) break;
            read.Add(item);
            length += item.Event.Length;
            if (read.Count == mapping.Settings.BatchSize) break;
        }
        if (read.Count == 0)
        {
            if (lane.Since is not null) turn.Put(mapping, name, lane with { Since = null });
            foreach (var (other, child) in mapping.Lanes)
            {
                if (child.Busy == 0 && child.Parts.IsEmpty && source.Parents(turn.State, mapping.SourceArn, child.Shard).Contains(lane.Shard)) Polling.Wake(turn, mapping.Uuid, other, TimeSpan.Zero);
            }
            return false;
        }
        var since = lane.Since ?? turn.Now;
        var until = since + TimeSpan.FromSeconds(mapping.Settings.Window);
        if (read.Count < mapping.Settings.BatchSize && length < MaxEvent && turn.Now < until)
        {
            turn.Put(mapping, name, lane with { Since = since });
            Polling.Wake(turn, mapping.Uuid, name, until - turn.Now);
            return false;
        }
        var wanted = Polling.Filtered(mapping, read, source.FilteredMember);
        lane = lane with { Cursor = read[^1].Id, Since = null };
        turn.Put(mapping, name, wanted.IsEmpty ? lane : lane with { Parts = lane.Parts.Push(new(wanted, 0)) });
        return true;
    }

    /// <summary>All of a shard was read, and nothing of it waits.</summary>
    private static bool IsDone(Turn turn, EventSourceMapping mapping, StreamSource source, FunctionVersion version, string shard) =>
        mapping.Lanes.Values.Where(l => l.Shard == shard).All(l => l.Busy == 0 && l.Parts.IsEmpty
            && !source.After(turn.State, mapping, version, shard, l.Cursor).Any(i => l.Shares == 1 || ShareOf(i, l.Shares) == l.Share));

    private static int ShareOf(SourceItem item, int shares)
    {
        var hash = 2166136261u;
        foreach (var letter in item.Key ?? item.Id) hash = (hash ^ letter) * 16777619u;
        return (int)(hash % (uint)shares);
    }

    private sealed record StreamOrigin(string Uuid, string LaneName) : InvocationOrigin
    {
        internal override void Ended(Turn turn, StartedInvocation invocation, InvocationOutcome outcome)
        {
            if (turn.State.Lambda.Mappings.Find(Uuid) is not { } mapping || mapping.Lanes.GetValueOrDefault(LaneName) is not { Parts.IsEmpty: false } lane) return;
            var batch = lane.Parts.Peek();
            lane = lane with { Busy = 0, Parts = lane.Parts.Pop() };
            // The first item that failed is the checkpoint: what came before is done.
            var failed = outcome.Error is not null ? 0 : mapping.Settings.ReportsItemFailures ? FirstFailed(batch, outcome.Payload) : batch.Items.Length;
            if (failed == batch.Items.Length)
            {
                turn.Put(mapping, LaneName, lane);
                Polling.Ended(turn, Uuid, "OK");
                Polling.Look(turn, Uuid, LaneName);
                return;
            }
            var rest = batch.Items.RemoveRange(0, failed);
            var settings = mapping.Settings;
            var attempts = batch.Attempts;
            if (settings.Bisect && failed == 0 && rest.Length > 1)
            {
                // Splitting does not count as an attempt.
                var half = rest.Length / 2;
                lane = lane with { Parts = lane.Parts.Push(new([.. rest.Skip(half)], attempts)).Push(new([.. rest.Take(half)], attempts)) };
            }
            else if (settings.MaximumRetryAttempts >= 0 && ++attempts > settings.MaximumRetryAttempts)
            {
                if (turn.State.Lambda.Functions.Find(mapping.FunctionKey) is { } function)
                    Discard(turn, mapping, function, invocation.Version, lane, new(rest, attempts), "RetryAttemptsExhausted", outcome, invocation.RequestId);
            }
            else lane = lane with { Parts = lane.Parts.Push(new(rest, settings.MaximumRetryAttempts < 0 ? attempts + 1 : attempts)) };
            turn.Put(mapping, LaneName, lane);
            Polling.Ended(turn, Uuid, $"{Polling.Problem}Function call failed");
            // Twice as long each time, up to a minute: AWS says that it backs off, and not how.
            Polling.Wake(turn, Uuid, LaneName, TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Min(6, Math.Max(0, attempts - 1))))));
        }

        private static int FirstFailed(Batch batch, string payload)
        {
            if (BatchResponse.Failed(payload, batch.Items.Select(i => i.Id).ToHashSet(StringComparer.Ordinal)) is not { } failed) return 0;
            var first = batch.Items.Index().FirstOrDefault(i => failed.Contains(i.Item.Id), (batch.Items.Length, null!)).Index;
            return first;
        }
    }

    /// <summary>Gives records up: they are told of to the destination, which gets where they were, not what they held.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html"/>
    private static void Discard(Turn turn, EventSourceMapping mapping, Function function, FunctionVersion version, Lane lane, Batch batch, string condition, InvocationOutcome? outcome, string requestId)
    {
        var source = StreamSource.Of(mapping.Service)!;
        turn.Note("lambda", mapping.Uuid, $"{function.Name} gives {batch.Items.Length} {(batch.Items.Length == 1 ? "record" : "records")} of {mapping.SourceArn} up: {condition}");
        if (mapping.Settings.OnFailure is not { } target) return;
        Output record = new()
        {
            ["requestContext"] = new Output
            {
                ["requestId"] = requestId.Length > 0 ? requestId : turn.RequestId(),
                ["functionArn"] = Polling.InvokedArn(mapping, function),
                ["condition"] = condition,
                ["approximateInvokeCount"] = batch.Attempts,
            },
        };
        if (outcome is not null) record["responseContext"] = new Output { ["statusCode"] = 200, ["executedVersion"] = version.Version, ["functionError"] = "Unhandled" };
        record["version"] = "1.0";
        record["timestamp"] = Time(turn.Now);
        record[source.InfoMember] = new Output
        {
            ["shardId"] = lane.Shard,
            ["startSequenceNumber"] = batch.Items[0].Id,
            ["endSequenceNumber"] = batch.Items[^1].Id,
            ["approximateArrivalOfFirstRecord"] = Time(batch.Items[0].At),
            ["approximateArrivalOfLastRecord"] = Time(batch.Items[^1].At),
            ["batchSize"] = batch.Items.Length,
            ["streamArn"] = mapping.SourceArn,
        };
        turn.Send(new("lambda.amazonaws.com", function.Arn, target, record.ToJsonString()) { RoleArn = version.RoleArn });

        static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }
}

using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>What queues and streams have in common: when they are looked at. Nobody looks while nothing has changed.</summary>
internal static class Polling
{
    public const string Problem = "PROBLEM: ";

    /// <summary>A queue is one lane.</summary>
    public const string Whole = "queue";

    public static void Put(this Turn turn, EventSourceMapping mapping) => turn.Put(turn.State.Lambda with { Mappings = turn.State.Lambda.Mappings.Put(mapping.Uuid, mapping) });

    public static void Put(this Turn turn, EventSourceMapping mapping, string lane, Lane changed) => turn.Put(mapping with { Lanes = mapping.Lanes.SetItem(lane, changed) });

    /// <summary>The mapping is enabled: settles where it begins, if it is for the first time, and looks.</summary>
    public static void Begin(Turn turn, string uuid)
    {
        var mapping = turn.State.Lambda.Mappings[uuid];
        if (mapping.IsQueue) mapping = mapping.Lanes.IsEmpty ? mapping with { Lanes = mapping.Lanes.Add(Whole, new(Whole, 0, 1)) } : mapping;
        else mapping = WithShards(turn, mapping);
        turn.Put(mapping with { HasBegun = true });
        foreach (var lane in mapping.Lanes.Keys) Wake(turn, uuid, lane, TimeSpan.Zero);
    }

    /// <summary>With the shards that are new since; those are read from their first record.</summary>
    public static EventSourceMapping WithShards(Turn turn, EventSourceMapping mapping)
    {
        var source = StreamSource.Of(mapping.Service)!;
        foreach (var shard in source.Shards(turn.State, mapping.SourceArn) ?? [])
        {
            var shares = mapping.Settings.ParallelizationFactor;
            for (var share = 0; share < shares; share++)
            {
                var name = shares == 1 ? shard : $"{shard}/{share}";
                if (mapping.Lanes.ContainsKey(name)) continue;
                mapping = mapping with { Lanes = mapping.Lanes.Add(name, new(shard, share, shares) { Cursor = mapping.HasBegun ? null : source.Beginning(turn.State, mapping.SourceArn, shard, mapping.Settings) }) };
            }
        }
        return mapping;
    }

    /// <summary>Plans a look, unless one is planned no later.</summary>
    public static void Wake(Turn turn, string uuid, string lane, TimeSpan after)
    {
        if (turn.State.Lambda.Mappings.Find(uuid) is not { } mapping || mapping.Lanes.GetValueOrDefault(lane) is not { } part) return;
        var at = turn.Now + after;
        if (part.WakesAt is { } planned && planned <= at) return;
        turn.Put(mapping, lane, part with { WakesAt = at });
        turn.Plan(after, new Wakes(uuid, lane));
    }

    private sealed record Wakes(string Uuid, string Lane) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            if (turn.State.Lambda.Mappings.Find(Uuid) is not { } mapping || mapping.Lanes.GetValueOrDefault(Lane) is not { } part || part.WakesAt != turn.Now) return;
            turn.Put(mapping, Lane, part with { WakesAt = null });
            Look(turn, Uuid, Lane);
        }
    }

    public static void Look(Turn turn, string uuid, string lane)
    {
        if (turn.State.Lambda.Mappings.Find(uuid) is not { State: "Enabled" or "Updating" } mapping || !mapping.Lanes.ContainsKey(lane)) return;
        if (turn.State.Lambda.Functions.Find(mapping.FunctionKey) is not { } function || function.Find(mapping.Qualifier) is not { } version)
        {
            Ended(turn, uuid, $"{Problem}Function not found");
            return;
        }
        if (version.State is "Pending")
        {
            Wake(turn, uuid, lane, TimeSpan.FromSeconds(1));
            return;
        }
        if (mapping.IsQueue) QueuePolling.Look(turn, uuid, function);
        else StreamPolling.Look(turn, uuid, lane, function);
    }

    /// <summary>Keeps how the last batch went; a change of it is told.</summary>
    public static void Ended(Turn turn, string uuid, string result)
    {
        if (turn.State.Lambda.Mappings.Find(uuid) is not { } mapping || mapping.LastProcessingResult == result) return;
        if (result.StartsWith(Problem, StringComparison.Ordinal)) turn.Note("lambda", uuid, $"Reading {mapping.SourceArn}: {result[Problem.Length..]}", mapping.LastProcessingResult, result);
        turn.Put(mapping with { LastProcessingResult = result });
    }

    /// <summary>The items that a mapping's filters let through.</summary>
    public static ImmutableArray<SourceItem> Filtered(EventSourceMapping mapping, IEnumerable<SourceItem> items, string? content) => mapping.Settings.Filters.IsEmpty ? [.. items]
        : [.. items.Where(i => SourceFilter.Seen(i.Event, content) is var seen && mapping.Settings.Filters.Any(f => f.Fits(seen, content)))];

    public static string Event(ImmutableArray<SourceItem> items) => $$"""{"Records":[{{string.Join(',', items.Select(i => i.Event))}}]}""";

    public static string InvokedArn(EventSourceMapping mapping, Function function) => mapping.Qualifier is null ? function.Arn : $"{function.Arn}:{mapping.Qualifier}";
}

/// <summary>Wakes the readers of what has changed in a turn.</summary>
internal sealed class MappingController : IController
{
    public void React(Turn turn, AccountState before)
    {
        if (turn.State.Lambda.Mappings.Count == 0 || ReferenceEquals(turn.State, before)) return;
        var policies = !ReferenceEquals(before.Iam, turn.State.Iam);
        foreach (var mapping in turn.State.Lambda.Mappings.Values)
        {
            if (mapping.State is not ("Enabled" or "Updating")) continue;
            if (mapping.LastProcessingResult.StartsWith(Polling.Problem, StringComparison.Ordinal) && (policies || !ReferenceEquals(before.Lambda.Functions.Find(mapping.FunctionKey), turn.State.Lambda.Functions.Find(mapping.FunctionKey))))
            {
                foreach (var lane in mapping.Lanes.Keys) Polling.Wake(turn, mapping.Uuid, lane, TimeSpan.FromSeconds(1));
            }
            if (mapping.IsQueue) QueuePolling.React(turn, before, mapping);
            else StreamPolling.React(turn, before, mapping);
        }
    }
}

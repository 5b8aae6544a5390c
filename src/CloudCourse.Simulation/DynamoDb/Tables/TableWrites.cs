using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.DynamoDb.Streams;
using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>What a write took, of the table and of each index that it changed.</summary>
internal sealed record WriteCost(double Table, IReadOnlyDictionary<string, double> Indexes)
{
    public static readonly Dictionary<string, double> NoIndexes = [];
}

/// <summary>Changes of a table's items, with all that follows: indexes, stream, time to live, capacity.</summary>
internal static class TableWrites
{
    public static DynamoTable? FindTable(this AccountState state, string region, string name) => state.DynamoDb.Regions.Find(region)?.Tables.Find(name);

    public static void Put(this Turn turn, DynamoTable table)
    {
        var region = turn.State.DynamoDb.In(table.Region);
        turn.Put(table.Region, region with { Tables = region.Tables.Put(table.Name, table) });
    }

    public static void Put(this Turn turn, string code, DynamoDbRegion region) =>
        turn.State = turn.State with { DynamoDb = turn.State.DynamoDb with { Regions = turn.State.DynamoDb.Regions.Put(code, region) } };

    /// <summary>Writes one item, or removes it.</summary>
    /// <param name="before">The item as it is; null where there is none.</param>
    /// <param name="after">Null to remove it.</param>
    /// <param name="factor">How many times its units count.</param>
    /// <param name="expired">Time to live does it: that takes no units of the table.</param>
    public static WriteCost Write(this Turn turn, DynamoTable table, ItemKey key, StoredItem? before, Item? after, int factor = 1, bool expired = false)
    {
        var now = turn.Now;
        StoredItem? stored = after is null ? null : new(key, null, after);
        var items = stored is not null ? table.Items.Put(stored, before) : before is not null ? table.Items.Remove(before) : table.Items;
        var (indexes, costs) = Indexed(table, before, stored, now, factor, expired);
        var units = Units.Write(Math.Max(before?.Item.Size ?? 0, after?.Size ?? 0)) * factor;
        var next = table with
        {
            Items = items,
            Indexes = indexes,
            Throughput = expired ? table.Throughput : table.Throughput with { WritesLeft = table.Throughput.WritesLeft.Spend(units, now) },
            Census = now - table.Census.At >= Census.Every ? new(table.Items.Count, table.Items.Bytes, now) : table.Census,
        };
        if (next.TimeToLive is { Enabled: true }) next = TimeToLiveSweep.Track(turn, next, key, before?.Item, after);
        turn.Put(next);
        if (table.StreamView is not null && !Equals(before?.Item, after)) turn.Append(next, key, before?.Item, after, expired);
        Count(turn, table, units, costs, expired);
        return new(units, costs);
    }

    /// <summary>A local index takes the table's units, a global one its own.</summary>
    private static void Count(Turn turn, DynamoTable table, double units, IReadOnlyDictionary<string, double> indexes, bool expired)
    {
        foreach (var (name, more) in indexes)
        {
            if (table.Index(name) is not { IsGlobal: true }) units += more;
            else if (!expired) turn.Measure(DynamoDbMetrics.OfIndex(table.Region, table.Name, name), (DynamoDbMetrics.Writes, more));
        }
        turn.Measure(DynamoDbMetrics.Of(table.Region, table.Name), expired ? (DynamoDbMetrics.Expired, 1) : (DynamoDbMetrics.Writes, units));
    }

    private static (ImmutableArray<SecondaryIndex>, IReadOnlyDictionary<string, double>) Indexed(DynamoTable table, StoredItem? before, StoredItem? after, DateTimeOffset now, int factor, bool expired)
    {
        if (table.Indexes.IsEmpty) return (table.Indexes, WriteCost.NoIndexes);
        Dictionary<string, double> costs = [];
        var indexes = table.Indexes.ToBuilder();
        for (var i = 0; i < indexes.Count; i++)
        {
            var index = indexes[i];
            var from = before is null ? null : index.EntryFor(before, table.Keys);
            var to = after is null ? null : index.EntryFor(after, table.Keys);
            var units = (from, to) switch
            {
                (null, null) => 0,
                (null, not null) => Units.Write(to.Item.Size),
                (not null, null) => Units.Write(from.Item.Size),
                _ when !from.Key.Equals(to.Key) => Units.Write(from.Item.Size) + Units.Write(to.Item.Size),
                _ when from.Item.Equals(to.Item) => 0,
                _ => Units.Write(Math.Max(from.Item.Size, to.Item.Size)),
            } * factor;
            if (units == 0) continue;
            // What an item had in an index may have been left out of it, for the type of its key.
            var items = from is null ? index.Items : index.Items.Remove(from);
            indexes[i] = index with
            {
                Items = to is null ? items : items.Put(to, null),
                Throughput = expired ? index.Throughput : index.Throughput with { WritesLeft = index.Throughput.WritesLeft.Spend(units, now) },
            };
            costs[index.Name] = units;
        }
        return (indexes.DrainToImmutable(), costs);
    }

    private static void Append(this Turn turn, DynamoTable table, ItemKey key, Item? before, Item? after, bool expired)
    {
        var region = turn.State.DynamoDb.In(table.Region);
        var stream = region.Streams[table.StreamArn!];
        var kind = before is null ? "INSERT" : after is null ? "REMOVE" : "MODIFY";
        var keys = (after ?? before)!.Only(table.Keys.Names);
        StreamRecord record = new(stream.Next, turn.HexId(32), turn.Now, kind, keys,
            stream.View is "OLD_IMAGE" or "NEW_AND_OLD_IMAGES" ? before : null, stream.View is "NEW_IMAGE" or "NEW_AND_OLD_IMAGES" ? after : null, expired);
        turn.Put(table.Region, region with { Streams = region.Streams.Put(stream.Arn, stream.With(record)) });
    }

    /// <exception cref="AwsException">ProvisionedThroughputExceededException where a write has nothing left to spend.</exception>
    public static void CheckWrites(this DynamoTable table, DateTimeOffset now)
    {
        if (table.Throughput.WritesLeft.IsEmpty(now) || table.Indexes.Any(i => i.IsGlobal && i.Throughput.WritesLeft.IsEmpty(now))) throw DynamoErrors.Throttled();
    }

    public static void CheckReads(this DynamoTable table, SecondaryIndex? index, DateTimeOffset now)
    {
        if ((index is { IsGlobal: true } ? index.Throughput : table.Throughput).ReadsLeft.IsEmpty(now)) throw DynamoErrors.Throttled();
    }

    /// <summary>Takes a read's units off what is left; on-demand tables have nothing to count.</summary>
    public static void SpendReads(this Turn turn, string region, string name, string? index, double units)
    {
        var isGlobal = index is not null && turn.State.FindTable(region, name)?.Index(index) is { IsGlobal: true };
        turn.Measure(isGlobal ? DynamoDbMetrics.OfIndex(region, name, index!) : DynamoDbMetrics.Of(region, name), (DynamoDbMetrics.Reads, units));
        if (turn.State.FindTable(region, name) is not { OnDemand: false } table) return;
        if (index is not null && table.Index(index) is { IsGlobal: true } global)
        {
            turn.Put(table with { Indexes = table.Indexes.Replace(global, global with { Throughput = global.Throughput with { ReadsLeft = global.Throughput.ReadsLeft.Spend(units, turn.Now) } }) });
        }
        else turn.Put(table with { Throughput = table.Throughput with { ReadsLeft = table.Throughput.ReadsLeft.Spend(units, turn.Now) } });
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Streams;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>A table that has been made, changed or is to go comes to rest. How long that takes is our assumption; DynamoDB names no times.</summary>
internal sealed record TableSettles(string Region, string Name, string Id) : ScheduledEvent
{
    public static readonly TimeSpan Creating = TimeSpan.FromSeconds(5), Updating = TimeSpan.FromSeconds(10), Deleting = TimeSpan.FromSeconds(5);

    public override void Run(Turn turn)
    {
        if (turn.State.FindTable(Region, Name) is not { } table || table.Id != Id) return;
        if (table.Status == "DELETING")
        {
            var region = turn.State.DynamoDb.In(Region);
            turn.Put(Region, region with { Tables = region.Tables.Remove(Name) });
            turn.Note("dynamodb", Name, $"The table {Name} is deleted.", "DELETING");
        }
        else if (table.Status is "CREATING" or "UPDATING")
        {
            turn.Put(table with { Status = "ACTIVE", Indexes = [.. table.Indexes.Select(i => i.Status == "UPDATING" ? i with { Status = "ACTIVE" } : i)] });
            turn.Note("dynamodb", Name, $"The table {Name} is active.", table.Status, "ACTIVE");
        }
    }
}

/// <summary>A new global index goes its way: resources are allocated, then it is filled from the table, then it answers queries.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html#GSI.OnlineOps.Creating.Phases"/>
internal sealed record IndexSettles(string Region, string Table, string TableId, string Index) : ScheduledEvent
{
    public static readonly TimeSpan Allocating = TimeSpan.FromSeconds(30), Backfilling = TimeSpan.FromSeconds(60), Deleting = TimeSpan.FromSeconds(30);

    public override void Run(Turn turn)
    {
        if (turn.State.FindTable(Region, Table) is not { } table || table.Id != TableId || table.Index(Index) is not { } index) return;
        switch (index)
        {
            case { Status: "DELETING" }:
                turn.Put(table with { Status = Rested(table), Indexes = table.Indexes.Remove(index), Definitions = Left(table, index) });
                turn.Note("dynamodb", Table, $"The index {Index} of {Table} is deleted.", "DELETING");
                break;
            case { Status: "CREATING", Backfilling: false }:
                turn.Put(table with { Status = Rested(table), Indexes = table.Indexes.Replace(index, index with { Backfilling = true }) });
                turn.Note("dynamodb", Table, $"The index {Index} of {Table} is being filled.");
                turn.Plan(Backfilling, this);
                break;
            case { Status: "CREATING" }:
                turn.Put(table with { Indexes = table.Indexes.Replace(index, index with { Status = "ACTIVE", Backfilling = false }) });
                turn.Note("dynamodb", Table, $"The index {Index} of {Table} is active.", "CREATING", "ACTIVE");
                break;
        }
    }

    private static string Rested(DynamoTable table) => table.Status == "UPDATING" ? "ACTIVE" : table.Status;

    /// <summary>Definitions that only the index needed go with it.</summary>
    private static IReadOnlyList<KeyAttribute> Left(DynamoTable table, SecondaryIndex gone) =>
        [.. table.Definitions.Where(d => table.Keys.Has(d.Name) || table.Indexes.Any(i => i != gone && i.Keys.Has(d.Name)))];
}

internal static class TableStreams
{
    /// <summary>Opens a stream; the table's changes go there from now on.</summary>
    public static DynamoTable OpenStream(this Turn turn, DynamoTable table, string view)
    {
        var region = turn.State.DynamoDb.In(table.Region);
        var moment = turn.Now;
        string Arn() => $"{table.Arn}/stream/{Label()}";
        string Label() => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);
        while (region.Streams.Has(Arn())) moment = moment.AddMilliseconds(1);
        var shard = $"shardId-{turn.Now.ToUnixTimeMilliseconds():D20}-{turn.HexId(8)}";
        TableStream stream = new(Arn(), Label(), table.Name, table.Keys, view, turn.Now, shard, 1);
        var streams = region.Streams;
        foreach (var old in streams.Values.Where(s => s.Closed is { } closed && turn.Now - closed >= TableStream.Kept).ToList()) streams = streams.Remove(old.Arn);
        turn.Put(table.Region, region with { Streams = streams.Put(stream.Arn, stream) });
        return table with { StreamArn = stream.Arn, StreamView = view };
    }

    /// <summary>What is in the stream stays readable for a day.</summary>
    public static DynamoTable CloseStream(this Turn turn, DynamoTable table)
    {
        if (table.StreamView is null) return table;
        var region = turn.State.DynamoDb.In(table.Region);
        turn.Put(table.Region, region with { Streams = region.Streams.Put(table.StreamArn!, region.Streams[table.StreamArn!] with { Closed = turn.Now }) });
        return table with { StreamView = null };
    }
}

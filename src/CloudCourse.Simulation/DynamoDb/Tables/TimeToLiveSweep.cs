using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>
/// Time to live at work: removes what has expired. DynamoDB promises "within a few days"; here it comes half an hour after an item
/// expired, an assumption of ours. Until then the item is there for every read.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html"/>
internal sealed record TimeToLiveSweep(string Region, string Table, string TableId) : ScheduledEvent
{
    public static readonly TimeSpan Lag = TimeSpan.FromMinutes(30);

    /// <summary>What expired longer ago is taken for a mistake, and stays.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(5 * 365);

    public override void Run(Turn turn)
    {
        if (turn.State.FindTable(Region, Table) is not { TimeToLive: { Enabled: true } rule } table || table.Id != TableId || rule.SweepAt != turn.Now) return;
        var now = turn.Now.ToUnixTimeSeconds();
        var removed = 0;
        while (turn.State.FindTable(Region, Table) is { TimeToLive.Expiries: { IsEmpty: false } expiries } current && Due(expiries.Min!) <= turn.Now)
        {
            var expiry = expiries.Min!;
            if (current.Items.Find(expiry.Key) is { } item && now - expiry.Second <= (long)Oldest.TotalSeconds)
            {
                turn.Write(current, expiry.Key, item, null, expired: true);
                removed++;
            }
            else turn.Put(current with { TimeToLive = current.TimeToLive with { Expiries = expiries.Remove(expiry) } });
        }
        if (removed > 0) turn.Note("dynamodb", Table, $"Time to live removed {removed} {(removed == 1 ? "item" : "items")} from {Table}.");
        if (turn.State.FindTable(Region, Table) is { TimeToLive: { } left } after) turn.Put(Planned(turn, after with { TimeToLive = left with { SweepAt = null } }));
    }

    private static DateTimeOffset Due(Expiry expiry) => DateTimeOffset.FromUnixTimeSeconds(expiry.Second) + Lag;

    /// <summary>The second in an item's attribute, where it is a number that can be one.</summary>
    private static long? SecondOf(Item item, string attribute) =>
        item.Find(attribute) is NumberValue number && number.Number.AsLong is >= 0 and < 200_000_000_000 and var second ? second : null;

    public static DynamoTable Track(Turn turn, DynamoTable table, ItemKey key, Item? before, Item? after)
    {
        var rule = table.TimeToLive!;
        var (from, to) = (before is null ? null : SecondOf(before, rule.Attribute), after is null ? null : SecondOf(after, rule.Attribute));
        if (from == to) return table;
        var expiries = from is { } old ? rule.Expiries.Remove(new(old, key)) : rule.Expiries;
        if (to is { } second) expiries = expiries.Add(new(second, key));
        return Planned(turn, table with { TimeToLive = rule with { Expiries = expiries } });
    }

    /// <summary>All items that expire, when time to live is switched on.</summary>
    public static DynamoTable TrackAll(Turn turn, DynamoTable table)
    {
        var rule = table.TimeToLive!;
        var expiries = rule.Expiries.ToBuilder();
        foreach (var stored in table.Items.All)
        {
            if (SecondOf(stored.Item, rule.Attribute) is { } second) expiries.Add(new(second, stored.Key));
        }
        return Planned(turn, table with { TimeToLive = rule with { Expiries = expiries.ToImmutable() } });
    }

    /// <summary>Sees to it that somebody looks when the next item is due.</summary>
    private static DynamoTable Planned(Turn turn, DynamoTable table)
    {
        var rule = table.TimeToLive!;
        if (rule.Expiries.Min is not { } next) return table;
        var due = Due(next) > turn.Now ? Due(next) : turn.Now + Lag;
        if (rule.SweepAt is { } planned && planned <= due) return table;
        turn.Plan(due - turn.Now, new TimeToLiveSweep(table.Region, table.Name, table.Id));
        return table with { TimeToLive = rule with { SweepAt = due } };
    }
}

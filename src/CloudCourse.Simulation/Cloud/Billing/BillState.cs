using System.Collections.Immutable;

namespace CloudCourse.Simulation.Cloud.Billing;

/// <summary>All meters and charges of an account.</summary>
public sealed record BillState
{
    public Table<Meter> Running { get; init; } = Table<Meter>.Empty;

    /// <summary>In the order in which they ended.</summary>
    public ImmutableList<Meter> Ended { get; init; } = [];
    public ImmutableList<Charge> Charges { get; init; } = [];

    /// <summary>What is counted instead of timed one by one: requests, and what is stored.</summary>
    public Table<Usage> Usages { get; init; } = Table<Usage>.Empty;

    public IEnumerable<Meter> Meters => Ended.Concat(Running.Values);

    /// <summary>The whole bill up to a moment, in USD.</summary>
    public decimal TotalAt(DateTimeOffset moment) => Meters.Sum(m => m.CostAt(moment)) + Charges.Where(c => c.At <= moment).Sum(c => c.Usd) + Usages.Values.Sum(u => u.CostAt(moment));

    /// <summary>The bill by what was used, dearest first.</summary>
    public IReadOnlyList<BillLine> LinesAt(DateTimeOffset moment) =>
    [
        .. Meters.Select(m => (m.Service, m.Region, m.What, Usd: m.CostAt(moment), Seconds: m.BilledSeconds(moment)))
            .Concat(Charges.Where(c => c.At <= moment).Select(c => (c.Service, c.Region, c.What, c.Usd, Seconds: 0L)))
            .Concat(Usages.Values.Where(u => u.From <= moment).Select(u => (u.Service, u.Region, u.What, Usd: u.CostAt(moment), Seconds: 0L)))
            .GroupBy(l => (l.Service, l.Region, l.What))
            .Select(g => new BillLine(g.Key.Service, g.Key.Region, g.Key.What, g.Sum(l => l.Seconds), g.Sum(l => l.Usd)))
            .OrderByDescending(l => l.Usd).ThenBy(l => l.What, StringComparer.Ordinal).ThenBy(l => l.Region, StringComparer.Ordinal),
    ];
}

/// <param name="Seconds">Charged, of all resources together; 0 for what is not charged by time.</param>
public sealed record BillLine(string Service, string Region, string What, long Seconds, decimal Usd);

/// <summary>Starting and ending meters in a turn.</summary>
public static class BillTurns
{
    /// <param name="key">What the meter is of, such as "compute"; with the resource's id it names the meter.</param>
    public static void StartMeter(this Turn turn, string service, string region, string resource, string key, string what, decimal usdPerHour, int minimumSeconds = 0, int stepSeconds = 1)
    {
        turn.EndMeter(resource, key);
        var id = $"{resource}/{key}";
        var bill = turn.State.Bill;
        turn.State = turn.State with
        {
            Bill = bill with { Running = bill.Running.Put(id, new(id, service, region, resource, what, turn.Now, null, usdPerHour, minimumSeconds, stepSeconds)) },
        };
    }

    /// <summary>Nothing happens where no such meter runs.</summary>
    public static void EndMeter(this Turn turn, string resource, string key)
    {
        var bill = turn.State.Bill;
        if (bill.Running.Find($"{resource}/{key}") is not { } meter) return;
        turn.State = turn.State with { Bill = bill with { Running = bill.Running.Remove(meter.Id), Ended = bill.Ended.Add(meter with { To = turn.Now }) } };
    }

    /// <summary>Ends a meter, and takes back what it cost.</summary>
    /// <param name="why">For the bill's line.</param>
    public static void WaiveMeter(this Turn turn, string resource, string key, string why)
    {
        if (turn.State.Bill.Running.Find($"{resource}/{key}") is not { } meter) return;
        turn.State = turn.State with
        {
            Bill = turn.State.Bill with { Running = turn.State.Bill.Running.Put(meter.Id, meter with { UsdPerHour = 0, What = $"{meter.What}, {why}" }) },
        };
        turn.EndMeter(resource, key);
    }

    /// <summary>Counts so many units more.</summary>
    /// <param name="key">With the resource it names the usage.</param>
    public static void Count(this Turn turn, string service, string region, string resource, string key, string what, decimal usdPerUnit, decimal units)
    {
        var (bill, id) = (turn.State.Bill, $"{resource}/{key}");
        var usage = bill.Usages.Find(id) ?? new(id, service, region, resource, what, usdPerUnit, turn.Now, turn.Now, 0, 0);
        turn.State = turn.State with { Bill = bill with { Usages = bill.Usages.Put(id, usage.Until(turn.Now) with { Units = usage.Until(turn.Now).Units + units }) } };
    }

    /// <summary>From now on so many units run up every hour.</summary>
    /// <param name="usdPerUnit">For one unit in one hour.</param>
    public static void Level(this Turn turn, string service, string region, string resource, string key, string what, decimal usdPerUnit, decimal unitsPerHour)
    {
        var (bill, id) = (turn.State.Bill, $"{resource}/{key}");
        if (bill.Usages.Find(id) is not { } usage)
        {
            if (unitsPerHour == 0) return;
            usage = new(id, service, region, resource, what, usdPerUnit, turn.Now, turn.Now, 0, 0);
        }
        turn.State = turn.State with { Bill = bill with { Usages = bill.Usages.Put(id, usage.Until(turn.Now) with { UnitsPerHour = unitsPerHour }) } };
    }

    public static void Charge(this Turn turn, string service, string region, string resource, string what, decimal usd)
    {
        var bill = turn.State.Bill;
        turn.State = turn.State with { Bill = bill with { Charges = bill.Charges.Add(new(service, region, resource, what, turn.Now, usd)) } };
    }
}

using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Cloud.Traffic;

/// <summary>Requests since the last charge, by what they came through.</summary>
/// <param name="Resource">A load balancer's ARN, or the id of what was asked at its own address.</param>
public sealed record TrafficUse(string Resource, string Region, bool Balanced, long Asked, long Served, int Seconds);

/// <summary>
/// What visitors cost beside the servers: a load balancer's capacity units, and data sent to the internet. How large an answer is and how
/// many requests share a connection are assumptions (<see cref="Capacity"/>); prices are those of us-east-1, the only ones in the facts.
/// Data between zones is not counted: between an Application Load Balancer and its targets it costs nothing.
/// </summary>
/// <seealso href="https://aws.amazon.com/elasticloadbalancing/pricing/"/>
/// <seealso href="https://aws.amazon.com/ec2/pricing/on-demand/"/>
public static class TrafficBill
{
    public const string UnitsLine = "Application Load Balancer capacity units, at us-east-1's price";
    public const string DataLine = "Data sent to the internet beyond the month's first 100 GB, at us-east-1's price";

    /// <summary>One unit is this much of each; the largest of them counts. Connections that are open, and rules, never are: see the remarks of <see cref="Units"/>.</summary>
    private const double ConnectionsPerSecond = 25, BytesPerHour = BytesPerGB;
    private const double BytesPerGB = 1L << 30;

    /// <summary>Tiers of a month, in GB.</summary>
    private static readonly (double Until, string Price)[] Tiers =
        [(100, "internetOutFirst100GBPerMonth"), (10_240, "internetOutTo10TBPerGB"), (51_200, "next40TB"), (153_600, "next100TB"), (double.PositiveInfinity, "over150TB")];

    /// <summary>Adds what the last ten seconds brought.</summary>
    internal static Table<TrafficUse> Add(Table<TrafficUse> uses, string resource, string region, bool balanced, long asked, long served)
    {
        var before = uses.Find(resource) ?? new(resource, region, balanced, 0, 0, 0);
        return uses.Put(resource, before with { Asked = before.Asked + asked, Served = before.Served + served, Seconds = before.Seconds + TrafficTick.Seconds });
    }

    /// <summary>Charges all that was counted, and begins anew.</summary>
    internal static void Charge(Turn turn)
    {
        var traffic = turn.State.Traffic;
        var month = (turn.Now.Year * 12) + turn.Now.Month;
        var sent = traffic.SentMonth == month ? traffic.SentBytes : 0;
        foreach (var use in traffic.Uses.Values)
        {
            if (use.Balanced && Units(use) is > 0 and var units)
                turn.Charge("elasticloadbalancing", use.Region, use.Resource, UnitsLine, Usd(units * use.Seconds / 3600, "albLcuPerHour"));
            var bytes = (double)use.Served * Capacity.BytesPerRequest;
            if (DataUsd(sent, bytes) is > 0 and var data) turn.Charge("ec2", use.Region, use.Resource, DataLine, data);
            sent += bytes;
        }
        turn.State = turn.State with { Traffic = turn.State.Traffic with { Uses = Table<TrafficUse>.Empty, SentBytes = sent, SentMonth = month } };
    }

    /// <summary>
    /// Capacity units per hour at the use's pace. A connection that is open for a minute makes 3,000 open ones of 50 a second, which are one unit and
    /// as new ones two; and a listener that only forwards has no rules beyond the ten that are free.
    /// </summary>
    public static double Units(TrafficUse use) => use.Seconds == 0 ? 0 : Math.Max(
        (double)use.Asked / Capacity.RequestsPerConnection / use.Seconds / ConnectionsPerSecond,
        (double)use.Served * Capacity.BytesPerRequest * 3600 / use.Seconds / BytesPerHour);

    /// <summary>In USD, what more bytes cost when some were sent this month already.</summary>
    public static decimal DataUsd(double sent, double bytes)
    {
        var (from, to) = (sent / BytesPerGB, (sent + bytes) / BytesPerGB);
        var usd = 0m;
        var below = 0.0;
        foreach (var (until, price) in Tiers)
        {
            var part = Math.Min(to, until) - Math.Max(from, below);
            if (part > 0) usd += Usd(part, price);
            below = until;
        }
        return usd;
    }

    private static decimal Usd(double amount, string price) => decimal.Round((decimal)amount * Prices.NetworkUsEast1(price), 9);
}

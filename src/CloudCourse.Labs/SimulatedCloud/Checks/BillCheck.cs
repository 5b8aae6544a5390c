using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary><c>bill</c>: what was spent between two moments.</summary>
internal sealed class BillCheck : CloudCheck<BillCheck.Asked, BillCheck.Wanted>
{
    /// <param name="What">A pattern with stars, of what the bill calls it.</param>
    /// <param name="Of">Only this resource, as <c>${launch.Instances[0].InstanceId}</c>.</param>
    internal sealed record Asked(string? Service = null, string? What = null, string? Of = null, string? From = null, string? At = null);

    internal sealed record Wanted(decimal? AtMost = null, decimal? AtLeast = null);

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["too-dear"] = "It costs {usd}, and {limit} is the most that it may. The dearest line of the bill: {dearest}.",
        ["too-cheap"] = "It costs {usd} only; what was to run costs {limit} at least.",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (of, why) = given.Of is null ? (null, null) : run.Names.Fill(given.Of);
        if (why is not null || run.At(given.At) is not { } end || (given.From is not null && run.At(given.From) is null))
            return CloudOutcome.Failed(NotMade, new(), ("why", why ?? run.TooMuch ?? "the run ended before."));
        var from = given.From is null ? end.Options.Start : run.At(given.From)!.State.Now;
        var to = end.State.Now;
        // Of one bill, the later reading less the earlier: what ran before the beginning is not counted.
        var lines = Lines(end.State.Bill, given, of, to).GroupJoin(Lines(end.State.Bill, given, of, from), l => (l.Service, l.What), l => (l.Service, l.What),
                (l, before) => new BillEntry(l.Service, l.What, l.Seconds - before.Sum(b => b.Seconds), l.Usd - before.Sum(b => b.Usd)))
            .Where(l => l.Usd > 0).OrderByDescending(l => l.Usd).ThenBy(l => l.What, StringComparer.Ordinal).ToList();
        var usd = lines.Sum(l => l.Usd);
        CloudEvidence evidence = new() { Bill = new(from, to, Rounded(usd), expect.AtMost, expect.AtLeast, [.. lines.Take(20).Select(l => l with { Usd = Rounded(l.Usd) })]) };
        var key = usd > expect.AtMost ? "too-dear" : usd < expect.AtLeast ? "too-cheap" : CloudOutcome.Passing;
        return new(key, [("usd", Dollars(usd)), ("limit", Dollars((key is "too-cheap" ? expect.AtLeast : expect.AtMost) ?? 0)), ("dearest", lines is [var first, ..] ? $"{first.What}, {Dollars(first.Usd)}" : "none")], evidence, []);
    }

    private static IEnumerable<BillLine> Lines(BillState bill, Asked given, string? of, DateTimeOffset at) =>
        new BillState
        {
            Ended = [.. bill.Meters.Where(m => m.From <= at && (of is null || m.Resource == of)).Select(m => m with { To = m.To is { } to && to < at ? to : at })],
            Charges = [.. bill.Charges.Where(c => of is null || c.Resource == of)],
            Usages = bill.Usages.Values.Where(u => of is null || u.Resource == of).Aggregate(Table<Usage>.Empty, (all, u) => all.Put(u.Id, u)),
        }.LinesAt(at).Where(l => (given.Service is null || l.Service == given.Service)
            && (given.What is null || System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(given.What, l.What, ignoreCase: false)));

    private static decimal Rounded(decimal usd) => Math.Round(usd, 4, MidpointRounding.AwayFromZero);

    private static string Dollars(decimal usd) => usd.ToString("'$'0.00", CultureInfo.InvariantCulture);

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if (expect.AtMost is null && expect.AtLeast is null) yield return "`expect` has `atMost`, `atLeast` or both, in USD";
        foreach (var problem in Marks(cloud, given.From, given.At)) yield return problem;
    }
}

using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Traffic;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary><c>load</c>: visitors come, and of their requests none, or few, are lost, or they are answered soon.</summary>
internal sealed class LoadCheck : CloudCheck<LoadCheck.Asked, LoadCheck.Wanted>
{
    private const int MostSamples = 60;

    /// <param name="Visitors">The name of a step's visitors.</param>
    internal sealed record Asked(string Visitors, string? From = null, string? At = null);

    /// <param name="LostAtMostPercent">0 where nothing is said.</param>
    /// <param name="LatencyAtMostMs">Of a typical request that was served; then lost ones are another check's matter unless it says so.</param>
    internal sealed record Wanted(double? LostAtMostPercent = null, double? LatencyAtMostMs = null)
    {
        public double? LostAtMost => LostAtMostPercent ?? (LatencyAtMostMs is null ? 0 : null);
    }

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["lost"] = "{lost} of {requests} requests were lost ({percent} %). The first at {when}: {why}",
        ["slow"] = "A typical request took {latency} ms, and {limit} ms is the most that it may.",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        if (run.At(given.At) is not { } end || (given.From is not null && run.At(given.From) is null)) return CloudOutcome.Failed(NotMade, new(), ("why", run.TooMuch ?? "the run ended before."));
        if (end.State.Traffic.Streams.Find(given.Visitors) is not { } stream) return CloudOutcome.Failed(NotMade, new(), ("why", "no visitors came by then."));
        var start = given.From is null ? null : run.At(given.From)!.State;
        var before = start?.Traffic.Streams.Find(given.Visitors);
        var (asked, lost) = (stream.Asked - (before?.Asked ?? 0), stream.Lost - (before?.Lost ?? 0));
        var (from, to) = (start is null || start.Now < stream.Began ? stream.Began : start.Now, end.State.Now);
        var samples = stream.Series.Samples.Where(s => s.To > from && s.From < to).ToList();
        var first = lost == 0 ? null : samples.FirstOrDefault(s => s.Lost > 0);
        var why = first is null ? null : Why(end.History, given.Visitors, first);
        var served = samples.Sum(s => s.Served);
        var latency = served == 0 ? 0 : Math.Round(samples.Sum(s => s.LatencyMs * s.Served) / served, 1);
        LoadEvidence load = new(from, to, asked, lost, first?.From, why, latency, expect.LatencyAtMostMs, [.. samples.Chunk(((samples.Count - 1) / MostSamples) + 1).Select(Together)]);
        var percent = asked == 0 ? 0 : 100.0 * lost / asked;
        var key = percent > expect.LostAtMost ? "lost" : latency > expect.LatencyAtMostMs ? "slow" : CloudOutcome.Passing;
        return new(key,
        [
            ("lost", $"{lost:N0}"), ("requests", $"{asked:N0}"), ("percent", Percent(percent)), ("when", first is null ? "never" : $"{first.From:HH:mm:ss}"), ("why", why ?? ""),
            ("latency", $"{latency:0.#}"), ("limit", $"{expect.LatencyAtMostMs:0.#}"),
        ], new() { Load = load }, []);
    }

    /// <summary>The cause, from what the history says of the visitors then; its numbers are those of the moment when it began, and are left out.</summary>
    private static string? Why(IReadOnlyList<HistoryEvent> history, string visitors, TrafficSample first)
    {
        var told = history.OfType<Change>().LastOrDefault(c => c.Service == "visitors" && c.Resource == visitors && c.Time < first.To && c.To is "lost" or "partly lost")?.What;
        return told?[(told.IndexOf(": ", StringComparison.Ordinal) is var colon && colon < 0 ? 0 : colon + 2)..];
    }

    private static LoadSample Together(TrafficSample[] part)
    {
        double seconds = part.Sum(s => s.Seconds);
        var served = part.Sum(s => s.Served);
        return new(part[0].From, Math.Round(served / seconds, 2), Math.Round(part.Sum(s => s.Lost) / seconds, 2), served == 0 ? 0 : Math.Round(part.Sum(s => s.LatencyMs * s.Served) / served, 1));
    }

    private static string Percent(double percent) => percent is > 0 and < 0.01 ? "less than 0.01" : percent.ToString(percent < 1 ? "0.##" : "0.#", CultureInfo.InvariantCulture);

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if (cloud.Steps.All(s => s.Visitors?.Name != given.Visitors)) yield return $"no step has `visitors` called {given.Visitors}";
        if (expect.LostAtMostPercent is < 0 or >= 100) yield return "`lostAtMostPercent` is from 0 to below 100";
        if (expect.LatencyAtMostMs <= 0) yield return "`latencyAtMostMs` is above 0";
        foreach (var problem in Marks(cloud, given.From, given.At)) yield return problem;
    }
}

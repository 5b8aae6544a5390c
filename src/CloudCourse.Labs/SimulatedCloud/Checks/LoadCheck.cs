using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary><c>load</c>: requests come to a target group second by second, and none, or few, are lost.</summary>
internal sealed class LoadCheck : CloudCheck<LoadCheck.Asked, LoadCheck.Wanted>
{
    private const int MostSamples = 200;

    /// <param name="TargetGroup">Its ARN.</param>
    /// <param name="PerSecond">Requests.</param>
    /// <param name="EachServes">Requests a second that one target can answer.</param>
    internal sealed record Asked(string TargetGroup, int PerSecond, int EachServes, string From, string? At = null);

    internal sealed record Wanted(long LostAtMost = 0);

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["lost"] = "{lost} of {requests} requests were lost, the first at {when}: {why}",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (arn, why) = run.Names.Fill(given.TargetGroup);
        if (arn is null || run.At(given.From) is not { } start || run.At(given.At) is not { } end)
            return CloudOutcome.Failed(NotMade, new(), ("why", why ?? run.TooMuch ?? "the run ended before."));
        var (from, to) = (start.State.Now, end.State.Now);
        var needed = (given.PerSecond + given.EachServes - 1) / given.EachServes;
        List<LoadSample> samples = [];
        var (lost, seconds) = (0m, (decimal)(to - from).TotalSeconds);
        DateTimeOffset? first = null;
        string? reason = null;
        for (var i = 0; i < run.Moments.Count; i++)
        {
            var (at, state) = run.Moments[i];
            var until = i + 1 < run.Moments.Count ? run.Moments[i + 1].At : to;
            if (until <= from || at >= to) continue;
            at = at < from ? from : at;
            until = until > to ? to : until;
            if (until == at) continue;
            var look = state.LoadBalancing.TargetGroups.Find(arn) is { } group ? TargetLook.At(state, group) : new(0, 0, []);
            var share = Lost(look, given);
            var gone = share * (decimal)(until - at).TotalSeconds;
            if (share > 0 && first is null) (first, reason) = (at, Reason(look, needed));
            lost += gone;
            LoadSample sample = new(at, look.Routed, look.Answering, (long)Math.Ceiling(gone));
            if (samples is [.., var last] && (last.Healthy, last.Answering) == (sample.Healthy, sample.Answering)) samples[^1] = last with { Lost = last.Lost + sample.Lost };
            else samples.Add(sample);
        }
        var (requests, dropped) = ((long)(seconds * given.PerSecond), (long)Math.Ceiling(lost));
        var (events, more) = CallReader.Events(run);
        CloudEvidence evidence = new()
        {
            Load = new(from, to, given.PerSecond, given.EachServes, needed, requests, dropped, first, reason, [.. samples.Take(MostSamples)]),
            Events = events,
            EventsLeftOut = more,
        };
        return new(dropped <= expect.LostAtMost ? CloudOutcome.Passing : "lost",
            [("lost", $"{dropped:N0}"), ("requests", $"{requests:N0}"), ("when", first is { } moment ? $"{moment:HH:mm:ss}" : "never"), ("why", reason ?? ""), ("needed", $"{needed}")], evidence, []);
    }

    /// <summary>Requests a second that nobody answers: those sent to silent targets, and those beyond what the others can do.</summary>
    private static decimal Lost(TargetLook look, Asked given)
    {
        if (look.Routed == 0) return given.PerSecond;
        var each = (decimal)given.PerSecond / look.Routed;
        return (each * (look.Routed - look.Answering)) + (Math.Max(0, each - given.EachServes) * look.Answering);
    }

    private static string Reason(TargetLook look, int needed) => look.Routed == 0 ? "no target was healthy."
        : look.Answering < look.Routed ? $"{look.Routed - look.Answering} of {look.Routed} targets got requests and did not answer ({look.Silent[0]})."
        : $"{look.Answering} {(look.Answering == 1 ? "target" : "targets")} answered, and {needed} are needed.";

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if (given.PerSecond < 1 || given.EachServes < 1) yield return "`perSecond` and `eachServes` are 1 or more";
        foreach (var problem in Marks(cloud, given.From, given.At)) yield return problem;
    }
}

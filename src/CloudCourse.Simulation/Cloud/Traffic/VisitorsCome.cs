using System.Collections.Immutable;

namespace CloudCourse.Simulation.Cloud.Traffic;

/// <summary>
/// Visitors begin to ask for an address and go on as their curve says: for <see cref="SimulatedAccount.Happen"/> or
/// <see cref="SimulatedAccount.Plan"/>. A stream of the same name that still runs is replaced.
/// </summary>
/// <param name="Address">A load balancer's DNS name, or a public IPv4 address.</param>
public sealed record VisitorsCome(string Name, string Address, int Port, TrafficCurve Curve) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        var traffic = turn.State.Traffic;
        turn.State = turn.State with { Traffic = traffic with { Streams = traffic.Streams.Put(Name, new(Name, Address, Port, Curve, turn.Now)), Ticking = true } };
        turn.Note(TrafficTick.Service, Name, $"Visitors begin to ask for {Address}.", null, "coming");
        if (!traffic.Ticking) turn.Plan(TrafficTick.Half, new TrafficTick());
    }
}

/// <summary>Ten seconds of visits, as things are in their middle.</summary>
internal sealed record TrafficTick : ScheduledEvent
{
    public const string Service = "visitors";
    public const int Seconds = 10;
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(Seconds);
    public static readonly TimeSpan Half = Length / 2;

    private readonly record struct Share(VisitorStream Stream, RoutedTarget Target, long Asked);

    public override void Run(Turn turn)
    {
        // All are spread before any is served: streams to the same target share what it can do.
        List<(VisitorStream Stream, long Asked, string? Why)> streams = [];
        List<Share> shares = [];
        foreach (var stream in turn.State.Traffic.Streams.Values.Where(s => turn.Now - Half < s.Began + s.Curve.Ends))
        {
            var asked = Math.Max(0, stream.Curve.AskedBy(turn.Now + Half - stream.Began) - stream.Asked);
            var (targets, why) = Route.To(turn.State, stream.Address, stream.Port);
            streams.Add((stream, asked, why));
            shares.AddRange(targets.Select((t, i) => new Share(stream, t, (asked / targets.Count) + (i < asked % targets.Count ? 1 : 0))));
        }
        var work = shares.GroupBy(s => (s.Target.Id, s.Target.TargetGroupArn)).Select(g => new TargetWork(g.Key.Id, g.Key.TargetGroupArn, g.Sum(s => s.Asked), (long)(g.First().Target.PerSecond * Seconds)))
            .OrderBy(w => w.Target, StringComparer.Ordinal).ToImmutableArray();
        foreach (var (stream, asked, why) in streams) Put(turn, Serve(turn, stream, asked, why, [.. shares.Where(s => ReferenceEquals(s.Stream, stream))], work));

        var ticks = turn.State.Traffic.Ticks + 1;
        var more = turn.State.Traffic.Streams.Values.Any(s => turn.Now + Half < s.Began + s.Curve.Ends);
        turn.State = turn.State with { Traffic = turn.State.Traffic with { Work = work, Ticks = ticks, Ticking = more } };
        GroupScaling.Measure(turn, work, ticks % (60 / Seconds) == 0);
        ServiceScaling.Measure(turn, work, ticks % (60 / Seconds) == 0);
        if (more) turn.Plan(Length, new TrafficTick());
    }

    private static VisitorStream Serve(Turn turn, VisitorStream stream, long asked, string? why, IReadOnlyList<Share> shares, ImmutableArray<TargetWork> work)
    {
        long served = 0;
        double waited = 0;
        var loads = ImmutableArray.CreateBuilder<TargetLoad>();
        foreach (var share in shares.OrderBy(s => s.Target.Id, StringComparer.Ordinal))
        {
            var whole = work.First(w => w.Target == share.Target.Id && w.TargetGroupArn == share.Target.TargetGroupArn);
            var done = whole.Asked <= whole.Capacity ? share.Asked : whole.Capacity * share.Asked / whole.Asked;
            if (whole.Capacity == 0) done = 0;
            served += done;
            waited += done * Capacity.LatencyMs(whole.Load);
            loads.Add(new(share.Target.Id, (float)whole.Load));
        }
        var fate = asked == 0 ? stream.Fate : served == asked ? "served" : served == 0 ? "lost" : "partly lost";
        if (fate != stream.Fate) turn.Note(Service, stream.Name, Words(fate!, asked, served, why, shares), stream.Fate ?? "coming", fate);
        TrafficSample sample = new(turn.Now - Half, Seconds, asked, served, served == 0 ? 0 : waited / served, loads.ToImmutable());
        return stream with { Asked = stream.Asked + asked, Served = stream.Served + served, Fate = fate, Why = served == 0 ? why : null, Series = stream.Series.Add(sample) };
    }

    private static string Words(string fate, long asked, long served, string? why, IReadOnlyList<Share> shares)
    {
        var dead = shares.Count(s => s.Target.PerSecond == 0);
        return fate switch
        {
            "served" => "All visitors are served.",
            "lost" => $"No visitor is served: {why ?? (shares.Count == 1 ? "the one target does not answer" : $"none of {shares.Count} targets answers")}.",
            _ => $"{asked - served} of {asked} requests in ten seconds are lost: {(dead > 0 ? $"{dead} of {shares.Count} targets {(dead == 1 ? "does" : "do")} not answer and {(dead == 1 ? "is" : "are")} still sent to" : "they are more than the targets can serve")}.",
        };
    }

    private static void Put(Turn turn, VisitorStream stream) =>
        turn.State = turn.State with { Traffic = turn.State.Traffic with { Streams = turn.State.Traffic.Streams.Put(stream.Name, stream) } };
}

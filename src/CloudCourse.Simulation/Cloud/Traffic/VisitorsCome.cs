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
        List<(VisitorStream Stream, long Asked, string? Why, Route.Found Way)> streams = [];
        List<Share> shares = [];
        foreach (var known in turn.State.Traffic.Streams.Values.Where(s => turn.Now - Half < s.Began + s.Curve.Ends))
        {
            var asked = Math.Max(0, known.Curve.AskedBy(turn.Now + Half - known.Began) - known.Asked);
            var kept = Route.Of(turn.State, known);
            var (stream, way) = (ReferenceEquals(kept, known.Way) ? known : known with { Way = kept }, kept.Found);
            var targets = way.Targets;
            streams.Add((stream, asked, way.Why, way));
            for (var i = 0; i < targets.Count; i++) shares.Add(new(stream, targets[i], (asked / targets.Count) + (i < asked % targets.Count ? 1 : 0)));
        }
        shares.Sort(static (a, b) => Compare(a.Target, b.Target));
        var work = Work(shares);
        var uses = turn.State.Traffic.Uses;
        foreach (var (stream, asked, why, way) in streams)
        {
            var next = Serve(turn, stream, asked, why, streams.Count == 1 ? shares : shares.FindAll(s => ReferenceEquals(s.Stream, stream)), work);
            Put(turn, next);
            if (way.Resource is { } resource) uses = TrafficBill.Add(uses, resource, way.Region!, way.Balanced, asked, next.Served - stream.Served);
        }

        var ticks = turn.State.Traffic.Ticks + 1;
        var more = turn.State.Traffic.Streams.Values.Any(s => turn.Now + Half < s.Began + s.Curve.Ends);
        turn.State = turn.State with { Traffic = turn.State.Traffic with { Work = work, Ticks = ticks, Ticking = more, Uses = uses } };
        // A long run is charged in larger parts: its bill stays as small as its series.
        var together = turn.State.Traffic.Streams.Values.Max(s => s.Series.Together);
        if (!more || ticks % (60 / Seconds * together) == 0) TrafficBill.Charge(turn);
        GroupScaling.Measure(turn, work, ticks % (60 / Seconds) == 0);
        ServiceScaling.Measure(turn, work, ticks % (60 / Seconds) == 0);
        if (more) turn.Plan(Length, new TrafficTick());
    }

    private static int Compare(RoutedTarget a, RoutedTarget b) => string.CompareOrdinal(a.Id, b.Id) is not 0 and var byId ? byId : string.CompareOrdinal(a.TargetGroupArn, b.TargetGroupArn);

    /// <summary>One for each target, in the order of the shares.</summary>
    private static ImmutableArray<TargetWork> Work(List<Share> shares)
    {
        var work = ImmutableArray.CreateBuilder<TargetWork>(shares.Count);
        for (var i = 0; i < shares.Count;)
        {
            var target = shares[i].Target;
            long asked = 0;
            for (; i < shares.Count && Compare(shares[i].Target, target) == 0; i++) asked += shares[i].Asked;
            work.Add(new(target.Id, target.TargetGroupArn, asked, (long)(target.PerSecond * Seconds)));
        }
        return work.ToImmutable();
    }

    /// <param name="shares">In the order of <paramref name="work"/>, which may hold other streams' targets too.</param>
    private static VisitorStream Serve(Turn turn, VisitorStream stream, long asked, string? why, List<Share> shares, ImmutableArray<TargetWork> work)
    {
        long served = 0;
        double waited = 0;
        var loads = ImmutableArray.CreateBuilder<TargetLoad>(shares.Count);
        var at = 0;
        foreach (var share in shares)
        {
            while (work[at].Target != share.Target.Id || work[at].TargetGroupArn != share.Target.TargetGroupArn) at++;
            var whole = work[at];
            var done = whole.Asked <= whole.Capacity ? share.Asked : whole.Capacity * share.Asked / whole.Asked;
            if (whole.Capacity == 0) done = 0;
            served += done;
            waited += done * Capacity.LatencyMs(whole.Load);
            loads.Add(new(share.Target.Id, (float)whole.Load));
        }
        var fate = asked == 0 ? stream.Fate : served == asked ? "served" : served == 0 ? "lost" : "partly lost";
        var silent = fate is "partly lost" && shares.Exists(s => s.Target.PerSecond == 0);
        if (fate != stream.Fate || silent != stream.ToTheSilent) turn.Note(Service, stream.Name, Words(fate!, asked, served, why, shares), stream.Fate ?? "coming", fate);
        TrafficSample sample = new(turn.Now - Half, Seconds, asked, served, served == 0 ? 0 : waited / served, loads.ToImmutable());
        return stream with { Asked = stream.Asked + asked, Served = stream.Served + served, Fate = fate, ToTheSilent = silent, Why = served == 0 ? why : null, Series = stream.Series.Add(sample) };
    }

    private static string Words(string fate, long asked, long served, string? why, List<Share> shares)
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

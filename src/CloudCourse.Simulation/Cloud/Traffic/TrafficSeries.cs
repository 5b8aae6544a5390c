using System.Collections.Immutable;

namespace CloudCourse.Simulation.Cloud.Traffic;

/// <summary>How busy a target was: 0.5 is half of what it can do, above 1 is more than it can.</summary>
public readonly record struct TargetLoad(string Target, float Load);

/// <summary>What became of the requests of a short while.</summary>
/// <param name="LatencyMs">What a typical request that was served took; 0 where none was.</param>
/// <param name="Loads">By target, in the order of their ids.</param>
public sealed record TrafficSample(DateTimeOffset From, int Seconds, long Asked, long Served, double LatencyMs, ImmutableArray<TargetLoad> Loads)
{
    public long Lost => Asked - Served;
    public DateTimeOffset To => From.AddSeconds(Seconds);

    internal static TrafficSample Together(TrafficSample a, TrafficSample b)
    {
        var served = a.Served + b.Served;
        var seconds = a.Seconds + b.Seconds;
        // Both are in the order of their targets.
        var loads = ImmutableArray.CreateBuilder<TargetLoad>(Math.Max(a.Loads.Length, b.Loads.Length));
        for (int i = 0, j = 0; i < a.Loads.Length || j < b.Loads.Length;)
        {
            var order = i == a.Loads.Length ? 1 : j == b.Loads.Length ? -1 : string.CompareOrdinal(a.Loads[i].Target, b.Loads[j].Target);
            var target = order <= 0 ? a.Loads[i].Target : b.Loads[j].Target;
            var load = 0f;
            if (order <= 0) load += a.Loads[i++].Load * a.Seconds;
            if (order >= 0) load += b.Loads[j++].Load * b.Seconds;
            loads.Add(new(target, load / seconds));
        }
        return new(a.From, seconds, a.Asked + b.Asked, served, served == 0 ? 0 : ((a.LatencyMs * a.Served) + (b.LatencyMs * b.Served)) / served, loads.ToImmutable());
    }
}

/// <summary>
/// Samples in the order of time. It holds <see cref="Most"/> at most: when there are more, each two become one, so that a long run is
/// kept coarser and never larger.
/// </summary>
public sealed class TrafficSeries
{
    /// <summary>Two hours at a sample every ten seconds.</summary>
    public const int Most = 720;

    public static readonly TrafficSeries Empty = new([], 1, null, 0);

    private readonly ImmutableList<TrafficSample> _whole;
    private readonly int _perSample;
    private readonly TrafficSample? _part;
    private readonly int _parts;

    private TrafficSeries(ImmutableList<TrafficSample> whole, int perSample, TrafficSample? part, int parts) => (_whole, _perSample, _part, _parts) = (whole, perSample, part, parts);

    /// <summary>The last may be a part of what a sample here is.</summary>
    public IEnumerable<TrafficSample> Samples => _part is null ? _whole : _whole.Append(_part);

    public int Count => _whole.Count + (_part is null ? 0 : 1);

    /// <summary>How many of the samples that were added are in one here.</summary>
    public int Together => _perSample;

    public TrafficSeries Add(TrafficSample sample)
    {
        var part = _part is null ? sample : TrafficSample.Together(_part, sample);
        if (_parts + 1 < _perSample) return new(_whole, _perSample, part, _parts + 1);
        if (_whole.Count + 1 < Most) return new(_whole.Add(part), _perSample, null, 0);
        var all = _whole.Add(part);
        var halved = ImmutableList.CreateBuilder<TrafficSample>();
        for (var i = 0; i + 1 < all.Count; i += 2) halved.Add(TrafficSample.Together(all[i], all[i + 1]));
        return all.Count % 2 == 0 ? new(halved.ToImmutable(), _perSample * 2, null, 0) : new(halved.ToImmutable(), _perSample * 2, all[^1], _perSample);
    }
}

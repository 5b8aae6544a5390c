namespace CloudCourse.Simulation.Cloud.Traffic;

/// <param name="After">Since the visitors began to come.</param>
public readonly record struct CurvePoint(TimeSpan After, double RequestsPerSecond);

/// <summary>How many requests come per second by time: straight lines between points, none before the first and after the last.</summary>
public sealed class TrafficCurve
{
    private readonly CurvePoint[] _points;

    /// <exception cref="ArgumentException">The points are not in order of time, or a rate is negative, endless or no number.</exception>
    public TrafficCurve(IEnumerable<CurvePoint> points)
    {
        _points = [.. points];
        if (_points.Length < 2) throw new ArgumentException("A curve has two points at least.", nameof(points));
        if (_points[0].After < TimeSpan.Zero) throw new ArgumentException("A curve does not begin before its visitors.", nameof(points));
        if (_points.Zip(_points.Skip(1)).Any(p => p.Second.After <= p.First.After)) throw new ArgumentException("A curve's points are in the order of their times.", nameof(points));
        if (_points.Any(p => !(p.RequestsPerSecond is >= 0 and <= MostPerSecond))) throw new ArgumentException($"A rate is between 0 and {MostPerSecond:0} requests per second.", nameof(points));
    }

    public const double MostPerSecond = 1_000_000;

    public static TrafficCurve Steady(double requestsPerSecond, TimeSpan lasts) => new([new(TimeSpan.Zero, requestsPerSecond), new(lasts, requestsPerSecond)]);

    public IReadOnlyList<CurvePoint> Points => _points;

    public TimeSpan Ends => _points[^1].After;

    /// <summary>All requests from the beginning up to a moment, in whole requests.</summary>
    public long AskedBy(TimeSpan after)
    {
        double sum = 0;
        for (var i = 1; i < _points.Length && _points[i - 1].After < after; i++)
        {
            var (from, to) = (_points[i - 1], _points[i]);
            var end = after < to.After ? after : to.After;
            sum += (from.RequestsPerSecond + Between(from, to, end)) / 2 * (end - from.After).TotalSeconds;
        }
        return (long)sum;
    }

    private static double Between(CurvePoint from, CurvePoint to, TimeSpan at) =>
        from.RequestsPerSecond + ((to.RequestsPerSecond - from.RequestsPerSecond) * ((at - from.After) / (to.After - from.After)));
}

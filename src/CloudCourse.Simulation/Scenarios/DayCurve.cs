namespace CloudCourse.Simulation.Scenarios;

/// <summary>
/// How an average day's work is spread over its hours: a level, and on it a tent whose top stands at eight in the evening and is as high as
/// the peak factor says. The level is a quarter of the average, or what is left where the peak is flat.
/// </summary>
public sealed class DayCurve
{
    /// <summary>Five minutes each.</summary>
    public const int Steps = 288;

    public const double TopAtHour = 20;

    private readonly double _level, _top, _halfWidth;
    private readonly double[] _rates;

    /// <param name="peak">1 or more: the top, in averages.</param>
    public DayCurve(double peak)
    {
        if (!(peak >= 1)) throw new ArgumentOutOfRangeException(nameof(peak), "A day's busiest moment is no less busy than the day.");
        _top = peak;
        _level = Math.Max(0.25, 2 - peak);
        _halfWidth = peak > 1 ? 24 * (1 - _level) / (peak - _level) : 12;
        _rates = [.. Enumerable.Range(0, Steps).Select(i => At((i + 0.5) * 24 / Steps))];
        // Whatever the steps cut off the top, a day has the work of a day.
        var mean = _rates.Average();
        for (var i = 0; i < Steps; i++) _rates[i] /= mean;
    }

    /// <summary>How much more comes at an hour of the day than on average.</summary>
    public double At(double hour)
    {
        var away = Math.Abs(hour - TopAtHour) % 24;
        away = Math.Min(away, 24 - away);
        return away >= _halfWidth ? _level : _top + ((_level - _top) * away / _halfWidth);
    }

    /// <summary>The day step by step from midnight, in averages; their mean is 1.</summary>
    public IReadOnlyList<double> Rates => _rates;

    /// <summary>Of a day's arrivals, those that come when more come at a moment than <paramref name="most"/> averages: how many of all find no room.</summary>
    public double ShareAbove(double most) => _rates.Sum(r => Math.Max(0, r - most)) / Steps;
}

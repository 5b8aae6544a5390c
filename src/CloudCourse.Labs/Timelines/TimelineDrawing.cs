using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud.Timelines;

namespace CloudCourse.Labs.Timelines;

/// <summary>Where things stand in the picture. Lanes use percent, so that words keep their size; curves a box of 1,000 by 100 that is stretched.</summary>
public static class TimelineDrawing
{
    private const int Width = 1000, Height = 100;

    public static double Part(Timeline timeline, DateTimeOffset moment) =>
        timeline.To <= timeline.From ? 0 : Math.Clamp((moment - timeline.From) / (timeline.To - timeline.From), 0, 1);

    public static string Percent(Timeline timeline, DateTimeOffset moment) => Text(100 * Part(timeline, moment)) + "%";

    /// <summary>A function is busy for milliseconds of hours: nothing that was is too narrow to be seen.</summary>
    public static string Percent(Timeline timeline, TimelineSpan span) => Text(Math.Max(0.1, 100 * (Part(timeline, span.To) - Part(timeline, span.From)))) + "%";

    /// <summary>A line through the points; counts go up and down in steps.</summary>
    public static string Line(Timeline timeline, TimelineSeries series, double most, double[]? below = null)
    {
        StringBuilder path = new();
        for (var i = 0; i < series.Points.Count; i++)
        {
            var point = series.Points[i];
            var x = X(timeline, point.At);
            if (i > 0 && series.Kind is not SeriesKind.Money) path.Append(" H").Append(x);
            path.Append(i == 0 ? "M" : series.Kind is SeriesKind.Money ? " L" : " V");
            if (i == 0 || series.Kind is SeriesKind.Money) path.Append(x).Append(' ');
            path.Append(Y(point.Value + (below is null ? 0 : below[i]), most));
        }
        if (series.Points.Count > 0) path.Append(" H").Append(Width);
        return path.ToString();
    }

    /// <summary>The area between a line and the ground.</summary>
    public static string Area(Timeline timeline, TimelineSeries series, double most, double[]? below = null) => series.Points.Count == 0 ? "" : $"{Line(timeline, series, most, below)} V{Height} H{X(timeline, series.Points[0].At)} Z";

    /// <summary>Moments for the axis: round ones, ten at most.</summary>
    public static IReadOnlyList<TimeSpan> Ticks(Timeline timeline)
    {
        var lasts = timeline.To - timeline.From;
        if (lasts <= TimeSpan.Zero) return [TimeSpan.Zero];
        int[] steps = [1, 2, 5, 10, 30, 60, 300, 600, 1200, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 432000, 864000, 2592000];
        var step = TimeSpan.FromSeconds(steps.FirstOrDefault(s => lasts.TotalSeconds / s <= 6, steps[^1]));
        return [.. Enumerable.Range(0, (int)Math.Min(60, lasts / step) + 1).Select(i => step * i)];
    }

    /// <summary>A round number above.</summary>
    public static double Ceiling(double value)
    {
        if (value <= 0) return 1;
        var power = 1.0;
        while (power * 10 <= value) power *= 10;
        while (power > value) power /= 10;
        foreach (var times in (double[])[1, 1.5, 2, 3, 4, 5, 6, 8]) if (times * power >= value) return times * power;
        return 10 * power;
    }

    private static string X(Timeline timeline, DateTimeOffset at) => Text(Width * Part(timeline, at));

    // Half a stroke of room at both edges.
    private static string Y(double value, double most) => Text(Height - 1 - ((Height - 3) * Math.Clamp(value / most, 0, 1)));

    private static string Text(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);
}

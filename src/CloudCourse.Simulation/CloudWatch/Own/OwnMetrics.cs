using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.CloudWatch.Own;

/// <summary>A metric that a service measures itself.</summary>
/// <param name="Slot">Its place among those of the same namespace.</param>
/// <param name="IsExact">Every value is kept, so that percentiles can be told.</param>
internal sealed record OwnMetric(int Slot, string Name, string Unit, bool IsExact = false);

/// <summary>What one service measures.</summary>
/// <param name="Name">Such as <c>AWS/SQS</c>.</param>
internal sealed record OwnNamespace(string Name, OwnMetric[] Metrics);

/// <summary>What something is measured of.</summary>
/// <param name="Dimensions">As in <see cref="MetricName.Key"/>: <c>Name=Value</c> in the order of the names, a zero character between them.</param>
internal readonly record struct Measured(OwnNamespace Space, string Region, string Dimensions)
{
    public string Key => $"{Space.Name}\0{Region}\0{Dimensions}";

    public static string Text(ImmutableSortedDictionary<string, string> dimensions) => string.Join('\0', dimensions.Select(d => $"{d.Key}={d.Value}"));

    public static ImmutableSortedDictionary<string, string> Read(string text) => text.Length == 0 ? MetricName.NoDimensions
        : MetricName.NoDimensions.AddRange(text.Split('\0').Select(d => d.Split('=', 2)).Select(d => KeyValuePair.Create(d[0], d[1])));
}

/// <summary>All that is measured of one thing.</summary>
/// <param name="Series">By the metric's slot; null for what was not measured yet. Never written to.</param>
internal sealed record Measures(Measured Of, MinuteSeries?[] Series, DateTimeOffset Last);

internal static class Measuring
{
    /// <summary>Counts values of metrics for now.</summary>
    public static void Measure(this Turn turn, Measured of, params ReadOnlySpan<(OwnMetric Metric, double Value)> values) => turn.Measure(of, turn.Now, values);

    /// <summary>Counts values of metrics for a moment that is not long past.</summary>
    public static void Measure(this Turn turn, Measured of, DateTimeOffset at, params ReadOnlySpan<(OwnMetric Metric, double Value)> values)
    {
        var own = turn.State.CloudWatch.Own;
        var (key, minute) = (of.Key, MinuteSeries.MinuteOf(at));
        var known = own.Find(key);
        var series = new MinuteSeries?[of.Space.Metrics.Length];
        known?.Series.CopyTo(series);
        foreach (var (metric, value) in values) series[metric.Slot] = (series[metric.Slot] ?? MinuteSeries.Empty).Add(minute, value, 1, metric.IsExact);
        turn.State = turn.State with { CloudWatch = turn.State.CloudWatch with { Own = own.Put(key, new(known?.Of ?? of, series, turn.Now)) } };
    }
}

using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.CloudWatch;

/// <summary>An account's metrics and alarms.</summary>
public sealed record CloudWatchState
{
    /// <summary>By <see cref="MetricName.Key"/>.</summary>
    public Table<MetricSeries> Metrics { get; init; } = Table<MetricSeries>.Empty;

    /// <summary>By Region and name.</summary>
    public Table<MetricAlarm> Alarms { get; init; } = Table<MetricAlarm>.Empty;

    /// <summary>What services counted of their resources, by <see cref="Own.Measured.Key"/>.</summary>
    internal Table<Own.Measures> Own { get; init; } = Table<Own.Measures>.Empty;

    public static string Key(string region, string alarm) => $"{region} {alarm}";
}

/// <param name="Dimensions">In the order of their names: two spellings of the same ones are one metric.</param>
public sealed record MetricName(string Region, string Namespace, string Name, ImmutableSortedDictionary<string, string> Dimensions)
{
    public static readonly ImmutableSortedDictionary<string, string> NoDimensions = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public string Key { get; } = $"{Region}\0{Namespace}\0{Name}\0{string.Join('\0', Dimensions.Select(d => $"{d.Key}={d.Value}"))}";
}

/// <summary>What was measured, by the second it was said for.</summary>
/// <param name="Last">When something was put last; what is silent for two weeks is no longer listed.</param>
public sealed record MetricSeries(MetricName Name, ImmutableSortedDictionary<DateTimeOffset, ImmutableList<Sample>> Samples, DateTimeOffset Last)
{
    /// <summary>What was measured from a moment up to, but without, another, oldest first.</summary>
    internal IEnumerable<Own.MetricPoint> Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (Samples.IsEmpty) yield break;
        // The keys are in order: where they begin is found by halving.
        var (low, high) = (0, Samples.Count);
        var keys = Keys;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (keys[middle] < from) low = middle + 1;
            else high = middle;
        }
        for (; low < keys.Length && keys[low] < to; low++)
        {
            foreach (var sample in Samples[keys[low]]) yield return new(keys[low], sample);
        }
    }

    private DateTimeOffset[] Keys => field ??= [.. Samples.Keys];
}

/// <summary>A value so many times, or a set of which only four numbers are known.</summary>
public sealed record Sample(double Count, double Sum, double Minimum, double Maximum, string Unit)
{
    public static Sample Of(double value, double count, string unit) => new(count, value * count, value, value, unit);

    /// <summary>One value is known: percentiles can be told.</summary>
    public bool IsOneValue => Minimum.Equals(Maximum);
}

/// <param name="Changed">Counts the alarm's changes; a look that was planned for an earlier one does not happen.</param>
public sealed record MetricAlarm(string Name, string Arn, MetricName Metric, Statistic Statistic, int Period, int Periods, int ToAlarm, double Threshold, string Comparison, string Missing, long Changed)
{
    public const string Ok = "OK", Alarm = "ALARM", Unknown = "INSUFFICIENT_DATA";

    public string? Unit { get; init; }
    public string? Description { get; init; }
    public bool ActionsEnabled { get; init; } = true;
    public ImmutableList<string> OkActions { get; init; } = [];
    public ImmutableList<string> AlarmActions { get; init; } = [];
    public ImmutableList<string> UnknownActions { get; init; } = [];
    public required DateTimeOffset Configured { get; init; }
    public string State { get; init; } = Unknown;
    public string Reason { get; init; } = "Unchecked: Initial alarm creation";
    public string? ReasonData { get; init; }
    public required DateTimeOffset StateUpdated { get; init; }

    /// <summary>The newest last.</summary>
    public ImmutableList<AlarmHistory> History { get; init; } = [];

    public ImmutableList<string> ActionsOf(string state) => state switch { Ok => OkActions, Alarm => AlarmActions, _ => UnknownActions };
}

/// <param name="Type"><c>ConfigurationUpdate</c>, <c>StateUpdate</c> or <c>Action</c>.</param>
public sealed record AlarmHistory(DateTimeOffset Time, string Type, string Summary, string Data);

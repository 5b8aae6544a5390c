using System.Collections.Immutable;

namespace CloudCourse.Simulation.CloudWatch.Own;

/// <summary>
/// What a service measured of one thing, by the minute, the newest first. It never changes: another value makes one small object. It is
/// kept as long as by AWS: minutes for 15 days, then five minutes for 63 days, then hours for 455 days.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention"/>
internal sealed class MinuteSeries
{
    private const int MinutesOfDay = 24 * 60, Fine = 15 * MinutesOfDay, Middle = 63 * MinutesOfDay, Coarse = 455 * MinutesOfDay;

    public static readonly MinuteSeries Empty = new(null, 0, Fine + MinutesOfDay);

    private readonly Bucket? _newest;
    private readonly int _length, _most;

    private MinuteSeries(Bucket? newest, int length, int most) => (_newest, _length, _most) = (newest, length, most);

    /// <param name="Start">In minutes since 1970.</param>
    /// <param name="Values">How often each value came; null where only the sums are kept.</param>
    private sealed record Bucket(long Start, int Minutes, double Count, double Sum, double Minimum, double Maximum, ImmutableSortedDictionary<double, double>? Values, Bucket? Before)
    {
        public Bucket With(double value, double count, bool isExact) => new(Start, Minutes, Count + count, Sum + (value * count), Math.Min(Minimum, value), Math.Max(Maximum, value),
            isExact ? Values?.SetItem(value, Values.GetValueOrDefault(value) + count) : null, Before);

        public Bucket Together(Bucket other) => this with
        {
            Count = Count + other.Count,
            Sum = Sum + other.Sum,
            Minimum = Math.Min(Minimum, other.Minimum),
            Maximum = Math.Max(Maximum, other.Maximum),
            Values = other.Values?.Aggregate(Values, (all, v) => all?.SetItem(v.Key, all.GetValueOrDefault(v.Key) + v.Value)),
        };
    }

    /// <param name="minute">Since 1970; the last one, or one not long before it.</param>
    /// <param name="isExact">Every value is kept, so that percentiles can be told.</param>
    public MinuteSeries Add(long minute, double value, double count, bool isExact)
    {
        var length = _length;
        var newest = Put(_newest, minute, value, count, isExact, ref length);
        return length <= _most ? new(newest, length, _most) : Coarser(newest, minute);
    }

    private static Bucket Put(Bucket? newest, long minute, double value, double count, bool isExact, ref int length)
    {
        if (newest is not null && minute < newest.Start) return newest with { Before = Put(newest.Before, minute, value, count, isExact, ref length) };
        if (newest is not null && minute < newest.Start + newest.Minutes) return newest.With(value, count, isExact);
        length++;
        return new(minute, 1, count, value * count, value, value, isExact ? ImmutableSortedDictionary<double, double>.Empty.Add(value, count) : null, newest);
    }

    private static MinuteSeries Coarser(Bucket all, long now)
    {
        List<Bucket> inOrder = [];
        for (var bucket = all; bucket is not null && now - bucket.Start < Coarse; bucket = bucket.Before) inOrder.Add(bucket);
        inOrder.Reverse();
        Bucket? newest = null;
        var length = 0;
        foreach (var bucket in inOrder)
        {
            var minutes = (now - bucket.Start) switch { < Fine => 1, < Middle => 5, _ => 60 };
            var start = bucket.Start - (bucket.Start % minutes);
            if (newest is not null && start < newest.Start + newest.Minutes)
            {
                newest = newest.Together(bucket);
                continue;
            }
            newest = bucket with { Start = start, Minutes = Math.Max(minutes, bucket.Minutes), Before = newest };
            length++;
        }
        return new(newest, length, length + MinutesOfDay);
    }

    /// <summary>What was measured from a moment up to, but without, another, oldest first. What is only kept by longer times than the period asked for is left out, as AWS does.</summary>
    /// <param name="period">Seconds.</param>
    public IReadOnlyList<MetricPoint> Between(DateTimeOffset from, DateTimeOffset to, int period, string unit)
    {
        var (first, last) = (MinuteAtOrAfter(from), MinuteAtOrAfter(to));
        List<MetricPoint> points = [];
        for (var bucket = _newest; bucket is not null && bucket.Start >= first; bucket = bucket.Before)
        {
            if (bucket.Start >= last || (bucket.Minutes > 1 && bucket.Minutes * 60 > period)) continue;
            var at = DateTimeOffset.UnixEpoch.AddMinutes(bucket.Start);
            if (bucket.Values is not { } values) points.Add(new(at, new(bucket.Count, bucket.Sum, bucket.Minimum, bucket.Maximum, unit)));
            else
            {
                foreach (var (value, count) in values) points.Add(new(at, Sample.Of(value, count, unit)));
            }
        }
        points.Reverse();
        return points;
    }

    public static long MinuteOf(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMinute;

    public static long MinuteAtOrAfter(DateTimeOffset moment) => MinuteOf(moment) + (moment.UtcTicks % TimeSpan.TicksPerMinute == 0 ? 0 : 1);
}

/// <summary>Something that was measured for a moment.</summary>
internal readonly record struct MetricPoint(DateTimeOffset At, Sample Sample);

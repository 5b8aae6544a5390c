using CloudCourse.Simulation.Cloud.Traffic;

namespace CloudCourse.Simulation.CloudWatch.Own;

/// <summary>What visitors did in one minute, or in a part of it.</summary>
/// <param name="Minute">Since 1970.</param>
/// <param name="Seconds">How long the part is.</param>
internal readonly record struct TrafficPiece(long Minute, double Seconds, TrafficSample Sample, long Asked, long Served)
{
    public DateTimeOffset At => DateTimeOffset.UnixEpoch.AddMinutes(Minute);
}

/// <summary>Lays the samples of visitors out by the minute. One that lies in several, as in a long run, is spread evenly over its time.</summary>
internal static class TrafficPieces
{
    public static IEnumerable<TrafficPiece> Of(IEnumerable<VisitorStream> streams, DateTimeOffset from, DateTimeOffset to) =>
        streams.SelectMany(s => s.Series.Samples).Where(s => s.To > from && s.From < to).SelectMany(Pieces).Where(p => p.At >= from && p.At < to).OrderBy(p => p.Minute);

    private static IEnumerable<TrafficPiece> Pieces(TrafficSample sample)
    {
        var all = (double)sample.Seconds * TimeSpan.TicksPerSecond;
        var (asked, served) = (0L, 0L);
        for (var from = sample.From; from < sample.To;)
        {
            var minute = MinuteSeries.MinuteOf(from);
            var to = DateTimeOffset.UnixEpoch.AddMinutes(minute + 1) is var end && end < sample.To ? end : sample.To;
            // What has come by then, whole requests only: nothing is lost between two minutes.
            var part = (to - sample.From).Ticks / all;
            var (askedBy, servedBy) = ((long)(sample.Asked * part), (long)(sample.Served * part));
            yield return new(minute, (to - from).TotalSeconds, sample, askedBy - asked, servedBy - served);
            (asked, served, from) = (askedBy, servedBy, to);
        }
    }
}

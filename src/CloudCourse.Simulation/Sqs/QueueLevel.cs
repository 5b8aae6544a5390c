namespace CloudCourse.Simulation.Sqs;

/// <summary>How full a queue was at the end of a minute, and so at the end of each that follows up to the next level.</summary>
/// <param name="Minute">Since 1970.</param>
/// <param name="Oldest">When its oldest message came, in ticks of UTC; 0 for an empty queue.</param>
/// <param name="Touched">The minute in which the queue was last used.</param>
internal sealed record QueueLevel(long Minute, int Visible, int InFlight, int Delayed, long Oldest, long Touched, QueueLevel? Before, int Length)
{
    /// <summary>Fifteen days of minutes; what is older is forgotten now and then.</summary>
    private const int Most = 15 * 24 * 60;

    public bool IsEmpty => Visible + InFlight + Delayed == 0;

    public static long MinuteOf(long ticks) => (ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMinute;

    public static long EndOf(long minute) => ((minute + 1) * TimeSpan.TicksPerMinute) + DateTimeOffset.UnixEpoch.Ticks;

    /// <summary>What has become of a queue by itself since the minute in which it was last used, up to, but without, another minute: a level for each change.</summary>
    public static IEnumerable<QueueLevel> Since(Queue queue, long until)
    {
        if (queue.Minute >= until) yield break;
        QueueWork work = new(queue, EndOf(queue.Minute) - 1);
        for (var minute = queue.Minute; minute < until;)
        {
            work.MoveTo(EndOf(minute) - 1);
            yield return new(minute, work.Visible, work.InFlight, work.Delayed, work.Oldest, queue.Minute, null, 0);
            if (work.NextChange is not { } next) yield break;
            minute = Math.Max(minute + 1, MinuteOf(next));
        }
    }

    /// <summary>A queue about to be kept, with the levels of the minutes that are over.</summary>
    /// <param name="before">The queue as it was; null for a new one.</param>
    public static Queue Kept(Queue queue, Queue? before, long now)
    {
        if (before is null || before.Minute >= now) return queue with { Minute = now };
        var levels = before.Levels;
        foreach (var level in Since(before, now)) levels = level with { Before = levels, Length = (levels?.Length ?? 0) + 1 };
        if (levels?.Length > Most * 3 / 2) levels = Shortened(levels);
        return queue with { Minute = now, Levels = levels };
    }

    private static QueueLevel Shortened(QueueLevel newest)
    {
        List<QueueLevel> kept = [];
        for (var level = newest; level is not null && kept.Count < Most; level = level.Before) kept.Add(level);
        QueueLevel? all = null;
        for (var i = kept.Count - 1; i >= 0; i--) all = kept[i] with { Before = all, Length = (all?.Length ?? 0) + 1 };
        return all!;
    }
}

using System.Globalization;

namespace CloudCourse.Simulation.EventBridge.Schedules;

/// <summary>When something happens again and again, or once: <c>rate(5 minutes)</c>, <c>cron(0 8 ? * MON-FRI *)</c>, <c>at(2026-11-20T13:00:00)</c>.</summary>
/// <seealso href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"/>
public abstract record ScheduleExpression
{
    /// <summary>The first moment after another; null when there is none any more.</summary>
    /// <param name="after">The moment itself is not among the answers.</param>
    /// <param name="begin">From where a rate counts; it says its first moment.</param>
    /// <param name="zone">Where a clock on the wall would show the times of a cron or at expression.</param>
    public abstract DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset begin, TimeZoneInfo zone);

    /// <summary>Reads <c>rate(…)</c> or <c>cron(…)</c>, and where it may be, <c>at(…)</c>; null for what is none.</summary>
    public static ScheduleExpression? Read(string text, bool mayBeOnce)
    {
        if (text.Length > 256) return null;
        if (Inside(text, "cron(") is { } fields) return CronExpression.Read(fields) is { } cron ? new CronSchedule(cron) : null;
        if (Inside(text, "rate(") is { } rate) return ReadRate(rate, isScheduler: mayBeOnce);
        if (mayBeOnce && Inside(text, "at(") is { } at)
            return DateTime.TryParseExact(at, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? new OnceSchedule(moment) : null;
        return null;
    }

    private static string? Inside(string text, string begin) =>
        text.StartsWith(begin, StringComparison.Ordinal) && text.EndsWith(')') ? text[begin.Length..^1] : null;

    /// <summary>In a rule the unit is in the singular for one, and in the plural for more. EventBridge Scheduler takes either: <c>rate(1 hours)</c>.</summary>
    private static RateSchedule? ReadRate(string text, bool isScheduler)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var number, var unit] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1) return null;
        if (!isScheduler && (value == 1) == unit.EndsWith('s')) return null;
        long minutes = unit.TrimEnd('s') switch { "minute" => 1, "hour" => 60, "day" => 1440, _ => 0 };
        return minutes == 0 || unit.EndsWith("ss", StringComparison.Ordinal) || value > 5_000_000 ? null : new(TimeSpan.FromMinutes(value * minutes));
    }
}

public sealed record RateSchedule(TimeSpan Every) : ScheduleExpression
{
    public override DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset begin, TimeZoneInfo zone)
    {
        if (after < begin) return begin;
        var passed = (after - begin).Ticks / Every.Ticks;
        return DateTimeOffset.MaxValue - begin > Every * (passed + 2) ? begin + (Every * (passed + 1)) : null;
    }
}

public sealed record CronSchedule(CronExpression Cron) : ScheduleExpression
{
    /// <summary>
    /// A local time that daylight saving time leaves out happens not at all on that day, and one that comes twice happens the first time.
    /// </summary>
    public override DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset begin, TimeZoneInfo zone)
    {
        var from = TimeZoneInfo.ConvertTime(after < begin ? begin : after, zone).DateTime;
        foreach (var local in Cron.From(from))
        {
            if (LocalTime.Moment(local, zone) is { } moment && moment > after && moment >= begin) return moment;
        }
        return null;
    }
}

public sealed record OnceSchedule(DateTime Local) : ScheduleExpression
{
    public override DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset begin, TimeZoneInfo zone) =>
        LocalTime.Moment(Local, zone) is { } moment && moment > after ? moment : null;
}

internal static class LocalTime
{
    /// <summary>When a clock on the wall shows a time; null when it jumps over it.</summary>
    public static DateTimeOffset? Moment(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local)) return null;
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}

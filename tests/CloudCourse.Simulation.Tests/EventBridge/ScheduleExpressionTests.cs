using System.Globalization;
using CloudCourse.Simulation.EventBridge.Schedules;

namespace CloudCourse.Simulation.Tests.EventBridge;

/// <summary>
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html and
/// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
/// </summary>
public sealed class ScheduleExpressionTests
{
    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static List<string> Times(string expression, string after, int count, string zone = "UTC")
    {
        var when = ScheduleExpression.Read(expression, true)!;
        var (at, begin) = (Moment(after), Moment(after));
        List<string> times = [];
        while (times.Count < count && when.Next(at, begin, TimeZoneInfo.FindSystemTimeZoneById(zone)) is { } next)
        {
            times.Add(next.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
            at = next;
        }
        return times;
    }

    // 2 November 2026 is a Monday.
    [Theory]
    [InlineData("cron(0 10 * * ? *)", "2026-11-02 10:00", "2026-11-03 10:00")]
    [InlineData("cron(15 12 * * ? *)", "2026-11-02 12:15", "2026-11-03 12:15")]
    [InlineData("cron(0 18 ? * MON-FRI *)", "2026-11-02 18:00", "2026-11-03 18:00")]
    [InlineData("cron(0 8 1 * ? *)", "2026-12-01 08:00", "2027-01-01 08:00")]
    [InlineData("cron(0/15 * * * ? *)", "2026-11-02 09:15", "2026-11-02 09:30")]
    [InlineData("cron(0/10 * ? * MON-FRI *)", "2026-11-02 09:10", "2026-11-02 09:20")]
    [InlineData("cron(0/5 8-17 ? * MON-FRI *)", "2026-11-02 09:05", "2026-11-02 09:10")]
    [InlineData("cron(0 9 ? * 2#1 *)", "2026-12-07 09:00", "2027-01-04 09:00")]
    [InlineData("cron(30 10 ? * 3#2 *)", "2026-11-10 10:30", "2026-12-08 10:30")]
    [InlineData("cron(0 0 L * ? *)", "2026-11-30 00:00", "2026-12-31 00:00")]
    [InlineData("cron(0 0 L-2 * ? *)", "2026-11-28 00:00", "2026-12-29 00:00")]
    [InlineData("cron(0 0 ? * 6L *)", "2026-11-27 00:00", "2026-12-25 00:00")]
    [InlineData("cron(0 0 ? * FRIL *)", "2026-11-27 00:00", "2026-12-25 00:00")]
    [InlineData("cron(0 0 ? * L *)", "2026-11-07 00:00", "2026-11-14 00:00")]
    [InlineData("cron(0 0 15W * ? *)", "2026-11-16 00:00", "2026-12-15 00:00")]
    [InlineData("cron(0 0 1W * ? *)", "2026-12-01 00:00", "2027-01-01 00:00")]
    [InlineData("cron(0 0 LW * ? *)", "2026-11-30 00:00", "2026-12-31 00:00")]
    [InlineData("cron(0 0 29 2 ? *)", "2028-02-29 00:00", "2032-02-29 00:00")]
    [InlineData("cron(0 0 1 JAN,jul ? 2027-2028)", "2027-01-01 00:00", "2027-07-01 00:00")]
    [InlineData("cron(0 0 ? * FRI-MON *)", "2026-11-06 00:00", "2026-11-07 00:00")]
    [InlineData("cron(5,10 9 * * ? *)", "2026-11-02 09:05", "2026-11-02 09:10")]
    [InlineData("rate(5 minutes)", "2026-11-02 09:05", "2026-11-02 09:10")]
    [InlineData("rate(1 hour)", "2026-11-02 10:00", "2026-11-02 11:00")]
    [InlineData("rate(7 days)", "2026-11-09 09:00", "2026-11-16 09:00")]
    public void The_next_times(string expression, string first, string second) => Assert.Equal([first, second], Times(expression, "2026-11-02 09:00", 2));

    [Fact]
    public void A_time_that_was_or_never_is_does_not_come()
    {
        Assert.Empty(Times("cron(0 0 1 1 ? 2020)", "2026-11-02 09:00", 1));
        Assert.Empty(Times("cron(0 0 30 2 ? *)", "2026-11-02 09:00", 1));
        Assert.Empty(Times("at(2026-11-02T08:59:59)", "2026-11-02 09:00", 1));
        Assert.Equal(["2026-11-02 09:30"], Times("at(2026-11-02T09:30:00)", "2026-11-02 09:00", 2));
    }

    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
    [Fact]
    public void Clocks_that_change_skip_an_hour_or_repeat_one()
    {
        Assert.Equal(["2027-03-27 01:30", "2027-03-29 00:30"], Times("cron(30 2 * * ? *)", "2027-03-26 12:00", 2, "Europe/Berlin"));
        Assert.Equal(["2027-10-30 00:30", "2027-10-31 00:30", "2027-11-01 01:30"], Times("cron(30 2 * * ? *)", "2027-10-29 12:00", 3, "Europe/Berlin"));
        Assert.Equal(["2026-11-02 14:00"], Times("at(2026-11-02T09:00:00)", "2026-11-02 09:00", 1, "America/New_York"));
    }

    [Theory]
    [InlineData("rate(0 minutes)")]
    [InlineData("rate(-1 minutes)")]
    [InlineData("rate(1.5 hours)")]
    [InlineData("rate(5 seconds)")]
    [InlineData("rate(5)")]
    [InlineData("rate (5 minutes)")]
    [InlineData("cron(0 10 * * *)")]
    [InlineData("cron(0 10 * * * *)")]
    [InlineData("cron(0 10 ? * ? *)")]
    [InlineData("cron(0 10 * * MON *)")]
    [InlineData("cron(60 10 * * ? *)")]
    [InlineData("cron(0 24 * * ? *)")]
    [InlineData("cron(0 10 0 * ? *)")]
    [InlineData("cron(0 10 32 * ? *)")]
    [InlineData("cron(0 10 ? * 0 *)")]
    [InlineData("cron(0 10 ? * 8 *)")]
    [InlineData("cron(0 10 ? * 3#1,6#3 *)")]
    [InlineData("cron(0 10 ? * 3#6 *)")]
    [InlineData("cron(0 10 * 13 ? *)")]
    [InlineData("cron(0 10 * * ? 1969)")]
    [InlineData("cron(10-5 10 * * ? *)")]
    [InlineData("cron(0/0 10 * * ? *)")]
    [InlineData("cron(0 10 * * ? *")]
    [InlineData("0 10 * * ? *")]
    [InlineData("at(2026-11-02)")]
    [InlineData("at(2026-11-02T09:00:00Z)")]
    [InlineData("")]
    public void What_is_no_schedule(string expression) => Assert.Null(ScheduleExpression.Read(expression, true));

    // A rule wants the unit in the number's form, as https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html says;
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based lists both forms without that.
    [Theory]
    [InlineData("rate(1 minutes)", 1)]
    [InlineData("rate(1 hours)", 60)]
    [InlineData("rate(5 minute)", 5)]
    public void A_unit_in_the_other_form_is_for_Scheduler_alone(string expression, int minutes)
    {
        Assert.Null(ScheduleExpression.Read(expression, mayBeOnce: false));
        Assert.Equal(new RateSchedule(TimeSpan.FromMinutes(minutes)), ScheduleExpression.Read(expression, mayBeOnce: true));
    }

    [Fact]
    public void Any_text_is_a_schedule_or_none_and_its_times_go_forward()
    {
        string[] pieces = ["*", "?", "L", "W", "#", ",", "-", "/", "0", "5", "31", "59", "MON", "JAN", "2027", " ", " ", "15W", "6L", "3#2", "LW"];
        string[] good = ["* * * * ? *", "0/7 8-17 ? * MON-FRI *", "0 0 L * ? *", "30 2 15W */2 ? 2026-2030"];
        Random dice = new(3);
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var fields = dice.Next(2) == 0 ? good[dice.Next(good.Length)].Split(' ') : [.. Enumerable.Range(0, 6).Select(_ => string.Concat(Enumerable.Range(0, dice.Next(1, 4)).Select(_ => pieces[dice.Next(pieces.Length)])))];
            fields[dice.Next(6)] = string.Concat(Enumerable.Range(0, dice.Next(1, 4)).Select(_ => pieces[dice.Next(pieces.Length)]));
            var text = $"cron({string.Join(' ', fields)})";
            if (ScheduleExpression.Read(text, false) is not { } when) continue;
            read++;
            if (read > 300) continue;
            var at = Moment("2026-11-02 09:00");
            for (var i = 0; i < 3 && when.Next(at, at, TimeZoneInfo.Utc) is { } next; i++)
            {
                Assert.True(next > at && next.Second == 0, $"{text}: {next} after {at}");
                at = next;
            }
        }
        Assert.True(read > 100);
    }
}

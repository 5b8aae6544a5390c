using System.Globalization;
using System.Numerics;

namespace CloudCourse.Simulation.EventBridge.Schedules;

/// <summary>
/// AWS's cron expression: six fields, minutes, hours, day of the month, month, day of the week (1 is Sunday), year. One of the two
/// day fields is <c>?</c>. It knows no time zone: whoever asks says which local minutes are meant.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions"/>
public sealed class CronExpression
{
    private const int FirstYear = 1970, LastYear = 2199;

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>A bit for each value; years are counted from the first.</summary>
    private readonly BigInteger _minutes, _hours, _months, _years;
    private readonly IReadOnlyList<DayRule> _days;

    private CronExpression(BigInteger minutes, BigInteger hours, BigInteger months, BigInteger years, IReadOnlyList<DayRule> days) =>
        (_minutes, _hours, _months, _years, _days) = (minutes, hours, months, years, days);

    /// <param name="fields">What stands in the parentheses of <c>cron(…)</c>.</param>
    /// <returns>Null for what is no cron expression of AWS's.</returns>
    public static CronExpression? Read(string fields)
    {
        if (fields.Split((char[]?)[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is not [var minutes, var hours, var day, var month, var weekday, var year]) return null;
        if ((day == "?") == (weekday == "?")) return null;
        if (Values(minutes, 0, 59) is not { } m || Values(hours, 0, 23) is not { } h || Values(month, 1, 12, Months) is not { } mo || Values(year, FirstYear, LastYear) is not { } y) return null;
        var days = weekday == "?" ? DaysOfMonth(day) : DaysOfWeek(weekday);
        return days is null ? null : new(m, h, mo, y, days);
    }

    /// <summary>Whether a local day is meant.</summary>
    private bool Means(DateOnly day) => Has(_years, day.Year - FirstYear) && Has(_months, day.Month - 1) && _days.Any(r => r.Means(day));

    /// <summary>The local minutes that are meant, soonest first.</summary>
    /// <param name="from">The first that may be among them.</param>
    public IEnumerable<DateTime> From(DateTime from)
    {
        from = from.Ticks % TimeSpan.TicksPerMinute == 0 ? from : from.AddTicks(TimeSpan.TicksPerMinute - (from.Ticks % TimeSpan.TicksPerMinute));
        for (var day = DateOnly.FromDateTime(from); day.Year <= LastYear; day = NextDay(day))
        {
            if (!Means(day)) continue;
            for (var hour = 0; hour < 24; hour++)
            {
                if (!Has(_hours, hour)) continue;
                for (var minute = 0; minute < 60; minute++)
                {
                    if (!Has(_minutes, minute)) continue;
                    var moment = day.ToDateTime(new(hour, minute));
                    if (moment >= from) yield return moment;
                }
            }
        }
    }

    /// <summary>Skips what no day of could be meant: months, and years.</summary>
    private DateOnly NextDay(DateOnly day) =>
        !Has(_years, day.Year - FirstYear) ? new(day.Year + 1, 1, 1)
        : !Has(_months, day.Month - 1) ? new DateOnly(day.Year, day.Month, 1).AddMonths(1)
        : day.AddDays(1);

    private static bool Has(BigInteger bits, int at) => at >= 0 && !((bits >> at) & BigInteger.One).IsZero;

    /// <summary>A field of numbers: <c>*</c>, <c>5</c>, <c>1-5</c>, <c>0/15</c>, <c>1-30/5</c>, <c>JAN</c>, and lists of them.</summary>
    private static BigInteger? Values(string field, int first, int last, string[]? names = null)
    {
        var bits = BigInteger.Zero;
        foreach (var part in field.Split(','))
        {
            if (Range(part, first, last, names) is not var (from, to, step)) return null;
            // A range may go round: FRI-MON.
            if (to < from) to += last - first + 1;
            for (var value = from; value <= to; value += step) bits |= BigInteger.One << ((value - first) % (last - first + 1));
        }
        return bits;
    }

    private static (int From, int To, int Step)? Range(string part, int first, int last, string[]? names)
    {
        var (range, every) = part.Split('/') switch { [var r] => (r, null), [var r, var e] => (r, e), _ => ("", null) };
        var step = 1;
        if (every is not null && (!IsNumber(every, out step) || step < 1 || step > last)) return null;
        if (range == "*") return (first, last, step);
        if (range.Split('-') is [var a, var b]) return Value(a, first, last, names) is { } from && Value(b, first, last, names) is { } to && (from <= to || names is not null) ? (from, to, step) : null;
        return Value(range, first, last, names) is { } one ? (one, every is null ? one : last, step) : null;
    }

    private static int? Value(string text, int first, int last, string[]? names)
    {
        if (names is not null && Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var named) return named + first;
        return IsNumber(text, out var number) && number >= first && number <= last ? number : null;
    }

    private static bool IsNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static List<DayRule>? DaysOfMonth(string field)
    {
        if (field == "L") return [new LastDay(0)];
        if (field == "LW") return [new LastWeekday()];
        if (field.StartsWith("L-", StringComparison.Ordinal)) return IsNumber(field[2..], out var before) && before is >= 1 and <= 30 ? [new LastDay(before)] : null;
        List<DayRule> rules = [];
        List<string> plain = [];
        foreach (var part in field.Split(','))
        {
            if (part.EndsWith('W'))
            {
                if (!IsNumber(part[..^1], out var near) || near is < 1 or > 31) return null;
                rules.Add(new NearestWeekday(near));
            }
            else if (part == "L") rules.Add(new LastDay(0));
            else plain.Add(part);
        }
        if (plain.Count == 0) return rules;
        if (Values(string.Join(',', plain), 1, 31) is not { } days) return null;
        rules.Add(new OfMonth(days));
        return rules;
    }

    private static List<DayRule>? DaysOfWeek(string field)
    {
        // Of the week's days, L alone is its last: Saturday.
        if (field == "L") return [new OfWeek(BigInteger.One << 6)];
        if (field.Split('#') is [var day, var which])
            return Value(day, 1, 7, Days) is { } nth && IsNumber(which, out var number) && number is >= 1 and <= 5 ? [new NthOfMonth((DayOfWeek)(nth - 1), number)] : null;
        if (field.EndsWith('L') && Value(field[..^1], 1, 7, Days) is { } last) return [new LastOfMonth((DayOfWeek)(last - 1))];
        return Values(field, 1, 7, Days) is { } days ? [new OfWeek(days)] : null;
    }

    private abstract record DayRule
    {
        public abstract bool Means(DateOnly day);

        protected static int Length(DateOnly day) => DateTime.DaysInMonth(day.Year, day.Month);
    }

    private sealed record OfMonth(BigInteger Bits) : DayRule
    {
        public override bool Means(DateOnly day) => Has(Bits, day.Day - 1);
    }

    private sealed record OfWeek(BigInteger Bits) : DayRule
    {
        public override bool Means(DateOnly day) => Has(Bits, (int)day.DayOfWeek);
    }

    private sealed record LastDay(int Before) : DayRule
    {
        public override bool Means(DateOnly day) => day.Day == Length(day) - Before;
    }

    private sealed record LastWeekday : DayRule
    {
        public override bool Means(DateOnly day) => day.Day == Nearest(day, Length(day));
    }

    /// <summary>The weekday nearest to a day of the month; it stays in the month.</summary>
    private sealed record NearestWeekday(int Day) : DayRule
    {
        public override bool Means(DateOnly day) => Day <= Length(day) && day.Day == Nearest(day, Day);
    }

    private sealed record NthOfMonth(DayOfWeek Weekday, int Which) : DayRule
    {
        public override bool Means(DateOnly day) => day.DayOfWeek == Weekday && (day.Day - 1) / 7 == Which - 1;
    }

    private sealed record LastOfMonth(DayOfWeek Weekday) : DayRule
    {
        public override bool Means(DateOnly day) => day.DayOfWeek == Weekday && day.Day > Length(day) - 7;
    }

    private static int Nearest(DateOnly month, int day)
    {
        var length = DateTime.DaysInMonth(month.Year, month.Month);
        return new DateOnly(month.Year, month.Month, day).DayOfWeek switch
        {
            DayOfWeek.Saturday => day == 1 ? 3 : day - 1,
            DayOfWeek.Sunday => day == length ? day - 2 : day + 1,
            _ => day,
        };
    }
}

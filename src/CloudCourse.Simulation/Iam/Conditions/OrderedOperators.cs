using System.Globalization;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

internal sealed class NumericOperator(string name, Func<int, bool> accepts, bool negated = false) : ConditionOperator(name, negated)
{
    internal override Match Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out string? why) =>
        Ordered.Fits(seen, value.Text, Number, "a number", accepts, Negated, out why);

    internal static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}

internal sealed class DateOperator(string name, Func<int, bool> accepts, bool negated = false) : ConditionOperator(name, negated)
{
    internal override Match Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out string? why) =>
        Ordered.Fits(seen, value.Text, Date, "a date", accepts, Negated, out why);

    private static readonly string[] Forms =
    [
        "yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyyMMdd'T'HHmmssK",
    ];

    /// <summary>The ISO 8601 forms of W3C's note, or seconds since 1970. A date without a zone is UTC.</summary>
    /// <seealso href="https://www.w3.org/TR/NOTE-datetime"/>
    internal static DateTimeOffset? Date(string text)
    {
        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return date;
        // Four digits were a year; longer numbers count seconds.
        var known = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds);
        return known && seconds >= -62_135_596_800 && seconds <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }
}

internal static class Ordered
{
    public static Match Fits<T>(
        string seen, string wanted, Func<string, T?> read, string kind, Func<int, bool> accepts, bool negated, out string? why)
        where T : struct, IComparable<T>
    {
        var (left, right) = (read(seen), read(wanted));
        why = (left, right) switch
        {
            (_, null) => $"\"{wanted}\" is not {kind}",
            (null, _) => $"the request's \"{seen}\" is not {kind}",
            _ => null,
        };
        if (why is null) return accepts(left!.Value.CompareTo(right!.Value)) ? Match.Yes : Match.No;
        // What cannot be compared fits nothing; under a "not" that would let it through, so nothing is decided.
        return negated ? Match.Unknown : Match.No;
    }
}

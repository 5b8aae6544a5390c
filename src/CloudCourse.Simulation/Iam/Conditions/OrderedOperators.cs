using System.Globalization;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

/// <summary>Compares values of a type that has an order.</summary>
internal abstract class OrderedOperator<T>(string name, Func<int, bool> accepts, bool negated) : ConditionOperator(name, negated)
    where T : struct, IComparable<T>
{
    protected abstract T? Value(string text);

    /// <summary>What reading a value of the request costs, in steps: as many characters would be compared in that time.</summary>
    protected abstract int Effort { get; }

    /// <summary>As the request has it.</summary>
    protected virtual T? Seen(string text) => Value(text);

    internal sealed override bool ReadsValues => true;
    internal sealed override object? Read(string text) => Value(text);

    internal sealed override bool Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out Trouble trouble)
    {
        trouble = default;
        work.Spend(Effort + seen.Length / 4);
        if (value.Parsed is not T wanted) trouble = Trouble.InPolicy;
        else if (Seen(seen) is { } has) return accepts(has.CompareTo(wanted));
        else trouble = Trouble.InRequest;
        return false;
    }
}

internal sealed class NumericOperator(string name, Func<int, bool> accepts, bool negated = false) : OrderedOperator<decimal>(name, accepts, negated)
{
    internal override string Unfit => "not a number";
    protected override int Effort => 16;
    protected override decimal? Value(string text) => Number(text);

    /// <summary>A number too large for a decimal is beyond every number that a policy can hold, and compares like that.</summary>
    protected override decimal? Seen(string text) => Number(text)
        ?? (text.AsSpan().ContainsAnyExcept("0123456789+-.eE") || !double.TryParse(text, Style, CultureInfo.InvariantCulture, out var huge) ? null
            : huge > 0 ? decimal.MaxValue : decimal.MinValue);

    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Null for what is no number, and for one beyond the decimals.</summary>
    internal static decimal? Number(string text) => decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) ? number : null;
}

internal sealed class DateOperator(string name, Func<int, bool> accepts, bool negated = false) : OrderedOperator<DateTimeOffset>(name, accepts, negated)
{
    internal override string Unfit => "not a date";
    protected override int Effort => 64;
    protected override DateTimeOffset? Value(string text) => Date(text);

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

using System.Globalization;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.EventBridge.Patterns;

/// <summary>One entry of a pattern's list of values.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"/>
internal abstract record ValueTest
{
    /// <param name="value">A text, number, true, false or null of the event.</param>
    public abstract bool Holds(JsonValue value);
}

/// <summary>A text, letter by letter. Addresses of the internet are compared as addresses, however they are written.</summary>
internal sealed record ExactText(string Text) : ValueTest
{
    private readonly IpRange? _address = AddressRange.Address(Text);

    public override bool Holds(JsonValue value) =>
        value is JsonString s && (s.Value == Text || (_address is not null && AddressRange.Address(s.Value) is { } other && other.Equals(_address)));
}

/// <summary>A number, however it is written; one that is too large to be compared is taken by its digits.</summary>
internal sealed record ExactNumber(string Text) : ValueTest
{
    private readonly decimal? _number = Numbers.Read(Text);

    public override bool Holds(JsonValue value) => value is JsonNumber n && (n.Text == Text || (_number is not null && Numbers.Read(n.Text) == _number));
}

internal sealed record ExactFlag(bool Flag) : ValueTest
{
    public override bool Holds(JsonValue value) => value is JsonBoolean b && b.Value == Flag;
}

internal sealed record ExactNull : ValueTest
{
    public override bool Holds(JsonValue value) => value is JsonNull;
}

internal sealed record Prefix(string Text, StringComparison How) : ValueTest
{
    public override bool Holds(JsonValue value) => value is JsonString s && s.Value.StartsWith(Text, How);
}

internal sealed record Suffix(string Text, StringComparison How) : ValueTest
{
    public override bool Holds(JsonValue value) => value is JsonString s && s.Value.EndsWith(Text, How);
}

internal sealed record EqualsIgnoreCase(string Text) : ValueTest
{
    public override bool Holds(JsonValue value) => value is JsonString s && s.Value.Equals(Text, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Parts">What stands between the asterisks.</param>
internal sealed record Wildcard(IReadOnlyList<string> Parts) : ValueTest
{
    public override bool Holds(JsonValue value) => value is JsonString s && Fits(s.Value);

    /// <summary>The first place where a part fits is as good as any later one, so nothing is tried twice.</summary>
    private bool Fits(string text)
    {
        if (Parts.Count == 1) return text == Parts[0];
        if (!text.StartsWith(Parts[0], StringComparison.Ordinal)) return false;
        var at = Parts[0].Length;
        for (var i = 1; i < Parts.Count - 1; i++)
        {
            var found = text.IndexOf(Parts[i], at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + Parts[i].Length;
        }
        return text.Length - at >= Parts[^1].Length && text.EndsWith(Parts[^1], StringComparison.Ordinal);
    }
}

/// <summary>Any value for which none of the tests holds; it must be there.</summary>
internal sealed record AnythingBut(IReadOnlyList<ValueTest> Tests) : ValueTest
{
    public override bool Holds(JsonValue value)
    {
        foreach (var test in Tests)
        {
            if (test.Holds(value)) return false;
        }
        return true;
    }
}

/// <summary>Any value at all.</summary>
internal sealed record Present : ValueTest
{
    public override bool Holds(JsonValue value) => true;
}

/// <param name="Bottom">Null for none.</param>
internal sealed record NumberBetween(decimal? Bottom, bool WithBottom, decimal? Top, bool WithTop) : ValueTest
{
    public override bool Holds(JsonValue value) => value is JsonNumber n && Numbers.Read(n.Text) is { } number
        && (Bottom is not { } bottom || number > bottom || (WithBottom && number == bottom))
        && (Top is not { } top || number < top || (WithTop && number == top));
}

/// <summary>The addresses from a first to a last.</summary>
internal sealed record AddressRange(bool IsV6, UInt128 First, UInt128 Last) : ValueTest
{
    public override bool Holds(JsonValue value) => value is JsonString s && Address(s.Value) is { } address && address.IsV6 == IsV6 && address.Bits >= First && address.Bits <= Last;

    public static AddressRange Of(IpRange address, int maskBits)
    {
        var free = (address.IsV6 ? 128 : 32) - maskBits;
        var rest = free == 128 ? UInt128.MaxValue : (UInt128.One << free) - 1;
        // AWS's range begins at the address as it was written, also where that is not the first of its block.
        return new(address.IsV6, address.Bits, address.Bits | rest);
    }

    /// <summary>One address, of either kind; null for any other text.</summary>
    public static IpRange? Address(string text) => text.Length is >= 2 and <= 45 && !text.Contains('/') ? IpRange.Read(text) : null;
}

/// <summary>EventBridge compares numbers between minus and plus five thousand million, to six digits after the point.</summary>
internal static class Numbers
{
    private const decimal Most = 5_000_000_000;

    public const string OutOfRange = "Value must be between -5.0E9 and 5.0E9, inclusive";

    public static decimal? Read(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number is < -Most or > Most) return null;
        return decimal.Floor((number + Most) * 1_000_000m);
    }
}

using System.Globalization;
using System.Numerics;

namespace CloudCourse.Simulation.DynamoDb.Values;

/// <summary>A number of up to 38 significant decimal digits, exact. Its magnitude lies between 1E-130 and 9.99…E+125, or it is zero.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number"/>
public readonly struct DynamoNumber : IComparable<DynamoNumber>, IEquatable<DynamoNumber>
{
    public const int MaxDigits = 38, MaxExponent = 125, MinExponent = -130;

    private static readonly Int128[] Powers = MakePowers();

    // The value is Coefficient × 10^Exponent. No trailing zeros, so that equal numbers are the same pair.
    private readonly Int128 _coefficient;
    private readonly short _exponent;

    private DynamoNumber(Int128 coefficient, int exponent) => (_coefficient, _exponent) = (coefficient, (short)exponent);

    public bool IsZero => _coefficient == 0;

    /// <summary>Significant digits; 1 for zero.</summary>
    public int Digits => DigitsOf(Int128.Abs(_coefficient));

    /// <summary>In bytes, as DynamoDB counts: two digits a byte, one more, and one for the sign of what is below zero.</summary>
    public int Size => IsZero ? 1 : ((Digits + 1) / 2) + 1 + (_coefficient < 0 ? 1 : 0);

    /// <summary>The exponent of the first digit.</summary>
    private int Magnitude => _exponent + Digits - 1;

    /// <param name="problem">AWS's words for what is wrong; null when it can be read.</param>
    public static DynamoNumber Read(string text, out string? problem)
    {
        problem = null;
        if (text.Length == 0)
        {
            problem = "The parameter cannot be converted to a numeric value";
            return default;
        }
        var (at, negative) = text[0] is '-' or '+' ? (1, text[0] == '-') : (0, false);
        Int128 coefficient = 0;
        int significant = 0, pendingZeros = 0;
        long exponent = 0;
        bool anyDigit = false, point = false;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '.' && !point) point = true;
            else if (char.IsAsciiDigit(c))
            {
                anyDigit = true;
                if (point) exponent--;
                if (c == '0')
                {
                    // Zeros in front say nothing; those behind only count if a digit follows.
                    if (significant > 0) pendingZeros++;
                    continue;
                }
                significant += pendingZeros + 1;
                if (significant <= MaxDigits) coefficient = (coefficient * Powers[pendingZeros + 1]) + (c - '0');
                pendingZeros = 0;
            }
            else break;
        }
        if (!anyDigit || !ReadExponent(text, at, ref exponent))
        {
            problem = $"The parameter cannot be converted to a numeric value: {Findings.TextExtensions.Shortened(text)}";
            return default;
        }
        if (significant == 0) return default;
        exponent += pendingZeros;
        problem = Problem(exponent + significant - 1, significant);
        return problem is null ? new(negative ? -coefficient : coefficient, (int)exponent) : default;
    }

    private static bool ReadExponent(string text, int at, ref long exponent)
    {
        if (at == text.Length) return true;
        if (text[at] is not ('e' or 'E')) return false;
        var from = at + 1;
        var sign = from < text.Length && text[from] is '-' or '+' ? text[from++] : '+';
        if (from == text.Length) return false;
        long value = 0;
        for (; from < text.Length; from++)
        {
            if (!char.IsAsciiDigit(text[from])) return false;
            if (value < 1_000_000_000) value = (value * 10) + (text[from] - '0');
        }
        exponent += sign == '-' ? -value : value;
        return true;
    }

    private static string? Problem(long magnitude, int digits) =>
        magnitude > MaxExponent ? "Number overflow. Attempting to store a number with magnitude larger than supported range"
        : magnitude < MinExponent ? "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        : digits > MaxDigits ? "Attempting to store more than 38 significant digits in a Number"
        : null;

    public static DynamoNumber Of(long value) => Normal(value, 0, out _);

    /// <param name="problem">AWS's words where the sum cannot be stored.</param>
    public DynamoNumber Plus(DynamoNumber other, out string? problem)
    {
        problem = null;
        if (IsZero) return other;
        if (other.IsZero) return this;
        var exponent = Math.Min(_exponent, other._exponent);
        return Normal((_coefficient * BigInteger.Pow(10, _exponent - exponent)) + (other._coefficient * BigInteger.Pow(10, other._exponent - exponent)), exponent, out problem);
    }

    public DynamoNumber Minus(DynamoNumber other, out string? problem) => Plus(new(-other._coefficient, other._exponent), out problem);

    private static DynamoNumber Normal(BigInteger coefficient, int exponent, out string? problem)
    {
        problem = null;
        if (coefficient.IsZero) return default;
        while (true)
        {
            var (rest, digit) = BigInteger.DivRem(coefficient, 10);
            if (!digit.IsZero) break;
            coefficient = rest;
            exponent++;
        }
        var digits = BigInteger.Abs(coefficient).ToString(CultureInfo.InvariantCulture).Length;
        problem = Problem(exponent + digits - 1, digits);
        return problem is null ? new((Int128)coefficient, exponent) : default;
    }

    public int CompareTo(DynamoNumber other)
    {
        var sign = Int128.Sign(_coefficient);
        var byS = sign.CompareTo(Int128.Sign(other._coefficient));
        if (byS != 0 || sign == 0) return byS;
        var byM = Magnitude.CompareTo(other.Magnitude);
        if (byM != 0) return sign > 0 ? byM : -byM;
        // As many digits before the point: written with as many behind it, the coefficients compare as they are.
        var (digits, others) = (Digits, other.Digits);
        var a = digits < others ? _coefficient * Powers[others - digits] : _coefficient;
        var b = others < digits ? other._coefficient * Powers[digits - others] : other._coefficient;
        return a.CompareTo(b);
    }

    public bool Equals(DynamoNumber other) => _coefficient == other._coefficient && _exponent == other._exponent;

    public override bool Equals(object? obj) => obj is DynamoNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_coefficient, _exponent);

    public static bool operator ==(DynamoNumber a, DynamoNumber b) => a.Equals(b);

    public static bool operator !=(DynamoNumber a, DynamoNumber b) => !a.Equals(b);

    public static bool operator <(DynamoNumber a, DynamoNumber b) => a.CompareTo(b) < 0;

    public static bool operator >(DynamoNumber a, DynamoNumber b) => a.CompareTo(b) > 0;

    public static bool operator <=(DynamoNumber a, DynamoNumber b) => a.CompareTo(b) <= 0;

    public static bool operator >=(DynamoNumber a, DynamoNumber b) => a.CompareTo(b) >= 0;

    /// <summary>The whole number, where it is one and fits; null otherwise.</summary>
    public long? AsLong => _exponent < 0 || Magnitude > 18 ? null : long.CreateSaturating(_coefficient * Powers[_exponent]);

    /// <summary>Written out, without an exponent, as DynamoDB gives numbers back.</summary>
    public override string ToString()
    {
        var digits = Int128.Abs(_coefficient).ToString(CultureInfo.InvariantCulture);
        var sign = _coefficient < 0 ? "-" : "";
        if (_exponent >= 0) return sign + digits + new string('0', IsZero ? 0 : _exponent);
        var whole = digits.Length + _exponent;
        return whole > 0 ? $"{sign}{digits[..whole]}.{digits[whole..]}" : $"{sign}0.{new string('0', -whole)}{digits}";
    }

    private static int DigitsOf(Int128 value)
    {
        if (value <= long.MaxValue)
        {
            var count = 1;
            for (var rest = (long)value; rest >= 10; rest /= 10) count++;
            return count;
        }
        var digits = 19;
        while (digits < MaxDigits && value >= Powers[digits]) digits++;
        return digits;
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[MaxDigits + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}

using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Shapes;

/// <summary>How AWS's command line, a Python program, prints a JSON value and names its type; learners meet exactly this text.</summary>
internal static class PythonText
{
    /// <summary>Longer values are cut here: a pasted file must not fill the page.</summary>
    private const int MaxLength = 300;

    public static string TypeOf(JsonValue value) => value switch
    {
        JsonString => "<class 'str'>",
        JsonNumber number => IsInteger(number) ? "<class 'int'>" : "<class 'float'>",
        JsonBoolean => "<class 'bool'>",
        JsonArray => "<class 'list'>",
        JsonObject => "<class 'dict'>",
        _ => "<class 'NoneType'>",
    };

    public static bool IsInteger(JsonNumber number) => number.Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    /// <summary>As <c>str(value)</c>.</summary>
    public static string Of(JsonValue value)
    {
        var text = new StringBuilder();
        if (value is JsonString s) text.Append(s.Value);
        else Append(text, value);
        if (text.Length <= MaxLength) return text.ToString();
        var end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return text.ToString(0, end) + "…";
    }

    private static void Append(StringBuilder text, JsonValue value)
    {
        if (text.Length > MaxLength) return;
        switch (value)
        {
            case JsonString s: AppendQuoted(text, s.Value); break;
            case JsonNumber n: text.Append(Number(n)); break;
            case JsonBoolean b: text.Append(b.Value ? "True" : "False"); break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Items.Count && text.Length <= MaxLength; i++)
                {
                    if (i > 0) text.Append(", ");
                    Append(text, list.Items[i]);
                }
                text.Append(']');
                break;
            case JsonObject map:
                text.Append('{');
                var first = true;
                foreach (var (name, member) in map.AsDictionary())
                {
                    if (text.Length > MaxLength) break;
                    if (!first) text.Append(", ");
                    first = false;
                    AppendQuoted(text, name);
                    text.Append(": ");
                    Append(text, member.Value);
                }
                text.Append('}');
                break;
            default: text.Append("None"); break;
        }
    }

    private static string Number(JsonNumber number)
    {
        if (IsInteger(number)) return number.Text == "-0" ? "0" : number.Text;
        var value = double.Parse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        if (value == 0) return double.IsNegative(value) ? "-0.0" : "0.0";

        // Python writes the same shortest digits as .NET, but turns to an exponent at other sizes: below 1e-4, from 1e16.
        var (digits, exponent, sign) = Shortest(value);
        if (exponent is < -4 or >= 16)
        {
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        return digits.Length <= exponent + 1
            ? $"{sign}{digits.PadRight(exponent + 1, '0')}.0"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    private static (string Digits, int Exponent, string Sign) Shortest(double value)
    {
        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision <= 16; precision++)
        {
            var shorter = value.ToString("E" + precision, CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture) != value) continue;
            text = shorter;
            break;
        }
        var e = text.IndexOf('E');
        var mantissa = text[..e].TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        return (mantissa.Length == 0 ? "0" : mantissa, int.Parse(text[(e + 1)..], CultureInfo.InvariantCulture), value < 0 ? "-" : "");
    }

    private static void AppendQuoted(StringBuilder text, string value)
    {
        var quote = value.Contains('\'') && !value.Contains('"') ? '"' : '\'';
        text.Append(quote);
        foreach (var c in value)
        {
            if (text.Length > MaxLength) break;
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                _ when c == quote => text.Append('\\').Append(c),
                < ' ' or '\x7f' => text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => text.Append(c),
            };
        }
        text.Append(quote);
    }
}

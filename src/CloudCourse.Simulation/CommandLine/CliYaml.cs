using System.Globalization;
using System.Text;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>Answers as YAML: a line for each member in the order of names, lists not indented, and words in quotes where they would be read as something else.</summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html#yaml-output"/>
internal static class CliYaml
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "true", "false", "yes", "no", "on", "off", "null", "~", "y", "n", ".nan", ".inf", "-.inf", "+.inf" };

    public static string Of(object? value)
    {
        StringBuilder text = new();
        if (value is OrderedDictionary<string, object?> { Count: > 0 } or List<object?> { Count: > 0 }) Block(text, value, 0, false);
        else text.Append(Scalar(value)).Append('\n');
        return text.ToString();
    }

    /// <param name="begun">The first line's indentation stands already: behind <c>- </c>.</param>
    private static void Block(StringBuilder text, object value, int indent, bool begun)
    {
        if (value is List<object?> items)
        {
            foreach (var item in items)
            {
                if (!begun) text.Append(' ', indent);
                begun = false;
                text.Append("- ");
                if (IsBlock(item)) Block(text, item!, indent + 2, true);
                else text.Append(Scalar(item)).Append('\n');
            }
            return;
        }
        foreach (var (name, member) in ((OrderedDictionary<string, object?>)value).OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (!begun) text.Append(' ', indent);
            begun = false;
            text.Append(Scalar(name)).Append(':');
            if (!IsBlock(member)) text.Append(' ').Append(Scalar(member)).Append('\n');
            else
            {
                text.Append('\n');
                Block(text, member!, member is List<object?> ? indent : indent + 2, false);
            }
        }
    }

    private static bool IsBlock(object? value) => value is OrderedDictionary<string, object?> { Count: > 0 } or List<object?> { Count: > 0 };

    private static string Scalar(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        OrderedDictionary<string, object?> => "{}",
        List<object?> => "[]",
        string text => Quoted(text),
        _ => CliOutput.Json(value).TrimEnd('\n'),
    };

    private static string Quoted(string text)
    {
        if (text.Any(char.IsControl)) return CliOutput.Json(text).TrimEnd('\n');
        return IsPlain(text) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || Words.Contains(text) || text[0] is ' ' || text[^1] is ' ' or ':') return false;
        if ("#,[]{}&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal) || (text[0] is '-' or '?' or ':' && (text.Length == 1 || text[1] == ' '))) return false;
        if (text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal)) return false;
        // Numbers and moments are words only in quotes.
        return !double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            && !(char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiDigit(c) || c is ':' or '.' or '-' or '+' or 'T' or 'Z' or ' ')) && !text.StartsWith("0x", StringComparison.Ordinal) && !text.StartsWith("0o", StringComparison.Ordinal) && text != "=" && text != "<<";
    }
}

using System.Globalization;
using System.Text;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>Writes answers as the command line prints them.</summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html"/>
internal static class CliOutput
{
    private const int MostValues = 200_000, MostCharacters = 4_000_000, Deepest = 100;

    /// <param name="format">As <c>--output</c> names it.</param>
    /// <param name="title">The operation's name, which stands above a table.</param>
    /// <exception cref="FormatException">It is too large to be written.</exception>
    public static string Write(object? answer, string format, string title)
    {
        // An expression can put the same list into an answer over and over: few values in memory, and no end of them on paper.
        var (values, characters) = (MostValues, MostCharacters);
        Weigh(answer, 0, ref values, ref characters);
        return format switch
        {
            "text" => Text(answer),
            "table" => CliTable.Of(title, answer),
            "yaml" => CliYaml.Of(answer),
            "yaml-stream" => CliYaml.Of(new List<object?> { answer }),
            "off" => "",
            _ => Json(answer),
        };
    }

    private static void Weigh(object? value, int depth, ref int values, ref int characters)
    {
        if (value is string text) characters -= text.Length;
        if (--values < 0 || characters < 0 || depth > Deepest) throw new FormatException("The answer is too large to be shown. Let --query choose less.");
        switch (value)
        {
            case OrderedDictionary<string, object?> members:
                foreach (var (_, member) in members) Weigh(member, depth + 1, ref values, ref characters);
                break;
            case List<object?> items:
                foreach (var item in items) Weigh(item, depth + 1, ref values, ref characters);
                break;
        }
    }

    /// <summary>Four spaces a level, letters beyond ASCII as they are.</summary>
    public static string Json(object? value)
    {
        StringBuilder text = new();
        Json(text, value, 0);
        return text.Append('\n').ToString();
    }

    private static void Json(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case OrderedDictionary<string, object?> { Count: > 0 } members:
                Block(text, '{', '}', members, depth, m =>
                {
                    Quoted(text, m.Key);
                    text.Append(": ");
                    Json(text, m.Value, depth + 1);
                });
                break;
            case List<object?> { Count: > 0 } items:
                Block(text, '[', ']', items, depth, i => Json(text, i, depth + 1));
                break;
            case OrderedDictionary<string, object?>: text.Append("{}"); break;
            case List<object?>: text.Append("[]"); break;
            case string words: Quoted(text, words); break;
            case bool flag: text.Append(flag ? "true" : "false"); break;
            case null: text.Append("null"); break;
            default: text.Append(Plain(value)); break;
        }
    }

    private static void Block<T>(StringBuilder text, char open, char close, IEnumerable<T> items, int depth, Action<T> write)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            text.Append(first ? "\n" : ",\n").Append(' ', 4 * (depth + 1));
            first = false;
            write(item);
        }
        text.Append('\n').Append(' ', 4 * depth).Append(close);
    }

    private static void Quoted(StringBuilder text, string words)
    {
        text.Append('"');
        foreach (var c in words)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }

    /// <summary>Values between tabs, names in order; what is inside a structure on lines of its own, which begin with its name in capitals.</summary>
    public static string Text(object? value)
    {
        StringBuilder text = new();
        Text(text, value, null, null);
        return text.ToString();
    }

    private static void Text(StringBuilder text, object? value, string? name, IReadOnlyCollection<string>? columns)
    {
        switch (value)
        {
            case OrderedDictionary<string, object?> members: Row(text, members, name, columns); break;
            case List<object?> items: Rows(text, items, name); break;
            default: text.Append(Plain(value)).Append('\n'); break;
        }
    }

    private static void Rows(StringBuilder text, List<object?> items, string? name)
    {
        var structures = items.OfType<OrderedDictionary<string, object?>>().ToList();
        if (structures.Count > 0)
        {
            // The rows of one list have the same columns, empty where a row has no such value.
            var columns = structures.SelectMany(s => s).Where(m => IsScalar(m.Value)).Select(m => m.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            foreach (var item in items) Text(text, item, name, columns);
            return;
        }
        var scalars = items.Where(IsScalar).Select(Plain).ToList();
        if (scalars.Count > 0 && name is null) text.AppendJoin('\t', scalars).Append('\n');
        else foreach (var scalar in scalars) text.Append(name!.ToUpperInvariant()).Append('\t').Append(scalar).Append('\n');
        foreach (var list in items.OfType<List<object?>>()) Rows(text, list, name);
    }

    private static void Row(StringBuilder text, OrderedDictionary<string, object?> members, string? name, IReadOnlyCollection<string>? columns)
    {
        columns ??= [.. members.Where(m => IsScalar(m.Value)).Select(m => m.Key).Order(StringComparer.Ordinal)];
        var cells = columns.Select(c => members.TryGetValue(c, out var value) && IsScalar(value) ? Plain(value) : "").ToList();
        if (cells.Count > 0)
        {
            if (name is not null) cells.Insert(0, name.ToUpperInvariant());
            text.AppendJoin('\t', cells).Append('\n');
        }
        foreach (var (inner, value) in members.Where(m => !IsScalar(m.Value)).OrderBy(m => m.Key, StringComparer.Ordinal)) Text(text, value, inner, null);
    }

    private static bool IsScalar(object? value) => value is not (OrderedDictionary<string, object?> or List<object?>);

    /// <summary>A value that is no structure, as text and tables show it.</summary>
    public static string Plain(object? value) => value switch
    {
        null => "None",
        true => "True",
        false => "False",
        double real => Real(real),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>What is no whole number by its kind shows that: 12.0.</summary>
    private static string Real(double value) => double.IsInteger(value) && Math.Abs(value) < 1e16 ? value.ToString("F1", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
}

using System.Globalization;

namespace CloudCourse.Simulation.CommandLine.JmesPath;

/// <summary>The functions of the language.</summary>
/// <seealso href="https://jmespath.org/specification.html#built-in-functions"/>
internal static class JmesFunctions
{
    /// <summary>How many arguments each takes; -1 for one or more.</summary>
    private static readonly Dictionary<string, int> Counts = new(StringComparer.Ordinal)
    {
        ["abs"] = 1,
        ["avg"] = 1,
        ["ceil"] = 1,
        ["contains"] = 2,
        ["ends_with"] = 2,
        ["floor"] = 1,
        ["join"] = 2,
        ["keys"] = 1,
        ["length"] = 1,
        ["map"] = 2,
        ["max"] = 1,
        ["max_by"] = 2,
        ["merge"] = -1,
        ["min"] = 1,
        ["min_by"] = 2,
        ["not_null"] = -1,
        ["reverse"] = 1,
        ["sort"] = 1,
        ["sort_by"] = 2,
        ["starts_with"] = 2,
        ["sum"] = 1,
        ["to_array"] = 1,
        ["to_number"] = 1,
        ["to_string"] = 1,
        ["type"] = 1,
        ["values"] = 1,
    };

    private static void CheckCount(string name, int given)
    {
        if (!Counts.TryGetValue(name, out var count)) throw new FormatException($"Unknown function: {name}()");
        if (count >= 0 ? given != count : given == 0) throw new FormatException($"Expected {(count < 0 ? "at least 1 argument" : count == 1 ? "1 argument" : $"{count} arguments")} for function {name}(), received {given}");
    }

    /// <exception cref="FormatException">There is no such function, or it does not take what it is given.</exception>
    public static object? Call(string name, object?[] given, JmesWork work)
    {
        CheckCount(name, given.Length);
        foreach (var list in given.OfType<List<object?>>()) work.Spend(list.Count * 4);
        return Made(name, given, work);
    }

    private static object? Made(string name, object?[] given, JmesWork work) => name switch
    {
        "abs" => Number(name, given[0]) is var n && given[0] is long whole and not long.MinValue ? (object)Math.Abs(whole) : Math.Abs(n),
        "avg" => List(name, given[0]) is { Count: > 0 } list ? list.Average(i => Number(name, i)) : null,
        "ceil" => (long)Math.Ceiling(Number(name, given[0])),
        "floor" => (long)Math.Floor(Number(name, given[0])),
        "sum" => Tidy(List(name, given[0]).Sum(i => Number(name, i))),
        "contains" => given[0] switch
        {
            string text => given[1] is string part && text.Contains(part, StringComparison.Ordinal),
            List<object?> list => list.Exists(i => JmesValues.Same(i, given[1], work)),
            var other => throw Wrong(name, other, "array", "string"),
        },
        "starts_with" => Text(name, given[0]).StartsWith(Text(name, given[1]), StringComparison.Ordinal),
        "ends_with" => Text(name, given[0]).EndsWith(Text(name, given[1]), StringComparison.Ordinal),
        "join" => Joined(Text(name, given[0]), [.. List(name, given[1]).Select(i => Text(name, i))], work),
        "keys" => (List<object?>)[.. Members(name, given[0]).Keys],
        "values" => (List<object?>)[.. Members(name, given[0]).Values],
        "merge" => Merged(given),
        "length" => given[0] switch
        {
            string text => (long)new StringInfo(text).LengthInTextElements,
            List<object?> list => (long)list.Count,
            OrderedDictionary<string, object?> members => (long)members.Count,
            var other => throw Wrong(name, other, "string", "array", "object"),
        },
        "map" => (List<object?>)[.. List(name, given[1]).Select(By(name, given[0]))],
        "sort" => (List<object?>)[.. List(name, given[0]).Order(Comparer<object?>.Create((a, b) => Order(name, a, b)))],
        "sort_by" => (List<object?>)[.. List(name, given[0]).OrderBy(By(name, given[1]), Comparer<object?>.Create((a, b) => Order(name, a, b)))],
        "max" => Extreme(name, given[0], v => v, 1),
        "min" => Extreme(name, given[0], v => v, -1),
        "max_by" => Extreme(name, given[0], By(name, given[1]), 1),
        "min_by" => Extreme(name, given[0], By(name, given[1]), -1),
        "not_null" => given.FirstOrDefault(g => g is not null),
        "reverse" => given[0] switch
        {
            string text => new string([.. text.Reverse()]),
            List<object?> list => (List<object?>)[.. Enumerable.Reverse(list)],
            var other => throw Wrong(name, other, "array", "string"),
        },
        "to_array" => given[0] is List<object?> ? given[0] : (List<object?>)[given[0]],
        "to_number" => given[0] switch
        {
            long or double => given[0],
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => AnswerValue.Number(text),
            _ => null,
        },
        "to_string" => given[0] is string ? given[0] : Compact(given[0], work),
        "type" => JmesValues.TypeOf(given[0]),
        _ => throw new FormatException($"Unknown function: {name}()"),
    };

    private static string Joined(string between, List<string> texts, JmesWork work)
    {
        work.SpendText(texts.Sum(t => (long)t.Length) + (long)between.Length * texts.Count);
        return string.Join(between, texts);
    }

    private static string Compact(object? value, JmesWork work)
    {
        work.Spend();
        var text = value switch
        {
            OrderedDictionary<string, object?> members => $"{{{string.Join(',', members.Select(m => $"{Compact(m.Key, work)}:{Compact(m.Value, work)}"))}}}",
            List<object?> list => $"[{string.Join(',', list.Select(i => Compact(i, work)))}]",
            _ => CliOutput.Json(value).TrimEnd('\n'),
        };
        work.SpendText(text.Length);
        return text;
    }

    private static OrderedDictionary<string, object?> Merged(object?[] given)
    {
        OrderedDictionary<string, object?> merged = new(StringComparer.Ordinal);
        foreach (var (name, value) in given.SelectMany(g => Members("merge", g))) merged[name] = value;
        return merged;
    }

    private static object? Extreme(string name, object? list, Func<object?, object?> by, int sign) =>
        List(name, list) is { Count: > 0 } items ? items.Aggregate((best, next) => Order(name, by(next), by(best)) * sign > 0 ? next : best) : null;

    private static int Order(string name, object? a, object? b) => (a, b) switch
    {
        (long or double, long or double) => JmesValues.Number(a).CompareTo(JmesValues.Number(b)),
        (string x, string y) => string.CompareOrdinal(x, y),
        (string or long or double, var other) => throw Wrong(name, other, "number", "string"),
        (var other, _) => throw Wrong(name, other, "number", "string"),
    };

    private static object Tidy(double sum) => Math.Abs(sum) < 1e15 && sum == Math.Floor(sum) ? (object)(long)sum : sum;

    private static Func<object?, object?> By(string name, object? given) => given as Func<object?, object?> ?? throw new FormatException($"In function {name}(), write & before the expression: {name}(…, &Name).");

    private static double Number(string name, object? value) => value is long or double ? JmesValues.Number(value) : throw Wrong(name, value, "number");

    private static string Text(string name, object? value) => value as string ?? throw Wrong(name, value, "string");

    private static List<object?> List(string name, object? value) => value as List<object?> ?? throw Wrong(name, value, "array");

    private static OrderedDictionary<string, object?> Members(string name, object? value) => value as OrderedDictionary<string, object?> ?? throw Wrong(name, value, "object");

    private static FormatException Wrong(string name, object? value, params ReadOnlySpan<string> expected) =>
        new($"In function {name}(), invalid type for value: {Shown(value)}, expected one of: [{string.Join(", ", expected.ToArray().Select(e => $"'{e}'"))}], received: \"{JmesValues.TypeOf(value)}\"");

    private static string Shown(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        string text => text.Length <= 100 ? text : $"{text[..100]}…",
        long or double => CliOutput.Json(value).TrimEnd('\n'),
        List<object?> list => $"a list of {list.Count}",
        Delegate => "an expression",
        _ => "a structure",
    };
}

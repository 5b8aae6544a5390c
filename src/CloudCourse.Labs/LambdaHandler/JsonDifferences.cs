using System.Text.Json;

namespace CloudCourse.Labs.LambdaHandler;

/// <param name="Pointer">Where in the result; empty for the whole.</param>
/// <param name="Expected">JSON text; null when nothing should be there.</param>
/// <param name="Got">JSON text; null when nothing is there.</param>
public sealed record JsonDifference(string Pointer, string? Expected, string? Got)
{
    /// <summary>The place as a programmer writes it: <c>objects[0].key</c>; inside a text that holds JSON <c>message in body</c>.</summary>
    public string Place()
    {
        var parts = Pointer.Split('#').Select(Path).Where(p => p is not "").Reverse().ToList();
        return parts is [] ? "the whole result" : string.Join(" in ", parts);
    }

    private static string Path(string pointer) => string.Concat(pointer.Split('/').Skip(1)
        .Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
        .Select(s => s is not "" && s.All(char.IsAsciiDigit) ? $"[{s}]" : $".{s}")).TrimStart('.');
}

/// <summary>Compares what a handler returned with what a check expects. Numbers are equal by value, members in any order.</summary>
internal static class JsonDifferences
{
    private const int Most = 20;

    /// <param name="partial">Members that are not expected may be there.</param>
    public static List<JsonDifference> Find(JsonElement expected, JsonElement got, bool partial, string pointer = "")
    {
        List<JsonDifference> found = [];
        Compare(expected, got, partial, pointer, found);
        return found;
    }

    /// <summary>
    /// What stands at a pointer; null when nothing does. A <c>#</c> reads on inside a string that holds JSON: <c>/body#/message</c>.
    /// </summary>
    public static JsonElement? At(JsonElement value, string pointer)
    {
        var current = value;
        foreach (var (part, inText) in pointer.Split('#').Select((p, i) => (p, i > 0)))
        {
            if (inText && !TryParse(current, out current)) return null;
            foreach (var step in part.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            {
                if (current.ValueKind is JsonValueKind.Object && current.TryGetProperty(step, out var member)) current = member;
                else if (current.ValueKind is JsonValueKind.Array && int.TryParse(step, out var index) && index >= 0 && index < current.GetArrayLength()) current = current[index];
                else return null;
            }
        }
        return current;
    }

    /// <summary>Where a pointer reads on inside a text, and no text that holds JSON stands there: a dictionary, often, that nobody turned into text.</summary>
    public static JsonDifference? NoJsonText(JsonElement value, string pointer)
    {
        for (var end = pointer.IndexOf('#'); end >= 0; end = pointer.IndexOf('#', end + 1))
        {
            if (At(value, pointer[..end]) is not { } there) return null;
            if (!TryParse(there, out _)) return new(pointer[..end], "a text that holds JSON", Text(there));
        }
        return null;
    }

    private static bool TryParse(JsonElement text, out JsonElement parsed)
    {
        parsed = default;
        if (text.ValueKind is not JsonValueKind.String) return false;
        try
        {
            parsed = JsonElement.Parse(text.GetString()!);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Compare(JsonElement expected, JsonElement got, bool partial, string pointer, List<JsonDifference> found)
    {
        if (found.Count >= Most) return;
        switch (expected.ValueKind, got.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                foreach (var member in expected.EnumerateObject())
                {
                    var at = $"{pointer}/{Escape(member.Name)}";
                    if (got.TryGetProperty(member.Name, out var value)) Compare(member.Value, value, partial, at, found);
                    else found.Add(new(at, Text(member.Value), null));
                }
                if (partial) break;
                foreach (var extra in got.EnumerateObject().Where(m => !expected.TryGetProperty(m.Name, out _))) found.Add(new($"{pointer}/{Escape(extra.Name)}", null, Text(extra.Value)));
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                var (wanted, there) = (expected.GetArrayLength(), got.GetArrayLength());
                for (var i = 0; i < Math.Max(wanted, there) && found.Count < Most; i++)
                {
                    if (i >= there) found.Add(new($"{pointer}/{i}", Text(expected[i]), null));
                    else if (i >= wanted) found.Add(new($"{pointer}/{i}", null, Text(got[i])));
                    else Compare(expected[i], got[i], partial, $"{pointer}/{i}", found);
                }
                break;
            default:
                if (!JsonElement.DeepEquals(expected, got)) found.Add(new(pointer, Text(expected), Text(got)));
                break;
        }
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    internal static string Text(JsonElement value) => HandlerEvidence.Cut(value.GetRawText(), 500);
}

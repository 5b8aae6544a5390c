using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudCourse.Cli.Shared;

/// <summary>
/// Answers for people instead of programs: a row each as soon as it is known, totals at the end. What is printed holds no
/// control character, so that no policy can write to the terminal.
/// </summary>
public sealed class SummaryTable(TextWriter output, Summarize summarize)
{
    /// <summary>How a line is counted that could not be answered.</summary>
    public const string NotAnswered = "not answered";

    private const int IdWidth = 24, OutcomeWidth = 18;
    private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counted = new(StringComparer.Ordinal);
    private int _lines;

    /// <param name="id">The line's id as JSON; null without one.</param>
    public async Task AddAsync(string? id, JsonObject members, CancellationToken cancel)
    {
        if (_lines++ == 0) await WriteAsync($"{"id",-IdWidth}  {"outcome",-OutcomeWidth}", cancel);
        var row = members["error"] is JsonValue error ? new(NotAnswered, error.GetValue<string>()) : summarize(members);
        Count(_outcomes, row.Outcome);
        foreach (var what in row.Counted) Count(_counted, what);
        await WriteAsync($"{Short(Name(id)),-IdWidth}  {row.Outcome,-OutcomeWidth}  {row.Note}", cancel);
        foreach (var detail in row.Details) await WriteAsync("    " + detail, cancel);
    }

    public async Task EndAsync(CancellationToken cancel)
    {
        if (_lines > 0) await WriteAsync("", cancel);
        await WriteAsync(_lines == 0 ? "No lines came in." : $"{_lines} {(_lines == 1 ? "line" : "lines")}: {Totals(_outcomes)}", cancel);
        foreach (var (what, count) in _counted.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal))
            await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{count,6}  {what}"), cancel);
    }

    private static void Count(Dictionary<string, int> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    private static string Totals(Dictionary<string, int> outcomes) =>
        string.Join(", ", outcomes.OrderByDescending(o => o.Value).ThenBy(o => o.Key, StringComparer.Ordinal).Select(o => FormattableString.Invariant($"{o.Value} {o.Key}")));

    private async Task WriteAsync(string line, CancellationToken cancel)
    {
        await output.WriteLineAsync(Printable(line).TrimEnd().AsMemory(), cancel);
        await output.FlushAsync(cancel);
    }

    private static string Name(string? id)
    {
        if (id is null) return "-";
        try
        {
            return id.StartsWith('"') ? JsonSerializer.Deserialize<string>(id) ?? id : id;
        }
        catch (JsonException)
        {
            return id; // half a character
        }
    }

    private static string Short(string text) => text.Length <= IdWidth ? text : text[..(IdWidth - 1)] + "…";

    private static string Printable(string text)
    {
        if (!text.Any(Hidden)) return text;
        StringBuilder seen = new(text.Length);
        foreach (var c in text) seen.Append(Hidden(c) ? '\uFFFD' : c);
        return seen.ToString();

        static bool Hidden(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
    }
}

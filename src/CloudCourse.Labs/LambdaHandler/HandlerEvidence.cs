using System.Text.Encodings.Web;
using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.LambdaHandler.Checks;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaHandler;

/// <summary>
/// What the panel draws: what went in, what came out, what was expected. Nothing measured is in it, so that the same
/// submission gives the same evidence byte for byte. JSON stands here as text: a learner's result may be nested as deep as it likes.
/// </summary>
/// <param name="Event">Absent where a check needs no event.</param>
/// <param name="Expected">What the check expects, as JSON or in words.</param>
public sealed record HandlerEvidence(
    string? Event,
    string? Result,
    string? Expected,
    IReadOnlyList<JsonDifference> Differences,
    HandlerFailure? Error,
    IReadOnlyList<string> Log)
{
    private const int MaxText = 16 * 1024, MaxLines = 200, MaxLine = 1000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, MaxDepth = 512, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static HandlerEvidence Of(CheckDefinition check, HandlerRun run, Invocation? invocation, CheckOutcome outcome)
    {
        var given = check.Given.ValueKind is JsonValueKind.Object && check.Given.TryGetProperty("event", out var payload) ? Pretty(payload.GetRawText()) : null;
        var log = invocation?.Log ?? run.InitLog;
        List<string> lines = [.. log.Take(MaxLines).Select(l => Cut(l, MaxLine))];
        if (log.Count > MaxLines) lines.Add($"({log.Count - MaxLines} more lines)");
        return new(given, invocation?.PayloadJson is { } result ? Pretty(result) : null, outcome.Expected, outcome.Differences, run.Init ?? invocation?.FunctionError, lines);
    }

    /// <summary>What <see cref="ToJson"/> wrote; null for a hidden check.</summary>
    public static HandlerEvidence? Of(CheckResult check) => check.Evidence?.Deserialize<HandlerEvidence>(CourseJson.Options);

    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CourseJson.Options);

    internal static string Pretty(string json)
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 512 });
        return Cut(JsonSerializer.Serialize(document.RootElement, Indented), MaxText);
    }

    internal static string Cut(string text, int max)
    {
        if (text.Length <= max) return text;
        // Not between the two halves of one character.
        return text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)] + "…";
    }
}

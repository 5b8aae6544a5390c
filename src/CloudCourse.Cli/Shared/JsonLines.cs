using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudCourse.Cli.Shared;

/// <summary>
/// The contract of every bulk command: a JSON object a line on standard input, one a line on standard output with the same
/// <c>id</c>, in order. Each answer is written and flushed before the next line is read, so that a program can hold a
/// conversation. A line that cannot be read answers <c>{id?, error}</c>; empty lines are passed over.
/// </summary>
public static class JsonLines
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Two levels more than the deepest document that the engines read, for the members around it.
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 128 };

    /// <param name="failOn">Levels that make the exit code 1; a line that cannot be read counts as the gravest.</param>
    /// <param name="answer">Answers one object; <see cref="BadInputException"/> becomes the line's <c>error</c>.</param>
    /// <param name="summary">Takes the answers instead of standard output.</param>
    public static async Task<int> RunAsync(
        CliIo io, FailOn failOn, Func<JsonElement, CancellationToken, ValueTask<BulkAnswer>> answer, CancellationToken cancel, SummaryTable? summary = null)
    {
        var exitCode = ExitCode.Done;
        while (await io.In.ReadLineAsync(cancel) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var (id, members, isMet) = await AnswerAsync(line);
            if (isMet) exitCode = ExitCode.Failed;
            if (summary is not null)
            {
                await summary.AddAsync(id, members, cancel);
                continue;
            }
            await io.Out.WriteLineAsync(WithId(id, members).AsMemory(), cancel);
            await io.Out.FlushAsync(cancel);
        }
        if (summary is not null) await summary.EndAsync(cancel);
        return exitCode;

        async ValueTask<(string? Id, JsonObject Members, bool IsMet)> AnswerAsync(string line)
        {
            string? id = null;
            try
            {
                if (line.IndexOf(CliIo.NotUtf8, StringComparison.Ordinal) is >= 0 and var broken)
                    throw new BadInputException(FormattableString.Invariant($"The line is not UTF-8: character {broken + 1} is made of bytes that are no character."));
                using var document = JsonDocument.Parse(line, Reading);
                if (document.RootElement.ValueKind is not JsonValueKind.Object)
                    throw new BadInputException("The line is JSON but not an object: write `{\"id\": …}`.");
                id = IdOf(document.RootElement);
                if (line.Contains("\\u", StringComparison.Ordinal) && HoldsHalfACharacter(document.RootElement))
                    throw new BadInputException("The line holds half a character: an escape from \\uD800 to \\uDFFF without its other half.");
                var given = await answer(document.RootElement, cancel);
                return (id, given.Members, failOn.IsMet(given.Level));
            }
            catch (JsonException e)
            {
                return (id, Error($"The line is not JSON: {e.Message}"), failOn.IsMetByError);
            }
            catch (BadInputException e)
            {
                return (id, Error(e.Message), failOn.IsMetByError);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Ours: the caller learns that this line has no answer, the log says why, and the other lines go on.
                await io.Error.WriteLineAsync(e.ToString());
                return (id, Error("CloudCourse failed on this line; the reason is on standard error."), true);
            }
        }
    }

    private static string? IdOf(JsonElement line)
    {
        try
        {
            return line.TryGetProperty("id", out var id) ? id.GetRawText() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a character in a member's name
        }
    }

    private static bool HoldsHalfACharacter(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is null,
                JsonValueKind.Array => value.EnumerateArray().Any(HoldsHalfACharacter),
                JsonValueKind.Object => value.EnumerateObject().Any(m => m.Name is null || HoldsHalfACharacter(m.Value)),
                _ => false,
            };
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static JsonObject Error(string message) => new() { ["error"] = message };

    /// <param name="id">Goes back as it was written, whatever it is: nested deeply, with a member twice, with half a character.</param>
    private static string WithId(string? id, JsonObject members)
    {
        var text = members.ToJsonString(Compact);
        if (id is null) return text;
        return members.Count == 0 ? $"{{\"id\":{id}}}" : $"{{\"id\":{id},{text[1..]}";
    }
}

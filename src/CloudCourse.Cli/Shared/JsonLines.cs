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
    public static async Task<int> RunAsync(
        CliIo io, FailOn failOn, Func<JsonElement, CancellationToken, ValueTask<BulkAnswer>> answer, CancellationToken cancel)
    {
        var exitCode = ExitCode.Done;
        while (await io.In.ReadLineAsync(cancel) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var (reply, isMet) = await AnswerAsync(line);
            if (isMet) exitCode = ExitCode.Failed;
            await io.Out.WriteLineAsync(reply.ToJsonString(Compact).AsMemory(), cancel);
            await io.Out.FlushAsync(cancel);
        }
        return exitCode;

        async ValueTask<(JsonObject Reply, bool IsMet)> AnswerAsync(string line)
        {
            JsonElement? id = null;
            try
            {
                using var document = JsonDocument.Parse(line, Reading);
                if (document.RootElement.ValueKind is not JsonValueKind.Object)
                    throw new BadInputException("The line is JSON but not an object: write `{\"id\": …}`.");
                if (document.RootElement.TryGetProperty("id", out var found)) id = found.Clone();
                var given = await answer(document.RootElement, cancel);
                return (WithId(id, given.Members), failOn.IsMet(given.Level));
            }
            catch (JsonException e)
            {
                return (WithId(id, Error($"The line is not JSON: {e.Message}")), failOn.IsMetByError);
            }
            catch (BadInputException e)
            {
                return (WithId(id, Error(e.Message)), failOn.IsMetByError);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Ours: the caller learns that this line has no answer, the log says why, and the other lines go on.
                await io.Error.WriteLineAsync(e.ToString());
                return (WithId(id, Error("CloudCourse failed on this line; the reason is on standard error.")), true);
            }
        }
    }

    private static JsonObject Error(string message) => new() { ["error"] = message };

    private static JsonObject WithId(JsonElement? id, JsonObject members)
    {
        if (id is { } value) members.Insert(0, "id", JsonNode.Parse(value.GetRawText()));
        return members;
    }
}

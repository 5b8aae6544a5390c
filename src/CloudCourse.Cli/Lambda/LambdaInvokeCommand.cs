using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Cli.Shared;
using CloudCourse.Sandbox;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Cli.Lambda;

/// <summary>
/// <c>lambda invoke</c>: <c>{id, runtime, handler, files[{path, text}], event, timeoutMs?, memoryMiB?}</c> →
/// <c>{id, payload?, functionError?, log, report, calls[]}</c>. Each line is a cold start of its own. <c>log</c> is the text that
/// CloudWatch would keep; a failure is <c>functionError{errorType, errorMessage, stackTrace[], at?{path, line}}</c> and an answer like any other.
/// </summary>
public static class LambdaInvokeCommand
{
    private const int MaxPayloadDepth = 60;

    public static Command Create(CliIo io)
    {
        IReadOnlyList<string> levels = ["function-error"];
        var failOn = FailOn.Option(levels);
        Command command = new("invoke", "Run a Python handler in the sandbox. Reads a JSON object a line on standard input and answers each with one line.") { failOn };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var sandbox = SandboxServices.Create();
            return await JsonLines.RunAsync(io, new(levels, parsed.GetValue(failOn)), (line, stop) => AnswerAsync(sandbox, line, stop), cancel);
        });
        return command;
    }

    private static async ValueTask<BulkAnswer> AnswerAsync(IHandlerRuntime sandbox, JsonElement line, CancellationToken cancel)
    {
        var code = Read(line);
        if (!line.TryGetProperty("event", out var given)) throw new BadInputException("The line has no `event`: write the JSON value that the handler gets.");
        HandlerRun run;
        try
        {
            run = await sandbox.RunAsync(code, [new("event", given.GetRawText())], null, cancel);
        }
        catch (ArgumentException refused)
        {
            throw new BadInputException(refused.Message);
        }
        catch (SandboxException failed)
        {
            throw new BadInputException($"Nothing was run: {failed.Message}");
        }
        var invocation = run.Invocations.FirstOrDefault();
        var failure = run.Init ?? invocation?.FunctionError;

        JsonObject members = [];
        if (failure is null) members["payload"] = Payload(invocation!.PayloadJson!);
        else members["functionError"] = Write(failure);
        members["log"] = string.Join('\n', invocation is null ? run.InitLog : [.. invocation.Log, invocation.Report.Line(invocation.RequestId, code.MemoryMiB)]);
        var report = invocation?.Report ?? new(0, 0, null, 0);
        members["report"] = new JsonObject
        {
            ["durationMs"] = Math.Round(report.DurationMs, 2),
            ["billedMs"] = report.BilledMs,
            ["initMs"] = report.InitMs is { } init ? Math.Round(init, 2) : null,
            ["maxMemoryMiB"] = report.MaxMemoryMiB,
        };
        members["calls"] = new JsonArray(); // the sandbox has no AWS service that a handler could call
        return new(members, failure is null ? null : "function-error");
    }

    private static HandlerCode Read(JsonElement line)
    {
        if (line.TryGetProperty("world", out var world) && world.ValueKind is not JsonValueKind.Null)
            throw new BadInputException("`world` is not built yet: handlers run without AWS services. Leave it out.");
        if (Text(line, "runtime") is var runtime && runtime != "python3.14")
            throw new BadInputException($"The runtime is `{runtime}`; only `python3.14` is available.");
        if (!line.TryGetProperty("files", out var files) || files.ValueKind is not JsonValueKind.Array)
            throw new BadInputException("The line has no `files`: write a list of `{\"path\": …, \"text\": …}`.");
        return new(
            runtime,
            Text(line, "handler"),
            [.. files.EnumerateArray().Select(f => f.ValueKind is JsonValueKind.Object ? new HandlerFile(Text(f, "path"), Text(f, "text")) : throw new BadInputException("Each of `files` is an object with `path` and `text`."))],
            Number(line, "timeoutMs") ?? 3000,
            Number(line, "memoryMiB") ?? 128);
    }

    private static JsonNode? Payload(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new() { MaxDepth = MaxPayloadDepth });
        }
        catch (JsonException)
        {
            throw new BadInputException($"The handler's result is nested more than {MaxPayloadDepth} levels deep, which this command does not write.");
        }
    }

    private static JsonObject Write(HandlerFailure failure)
    {
        JsonObject json = new()
        {
            ["errorType"] = failure.ErrorType,
            ["errorMessage"] = failure.ErrorMessage,
            ["stackTrace"] = new JsonArray([.. failure.StackTrace.Select(f => (JsonNode)f)]),
        };
        if (failure.At is { } at) json["at"] = new JsonObject { ["path"] = at.Path, ["line"] = at.Line };
        return json;
    }

    private static string Text(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.String) throw new BadInputException($"`{name}` is missing or not a string.");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new BadInputException($"`{name}` holds half a character (a lone surrogate).");
        }
    }

    private static int? Number(JsonElement of, string name) => !of.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw new BadInputException($"`{name}` is not a whole number.");
}

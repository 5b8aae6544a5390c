using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Cli.Shared;
using CloudCourse.Sandbox;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Cli.Lambda;

/// <summary>
/// <c>lambda invoke</c>: <c>{id, runtime, handler, files[{path, text}], event, role?, world?, timeoutMs?, memoryMiB?}</c> →
/// <c>{id, payload?, functionError?, log, report, calls[]}</c>. Each line is a cold start of its own. <c>log</c> is the text that
/// CloudWatch would keep; a failure is <c>functionError{errorType, errorMessage, stackTrace[], at?{path, line}}</c> and an answer like any other.
/// <c>world</c> is an account as <c>sim run</c> takes it; the handler's calls are made under <c>role</c>, or without one as the world's
/// <c>caller</c>, who is root unless it says otherwise. Without a world there is nothing to call: every call ends in an error that says so.
/// <c>calls</c> holds <c>{service, operation, region, input, output | error}</c>.
/// </summary>
public static class LambdaInvokeCommand
{
    private const int MaxPayloadDepth = 60;

    public static Command Create(CliIo io)
    {
        IReadOnlyList<string> levels = ["function-error"];
        var failOn = FailOn.Option(levels);
        Command command = new("invoke", "Run a Python or Node.js handler in the sandbox, with the account that its `world` describes. Its calls to AWS are made under `role`; without one, as the world's caller (root unless the world says otherwise). Reads a JSON object a line on standard input and answers each with one line.") { failOn };
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
        Ran run;
        try
        {
            run = await RunAsync(sandbox, line, code, given.GetRawText(), cancel);
        }
        catch (ArgumentException refused)
        {
            throw new BadInputException(refused.Message.Split(" (Parameter", 2)[0]);
        }
        catch (SandboxException failed)
        {
            throw new BadInputException($"Nothing was run: {failed.Message}");
        }
        var (start, invocation, calls) = run;
        var failure = start.Failure ?? invocation?.FunctionError;

        JsonObject members = [];
        if (failure is null) members["payload"] = Payload(invocation!.PayloadJson!);
        else members["functionError"] = Write(failure);
        members["log"] = string.Join('\n', invocation is null ? start.Log : [.. invocation.Log, invocation.Report.Line(invocation.RequestId, code.MemoryMiB)]);
        var report = invocation?.Report ?? new(0, 0, null, 0);
        members["report"] = new JsonObject
        {
            ["durationMs"] = Math.Round(report.DurationMs, 2),
            ["billedMs"] = report.BilledMs,
            ["initMs"] = report.InitMs is { } init ? Math.Round(init, 2) : null,
            ["maxMemoryMiB"] = report.MaxMemoryMiB,
        };
        members["calls"] = calls;
        return new(members, failure is null ? null : "function-error");
    }

    private sealed record Ran(EnvironmentStart Start, Invocation? Invocation, JsonArray Calls);

    private static async Task<Ran> RunAsync(IHandlerRuntime sandbox, JsonElement line, HandlerCode code, string given, CancellationToken cancel)
    {
        var role = line.TryGetProperty("role", out var named) && named.ValueKind is not JsonValueKind.Null ? Text(line, "role") : null;
        await using var session = await sandbox.OpenAsync(null, null, cancel);
        await using var world = line.TryGetProperty("world", out var written) && written.ValueKind is not JsonValueKind.Null
            ? await HandlerWorld.OpenAsync(written, role, sandbox, session, cancel) : null;
        if (world is not null) code = code with { AccountId = world.AccountId, Region = world.Region };
        var at = world?.Now ?? Beginning;
        CallLog calls = new(world?.CallsFrom(at) ?? NoCalls.Instance);
        var start = await session.StartAsync("line", code, at, calls, cancel);
        if (start.Failure is not null) return new(start, null, calls.Calls);

        at = at.AddMilliseconds(start.VirtualMs);
        CallLog later = new(world?.CallsFrom(at) ?? NoCalls.Instance);
        var invocation = await session.InvokeAsync("line", new("event", given), RequestId, at, later, cancel);
        foreach (var call in later.Calls) calls.Calls.Add(call?.DeepClone());
        return new(start, invocation with
        {
            Report = invocation.Report with { InitMs = start.DurationMs, BilledMs = (int)Math.Min(int.MaxValue, Math.Ceiling(invocation.Report.DurationMs + start.DurationMs)) },
        }, calls.Calls);
    }

    /// <summary>The same for every line, so that the same line gives the same log.</summary>
    private const string RequestId = "00000001-0000-4000-8000-000000000000";

    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static HandlerCode Read(JsonElement line)
    {
        var runtime = Text(line, "runtime");
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

using System.Globalization;
using System.Text;
using System.Text.Json;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox;

/// <summary>One learner's environments: a process for each language, started when it is first needed and replaced when it is lost.</summary>
internal sealed class HandlerSession(SandboxPool pool, IDisposable? place) : IHandlerSession
{
    private readonly Dictionary<Language, SandboxProcess> _processes = [];
    private readonly Dictionary<string, Made> _environments = new(StringComparer.Ordinal);

    private sealed record Made(HandlerCode Code, SandboxProcess? Process);

    /// <summary>Whether the environment still holds what it loaded.</summary>
    public bool IsAlive(string environment) => _environments.GetValueOrDefault(environment)?.Process is { Alive: true };

    public async Task<EnvironmentStart> StartAsync(string environment, HandlerCode code, DateTimeOffset at, ICallAnswerer calls, CancellationToken cancel)
    {
        if (FunctionRequest.Refuse(code) is { } refused) throw new ArgumentException(refused, nameof(code));
        SeededIds ids = new(code.Seed);
        var language = FunctionRequest.LanguageOf(code.Runtime)!.Value;
        var process = await ProcessAsync(language, cancel);
        var result = await process.InitAsync(environment, FunctionRequest.Of(code, ids), ids.RandomSeed, new(at, calls), cancel);
        await LoseIfEndedAsync(language, result);
        var failure = result.End is PhaseEnd.TimedOut
            ? new(HandlerFailure.TimedOut, "Error: Initialization has timed out after 10.00 seconds", [], null)
            : result.Failure is { } failed ? failed with { At = Known(code, failed.At) } : null;
        _environments[environment] = new(code, result.End is PhaseEnd.Done ? process : null);
        return new(failure, result.Log, result.DurationMs, result.VirtualMs);
    }

    public async Task<Invocation> InvokeAsync(string environment, HandlerEvent given, string requestId, DateTimeOffset at, ICallAnswerer calls, CancellationToken cancel)
    {
        if (!_environments.TryGetValue(environment, out var known)) throw new InvalidOperationException($"There is no environment {environment} here.");
        var code = known.Code;
        double? initMs = null;
        if (!IsAlive(environment))
        {
            var start = await StartAsync(environment, code, at, calls, cancel);
            initMs = start.DurationMs;
            if (start.Failure is { } broken) return new(given.Name, requestId, null, broken, start.Log, new(0, 0, initMs, 0)) { VirtualMs = start.VirtualMs };
            at = at.AddMilliseconds(start.VirtualMs);
        }

        var language = FunctionRequest.LanguageOf(code.Runtime)!.Value;
        var result = await _processes[language].InvokeAsync(environment, requestId, given.PayloadJson, code.TimeoutMs, new(at, calls), cancel);
        await LoseIfEndedAsync(language, result);
        pool.Counters.Invoked();
        pool.Refill();

        List<string> log = [$"START RequestId: {requestId} Version: {code.Version}", .. result.Log];
        var failure = Worded(code, result, requestId, at.AddMilliseconds(result.VirtualMs), log);
        log.Add($"END RequestId: {requestId}");
        var billed = (int)Math.Min(int.MaxValue, Math.Ceiling(result.DurationMs + (initMs ?? 0)));
        InvocationReport report = new(result.DurationMs, billed, initMs, (int)Math.Min(code.MemoryMiB, (result.HeapBytes + (1 << 20) - 1) >> 20));
        return new(given.Name, requestId, failure is null ? result.Payload ?? "null" : null, failure, log, report) { VirtualMs = result.VirtualMs, Unsent = result.Unsent };
    }

    public IHandlerSession Beside() => new HandlerSession(pool, null);

    private async Task<SandboxProcess> ProcessAsync(Language language, CancellationToken cancel)
    {
        if (_processes.TryGetValue(language, out var process))
        {
            if (process.Alive) return process;
            await LoseAsync(language);
        }
        return _processes[language] = await pool.TakeAsync(language, cancel);
    }

    private async Task LoseIfEndedAsync(Language language, PhaseResult result)
    {
        if (result.End is PhaseEnd.Done) return;
        pool.Counters.Ended(result);
        await LoseAsync(language);
    }

    private async Task LoseAsync(Language language)
    {
        if (_processes.Remove(language, out var process)) await process.DisposeAsync();
    }

    /// <summary>The failure in Lambda's words, and the log lines that go with an environment's end.</summary>
    private static HandlerFailure? Worded(HandlerCode code, PhaseResult result, string id, DateTimeOffset end, List<string> log)
    {
        switch (result.End)
        {
            case PhaseEnd.TimedOut:
                var words = string.Create(CultureInfo.InvariantCulture, $"Task timed out after {code.TimeoutMs / 1000.0:F2} seconds");
                log.Add(string.Create(CultureInfo.InvariantCulture, $"{end:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {id} {words}"));
                return new(HandlerFailure.TimedOut, $"RequestId: {id} Error: {words}", [], null);
            case PhaseEnd.Lost:
                var lost = result.Failure!;
                if (lost.ErrorType is not (HandlerFailure.ExitError or HandlerFailure.OutOfMemory))
                {
                    // The runtime told its error before it ended.
                    log.Add($"RequestId: {id} Error: Runtime exited with error: exit status {(lost.ErrorType == HandlerFailure.UnhandledRejection ? 128 : 129)}");
                    log.Add(HandlerFailure.ExitError);
                    return lost with { At = Known(code, lost.At) };
                }
                log.Add($"RequestId: {id} Error: {lost.ErrorMessage}");
                log.Add(lost.ErrorType);
                return lost with { ErrorMessage = $"RequestId: {id} Error: {lost.ErrorMessage}", At = Known(code, lost.At) };
            default:
                if (result.Failure is { } failure) return failure with { At = Known(code, failure.At) };
                return result.Payload is { } payload && WhatIsWrongWith(payload) is { } wrong ? new(HandlerFailure.MarshalError, $"Unable to marshal response: {wrong}", [], null) : null;
        }
    }

    /// <summary>A place counts only if it is one: the file is the learner's.</summary>
    private static HandlerLine? Known(HandlerCode code, HandlerLine? at) => at is { Line: > 0 } && code.Files.Any(f => f.Path == at.Path) ? at : null;

    /// <summary>Who reads the result further on takes it for JSON whose every text is a text.</summary>
    private static string? WhatIsWrongWith(string payload)
    {
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(payload), new JsonReaderOptions { MaxDepth = SandboxLimits.PayloadDepth });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) _ = reader.GetString();
            }
            return null;
        }
        catch (JsonException)
        {
            return "it is nested too deeply";
        }
        catch (InvalidOperationException)
        {
            return "a text in it ends within a character";
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var language in _processes.Keys.ToList()) await LoseAsync(language);
        pool.Refill();
        place?.Dispose();
    }
}

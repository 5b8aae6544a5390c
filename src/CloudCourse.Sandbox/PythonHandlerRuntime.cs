using System.Globalization;
using System.Text.Json;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox;

/// <summary>Runs Python handlers in the pool's environments, one environment a run.</summary>
internal sealed class PythonHandlerRuntime(SandboxPool pool) : IHandlerRuntime
{
    public Task<HandlerRuntimeStatus> GetStatusAsync(CancellationToken cancel) => pool.StatusAsync().WaitAsync(cancel);

    public async Task<HandlerRun> RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel)
    {
        if (PythonFunction.Refuse(code) is { } refused) throw new ArgumentException(refused, nameof(code));
        var status = await GetStatusAsync(cancel);
        if (!status.Available) throw new SandboxException(status.Details);

        using var place = await pool.EnterAsync(code.Owner, queued, cancel);
        await using Run run = new(pool, code, cancel);
        return await run.AllAsync(events);
    }

    /// <summary>One run: its environment, and the cold ones that follow if it is lost.</summary>
    private sealed class Run(SandboxPool pool, HandlerCode code, CancellationToken cancel) : IAsyncDisposable
    {
        private readonly SeededIds _ids = new(code.Seed);
        private SandboxProcess? _environment;
        private int _lost;
        private double _clockMs;

        public async Task<HandlerRun> AllAsync(IReadOnlyList<HandlerEvent> events)
        {
            var init = await ColdStartAsync();
            if (InitFailure(init) is { } failed) return new(failed, init.Log, []);

            double? initMs = init.DurationMs;
            List<Invocation> invocations = [];
            foreach (var given in events)
            {
                if (_lost >= SandboxLimits.LostEnvironments)
                {
                    invocations.Add(NotInvoked(given));
                    continue;
                }
                if (_environment is null)
                {
                    // What loaded once can still fail to load again; Lambda's caller then sees the failed event.
                    var again = await ColdStartAsync();
                    initMs = again.DurationMs;
                    if (InitFailure(again) is { } broken)
                    {
                        invocations.Add(new(given.Name, _ids.RequestId(), null, broken, again.Log, new(0, 0, initMs, 0)));
                        await LoseAsync();
                        continue;
                    }
                }
                invocations.Add(await InvokeAsync(given, initMs));
                initMs = null;
            }
            return new(null, init.Log, invocations);
        }

        private async Task<PhaseResult> ColdStartAsync()
        {
            _environment = await pool.TakeAsync(cancel);
            _clockMs = 0;
            var result = await _environment.InitAsync(PythonFunction.Request(code, _ids), _ids.Start.ToUnixTimeMilliseconds(), _ids.RandomSeed, cancel);
            _clockMs += result.VirtualMs;
            return result;
        }

        private static HandlerFailure? InitFailure(PhaseResult init) => init.End is PhaseEnd.TimedOut
            ? new(HandlerFailure.TimedOut, "Error: Initialization has timed out after 10.00 seconds", [], null)
            : init.Failure;

        private async Task<Invocation> InvokeAsync(HandlerEvent given, double? initMs)
        {
            var id = _ids.RequestId();
            var result = await _environment!.InvokeAsync(id, given.PayloadJson, code.TimeoutMs, cancel);
            _clockMs += result.VirtualMs;
            if (result.End is not PhaseEnd.Done) await LoseAsync();

            List<string> log = [$"START RequestId: {id} Version: $LATEST", .. result.Log];
            var failure = Worded(result, id, log);
            log.Add($"END RequestId: {id}");
            var billed = (int)Math.Min(int.MaxValue, Math.Ceiling(result.DurationMs + (initMs ?? 0)));
            InvocationReport report = new(result.DurationMs, billed, initMs, (int)Math.Min(code.MemoryMiB, (result.HeapBytes + (1 << 20) - 1) >> 20));
            return new(given.Name, id, failure is null ? result.Payload ?? "null" : null, failure, log, report);
        }

        /// <summary>The failure in Lambda's words, and the log line that goes with an environment's end.</summary>
        private HandlerFailure? Worded(PhaseResult result, string id, List<string> log)
        {
            switch (result.End)
            {
                case PhaseEnd.TimedOut:
                    var words = string.Create(CultureInfo.InvariantCulture, $"Task timed out after {code.TimeoutMs / 1000.0:F2} seconds");
                    log.Add(string.Create(CultureInfo.InvariantCulture, $"{_ids.Start.AddMilliseconds(_clockMs):yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {id} {words}"));
                    return new(HandlerFailure.TimedOut, $"RequestId: {id} Error: {words}", [], null);
                case PhaseEnd.Lost:
                    var lost = result.Failure!;
                    log.Add($"RequestId: {id} Error: {lost.ErrorMessage}");
                    log.Add(lost.ErrorType);
                    return lost with { ErrorMessage = $"RequestId: {id} Error: {lost.ErrorMessage}", At = Known(lost.At) };
                default:
                    if (result.Failure is { } failure) return failure with { At = Known(failure.At) };
                    return result.Payload is { } payload && !IsJson(payload) ? new(HandlerFailure.MarshalError, "Unable to marshal response: it is nested too deeply", [], null) : null;
            }
        }

        /// <summary>A place counts only if it is one: the file is the learner's.</summary>
        private HandlerLine? Known(HandlerLine? at) => at is { Line: > 0 } && code.Files.Any(f => f.Path == at.Path) ? at : null;

        private static bool IsJson(string payload)
        {
            try
            {
                using var _ = JsonDocument.Parse(payload, new() { MaxDepth = SandboxLimits.PayloadDepth });
                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }

        private Invocation NotInvoked(HandlerEvent given) => new(
            given.Name, _ids.RequestId(), null,
            new(HandlerFailure.NotInvoked, $"Not invoked: earlier events had ended this function's environment {SandboxLimits.LostEnvironments} times", [], null),
            [], new(0, 0, null, 0));

        private async Task LoseAsync()
        {
            _lost++;
            await DisposeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (_environment is { } environment) await environment.DisposeAsync();
            _environment = null;
        }
    }
}

using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox;

/// <summary>Runs handlers in the pool's processes.</summary>
internal sealed class HandlerRuntime(SandboxPool pool) : IHandlerRuntime
{
    /// <summary>The one environment of a run.</summary>
    private const string Only = "run";

    public Task<HandlerRuntimeStatus> GetStatusAsync(CancellationToken cancel) => pool.StatusAsync().WaitAsync(cancel);

    public async Task<IHandlerSession> OpenAsync(string? owner, IProgress<int>? queued, CancellationToken cancel) => await EnterAsync(owner, queued, cancel);

    private async Task<HandlerSession> EnterAsync(string? owner, IProgress<int>? queued, CancellationToken cancel)
    {
        var status = await GetStatusAsync(cancel);
        return status.Available ? new(pool, await pool.EnterAsync(owner, queued, cancel)) : throw new SandboxException(status.Details);
    }

    public async Task<HandlerRun> RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel)
    {
        if (FunctionRequest.Refuse(code) is { } refused) throw new ArgumentException(refused, nameof(code));
        await using var session = await EnterAsync(code.Owner, queued, cancel);
        SeededIds ids = new(code.Seed);
        var now = ids.Start;
        var start = await session.StartAsync(Only, code, now, NoCalls.Instance, cancel);
        now = now.AddMilliseconds(start.VirtualMs);
        if (start.Failure is { } failed) return new(failed, start.Log, []);

        List<Invocation> invocations = [];
        var lost = 0;
        foreach (var given in events)
        {
            if (lost >= SandboxLimits.LostEnvironments)
            {
                invocations.Add(NotInvoked(given, ids.RequestId()));
                continue;
            }
            // What loaded once can still fail to load again; Lambda's caller then sees the failed event.
            var invocation = await session.InvokeAsync(Only, given, ids.RequestId(), now, NoCalls.Instance, cancel);
            // The first event's cold start is the one above.
            if (invocations.Count == 0) invocation = WithInit(invocation, start.DurationMs);
            invocations.Add(invocation);
            now = now.AddMilliseconds(invocation.VirtualMs);
            if (!session.IsAlive(Only)) lost++;
        }
        return new(null, start.Log, invocations);
    }

    private static Invocation WithInit(Invocation invocation, double initMs) => invocation with
    {
        Report = invocation.Report with { InitMs = initMs, BilledMs = (int)Math.Min(int.MaxValue, Math.Ceiling(invocation.Report.DurationMs + initMs)) },
    };

    private static Invocation NotInvoked(HandlerEvent given, string requestId) => new(
        given.Name, requestId, null,
        new(HandlerFailure.NotInvoked, $"Not invoked: earlier events had ended this function's environment {SandboxLimits.LostEnvironments} times", [], null),
        [], new(0, 0, null, 0));
}

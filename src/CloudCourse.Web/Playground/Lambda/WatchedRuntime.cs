using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Web.Playground.Lambda;

/// <summary>What one run of the playground may use. A thousand events take a few seconds, and many times that where others compute as well.</summary>
internal sealed record RunBounds(int Invocations, TimeSpan Time)
{
    public static readonly RunBounds Events = new(100, TimeSpan.FromSeconds(30)), Load = new(AskedLoad.MostInvocations, TimeSpan.FromSeconds(90));

    public static RunBounds Of(ReadRun run) => run.Load is null ? Events : Load;
}

/// <summary>
/// The site's handler runtime as one run of the playground may use it: a bounded number of invocations, and a bounded time once it has its
/// place. Waiting for the place is nobody's fault and costs nothing of that time.
/// </summary>
internal sealed class WatchedRuntime(IHandlerRuntime inner, CancellationTokenSource time, Action<int> ran, RunBounds bounds) : IHandlerRuntime
{
    private int _ran;

    /// <summary>Why the run may not go on; null while it may.</summary>
    public string? Stopped { get; private set; }

    public Task<HandlerRuntimeStatus> GetStatusAsync(CancellationToken cancel) => inner.GetStatusAsync(cancel);

    public Task<HandlerRun> RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel) => throw new NotSupportedException("An account opens sessions.");

    public async Task<IHandlerSession> OpenAsync(string? owner, IProgress<int>? queued, CancellationToken cancel)
    {
        // A session inside another one has a place already paid for by the time of the run.
        var isFirst = owner is not null;
        if (isFirst) time.CancelAfter(Timeout.InfiniteTimeSpan);
        var session = await inner.OpenAsync(owner, queued, cancel);
        if (isFirst)
        {
            time.CancelAfter(bounds.Time);
            ran(0);
        }
        return new Session(this, session);
    }

    private void Count()
    {
        if (_ran >= bounds.Invocations)
        {
            Stopped = $"The function was invoked {bounds.Invocations} times, the most that one run here may. Does it set off its own events, such as by writing into the bucket that invokes it?";
            time.Cancel();
            throw new OperationCanceledException(Stopped, time.Token);
        }
        ran(++_ran);
    }

    private sealed class Session(WatchedRuntime watch, IHandlerSession session) : IHandlerSession
    {
        public Task<EnvironmentStart> StartAsync(string environment, HandlerCode code, DateTimeOffset at, ICallAnswerer calls, CancellationToken cancel) =>
            session.StartAsync(environment, code, at, calls, cancel);

        public Task<Invocation> InvokeAsync(string environment, HandlerEvent given, string requestId, DateTimeOffset at, ICallAnswerer calls, CancellationToken cancel)
        {
            watch.Count();
            return session.InvokeAsync(environment, given, requestId, at, calls, cancel);
        }

        public IHandlerSession Beside() => new Session(watch, session.Beside());

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }
}

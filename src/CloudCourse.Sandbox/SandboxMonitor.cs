using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox;

/// <summary>What an operator may see of the sandbox. It looks and changes nothing.</summary>
public sealed class SandboxMonitor
{
    private readonly SandboxPool _pool;

    internal SandboxMonitor(SandboxPool pool) => _pool = pool;

    public Task<SandboxState> ReadAsync(CancellationToken cancel) => _pool.StateAsync().WaitAsync(cancel);
}

/// <param name="Details">Why it is available or not, in words for an operator.</param>
/// <param name="Confined">Landlock and seccomp stand around each process; else Deno's permissions alone.</param>
/// <param name="Places">Runs that may go on at the same time.</param>
/// <param name="Spares">Processes that wait for a learner, by language.</param>
public sealed record SandboxState(
    bool Available, string Details, bool Confined, int Places, int Running, int Waiting, IReadOnlyDictionary<string, SpareState> Spares, SandboxCounts Counts);

/// <param name="Wanted">So many are kept ready.</param>
public sealed record SpareState(int Ready, int Starting, int Wanted);

/// <summary>Since the server started.</summary>
/// <param name="FromSpares">Processes that were given to a learner ready; <paramref name="FromNothing"/> had to be started while somebody waited.</param>
/// <param name="TimedOut">Processes that were ended because their time was over.</param>
/// <param name="Exited">Those that ended by themselves, or whose code left the process.</param>
/// <param name="Protocol">Those that were ended because they said what no environment says.</param>
public sealed record SandboxCounts(
    DateTimeOffset Since, long Invocations, long FromSpares, long FromNothing, long FailedSpares, long TimedOut, long OutOfMemory, long Exited, long Protocol)
{
    public long Ended => TimedOut + OutOfMemory + Exited + Protocol;
}

/// <summary>Counts; thread-safe.</summary>
internal sealed class SandboxCounters
{
    private readonly DateTimeOffset _since = TimeProvider.System.GetUtcNow();
    private long _invocations, _fromSpares, _fromNothing, _failedSpares, _timedOut, _outOfMemory, _exited, _protocol;

    public void Invoked() => Interlocked.Increment(ref _invocations);

    public void Taken(bool wasSpare) => Interlocked.Increment(ref wasSpare ? ref _fromSpares : ref _fromNothing);

    public void SpareFailed() => Interlocked.Increment(ref _failedSpares);

    /// <summary>A process has ended in a phase that was not done.</summary>
    public void Ended(PhaseResult result) => Interlocked.Increment(ref Cause(result));

    private ref long Cause(PhaseResult result)
    {
        if (result.End is PhaseEnd.TimedOut) return ref _timedOut;
        if (result.BrokeProtocol) return ref _protocol;
        if (result.Failure?.ErrorType is HandlerFailure.OutOfMemory) return ref _outOfMemory;
        return ref _exited;
    }

    public SandboxCounts Read() => new(_since, Interlocked.Read(ref _invocations), Interlocked.Read(ref _fromSpares), Interlocked.Read(ref _fromNothing), Interlocked.Read(ref _failedSpares),
        Interlocked.Read(ref _timedOut), Interlocked.Read(ref _outOfMemory), Interlocked.Read(ref _exited), Interlocked.Read(ref _protocol));
}

using System.Diagnostics;

namespace CloudCourse.Sandbox;

/// <summary>Told how a phase goes on; ends it when it takes too long.</summary>
internal interface IPhaseWatch
{
    bool TimedOut { get; }
    bool Answering { set; }
    void Slept(double ms);
    void Heard();
}

/// <summary>
/// Ends a process that takes too long over one phase (loading, or one event): virtual time plus CPU time against the limit,
/// an idle process at once, and real time as the last resort.
/// </summary>
internal sealed class PhaseWatch : IPhaseWatch, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);
    private readonly Process _process;
    private readonly int _limitMs;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private double? _firstCpuMs;
    private double _lastCpuMs, _virtualMs;
    private TimeSpan _idle;
    private long _lastSign = Stopwatch.GetTimestamp(), _lastLook = Stopwatch.GetTimestamp();
    private bool _over, _answering;

    public PhaseWatch(Process process, int limitMs)
    {
        (_process, _limitMs) = (process, limitMs);
        _timer = new(_ => Look(), null, Period, Period);
    }

    /// <summary>The process was ended because its time was over.</summary>
    public bool TimedOut { get; private set; }

    public void Slept(double ms)
    {
        lock (_lock) _virtualMs += ms;
    }

    /// <summary>It said something: whatever else, it is not idle.</summary>
    public void Heard() => Volatile.Write(ref _lastSign, Stopwatch.GetTimestamp());

    /// <summary>While the host works out an answer, time is not the environment's.</summary>
    public bool Answering
    {
        set
        {
            lock (_lock) _answering = value;
            Heard();
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_over || _answering) return;
            try
            {
                if (IsWithinLimits()) return;
                TimedOut = true;
                _over = true;
                _process.Kill();
            }
            catch (InvalidOperationException)
            {
                _over = true; // it ended by itself between two looks
            }
        }
    }

    private bool IsWithinLimits()
    {
        if (Stopwatch.GetElapsedTime(_started) >= SandboxLimits.Wall) return false;
        double cpuMs;
        try
        {
            (cpuMs, var waits) = ProcessUse.Of(_process);
            // Counted from the first look: what an event used in its first twentieth of a second is a gift.
            _firstCpuMs ??= cpuMs;
            if (!waits || cpuMs > _lastCpuMs) Heard();
            _lastCpuMs = cpuMs;
        }
        catch (Exception unread) when (unread is IOException or System.ComponentModel.Win32Exception or UnauthorizedAccessException)
        {
            // It has ended, which the other end of its pipe tells; or the host is out of file handles, and the next look may tell more.
            return true;
        }
        // Waiting is added up, or one that says a word every few seconds would hold its place for minutes.
        if (Volatile.Read(ref _lastSign) <= _lastLook) _idle += Period;
        _lastLook = Stopwatch.GetTimestamp();
        return cpuMs - _firstCpuMs + _virtualMs < _limitMs
            && Stopwatch.GetElapsedTime(Volatile.Read(ref _lastSign)) < SandboxLimits.Idle
            && _idle < SandboxLimits.IdleTogether;
    }

    public void Dispose()
    {
        lock (_lock) _over = true;
        _timer.Dispose();
    }
}

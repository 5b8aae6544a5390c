using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox;

/// <summary>A child process that holds one learner's execution environments in one language, and is never used for another learner.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly LineReader _lines;
    private readonly Task<string> _errors;
    private bool _disposed;

    private SandboxProcess(Process process)
    {
        _process = process;
        _lines = new(process.StandardOutput.BaseStream, SandboxLimits.LineBytes);
        _errors = ReadErrorsAsync(process.StandardError);
    }

    public bool Alive => !_disposed && !_process.HasExited;
    public int Id => _process.Id;

    /// <exception cref="SandboxException">It did not become ready: our fault, never a learner's.</exception>
    public static async Task<SandboxProcess> StartAsync(RuntimeFiles files, Language language, bool confined, CancellationToken cancel)
    {
        Process process;
        try
        {
            process = Process.Start(SandboxCommand.Environment(files, language, confined))!;
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            throw new SandboxException($"the sandbox's process could not be started: {refused.Message}");
        }
        SandboxProcess environment = new(process);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(SandboxLimits.Start);
        await using var stop = late.Token.Register(environment.Kill);
        try
        {
            if (await environment._lines.ReadAsync(default) is { } line && ChildMessage.Read(line) is ChildMessage.Ready)
            {
                ProcessUse.Limit(process);
                return environment;
            }
            cancel.ThrowIfCancellationRequested();
            throw new SandboxException($"the sandbox ended before it was ready: {await environment._errors}");
        }
        catch (Exception failed)
        {
            await environment.DisposeAsync();
            cancel.ThrowIfCancellationRequested();
            throw failed as SandboxException ?? new SandboxException($"the sandbox did not become ready: {failed.Message}");
        }
    }

    public Task<PhaseResult> InitAsync(string environment, object request, ulong seed, Moment moment, CancellationToken cancel) =>
        RunAsync(new { t = "init", environment, request = JsonSerializer.Serialize(request), startMs = moment.At.ToUnixTimeMilliseconds(), seed = seed.ToString(), timeoutMs = SandboxLimits.InitMs }, SandboxLimits.InitMs, moment.Calls, cancel);

    public Task<PhaseResult> InvokeAsync(string environment, string requestId, string payload, int timeoutMs, Moment moment, CancellationToken cancel) =>
        RunAsync(new { t = "invoke", environment, request = JsonSerializer.Serialize(new { id = requestId, @event = payload }), startMs = moment.At.ToUnixTimeMilliseconds(), timeoutMs }, timeoutMs, moment.Calls, cancel);

    private async Task<PhaseResult> RunAsync(object message, int limitMs, ICallAnswerer calls, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        LogKeeper log = new();
        using PhaseWatch watch = new(_process, limitMs);
        await using var stop = cancel.Register(Kill);
        var virtualMs = 0.0;
        var asked = 0;
        try
        {
            // Written by a task of its own: an environment that does not read must not hold the host.
            var sent = SendAsync(message);
            for (var count = 0; count < SandboxLimits.Messages; count++)
            {
                if (await _lines.ReadAsync(default) is not { } line) return Lost(null);
                watch.Heard();
                switch (ChildMessage.Read(line))
                {
                    case ChildMessage.Log said when log.Add(said.Line): continue;
                    case ChildMessage.Slept slept:
                        virtualMs += slept.Ms;
                        watch.Slept(slept.Ms);
                        continue;
                    case ChildMessage.Asked ask when ++asked <= SandboxLimits.Calls:
                        await sent;
                        watch.Answering = true;
                        sent = SendAsync(ask.IsCall ? await calls.AnswerAsync(ask.Request, ask.Ms, cancel) : calls.Model(ask.Request));
                        watch.Answering = false;
                        continue;
                    case ChildMessage.Done done:
                        await sent;
                        if (done.VirtualMs >= limitMs) return Result(PhaseEnd.TimedOut, null, limitMs);
                        return Result(done.Lost ? PhaseEnd.Lost : PhaseEnd.Done, done.Failure, done.VirtualMs) with { Payload = done.Payload, HeapBytes = done.HeapBytes };
                    case ChildMessage.Expired: return Result(PhaseEnd.TimedOut, null, limitMs);
                    case ChildMessage.Exited exited: return Lost(exited.Status);
                    case ChildMessage.Crashed: return Lost(null);
                    default: throw new ProtocolException("a message that does not belong here, or more log than is read");
                }
            }
            throw new ProtocolException("too many messages");
        }
        catch (Exception broken) when (broken is ProtocolException or IOException or ObjectDisposedException)
        {
            return Lost(null) with { BrokeProtocol = broken is ProtocolException };
        }

        PhaseResult Lost(int? status)
        {
            Kill();
            cancel.ThrowIfCancellationRequested();
            if (watch.TimedOut) return Result(PhaseEnd.TimedOut, null, virtualMs);
            var how = status is { } code ? code == 0 ? "Runtime exited without providing a reason" : $"Runtime exited with error: exit status {code}" : "Runtime exited with error: signal: killed";
            return Result(PhaseEnd.Lost, new(HandlerFailure.ExitError, how, [], null), virtualMs);
        }

        PhaseResult Result(PhaseEnd end, HandlerFailure? failure, double slept)
        {
            if (end is not PhaseEnd.Done) Kill();
            // Only what was slept is added: the host measures the rest itself.
            return new(end, failure, log.Lines, slept, Stopwatch.GetElapsedTime(started).TotalMilliseconds + virtualMs);
        }
    }

    private Task SendAsync(object message) => SendAsync(JsonSerializer.SerializeToUtf8Bytes(message));

    private Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line));

    private async Task SendAsync(byte[] line)
    {
        var stream = _process.StandardInput.BaseStream;
        await stream.WriteAsync((byte[])[.. line, (byte)'\n']);
        await stream.FlushAsync();
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // already gone
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<string> ReadErrorsAsync(StreamReader errors)
    {
        // Read to its end whatever it is, so that the child never waits on a full pipe; the first lines are kept.
        List<string> kept = [];
        var block = new char[4096];
        try
        {
            for (int count; (count = await errors.ReadAsync(block)) > 0;)
            {
                if (kept.Count < 2) kept.Add(new(block, 0, count));
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // disposed while reading
        }
        return string.Concat(kept).Trim();
    }
}

/// <summary>When a phase begins, by the virtual clock, and who answers its calls.</summary>
internal readonly record struct Moment(DateTimeOffset At, ICallAnswerer Calls);

internal enum PhaseEnd { Done, TimedOut, Lost }

/// <param name="VirtualMs">As far as the environment said; nothing is judged by it.</param>
/// <param name="DurationMs">Real time plus what was slept.</param>
internal sealed record PhaseResult(PhaseEnd End, HandlerFailure? Failure, IReadOnlyList<string> Log, double VirtualMs, double DurationMs)
{
    public string? Payload { get; init; }
    public long HeapBytes { get; init; }

    /// <summary>It said what no environment says.</summary>
    public bool BrokeProtocol { get; init; }
}

/// <summary>The sandbox itself failed. Never a learner's mistake.</summary>
public sealed class SandboxException(string message) : Exception(message);

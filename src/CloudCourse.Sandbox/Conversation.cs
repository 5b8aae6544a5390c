using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox;

/// <summary>The host's end of the two pipes. What comes out of the first is hostile until read.</summary>
/// <param name="kill">Ends the environment; may be called more than once.</param>
internal sealed class Conversation(Stream from, Stream to, Action kill)
{
    private readonly LineReader _lines = new(from, SandboxLimits.LineBytes);

    public async Task<bool> IsReadyAsync() => await _lines.ReadAsync(default) is { } line && ChildMessage.Read(line) is ChildMessage.Ready;

    /// <summary>One phase: loading, or one event. Whatever the environment does, the answer is a result; only what <paramref name="calls"/> throws comes out.</summary>
    public async Task<PhaseResult> RunAsync(object message, int limitMs, ICallAnswerer calls, IPhaseWatch watch, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        LogKeeper log = new();
        var virtualMs = 0.0;
        var asked = 0;
        // A line that nobody asked for would be taken for the answer to what is asked now.
        if (_lines.HasUnread) return Lost(null) with { BrokeProtocol = true };
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
                        return Result(done.Lost ? PhaseEnd.Lost : PhaseEnd.Done, done.Failure, done.VirtualMs) with { Payload = done.Payload, HeapBytes = done.HeapBytes, Unsent = done.Unsent };
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
            kill();
            cancel.ThrowIfCancellationRequested();
            if (watch.TimedOut) return Result(PhaseEnd.TimedOut, null, virtualMs);
            var how = status is { } code ? code == 0 ? "Runtime exited without providing a reason" : $"Runtime exited with error: exit status {code}" : "Runtime exited with error: signal: killed";
            return Result(PhaseEnd.Lost, new(HandlerFailure.ExitError, how, [], null), virtualMs);
        }

        PhaseResult Result(PhaseEnd end, HandlerFailure? failure, double slept)
        {
            if (end is not PhaseEnd.Done) kill();
            // What the environment says of its own time is never more than it could have had.
            slept = Math.Min(slept, limitMs);
            // Only what was slept is added: the host measures the rest itself.
            return new(end, failure, log.Lines, slept, Stopwatch.GetElapsedTime(started).TotalMilliseconds + Math.Min(virtualMs, limitMs));
        }
    }

    private Task SendAsync(object message) => SendAsync(JsonSerializer.SerializeToUtf8Bytes(message));

    private Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line));

    private async Task SendAsync(byte[] line)
    {
        await to.WriteAsync((byte[])[.. line, (byte)'\n']);
        await to.FlushAsync();
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
    public IReadOnlyList<string> Unsent { get; init; } = [];

    /// <summary>It said what no environment says.</summary>
    public bool BrokeProtocol { get; init; }
}

using System.Diagnostics;
using System.Text.Json;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox;

/// <summary>A child process that holds one learner's execution environments in one language, and is never used for another learner.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Conversation _conversation;
    private readonly Task<string> _errors;
    private bool _disposed;

    private SandboxProcess(Process process)
    {
        _process = process;
        _conversation = new(process.StandardOutput.BaseStream, process.StandardInput.BaseStream, Kill);
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
            if (await environment._conversation.IsReadyAsync())
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
        using PhaseWatch watch = new(_process, limitMs);
        await using var stop = cancel.Register(Kill);
        return await _conversation.RunAsync(message, limitMs, calls, watch, cancel);
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
        // The process does not close the streams that were asked of it: their handles would wait for the garbage collector, three a process.
        _process.StandardInput.BaseStream.Dispose();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
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

/// <summary>The sandbox itself failed. Never a learner's mistake.</summary>
public sealed class SandboxException(string message) : Exception(message);

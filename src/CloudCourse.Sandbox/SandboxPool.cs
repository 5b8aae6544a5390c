using System.Diagnostics;
using CloudCourse.Simulation.Lambda;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Sandbox;

/// <summary>Starts environments, keeps a few ready, and ends them all when the host stops.</summary>
internal sealed partial class SandboxPool(SandboxOptions options, ILogger<SandboxPool> logger) : IAsyncDisposable
{
    private readonly RuntimeFiles _files = RuntimeFiles.Find(options.RuntimePath);
    private readonly FairQueue _queue = new(options.Concurrency);
    private readonly Lock _lock = new();
    private readonly Dictionary<Language, Queue<Task<SandboxProcess>>> _spares = new() { [Language.Python] = [], [Language.JavaScript] = [] };
    private readonly CancellationTokenSource _stopping = new();
    private Task<Probe>? _probe;

    public SandboxCounters Counters { get; } = new();

    public Task<IDisposable> EnterAsync(string? owner, IProgress<int>? queued, CancellationToken cancel) => _queue.EnterAsync(owner, queued, cancel);

    /// <summary>
    /// A spare where one is ready or nearly so; otherwise a new one. The caller disposes of it, and calls <see cref="Refill()"/> when it has its
    /// first result: the start of the next spare would take a processor from it.
    /// </summary>
    public async Task<SandboxProcess> TakeAsync(Language language, CancellationToken cancel)
    {
        var probe = await ProbeAsync();
        if (!probe.Status.Available) throw new SandboxException(probe.Status.Details);
        // No more spares than there are: where none can be started, the last failure is the learner's answer, not a reason to go on for ever.
        for (var left = options.Spares; left > 0 && NextSpare(language) is { } spare; left--)
        {
            try
            {
                var environment = await spare.WaitAsync(cancel);
                if (environment.Alive)
                {
                    Counters.Taken(wasSpare: true);
                    return environment;
                }
                await environment.DisposeAsync();
            }
            catch (SandboxException failed)
            {
                Counters.SpareFailed();
                LogSpareFailed(failed.Message);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                _ = DisposeSpareAsync(spare);
                throw;
            }
        }
        Counters.Taken(wasSpare: false);
        return await SandboxProcess.StartAsync(_files, language, probe.Confined, cancel);
    }

    /// <summary>Starts the spares, so that the first learner does not wait for them.</summary>
    public async Task WarmAsync()
    {
        await ProbeAsync();
        Refill();
    }

    /// <summary>Starts the spares that are missing, where environments can be started at all.</summary>
    public void Refill()
    {
        lock (_lock)
        {
            if (_probe is not { IsCompletedSuccessfully: true, Result: { Status.Available: true } probe }) return;
            foreach (var (language, spares) in _spares)
            {
                while (spares.Count < options.Spares && !_stopping.IsCancellationRequested)
                    spares.Enqueue(Task.Run(() => SandboxProcess.StartAsync(_files, language, probe.Confined, _stopping.Token)));
            }
        }
    }

    public async Task<HandlerRuntimeStatus> StatusAsync() => (await ProbeAsync()).Status;

    /// <summary>How things stand now.</summary>
    public async Task<SandboxState> StateAsync()
    {
        var probe = await ProbeAsync();
        var (running, waiting) = _queue.Length;
        lock (_lock)
        {
            var spares = _spares.ToDictionary(s => s.Key.ToString(), s => new SpareState(s.Value.Count(t => t.IsCompletedSuccessfully), s.Value.Count(t => !t.IsCompleted), options.Spares));
            return new(probe.Status.Available, probe.Status.Details, probe.Confined, options.Concurrency, running, waiting, spares, Counters.Read());
        }
    }

    private Task<SandboxProcess>? NextSpare(Language language)
    {
        lock (_lock) return _spares[language].TryDequeue(out var spare) ? spare : null;
    }

    private Task<Probe> ProbeAsync()
    {
        lock (_lock) return _probe ??= Task.Run(FindOutAsync);
    }

    private async Task<Probe> FindOutAsync()
    {
        if (!options.Enabled) return Unavailable("Handlers are switched off on this site (Sandbox:Enabled).");
        if (_files.Missing is { } missing) return Unavailable($"Handlers cannot run here: {missing}.");
        var lacking = await TryLauncherAsync();
        if (lacking is null) return new(new(true, "Handlers run behind Landlock, seccomp and Deno's permissions."), Confined: true);
        if (!options.Development && !options.AllowWithoutLauncher)
        {
            return Unavailable($"Handlers are off: {lacking}. Set Sandbox:AllowWithoutLauncher to run learners' code behind Deno's permissions alone.");
        }
        LogUnconfined(lacking);
        return new(new(true, $"Handlers run behind Deno's permissions alone: {lacking}."), Confined: false);

        Probe Unavailable(string why)
        {
            LogUnavailable(why);
            return new(new(false, why), Confined: false);
        }
    }

    /// <summary>What this machine lacks, or null.</summary>
    private async Task<string?> TryLauncherAsync()
    {
        if (!OperatingSystem.IsLinux()) return "only Linux has Landlock and seccomp";
        if (!File.Exists(_files.Launcher)) return $"{_files.Launcher} is missing";
        try
        {
            using var probe = Process.Start(SandboxCommand.Probe(_files))!;
            var said = await probe.StandardError.ReadToEndAsync();
            await probe.WaitForExitAsync();
            return probe.ExitCode == 0 ? null : said.Trim() is { Length: > 0 } why ? why.TrimEnd('.') : $"the launcher ended with code {probe.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            return $"the launcher could not be started ({refused.Message})";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var language in Enum.GetValues<Language>())
        {
            while (NextSpare(language) is { } spare) await DisposeSpareAsync(spare);
        }
    }

    private static async Task DisposeSpareAsync(Task<SandboxProcess> spare)
    {
        try
        {
            await (await spare).DisposeAsync();
        }
        catch (Exception failed) when (failed is SandboxException or OperationCanceledException)
        {
            // it never came to be
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A spare environment failed to start: {Reason}")]
    private partial void LogSpareFailed(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox runs behind Deno's permissions alone: {Reason}")]
    private partial void LogUnconfined(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason}")]
    private partial void LogUnavailable(string reason);

    private sealed record Probe(HandlerRuntimeStatus Status, bool Confined);
}

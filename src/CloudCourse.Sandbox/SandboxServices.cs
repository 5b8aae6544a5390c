using CloudCourse.Simulation.Lambda;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCourse.Sandbox;

/// <summary>How a host takes the sandbox in.</summary>
public static class SandboxServices
{
    /// <summary>
    /// Adds <see cref="IHandlerRuntime"/>, set up by the <c>Sandbox</c> section (<see cref="SandboxOptions"/>), and starts its spare
    /// environments in the background once the host has started. Child processes end with the host.
    /// </summary>
    /// <param name="development">On a developer's machine, handlers may run behind Deno's permissions alone where Landlock is lacking.</param>
    public static IServiceCollection AddSandbox(this IServiceCollection services, IConfiguration configuration, bool development)
    {
        var options = configuration.GetSection("Sandbox").Get<SandboxOptions>() ?? new();
        options.Development = development;
        services.AddSingleton(options);
        services.AddSingleton<SandboxPool>();
        services.AddSingleton<IHandlerRuntime, HandlerRuntime>();
        services.AddSingleton(provider => new SandboxMonitor(provider.GetRequiredService<SandboxPool>()));
        services.AddHostedService<WarmUp>();
        return services;
    }

    /// <summary>For a program without a host, such as the command line: dispose of it to end the child processes.</summary>
    public static HandlerSandbox Create(SandboxOptions? options = null, ILoggerFactory? loggers = null)
    {
        options ??= new();
        options.Development = true;
        return new(new(options, (loggers ?? NullLoggerFactory.Instance).CreateLogger<SandboxPool>()));
    }

    private sealed class WarmUp(SandboxPool pool, IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stopping)
        {
            // The site answers first; environments take processor time that its own start needs.
            TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stopping);
            await pool.WarmAsync();
        }
    }
}

/// <summary>A handler runtime with a life of its own.</summary>
public sealed class HandlerSandbox : IHandlerRuntime, IAsyncDisposable
{
    private readonly SandboxPool _pool;
    private readonly HandlerRuntime _runtime;

    internal HandlerSandbox(SandboxPool pool) => (_pool, _runtime) = (pool, new(pool));

    /// <summary>Starts the spares ahead of the first run; without this, each run starts its own process until one was taken.</summary>
    public Task WarmAsync() => _pool.WarmAsync();

    /// <inheritdoc/>
    public Task<HandlerRuntimeStatus> GetStatusAsync(CancellationToken cancel) => _runtime.GetStatusAsync(cancel);

    /// <inheritdoc/>
    public Task<HandlerRun> RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel) =>
        _runtime.RunAsync(code, events, queued, cancel);

    /// <inheritdoc/>
    public Task<IHandlerSession> OpenAsync(string? owner, IProgress<int>? queued, CancellationToken cancel) => _runtime.OpenAsync(owner, queued, cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _pool.DisposeAsync();
}

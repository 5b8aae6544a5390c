using System.Diagnostics;
using System.Globalization;
using CloudCourse.Sandbox;
using CloudCourse.Simulation.Lambda;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Benchmarks;

/// <summary>A sandbox as a host has it, and a look at its spares.</summary>
internal sealed class WatchedSandbox : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10), Deadline = TimeSpan.FromMinutes(2);

    private readonly IHost _host;
    private readonly SandboxMonitor _monitor;

    private WatchedSandbox(IHost host) => (_host, _monitor, Runtime) = (host, host.Services.GetRequiredService<SandboxMonitor>(), host.Services.GetRequiredService<IHandlerRuntime>());

    public IHandlerRuntime Runtime { get; }

    /// <param name="spares">Of each language.</param>
    public static async Task<WatchedSandbox> StartAsync(int spares)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Sandbox:Spares"] = spares.ToString(CultureInfo.InvariantCulture);
        builder.Services.AddSandbox(builder.Configuration, development: true);
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>Until nothing runs or waits and every spare is ready.</summary>
    /// <returns>How many spares there are.</returns>
    /// <exception cref="TimeoutException">It did not come to rest.</exception>
    public async Task<int> UntilAtRestAsync()
    {
        using PeriodicTimer looks = new(BetweenLooks);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var state = await _monitor.ReadAsync(CancellationToken.None);
            if (!state.Available) throw new InvalidOperationException(state.Details);
            if (state is { Running: 0, Waiting: 0 } && state.Spares.Values.All(s => s.Ready == s.Wanted)) return state.Spares.Values.Sum(s => s.Ready);
            if (Stopwatch.GetElapsedTime(began) > Deadline) throw new TimeoutException($"The sandbox did not come to rest: {state}");
            await looks.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        // It ends the child processes.
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

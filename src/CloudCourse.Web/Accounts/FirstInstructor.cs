using CloudCourse.Progress;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CloudCourse.Web.Accounts;

/// <summary>Where nobody can teach yet, the console gets a link with which the first instructor makes an account. It works once.</summary>
internal sealed partial class FirstInstructor(
    SetupLinks links, IServer server, IConfiguration configuration, ILogger<FirstInstructor> log) : IHostedLifecycleService
{
    /// <summary>Once the server knows where it listens.</summary>
    public async Task StartedAsync(CancellationToken cancel)
    {
        try
        {
            if (!await links.NoInstructorYetAsync(cancel)) return;
            var token = await links.CreateAsync(cancel);
            Console.WriteLine($"Nobody teaches here yet. The first instructor signs up at {Site()}{SetupLinks.PathOf(token)} (good once, for {SetupLinks.ValidFor.Days} days).");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFault(e);
        }
    }

    public Task StartingAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancel) => Task.CompletedTask;

    private string Site()
    {
        if (configuration["Site:Url"] is { Length: > 0 } configured) return configured.TrimEnd('/');
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        return address.Replace("://[::]", "://localhost", StringComparison.Ordinal).Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).TrimEnd('/');
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The link for the first instructor could not be made; `cloudcourse admin setup-link` makes one")]
    private partial void LogFault(Exception e);
}

using CloudCourse.Progress;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CloudCourse.Web.Accounts;

/// <summary>Where nobody can teach yet, the console gets a link with which the first instructor makes an account. It works once.</summary>
internal sealed partial class FirstInstructor(
    SetupLinks links, IServer server, IConfiguration configuration, IHostApplicationLifetime lifetime, ILogger<FirstInstructor> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping);
        try
        {
            if (!await links.NoInstructorYetAsync(stopping)) return;
            var token = await links.CreateAsync(stopping);
            Console.WriteLine($"Nobody teaches here yet. The first instructor signs up at {Site()}{SetupLinks.PathOf(token)} (good once, for {SetupLinks.ValidFor.Days} days).");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFault(e);
        }
    }

    private string Site()
    {
        if (configuration["Site:Url"] is { Length: > 0 } configured) return configured.TrimEnd('/');
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        return address.Replace("://[::]", "://localhost", StringComparison.Ordinal).Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).TrimEnd('/');
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The link for the first instructor could not be made; `cloudcourse admin setup-link` makes one")]
    private partial void LogFault(Exception e);
}

using CloudCourse.EndToEnd.Tests.Hosting;

[assembly: AssemblyFixture(typeof(Suite))]
// A small machine: journeys side by side would only wait for each other. What names a collection of its own runs beside them.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly, MaxParallelThreads = 2)]

namespace CloudCourse.EndToEnd.Tests.Hosting;

/// <summary>What all tests share: one browser, and one site for those that do not kill theirs.</summary>
public sealed class Suite : IAsyncLifetime
{
    private static readonly string[] Flags =
        ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public CourseSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        SetDefaultExpectTimeout(30_000);
        var site = CourseSite.StartAsync();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Places.Chromium,
            Headless = true,
            ChromiumSandbox = false, // it cannot be had as root in a container, and the only site visited is ours
            Args = Flags,
        });
        Site = await site;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.CloseAsync();
        _playwright?.Dispose();
        if (Site is not null) await Site.DisposeAsync();
    }
}

using CloudCourse.EndToEnd.Tests.Accessibility;
using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests;

/// <summary>
/// A test in a browser that nobody used before. Fails where the browser's console reports an error that the test did not announce:
/// a script that broke, a resource that the page's policy forbids.
/// </summary>
public abstract class BrowserTest(Suite suite) : IAsyncLifetime
{
    private readonly List<IBrowserContext> _contexts = [];
    private readonly List<string> _errors = [];
    private volatile bool _axeIsAtWork;

    protected CourseSite Site { get; set; } = suite.Site;

    /// <summary>The first learner's page.</summary>
    protected IPage Page { get; private set; } = null!;

    /// <summary>Set by a test that cuts the network, or asks for what is not there: browsers report that as an error.</summary>
    protected bool ExpectsErrors { get; set; }

    public virtual async ValueTask InitializeAsync() => Page = await NewLearnerAsync();

    /// <summary>Somebody else's browser: no cookie, no storage.</summary>
    protected async Task<IPage> NewLearnerAsync()
    {
        var context = await suite.Browser.NewContextAsync(new()
        {
            BaseURL = Site.Address,
            ColorScheme = ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = 1440, Height = 900 },
            AcceptDownloads = true,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(30_000);
        _contexts.Add(context);
        context.Page += (_, page) => Watch(page);
        return await context.NewPageAsync();
    }

    /// <summary>Opens an address of the site and requires success.</summary>
    protected static async Task OpenAsync(IPage page, string path)
    {
        var response = await page.GotoAsync(path);
        Assert.True(response is { Ok: true }, $"{path} answered {response?.Status}");
    }

    protected Task OpenAsync(string path) => OpenAsync(Page, path);

    /// <returns>A line for each place that breaks a rule of axe-core, in either theme.</returns>
    protected async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        _axeIsAtWork = true; // it puts style elements into the page, which the page's policy refuses, to the console's annoyance
        try
        {
            return await Axe.ViolationsAsync(page);
        }
        finally
        {
            _axeIsAtWork = false;
        }
    }

    private void Watch(IPage page)
    {
        page.PageError += (_, error) => Note($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Note($"{page.Url}: {message.Text}");
        };
    }

    private void Note(string error)
    {
        if (_axeIsAtWork && error.Contains("Applying inline style", StringComparison.Ordinal)) return;
        lock (_errors) _errors.Add(error);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var context = TestContext.Current;
        if (context.TestState?.Result is TestResult.Failed) await KeepEvidenceAsync(string.Concat($"{context.TestClass?.TestClassSimpleName}.{context.TestMethod?.MethodName}".Split(Path.GetInvalidFileNameChars())));
        foreach (var open in _contexts) await open.CloseAsync();
        lock (_errors) Assert.True(ExpectsErrors || _errors.Count == 0, $"The browser reported errors:\n{string.Join('\n', _errors)}");
    }

    /// <summary>For whoever looks into the failure: what every open page showed, and what the site and the browser said.</summary>
    private async Task KeepEvidenceAsync(string name)
    {
        foreach (var (page, at) in _contexts.SelectMany(c => c.Pages).Select((p, i) => (p, i)))
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Places.Results, $"{name}.{at}.png"), FullPage = true });
        }
        await File.WriteAllTextAsync(Path.Combine(Places.Results, $"{name}.log"), $"{string.Join('\n', _errors)}\n\n{Site.Log}");
    }
}

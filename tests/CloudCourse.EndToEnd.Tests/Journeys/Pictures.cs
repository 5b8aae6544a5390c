using CloudCourse.EndToEnd.Tests.Hosting;
using CloudCourse.EndToEnd.Tests.Labs;

namespace CloudCourse.EndToEnd.Tests.Journeys;

/// <summary>Not a test: pictures of the pages, for people to look at. Runs only when asked for (tests/README.md).</summary>
public sealed class Pictures(Suite suite) : BrowserTest(suite)
{
    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(Places.Results, "..", "pictures")).FullName;

    private static readonly (string Name, string Path)[] Pages =
    [
        ("home", "/"), ("lesson", "/lessons/policies"), ("quiz", "/quizzes/policies"), ("glossary", "/glossary"),
        ("sign-up", "/account/sign-up"), ("sign-in", "/account/sign-in"), ("not-found", "/status/404"),
    ];

    [Theory(Explicit = true)]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 390)]
    public async Task Of_every_kind_of_page(string theme, int width)
    {
        ExpectsErrors = true; // the page of a 404 is among them
        await Page.SetViewportSizeAsync(width, 900);
        await Page.EmulateMediaAsync(new() { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        foreach (var (name, path) in Pages)
        {
            await Page.GotoAsync(path);
            await TakeAsync(name, fullPage: true);
        }

        var bench = await LabBench.OpenAsync(Page, "read-one-bucket");
        await bench.SubmitAsync("failed");
        await TakeAsync("lab", fullPage: false);
        await bench.WriteAsync(await Answers.BucketPolicyAsync(Page, objectsToo: true));
        await bench.SubmitAsync("passed");
        await TakeAsync("lab-passed", fullPage: false);
        await OpenAsync("/progress");
        await TakeAsync("progress", fullPage: true);

        Task TakeAsync(string name, bool fullPage) =>
            Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{theme}-{width}.png"), FullPage = fullPage });
    }
}

using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Labs;

/// <summary>A lab in the simulated cloud: its run is there by time after it was graded, and is used by keyboard.</summary>
public sealed class RunTimelineTests(Suite suite) : BrowserTest(suite)
{
    private ILocator Words => Page.Locator("[data-event-words]");
    private ILocator Call => Page.Locator("[data-event-call]");
    private ILocator Scrub => Page.GetByRole(AriaRole.Slider, new() { Name = "Time" });

    [Fact]
    public async Task A_site_that_survives_is_looked_through_by_keyboard()
    {
        var bench = await LabBench.OpenAsync(Page, "survive-a-zone");
        await Expect(Page.Locator("#the-run")).ToBeHiddenAsync();
        await bench.SubmitAsync("failed");
        await Expect(bench.Report.Locator(".report-first")).ToContainTextAsync("Before anything has failed");

        foreach (var (file, text) in Places.Solution("survive-a-zone", "good-five-in-three-zones"))
        {
            await Page.GetByRole(AriaRole.Tab, new() { Name = file }).ClickAsync();
            await bench.WriteAsync(text);
        }
        await bench.SubmitAsync("passed");

        // From the report to the run, and through it, without a mouse.
        await Page.GetByRole(AriaRole.Link, new() { Name = "See the run by time" }).FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("#the-run")).ToBeFocusedAsync();
        await Expect(Page.Locator("#the-run .own")).ToContainTextAsync("3,296,000"); // served, of 3,300,000
        await Expect(Page.Locator("#the-run .compare")).ToContainTextAsync("Twice as many as it takes");
        await Scrub.FocusAsync();
        await Page.Keyboard.PressAsync("Home");
        for (var i = 0; i < 3; i++) await Page.Keyboard.PressAsync("PageUp");
        await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Words).ToContainTextAsync("0:40:00");
        await Expect(Words).ToContainTextAsync("The Availability Zone us-east-1a fails.");
        for (var i = 0; i < 40 && !(await Words.TextContentAsync())!.Contains("Launching a new EC2 instance", StringComparison.Ordinal); i++) await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Call).ToContainTextAsync("An earlier call stands behind it");
        await Call.Locator("summary").FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Call.Locator("dl")).ToContainTextAsync("VPCZoneIdentifier");

        await Scrub.FocusAsync();
        await Page.Keyboard.PressAsync("Home");
        await Page.GetByLabel("Speed").SelectOptionAsync("3600");
        await Scrub.FocusAsync();
        await Page.Keyboard.PressAsync("Space");
        await Expect(Page.Locator("[data-clock]")).ToHaveTextAsync("2:00:00");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Play" })).ToBeVisibleAsync();

        await Page.EvaluateAsync("document.querySelectorAll('.report details, #the-run .same').forEach(d => d.open = true)");
        var violations = await ViolationsAsync(Page);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }
}

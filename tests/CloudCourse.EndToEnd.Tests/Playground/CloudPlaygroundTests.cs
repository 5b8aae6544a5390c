using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Playground;

/// <summary>The timeline as somebody uses it who has a keyboard, and as somebody who has a mouse.</summary>
public sealed class CloudPlaygroundTests(Suite suite) : BrowserTest(suite)
{
    private ILocator Words => Page.Locator("[data-event-words]");
    private ILocator Scrub => Page.GetByRole(AriaRole.Slider, new() { Name = "Time" });

    [Fact]
    public async Task By_keyboard_alone_to_the_call_behind_an_event()
    {
        await OpenAsync("/playground/cloud");
        await Expect(Page.Locator("cc-timeline .controls")).ToBeVisibleAsync();
        await Scrub.FocusAsync();
        await Page.Keyboard.PressAsync("Home");
        await Expect(Words).ToContainTextAsync("0:00:00.");
        foreach (var _ in Enumerable.Range(0, 3)) await Page.Keyboard.PressAsync("PageUp");
        await Expect(Scrub).ToHaveAttributeAsync("aria-valuetext", "0:30:00");
        await Expect(Words).ToContainTextAsync("Served 300");

        await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Words).ToContainTextAsync("0:40:00");
        await Expect(Words).ToContainTextAsync("The Availability Zone eu-west-1a fails.");
        await Expect(Page.Locator("[data-event-call]")).ToContainTextAsync("No API call is behind it");
        await Expect(Page.Locator(".lane [data-state]").First).ToHaveTextAsync("unavailable");

        for (var i = 0; i < 40 && !(await Words.TextContentAsync())!.Contains("Launching a new EC2 instance", StringComparison.Ordinal); i++) await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Page.Locator("[data-event-call]")).ToContainTextAsync("An earlier call stands behind it");
        await Expect(Scrub).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("[data-event-call] summary")).ToBeFocusedAsync();
        await Expect(Page.Locator("[data-event-call] dl")).ToContainTextAsync("HealthCheckGracePeriod");
        await Expect(Page.Locator("[data-event-call] dl")).ToContainTextAsync("user/olga");
        await Expect(Page.Locator("[data-event-call] dl")).ToContainTextAsync("autoscaling:CreateAutoScalingGroup on");

        // Escape comes back out of the call, and an arrow key out of it does not lose the keyboard either.
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Scrub).ToBeFocusedAsync();
        await Expect(Page.Locator("[data-event-call] details")).Not.ToHaveAttributeAsync("open", "");
        await Page.Keyboard.PressAsync("Enter");
        await Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(Scrub).ToBeFocusedAsync();

        await Page.Keyboard.PressAsync("Home");
        await Page.GetByLabel("Speed").SelectOptionAsync("3600");
        await Scrub.FocusAsync();
        await Page.Keyboard.PressAsync("Space");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeVisibleAsync();
        // It plays to the end by itself, and stops there.
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Play" })).ToBeVisibleAsync();
        await Expect(Page.Locator("[data-clock]")).ToHaveTextAsync("2:00:00");
    }

    [Fact]
    public async Task From_the_table_and_the_picture_by_mouse()
    {
        await OpenAsync("/playground/cloud?scenario=fixed-or-scaling");
        await Page.GetByText("The same as tables").Nth(1).ClickAsync();
        var row = Page.Locator("[data-run=right] .events tr", new() { HasText = "ASGAverageCPUUtilization" }).Last;
        await row.Locator("[data-at]").ClickAsync();
        await Expect(Words).ToContainTextAsync("below 45 for 15 minutes");
        await Expect(Page.Locator("[data-event-call] summary")).ToContainTextAsync("PutScalingPolicy");
        await row.Locator("[data-open]").ClickAsync();
        await Expect(Page.Locator("[data-run=right] details.call[open] summary")).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(row.Locator("[data-open]")).ToBeFocusedAsync();

        // Where a state of a lane begins, what began it is told, and the keyboard goes on from there.
        var lane = Page.Locator("[data-run=right] .lane:has(.id)").First;
        await lane.ScrollIntoViewIfNeededAsync();
        var state = await lane.Locator("rect").Nth(1).BoundingBoxAsync();
        await Page.Mouse.ClickAsync(state!.X + 1, state.Y + 3);
        var instance = (await lane.Locator(".name").GetAttributeAsync("title"))!.Split(',')[0];
        await Expect(Words).ToContainTextAsync(instance);
        await Expect(Page.Locator("[data-event-call] summary")).ToBeInViewportAsync();
        await Expect(Scrub).ToBeFocusedAsync();

        var plot = Page.Locator("[data-run=left] .plot").First;
        var box = await plot.BoundingBoxAsync();
        await plot.ClickAsync(new() { Position = new() { X = box!.Width / 2, Y = 20 } });
        await Expect(Page.Locator("[data-clock]")).ToHaveTextAsync(new Regex("^1:1[3-7]:"));
    }

    [Fact]
    public async Task No_rule_of_axe_is_broken_with_everything_open()
    {
        await OpenAsync("/playground/cloud");
        await Expect(Page.Locator("cc-timeline .controls")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Previous event" }).ClickAsync();
        await Page.EvaluateAsync("document.querySelectorAll('cc-timeline .same').forEach(d => d.open = true)");
        await Page.EvaluateAsync("document.querySelectorAll('cc-timeline .call').forEach((d, i) => d.open = i < 3)");
        var violations = await ViolationsAsync(Page);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }
}

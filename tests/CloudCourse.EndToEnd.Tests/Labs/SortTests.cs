using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Labs;

/// <summary>Cards put into columns by keyboard alone, one taken out again, one dragged; where they lie is kept.</summary>
public sealed class SortTests(Suite suite) : BrowserTest(suite)
{
    private ILocator Open => Page.Locator(".sort-pile .sort-card");

    private ILocator Column(string title) => Page.GetByRole(AriaRole.Region, new() { Name = title }).Locator(".sort-card");

    [Fact]
    public async Task By_keyboard_and_by_mouse()
    {
        var bench = await LabBench.OpenAsync(Page, "who-does-what");
        await Expect(Open).ToHaveCountAsync(15);
        await Open.First.GetByRole(AriaRole.Button, new() { Name = "AWS" }).FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator(".sort-status")).ToContainTextAsync("14 cards are left.");
        await Expect(Open.First.GetByRole(AriaRole.Button, new() { Name = "AWS" })).ToBeFocusedAsync(); // on to the next card
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.PressAsync("Space");
        await Expect(Column("Both")).ToHaveCountAsync(1);
        await Column("AWS").GetByRole(AriaRole.Button, new() { Name = "AWS" }).PressAsync("Enter"); // its own column: back to the pile
        await Expect(Column("AWS")).ToHaveCountAsync(0);
        await Open.First.DragToAsync(Page.Locator(".sort-column h3").Last);
        await Expect(Column("You")).ToHaveCountAsync(1);
        await bench.SavedAsync();
        await bench.SubmitAsync("failed");
        await Page.ReloadAsync();
        await bench.ReadyAsync();
        await Expect(Open).ToHaveCountAsync(13);
    }
}

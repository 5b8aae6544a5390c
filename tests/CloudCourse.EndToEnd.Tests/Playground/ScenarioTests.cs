using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Playground;

/// <summary>A scenario by keyboard: the result follows the choice and the slider without a click, and the address with it.</summary>
public sealed class ScenarioTests(Suite suite) : BrowserTest(suite)
{
    [Fact]
    public async Task The_month_follows_the_choice_and_the_load()
    {
        await OpenAsync("/scenarios/weekly-report");
        await Page.Locator("#option-lambda").FocusAsync();
        await Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Page.Locator("#result-title")).ToContainTextAsync("A Fargate task");
        await Expect(Page.Locator("[data-scenario-said]")).ToContainTextAsync("It does the work.");
        await Page.Keyboard.PressAsync("ArrowUp");
        await Page.GetByRole(AriaRole.Slider, new() { Name = "Processor time of one run" }).FocusAsync();
        await Page.Keyboard.PressAsync("End");
        await Expect(Page.Locator("#work")).ToHaveValueAsync("7200");
        await Expect(Page.Locator(".troubles .stops")).ToContainTextAsync("Fifteen minutes");
        await Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("option=lambda&pieces=1&work=7200"));
    }
}

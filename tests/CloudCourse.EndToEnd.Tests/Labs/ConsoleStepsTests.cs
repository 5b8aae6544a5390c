using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Labs;

/// <summary>The simulated console: page by page with the keyboard, past a refusal, over a reload, to the user that it makes.</summary>
public sealed class ConsoleStepsTests(Suite suite) : BrowserTest(suite)
{
    private ILocator Title => Page.Locator(".console-title");

    [Fact]
    public async Task Clicks_make_a_user_and_nothing_is_lost_on_the_way()
    {
        var bench = await LabBench.OpenAsync(Page, "create-a-user");
        await Expect(Title).ToHaveTextAsync("Specify user details");
        await ClickAsync("Next");
        await Expect(Page.GetByLabel("User name")).ToBeFocusedAsync();
        await Expect(Page.Locator("#row-userName")).ToContainTextAsync("Enter a user name.");

        await Page.Keyboard.TypeAsync("ben");
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.PressAsync("Space"); // console access
        await Page.GetByLabel("I want to create an IAM user").CheckAsync();
        await ClickAsync("Next");
        await Expect(Title).ToHaveTextAsync("Set permissions");
        await Expect(Title).ToBeFocusedAsync();
        await Page.GetByLabel("librarians policies").CheckAsync();
        await bench.SavedAsync();
        await Page.ReloadAsync();
        await bench.ReadyAsync();
        await Expect(Page.GetByLabel("librarians policies")).ToBeCheckedAsync();

        await ClickAsync("Next");
        await ClickAsync("Create user");
        await Expect(Page.Locator(".console-flash.refused")).ToContainTextAsync("User with name ben already exists.");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Specify user details, User name" }).ClickAsync();
        await Expect(Page.GetByLabel("User name")).ToBeFocusedAsync();
        await Page.GetByLabel("User name").FillAsync("nora");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Title).ToHaveTextAsync("Set permissions");
        await ClickAsync("Next");
        await ClickAsync("Create user");
        await Expect(Page.Locator(".console-flash.made")).ToContainTextAsync("User created successfully.");
        await Expect(Page.Locator(".console-calls li")).ToHaveCountAsync(4);
        await bench.SubmitAsync("passed");
    }

    private Task ClickAsync(string button) => Page.Locator(".console-buttons").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}

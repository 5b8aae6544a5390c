using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Playground;

/// <summary>The Lambda playground as somebody uses it who has no account.</summary>
public sealed class LambdaPlaygroundTests(Suite suite) : BrowserTest(suite)
{
    private const string Address = "/playground/lambda";

    private static readonly LocatorAssertionsToHaveTextOptions Patiently = new() { Timeout = 60_000 };

    [Fact]
    public async Task From_a_denied_call_by_a_mended_role_to_a_copy_and_a_link()
    {
        await OpenPlaygroundAsync(Page, Address);
        await ProgramAsync("A permission is missing");
        await RunAsync("Failed, 1 call denied");
        await Expect(Page.Locator(".denied-call")).ToContainTextAsync("No policy of my-function-role allows s3:PutObject");
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "lambda_function.py line 15" })).ToBeVisibleAsync();
        await Expect(Page.Locator("[data-part=editor] .marked-edge-failed").First).ToBeVisibleAsync();
        await NoRuleIsBrokenAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Open the role's policy" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Role" })).ToHaveAttributeAsync("aria-selected", "true");
        await WriteAsync("""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "logs:*"], "Resource": "*" }] }""");
        await RunAsync("Succeeded");
        await Expect(Page.Locator(".differences")).ToContainTextAsync("THE FIRST DAY WAS LONG");
        await Expect(Page.Locator(".report-line")).ToContainTextAsync("REPORT RequestId:");
        await NoRuleIsBrokenAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Share by link" }).ClickAsync();
        await Expect(Page.Locator("[data-part=share-words]")).ToContainTextAsync("nothing was stored");
        var friend = await NewLearnerAsync();
        await OpenPlaygroundAsync(friend, await Page.GetByLabel("A link to all of this").InputValueAsync());
        await Expect(friend.GetByRole(AriaRole.Tab, new() { Name = "Role" })).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(friend.Locator("[data-part=editor] .view-lines")).ToContainTextAsync("logs:*");
        await Expect(friend.Locator("[data-part=headline]")).ToBeHiddenAsync(); // code from a link runs only when asked to
    }

    [Fact]
    public async Task Files_come_and_go_a_run_is_stopped_and_a_visit_later_all_is_there()
    {
        await OpenPlaygroundAsync(Page, Address);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add a file" }).ClickAsync();
        await Page.GetByLabel("File name").FillAsync("../up.py");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("[data-part=name-problem]")).ToContainTextAsync("Write a name such as");
        await Page.GetByLabel("File name").FillAsync("forever.py");
        await Page.Keyboard.PressAsync("Enter");
        await WriteAsync("def lambda_handler(event, context):\n    while True:\n        pass\n");
        await Page.GetByLabel("Handler").FillAsync("forever.lambda_handler");
        await Page.GetByLabel("Timeout, s").FillAsync("900");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(Page.Locator("[data-part=headline]")).ToHaveTextAsync("Stopped");

        await Page.ReloadAsync();
        await Expect(Page.Locator("[data-lambda][data-ready]")).ToBeVisibleAsync();
        await Expect(Page.GetByLabel("Handler")).ToHaveValueAsync("forever.lambda_handler");
        await Page.GetByRole(AriaRole.Tab, new() { Name = "forever.py" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Remove this file" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "forever.py" })).ToBeHiddenAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "forever.py" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_phone_shows_it_without_scrolling_sideways()
    {
        await Page.SetViewportSizeAsync(390, 844);
        await OpenPlaygroundAsync(Page, Address);
        await ProgramAsync("Hello");
        await RunAsync("5 invocations succeeded");
        Assert.Equal(0, await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));
    }

    private static async Task OpenPlaygroundAsync(IPage page, string address)
    {
        await OpenAsync(page, address);
        await Expect(page.Locator("[data-lambda][data-ready]")).ToBeVisibleAsync();
    }

    private async Task NoRuleIsBrokenAsync()
    {
        var violations = await ViolationsAsync(Page);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    private Task ProgramAsync(string title) => Page.GetByRole(AriaRole.Button, new() { Name = title, Exact = true }).ClickAsync();

    private async Task RunAsync(string headline)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Expect(Page.Locator("[data-part=headline]")).ToHaveTextAsync(headline, Patiently);
    }

    /// <summary>Replaces the open file's text by pasting.</summary>
    private async Task WriteAsync(string text)
    {
        await Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await Page.Locator("[data-part=editor] .native-edit-context").FocusAsync();
        await Page.Keyboard.PressAsync("ControlOrMeta+a");
        await Page.Keyboard.PressAsync("ControlOrMeta+v");
    }
}

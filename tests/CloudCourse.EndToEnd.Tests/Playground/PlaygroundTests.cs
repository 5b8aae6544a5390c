using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Playground;

/// <summary>The IAM playground as somebody uses it who has no account and comes from a link.</summary>
public sealed class PlaygroundTests(Suite suite) : BrowserTest(suite)
{
    private const string Address = "/playground/iam";

    [Fact]
    public async Task From_an_example_by_a_change_and_a_link_to_a_witness()
    {
        await OpenPlaygroundAsync(Page);
        await ExampleAsync("A Deny that wins");
        await DecidedAsync(Page, "Denied by a Deny");
        await Expect(Page.Locator(".editor-host .marked-edge-deny").First).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Identity policy decides" })).ToBeVisibleAsync();

        // The request is changed: another bucket, which the Deny does not name.
        await Page.GetByLabel("Resource", new() { Exact = true }).FillAsync("arn:aws:s3:::reports/july.csv");
        await DecidedAsync(Page, "Allowed");
        await Expect(Page.Locator(".editor-host .marked-edge-allow").First).ToBeVisibleAsync();

        // The policy is changed: the Deny names that bucket too.
        await WriteAsync(Page, "[data-part=editor]", Policy("s3:*", "Deny"));
        await DecidedAsync(Page, "Denied by a Deny");
        await Page.Locator("[data-stage=Deny] button").ClickAsync();
        await Expect(Page.Locator("[data-part=editor] .monaco-editor.focused")).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Share by link" }).ClickAsync();
        await Expect(Page.Locator("[data-part=share-words]")).ToContainTextAsync("nothing was stored");
        var link = await Page.GetByLabel("A link to all of this").InputValueAsync();

        var friend = await NewLearnerAsync();
        await OpenPlaygroundAsync(friend, link);
        await DecidedAsync(friend, "Denied by a Deny");
        await Expect(friend.GetByLabel("Resource", new() { Exact = true })).ToHaveValueAsync("arn:aws:s3:::reports/july.csv");
        await Expect(friend.Locator("[data-part=editor] .view-lines")).ToContainTextAsync("Deny");

        await friend.GetByRole(AriaRole.Tab, new() { Name = "Compare two policies" }).ClickAsync();
        await WriteAsync(friend, "[data-part=editor-a]", Policy("s3:GetObject"));
        await WriteAsync(friend, "[data-part=editor-b]", Policy("s3:Get*"));
        await Expect(friend.Locator("[data-relation=narrower]")).ToBeVisibleAsync();
        await Expect(friend.Locator(".witness")).ToContainTextAsync("B allows this, A does not");
        await friend.GetByRole(AriaRole.Button, new() { Name = "Try this request on A" }).ClickAsync();
        await DecidedAsync(friend, "Denied: an Allow is missing");
        await Expect(friend.GetByRole(AriaRole.Tab, new() { Name = "Policy A" })).ToBeVisibleAsync();
        await friend.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Expect(friend.Locator("[data-relation=narrower]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_witness_of_two_resource_policies_is_tried_as_one_of_a_resource()
    {
        await OpenPlaygroundAsync(Page);
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Compare two policies" }).ClickAsync();
        foreach (var (policy, words) in (IEnumerable<(string, string)>)[("B", "Allowed"), ("A", "Denied: an Allow is missing")])
        {
            await ExampleAsync("An open door");
            await Expect(Page.Locator(".witness h3")).ToHaveTextAsync("B allows this, A does not");
            await Page.GetByRole(AriaRole.Button, new() { Name = policy is "A" ? "Try this request on A" : "Try it on B" }).ClickAsync();
            await DecidedAsync(Page, words);
            await Expect(Page.Locator(".lane")).ToHaveCountAsync(2);
            await Page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        }
    }

    [Fact]
    public async Task A_missing_key_is_one_click_away()
    {
        await OpenPlaygroundAsync(Page);
        await ExampleAsync("A missing MFA key");
        await DecidedAsync(Page, "Denied: an Allow is missing");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add aws:MultiFactorAuthPresent" }).ClickAsync();
        await Expect(Page.GetByLabel("Value")).ToHaveValueAsync("true");
        await DecidedAsync(Page, "Allowed");
        await Expect(Page.Locator("[data-part=announce]")).ToHaveTextAsync("Allowed");
    }

    [Fact]
    public async Task Everything_is_still_there_after_a_reload_and_reset_can_be_undone()
    {
        await OpenPlaygroundAsync(Page);
        await ExampleAsync("An SCP");
        await Page.GetByLabel("Kind of policy to add").SelectOptionAsync("boundary");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Page.GetByLabel("Role name").FillAsync("Operator");
        await DecidedAsync(Page, "Denied by a Deny");
        await Page.ReloadAsync();
        await ReadyAsync(Page);
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Permissions boundary" })).ToBeVisibleAsync();
        await Expect(Page.GetByLabel("Role name")).ToHaveValueAsync("Operator");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Reset" }).ClickAsync();
        await Expect(Page.GetByLabel("User name")).ToHaveValueAsync("ana");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Expect(Page.GetByLabel("Role name")).ToHaveValueAsync("Operator");
    }

    [Theory]
    [InlineData("#s1=AAAA", "could not be read")]
    [InlineData("#s1=%3Cscript%3Ealert(1)%3C/script%3E", "could not be read")]
    [InlineData("#s1=q1YqLlGyUoqOBQA", "could not be read")]
    public async Task A_damaged_link_is_answered_in_words_over_the_first_example(string fragment, string words)
    {
        await OpenPlaygroundAsync(Page, Address + fragment);
        await Expect(Page.Locator("[data-part=notice]")).ToContainTextAsync(words);
        await DecidedAsync(Page, "Denied by a Deny");
        Assert.DoesNotContain("#", Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_opened_over_ones_own_work_can_be_undone()
    {
        await OpenPlaygroundAsync(Page);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Share by link" }).ClickAsync();
        await Expect(Page.Locator("[data-part=share-words]")).ToContainTextAsync("Everything is in the link");
        var link = await Page.GetByLabel("A link to all of this").InputValueAsync();
        await ExampleAsync("A session policy");
        await DecidedAsync(Page, "Denied: an Allow is missing");

        await Page.GotoAsync("/");
        await OpenPlaygroundAsync(Page, link);
        await DecidedAsync(Page, "Denied by a Deny");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Session policy" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task By_keyboard_alone()
    {
        await OpenPlaygroundAsync(Page);
        await ExampleAsync("Across accounts", byKeyboard: true);
        await Expect(Page.Locator(".lane")).ToHaveCountAsync(2);
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Bucket policy" }).FocusAsync();
        await Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Role's policy" })).ToBeFocusedAsync();
        await Page.Locator("[data-stage=ResourcePolicy] button").FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Bucket policy" })).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(Page.Locator("[data-part=editor] .monaco-editor.focused")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Decide one request" }).FocusAsync();
        await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Compare two policies" })).ToBeFocusedAsync();
        await Expect(Page.Locator("[data-part=comparison] .relation")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task No_state_of_it_breaks_a_rule_of_axe()
    {
        List<string> violations = [];
        await OpenPlaygroundAsync(Page);
        foreach (var example in (string[])["A missing MFA key", "Across accounts", "The NotAction trap"])
        {
            await ExampleAsync(example);
            await Expect(Page.Locator("[data-part=tabs] [role=tab]").First).ToBeVisibleAsync();
            violations.AddRange(await ViolationsAsync(Page));
        }
        await WriteAsync(Page, "[data-part=editor]", "{ broken");
        await DecidedAsync(Page, "Not decided yet");
        violations.AddRange(await ViolationsAsync(Page));
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Compare two policies" }).ClickAsync();
        await Expect(Page.Locator(".witness").First).ToBeVisibleAsync();
        violations.AddRange(await ViolationsAsync(Page));
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public async Task A_phone_shows_it_without_scrolling_sideways()
    {
        await Page.SetViewportSizeAsync(390, 844);
        await OpenPlaygroundAsync(Page);
        foreach (var example in (string[])["Across accounts", "An SCP", "A trust policy"])
        {
            await ExampleAsync(example);
            Assert.Equal(0, await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        }
        // The verdict floats at the foot while the decision itself is further down.
        await Expect(Page.Locator("[data-part=verdict]")).ToBeInViewportAsync();
        await Page.Locator("[data-part=verdict]").ClickAsync();
        await Expect(Page.Locator("#decision-title")).ToBeInViewportAsync();
    }

    private static Task OpenPlaygroundAsync(IPage page, string address = Address) => OpenAndWaitAsync(page, address);

    private static async Task OpenAndWaitAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await ReadyAsync(page);
    }

    private static Task ReadyAsync(IPage page) => Expect(page.Locator("[data-playground][data-ready]")).ToBeVisibleAsync();

    private static Task DecidedAsync(IPage page, string words) => Expect(page.Locator("[data-part=headline]")).ToHaveTextAsync(words);

    private async Task ExampleAsync(string title, bool byKeyboard = false)
    {
        var chip = Page.GetByRole(AriaRole.Button, new() { Name = title });
        if (byKeyboard)
        {
            await chip.FocusAsync();
            await Page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await chip.ClickAsync();
        }
        await Expect(chip).ToHaveAttributeAsync("aria-pressed", "true");
    }

    /// <summary>Replaces everything in an editor by pasting.</summary>
    private static async Task WriteAsync(IPage page, string editor, string text)
    {
        await page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await page.Locator($"{editor} .native-edit-context").FocusAsync();
        await page.Keyboard.PressAsync("ControlOrMeta+a");
        await page.Keyboard.PressAsync("ControlOrMeta+v");
    }

    private static string Policy(string action, string effect = "Allow") =>
        $$"""{ "Version": "2012-10-17", "Statement": [{ "Effect": "{{effect}}", "Action": "{{action}}", "Resource": "*" }] }""";
}

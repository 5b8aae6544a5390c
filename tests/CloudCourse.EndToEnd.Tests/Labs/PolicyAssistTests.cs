using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Labs;

/// <summary>Writing a policy with the editor's help, by keyboard alone.</summary>
public sealed class PolicyAssistTests(Suite suite) : BrowserTest(suite)
{
    private ILocator Choice => Page.Locator(".suggest-widget.visible .monaco-list-row.focused");
    private ILocator Choices => Page.Locator(".suggest-widget.visible .monaco-list-row");
    private ILocator Hover => Page.Locator(".monaco-hover:not(.hidden)");
    private ILocator Fix => Page.Locator(".action-widget .action.focused");

    [Fact]
    public async Task A_policy_is_chosen_piece_by_piece_explained_and_mended()
    {
        var bench = await LabBench.OpenAsync(Page, "read-one-bucket");
        await bench.WriteAsync(" ");

        // An empty text: the whole policy, with its fields.
        await ChooseAsync("{ policy }", ask: true);
        await Page.Keyboard.TypeAsync("s3:GetObj");
        await ChooseAsync("s3:GetObject");
        await Page.Keyboard.PressAsync("Tab");
        await ChooseAsync("arn:aws:s3:::BucketName/ObjectName", ask: true);
        await Page.Keyboard.TypeAsync("reports");
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.TypeAsync("*");
        await bench.ShowsAsync("\"arn:aws:s3:::reports/*\"");

        // A condition: what is typed is a quote and a few letters, and each choice leads to the next.
        await Page.Keyboard.PressAsync("End");
        await Page.Keyboard.TypeAsync(",\n\"");
        await Expect(Choices.Filter(new() { HasText = "Principal" })).ToHaveCountAsync(0); // a policy of a user has none
        await Page.Keyboard.TypeAsync("Cond");
        await ChooseAsync("Condition");
        await Expect(Choice).ToContainTextAsync("StringEquals");
        await Page.Keyboard.TypeAsync("IpAddr");
        await ChooseAsync("IpAddress");
        await ChooseAsync("aws:SourceIp");
        await ChooseAsync("203.0.113.0/24");
        await bench.ShowsAsync("\"aws:SourceIp\": \"203.0.113.0/24\"");
        await Expect(Page.Locator("[data-part=problem-count]")).ToHaveTextAsync("No problems found in the text");

        // What is this action?
        await Page.Locator(".view-line", new() { HasText = "s3:GetObject" }).GetByText("\"s3:GetObject\"").HoverAsync();
        await Expect(Hover.First).ToContainTextAsync("reads what is in a resource");
        await Expect(Hover.First).ToContainTextAsync("arn:aws:s3:::BucketName/ObjectName");

        // A slip, and its mending.
        await bench.WriteAsync("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObjekt\", \"Resource\": \"*\"}]}");
        await Expect(bench.Problems).ToHaveCountAsync(1);
        await Page.Keyboard.PressAsync("F8");
        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.PressAsync("ControlOrMeta+.");
        await Expect(Fix).ToContainTextAsync("Write \"s3:GetObject\"");
        await Page.Keyboard.PressAsync("Enter");
        await bench.ShowsAsync("\"s3:GetObject\"");
        await Expect(bench.Problems).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_closed_string_and_a_new_line_bring_no_list_into_the_way()
    {
        var bench = await LabBench.OpenAsync(Page, "read-one-bucket");
        await bench.WriteAsync("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": ");
        await Page.Keyboard.TypeAsync("\"");
        await Expect(Choices.First).ToBeVisibleAsync();
        await Page.Keyboard.TypeAsync("Deny\"");
        await Page.Keyboard.TypeAsync(",\n\"Action\": \"*\"\n}]}");
        await bench.ShowsAsync("\"Deny\",");
        await Expect(Choices).ToHaveCountAsync(0);
        Assert.DoesNotContain("Sid", await bench.ShownAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_site_one_writes_on()
    {
        ExpectsErrors = true;
        var bench = await LabBench.OpenAsync(Page, "read-one-bucket");
        await Page.Context.SetOfflineAsync(true);
        await bench.WriteAsync("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Action\": ");
        await Page.Keyboard.TypeAsync("\"s3:GetObject\"");
        await bench.ShowsAsync("\"s3:GetObject\"");
        await Expect(Choices).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_lab_of_another_kind_has_no_help_with_policies()
    {
        var asked = false;
        Page.Request += (_, request) => asked |= request.Url.Contains("/api/iam/", StringComparison.Ordinal);
        var bench = await LabBench.OpenAsync(Page, "mend-the-task-definition");
        await bench.WriteAsync("{\"family\": ");
        await Page.Keyboard.TypeAsync("\"a\"");
        await bench.SavedAsync();
        Assert.False(asked);
    }

    /// <summary>Takes the choice that is marked, once it is the one that is meant.</summary>
    private async Task ChooseAsync(string label, bool ask = false)
    {
        if (ask) await Page.Keyboard.PressAsync("Control+Space");
        await Expect(Choice.Locator(".label-name")).ToHaveTextAsync(label);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Choice.Locator(".label-name").GetByText(label, new() { Exact = true })).ToHaveCountAsync(0);
    }
}

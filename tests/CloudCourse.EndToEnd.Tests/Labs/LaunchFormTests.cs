using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Labs;

/// <summary>The launch page beside launch.json: by the form alone, by the text alone, and what one does to the other.</summary>
public sealed class LaunchFormTests(Suite suite) : BrowserTest(suite)
{
    private ILocator Type => Page.GetByRole(AriaRole.Combobox, new() { Name = "Instance type" });
    private ILocator PublicIp => Page.GetByLabel("Auto-assign public IP");
    private ILocator Profile => Page.GetByLabel("IAM instance profile");
    private ILocator UserData => Page.GetByLabel("User data", new() { Exact = true });

    [Fact]
    public async Task The_form_alone_passes_the_lab()
    {
        var bench = await OpenAsync();
        await Page.GetByLabel("Type", new() { Exact = true }).SelectOptionAsync("HTTP");
        await PublicIp.SelectOptionAsync("Enable");
        await Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^reading-room") }).CheckAsync();
        await Profile.SelectOptionAsync("reading-room-profile");
        await UserData.PressAsync("ControlOrMeta+End");
        await UserData.PressSequentiallyAsync("systemctl enable --now httpd");
        await bench.ShowsAsync("systemctl enable --now httpd");
        await bench.SubmitAsync("passed");
    }

    [Fact]
    public async Task Keys_alone_choose_a_type_and_leave_the_form()
    {
        var bench = await OpenAsync();
        await Type.FocusAsync();
        await Page.Keyboard.PressAsync("ControlOrMeta+a");
        await Page.Keyboard.TypeAsync("arm64");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Type).ToHaveValueAsync("t4g.nano");
        await bench.ShowsAsync("\"InstanceType\": \"t4g.nano\"");
        await Expect(Field("type").Locator(".form-error")).ToContainTextAsync("InvalidParameterValue"); // the image is for x86
        await Expect(Type).ToHaveAttributeAsync("aria-invalid", "true");
        await Page.Keyboard.PressAsync("Tab");
        await Expect(Page.GetByLabel("Key pair name")).ToBeFocusedAsync();
        await Type.FillAsync("nothing of that name");
        await Page.Keyboard.PressAsync("Tab");
        await Expect(Type).ToHaveValueAsync("t4g.nano");
    }

    [Fact]
    public async Task What_is_written_in_the_text_stands_in_the_form()
    {
        var bench = await OpenAsync();
        await bench.WriteAsync("{ \"ImageId\": \"ami-0a1b2c3d4e5f60002\", \"InstanceType\": \"t4g.small\", \"MinCount\": 2, \"MaxCount\": 2,\n  \"Placement\": { \"Tenancy\": \"default\" } }");
        await Expect(Type).ToHaveValueAsync("t4g.small");
        await Expect(Page.GetByLabel("Number of instances")).ToHaveValueAsync("2");
        await Expect(PublicIp.Locator("option:checked")).ToHaveTextAsync("Use the subnet's setting");
        await Expect(Page.Locator(".form-others")).ToContainTextAsync("Placement");
        await Expect(Page.Locator(".form-summary")).ToContainTextAsync("t4g.small");

        await Profile.SelectOptionAsync("backup-profile");
        await bench.ShowsAsync("\"Placement\": { \"Tenancy\": \"default\" }"); // as it was written
        await bench.ShowsAsync("\"IamInstanceProfile\": { \"Name\": \"backup-profile\" }");
    }

    [Fact]
    public async Task A_text_that_cannot_be_read_stops_the_form_and_loses_nothing()
    {
        var bench = await OpenAsync();
        await bench.WriteAsync("{\n  \"ImageId\": \"ami-0a1b2c3d4e5f60001\"\n  \"MinCount\": 1\n}");
        await Expect(Page.Locator(".form-broken")).ToContainTextAsync("launch.json cannot be read at line 3, column 3");
        await Expect(Type).ToBeDisabledAsync();
        await Expect(UserData).ToBeEnabledAsync(); // another file's
        await bench.ShowsAsync("\"ImageId\": \"ami-0a1b2c3d4e5f60001\"");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Go to line 3" }).ClickAsync();
        await Page.Keyboard.PressAsync("ArrowUp");
        await Page.Keyboard.PressAsync("End");
        await Page.Keyboard.TypeAsync(",");
        await Expect(Page.Locator(".form-broken")).ToBeEmptyAsync();
        await Expect(Type).ToBeEnabledAsync();
    }

    [Fact]
    public async Task The_editor_undoes_what_the_form_did()
    {
        var bench = await OpenAsync();
        await Page.GetByLabel("Name", new() { Exact = true }).PressSequentiallyAsync("reading room");
        await bench.ShowsAsync("\"Value\": \"reading room\"");
        await bench.TypeAtEndAsync(" ");
        for (var i = 0; i < 4; i++) await Page.Keyboard.PressAsync("ControlOrMeta+z");
        await Expect(Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("");
    }

    [Fact]
    public async Task The_form_breaks_no_rule_of_axe_while_it_tells_of_errors()
    {
        await OpenAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add new tag" }).ClickAsync();
        await Expect(Page.GetByLabel("Key", new() { Exact = true })).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("team");
        await Profile.SelectOptionAsync("operations-profile");
        await Expect(Field("profile").Locator(".form-error")).ToContainTextAsync("UnauthorizedOperation");
        await Type.ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Listbox, new() { Name = "Instance type" })).ToBeVisibleAsync();
        var violations = await ViolationsAsync(Page);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public async Task Without_the_form_the_text_is_still_there()
    {
        ExpectsErrors = true;
        await Page.RouteAsync("**/api/labs/*/forms/**", route => route.AbortAsync());
        var bench = await LabBench.OpenAsync(Page, "launch-a-web-server");
        await Expect(Page.Locator("[data-part=form]")).ToContainTextAsync("The form did not load");
        await bench.ShowsAsync("\"InstanceType\": \"t3.micro\"");
    }

    private async Task<LabBench> OpenAsync()
    {
        var bench = await LabBench.OpenAsync(Page, "launch-a-web-server");
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Launch an instance" })).ToBeVisibleAsync();
        return bench;
    }

    private ILocator Field(string id) => Page.Locator($"[data-field={id}]");
}

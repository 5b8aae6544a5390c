using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Labs;

/// <summary>What was typed survives a killed page, a lost connection, a second tab and a killed server.</summary>
public sealed class NothingLostTests(Suite suite) : BrowserTest(suite)
{
    private const string Lab = "mend-the-task-definition", Mark = "\"family\": \"kept\"";
    private static readonly string Kept = $"{{\n  {Mark}\n}}";
    private const string InBrowser = "() => Object.keys(localStorage).some(key => key.startsWith('cc:draft:'))";

    [Fact]
    public async Task Saved_text_is_there_when_the_page_is_opened_again()
    {
        var bench = await LabBench.OpenAsync(Page, Lab);
        await bench.WriteAsync(Kept);
        await bench.SavedAsync();
        await Page.CloseAsync();

        var again = await LabBench.OpenAsync(await AnotherTabAsync(), Lab);
        await again.ShowsAsync(Mark);
    }

    [Fact]
    public async Task A_page_killed_before_the_server_had_the_text_brings_it_back()
    {
        ExpectsErrors = true;
        var bench = await LabBench.OpenAsync(Page, Lab);
        await Page.Context.SetOfflineAsync(true);
        await bench.WriteAsync(Kept);
        await Page.WaitForFunctionAsync(InBrowser);
        await Page.CloseAsync();
        await Page.Context.SetOfflineAsync(false);

        var again = await LabBench.OpenAsync(await AnotherTabAsync(), Lab);
        await again.ShowsAsync(Mark);
        await again.SavedAsync();
    }

    [Fact]
    public async Task What_is_typed_without_a_connection_is_saved_when_it_is_back()
    {
        ExpectsErrors = true;
        var bench = await LabBench.OpenAsync(Page, Lab);
        await Page.Context.SetOfflineAsync(true);
        await bench.WriteAsync(Kept);
        await Expect(bench.SaveStatus).ToHaveAttributeAsync("data-state", "offline");
        await Page.Context.SetOfflineAsync(false);
        await bench.SavedAsync();

        var elsewhere = await LabBench.OpenAsync(await AnotherTabAsync(), Lab);
        await elsewhere.ShowsAsync(Mark);
    }

    [Theory]
    [InlineData("keep-mine", "second")]
    [InlineData("take-theirs", "first")]
    public async Task Two_tabs_on_one_draft_are_asked(string choice, string wins)
    {
        ExpectsErrors = true; // the refused PUT is a 409
        var first = await LabBench.OpenAsync(Page, Lab);
        var secondTab = await AnotherTabAsync();
        var second = await LabBench.OpenAsync(secondTab, Lab);
        await first.WriteAsync("{ \"family\": \"first\" }");
        await first.SavedAsync();
        await second.WriteAsync("{ \"family\": \"second\" }");
        await Expect(second.Conflict).ToBeVisibleAsync();
        await Expect(second.Conflict.Locator("[data-part=conflict-mine]")).ToContainTextAsync("second");
        await Expect(second.Conflict.Locator("[data-part=conflict-theirs]")).ToContainTextAsync("first");

        await second.Conflict.Locator($"[data-action={choice}]").ClickAsync();
        await second.SavedAsync();
        await second.ShowsAsync($"\"family\": \"{wins}\"");
        await secondTab.ReloadAsync();
        await second.ReadyAsync();
        await second.ShowsAsync($"\"family\": \"{wins}\"");
    }

    [Fact]
    public async Task A_server_killed_while_grading_grades_at_its_next_start()
    {
        ExpectsErrors = true;
        await using var site = await CourseSite.StartAsync(new Dictionary<string, string> { ["Sandbox__MaxConcurrent"] = "1" });
        Site = site;
        var ahead = await LabBench.OpenAsync(await NewLearnerAsync(), "first-handler");
        await ahead.WriteAsync(Answers.EndlessHandler);
        var page = await NewLearnerAsync();
        var bench = await LabBench.OpenAsync(page, "first-handler");
        await bench.WriteAsync(Answers.EndlessHandler);
        await bench.SavedAsync();

        // Somebody else holds the sandbox for some seconds, so this submission is stored and waits.
        await ahead.Run.ClickAsync();
        await Expect(ahead.Busy).ToBeVisibleAsync();
        await bench.Submit.ClickAsync();
        await Expect(bench.Busy).ToContainTextAsync("Waiting");
        await site.KillAsync();
        await page.CloseAsync();

        await site.StartAgainAsync();
        var later = await page.Context.NewPageAsync();
        var again = await LabBench.OpenAsync(later, "first-handler");
        await Expect(later.GetByText("Your attempts (1)")).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await again.ShowsAsync("while True");
    }

    [Fact]
    public async Task A_server_that_was_killed_and_is_back_saves_what_was_typed_meanwhile()
    {
        ExpectsErrors = true;
        await using var site = await CourseSite.StartAsync();
        Site = site;
        var page = await NewLearnerAsync();
        var bench = await LabBench.OpenAsync(page, Lab);
        await site.KillAsync();
        await bench.WriteAsync(Kept);
        await page.WaitForFunctionAsync(InBrowser);
        await page.CloseAsync(); // left open, it would come back by itself at the moment in which the learner does

        await site.StartAgainAsync();
        var again = await LabBench.OpenAsync(await page.Context.NewPageAsync(), Lab);
        await again.ShowsAsync(Mark);
        await again.SavedAsync();
    }

    private Task<IPage> AnotherTabAsync() => Page.Context.NewPageAsync();
}

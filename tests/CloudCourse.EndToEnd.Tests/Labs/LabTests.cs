using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Labs;

public sealed class LabTests(Suite suite) : BrowserTest(suite)
{
    [Fact]
    public async Task A_policy_fails_with_the_deciding_statement_and_passes_once_mended()
    {
        var bench = await LabBench.OpenAsync(Page, "read-one-bucket");
        await bench.SubmitAsync("failed");
        var first = bench.Report.Locator(".report-first");
        await Expect(first).ToContainTextAsync("Ana cannot read an object");
        await Expect(first.Locator(".statements").First).ToContainTextAsync("ReadReports");
        await Expect(first.Locator(".statements").First).ToContainTextAsync(new Regex("line [0-9]+"));
        await Expect(first.Locator(".statements").First).ToContainTextAsync("Resource does not fit");

        await bench.WriteAsync(await Answers.BucketPolicyAsync(Page, objectsToo: true));
        await bench.SubmitAsync("passed");
        var (score, outOf) = await bench.PointsAsync();
        Assert.Equal(outOf, score);
        await Expect(Page.GetByText("Your attempts (2)")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_task_definition_is_refused_by_the_client_and_passes_once_mended()
    {
        var bench = await LabBench.OpenAsync(Page, "mend-the-task-definition");
        await Expect(bench.Problems).Not.ToHaveCountAsync(0);
        await bench.SubmitAsync("failed");
        await Expect(bench.Report).ToContainTextAsync("AWS's client found");

        await bench.WriteAsync(Answers.TaskDefinition(numbers: true));
        await bench.SubmitAsync("passed");
    }

    [Fact]
    public async Task A_handler_shows_the_line_that_raised_and_passes_once_mended()
    {
        var bench = await LabBench.OpenAsync(Page, "first-handler");
        await bench.WriteAsync(Answers.Handler("event['name']"));
        await bench.SubmitAsync("failed");
        await Expect(bench.Report).ToContainTextAsync("KeyError");
        await Expect(bench.Report).ToContainTextAsync("line 3", new() { IgnoreCase = true });

        await bench.WriteAsync(Answers.Handler("event.get('name', 'world')"));
        await bench.SubmitAsync("passed");
        await bench.Report.GetByText("Measured in this run").ClickAsync();
        await Expect(bench.Report.Locator(".report-measurements dd").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Run_costs_no_attempt()
    {
        var bench = await LabBench.OpenAsync(Page, "mend-the-task-definition");
        await bench.Run.ClickAsync();
        await bench.GradedAsync("failed");
        await Expect(bench.Report).ToContainTextAsync("with the visible checks only");
        await Expect(Page.Locator(".history")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_key_typed_wrong_is_marked_at_its_line_while_typing()
    {
        var bench = await LabBench.OpenAsync(Page, "read-one-bucket");
        await Expect(bench.Problems).ToHaveCountAsync(0);
        await bench.WriteAsync("{\n  \"Version\": \"2012-10-17\",\n  \"Statment\": []\n}");
        var misspelt = bench.Problems.Filter(new() { HasText = "Statment" });
        await Expect(misspelt).ToHaveCountAsync(1);
        await Expect(misspelt.Locator(".problem-place")).ToHaveTextAsync("Line 3");
        await Expect(Page.Locator(".editor-host .squiggly-error").First).ToBeAttachedAsync();
    }

    [Fact]
    public async Task Text_typed_key_by_key_is_kept()
    {
        var bench = await LabBench.OpenAsync(Page, "first-handler");
        await bench.TypeAtEndAsync("# typed by hand");
        await bench.SavedAsync();
        await Page.ReloadAsync();
        await bench.ReadyAsync();
        await bench.ShowsAsync("# typed by hand");
    }

    [Fact]
    public async Task Hints_open_one_by_one_and_the_solution_after_three_attempts()
    {
        var bench = await LabBench.OpenAsync(Page, "mend-the-task-definition");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Show a hint" }).ClickAsync();
        await Expect(Page.Locator(".hint")).ToHaveCountAsync(1);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await Expect(Page.Locator(".solution")).ToContainTextAsync($"after {4 - attempt} more graded");
            await bench.Submit.ClickAsync();
            await Expect(Page.GetByText($"Your attempts ({attempt})")).ToBeVisibleAsync();
        }
        await Page.GetByRole(AriaRole.Button, new() { Name = "Show the solution" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Put it into the editor" }).ClickAsync();
        await bench.ShowsAsync("\"cpu\": 99");
    }

    [Fact]
    public async Task Reset_brings_the_start_back_and_can_be_undone()
    {
        var bench = await LabBench.OpenAsync(Page, "mend-the-task-definition");
        await bench.WriteAsync(Answers.TaskDefinition(numbers: true));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Reset to the start" }).ClickAsync();
        await bench.ShowsAsync("\"cpu\": \"99\"");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo reset" }).ClickAsync();
        await bench.ShowsAsync("\"cpu\": 99");
    }

    [Fact]
    public async Task Hidden_checks_and_solutions_never_reach_the_browser_before_their_time()
    {
        List<string> bodies = [];
        Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => bodies.Add(frame.Text ?? System.Text.Encoding.UTF8.GetString(frame.Binary ?? []));
        var bench = await LabBench.OpenAsync(Page, "read-one-bucket");
        await bench.Run.ClickAsync();
        await bench.GradedAsync("failed");
        bodies.Add(await Page.ContentAsync());
        Assert.Contains(bodies, body => body.Contains("Ana cannot read an object", StringComparison.Ordinal)); // the net catches what is sent
        Assert.DoesNotContain(bodies, body => body.Contains("payroll-", StringComparison.Ordinal) || body.Contains("ReadItsObjects", StringComparison.Ordinal));
    }
}

using CloudCourse.EndToEnd.Tests.Hosting;
using CloudCourse.EndToEnd.Tests.Labs;

namespace CloudCourse.EndToEnd.Tests.BadInput;

/// <summary>Text that no honest lab needs: the page says what is wrong, the server stays up, nobody else notices.</summary>
public sealed class HostileTextTests(Suite suite) : BrowserTest(suite)
{
    [Fact]
    public async Task A_megabyte_is_too_large_to_save_or_to_grade()
    {
        ExpectsErrors = true; // 413
        var bench = await LabBench.OpenAsync(Page, "read-one-bucket");
        await bench.WriteAsync(new string('x', 1 << 20));
        await Expect(bench.SaveStatus).ToContainTextAsync("256 KB");
        await bench.Submit.ClickAsync();
        await Expect(bench.Results.GetByRole(AriaRole.Alert)).ToContainTextAsync("policy.json");
        await StillServesAsync();
    }

    [Theory]
    [InlineData("read-one-bucket")]
    [InlineData("mend-the-task-definition")]
    public async Task Malformed_json_is_told_with_its_line(string lab)
    {
        var bench = await LabBench.OpenAsync(Page, lab);
        await bench.WriteAsync("{\n  \"a\": 1,\n  \"b\": }\n");
        await Expect(bench.Problems.Locator(".problem-place", new() { HasText = "Line 3" }).First).ToBeVisibleAsync();
        await bench.Submit.ClickAsync();
        await Expect(bench.Report).ToContainTextAsync("line 3", new() { IgnoreCase = true });
        await StillServesAsync();
    }

    [Theory]
    [InlineData("read-one-bucket")]
    [InlineData("mend-the-task-definition")]
    public async Task Two_hundred_levels_are_told_as_a_problem(string lab)
    {
        var bench = await LabBench.OpenAsync(Page, lab);
        await bench.WriteAsync("{\"a\":" + new string('[', 200) + new string(']', 200) + "}");
        await Expect(bench.Problems.First).ToBeVisibleAsync();
        await bench.Submit.ClickAsync();
        await Expect(bench.Report).ToBeVisibleAsync();
        await Expect(bench.Report).Not.ToHaveAttributeAsync("data-status", "error");
        await StillServesAsync();
    }

    [Fact]
    public async Task The_same_key_twice_is_told()
    {
        var bench = await LabBench.OpenAsync(Page, "read-one-bucket");
        await bench.WriteAsync("{\n  \"Version\": \"2012-10-17\",\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}");
        await Expect(bench.Problems.Locator(".problem-place", new() { HasText = "Line 3" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_handler_that_never_ends_is_stopped_and_others_go_on()
    {
        var bench = await LabBench.OpenAsync(Page, "first-handler");
        await bench.WriteAsync(Answers.EndlessHandler);
        await bench.Submit.ClickAsync();

        var other = await NewLearnerAsync();
        var theirs = await LabBench.OpenAsync(other, "mend-the-task-definition");
        await theirs.WriteAsync(Answers.TaskDefinition(numbers: true));
        await theirs.SubmitAsync("passed");
        await bench.GradedAsync("failed");
        await Expect(bench.Report).ToContainTextAsync("timed out", new() { IgnoreCase = true });
    }

    [Fact]
    public async Task Nobody_reads_or_writes_another_learners_draft()
    {
        string? url = null;
        Page.Request += (_, request) => url = request.Url.Contains("/api/drafts/", StringComparison.Ordinal) ? request.Url : url;
        var bench = await LabBench.OpenAsync(Page, "read-one-bucket");
        await bench.WriteAsync("{ \"mine\": true }");
        await bench.SavedAsync();
        Assert.NotNull(url);

        var other = await NewLearnerAsync();
        Assert.Equal(404, (await other.APIRequest.GetAsync(url)).Status);
        Assert.Equal(401, (await other.APIRequest.PutAsync(url, new() { DataObject = new { text = "theirs", baseRevision = 1 } })).Status);
        Assert.Contains("mine", await (await Page.APIRequest.GetAsync(url)).TextAsync(), StringComparison.Ordinal);
    }

    private async Task StillServesAsync()
    {
        var other = await NewLearnerAsync();
        await OpenAsync(other, "/lessons/policies");
    }
}

namespace CloudCourse.Web.Tests.Lessons;

public sealed class LessonPageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Every_entry_of_the_contents_leads_to_a_heading()
    {
        var page = await site.Visit().OpenAsync("/lessons/task-definitions");
        var anchors = page.QuerySelectorAll(".toc-wide .toc a").Select(a => a.GetAttribute("href")![1..]).ToList();
        Assert.NotEmpty(anchors);
        Assert.All(anchors, anchor => Assert.NotNull(page.GetElementById(anchor)));
    }

    [Fact]
    public async Task A_lesson_marked_as_read_is_read_on_the_map_and_can_be_taken_back()
    {
        var browser = site.Visit();
        var page = await browser.OpenAsync("/lessons/task-definitions");
        var marked = await browser.SendAndReadAsync(page.QuerySelector("form.finish")!);
        Assert.Contains("You have read this lesson", marked.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("done", (await StopAsync(browser))!, StringComparison.Ordinal);

        await browser.SendAndReadAsync(marked.QuerySelector("form.finish")!);
        Assert.DoesNotContain("done", (await StopAsync(browser))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_readers_marks_are_nobody_elses()
    {
        var browser = site.Visit();
        await browser.SendAndReadAsync((await browser.OpenAsync("/lessons/policies")).QuerySelector("form.finish")!);
        var other = await site.Visit().OpenAsync("/progress");
        Assert.Contains("Nothing here yet", other.Body!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<string?> StopAsync(Browser browser) =>
        (await browser.OpenAsync("/")).QuerySelector(".course-map.wide a.stop[href='/lessons/task-definitions']")!.ClassName;
}

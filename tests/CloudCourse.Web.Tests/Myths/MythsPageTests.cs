using CloudCourse.Course.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Myths;

public sealed class MythsPageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Every_myth_has_a_fact_a_source_and_a_way_on_and_the_ways_lead_somewhere()
    {
        var course = site.Services.GetRequiredService<CourseLibrary>().Current;
        var page = await site.Visit().OpenAsync("/myths");
        var myths = page.QuerySelectorAll("article.myth");

        Assert.Equal(course.Myths.Select(m => m.Id).Order(), myths.Select(m => m.Id!).Order());
        Assert.True(myths.Length >= 33, $"Only {myths.Length} myths are listed.");
        Assert.All(myths, m =>
        {
            Assert.NotEqual("", m.QuerySelector(".fact")!.TextContent.Trim());
            Assert.StartsWith("https://", m.QuerySelector("a.external")!.GetAttribute("href"), StringComparison.Ordinal);
            var section = m.QuerySelector(".ways a[href^='/lessons/']")!.GetAttribute("href")!.Split('/', '#');
            Assert.Contains(course.FindLesson(section[2])!.Document.Contents, c => c.Anchor == section[3]);
        });
    }

    [Theory]
    [InlineData("?q=stopped+costs", "stopped-is-free")]
    [InlineData("?q=STOPPED++costs&topic=", "stopped-is-free")]
    [InlineData("?topic=shared-responsibility&q=docker", "rds-in-docker")]
    public async Task Words_and_topic_find_a_myth(string query, string id)
    {
        var page = await site.Visit().OpenAsync($"/myths{query}");
        Assert.Equal([id], page.QuerySelectorAll("article.myth").Select(m => m.Id!));
        Assert.Contains("One myth found", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?q=%3Cscript%3E&topic=nowhere")]
    [InlineData("?q=no+such+words+here")]
    public async Task What_nobody_believes_is_not_found_and_not_run(string query)
    {
        var page = await site.Visit().OpenAsync($"/myths{query}");
        Assert.Empty(page.QuerySelectorAll("article.myth"));
        Assert.Empty(page.QuerySelectorAll("form.find script"));
        Assert.Contains("No myth has all of these words", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_linked_from_the_navigation_the_home_page_and_a_lessons_note()
    {
        var browser = site.Visit();
        var home = await browser.OpenAsync("/");
        Assert.NotNull(home.QuerySelector(".site-nav a[href='/myths']"));
        Assert.NotNull(home.QuerySelector("main a[href='/myths']"));
        var lesson = await browser.OpenAsync("/lessons/what-the-cloud-is");
        Assert.NotNull(lesson.QuerySelector(".callout-myth a[href='/myths#pay-for-use']"));
    }
}

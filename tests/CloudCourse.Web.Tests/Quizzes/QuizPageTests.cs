using System.Net;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Quizzes;

public sealed class QuizPageTests(Site site) : IClassFixture<Site>
{
    private const string Path = "/quizzes/task-definitions";

    [Fact]
    public async Task Nothing_that_tells_right_from_wrong_reaches_the_browser_before_handing_in()
    {
        var browser = site.Visit();
        await BeginAsync(browser);
        var html = await browser.Client.GetStringAsync(Path);
        var quiz = site.Services.GetRequiredService<CourseLibrary>().Current.FindQuiz("task-definitions")!;

        Assert.All(quiz.Items.SelectMany(Reasons), reason => Assert.DoesNotContain(reason, html, StringComparison.Ordinal));
        Assert.DoesNotContain("correct", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("rationale", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Handing_in_shows_a_reason_for_every_option_and_is_kept()
    {
        var browser = site.Visit();
        var form = await BeginAsync(browser);
        var review = await browser.SendAndReadAsync(form.QuerySelector("form.quiz-form")!);

        Assert.StartsWith("0 of", review.QuerySelector("#review-title")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(review.QuerySelectorAll(".reasons > li").Length, review.QuerySelectorAll(".reason").Length);
        Assert.NotEmpty(review.QuerySelectorAll(".reason"));
        Assert.Single(review.QuerySelectorAll(".quiz-start tbody tr"));
        Assert.Contains("Took the quiz", (await browser.OpenAsync("/progress")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_handed_in_first_stands()
    {
        var browser = site.Visit();
        var form = (await BeginAsync(browser)).QuerySelector("form.quiz-form")!;
        await browser.SendAsync(form);
        var again = await browser.SendAndReadAsync(form, ("q1", "a"), ("q2", "a"), ("q3", "a"));
        Assert.StartsWith("0 of", again.QuerySelector("#review-title")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_hands_in_or_reads_somebody_elses_try()
    {
        var browser = site.Visit();
        var form = (await BeginAsync(browser)).QuerySelector("form.quiz-form")!;
        var id = form.QuerySelector("input[name=try]")!.GetAttribute("value")!;

        var stranger = site.Visit();
        var own = (await BeginAsync(stranger)).QuerySelector("form.quiz-form")!;
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync(own, ("try", id))).StatusCode);

        await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.GetAsync($"{Path}?try={id}")).StatusCode);
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> BeginAsync(Browser browser)
    {
        var start = await browser.OpenAsync(Path);
        return await browser.SendAndReadAsync(start.QuerySelector("form[action$='/start']")!);
    }

    private static IEnumerable<string> Reasons(QuizItem item) =>
        [.. item.Options.Select(o => o.RationaleHtml), .. item.Pairs.Select(p => p.RationaleHtml), .. item.Steps.Select(s => s.RationaleHtml)];
}

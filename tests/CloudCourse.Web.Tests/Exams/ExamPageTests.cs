using System.Net;
using AngleSharp.Dom;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Exams;

public sealed class ExamPageTests(Site site) : IClassFixture<Site>
{
    private CourseCatalog Course => site.Services.GetRequiredService<CourseLibrary>().Current;

    [Fact]
    public async Task Answers_are_kept_on_the_way_named_before_handing_in_and_reviewed_after()
    {
        var browser = site.Visit();
        var page = await BeginAsync(browser);
        Assert.Equal(Course.Exam!.Questions, page.QuerySelectorAll("fieldset.question").Length);
        var radio = page.QuerySelector("fieldset.question input[type=radio]")!;
        var question = radio.Closest("fieldset")!.GetAttribute("data-question")!;

        var kept = await browser.SendAndReadAsync(Form(page), (question, radio.GetAttribute("value")!), ($"{question}.mark", "true"), ("then", "stay"));
        Assert.Contains("Your answers are kept", kept.QuerySelector(".notice.allowed")!.TextContent, StringComparison.Ordinal);
        var again = await browser.OpenAsync("/exam");
        Assert.True(again.QuerySelector($"input[name='{question}'][value='{radio.GetAttribute("value")}']")!.HasAttribute("checked"));
        Assert.Equal("answered, to come back to", again.QuerySelector($"[data-map={question}] [data-word]")!.TextContent);

        var ready = await browser.SendAndReadAsync(Form(again), (question, radio.GetAttribute("value")!), ($"{question}.mark", "true"), ("then", "hand-in"));
        Assert.Equal(Course.Exam.Questions - 1, ready.QuerySelectorAll(".notice.caution a").Length);
        Assert.Equal($"/exam#{question}-title", Assert.Single(ready.QuerySelectorAll(".notice:not(.caution) a")).GetAttribute("href"));

        var review = await browser.SendAndReadAsync(ready.QuerySelector("form[action='/exam/hand-in']")!);
        Assert.Contains($"of {Course.Exam.Questions} points", review.QuerySelector("#review-title")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Course.Exam.Parts.Count, review.QuerySelectorAll(".by-part tbody tr").Length);
        Assert.Equal(review.QuerySelectorAll(".reasons > li").Length, review.QuerySelectorAll(".reason").Length);
        Assert.Contains("Took the exam", (await browser.OpenAsync("/progress")).Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await browser.OpenAsync("/")).QuerySelector("#exam a[href='/exam']"));
    }

    [Fact]
    public async Task Every_miss_leads_to_a_section_or_a_lesson_that_is_there()
    {
        var browser = site.Visit();
        var review = await HandInAsync(browser, await BeginAsync(browser));
        var links = review.QuerySelectorAll(".again a").Select(a => a.GetAttribute("href")!.Split('/', '#')).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, l =>
        {
            Assert.Equal("lessons", l[1]);
            var lesson = Course.FindLesson(l[2])!;
            if (l.Length > 3) Assert.Contains(lesson.Document.Contents, c => c.Anchor == l[3]);
        });
    }

    [Fact]
    public async Task Nothing_that_tells_right_from_wrong_reaches_the_browser_before_handing_in()
    {
        var browser = site.Visit();
        await BeginAsync(browser);
        var html = await browser.Client.GetStringAsync("/exam");
        Assert.DoesNotContain("correct", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("rationale", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("class=\"reason", html, StringComparison.OrdinalIgnoreCase);
        Assert.All(Course.Quizzes.SelectMany(q => q.Items).SelectMany(i => i.Options).Select(o => o.RationaleHtml), r => Assert.DoesNotContain(r, html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_try_asks_other_questions()
    {
        var browser = site.Visit();
        var first = await BeginAsync(browser);
        var review = await HandInAsync(browser, first);
        var second = await browser.SendAndReadAsync(review.QuerySelector("form[action='/exam/start']")!);
        Assert.Empty(Stems(first).Intersect(Stems(second)));
    }

    [Fact]
    public async Task What_is_sent_after_handing_in_changes_nothing_and_says_so()
    {
        var browser = site.Visit();
        var page = await BeginAsync(browser);
        await HandInAsync(browser, page);
        var late = await browser.SendAndReadAsync(Form(page), ("q1", "a"));
        Assert.Contains("was handed in already", late.QuerySelector(".notice.caution")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("0 of", late.QuerySelector("#review-title")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.SendAsync(Form(page), ("then", "auto"), ("q1", "a"))).StatusCode);
    }

    [Theory]
    [InlineData("q99", "a", HttpStatusCode.BadRequest)]
    [InlineData("q1", "zz9", HttpStatusCode.BadRequest)]
    [InlineData("paper", "another", HttpStatusCode.PreconditionFailed)]
    [InlineData("try", "00000000000000000000000000000001", HttpStatusCode.NotFound)]
    [InlineData("__RequestVerificationToken", "forged", HttpStatusCode.BadRequest)]
    public async Task A_tampered_form_is_refused_and_what_was_kept_stays(string field, string value, HttpStatusCode status)
    {
        var browser = site.Visit();
        var page = await BeginAsync(browser);
        var radio = page.QuerySelector("fieldset.question input[type=radio]")!;
        var answer = (radio.GetAttribute("name")!, radio.GetAttribute("value")!);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.SendAsync(Form(page), ("then", "auto"), answer)).StatusCode);

        Assert.Equal(status, (await browser.SendAsync(Form(page), ("then", "auto"), (field, value))).StatusCode);

        Assert.True((await browser.OpenAsync("/exam")).QuerySelector($"input[name='{answer.Item1}'][value='{answer.Item2}']")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task Nobody_answers_hands_in_or_reads_somebody_elses_try()
    {
        var browser = site.Visit();
        var page = await BeginAsync(browser);
        var id = page.QuerySelector("input[name=try]")!.GetAttribute("value")!;
        var stranger = site.Visit();
        var own = await BeginAsync(stranger);
        var ready = await stranger.OpenAsync("/exam?ready=true");

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync(Form(own), ("try", id), ("then", "auto"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync(ready.QuerySelector("form[action='/exam/hand-in']")!, ("try", id))).StatusCode);
        await HandInAsync(browser, page);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.GetAsync($"/exam?try={id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.GetAsync("/exam?try=nonsense")).StatusCode);
    }

    private static IElement Form(IParentNode page) => page.QuerySelector("form.exam-form")!;

    private static IEnumerable<string> Stems(IParentNode page) => page.QuerySelectorAll("fieldset .stem").Select(s => s.TextContent);

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> BeginAsync(Browser browser)
    {
        var start = await browser.OpenAsync("/exam");
        return await browser.SendAndReadAsync(start.QuerySelector("form[action='/exam/start']")!);
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> HandInAsync(Browser browser, IParentNode page)
    {
        var ready = await browser.SendAndReadAsync(Form(page), ("then", "hand-in"));
        return await browser.SendAndReadAsync(ready.QuerySelector("form[action='/exam/hand-in']")!);
    }
}

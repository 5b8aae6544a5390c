using System.Net;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Teach;

public sealed class TeachTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("/teach")]
    [InlineData("/teach/cohorts/00000000-0000-0000-0000-000000000001")]
    [InlineData("/teach/cohorts/00000000-0000-0000-0000-000000000001/gradebook.csv")]
    [InlineData("/teach/cohorts/00000000-0000-0000-0000-000000000001/learners/00000000-0000-0000-0000-000000000001")]
    public async Task A_learner_cannot_open_the_instructors_pages(string path)
    {
        var learner = site.Visit();
        Assert.Equal("/account/sign-in", (await learner.Client.GetAsync(path)).RequestMessage!.RequestUri!.AbsolutePath);
        await learner.SignUpAsync(People.NewEmail());
        var answer = await learner.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("not yours to see", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty((await learner.OpenAsync("/")).QuerySelectorAll("a[href='/teach']"));
    }

    [Fact]
    public async Task A_learner_cannot_make_a_class_with_an_instructors_form()
    {
        var instructor = await site.InstructorAsync();
        var form = (await instructor.OpenAsync("/teach")).QuerySelector("main form")!;
        var learner = site.Visit();
        await learner.SignUpAsync(People.NewEmail());
        var token = (await learner.OpenAsync("/")).QuerySelector("form[data-sign-out] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.Forbidden, (await learner.SendAsync(form, ("name", "Mine"), ("__RequestVerificationToken", token))).StatusCode);
    }

    [Fact]
    public async Task An_instructor_sees_only_the_own_classes_and_their_learners()
    {
        var (ines, omar) = (await site.InstructorAsync("Ines"), await site.InstructorAsync("Omar"));
        var (inesClass, omarClass) = (await ines.MakeClassAsync("Ines's class"), await omar.MakeClassAsync("Omar's class"));
        var ada = site.Visit();
        await ada.SignUpAsync(People.NewEmail(), "Ada Lovelace");
        await ada.JoinAsync(await ines.CodeAsync(inesClass));
        var adasPage = (await ines.OpenAsync(inesClass)).QuerySelector("tbody .learner a")!.GetAttribute("href")!;
        var adasId = adasPage[(adasPage.LastIndexOf('/') + 1)..];

        foreach (var path in (string[])[inesClass, $"{inesClass}/gradebook.csv", adasPage, $"{omarClass}/learners/{adasId}"])
            Assert.Equal(HttpStatusCode.NotFound, (await omar.Client.GetAsync(path)).StatusCode);
        Assert.DoesNotContain("Ines", (await omar.OpenAsync("/teach")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", (await omar.OpenAsync(omarClass)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        // Omar's own forms, sent to the other's addresses.
        var settings = await omar.OpenAsync(omarClass);
        foreach (var handler in (string[])["rename", "rotate", "archive"])
        {
            var form = settings.QuerySelector($"form:has(input[name=_handler][value={handler}])")!;
            form.SetAttribute("action", inesClass);
            Assert.False((await omar.SendAsync(form, ("name", "Taken"))).IsSuccessStatusCode);
        }
        var remove = settings.QuerySelector("form:has(input[name=_handler][value=archive])")!;
        remove.SetAttribute("action", adasPage);
        Assert.False((await omar.SendAsync(remove, ("_handler", "remove"))).IsSuccessStatusCode);

        var page = await ines.OpenAsync(inesClass);
        Assert.Equal("Ines's class", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("Ada Lovelace", page.QuerySelector("tbody .learner")!.TextContent.Trim());
    }

    [Fact]
    public async Task Another_learners_work_does_not_open_on_a_learners_page()
    {
        var instructor = await site.InstructorAsync();
        var cohort = await instructor.MakeClassAsync();
        var code = await instructor.CodeAsync(cohort);
        var inside = await LearnerAsync("Ada", code);
        var outside = await LearnerAsync("Eve", null);
        var (own, foreign) = (await SubmitAsync(inside), await SubmitAsync(outside));

        var page = $"{cohort}/learners/{inside}";
        Assert.Equal(HttpStatusCode.OK, (await instructor.Client.GetAsync($"{page}?submission={own}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await instructor.Client.GetAsync($"{page}?submission={foreign}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await instructor.Client.GetAsync($"{page}?try={Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task The_gradebook_and_the_learners_page_show_what_was_handed_in_and_how_it_was_graded()
    {
        var instructor = await site.InstructorAsync();
        var cohort = await instructor.MakeClassAsync();
        var learner = await LearnerAsync("Ada", await instructor.CodeAsync(cohort));
        var submission = await SubmitAsync(learner, "{ \"family\": \"</code><script>alert(1)</script>\" }", score: 3, outOf: 10);

        var book = await instructor.OpenAsync(cohort);
        Assert.Contains(book.QuerySelectorAll("tbody .cell"), c => c.TextContent.Contains("3/10", StringComparison.Ordinal) && c.TextContent.Contains("1 try", StringComparison.Ordinal));
        Assert.Contains(book.QuerySelectorAll("tfoot .cell"), c => c.TextContent.Contains("30 %", StringComparison.Ordinal));

        var page = await instructor.OpenAsync($"{cohort}/learners/{learner}?submission={submission}");
        Assert.Contains("3 of 10", page.QuerySelector(".activity-log")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", page.QuerySelector(".listing")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".listing script"));
        Assert.Contains("3 of 10 points", page.QuerySelector(".report")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".detail input, .detail textarea"));
    }

    [Fact]
    public async Task Csv_cells_that_a_spreadsheet_would_run_are_escaped()
    {
        var instructor = await site.InstructorAsync();
        var cohort = await instructor.MakeClassAsync("=HYPERLINK(\"x\") class");
        await LearnerAsync("=HYPERLINK(\"http://evil.example\")", await instructor.CodeAsync(cohort));

        var answer = await instructor.Client.GetAsync($"{cohort}/gradebook.csv");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Matches(@"\Agradebook-hyperlink-x-class-\d{4}-\d\d-\d\d\.csv\z", answer.Content.Headers.ContentDisposition!.FileNameStar ?? answer.Content.Headers.ContentDisposition.FileName!.Trim('"'));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var line = (await answer.Content.ReadAsStringAsync()).Split('\n')[1];
        Assert.StartsWith("\"'=HYPERLINK", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taking_a_learner_out_closes_the_page_and_keeps_the_work()
    {
        var instructor = await site.InstructorAsync();
        var cohort = await instructor.MakeClassAsync();
        var ada = site.Visit();
        await ada.SignUpAsync(People.NewEmail());
        await ada.ReadLessonAsync();
        await ada.JoinAsync(await instructor.CodeAsync(cohort));
        var path = (await instructor.OpenAsync(cohort)).QuerySelector("tbody .learner a")!.GetAttribute("href")!;

        var form = (await instructor.OpenAsync(path)).QuerySelector("form:has(input[name=_handler][value=remove])")!;
        var after = await instructor.SendAndReadAsync(form);
        Assert.Contains("out of the class", after.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await instructor.Client.GetAsync(path)).StatusCode);
        Assert.True(await ada.HasReadAsync());
    }

    [Fact]
    public async Task A_class_is_renamed_closed_and_opened_again_and_markup_in_its_name_is_text()
    {
        var instructor = await site.InstructorAsync();
        var cohort = await instructor.MakeClassAsync();
        const string name = "<img src=x onerror=alert(1)>";
        Assert.Contains("renamed", await SetAsync("rename", ("name", name)), StringComparison.Ordinal);
        Assert.Equal(name, (await instructor.OpenAsync(cohort)).QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain(name, await instructor.Client.GetStringAsync("/teach"), StringComparison.Ordinal);

        var code = await instructor.CodeAsync(cohort);
        Assert.Contains("no newcomers", await SetAsync("archive"), StringComparison.Ordinal);
        var learner = site.Visit();
        await learner.SignUpAsync(People.NewEmail());
        Assert.Contains("No class takes newcomers", (await learner.OpenAsync($"/join/{code}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("takes newcomers again", await SetAsync("archive"), StringComparison.Ordinal);

        async Task<string> SetAsync(string handler, params (string, string)[] fields)
        {
            var form = (await instructor.OpenAsync(cohort)).QuerySelector($"form:has(input[name=_handler][value={handler}])")!;
            return (await instructor.SendAndReadAsync(form, fields)).QuerySelector("[role=status]")!.TextContent;
        }
    }

    /// <summary>An account, in the class where there is a code. Gives the learner's id.</summary>
    private async Task<Guid> LearnerAsync(string name, string? code)
    {
        var browser = site.Visit();
        await browser.SignUpAsync(People.NewEmail(), name);
        if (code is not null) await browser.JoinAsync(code);
        using var data = System.Text.Json.JsonDocument.Parse(await browser.Client.GetStringAsync("/account/data.json"));
        return data.RootElement.GetProperty("learnerId").GetGuid();
    }

    private async Task<Guid> SubmitAsync(Guid learner, string text = "{}", int score = 1, int outOf = 10)
    {
        var lab = site.Services.GetRequiredService<CourseLibrary>().Current.Labs.First(l => l.Kind is "task-definition");
        var submissions = site.Services.GetRequiredService<Submissions>();
        var kept = await submissions.KeepAsync(learner, lab.Id, lab.Hash, "test", 1, [new(lab.Files[0].Path, text)], Guid.NewGuid().ToString());
        await submissions.RecordAsync(new() { SubmissionId = kept.Id, Status = GradeStatus.Graded, Score = score, OutOf = outOf, Tasks = [] }, TimeSpan.Zero);
        return kept.Id;
    }
}

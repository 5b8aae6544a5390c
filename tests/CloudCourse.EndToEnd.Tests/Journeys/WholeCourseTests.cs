using CloudCourse.EndToEnd.Tests.Hosting;
using CloudCourse.EndToEnd.Tests.Labs;
using CloudCourse.EndToEnd.Tests.Reading;

namespace CloudCourse.EndToEnd.Tests.Journeys;

/// <summary>The course as one learner and one instructor meet it, from the first page to the gradebook.</summary>
public sealed class WholeCourseTests(Suite suite) : BrowserTest(suite)
{
    private const string Class = "Cloud basics, autumn", Mira = "Mira Learner", MirasMail = "mira@example.org";

    [Fact]
    public async Task A_guest_reads_signs_up_fails_mends_passes_and_the_instructor_sees_exactly_that()
    {
        await using var site = await CourseSite.StartAsync();
        Site = site;
        var teacher = await NewLearnerAsync();
        await People.BecomeInstructorAsync(teacher, site, "ines@example.org");
        var code = await People.MakeClassAsync(teacher, Class);
        var gradebook = new Uri(teacher.Url).PathAndQuery;

        // A guest reads and fails a lab; signing up keeps both.
        var learner = await NewLearnerAsync();
        await learner.GotoAsync("/lessons/policies");
        await learner.GetByRole(AriaRole.Button, new() { Name = "Mark as read" }).ClickAsync();
        var bench = await LabBench.OpenAsync(learner, "read-one-bucket");
        await bench.SubmitAsync("failed");
        await Expect(bench.Report.Locator(".report-first .statements").First).ToContainTextAsync("ReadReports");
        await People.SignUpAsync(learner, MirasMail, Mira, expectsGuestWork: true);

        bench = await LabBench.OpenAsync(learner, "read-one-bucket");
        await Expect(learner.GetByText("Your attempts (1)")).ToBeVisibleAsync();
        await bench.WriteAsync(await Answers.BucketPolicyAsync(learner, objectsToo: true));
        await bench.SubmitAsync("passed");
        var policy = await bench.PointsAsync();

        bench = await LabBench.OpenAsync(learner, "mend-the-task-definition");
        await bench.SubmitAsync("failed");
        await Expect(bench.Report).ToContainTextAsync("AWS's client found");
        await bench.WriteAsync(Answers.TaskDefinition(numbers: true));
        await bench.SubmitAsync("passed");
        var task = await bench.PointsAsync();

        bench = await LabBench.OpenAsync(learner, "first-handler");
        await bench.WriteAsync(Answers.Handler("event['name']"));
        await bench.SubmitAsync("failed");
        await Expect(bench.Report).ToContainTextAsync("KeyError");
        await bench.WriteAsync(Answers.Handler("event.get('name', 'world')"));
        await bench.SubmitAsync("passed");
        var handler = await bench.PointsAsync();

        // The first question is left open; which one that is differs from try to try.
        var asked = 0;
        var questions = await RightAnswers.HandInAsync(learner, "choosing-an-architecture", _ => ++asked == 1);
        await People.JoinAsync(learner, code, Class);

        // The instructor's table.
        await teacher.GotoAsync(gradebook);
        var row = teacher.Locator("tbody tr", new() { HasText = Mira });
        await Expect(row).ToHaveCountAsync(1);
        await CellAsync("Read one bucket", $"{policy.Score}/{policy.OutOf}", 2);
        await CellAsync("Mend the task definition", $"{task.Score}/{task.OutOf}", 2);
        await CellAsync("Your first handler", $"{handler.Score}/{handler.OutOf}", 2);
        await CellAsync("Choosing an architecture", $"{questions - 1}/{questions}", 1);
        await Expect(row.Locator("td.cell:not(.none)")).ToHaveCountAsync(4);

        // The same as a file.
        var download = await teacher.RunAndWaitForDownloadAsync(() => teacher.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync());
        var csv = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(2, csv.Length);
        var (heads, values) = (Csv.Split(csv[0]), Csv.Split(csv[1]));
        string Value(string head) => values[heads.IndexOf(head) is >= 0 and var at ? at : throw new KeyNotFoundException($"No column '{head}' in {csv[0]}")];
        Assert.Equal((Mira, MirasMail), (Value("Name"), Value("E-mail")));
        Assert.Equal((Text(policy.Score), Text(policy.OutOf), "2"), Csv.Cells(Value, "Read one bucket (lab)"));
        Assert.Equal((Text(task.Score), Text(task.OutOf), "2"), Csv.Cells(Value, "Mend the task definition (lab)"));
        Assert.Equal((Text(handler.Score), Text(handler.OutOf), "2"), Csv.Cells(Value, "Your first handler (lab)"));
        Assert.Equal((Text(questions - 1), Text(questions), "1"), Csv.Cells(Value, "Choosing an architecture (quiz)"));
        Assert.Equal(("", "", ""), Csv.Cells(Value, "Everybody's own password (lab)"));

        // One learner's page: every attempt, what was handed in, how it was graded.
        await row.GetByRole(AriaRole.Link, new() { Name = Mira }).ClickAsync();
        await Expect(teacher.Locator("h1")).ToHaveTextAsync(Mira);
        await teacher.Locator("a", new() { HasText = "Files and report of Your first handler" }).Last.ClickAsync();
        await Expect(teacher.Locator("#detail .listing")).ToContainTextAsync("event['name']");
        await Expect(teacher.Locator("#detail .report")).ToContainTextAsync("KeyError");
        List<string> violations = [.. await ViolationsAsync(teacher)];

        foreach (var path in (string[])[gradebook, "/teach", "/account", "/join"])
        {
            await OpenAsync(teacher, path);
            violations.AddRange(await ViolationsAsync(teacher));
        }
        Assert.True(violations.Count == 0, string.Join('\n', violations));

        // Nobody who does not teach sees any of it.
        ExpectsErrors = true;
        var refused = await learner.GotoAsync(gradebook);
        Assert.Contains(refused!.Status, (int[])[403, 404]);

        async Task CellAsync(string activity, string points, int tries)
        {
            var titles = await teacher.Locator("thead th[scope=col]").AllInnerTextsAsync();
            var at = titles.ToList().FindIndex(t => t.StartsWith(activity, StringComparison.Ordinal));
            Assert.True(at > 0, $"No column '{activity}' among {string.Join(" | ", titles)}");
            var cell = row.Locator("td").Nth(at - 1); // the row's first cell is its header
            await Expect(cell).ToContainTextAsync(points);
            await Expect(cell).ToContainTextAsync(tries == 1 ? "1 try" : $"{tries} tries");
        }
    }

    [Fact]
    public async Task Forms_of_accounts_say_what_is_wrong_and_break_no_rule_of_axe()
    {
        List<string> violations = [];
        foreach (var path in (string[])["/account/sign-up", "/account/sign-in", "/account/forgot", "/join"])
        {
            await OpenAsync(path);
            violations.AddRange(await ViolationsAsync(Page));
        }
        await OpenAsync("/account/sign-up");
        await Page.GetByLabel("E-mail address").FillAsync("short@example.org");
        await Page.GetByLabel("Your name").FillAsync("Short");
        await Page.GetByLabel("Password").FillAsync("short");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("10");
        violations.AddRange(await ViolationsAsync(Page));
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public async Task Signing_out_leaves_nothing_of_the_draft_in_the_browser()
    {
        ExpectsErrors = true; // offline, so that the draft stays in the browser
        await People.SignUpAsync(Page, $"leaver-{Guid.NewGuid():N}@example.org", "Leaver", expectsGuestWork: false);
        var bench = await LabBench.OpenAsync(Page, "mend-the-task-definition");
        await Page.Context.SetOfflineAsync(true);
        await bench.WriteAsync("{ \"family\": \"mine\" }");
        await Page.WaitForFunctionAsync("() => Object.keys(localStorage).some(key => key.startsWith('cc:draft:'))");
        await Page.Context.SetOfflineAsync(false);
        await OpenAsync("/");
        await Page.Locator(".account-menu summary").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Empty(await Page.EvaluateAsync<string[]>("() => Object.keys(localStorage).filter(key => key.startsWith('cc:draft:'))"));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Text.Json;
using System.Text.RegularExpressions;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.PurchaseOptions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Labs.Tests.PurchaseOptions;

/// <summary>The course's own lab of this kind, its grader and its panel.</summary>
public sealed partial class PurchaseOptionsTests
{
    private static readonly CourseReading _course = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true });
    private static readonly PurchaseOptionsGrader _grader = new();

    private static LabDefinition Lab => _course.Catalog!.FindLab("a-month-of-choices")!;

    private static string Good => Lab.Solutions.Single(s => s.Name == "good-nothing-upfront").Files["choices.json"];

    public static TheoryData<string> Solutions => [.. Lab.Solutions.Select(s => s.Name)];

    [Fact]
    public void The_author_made_no_mistake() => Assert.Empty(_grader.CheckDefinition(Lab));

    [Theory, MemberData(nameof(Solutions))]
    public async Task A_solution_scores_as_it_says_for_any_luck(string name)
    {
        var solution = Lab.Solutions.Single(s => s.Name == name);
        for (var seed = 0; seed < 60; seed++)
        {
            var report = await GradeAsync(Lab, solution.Files["choices.json"], seed * 7919);
            if (solution.Expect is { } expect)
            {
                var check = report.Tasks.SelectMany(t => t.Checks).Single(c => c.Id == expect.Check);
                Assert.Equal((seed, CheckStatus.Failed, expect.Key), (seed, check.Status, check.MessageKey));
                Assert.DoesNotMatch(@"\{[a-z]+\}", check.Message);
                Assert.NotEmpty(check.Locations);
            }
            else Assert.True(report.Passed, $"seed {seed}: {string.Join("; ", report.Tasks.SelectMany(t => t.Checks).Where(c => c.Status is not CheckStatus.Passed).Select(c => c.Message))}");
        }
    }

    [Fact]
    public void There_are_solutions_enough_and_every_failure_has_one()
    {
        Assert.True(Lab.Solutions.Count(s => s.IsGood) >= 2);
        var shown = Lab.Solutions.Where(s => !s.IsGood).Select(s => (s.Expect!.Check, s.Expect.Key)).ToHashSet();
        Assert.Equal([], Lab.Tasks.SelectMany(t => t.Checks).SelectMany(c => c.Messages.Keys.Where(k => k != "passed").Select(k => (c.Id, k))).Where(m => !shown.Contains(m)));
    }

    [Theory]
    [InlineData("", "Line 1, column 1: The document is empty")]
    [InlineData("{\n  \"web\": 1\n}", "Line 2, column 10: \"web\" is a number")]
    [InlineData("[]", "one object")]
    public async Task What_cannot_be_run_costs_no_attempt_and_says_where(string text, string message)
    {
        var report = await GradeAsync(Lab, text);
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.Contains(message, report.Message);
        Assert.NotEmpty(_grader.Inspect(Lab, [new("choices.json", text)]));
    }

    [Fact]
    public async Task A_Savings_Plan_is_answered_with_what_is_known()
    {
        var report = await GradeAsync(Lab, Good.Replace("\"On-Demand\"", "\"Compute Savings Plan\"", StringComparison.Ordinal));
        Assert.Contains("no price list of Savings Plans", report.Message);
    }

    [Fact]
    public async Task The_same_submission_gives_the_same_report_byte_for_byte_and_other_luck_another()
    {
        var first = JsonSerializer.Serialize(await GradeAsync(Lab, Good, 5), CourseJson.Options);
        Assert.Equal(first, JsonSerializer.Serialize(await GradeAsync(Lab, Good, 5), CourseJson.Options));
        Assert.NotEqual(first, JsonSerializer.Serialize(await GradeAsync(Lab, Good, 6), CourseJson.Options));
    }

    [Theory]
    [InlineData("bil", "{}", "{}", "no check kind bil")]
    [InlineData("bill", "{}", "{}", "`expect` needs `atMost`")]
    [InlineData("cash", "{}", """{ "atMost": "1" }""", "`expect` needs `atMost`")]
    [InlineData("term", """{ "workload": "wbe" }""", "{}", "none of the settings'")]
    [InlineData("uninterrupted", """{ "of": "web" }""", "{}", "no member `of`")]
    [InlineData("deadline", """{ "workload": "web" }""", "{}", "no workload here has a job")]
    [InlineData("cheapest", "{}", """{ "withinPercent": -1 }""", "0 or more")]
    public void An_author_hears_of_a_mistake(string kind, string given, string expect, string problem)
    {
        CheckDefinition check = new()
        {
            Id = "it",
            Kind = kind,
            Hidden = false,
            Points = 1,
            Objectives = [],
            Given = JsonElement.Parse(given),
            Expect = JsonElement.Parse(expect),
            Messages = new Dictionary<string, string> { ["passed"] = "Yes" },
        };
        Assert.Contains(_grader.CheckDefinition(Lab with { Tasks = [new("t", "T", [check])] }), p => p.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("m8g.large", "m8g.lagre", "no instance type m8g.lagre")]
    [InlineData("\"count\":4", "\"count\":0", "count is from 1 to 100")]
    [InlineData("\"deadlineHours\":8", "\"deadlineHours\":3", "sooner than the work")]
    [InlineData("\"neededMonths\":12", "\"neededMonth\":12", "neededMonth")]
    [InlineData("every-day", "daily", "settings:")]
    [InlineData("us-east-1", "us-east-9", "no price of")]
    public void An_author_hears_of_a_mistake_in_the_settings(string from, string to, string problem)
    {
        var settings = Regex.Replace(Lab.Settings.GetRawText(), @"(?<=[:,\[{])\s+|\s+(?=[""}\]])", "").Replace("\": ", "\":", StringComparison.Ordinal);
        Assert.Contains(from, settings);
        var lab = Lab with { Settings = JsonElement.Parse(settings.Replace(from, to, StringComparison.Ordinal)) };
        Assert.Contains(_grader.CheckDefinition(lab), p => p.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_bill_shows_its_lines_the_month_and_where_the_figures_come_from()
    {
        // Twelve Spot Instances of a type that is taken back often: some seed among the first has an interruption.
        var html = "";
        for (var seed = 0; seed < 50 && !html.Contains("one by one", StringComparison.Ordinal); seed++) html = await RenderAsync(Good, "bill", seed);
        Assert.Contains("Reserved, 1 year, No Upfront", html);
        Assert.Contains("$173.39", html); // 0.05938 × 730 × 4
        Assert.Contains("as of 2025-07", html);
        Assert.Contains("of workers taken back (notice two minutes before, then terminate); nothing lost", html);
        Assert.Contains("22 runs, the first day 1, 08:00 to day 1, 18:00", html);
        Assert.Contains("<svg", html);
        Assert.DoesNotContain("style=", html);
    }

    [Fact]
    public async Task An_unused_commitment_and_an_estimate_are_called_by_their_names()
    {
        var html = await RenderAsync(Good.Replace("\"office\": { \"purchase\": \"On-Demand\" }", "\"office\": { \"purchase\": \"Reserved\", \"years\": 3, \"payment\": \"All Upfront\" }", StringComparison.Ordinal), "office-hours", 1);
        Assert.Contains("for hours in which nothing ran", html);
        Assert.Contains("an estimate", html);
        Assert.Contains("Reserved, 3 years, All Upfront (yours)", html);
        Assert.Contains("may not be interrupted", html);
    }

    private static Task<GradeReport> GradeAsync(LabDefinition lab, string text, int seed = 1) =>
        _grader.GradeAsync(new(Guid.Empty, lab, [new("choices.json", text)], seed, true), null, CancellationToken.None);

    private static async Task<string> RenderAsync(string text, string checkId, int seed)
    {
        var check = (await GradeAsync(Lab, text, seed)).Tasks.SelectMany(t => t.Checks).Single(c => c.Id == checkId);
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<PurchaseOptionsPanel>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Check"] = check }))).ToHtmlString());
        return ScopeOfCss.Replace(html, "");
    }

    [GeneratedRegex(" b-[a-z0-9]{10}(?=[ >])")]
    private static partial Regex ScopeOfCss { get; }
}

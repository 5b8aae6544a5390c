using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.ConsoleSteps;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Labs.Tests.ConsoleSteps;

/// <summary>The course's own labs of this kind: solutions pass and fail as they say, and the panel tells the page where it was decided.</summary>
public sealed class ConsoleLabsTests
{
    private static readonly CourseReading _course = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true });
    private static readonly ConsoleStepsGrader _grader = new();

    public static TheoryData<string> Labs => [.. _course.Catalog!.Labs.Where(l => l.Kind == "console-steps").Select(l => l.Slug)];

    [Theory, MemberData(nameof(Labs))]
    public void The_author_made_no_mistake(string slug) => Assert.Empty(_grader.CheckDefinition(_course.Catalog!.FindLab(slug)!));

    [Theory, MemberData(nameof(Labs))]
    public async Task Solutions_come_out_as_they_say(string slug)
    {
        const int seed = 2; // the course's own check grades for twenty learners
        var lab = _course.Catalog!.FindLab(slug)!.ForSeed(seed);
        foreach (var solution in lab.Solutions)
        {
            var report = await GradeAsync(lab, solution.Files, seed);
            var failures = string.Join("; ", report.Tasks.SelectMany(t => t.Checks).Where(c => c.Status is not CheckStatus.Passed).Select(c => $"{c.Id} {c.MessageKey}: {c.Message}"));
            if (solution.IsGood) Assert.True(report.Passed, $"{solution.Name}: {report.Message}{failures}");
            else Assert.True(report.Tasks.SelectMany(t => t.Checks).Any(c => c.Id == solution.Expect!.Check && c.MessageKey == solution.Expect.Key), $"{solution.Name}: {report.Message}{failures}");
            if (!solution.IsGood) await NamesItsPageAsync(solution.Name, report.Tasks.SelectMany(t => t.Checks).First(c => c.Id == solution.Expect!.Check));
        }
        var starter = await GradeAsync(lab, lab.Files.ToDictionary(f => f.Path, f => f.Starter), seed);
        Assert.Contains(starter.Tasks.SelectMany(t => t.Checks), c => c.MessageKey == "not-pressed");
    }

    /// <summary>A learner cannot hand in by clicks what the pages themselves would refuse.</summary>
    [Theory, MemberData(nameof(Labs))]
    public void Good_solutions_can_be_clicked(string slug)
    {
        var lab = _course.Catalog!.FindLab(slug)!.ForSeed(3);
        foreach (var solution in lab.Solutions.Where(s => s.IsGood))
        {
            var turn = ConsoleWalk.Click(lab, [new("answers.json", solution.Files["answers.json"].Replace("\"created\": true", "\"created\": false", StringComparison.Ordinal))], 3, "create");
            Assert.True(turn.Model.Result is not null, $"{solution.Name}: {turn.Model.Refused?.Operation} {turn.Model.Refused?.Error?.Message} {string.Join(' ', turn.Model.Problems.Values)}");
            Assert.NotEmpty(turn.Model.Calls);
        }
    }

    /// <summary>What failed says on which page it was decided.</summary>
    private static async Task NamesItsPageAsync(string solution, CheckResult check)
    {
        if (check.Hidden) return;
        Assert.True(CloudEvidence.Of(check)!.Choices.Count > 0 && check.Locations.Count > 0, $"{solution}: {check.Id} names no field");
        var html = await RenderAsync(check);
        Assert.Contains("Where in the console it was decided", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }

    private static Task<GradeReport> GradeAsync(LabDefinition lab, IReadOnlyDictionary<string, string> files, int seed) =>
        _grader.GradeAsync(new(Guid.Empty, lab, [.. files.Select(f => new SubmittedFile(f.Key, f.Value))], seed, IncludeHidden: true), null, TestContext.Current.CancellationToken);

    private static async Task<string> RenderAsync(CheckResult check)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<ConsoleStepsPanel>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Check"] = check }))).ToHtmlString());
    }
}

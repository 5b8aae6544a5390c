using System.Text.Json;
using System.Text.RegularExpressions;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.SimulatedCloud;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static CloudCourse.Labs.Tests.SimulatedCloud.CloudLab;

namespace CloudCourse.Labs.Tests.SimulatedCloud;

/// <summary>The course's own labs of this kind: solutions pass and fail as they say, for any learner, and the panel draws their evidence.</summary>
public sealed partial class SimulatedCloudLabsTests
{
    private static readonly CourseReading _course = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true });

    public static TheoryData<string> Labs => [.. _course.Catalog!.Labs.Where(l => l.Kind == "simulated-cloud").Select(l => l.Slug)];

    [Theory, MemberData(nameof(Labs))]
    public void The_author_made_no_mistake(string slug) => Assert.Empty(Grader.CheckDefinition(Lab(slug)));

    [Theory, MemberData(nameof(Labs))]
    public async Task Solutions_come_out_as_they_say(string slug)
    {
        Assert.True(Lab(slug).Solutions.Count(s => s.IsGood) >= 2 && Lab(slug).Solutions.Count(s => !s.IsGood) >= 4);
        // The check of the course grades for twenty learners; here the second differs from the first where anything does.
        for (var seed = 1; seed <= 2; seed++)
        {
            var lab = Lab(slug).ForSeed(seed);
            foreach (var solution in lab.Solutions)
            {
                var report = await GradeAsync(lab, solution.Files, seed);
                Assert.True(report.Status is GradeStatus.Graded, $"{solution.Name}: {report.Message}");
                if (solution.IsGood) Assert.True(report.Passed, $"{solution.Name}: {Failures(report)}");
                else Assert.True(report.Tasks.SelectMany(t => t.Checks).Any(c => c.Id == solution.Expect!.Check && c.MessageKey == solution.Expect.Key), $"{solution.Name}: {Failures(report)}");
                if (seed == 1) Assert.Equal(Bytes(report), Bytes(await GradeAsync(lab, solution.Files, seed)));
            }
            Assert.False((await GradeAsync(lab, lab.Files.ToDictionary(f => f.Path, f => f.Starter), seed)).Passed);
        }
    }

    [Theory, MemberData(nameof(Labs))]
    public async Task The_panel_draws_every_kind_of_evidence(string slug)
    {
        var lab = Lab(slug).ForSeed(1);
        foreach (var solution in lab.Solutions)
        {
            foreach (var check in (await GradeAsync(lab, solution.Files, 1)).Tasks.SelectMany(t => t.Checks).Where(c => !c.Hidden))
            {
                var html = await RenderAsync(check);
                Assert.DoesNotContain("style=", html);
                Assert.Contains("class=\"cloud\"", html);
            }
        }
    }

    [Fact]
    public async Task A_stopped_request_is_drawn_station_by_station()
    {
        var lab = Lab("launch-a-web-server").ForSeed(1);
        var files = lab.Solutions.Single(s => s.Name == "bad-installed-not-started").Files;
        var html = await RenderAsync((await GradeAsync(lab, files, 1)).Tasks.SelectMany(t => t.Checks).Single(c => c.Id == "page"));
        Assert.Contains("reading-room lets tcp port 80 from 0.0.0.0/0 in.", html);
        Assert.Contains("installed httpd", html);
        Assert.Contains("not reached", html);
    }

    [Fact]
    public async Task What_a_learner_writes_never_becomes_markup()
    {
        var result = await CloudLab.GradeAsync(Of(Launch, ["launch.json"], Check("call", """{"file": "launch.json"}""")), ("launch.json", Instance(type: "<script>alert(1)</script>")));
        Assert.DoesNotContain("<script", await RenderAsync(result));
    }

    private static LabDefinition Lab(string slug) => _course.Catalog!.FindLab(slug)!;

    private static Task<GradeReport> GradeAsync(LabDefinition lab, IReadOnlyDictionary<string, string> files, int seed) =>
        Grader.GradeAsync(new(Guid.Empty, lab, [.. files.Select(f => new SubmittedFile(f.Key, f.Value))], seed, true), null, TestContext.Current.CancellationToken);

    private static string Bytes(GradeReport report) => JsonSerializer.Serialize(report, CourseJson.Options);

    private static string Failures(GradeReport report) =>
        report.Message ?? string.Join("; ", report.Tasks.SelectMany(t => t.Checks).Where(c => c.Status is not CheckStatus.Passed).Select(c => $"{c.Id} {c.MessageKey}: {c.Message}"));

    private static async Task<string> RenderAsync(CheckResult check)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<SimulatedCloudPanel>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Check"] = check }))).ToHtmlString());
        return ScopeOfCss.Replace(html, "");
    }

    [GeneratedRegex(" b-[a-z0-9]{10}(?=[ >])")]
    private static partial Regex ScopeOfCss { get; }
}

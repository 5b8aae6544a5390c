using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.CommandLine;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Labs.Tests.CommandLine;

/// <summary>Labs at a terminal: what the course's own lab says of a script, what the panel shows of it, and what an author hears.</summary>
public sealed class CommandLineLabsTests
{
    private static readonly CommandLineGrader _grader = new();

    private static readonly CourseCatalog _course = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true }).Catalog!;

    private static LabDefinition Lab { get; } = _course.FindLab("snapshot-from-the-shell")!;

    public static TheoryData<string> Slugs => [.. _course.Labs.Where(l => l.Kind == "command-line").Select(l => l.Slug)];

    [Theory]
    [MemberData(nameof(Slugs))]
    public void The_author_made_no_mistake(string slug) => Assert.Empty(_grader.CheckDefinition(_course.FindLab(slug)!));

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task Solutions_come_out_as_they_say(string slug)
    {
        foreach (var solution in _course.FindLab(slug)!.ForSeed(1).Solutions)
        {
            var report = await GradeAsync(solution.Files["commands.sh"], slug);
            if (solution.IsGood) Assert.True(report.Passed, $"{solution.Name}: {string.Join(' ', report.Tasks.SelectMany(t => t.Checks).Where(c => c.Status is not CheckStatus.Passed).Select(c => c.Message))}");
            else Assert.Contains(report.Tasks.SelectMany(t => t.Checks), c => c.Id == solution.Expect!.Check && c.MessageKey == solution.Expect.Key);
        }
    }

    [Theory]
    [InlineData("created", "aws ec2 create-snapshoot --volume-id vol-1", "Line 1 never went to AWS", "Maybe you meant")]
    [InlineData("created", "aws ec2 create-snapshot --volume-id vol-0123456789abcdef0", "refuses the snapshot with InvalidVolume.NotFound", "An error occurred (InvalidVolume.NotFound)")]
    [InlineData("wrong-id", "\naws ec2 describe-snapshots --owner-ids self", "On line 2 you asked for snapshots that are there.", "Snapshots")]
    [InlineData("created", "echo nothing", "the command is `aws ec2 create-snapshot`", null)]
    public async Task A_check_shows_the_line_that_failed(string check, string script, string message, string? printed)
    {
        var result = (await GradeAsync(script)).Tasks.SelectMany(t => t.Checks).First(c => c.Id == check);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        var html = await RenderAsync(result);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        if (printed is not null) Assert.Contains(printed, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_script_gives_the_same_report()
    {
        var script = Lab.Solutions[0].Files["commands.sh"];
        Assert.Equal(JsonSerializer.Serialize(await GradeAsync(script), CourseJson.Options), JsonSerializer.Serialize(await GradeAsync(script), CourseJson.Options));
    }

    [Fact]
    public void The_transcript_is_what_the_terminal_shows()
    {
        const string Script = "# mine\naws sts get-caller-identity --query Arn --output text\nsleep 1d\n";
        var transcript = TerminalForm.Transcript(Lab.ForSeed(3), [new("commands.sh", Script)], 3, TestContext.Current.CancellationToken);
        Assert.Equal(["aws sts get-caller-identity --query Arn --output text", "sleep 1d"], transcript.Lines.Select(l => Script[l.Start..l.End]));
        Assert.EndsWith(":user/ben\n", transcript.Lines[0].Output, StringComparison.Ordinal);
        Assert.Equal(24, transcript.Now.Day);
        Assert.Null(transcript.TooMuch);
    }

    [Theory]
    [InlineData("""{ "call": "ec2 CreateSnapshoot" }""", "{}", "the simulation has no `ec2 CreateSnapshoot`")]
    [InlineData("""{ "call": "ec2 CreateSnapshot" }""", """{ "after": { "call": "ec2 CreateSnapshot", "by": "soon" } }""", "after.by: `soon` is not a time")]
    [InlineData("""{ "command": "x" }""", "{}", "command")]
    public void An_author_hears_of_a_mistake(string given, string expect, string problem)
    {
        var check = Lab.Tasks[0].Checks[0] with { Given = JsonDocument.Parse(given).RootElement, Expect = JsonDocument.Parse(expect).RootElement };
        var lab = Lab with { Tasks = [Lab.Tasks[0] with { Checks = [check] }] };
        Assert.Contains(_grader.CheckDefinition(lab), p => p.Contains(problem, StringComparison.Ordinal));
    }

    private static Task<GradeReport> GradeAsync(string script, string slug = "snapshot-from-the-shell") => _grader.GradeAsync(
        new(Guid.Empty, _course.FindLab(slug)!.ForSeed(1), [new("commands.sh", script)], 1, IncludeHidden: true), null, TestContext.Current.CancellationToken);

    private static async Task<string> RenderAsync(CheckResult check)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<CommandLinePanel>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Check"] = check }))).ToHtmlString());
    }
}

using CloudCourse.Course.Reading;

namespace CloudCourse.Cli.Tests.Content.New;

/// <summary>Over a copy of our course: what is begun can be read at once, and all that the check says of it is what is still to be written.</summary>
public sealed class ContentNewCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloudcourse-new-").FullName;

    public ContentNewCommandTests()
    {
        var from = ContentFolder.Find(null, AppContext.BaseDirectory);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_lesson_says_what_to_fill_in()
    {
        var run = await NewAsync("lesson", "billing/what-it-costs", "--title", "What \"it\" costs");
        Assert.Equal(["course.yml", "billing/module.yml", "billing/what-it-costs/lesson.md", "billing/what-it-costs/quiz.yml", "billing/what-it-costs/figures/what-it-costs.svg"], run.Lines.SkipLast(1));
        const string NotExamined = "No part of the exam names the module `billing`"; // whose weight is the author's to give
        Assert.Equal("What \"it\" costs", Read(NotExamined).Catalog!.FindLesson("what-it-costs")!.Title);

        var problems = await CheckAsync("billing");
        Assert.All(problems, p => Assert.Matches($"Still to be written: FILL IN|Reading this lesson takes|terms of the glossary|when it was read|{NotExamined}", p));
        Assert.Contains(problems, p => p.StartsWith("billing/what-it-costs/lesson.md:5:11: Still to be written: FILL IN: one sentence", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lab_says_what_to_fill_in_and_is_of_the_kind_that_was_asked_for()
    {
        await NewAsync("lab", "iam/policies/one-more");
        await NewAsync("lab", "ec2/instances/two-more", "--kind", "simulated-cloud");
        var course = Read().Catalog!;
        Assert.Equal(["one-more", "two-more"], ((string[])["policies", "instances"]).Select(l => course.FindLesson(l)!.Labs[^1].Slug));
        Assert.Equal(("iam-policy", "One more", 3), (course.FindLab("one-more")!.Kind, course.FindLab("one-more")!.Title, course.FindLab("one-more")!.Hints.Count));
        Assert.Equal("simulated-cloud", course.FindLab("two-more")!.Kind);
        Assert.Contains(await CheckAsync("-more/"), p => p.Contains("labs/one-more/instructions.md:1:1: Still to be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lab_like_another_takes_its_checks_and_solutions()
    {
        await NewAsync("lab", "iam/policies/one-more", "--like", "own-password");
        var course = Read().Catalog!;
        Assert.Equal(course.FindLab("own-password")!.Solutions.Select(s => s.Name), course.FindLab("one-more")!.Solutions.Select(s => s.Name));
    }

    [Fact]
    public async Task A_question_of_every_type_can_be_read()
    {
        string[] types = ["single", "multiple", "architecture", "match", "order", "number"];
        foreach (var type in types) await NewAsync("question", "roles", $"one-more-{type}", "--type", type);
        Assert.Equal(types, Read().Catalog!.FindQuiz("roles")!.Items.TakeLast(6).Select(i => i.Type.ToString().ToLowerInvariant()));
        Assert.All(await CheckAsync("iam/roles/quiz.yml:"), p => Assert.Contains("Still to be written", p, StringComparison.Ordinal));
    }

    private async Task<CliRun> NewAsync(params string[] args)
    {
        var run = await Cli.RunAsync("", ["content", "new", .. args, "--path", _folder]);
        Assert.Equal("", run.Error);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        return run;
    }

    private CourseReading Read(string? problem = null)
    {
        var reading = CourseReader.Read(_folder, new() { IncludeDrafts = true });
        Assert.All(reading.Problems, p => Assert.StartsWith(problem ?? "no problem", p.Message, StringComparison.Ordinal));
        return reading;
    }

    /// <summary>What the check says; all of it has to be about the new part.</summary>
    private async Task<IReadOnlyList<string>> CheckAsync(string place)
    {
        var run = await Cli.RunAsync("", "content", "check", "--text", "--path", _folder);
        List<string> problems = [.. run.Lines.SkipLast(2)];
        Assert.NotEmpty(problems);
        Assert.All(problems, p => Assert.Contains(place, p, StringComparison.Ordinal));
        return problems;
    }
}

/// <summary>Over our course itself, which none of it may change.</summary>
public sealed class RefusedBeginningsTests
{
    [Theory]
    [InlineData("lesson", "iam/policies", "is there already")]
    [InlineData("lesson", "iam/own-password", "is called own-password already")]
    [InlineData("lesson", "policies", "module/lesson")]
    [InlineData("lesson", "iam/Policies", "module/lesson")]
    [InlineData("lab", "iam/polices/x", "has no lesson polices")]
    [InlineData("lab", "iam/policies/own-password", "is there already")]
    [InlineData("lab", "iam/policies/x --kind toaster", "no lab of the kind toaster")]
    [InlineData("lab", "iam/policies/x --like toaster", "no lab toaster")]
    [InlineData("question", "policies by-tag", "has a question by-tag already")]
    [InlineData("question", "policies x --type essay", "no type of question")]
    [InlineData("question", "polices x", "no lesson polices")]
    public async Task What_cannot_be_begun_is_said(string what, string rest, string message)
    {
        var run = await Cli.RunAsync("", ["content", "new", what, .. rest.Split(' ')]);
        Assert.Equal(ExitCode.BadUsage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}

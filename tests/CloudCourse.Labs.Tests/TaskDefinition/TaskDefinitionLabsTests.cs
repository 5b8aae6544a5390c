using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.TaskDefinition;

namespace CloudCourse.Labs.Tests.TaskDefinition;

/// <summary>The course's own labs of this kind, as an author wrote them: solutions pass and fail as they say, for any learner.</summary>
public sealed class TaskDefinitionLabsTests
{
    private const int Seeds = 4;
    private static readonly CourseReading _course = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true });
    private static readonly TaskDefinitionGrader _grader = new();

    public static TheoryData<string> Labs => [.. Definitions.Select(l => l.Slug)];

    private static IEnumerable<LabDefinition> Definitions => _course.Catalog!.Labs.Where(l => l.Kind == "task-definition");

    [Fact]
    public void The_course_has_its_labs() =>
        Assert.Equal(["image-for-the-platform", "mend-the-task-definition", "size-a-fargate-task"], Definitions.Select(l => l.Slug));

    [Theory, MemberData(nameof(Labs))]
    public void The_author_made_no_mistake(string slug) => Assert.Empty(_grader.CheckDefinition(Lab(slug)));

    [Theory, MemberData(nameof(Labs))]
    public async Task Good_solutions_score_full_marks(string slug)
    {
        Assert.True(Lab(slug).Solutions.Count(s => s.IsGood) >= 2);
        foreach (var (lab, solution) in Variants(slug, s => s.IsGood))
        {
            var report = await GradeAsync(lab, solution.Files);
            Assert.True(report.Passed, $"{solution.Name}: {Failures(report)}");
        }
    }

    [Theory, MemberData(nameof(Labs))]
    public async Task Bad_solutions_fail_as_they_say(string slug)
    {
        foreach (var (lab, solution) in Variants(slug, s => !s.IsGood))
        {
            var report = await GradeAsync(lab, solution.Files);
            var check = report.Tasks.SelectMany(t => t.Checks).Single(c => c.Id == solution.Expect!.Check);
            Assert.Equal((solution.Name, CheckStatus.Failed, solution.Expect!.Key), (solution.Name, check.Status, check.MessageKey));
            Assert.DoesNotContain("@@", check.Message);
            Assert.False(report.Passed);
        }
    }

    [Theory, MemberData(nameof(Labs))]
    public void Every_message_of_a_failure_is_shown_by_a_bad_solution(string slug)
    {
        var shown = Lab(slug).Solutions.Where(s => !s.IsGood).Select(s => (s.Expect!.Check, s.Expect.Key)).ToHashSet();
        var written = Lab(slug).Tasks.SelectMany(t => t.Checks).SelectMany(c => c.Messages.Keys.Where(k => k != "passed").Select(k => (c.Id, k)));
        Assert.Equal([], written.Where(m => !shown.Contains(m)));
    }

    [Theory, MemberData(nameof(Labs))]
    public async Task The_starter_is_graded_and_scores_below_full_marks(string slug)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var lab = Lab(slug).ForSeed(seed);
            var report = await GradeAsync(lab, lab.Files.ToDictionary(f => f.Path, f => f.Starter));
            Assert.Equal(GradeStatus.Graded, report.Status);
            Assert.True(report.Score < report.OutOf);
        }
    }

    [Theory, MemberData(nameof(Labs))]
    public async Task Hidden_checks_show_their_message_only(string slug)
    {
        foreach (var (lab, solution) in Variants(slug, _ => true, seeds: 1))
        {
            var report = await GradeAsync(lab, solution.Files);
            foreach (var check in report.Tasks.SelectMany(t => t.Checks).Where(c => c.Hidden))
            {
                Assert.Null(check.Evidence);
                Assert.Empty(check.Locations);
                Assert.Contains(check.Message, lab.Tasks.SelectMany(t => t.Checks).Single(c => c.Id == check.Id).Messages.Values);
            }
            Assert.DoesNotContain((await GradeAsync(lab, solution.Files, includeHidden: false)).Tasks.SelectMany(t => t.Checks), c => c.Hidden);
        }
    }

    private static LabDefinition Lab(string slug) => _course.Catalog!.FindLab(slug)!;

    private static IEnumerable<(LabDefinition Lab, LabSolution Solution)> Variants(string slug, Func<LabSolution, bool> which, int seeds = Seeds) =>
        from seed in Enumerable.Range(0, seeds)
        let lab = Lab(slug).ForSeed(seed * 7919)
        from solution in lab.Solutions
        where which(solution)
        select (lab, solution);

    private static Task<GradeReport> GradeAsync(LabDefinition lab, IReadOnlyDictionary<string, string> files, bool includeHidden = true) =>
        _grader.GradeAsync(new(Guid.Empty, lab, [.. files.Select(f => new SubmittedFile(f.Key, f.Value))], 0, includeHidden), null, CancellationToken.None);

    private static string Failures(GradeReport report) =>
        report.Message ?? string.Join("; ", report.Tasks.SelectMany(t => t.Checks).Where(c => c.Status is not CheckStatus.Passed).Select(c => $"{c.Id}: {c.Message}"));
}

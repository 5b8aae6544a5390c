using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.IamPolicy;

namespace CloudCourse.Labs.Tests.IamPolicy;

/// <summary>The course's own IAM labs as their author wrote them, for twenty learners each.</summary>
public sealed class IamPolicyLabsTests
{
    private const int Seeds = 4;
    private static readonly CourseReading _course = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true });
    private static readonly IamPolicyGrader _grader = new();

    public static TheoryData<string> Labs => [.. Definitions.Select(l => l.Slug)];

    private static IEnumerable<LabDefinition> Definitions => _course.Catalog!.Labs.Where(l => l.Kind == "iam-policy");

    [Fact]
    public void The_course_has_its_labs() => Assert.Superset(
        new HashSet<string>(["read-one-bucket", "list-two-buckets", "administrator-to-least-privilege", "own-password", "groups-and-a-changing-role", "a-deny-that-wins", "office-hours", "protect-one-instance", "role-for-a-server", "deploy-without-keys", "under-a-boundary"]),
        Definitions.Select(l => l.Slug).ToHashSet());

    [Theory, MemberData(nameof(Labs))]
    public void The_author_made_no_mistake(string slug) => Assert.Empty(_grader.CheckDefinition(Lab(slug)));

    [Theory, MemberData(nameof(Labs))]
    public async Task Good_solutions_score_full_marks_for_every_learner(string slug)
    {
        Assert.True(Lab(slug).Solutions.Count(s => s.IsGood) >= 2);
        foreach (var (lab, solution) in Variants(slug).Where(v => v.Solution.IsGood))
        {
            var report = await GradeAsync(lab, solution.Files);
            Assert.True(report.Passed, $"{solution.Name}: {string.Join("; ", Checks(report).Where(c => c.Status is not CheckStatus.Passed).Select(c => $"{c.Id} {c.MessageKey}: {c.Message}"))}");
        }
    }

    [Theory, MemberData(nameof(Labs))]
    public async Task Bad_solutions_fail_as_they_say_for_every_learner(string slug)
    {
        Assert.True(Lab(slug).Solutions.Count(s => !s.IsGood) >= 4);
        foreach (var (lab, solution) in Variants(slug).Where(v => !v.Solution.IsGood))
        {
            var report = await GradeAsync(lab, solution.Files);
            var check = Checks(report).Single(c => c.Id == solution.Expect!.Check);
            Assert.Equal((solution.Name, CheckStatus.Failed, solution.Expect!.Key), (solution.Name, check.Status, check.MessageKey));
            Assert.DoesNotContain("@@", check.Message, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\{[a-zA-Z]+\}", check.Message);
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
    public void Every_objective_is_examined(string slug) =>
        Assert.Equal([], Lab(slug).Objectives.Select(o => o.Id).Except(Lab(slug).Tasks.SelectMany(t => t.Checks).SelectMany(c => c.Objectives)));

    private static LabDefinition Lab(string slug) => Definitions.Single(l => l.Slug == slug);

    private static IEnumerable<(LabDefinition Lab, LabSolution Solution)> Variants(string slug) =>
        Enumerable.Range(0, Seeds).Select(seed => Lab(slug).ForSeed(seed)).SelectMany(lab => lab.Solutions.Select(s => (lab, s)));

    private static IEnumerable<CheckResult> Checks(GradeReport report) => report.Tasks.SelectMany(t => t.Checks);

    private static Task<GradeReport> GradeAsync(LabDefinition lab, IReadOnlyDictionary<string, string> files) =>
        _grader.GradeAsync(new(Guid.Empty, lab, [.. files.Select(f => new SubmittedFile(f.Key, f.Value))], 0, IncludeHidden: true), null, TestContext.Current.CancellationToken);
}

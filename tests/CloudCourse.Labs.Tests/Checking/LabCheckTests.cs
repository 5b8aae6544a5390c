using System.Text.Json;
using CloudCourse.Course.Checking;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.Checking;

namespace CloudCourse.Labs.Tests.Checking;

/// <summary>The check of labs against a grader whose rules fit on a line: the answer must be the learner's own bucket.</summary>
public sealed class LabCheckTests
{
    [Fact]
    public async Task A_lab_that_holds_its_promises_has_no_problem() => Assert.Empty(await CheckAsync(Lab()));

    [Fact]
    public async Task An_unknown_kind_is_named() =>
        Assert.Contains("no lab kind `iam-polisy`", Assert.Single(await CheckAsync(Lab() with { Kind = "iam-polisy" })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task What_the_grader_does_not_understand_is_not_graded() =>
        Assert.Equal(["misspelt"], (await CheckAsync(Lab(), new() { Mistakes = ["misspelt"] })).Select(p => p.Message));

    [Theory]
    [InlineData("wrong", "scores 0 of 2")]
    [InlineData("unreadable", "not graded")]
    [InlineData("crash", "grader failed")]
    public async Task A_good_solution_scores_full_marks(string text, string message) =>
        Assert.Contains(await CheckAsync(Lab(good: text)), p => p.File == "lab/solutions/good-one/answer.txt" && p.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("@@bucket@@", "answer", "empty", "says `passed` and not `empty`")]
    [InlineData("wrong", "answer", "empty", "says `different` and not `empty`")]
    [InlineData("", "answer", "other", "has no message `other`")]
    [InlineData("", "nothing", "empty", "no check `nothing`")]
    [InlineData("unreadable", "answer", "empty", "not graded")]
    public async Task A_bad_solution_fails_as_it_says(string text, string check, string key, string message) =>
        Assert.Contains(await CheckAsync(Lab(bad: text, expect: new(check, key))), p => p.File == "lab/solutions/bad-one/expect.yml" && p.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public async Task The_starter_leaves_something_to_do() =>
        Assert.Contains(await CheckAsync(Lab(starter: "@@bucket@@")), p => p.File == "lab/starter/answer.txt");

    [Fact]
    public async Task A_message_that_nothing_shows_is_named() =>
        Assert.Contains("`different`", Assert.Single(await CheckAsync(Lab(starter: ""))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_grade_that_depends_on_more_than_the_submission_is_found() =>
        Assert.Contains(await CheckAsync(Lab(), new() { IsFickle = true }), p => p.Message.Contains("two different reports", StringComparison.Ordinal));

    [Fact]
    public async Task A_hidden_check_that_gives_evidence_is_found() =>
        Assert.Contains(await CheckAsync(Lab(hidden: true), new() { GivesEvidence = true }), p => p.Message.Contains("gives evidence away", StringComparison.Ordinal));

    [Fact]
    public async Task A_field_that_the_grader_does_not_fill_is_found() =>
        Assert.Contains(await CheckAsync(Lab(message: "It is {fuond}.")), p => p.Message.Contains("`{fuond}`", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<ContentProblem>> CheckAsync(LabDefinition lab, BucketGrader? grader = null)
    {
        CourseReading reading = new() { Problems = [], Documents = [], Unused = [], Words = [], Files = new Dictionary<Guid, string> { [lab.Id] = "lab/lab.yml" } };
        LabKind kind = new("iam-policy", "Buckets", grader ?? new(), typeof(object));
        return await new LabCheck([kind], new CheckContext(reading, Path.GetTempPath())).OfAsync(lab, TestContext.Current.CancellationToken);
    }

    private static LabDefinition Lab(
        string good = "@@bucket@@", string bad = "", string starter = "wrong", ExpectedFailure? expect = null, bool hidden = false, string message = "It is {found}.") => new()
        {
            Id = Guid.Parse("00000000-0000-4000-8000-00000000000a"),
            Slug = "lab",
            Title = "Lab",
            Summary = "",
            Kind = "iam-policy",
            Minutes = 1,
            Version = 1,
            Status = ContentStatus.Live,
            Objectives = [],
            Concepts = [],
            Prerequisites = [],
            LessonSlug = "lesson",
            ModuleSlug = "module",
            Hash = "",
            Files = [new("answer.txt", "plaintext", starter)],
            Limits = new(1, 1),
            SolutionAfterAttempts = 1,
            Settings = JsonElement.Parse("{}"),
            Templates = ["answer.txt"],
            Instructions = "",
            Hints = [],
            Debrief = "",
            Tasks =
            [
                new("task", "Task",
                [
                    new()
                    {
                        Id = "answer",
                        Kind = "bucket",
                        Hidden = hidden,
                        Points = 2,
                        Objectives = [],
                        Given = JsonElement.Parse("{}"),
                        Expect = JsonElement.Parse("{}"),
                        Messages = new Dictionary<string, string> { ["passed"] = "Yes.", ["empty"] = "Nothing there.", ["different"] = message },
                    },
                ]),
            ],
            Solutions =
            [
                new("good-one", new Dictionary<string, string> { ["answer.txt"] = good }, null),
                new("bad-one", new Dictionary<string, string> { ["answer.txt"] = bad }, expect ?? new("answer", "empty")),
            ],
        };

    private sealed class BucketGrader : IGrader
    {
        private int _calls;

        public string[] Mistakes { get; init; } = [];
        public bool IsFickle { get; init; }
        public bool GivesEvidence { get; init; }
        public string EngineVersion => "1";

        public IEnumerable<string> CheckDefinition(LabDefinition lab) => Mistakes;

        public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) => [];

        public Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
        {
            var text = request.Files[0].Text;
            if (text == "crash") throw new InvalidOperationException("broke");
            var check = request.Lab.Tasks[0].Checks[0];
            var key = text == LabVariant.Of(request.Seed).Values["bucket"] ? "passed" : text.Length == 0 ? "empty" : "different";
            CheckResult result = new()
            {
                Id = check.Id,
                Kind = check.Kind,
                Status = key == "passed" ? CheckStatus.Passed : CheckStatus.Failed,
                Points = key == "passed" ? check.Points : 0,
                OutOf = check.Points,
                MessageKey = key,
                Message = check.Messages[key].Replace("{found}", text, StringComparison.Ordinal) + (IsFickle ? $" {++_calls}" : ""),
                Hidden = check.Hidden,
                Evidence = GivesEvidence ? JsonElement.Parse("{}") : null,
            };
            return Task.FromResult(new GradeReport
            {
                SubmissionId = request.SubmissionId,
                Status = text == "unreadable" ? GradeStatus.Ungradable : GradeStatus.Graded,
                Score = result.Points,
                OutOf = check.Points,
                Tasks = [new("task", "Task", [result])],
                Measurements = new Dictionary<string, double> { ["durationMs"] = ++_calls },
            });
        }
    }
}

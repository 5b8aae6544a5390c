using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.IamPolicy;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.Tests.IamPolicy;

public sealed class IamPolicyGraderTests
{
    private const string AllowAll = """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}]}
        """;
    private static readonly IamPolicyGrader _grader = new();

    [Fact]
    public async Task A_denied_request_shows_the_deciding_statement_and_its_line()
    {
        var report = await GradeAsync(AllowAll, Decision("ExplicitDeny", ("allowed", "{statement} in line {line} allows {action}")));
        var check = Assert.Single(report.Tasks[0].Checks);
        Assert.Equal((CheckStatus.Failed, 0, "allowed", "All in line 2 allows s3:GetObject"), (check.Status, check.Points, check.MessageKey, check.Message));
        Assert.Equal("/Statement/0", Assert.Single(check.Locations).Pointer);

        var evidence = check.Evidence!.Value.Deserialize<IamEvidence>(CourseJson.Options)!;
        var item = Assert.Single(evidence.Cases);
        Assert.Equal((CloudCourse.Simulation.Iam.Decision.Allowed, false), (item.Decision, item.AsExpected));
        Assert.Equal("All", item.Statements[Assert.Single(item.Deciding)].Name);
    }

    [Fact]
    public async Task The_nearest_statement_says_what_is_missing()
    {
        const string bucketOnly = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}, {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}]}""";
        var report = await GradeAsync(bucketOnly, Decision("Allowed"));
        var check = Assert.Single(report.Tasks[0].Checks);
        Assert.Equal("denied-implicitly", check.MessageKey);
        Assert.Contains("arn:aws:s3:::b", check.Message, StringComparison.Ordinal);
        Assert.Equal("/Statement/1/Resource", Assert.Single(check.Locations).Pointer);
    }

    [Fact]
    public async Task Text_that_is_not_JSON_is_not_graded_and_says_where()
    {
        var report = await GradeAsync("{\n  \"Version\": \"2012-10-17\"\n  \"Statement\": []\n}", Decision("Allowed"));
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.Contains("line 2", report.Message, StringComparison.Ordinal);
        Assert.Empty(report.Tasks);
    }

    [Theory]
    [InlineData("Allowed")]
    [InlineData("ImplicitDeny")]
    [InlineData("Denied")]
    public async Task What_cannot_be_evaluated_passes_no_check(string expected)
    {
        const string policy = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Unheard": {"a:b": "c"}}}]}""";
        var check = Assert.Single((await GradeAsync(policy, Decision(expected))).Tasks[0].Checks);
        Assert.Equal((CheckStatus.Failed, "unevaluated"), (check.Status, check.MessageKey));
    }

    [Fact]
    public async Task Run_skips_hidden_checks_and_Submit_shows_their_message_alone()
    {
        var hidden = Decision("ExplicitDeny", ("allowed", "Too wide.")) with { Hidden = true };
        Assert.Empty((await GradeAsync(AllowAll, hidden, includeHidden: false)).Tasks);
        var check = Assert.Single((await GradeAsync(AllowAll, hidden)).Tasks[0].Checks);
        Assert.Equal("Too wide.", check.Message);
        Assert.Null(check.Evidence);
        Assert.Empty(check.Locations);
    }

    [Fact]
    public async Task The_same_submission_gets_the_same_report_byte_for_byte()
    {
        var check = Decision("ExplicitDeny");
        Assert.Equal(JsonSerializer.Serialize(await GradeAsync(AllowAll, check), CourseJson.Options), JsonSerializer.Serialize(await GradeAsync(AllowAll, check), CourseJson.Options));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{\"Statement\": [[[[]]]]}")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"\\ud800\", \"Action\": \"\\ud800:x\", \"Resource\": \"\\ud800\"}]}")]
    public async Task Odd_documents_are_graded(string text)
    {
        var report = await GradeAsync(text, Decision("Allowed"));
        Assert.Equal((GradeStatus.Graded, 0), (report.Status, report.Score));
        Assert.NotEmpty(JsonSerializer.Serialize(report, CourseJson.Options));
    }

    [Fact]
    public void Findings_come_with_their_file() =>
        Assert.Equal(("policy.json", FindingType.Warning), _grader.Inspect(Lab(), [new("policy.json", "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}]}")])
            .Select(f => (f.File, f.Finding.Type)).Single());

    [Fact]
    public void An_authors_mistakes_are_told()
    {
        var problems = _grader.CheckDefinition(Lab(
            Decision("Alowed") with { Id = "a" },
            Decision("Allowed", ("denied", "x")) with { Id = "b" },
            Decision("Allowed") with { Id = "c", Kind = "decide" },
            Decision("Allowed") with { Id = "d", Given = JsonElement.Parse("""{"principle": "x", "action": "s3:GetObject", "resource": "*"}""") })).ToList();
        foreach (var id in new[] { "a", "b", "c", "d" }) Assert.Contains(problems, p => p.StartsWith($"{id}:", StringComparison.Ordinal));
    }

    private static CheckDefinition Decision(string expected, params (string Key, string Text)[] messages) => new()
    {
        Id = "check",
        Kind = "decision",
        Hidden = false,
        Points = 2,
        Objectives = [],
        Given = JsonElement.Parse("""{"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "resourceAccount": "111122223333"}"""),
        Expect = JsonElement.Parse($$"""{"decision": "{{expected}}"}"""),
        Messages = messages.Append(("passed", "Fine.")).ToDictionary(m => m.Item1, m => m.Item2),
    };

    private static Task<GradeReport> GradeAsync(string policy, CheckDefinition check, bool includeHidden = true) =>
        _grader.GradeAsync(new(Guid.Empty, Lab(check), [new("policy.json", policy)], 0, includeHidden), null, TestContext.Current.CancellationToken);

    private static LabDefinition Lab(params CheckDefinition[] checks) => new()
    {
        Id = Guid.Empty,
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
        Files = [new("policy.json", "json", "{}")],
        Limits = new(1000, 128),
        SolutionAfterAttempts = 3,
        Settings = JsonElement.Parse("{}"),
        Templates = [],
        Instructions = "",
        Hints = [],
        Debrief = "",
        Tasks = [new("task", "Task", checks)],
        Solutions = [],
    };
}

using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.IamPolicy;

namespace CloudCourse.Labs.Tests.IamPolicy;

/// <summary>Small IAM labs for tests, and their grading.</summary>
internal static class IamLab
{
    public const string Account = "111122223333";

    public static readonly IamPolicyGrader Grader = new();

    public static LabDefinition Of(string settings, IEnumerable<string> files, params CheckDefinition[] checks) => new()
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
        Files = [.. files.Select(f => new LabFile(f, "json", "{}"))],
        Limits = new(1000, 128),
        SolutionAfterAttempts = 3,
        Settings = JsonElement.Parse(settings),
        Templates = [],
        Instructions = "",
        Hints = [],
        Debrief = "",
        Tasks = [new("task", "Task", checks)],
        Solutions = [],
    };

    public static CheckDefinition Check(string kind, string given, string expect = "{}", params (string Key, string Text)[] messages) => new()
    {
        Id = "check",
        Kind = kind,
        Hidden = false,
        Points = 2,
        Objectives = [],
        Given = JsonElement.Parse(given),
        Expect = JsonElement.Parse(expect),
        Messages = messages.Append(("passed", "Fine.")).ToDictionary(m => m.Item1, m => m.Item2),
    };

    public static async Task<CheckResult> GradeAsync(LabDefinition lab, params (string File, string Text)[] files)
    {
        var report = await Grader.GradeAsync(new(Guid.Empty, lab, [.. files.Select(f => new SubmittedFile(f.File, f.Text))], 0, IncludeHidden: true), null, TestContext.Current.CancellationToken);
        Assert.Equal((GradeStatus.Graded, null), (report.Status, report.Message));
        return Assert.Single(Assert.Single(report.Tasks).Checks);
    }

    public static IamEvidence Evidence(this CheckResult result) => result.Evidence!.Value.Deserialize<IamEvidence>(CourseJson.Options)!;

    /// <summary>A policy of one statement.</summary>
    public static string Policy(string effect, string action, string resource, string more = "") =>
        $$"""{"Version": "2012-10-17", "Statement": [{"Effect": "{{effect}}", "Action": "{{action}}", "Resource": "{{resource}}"{{more}}}]}""";

    /// <summary>A trust policy of one statement.</summary>
    public static string Trust(string principal, string action = "sts:AssumeRole") =>
        $$"""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {{principal}}, "Action": "{{action}}"}]}""";
}

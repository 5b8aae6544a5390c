using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud;
using CloudCourse.Labs.SimulatedCloud.Evidence;

namespace CloudCourse.Labs.Tests.SimulatedCloud;

/// <summary>Small labs in the simulated cloud, and their grading.</summary>
internal static class CloudLab
{
    public static readonly SimulatedCloudGrader Grader = new();

    /// <summary>Launches one instance from launch.json, and waits.</summary>
    public const string Launch = """
        {"call": "ec2 DescribeSubnets", "input": {}, "as": "network"},
        {"call": "ec2 RunInstances", "file": "launch.json", "as": "launch"},
        {"wait": "10m"}, {"mark": "ready"}, {"wait": "1h"}
        """;

    public static LabDefinition Of(string steps, IEnumerable<string> files, params CheckDefinition[] checks) => new()
    {
        Id = Guid.Empty,
        Slug = "lab",
        Title = "Lab",
        Summary = "",
        Kind = "simulated-cloud",
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
        Settings = JsonElement.Parse($$"""{"account": "111122223333", "region": "us-east-1", "start": "2026-11-23T08:00:00Z", "steps": [{{steps}}]}"""),
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
        Messages = messages.Append(("passed", "Fine.")).Append(("not-made", "{why}")).DistinctBy(m => m.Item1).ToDictionary(m => m.Item1, m => m.Item2),
    };

    public static Task<GradeReport> ReportAsync(LabDefinition lab, params (string File, string Text)[] files) =>
        Grader.GradeAsync(new(Guid.Empty, lab, [.. files.Select(f => new SubmittedFile(f.File, f.Text))], 7, IncludeHidden: true), null, TestContext.Current.CancellationToken);

    public static async Task<CheckResult> GradeAsync(LabDefinition lab, params (string File, string Text)[] files)
    {
        var report = await ReportAsync(lab, files);
        Assert.Equal((GradeStatus.Graded, null), (report.Status, report.Message));
        return Assert.Single(Assert.Single(report.Tasks).Checks);
    }

    public static CloudEvidence Evidence(this CheckResult result) => CloudEvidence.Of(result)!;

    public static string Instance(string more = "", string type = "t3.micro") =>
        $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "{{type}}", "MinCount": 1, "MaxCount": 1{{(more.Length > 0 ? ", " + more : "")}}}""";
}

using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.TaskDefinition;
using CloudCourse.Simulation.Ecs;

namespace CloudCourse.Labs.Tests.TaskDefinition;

public sealed class TaskDefinitionGraderTests
{
    private const string Good = """
        {
          "family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": ".25 vCPU", "memory": "512",
          "containerDefinitions": [{ "name": "web", "image": "nginx", "cpu": 99, "memory": 100, "portMappings": [{ "containerPort": 80 }] }]
        }
        """;

    private static readonly TaskDefinitionGrader _grader = new();

    [Theory]
    [InlineData("registers", "{}", "{}", "passed", Good)]
    [InlineData("registers", "{}", """{ "by": "client" }""", "passed", """{ "family": "x", "containerDefinitions": [] }""")]
    [InlineData("registers", "{}", "{}", "service-refuses", """{ "family": "x", "containerDefinitions": [] }""")]
    [InlineData("registers", "{}", "{}", "client-refuses", """{ "family": 1, "containerDefinitions": [] }""")]
    [InlineData("value", """{ "path": "cpu" }""", """{ "equals": 256 }""", "passed", Good)] // ".25 vCPU" is 256 units
    [InlineData("value", """{ "path": "memory" }""", """{ "atLeast": 1024 }""", "too-small", Good)]
    [InlineData("value", """{ "path": "memory" }""", """{ "atMost": 256 }""", "too-large", Good)]
    [InlineData("value", """{ "path": "networkMode" }""", """{ "oneOf": ["host", "awsvpc"] }""", "passed", Good)]
    [InlineData("value", """{ "path": "networkMode" }""", """{ "matches": "aws*" }""", "passed", Good)]
    [InlineData("value", """{ "path": "networkMode" }""", """{ "equals": "host" }""", "different", Good)]
    [InlineData("value", """{ "path": "executionRoleArn" }""", """{ "equals": "x" }""", "missing", Good)]
    [InlineData("value", """{ "path": "networkMode" }""", """{ "absent": true }""", "present", Good)]
    [InlineData("value", """{ "path": "executionRoleArn" }""", """{ "absent": true }""", "passed", Good)]
    [InlineData("value", """{ "container": "web", "path": "portMappings/0/containerPort" }""", """{ "equals": 80 }""", "passed", Good)]
    [InlineData("value", """{ "container": "web", "path": "memory" }""", """{ "equals": "100" }""", "different", Good)] // a text is no number
    [InlineData("value", """{ "container": "nobody", "path": "memory" }""", """{ "equals": 100 }""", "missing", Good)]
    [InlineData("port", """{ "container": "web" }""", """{ "containerPort": 80 }""", "passed", Good)]
    [InlineData("port", """{ "container": "web" }""", """{ "containerPort": 80, "protocol": "udp" }""", "other-port", Good)]
    [InlineData("port", """{ "container": "nobody" }""", """{ "containerPort": 80 }""", "no-port", Good)]
    [InlineData("port", """{ "container": "web" }""", """{ "none": true }""", "mapped", Good)]
    [InlineData("size", "{}", """{ "cpu": 99, "memory": 100, "cheapest": true }""", "passed", Good)]
    [InlineData("size", "{}", """{ "cpu": 300, "memory": 100 }""", "too-small", Good)]
    [InlineData("size", "{}", """{ "cpu": 99, "memory": 100 }""", "not-offered", """{ "family": "x", "cpu": "256", "memory": "700", "containerDefinitions": [] }""")]
    [InlineData("size", "{}", """{ "cpu": 99, "memory": 100, "cheapest": true }""", "too-large", """{ "family": "x", "cpu": "256", "memory": "1 GB", "containerDefinitions": [] }""")]
    [InlineData("no-finding", """{ "code": "NO_LOG_CONFIGURATION" }""", "{}", "found", Good)]
    [InlineData("no-finding", """{ "code": "NO_CONTAINER" }""", "{}", "passed", Good)]
    public async Task A_check_answers(string kind, string given, string expect, string key, string text)
    {
        var lab = Lab(kind, given, expect);
        Assert.Empty(_grader.CheckDefinition(lab));
        var check = (await GradeAsync(lab, text)).Tasks.Single().Checks.Single();
        Assert.Equal(key, check.MessageKey);
        Assert.Equal(key == "passed" ? CheckStatus.Passed : CheckStatus.Failed, check.Status);
        Assert.Equal(key == "passed" ? 2 : 0, check.Points);
        Assert.NotNull(TaskDefinitionEvidence.Of(check));
    }

    [Theory]
    [InlineData("", "Line 1, column 1: The document is empty")]
    [InlineData("{\n  \"family\": \"x\"\n  \"cpu\": \"256\"\n}", "Line 2, column 15: A comma is missing")]
    [InlineData("[1]", "Line 1, column 1: RegisterTaskDefinition's input is one object")]
    public async Task What_is_no_object_cannot_be_graded_and_says_where(string text, string message)
    {
        var report = await GradeAsync(Lab("registers", "{}", "{}"), text);
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.StartsWith(message, report.Message);
    }

    [Fact]
    public async Task A_missing_file_cannot_be_graded()
    {
        var report = await _grader.GradeAsync(new(Guid.Empty, Lab("registers", "{}", "{}"), [], 1, true), null, CancellationToken.None);
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.Contains("task-definition.json", report.Message);
    }

    [Theory]
    [InlineData("registrs", "{}", "{}", "no check kind registrs")]
    [InlineData("value", "{}", """{ "equals": 1 }""", "`given` needs a `path`")]
    [InlineData("value", """{ "path": "cpu" }""", """{ "equal": 1 }""", "no member `equal`")]
    [InlineData("value", """{ "path": "cpu" }""", "{}", "`expect` needs one of")]
    [InlineData("size", "{}", """{ "cpu": 99 }""", "`expect` needs `cpu` in units and `memory` in MiB")]
    [InlineData("size", "{}", """{ "cpu": 99, "memory": 999999 }""", "no size that holds this")]
    [InlineData("port", "{}", """{ "containerPort": 80 }""", "needs a `container`")]
    [InlineData("no-finding", """{ "code": "NONSENSE" }""", "{}", "not an issue code")]
    [InlineData("registers", "{}", """{ "by": "me" }""", "`by` is client or service")]
    public void An_author_hears_of_a_mistake(string kind, string given, string expect, string problem) =>
        Assert.Contains(_grader.CheckDefinition(Lab(kind, given, expect)), p => p.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void An_author_hears_of_missing_and_idle_messages()
    {
        var lab = Lab("registers", "{}", "{}", "passed", "client-refuses", "typo");
        Assert.Equal(["Check it: the message service-refuses is missing", "Check it can never show its message typo"], _grader.CheckDefinition(lab));
    }

    [Fact]
    public async Task The_same_submission_gives_the_same_report_byte_for_byte()
    {
        var lab = Lab("size", "{}", """{ "cpu": 99, "memory": 100 }""");
        var first = JsonSerializer.Serialize(await GradeAsync(lab, Good), CourseJson.Options);
        Assert.Equal(first, JsonSerializer.Serialize(await GradeAsync(lab, Good), CourseJson.Options));
        Assert.Contains("\"usdPerMonth\":9.01", first); // 0.25 vCPU and 0.5 GB for 730 hours
    }

    [Fact]
    public async Task Evidence_says_what_the_client_prints_and_where()
    {
        var text = Good.Replace("\"memory\": 100", "\"memory\": \"100\"", StringComparison.Ordinal);
        var check = (await GradeAsync(Lab("registers", "{}", "{}"), text)).Tasks.Single().Checks.Single();
        var evidence = TaskDefinitionEvidence.Of(check)!.Registration!;
        Assert.Equal(RefusedBy.Client, evidence.RefusedBy);
        Assert.StartsWith("Parameter validation failed:\nInvalid type for parameter containerDefinitions[0].memory, value: 100", evidence.AwsPrints);
        Assert.Equal((3, "\"100\"", "ParamValidation"), (evidence.Remarks[0].Line, evidence.Remarks[0].Excerpt, evidence.Remarks[0].AwsCode));
        Assert.Equal(text.IndexOf("\"100\"", StringComparison.Ordinal), check.Locations.Single().Start);
        Assert.Equal(["80/tcp"], evidence.Task.Containers.Single().Ports);
    }

    [Fact]
    public void Findings_while_typing_name_the_file() =>
        Assert.All(_grader.Inspect(Lab("registers", "{}", "{}"), [new("task-definition.json", "{}")]), f => Assert.Equal("task-definition.json", f.File));

    private static Task<GradeReport> GradeAsync(LabDefinition lab, string text) =>
        _grader.GradeAsync(new(Guid.Empty, lab, [new("task-definition.json", text)], 1, IncludeHidden: true), null, CancellationToken.None);

    private static readonly Dictionary<string, string[]> _keys = new()
    {
        ["registers"] = ["client-refuses", "service-refuses"],
        ["size"] = ["not-offered", "too-small", "too-large"],
        ["port"] = ["no-port", "other-port"],
        ["no-finding"] = ["found"],
    };

    private static LabDefinition Lab(string kind, string given, string expect, params string[] messages)
    {
        var keys = messages.Length > 0 ? messages : [.. Keys(kind, expect).Prepend("passed")];
        return new()
        {
            Id = Guid.Empty,
            Slug = "lab",
            Title = "",
            Summary = "",
            Kind = "task-definition",
            Minutes = 1,
            Version = 1,
            Status = ContentStatus.Live,
            Objectives = [],
            Concepts = [],
            Prerequisites = [],
            LessonSlug = "",
            ModuleSlug = "",
            Hash = "",
            Limits = new(1, 128),
            SolutionAfterAttempts = 1,
            Files = [new("task-definition.json", "json", "")],
            Settings = JsonElement.Parse("{}"),
            Templates = [],
            Instructions = "",
            Hints = [],
            Debrief = "",
            Solutions = [],
            Tasks =
            [
                new("task", "Task",
                [
                    new()
                    {
                        Id = "it", Kind = kind, Hidden = false, Points = 2, Objectives = [], Given = JsonElement.Parse(given), Expect = JsonElement.Parse(expect),
                        Messages = keys.ToDictionary(k => k, k => k),
                    },
                ]),
            ],
        };
    }

    private static IEnumerable<string> Keys(string kind, string expect) => kind switch
    {
        "registers" when expect.Contains("client", StringComparison.Ordinal) => ["client-refuses"],
        "size" when !expect.Contains("cheapest", StringComparison.Ordinal) => ["not-offered", "too-small"],
        "port" when expect.Contains("none", StringComparison.Ordinal) => ["mapped"],
        "value" when expect.Contains("absent", StringComparison.Ordinal) => ["present"],
        "value" when expect.Contains("atLeast", StringComparison.Ordinal) => ["missing", "too-small"],
        "value" when expect.Contains("atMost", StringComparison.Ordinal) => ["missing", "too-large"],
        "value" => ["missing", "different"],
        _ => _keys.GetValueOrDefault(kind, []),
    };
}

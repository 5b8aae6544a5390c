using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.LambdaHandler;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.Tests.LambdaHandler;

/// <summary>How an invocation is judged. What Python does is the sandbox's tests' business; here a runtime answers what a case says.</summary>
public sealed class LambdaHandlerGraderTests
{
    private const string Source = "def lambda_handler(event, context):\n    x = 1\n    return event['x']\n";

    [Theory]
    [InlineData("returns", """{"result": {"a": 1}}""", """{"a": 1.0}""", "passed")]
    [InlineData("returns", """{"result": {"a": 1, "b": 2}}""", """{"b": 2, "a": 1}""", "passed")]
    [InlineData("returns", """{"result": {"a": 1}}""", """{"a": 1, "b": 2}""", "wrong-result")]
    [InlineData("returns", """{"result": {"a": 1}}""", """{"a": "1"}""", "wrong-result")]
    [InlineData("returns", """{"result": [1, 2]}""", "[2, 1]", "wrong-result")]
    [InlineData("returns", """{"result": null}""", "null", "passed")]
    [InlineData("returns", """{"includes": {"a": {"b": 1}}}""", """{"a": {"b": 1, "c": 2}, "d": 3}""", "passed")]
    [InlineData("returns", """{"includes": {"a": 1}}""", "{}", "wrong-result")]
    [InlineData("returns", """{"at": {"/a/0/b~1c": true}}""", """{"a": [{"b/c": true}]}""", "passed")]
    [InlineData("returns", """{"at": {"/body#/n": 1}}""", """{"body": "{\"n\": 1}"}""", "passed")]
    [InlineData("returns", """{"at": {"/body#/n": 1}}""", """{"body": {"n": 1}}""", "wrong-result")]
    [InlineData("returns", """{"at": {"/body#/n": 1}}""", """{"body": "no json"}""", "wrong-result")]
    [InlineData("returns", """{"at": {"/a/1": 1}}""", """{"a": [1]}""", "wrong-result")]
    [InlineData("logs", """{"line": "own"}""", "1", "passed")]
    [InlineData("logs", """{"line": "START"}""", "1", "not-logged")] // Lambda's line, not the handler's
    [InlineData("raises", """{"errorType": "KeyError"}""", "1", "did-not-raise")]
    public async Task A_result_is_judged(string kind, string expect, string payload, string key) =>
        Assert.Equal(key, (await CheckAsync(kind, expect, Returned(payload))).MessageKey);

    [Theory]
    [InlineData("""{"body": "{\"a\": [{\"n\": 2}]}"}""", "a[0].n in body", "1", "2")]
    [InlineData("""{"body": "{}"}""", "a[0].n in body", "1", null)]
    [InlineData("""{"body": {"a": [{"n": 1}]}}""", "body", "a text that holds JSON", """{"a": [{"n": 1}]}""")] // a dictionary is no text
    [InlineData("""{"body": "no json"}""", "body", "a text that holds JSON", "\"no json\"")]
    [InlineData("{}", "a[0].n in body", "1", null)]
    public async Task A_difference_says_where_as_a_programmer_would(string payload, string place, string expected, string? got)
    {
        var difference = Assert.Single(HandlerEvidence.Of(await CheckAsync("returns", """{"at": {"/body#/a/0/n": 1}}""", Returned(payload)))!.Differences);
        Assert.Equal((place, expected, got), (difference.Place(), difference.Expected, difference.Got));
    }

    [Theory]
    [InlineData("returns", "KeyError", "raised")]
    [InlineData("returns", "Sandbox.Timedout", "timed-out")]
    [InlineData("returns", "Runtime.ExitError", "exited")]
    [InlineData("returns", "Runtime.OutOfMemory", "exited")]
    [InlineData("returns", "Runtime.MarshalError", "not-json")]
    [InlineData("returns", "Function.ResponseSizeTooLarge", "not-json")]
    [InlineData("returns", "Sandbox.NotInvoked", "not-invoked")]
    [InlineData("logs", "KeyError", "raised")]
    [InlineData("raises", "KeyError", "passed")]
    [InlineData("raises", "ValueError", "raised-another")]
    [InlineData("raises", "Sandbox.Timedout", "timed-out")]
    public async Task A_failure_is_judged(string kind, string errorType, string key)
    {
        var expect = kind switch { "returns" => """{"result": 1}""", "logs" => """{"line": "x"}""", _ => """{"errorType": "KeyError"}""" };
        var check = await CheckAsync(kind, expect, Failed(errorType));
        Assert.Equal(key, check.MessageKey);
        Assert.NotEmpty(check.Message);
        Assert.DoesNotContain('{', check.Message);
    }

    [Fact]
    public async Task The_failing_line_is_pointed_at_and_shown()
    {
        var check = await CheckAsync("returns", """{"result": 1}""", Failed("KeyError"));
        var at = Assert.Single(check.Locations);
        Assert.Equal("return event['x']", Source[at.Start..at.End]);
        Assert.Equal("KeyError", HandlerEvidence.Of(check)!.Error!.ErrorType);
    }

    [Fact]
    public async Task Code_that_does_not_load_is_graded_and_fails_every_check()
    {
        var report = await GradeAsync(Lab("loads", "{}"), new HandlerRun(new("Runtime.UserCodeSyntaxError", "Syntax error", [], new("lambda_function.py", 2)), ["printed"], []));
        Assert.Equal(GradeStatus.Graded, report.Status);
        Assert.Equal("cannot-load", report.Tasks[0].Checks[0].MessageKey);
        Assert.Equal(["printed"], HandlerEvidence.Of(report.Tasks[0].Checks[0])!.Log);
    }

    [Fact]
    public async Task A_hidden_check_shows_neither_evidence_nor_places_nor_what_was_seen()
    {
        var lab = Lab("returns", """{"result": 1}""", hidden: true);
        var check = (await GradeAsync(lab, new(null, [], [Failed("SecretError")]))).Tasks[0].Checks[0];
        Assert.Null(check.Evidence);
        Assert.Empty(check.Locations);
        Assert.DoesNotContain("SecretError", check.Message, StringComparison.Ordinal);
        Assert.Empty((await GradeAsync(lab, new(null, [], []), includeHidden: false)).Tasks);
    }

    [Fact]
    public async Task Measurements_are_not_evidence()
    {
        var slow = Returned("1") with { Report = new(900, 901, 150, 99) };
        var (one, other) = (await GradeAsync(Lab("returns", """{"result": 1}"""), new(null, [], [Returned("1")])), await GradeAsync(Lab("returns", """{"result": 1}"""), new(null, [], [slow])));
        Assert.Equal(JsonSerializer.Serialize(one.Tasks, CourseJson.Options), JsonSerializer.Serialize(other.Tasks, CourseJson.Options));
        Assert.Equal(901, other.Measurements["billedMs"]);
    }

    [Fact]
    public async Task Where_handlers_cannot_run_the_fault_is_ours()
    {
        var report = await new LambdaHandlerGrader(new Answering(null)).GradeAsync(Request(Lab("loads", "{}"), true), null, default);
        Assert.Equal(GradeStatus.Error, report.Status);
        Assert.Contains("switched off", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_missing_or_too_large_is_ungradable()
    {
        var lab = Lab("loads", "{}");
        LambdaHandlerGrader grader = new(new Answering(new(null, [], [])));
        Assert.Equal(GradeStatus.Ungradable, (await grader.GradeAsync(Request(lab, true) with { Files = [] }, null, default)).Status);
        SubmittedFile[] large = [new("lambda_function.py", new('#', 256 * 1024 + 1))];
        Assert.Equal(GradeStatus.Ungradable, (await grader.GradeAsync(Request(lab, true) with { Files = large }, null, default)).Status);
        Assert.Equal("FILE_TOO_LARGE", Assert.Single(grader.Inspect(lab, large)).Finding.IssueCode);
    }

    [Theory]
    [InlineData("returns", "{}")]
    [InlineData("returns", """{"result": 1, "at": {"/a": 1}}""")]
    [InlineData("returns", """{"at": {}}""")]
    [InlineData("logs", """{"text": "x"}""")]
    [InlineData("raises", """{"errorType": 1}""")]
    [InlineData("answers", "{}")]
    public void An_authors_mistake_is_said(string kind, string expect) =>
        Assert.NotEmpty(new LambdaHandlerGrader(new Answering(null)).CheckDefinition(Lab(kind, expect)));

    private static async Task<CheckResult> CheckAsync(string kind, string expect, Invocation invocation)
    {
        var lab = Lab(kind, expect);
        Assert.Empty(new LambdaHandlerGrader(new Answering(null)).CheckDefinition(lab));
        return (await GradeAsync(lab, new(null, [], [invocation]))).Tasks.Single().Checks.Single();
    }

    private static Task<GradeReport> GradeAsync(LabDefinition lab, HandlerRun run, bool includeHidden = true) =>
        new LambdaHandlerGrader(new Answering(run)).GradeAsync(Request(lab, includeHidden), null, default);

    private static GradingRequest Request(LabDefinition lab, bool includeHidden) => new(Guid.Empty, lab, [new("lambda_function.py", Source)], 7, includeHidden);

    private static Invocation Returned(string payload) => new("check", "id", payload, null, ["START RequestId: id", "own line", "END RequestId: id"], new(1, 2, null, 30));

    private static Invocation Failed(string type) =>
        new("check", "id", null, new(type, "what `happened`", ["  File …"], new("lambda_function.py", 3)), ["START RequestId: id", "END RequestId: id"], new(1, 2, null, 30));

    private static LabDefinition Lab(string kind, string expect, bool hidden = false)
    {
        string[] keys = kind switch { "returns" => ["wrong-result"], "logs" => ["not-logged"], "raises" => ["did-not-raise", "raised-another"], _ => [] };
        CheckDefinition check = new()
        {
            Id = "check",
            Kind = kind,
            Hidden = hidden,
            Points = 2,
            Objectives = [],
            Given = JsonElement.Parse("""{"event": {"n": 1}}"""),
            Expect = JsonElement.Parse(expect),
            Messages = keys.Prepend("passed").ToDictionary(k => k, k => $"The words of {k}."),
        };
        return new()
        {
            Id = Guid.Empty,
            Slug = "lab",
            Title = "Lab",
            Summary = "",
            Kind = "lambda-handler",
            Minutes = 1,
            Version = 1,
            Status = ContentStatus.Live,
            Objectives = [],
            Concepts = [],
            Prerequisites = [],
            LessonSlug = "lesson",
            ModuleSlug = "module",
            Hash = "",
            Files = [new("lambda_function.py", "python", "")],
            Limits = new(1000, 128),
            SolutionAfterAttempts = 3,
            Settings = JsonElement.Parse("""{"runtime": "python3.14", "handler": "lambda_function.lambda_handler"}"""),
            Templates = [],
            Instructions = "",
            Hints = [],
            Debrief = "",
            Tasks = [new("task", "Task", [check])],
            Solutions = [],
        };
    }

    /// <param name="run">Null: switched off.</param>
    private sealed class Answering(HandlerRun? run) : IHandlerRuntime
    {
        public Task<HandlerRuntimeStatus> GetStatusAsync(CancellationToken cancel) =>
            Task.FromResult(run is null ? new HandlerRuntimeStatus(false, "Handlers are switched off.") : new(true, ""));

        public Task<IHandlerSession> OpenAsync(string? owner, IProgress<int>? queued, CancellationToken cancel) => throw new NotSupportedException();

        public Task<HandlerRun> RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel) => Task.FromResult(run!);
    }
}

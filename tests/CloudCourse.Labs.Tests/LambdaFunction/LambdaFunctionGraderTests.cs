using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Course.Grading;
using CloudCourse.Labs.LambdaFunction;
using CloudCourse.Labs.LambdaFunction.Evidence;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static CloudCourse.Labs.Tests.LambdaFunction.FunctionLab;
using static CloudCourse.Labs.Tests.SimulatedCloud.CloudLab;

namespace CloudCourse.Labs.Tests.LambdaFunction;

/// <summary>How a run of a function in the account is judged. What Python does is the sandbox's business; here handlers are C#.</summary>
public sealed class LambdaFunctionGraderTests
{
    /// <summary>Writes down what was uploaded: an object under out/ (whose event it takes no notice of) and an item.</summary>
    private static async Task<string> WriteDown(JsonNode given, Func<string, string, object, Task<JsonObject>> call)
    {
        var key = Key(given);
        if (!key.StartsWith("in/", StringComparison.Ordinal)) return "null";
        await call("s3", "PutObject", new { Bucket = "lab-photos", Key = "out/a.json", Body = Base64("""{"from": "in/a.txt", "size": 3, "tags": ["x"]}""") });
        await call("dynamodb", "PutItem", new { TableName = "notes", Item = new { id = new { S = "a" }, size = new { N = "3" }, tags = new { L = new[] { new { S = "x" } } } } });
        return "\"done\"";
    }

    private static Task<string> Nothing(JsonNode given, Func<string, string, object, Task<JsonObject>> call) => Task.FromResult("null");

    private static Task<string> Fail(JsonNode given, Func<string, string, object, Task<JsonObject>> call) => throw new InvalidOperationException("KeyError 'Records'");

    private static string Key(JsonNode given) => (string)given["Records"]![0]!["s3"]!["object"]!["key"]!;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("object", """{"bucket": "lab-photos", "key": "out/a.json"}""", "{}", "passed")]
    [InlineData("object", """{"bucket": "lab-photos", "key": "out/a.json"}""", """{"json": {"size": 3}}""", "passed")]
    [InlineData("object", """{"bucket": "lab-photos", "key": "out/a.json"}""", """{"json": {"size": 4}}""", "different")]
    [InlineData("object", """{"bucket": "lab-photos", "key": "out/a.json"}""", """{"contains": "in/a.txt"}""", "passed")]
    [InlineData("object", """{"bucket": "lab-photos", "key": "out/a.json"}""", """{"contains": "in/b.txt"}""", "different")]
    [InlineData("object", """{"bucket": "lab-photos", "key": "in/a.txt"}""", """{"json": {}}""", "not-json-body")]
    [InlineData("object", """{"bucket": "lab-photos", "key": "out/b.json"}""", "{}", "missing")]
    [InlineData("object", """{"bucket": "lab-photos", "key": "out/b.json"}""", """{"absent": true}""", "passed")]
    [InlineData("object", """{"bucket": "lab-photos", "key": "out/a.json"}""", """{"absent": true}""", "present")]
    [InlineData("item", """{"table": "notes", "key": {"id": "a"}}""", """{"includes": {"size": 3, "tags": ["x"]}}""", "passed")]
    [InlineData("item", """{"table": "notes", "key": {"id": "a"}}""", """{"includes": {"size": "3"}}""", "different")]
    [InlineData("item", """{"table": "notes", "key": {"id": "b"}}""", "{}", "missing")]
    [InlineData("item", """{"table": "notes", "key": {"id": "b"}}""", """{"absent": true}""", "passed")]
    [InlineData("item", """{"table": "notes", "key": {"id": "a"}}""", """{"absent": true}""", "present")]
    [InlineData("invocations", "{}", """{"atLeast": 2, "atMost": 2, "failedAtMost": 0}""", "passed")] // what it writes sets it off once more
    [InlineData("invocations", "{}", """{"atMost": 1}""", "too-many")]
    [InlineData("invocations", "{}", """{"atLeast": 3}""", "too-few")]
    [InlineData("invocations", """{"from": "uploaded"}""", """{"atLeast": 1}""", "too-few")]
    [InlineData("log", "{}", """{"line": "writ"}""", "passed")]
    [InlineData("log", "{}", """{"line": "START"}""", "not-logged")] // Lambda's own line
    [InlineData("log", "{}", """{"line": "written", "absent": true}""", "logged")]
    [InlineData("permission", """{"role": "worker", "action": "s3:GetObject", "resource": "arn:aws:s3:::other/x"}""", """{"allowed": false}""", "allowed")]
    [InlineData("permission", """{"role": "worker", "action": "sqs:SendMessage", "resource": "arn:aws:sqs:us-east-1:111122223333:q"}""", """{"allowed": false}""", "passed")]
    [InlineData("permission", """{"role": "worker", "action": "sqs:SendMessage", "resource": "arn:aws:sqs:us-east-1:111122223333:q"}""", """{"allowed": true}""", "denied")]
    [InlineData("describe", """{"call": "s3 ListObjectsV2", "input": {"Bucket": "lab-photos"}, "path": "/KeyCount"}""", """{"equals": 2}""", "passed")]
    public async Task What_is_left_behind_is_judged(string kind, string given, string expect, string key)
    {
        var result = await GradeAsync(Of(Upload, Check(kind, given, expect)), WriteDown);
        Assert.Equal(key, result.MessageKey);
        Assert.DoesNotContain('{', result.Message.Replace("""{"id": "b"}""", "", StringComparison.Ordinal).Replace("""{"id": "a"}""", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("KeyError 'Records'", "raised")]
    [InlineData("Sandbox.Timedout Task timed out after 3.00 seconds", "timed-out")]
    [InlineData("Runtime.ExitError exit", "exited")]
    [InlineData("Runtime.MarshalError set", "not-json")]
    [InlineData("Runtime.HandlerNotFound no", "no-handler")]
    [InlineData("Runtime.ImportModuleError no", "no-module")]
    [InlineData("Runtime.MalformedHandlerName no", "malformed-handler")]
    [InlineData("Runtime.UserCodeSyntaxError no", "cannot-load")]
    public async Task What_went_wrong_says_more_than_what_is_missing(string failure, string key)
    {
        var result = await GradeAsync(Of(Upload, Check("object", """{"bucket": "lab-photos", "key": "out/a.json"}""")), (_, _) => throw new InvalidOperationException(failure));
        Assert.Equal(key, result.MessageKey);
        var function = CloudEvidence.Of(result)!.Function!;
        Assert.Equal((3, 3), (function.Invocations, function.Failed)); // an asynchronous event is tried three times
        Assert.Equal(failure.Split(' ')[0], function.Shown[0].Error!.ErrorType);
    }

    [Fact]
    public async Task A_failure_points_at_its_line()
    {
        var result = await GradeAsync(Of(Upload, Check("object", """{"bucket": "lab-photos", "key": "out/a.json"}""")), Fail);
        var at = Assert.Single(result.Locations);
        Assert.Equal(("lambda_function.py", 0, "# in C#".Length), (at.File, at.Start, at.End));
    }

    [Fact]
    public async Task A_refused_call_names_the_action_and_the_resource()
    {
        const string role = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}""";
        var result = await GradeAsync(Of(Upload, Check("item", """{"table": "notes", "key": {"id": "a"}}""", "{}", ("denied", "{operation} needs `{action}` on `{resource}`."))), WriteDown, role);
        Assert.Equal("PutItem needs `dynamodb:PutItem` on `arn:aws:dynamodb:us-east-1:111122223333:table/notes`.", result.Message);
        var calls = CloudEvidence.Of(result)!.Function!.Shown[0].Calls;
        Assert.Equal(["PutObject", "PutItem"], calls.Select(c => c.Operation));
        Assert.Contains("no identity-based policy allows the dynamodb:PutItem action", calls[1].Said, StringComparison.Ordinal);
        Assert.Equal("dynamodb:PutItem", Assert.Single(calls[1].Denied).Action);
    }

    [Fact]
    public async Task A_policy_that_IAM_refuses_is_the_learners()
    {
        var result = await GradeAsync(Of(Upload, Check("call", """{"file": "role.json"}""")), Nothing, """{"Version":"2012-10-17","Statement":[{"Effect":"Alow"}]}""");
        Assert.Equal("refused", result.MessageKey);
        Assert.Equal("PutRolePolicy", Assert.Single(CloudEvidence.Of(result)!.Calls).Operation);
    }

    [Fact]
    public async Task A_function_that_sets_itself_off_is_ended_and_said()
    {
        var result = await GradeAsync(Of(Upload, Check("invocations", "{}", """{"atMost": 1}""")), async (_, call) =>
        {
            await call("s3", "PutObject", new { Bucket = "lab-photos", Key = "in/a.txt", Body = "YWJj" });
            return "null";
        });
        Assert.Equal("endless", result.MessageKey);
        Assert.Contains("sets itself off", result.Message, StringComparison.Ordinal);
        Assert.InRange(CloudEvidence.Of(result)!.Function!.Invocations, 200, 210);
    }

    [Fact]
    public async Task Lost_environments_end_a_run_too()
    {
        var uploads = string.Join(", ", Enumerable.Range(0, 5).Select(i => $$"""{"call": "s3 PutObject", "input": {"Bucket": "lab-photos", "Key": "in/{{i}}.txt"} }"""));
        var result = await GradeAsync(Of($$"""{{uploads}}, {"wait": "1h"}""", Check("invocations", "{}", """{"failedAtMost": 0, "atMost": 5}""")), (_, _) => throw new InvalidOperationException("Sandbox.Timedout late"));
        Assert.Equal("endless", result.MessageKey);
        Assert.InRange(CloudEvidence.Of(result)!.Function!.Invocations, 6, 10);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public async Task Events_come_twice_where_the_lab_says_so(double chance, int times)
    {
        var check = Check("invocations", "{}", $$"""{"atLeast": {{times}}, "atMost": {{times}}}""");
        Assert.Equal("passed", (await GradeAsync(Of($$"""{"duplicates": {{chance}}}, {{Upload}}""", check), Nothing)).MessageKey);
    }

    [Fact]
    public async Task The_same_submission_gets_the_same_report_but_for_what_is_measured()
    {
        var lab = Of(Upload, Check("object", """{"bucket": "lab-photos", "key": "out/a.json"}""", """{"json": {"size": 4}}"""));
        var (first, second) = (await ReportAsync(lab, WriteDown), await ReportAsync(lab, WriteDown));
        Assert.Equal(Bytes(first with { Measurements = first.Measurements.Take(0).ToDictionary() }), Bytes(second with { Measurements = first.Measurements.Take(0).ToDictionary() }));
        Assert.Contains(first.Measurements.Keys, k => k.EndsWith("/durationMs", StringComparison.Ordinal));

        static string Bytes(GradeReport report) => JsonSerializer.Serialize(report, CourseJson.Options);
    }

    private const string Api = """{"call": "lambda AddPermission", "input": {"FunctionName": "worker", "StatementId": "web", "Action": "lambda:InvokeFunction", "Principal": "apigateway.amazonaws.com"}}, {"call": "apigateway CreateApi", "as": "api", "input": {"Name": "web", "ProtocolType": "HTTP", "RouteKey": "POST /notes", "Target": "${function.FunctionArn}"}}, {"request": {"name": "form", "to": "${api.ApiEndpoint}/notes?n=2", "method": "POST", "headers": {"content-type": "application/json"}, "body": "{\"a\": 1}"}}""";

    [Theory]
    [InlineData("""{"status": 201}""", "passed")]
    [InlineData("""{"status": 200}""", "status")]
    [InlineData("""{"json": {"n": "2", "body": {"a": 1}}}""", "passed")]
    [InlineData("""{"json": {"n": 3}}""", "different")]
    [InlineData("""{"contains": "\"n\""}""", "passed")]
    public async Task A_request_gets_the_functions_answer(string expect, string key)
    {
        var result = await GradeAsync(Of(Api, Check("response", """{"request": "form"}""", expect)), (given, _) => Task.FromResult(
            $$"""{"statusCode": 201, "body": {{JsonSerializer.Serialize($$"""{"n": "{{given["queryStringParameters"]!["n"]}}", "body": {{given["body"]}}}""")}}}"""));
        Assert.Equal(key, result.MessageKey);
        Assert.Equal("POST /notes?n=2", CloudEvidence.Of(result)!.Stored!.Name);
    }

    [Fact]
    public async Task A_body_that_is_none_is_said() => Assert.Equal("not-json-body", (await GradeAsync(Of(Api, Check("response", """{"request": "form"}""", """{"json": {"a": 1}}""")), (_, _) => Task.FromResult("\"hello\""))).MessageKey);

    [Fact]
    public async Task A_function_that_fails_explains_the_status() =>
        Assert.Equal("raised", (await GradeAsync(Of(Api, Check("response", """{"request": "form"}""", """{"status": 201}""")), (_, _) => throw new InvalidOperationException("KeyError 'a'"))).MessageKey);

    [Fact]
    public async Task A_learners_own_settings_make_the_function()
    {
        const string Create = """{"file": "function.json", "call": "lambda CreateFunction", "zip": ["lambda_function.py"]}, {"wait": "5s"}, {"call": "lambda Invoke", "input": {"FunctionName": "named", "InvocationType": "Event"}}, {"wait": "5s"}""";
        var lab = Of(Create, Check("invocations", """{"function": "named"}""", """{"atLeast": 1}""", ("not-invoked", "no")));
        lab = lab with { Files = [.. lab.Files, new("function.json", "json", "")] };
        LambdaFunctionGrader grader = new(new Running(Nothing));
        Assert.Empty(grader.CheckDefinition(lab));
        const string Named = """{"FunctionName": "named", "Runtime": "python3.14", "Handler": "lambda_function.lambda_handler", "Role": "${role.Role.Arn}"}""";
        Assert.Empty(grader.Inspect(lab, [new("function.json", Named)])); // its Code is supplied
        Assert.Equal(("passed", "not-invoked"), (await KeyAsync(Named), await KeyAsync(Named.Replace("\"named\"", "\"not named\"", StringComparison.Ordinal))));

        async Task<string> KeyAsync(string function) => Assert.Single(Assert.Single((await grader.GradeAsync(
            new(Guid.Empty, lab, [new("lambda_function.py", ""), new("role.json", Wide), new("function.json", function)], 7, true), null, TestContext.Current.CancellationToken)).Tasks).Checks).MessageKey;
    }

    [Fact]
    public async Task What_was_graded_is_drawn_by_time_and_not_run_again()
    {
        var runs = 0;
        var lab = Of(Upload, Check("log", "{}", """{"line": "x"}""")) with { Slug = "drawn-once" };
        Running handlers = new((_, _) =>
        {
            runs++;
            return Task.FromResult("null");
        });
        SubmittedFile[] files = [new("lambda_function.py", "# drawn"), new("role.json", Wide)];
        await new LambdaFunctionGrader(handlers).GradeAsync(new(Guid.Empty, lab, files, 9, true), null, TestContext.Current.CancellationToken);
        var html = await DrawAsync(9);
        Assert.Equal(1, runs);
        Assert.Contains("Execution environments", html, StringComparison.Ordinal);
        Assert.Contains("worker", html, StringComparison.Ordinal);
        // Another learner's was never graded here.
        Assert.Contains("Execution environments", await DrawAsync(10), StringComparison.Ordinal);
        Assert.Equal(2, runs);

        async Task<string> DrawAsync(int seed)
        {
            await using var services = new ServiceCollection().AddLogging().AddSingleton<Simulation.Lambda.IHandlerRuntime>(handlers).BuildServiceProvider();
            await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
            return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<LambdaFunctionRun>(ParameterView.FromDictionary(
                new Dictionary<string, object?> { ["Lab"] = lab, ["Files"] = files, ["Seed"] = seed }))).ToHtmlString());
        }
    }

    [Fact]
    public async Task Without_a_sandbox_no_attempt_is_lost()
    {
        var report = await new LambdaFunctionGrader(new Running(Nothing, available: false)).GradeAsync(
            new(Guid.Empty, Of(Upload, Check("log", "{}", """{"line": "x"}""")), [new("lambda_function.py", ""), new("role.json", Wide)], 7, true), null, TestContext.Current.CancellationToken);
        Assert.Equal(GradeStatus.Error, report.Status);
    }

    [Theory]
    [InlineData("""{"wait": "1s", "duplicates": 0.5}""", "a step is one of")]
    [InlineData("""{"duplicates": 2}""", "not a part from 0 to 1")]
    [InlineData("""{"call": "s3 ListBuckets", "input": {}, "zip": ["lambda_function.py"]}""", "`zip` and `code` go with")]
    [InlineData("""{"call": "lambda CreateFunction", "input": {}, "zip": ["other.py"]}""", "`other.py` is not a file of this lab")]
    [InlineData("""{"call": "iam PutRolePolicy", "input": {}, "text": {"PolicyDocument": "x.json"}}""", "text.PolicyDocument")]
    public void An_author_is_told_what_is_wrong_with_a_step(string step, string problem) =>
        Assert.Contains(new LambdaFunctionGrader(new Running(Nothing)).CheckDefinition(Of(step, Check("log", "{}", """{"line": "x"}""", ("not-logged", "no")))), p => p.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("object", """{"bucket": "b", "key": "k"}""", """{"json": {}, "absent": true}""", "one of")]
    [InlineData("object", """{"bucket": "b"}""", "{}", "given")]
    [InlineData("item", """{"table": "t", "key": "k"}""", "{}", "plain JSON")]
    [InlineData("invocations", "{}", "{}", "`expect` has")]
    [InlineData("log", """{"from": "nowhere"}""", """{"line": "x"}""", "no step has the `mark` nowhere")]
    [InlineData("permissions", "{}", "{}", "there is no check kind")]
    [InlineData("response", """{"request": "nobody"}""", """{"status": 200}""", "no step has a `request`")]
    [InlineData("response", """{"request": "nobody"}""", "{}", "`expect` has")]
    public void An_author_is_told_what_is_wrong_with_a_check(string kind, string given, string expect, string problem) =>
        Assert.Contains(new LambdaFunctionGrader(new Running(Nothing)).CheckDefinition(Of(Upload, Check(kind, given, expect))), p => p.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Policies_and_inputs_are_looked_at_while_one_types()
    {
        var lab = Of(Upload, Check("log", "{}", """{"line": "x"}"""));
        LambdaFunctionGrader grader = new(new Running(Nothing));
        Assert.Empty(grader.Inspect(lab, [new("role.json", Wide)]));
        Assert.Equal("role.json", Assert.Single(grader.Inspect(lab, [new("role.json", "{")])).File);
        Assert.Equal("identity", LambdaFunctionGrader.PolicyOf(lab, "role.json")!.Type);
        Assert.Null(LambdaFunctionGrader.PolicyOf(lab, "lambda_function.py"));
        Assert.Equal("FILE_TOO_LARGE", Assert.Single(grader.Inspect(lab, [new("lambda_function.py", new('x', 300_000))])).Finding.IssueCode);
    }

    [Fact]
    public async Task The_panel_draws_the_refusal_the_log_and_its_report_line()
    {
        const string role = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}""";
        var report = await ReportAsync(Of(Upload, Check("item", """{"table": "notes", "key": {"id": "a"}}""")), WriteDown, role);
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<CascadingValue<IReadOnlyDictionary<string, double>>>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            ["Name"] = "Measurements",
            ["Value"] = report.Measurements,
            ["ChildContent"] = (RenderFragment)(b =>
            {
                b.OpenComponent<LambdaFunctionPanel>(0);
                b.AddComponentParameter(1, "Check", report.Tasks[0].Checks[0]);
                b.CloseComponent();
            }),
        }))).ToHtmlString());
        Assert.Contains("no policy of the role allows it", html, StringComparison.Ordinal);
        Assert.Contains("REPORT RequestId", html, StringComparison.Ordinal);
        Assert.Contains("There is no item", html, StringComparison.Ordinal);
    }
}

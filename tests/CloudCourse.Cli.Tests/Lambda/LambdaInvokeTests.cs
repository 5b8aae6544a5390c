using System.Text.Json;

namespace CloudCourse.Cli.Tests.Lambda;

public sealed class LambdaInvokeTests
{
    [Fact]
    public async Task A_line_each_in_order_a_failure_is_an_answer()
    {
        var run = await Cli.RunAsync(string.Join('\n',
            Line("a", "def lambda_handler(e, c):\n    print('hello')\n    return e['n'] + 1", """{"n": 1}"""),
            Line("b", "def lambda_handler(e, c):\n    return e['n']", "{}"),
            Line("c", "def lambda_handler(e, c) return 1", "{}")), "lambda", "invoke");
        Assert.Equal(0, run.ExitCode);
        var answers = run.Lines.Select(l => JsonElement.Parse(l)).ToList();
        Assert.Equal(["a", "b", "c"], answers.Select(a => a.GetProperty("id").GetString()!));
        Assert.Equal(2, answers[0].GetProperty("payload").GetInt32());
        Assert.Contains("\nhello\nEND RequestId: ", answers[0].GetProperty("log").GetString(), StringComparison.Ordinal);
        Assert.Contains("\nREPORT RequestId: ", answers[0].GetProperty("log").GetString(), StringComparison.Ordinal);
        Assert.Equal("KeyError", answers[1].GetProperty("functionError").GetProperty("errorType").GetString());
        Assert.Equal(2, answers[1].GetProperty("functionError").GetProperty("at").GetProperty("line").GetInt32());
        Assert.Equal("Runtime.UserCodeSyntaxError", answers[2].GetProperty("functionError").GetProperty("errorType").GetString());
    }

    [Theory]
    [InlineData("""{"id": 1, "runtime": "java21", "handler": "index.handler", "files": [{"path": "a", "text": ""}], "event": {}}""", "this sandbox runs python3.14, nodejs24.x and nodejs22.x")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [], "event": {}}""", "There are 0 files")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "../a.py", "text": ""}], "event": {}}""", "The path '../a.py'")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "a.py", "text": "\ud800"}], "event": {}}""", "half a character")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "a.py", "text": ""}]}""", "no `event`")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "a.py", "text": ""}], "event": {}, "world": 1}""", "`world` is an object")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "a.py", "text": ""}], "event": {}, "world": {"regoin": "eu-west-1"}}""", "`world` cannot be read")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "a.py", "text": ""}], "event": {}, "world": {}, "role": "worker"}""", "The world has no role `worker`")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "a.py", "text": ""}], "event": {}, "world": {"operations": [{"call": {"service": "s3", "operation": "DeleteBucket", "input": {"Bucket": "ana-none"}}}]}}""", "the world's s3 DeleteBucket was refused: NoSuchBucket")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "a.py", "text": ""}], "event": {}, "timeoutMs": 1.5}""", "`timeoutMs` is not a whole number")]
    public async Task What_cannot_be_run_is_answered_with_the_reason(string line, string reason)
    {
        var answer = JsonElement.Parse((await Cli.RunAsync(line, "lambda", "invoke")).Lines.Single());
        Assert.Equal(1, answer.GetProperty("id").GetInt32());
        Assert.Contains(reason, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_function_can_fail_the_command() =>
        Assert.Equal(1, (await Cli.RunAsync(Line("a", "def lambda_handler(e, c):\n    raise ValueError", "{}"), "lambda", "invoke", "--fail-on", "function-error")).ExitCode);

    [Fact]
    public async Task A_world_answers_under_the_role()
    {
        const string Source = """
            import boto3
            s3 = boto3.client("s3")
            def lambda_handler(event, context):
                s3.put_object(Bucket="ana-photos", Key="a", Body=b"1")
                s3.delete_object(Bucket="ana-photos", Key="a")
            """;
        const string World = """
            {"account": "123456789012", "region": "eu-west-1", "start": "2026-11-22T10:00:00Z", "operations": [
              {"call": {"service": "s3", "operation": "CreateBucket", "input": {"Bucket": "ana-photos", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}}},
              {"call": {"service": "iam", "operation": "CreateRole", "input": {"RoleName": "writer", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"}}},
              {"call": {"service": "iam", "operation": "PutRolePolicy", "input": {"RoleName": "writer", "PolicyName": "put", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:PutObject\",\"Resource\":\"*\"}]}"}}}]}
            """;
        string With(string more) => Line("a", Source, "{}")[..^1] + more + "}";
        var run = await Cli.RunAsync(string.Join('\n', With($", \"world\": {World.ReplaceLineEndings(" ")}, \"role\": \"writer\""), With($", \"world\": {World.ReplaceLineEndings(" ")}"), With("")), "lambda", "invoke");
        var answers = run.Lines.Select(l => JsonElement.Parse(l)).ToList();

        var (put, delete) = (answers[0].GetProperty("calls")[0], answers[0].GetProperty("calls")[1]);
        Assert.Equal(["s3", "PutObject", "eu-west-1"], new[] { "service", "operation", "region" }.Select(m => put.GetProperty(m).GetString()!));
        Assert.Equal("ana-photos", put.GetProperty("input").GetProperty("Bucket").GetString());
        Assert.True(put.GetProperty("output").TryGetProperty("ETag", out _));
        Assert.Equal("AccessDenied", delete.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("assumed-role/writer/my-function is not authorized to perform: s3:DeleteObject", answers[0].GetProperty("functionError").GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        // Without a role the world's caller calls, and that is root.
        Assert.Equal(JsonValueKind.Null, answers[1].GetProperty("payload").ValueKind);
        Assert.Equal(2, answers[1].GetProperty("calls").GetArrayLength());
        Assert.Contains("(NotSimulated) when calling the PutObject operation: This handler runs by itself", answers[2].GetProperty("functionError").GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    private static string Line(string id, string source, string json) => JsonSerializer.Serialize(new
    {
        id,
        runtime = "python3.14",
        handler = "lambda_function.lambda_handler",
        files = new[] { new { path = "lambda_function.py", text = source } },
        @event = JsonElement.Parse(json),
    });
}

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
    [InlineData("""{"id": 1, "runtime": "nodejs24.x", "handler": "index.handler", "files": [], "event": {}}""", "only `python3.14` is available")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [], "event": {}}""", "There are 0 files")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "../a.py", "text": ""}], "event": {}}""", "The path '../a.py'")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "a.py", "text": "\ud800"}], "event": {}}""", "half a character")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "a.py", "text": ""}]}""", "no `event`")]
    [InlineData("""{"id": 1, "runtime": "python3.14", "handler": "a.b", "files": [{"path": "a.py", "text": ""}], "event": {}, "world": {}}""", "`world` is not built yet")]
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

    private static string Line(string id, string source, string json) => JsonSerializer.Serialize(new
    {
        id,
        runtime = "python3.14",
        handler = "lambda_function.lambda_handler",
        files = new[] { new { path = "lambda_function.py", text = source } },
        @event = JsonElement.Parse(json),
    });
}

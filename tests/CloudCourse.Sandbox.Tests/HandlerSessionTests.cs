using System.Text.Json;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests;

/// <summary>Many environments of one learner, and their calls.</summary>
public sealed class HandlerSessionTests(PythonSandbox sandbox)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly HandlerCode Counter = PythonSandbox.Function("""
        import os, random
        count = 0
        def lambda_handler(event, context):
            global count
            count += 1
            with open("/tmp/seen", "a") as f:
                f.write(event)
            os.environ["LAST"] = event
            return [count, open("/tmp/seen").read(), os.environ["LAST"], os.environ["AWS_LAMBDA_FUNCTION_NAME"]]
        """);

    private static readonly HandlerCode ScriptCounter = new("nodejs24.x", "index.handler", [new("index.mjs", """
        import fs from "node:fs";
        let count = 0;
        export const handler = async (event, context) => {
          fs.appendFileSync("/tmp/seen", event);
          process.env.LAST = event;
          return [++count, fs.readFileSync("/tmp/seen", "utf8"), process.env.LAST, process.env.AWS_LAMBDA_FUNCTION_NAME];
        };
        """)], TimeoutMs: 1000);

    /// <summary>Environments are called by their log streams.</summary>
    private const string Stream = "2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<string?> InvokeAsync(IHandlerSession session, string environment, string given, ICallAnswerer? calls = null)
    {
        var invocation = await session.InvokeAsync(environment, new("e", given), "id", Noon, calls ?? NoCalls.Instance, Cancel);
        return invocation.PayloadJson ?? invocation.FunctionError!.ErrorType + ": " + invocation.FunctionError.ErrorMessage;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Environments_keep_their_own_modules_files_and_variables(bool isScript)
    {
        var code = isScript ? ScriptCounter : Counter;
        await using var session = await sandbox.Runtime.OpenAsync(null, null, Cancel);
        Assert.Null((await session.StartAsync(Stream, code with { FunctionName = "first" }, Noon, NoCalls.Instance, Cancel)).Failure);
        Assert.Null((await session.StartAsync("b", code with { FunctionName = "second" }, Noon, NoCalls.Instance, Cancel)).Failure);
        List<string?> answers = [];
        foreach (var (environment, given) in new[] { (Stream, "\"x\""), ("b", "\"y\""), (Stream, "\"z\""), ("b", "\"w\""), ("b", "\"v\"") }) answers.Add(await InvokeAsync(session, environment, given));
        Assert.Equal(["[1,x,x,first]", "[1,y,y,second]", "[2,xz,z,first]", "[2,yw,w,second]", "[3,ywv,v,second]"], answers.Select(a => a!.Replace(" ", "").Replace("\"", "")));
    }

    [Fact]
    public async Task Two_functions_of_the_same_file_name_are_two()
    {
        await using var session = await sandbox.Runtime.OpenAsync(null, null, Cancel);
        foreach (var n in new[] { 1, 2 })
        {
            HandlerFile[] files = [new("lambda_function.py", "from helper import N\ndef lambda_handler(event, context):\n    import later\n    return [N, later.N]"), new("helper.py", $"N = {n}"), new("later.py", $"N = {n * 10}")];
            await session.StartAsync($"f{n}", PythonSandbox.Function("") with { Files = files }, Noon, NoCalls.Instance, Cancel);
        }
        Assert.Equal("[1, 10]", await InvokeAsync(session, "f1", "{}"));
        Assert.Equal("[2, 20]", await InvokeAsync(session, "f2", "{}"));
        Assert.Equal("[1, 10]", await InvokeAsync(session, "f1", "{}"));
    }

    [Fact]
    public async Task One_that_is_lost_starts_cold_and_so_do_its_neighbours()
    {
        await using var session = await sandbox.Runtime.OpenAsync(null, null, Cancel);
        await session.StartAsync("a", Counter, Noon, NoCalls.Instance, Cancel);
        await session.StartAsync("b", PythonSandbox.Function(PythonSandbox.Body("while True: pass")) with { TimeoutMs = 200 }, Noon, NoCalls.Instance, Cancel);
        Assert.StartsWith("[1", await InvokeAsync(session, "a", "\"x\""), StringComparison.Ordinal);
        Assert.StartsWith(HandlerFailure.TimedOut, await InvokeAsync(session, "b", "{}"), StringComparison.Ordinal);
        var again = await session.InvokeAsync("a", new("e", "\"y\""), "id", Noon, NoCalls.Instance, Cancel);
        Assert.NotNull(again.Report.InitMs);
        Assert.StartsWith("[1", again.PayloadJson, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python3.14", "from _lambda import host\ndef lambda_handler(event, context):\n    return [host.call('s3', 'GetObject', 'eu-west-1', {'Bucket': event}), 940 < context.get_remaining_time_in_millis() < 960]")]
    [InlineData("python3.14", "from _lambda import host\nanswer = host.call('s3', 'GetObject', 'eu-west-1', {'Bucket': 'b'})\ndef lambda_handler(event, context):\n    host.call('s3', 'x', 'y', {})\n    return [answer, 940 < context.get_remaining_time_in_millis() < 960]")]
    public async Task A_call_waits_for_its_answer_and_passes_virtual_time(string runtime, string source)
    {
        await using var session = await sandbox.Runtime.OpenAsync(null, null, Cancel);
        Recorder calls = new();
        var start = await session.StartAsync("a", PythonSandbox.Function(source) with { Runtime = runtime }, Noon, calls, Cancel);
        Assert.True(start.Failure is null, start.Failure?.ToString());
        var payload = await InvokeAsync(session, "a", "\"b\"", calls);
        Assert.Equal("""[{"output": {"Body": "aGk="}, "latencyMs": 50}, true]""", payload);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse("""{"service": "s3", "operation": "GetObject", "region": "eu-west-1", "input": {"Bucket": "b"}}"""), JsonElement.Parse(calls.Requests[0])));
    }

    private sealed class Recorder : ICallAnswerer
    {
        public List<string> Requests { get; } = [];

        public async ValueTask<string> AnswerAsync(string request, double elapsedMs, CancellationToken cancel)
        {
            await Task.Yield();
            Requests.Add(request);
            return """{"output": {"Body": "aGk="}, "latencyMs": 50}""";
        }

        public string Model(string request) => "null";
    }
}

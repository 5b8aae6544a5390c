using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests.Attacks;

/// <summary>Functions that attack the account beside them, and the host through it.</summary>
public sealed class AccountAttackTests(PythonSandbox sandbox)
{
    private const string Region = "eu-west-1", AccountId = "111122223333";
    private static readonly Caller Root = Caller.Root(AccountId);
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<LiveAccount> WorldAsync(string source, HandlerSandbox? runtime = null, int timeout = 60, bool isScript = false)
    {
        LiveAccount live = new(new(new(AccountId, 1, Noon) { RunsFunctions = true }), runtime ?? sandbox.Runtime, new() { Owner = "attacker" });
        await DoAsync(live, "iam", "CreateRole", new { RoleName = "worker", AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""" });
        await DoAsync(live, "iam", "PutRolePolicy", new { RoleName = "worker", PolicyName = "all", PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""" });
        await DoAsync(live, "s3", "CreateBucket", new { Bucket = "ana-photos", CreateBucketConfiguration = new { LocationConstraint = Region } });
        await live.AdvanceAsync(TimeSpan.FromMinutes(1), Cancel);
        await DoAsync(live, "lambda", "CreateFunction", new
        {
            FunctionName = "mine",
            Runtime = isScript ? "nodejs24.x" : "python3.14",
            Handler = isScript ? "index.handler" : "lambda_function.lambda_handler",
            Role = $"arn:aws:iam::{AccountId}:role/worker",
            Timeout = timeout,
            Code = new { ZipFile = CodePackage.Write([new(isScript ? "index.mjs" : "lambda_function.py", source)]) },
        });
        await live.AdvanceAsync(TimeSpan.FromMinutes(1), Cancel);
        return live;
    }

    private static async Task<CallResult> DoAsync(LiveAccount live, string service, string operation, object input)
    {
        var result = await live.CallAsync(Root, Region, service, operation, JsonSerializer.Serialize(input), Cancel);
        Assert.True(result.Succeeded, $"{operation}: {result.Error?.Code} {result.Error?.Message}");
        return result;
    }

    private static async Task<string> InvokeAsync(LiveAccount live)
    {
        var output = (await DoAsync(live, "lambda", "Invoke", new { FunctionName = "mine", Payload = Convert.ToBase64String("0"u8) })).Output!;
        return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)output["Payload"]!));
    }

    /// <summary>Eight levels need eight processes of one learner, but never a second place in the queue: there is one here.</summary>
    [Fact]
    public async Task A_function_that_invokes_itself_is_stopped_and_holds_one_place()
    {
        await using var one = SandboxServices.Create(new() { Spares = 0, MaxConcurrent = 1 });
        await using var live = await WorldAsync("""
            import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
            const lambda = new LambdaClient({});
            export const handler = async (event) => {
              const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "mine", Payload: JSON.stringify(event + 1) }));
              return { depth: JSON.parse(Payload.transformToString()).depth ?? event + 1 };
            };
            """, one, isScript: true);
        Assert.Equal("""{"depth":8}""", await InvokeAsync(live).WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal(8, live.Ran.Count);
    }

    /// <summary>What a hostile program says instead of a client: each answer is an error, and the account goes on.</summary>
    [Fact]
    public async Task Garbage_is_refused_call_by_call()
    {
        await using var live = await WorldAsync("""
            import json
            from _lambda import host
            def say(text): return json.loads(host._ask("call", text)).get("error", {}).get("code", "done")
            def call(**members): return say(json.dumps({"service": "s3", "operation": "ListBuckets", "region": "eu-west-1", "input": {}, **members}))
            def lambda_handler(event, context):
                return [
                    say(""), say("null"), say("[]"), say("{}"), say("[" * 1000),
                    call(service=None), call(service="x" * 1000), call(operation="y" * 100000), call(operation=7),
                    call(input=None), call(input=[]), call(input="{}"), call(input={"a": [0] * 300000}), call(input={"Prefix": "x" * (13 << 20)}),
                    call(credentials={"accessKeyId": 1}), call(credentials={"accessKeyId": "AKIA", "secretAccessKey": None, "sessionToken": None}),
                    call(operation="presign", input={"Operation": "GetObject"}), call(operation="presign", input={"Operation": 1, "Params": [], "ExpiresIn": "a"}),
                    call(operation="presign", input={"Operation": "GetObject", "Params": {"Bucket": "a", "Key": "b"}, "ExpiresIn": 1.5}), call(operation="presign", input={"Operation": "PutObject", "Params": {"Bucket": "a", "Key": "b", "Metadata": {"a": None}}, "ExpiresIn": 1}),
                    call(operation="presign", input={"Operation": "DeleteBucket", "Params": {"Bucket": "a", "Key": "b"}, "ExpiresIn": 1}), call(operation="presign", input=[]), call(service="iam", operation="presign", input={}),
                    call(input={"Prefix": "half \ud800"}), call(input={"\udfff": 1}), call(operation="presign", input={"Operation": "GetObject", "Params": {"Bucket": "a", "Key": "\udc00"}, "ExpiresIn": 1}),
                    call(credentials={"accessKeyId": None, "secretAccessKey": None, "sessionToken": "t" * 1000000}), call(credentials={"accessKeyId": "a" * 1000000}),
                    call(service="lambda", operation="CreateFunction", input={"FunctionName": "f"}),
                    call(),
                ]
            """);
        var answers = JsonSerializer.Deserialize<string[]>(await InvokeAsync(live))!;
        Assert.Equal("done", answers[^1]);
        Assert.DoesNotContain("done", answers[..^1]);
        Assert.Equal(["RequestEntityTooLarge", "RequestEntityTooLarge"], answers[12..14]);
    }

    [Fact]
    public async Task An_account_takes_and_gives_so_many_bytes_and_no_more()
    {
        await using var live = await WorldAsync("""
            from _lambda import host
            request = "A" * (8 << 20)
            def lambda_handler(event, context):
                sent = 0
                while "SandboxLimitExceeded" not in host._ask("call", request): sent += 1
                return sent
            """);
        // Counted before anything is read, so it need not be a call.
        Assert.Equal("16", await InvokeAsync(live));
        Assert.Equal("0", await InvokeAsync(live));
        // The account itself is as usable as before.
        await DoAsync(live, "s3", "ListObjectsV2", new { Bucket = "ana-photos" });
    }

    [Fact]
    public async Task Ten_thousand_calls_are_the_most_in_a_phase()
    {
        await using var live = await WorldAsync("""
            from _lambda import host
            def lambda_handler(event, context):
                while True: host._ask("call", "")
            """, timeout: 900);
        Assert.Contains("Runtime exited with error: signal: killed", await InvokeAsync(live), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_while_loading_are_answered_and_a_loop_of_them_ends()
    {
        await using var live = await WorldAsync("""
            from _lambda import host
            first = host._ask("call", "")[:9]
            while True: host.call("s3", "ListBuckets", "eu-west-1", {})
            """);
        Assert.Contains("errorType", await InvokeAsync(live), StringComparison.Ordinal);
    }

    /// <summary>A package's names come from the learner as well: what cannot be a file is refused when it is uploaded, not when it runs.</summary>
    [Fact]
    public async Task A_package_with_impossible_names_is_refused()
    {
        await using var live = await WorldAsync("def lambda_handler(event, context): return 1");
        foreach (var name in new[] { "../escape.py", "/etc/cron.d/x", "a\\..\\b.py", "a\0b.py", "C:x.py", "a//b.py", new string('x', 201), "lambda_function.py" })
        {
            var zip = CodePackage.Write([new("lambda_function.py", "def lambda_handler(event, context): return 2"), new(name, "")]);
            var result = await live.CallAsync(Root, Region, "lambda", "UpdateFunctionCode", JsonSerializer.Serialize(new { FunctionName = "mine", ZipFile = zip }), Cancel);
            Assert.True(result.Error?.Code == "InvalidParameterValueException", name);
        }
        await live.AdvanceAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal("1", await InvokeAsync(live));
    }
}

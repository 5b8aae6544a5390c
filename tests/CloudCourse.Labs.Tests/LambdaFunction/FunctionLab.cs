using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.LambdaFunction;
using CloudCourse.Labs.Tests.SimulatedCloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.Tests.LambdaFunction;

/// <summary>A handler written in C#: its event, and a call that gives the whole answer. An InvalidOperationException is its failure.</summary>
internal delegate Task<string> CSharpHandler(JsonNode given, Func<string, string, object, Task<JsonObject>> call);

/// <summary>Small labs with one function, called worker, which S3 sets off for what is created in the bucket lab-photos.</summary>
internal static class FunctionLab
{
    public const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    public const string Wide = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","dynamodb:*"],"Resource":"*"}]}""";

    /// <summary>One object is uploaded, and there is a table.</summary>
    public const string Upload = """{"call": "s3 PutObject", "input": {"Bucket": "lab-photos", "Key": "in/a.txt", "Body": "YWJj"}}, {"wait": "10m"}, {"mark": "uploaded"}""";

    public static LabDefinition Of(string steps, params CheckDefinition[] checks)
    {
        var set = $$$$$"""
            {"call": "s3 CreateBucket", "input": {"Bucket": "lab-photos"}},
            {"call": "dynamodb CreateTable", "input": {"TableName": "notes", "BillingMode": "PAY_PER_REQUEST", "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}},
            {"call": "iam CreateRole", "as": "role", "input": {"RoleName": "worker", "AssumeRolePolicyDocument": {{{{{JsonSerializer.Serialize(Trust)}}}}}}},
            {"wait": "1m"},
            {"call": "iam PutRolePolicy", "input": {"RoleName": "worker", "PolicyName": "own"}, "text": {"PolicyDocument": "role.json"}},
            {"call": "lambda CreateFunction", "as": "function", "zip": ["lambda_function.py"], "input": {"FunctionName": "worker", "Runtime": "python3.14", "Handler": "lambda_function.lambda_handler", "Role": "${role.Role.Arn}"}},
            {"wait": "5s"},
            {"call": "lambda AddPermission", "input": {"FunctionName": "worker", "StatementId": "s3", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com", "SourceArn": "arn:aws:s3:::lab-photos"}},
            {"call": "s3 PutBucketNotificationConfiguration", "input": {"Bucket": "lab-photos", "NotificationConfiguration": {"LambdaFunctionConfigurations": [{"LambdaFunctionArn": "${function.FunctionArn}", "Events": ["s3:ObjectCreated:*"]}]}}},
            {{{{{steps}}}}}
            """;
        return CloudLab.Of(set, [], checks) with { Kind = "lambda-function", Files = [new("lambda_function.py", "python", ""), new("role.json", "json", Wide)] };
    }

    public static async Task<CheckResult> GradeAsync(LabDefinition lab, CSharpHandler handler, string role = Wide) =>
        Assert.Single(Assert.Single((await ReportAsync(lab, handler, role)).Tasks).Checks);

    public static async Task<GradeReport> ReportAsync(LabDefinition lab, CSharpHandler handler, string role = Wide)
    {
        var report = await new LambdaFunctionGrader(new Running(handler)).GradeAsync(
            new(Guid.Empty, lab, [new("lambda_function.py", "# in C#"), new("role.json", role)], 7, IncludeHidden: true), null, TestContext.Current.CancellationToken);
        Assert.Equal((GradeStatus.Graded, null), (report.Status, report.Message));
        return report;
    }

    /// <summary>Runs handlers where the sandbox would: in virtual time, with their calls answered by the account.</summary>
    internal sealed class Running(CSharpHandler handler, bool available = true) : IHandlerRuntime, IHandlerSession
    {
        private HandlerCode? _code;

        public Task<HandlerRuntimeStatus> GetStatusAsync(CancellationToken cancel) => Task.FromResult(new HandlerRuntimeStatus(available, available ? "" : "Handlers are switched off."));

        public Task<HandlerRun> RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IHandlerSession> OpenAsync(string? owner, IProgress<int>? queued, CancellationToken cancel) => Task.FromResult<IHandlerSession>(this);

        public IHandlerSession Beside() => new Running(handler, available);

        public Task<EnvironmentStart> StartAsync(string environment, HandlerCode code, DateTimeOffset at, ICallAnswerer calls, CancellationToken cancel)
        {
            _code = code;
            return Task.FromResult(new EnvironmentStart(null, [], 0, 0));
        }

        public async Task<Invocation> InvokeAsync(string environment, HandlerEvent given, string requestId, DateTimeOffset at, ICallAnswerer calls, CancellationToken cancel)
        {
            var elapsed = 0.0;
            string[] log = [$"START RequestId: {requestId} Version: $LATEST", "written", $"END RequestId: {requestId}"];
            // Measurements differ from run to run, and nothing but them may.
            InvocationReport report = new(System.Diagnostics.Stopwatch.GetTimestamp() % 1000, 1, null, 1);
            try
            {
                return new(given.Name, requestId, await handler(JsonNode.Parse(given.PayloadJson)!, CallAsync), null, log, report) { VirtualMs = elapsed };
            }
            catch (InvalidOperationException failed)
            {
                var type = failed.Message.Split(' ')[0];
                return new(given.Name, requestId, null, new(type, failed.Message, [], new("lambda_function.py", 1)), log, report) { VirtualMs = elapsed };
            }

            async Task<JsonObject> CallAsync(string service, string operation, object input)
            {
                var text = new JsonObject { ["service"] = service, ["operation"] = operation, ["region"] = _code!.Region, ["input"] = JsonSerializer.SerializeToNode(input) }.ToJsonString();
                var answer = JsonNode.Parse(await calls.AnswerAsync(text, elapsed, cancel))!.AsObject();
                elapsed += (double)answer["latencyMs"]!;
                return answer["error"] is { } error ? throw new InvalidOperationException($"ClientError {error["code"]}: {error["message"]}") : answer;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

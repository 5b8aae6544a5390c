using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Shapes;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <summary>What a handler of these tests does, written in C# and run where the sandbox would: in virtual time, with its calls.</summary>
/// <param name="Call">Makes a call of AWS's: service, operation, input; gives the whole answer.</param>
internal sealed record HandlerContext(JsonNode? Event, string RequestId, HandlerCode Code, Func<string, string, string, Task<JsonObject>> Call, Action<double> Sleep);

internal delegate Task<string> TestHandler(HandlerContext context);

/// <summary>An account whose functions run, with handlers by the functions' names.</summary>
internal sealed class LiveWorld : IHandlerRuntime, IAsyncDisposable
{
    public const string Region = "eu-west-1";
    public const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    public LiveWorld(ulong seed = 7, LiveAccountOptions? options = null) =>
        Live = new(new(new(TestAccount.Id, seed, TestAccount.Start) { RunsFunctions = true }), this, options);

    public LiveAccount Live { get; }
    public SimulatedAccount Account => Live.Account;
    public Dictionary<string, TestHandler> Handlers { get; } = new(StringComparer.Ordinal);
    public Caller As { get; set; } = Caller.Root(TestAccount.Id);

    /// <summary>When each invocation began, in order.</summary>
    public List<(string Function, DateTimeOffset At, string Environment)> Began { get; } = [];

    public static string Arn(string function) => $"arn:aws:lambda:{Region}:{TestAccount.Id}:function:{function}";

    public async Task<CallResult> TryAsync(string service, string operation, object input)
    {
        var result = await Live.CallAsync(As, Region, service, operation, input as string ?? JsonSerializer.Serialize(input), TestContext.Current.CancellationToken);
        if (result.Output is { } output) OutputShape.Check(output, ServiceModel.Of(service).Find(operation)!.Output, operation);
        return result;
    }

    public async Task<JsonObject> DoAsync(string service, string operation, object input)
    {
        var result = await TryAsync(service, operation, input);
        Assert.True(result.Succeeded, $"{operation}: {result.Error?.Code} {result.Error?.Message} {result.Error?.Advice}");
        return result.Output!;
    }

    public Task AdvanceAsync(double seconds) => Live.AdvanceAsync(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);

    /// <summary>A function that is active, with a role of its own that may do what the policy says.</summary>
    public async Task FunctionAsync(string name, TestHandler handler, string? policy = null, object? more = null)
    {
        Handlers[name] = handler;
        await DoAsync("iam", "CreateRole", new { RoleName = $"{name}-role", AssumeRolePolicyDocument = Trust });
        if (policy is not null) await DoAsync("iam", "PutRolePolicy", new { RoleName = $"{name}-role", PolicyName = "own", PolicyDocument = policy });
        JsonObject input = new()
        {
            ["FunctionName"] = name,
            ["Runtime"] = "python3.14",
            ["Handler"] = "lambda_function.lambda_handler",
            ["Role"] = $"arn:aws:iam::{TestAccount.Id}:role/{name}-role",
            ["Code"] = new JsonObject { ["ZipFile"] = CodePackage.Write([new("lambda_function.py", "# in C#")]) },
        };
        foreach (var (member, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject()) input[member] = value?.DeepClone();
        await DoAsync("lambda", "CreateFunction", input.ToJsonString());
        await AdvanceAsync(2);
    }

    /// <summary>An invocation's answer: the payload as text, and whether it is an error.</summary>
    public async Task<(string Payload, bool IsError)> InvokeAsync(string function, string payload = "{}")
    {
        var output = await DoAsync("lambda", "Invoke", new { FunctionName = function, Payload = Base64(payload) });
        return (Encoding.UTF8.GetString(Convert.FromBase64String((string)output["Payload"]!)), output.ContainsKey("FunctionError"));
    }

    public Task SendAsync(string function, string payload = "{}") => DoAsync("lambda", "Invoke", new { FunctionName = function, InvocationType = "Event", Payload = Base64(payload) });

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public string History => string.Join('\n', Account.History.Select(e => e is ApiCall call
        ? $"{e.Number} {e.Time:O} {call.Caller} {call.Service}:{call.Operation} {call.Input} {call.Output?.ToJsonString()} {call.Error?.Code} {call.Error?.Message}" : e.ToString()));

    Task<HandlerRuntimeStatus> IHandlerRuntime.GetStatusAsync(CancellationToken cancel) => Task.FromResult(new HandlerRuntimeStatus(true, ""));

    Task<HandlerRun> IHandlerRuntime.RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel) => throw new NotSupportedException();

    Task<IHandlerSession> IHandlerRuntime.OpenAsync(string? owner, IProgress<int>? queued, CancellationToken cancel) => Task.FromResult<IHandlerSession>(new Session(this));

    public ValueTask DisposeAsync() => Live.DisposeAsync();

    private sealed class Session(LiveWorld world) : IHandlerSession
    {
        private readonly Dictionary<string, HandlerCode> _environments = new(StringComparer.Ordinal);

        public Task<EnvironmentStart> StartAsync(string environment, HandlerCode code, DateTimeOffset at, ICallAnswerer calls, CancellationToken cancel)
        {
            _environments[environment] = code;
            return Task.FromResult(new EnvironmentStart(null, [], 0, 0));
        }

        public async Task<Invocation> InvokeAsync(string environment, HandlerEvent given, string requestId, DateTimeOffset at, ICallAnswerer calls, CancellationToken cancel)
        {
            var code = _environments[environment];
            world.Began.Add((code.FunctionName, at, environment));
            var elapsed = 0.0;
            HandlerContext context = new(JsonNode.Parse(given.PayloadJson, documentOptions: new() { MaxDepth = 1000 }), requestId, code, CallAsync, ms => elapsed += ms);
            try
            {
                var payload = await world.Handlers[code.FunctionName](context);
                return new(given.Name, requestId, payload, null, [], new(1, 1, null, 1)) { VirtualMs = elapsed };
            }
            catch (InvalidOperationException e)
            {
                return new(given.Name, requestId, null, new("RuntimeError", e.Message, [], null), [], new(1, 1, null, 1)) { VirtualMs = elapsed };
            }

            async Task<JsonObject> CallAsync(string service, string operation, string input)
            {
                var answer = JsonNode.Parse(await calls.AnswerAsync(new JsonObject { ["service"] = service, ["operation"] = operation, ["region"] = Region, ["input"] = JsonNode.Parse(input) }.ToJsonString(), elapsed, cancel))!.AsObject();
                elapsed += (double)answer["latencyMs"]!;
                return answer;
            }
        }

        public IHandlerSession Beside() => new Session(world);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

using BenchmarkDotNet.Attributes;
using CloudCourse.Sandbox;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Benchmarks;

/// <summary>Handlers: a cold start (a process from nothing to its first result), one from a spare, and warm invocations (0.1 to 0.25 ms each).</summary>
[SimpleJob(warmupCount: 2, iterationCount: 10)]
public class SandboxBenchmarks
{
    private const int Many = 1000;
    private static readonly HandlerCode Code = new("python3.14", "lambda_function.lambda_handler",
        [new("lambda_function.py", "def lambda_handler(event, context):\n    return {'n': event['n'] + 1}\n")]);
    private static readonly HandlerCode Script = new("nodejs24.x", "index.handler", [new("index.mjs", "export const handler = async event => ({ n: event.n + 1 });\n")]);
    private static readonly Caller Worker = Caller.Session("111122223333", "worker", "my-function");
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly HandlerEvent[] One = [new("one", """{"n": 1}""")];
    private static readonly HandlerEvent[] Thousand = [.. Enumerable.Repeat(One[0], Many + 1)];
    private readonly HandlerSandbox _cold = SandboxServices.Create(new() { Spares = 0 });
    private LiveAccount? _live;
    private IHandlerSession? _calling, _taken;
    private WatchedSandbox? _spare;

    [Benchmark(Baseline = true)]
    public Task<HandlerRun> ColdStart() => _cold.RunAsync(Code, One, null, CancellationToken.None);

    [IterationSetup(Target = nameof(FromASpare))]
    public void UntilASpareIsReady()
    {
        _spare ??= WatchedSandbox.StartAsync(spares: 1).GetAwaiter().GetResult();
        _spare.UntilAtRestAsync().GetAwaiter().GetResult();
    }

    [IterationCleanup(Target = nameof(FromASpare))]
    public void EndWhatRan() => _taken!.DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>To its first result. Before each, the spare is ready; the process's end and the start of another spare are waited for before the next.</summary>
    [Benchmark]
    public async Task<Invocation> FromASpare()
    {
        _taken = await _spare!.Runtime.OpenAsync(null, null, CancellationToken.None);
        var start = await _taken.StartAsync("one", Code, Now, NoCalls.Instance, CancellationToken.None);
        if (start.Failure is { } failed) throw new InvalidOperationException(failed.ErrorMessage);
        var invocation = await _taken.InvokeAsync("one", One[0], "id", Now, NoCalls.Instance, CancellationToken.None);
        return invocation.FunctionError is { } wrong ? throw new InvalidOperationException(wrong.ErrorMessage) : invocation;
    }

    /// <summary>A cold start and a thousand more events: less the cold start, a thousand warm invocations.</summary>
    [Benchmark]
    public Task<HandlerRun> ColdStartAndAThousandEvents() => _cold.RunAsync(Code, Thousand, null, CancellationToken.None);

    [Benchmark]
    public Task<HandlerRun> ColdStartJavaScript() => _cold.RunAsync(Script, One, null, CancellationToken.None);

    [Benchmark]
    public Task<HandlerRun> ColdStartAndAThousandEventsJavaScript() => _cold.RunAsync(Script, Thousand, null, CancellationToken.None);

    /// <summary>From a handler through the pipe to the account, authorized under the function's role, and back.</summary>
    [Benchmark(OperationsPerInvoke = Many)]
    public async Task<Invocation> SimulatedCall()
    {
        if (_calling is null) await StartCallingAsync();
        var invocation = await _calling!.InvokeAsync("calls", One[0], "id", _live!.Account.Now, _live.CallsAs(Worker, _live.Account.Now), CancellationToken.None);
        return invocation.FunctionError is { } wrong ? throw new InvalidOperationException(wrong.ErrorMessage) : invocation;
    }

    private async Task StartCallingAsync()
    {
        _live = new(new(new("111122223333", 1, Now) { RunsFunctions = true }), _cold);
        Setup("iam", "CreateRole", """{"RoleName":"worker","AssumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"}""");
        Setup("iam", "PutRolePolicy", """{"RoleName":"worker","PolicyName":"read","PolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}"}""");
        Setup("s3", "CreateBucket", """{"Bucket":"ana-photos"}""");
        Setup("s3", "PutObject", """{"Bucket":"ana-photos","Key":"a","Body":"aGk="}""");
        _calling = await _cold.OpenAsync(null, null, CancellationToken.None);
        var code = Code with { TimeoutMs = 900_000, Files = [new("lambda_function.py", $$"""
            from _lambda import host
            def lambda_handler(event, context):
                for _ in range({{Many}}):
                    answer = host.call("s3", "GetObject", "us-east-1", {"Bucket": "ana-photos", "Key": "a"})
                return answer["output"]["Body"]
            """)] };
        var start = await _calling.StartAsync("calls", code, _live.Account.Now, NoCalls.Instance, CancellationToken.None);
        if (start.Failure is { } failed) throw new InvalidOperationException(failed.ErrorMessage);
    }

    private void Setup(string service, string operation, string input)
    {
        var result = _live!.Account.Call(Caller.Root("111122223333"), "us-east-1", service, operation, input);
        if (!result.Succeeded) throw new InvalidOperationException($"{operation}: {result.Error!.Message}");
    }

    [GlobalCleanup]
    public async Task EndAsync()
    {
        if (_calling is not null) await _calling.DisposeAsync();
        if (_live is not null) await _live.DisposeAsync();
        await _cold.DisposeAsync();
        if (_spare is not null) await _spare.DisposeAsync();
    }
}

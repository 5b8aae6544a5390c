using System.Collections.Concurrent;
using CloudCourse.Sandbox;
using CloudCourse.Simulation.Lambda;

[assembly: AssemblyFixture(typeof(CloudCourse.Sandbox.Tests.PythonSandbox))]

namespace CloudCourse.Sandbox.Tests;

/// <summary>The real sandbox, one for all tests.</summary>
public sealed class PythonSandbox : IAsyncDisposable
{
    // More places than tests hold at once: a test that holds one and waits for another, beside one that does the same, would wait for ever.
    private readonly HandlerSandbox _sandbox = SandboxServices.Create(new() { Spares = 2, MaxConcurrent = 16 });

    public IHandlerRuntime Runtime => _sandbox;

    /// <summary>Processes that tests use one after the other: starting one for each would take most of their time.</summary>
    private readonly ConcurrentBag<IHandlerSession> _shared = [];
    private int _environments;

    /// <summary>An environment of its own in a process that other tests have used; where an event ends that process, the next test begins another.</summary>
    public async Task<HandlerRun> RunSharedAsync(HandlerCode code, params string[] events)
    {
        var cancel = TestContext.Current.CancellationToken;
        if (!_shared.TryTake(out var session)) session = await _sandbox.OpenAsync(null, null, cancel);
        var at = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var environment = $"shared {Interlocked.Increment(ref _environments)}";
        var start = await session.StartAsync(environment, code, at, NoCalls.Instance, cancel);
        List<Invocation> invocations = [];
        foreach (var json in start.Failure is null ? events : [])
        {
            var invocation = await session.InvokeAsync(environment, new($"event {invocations.Count + 1}", json), $"request {invocations.Count + 1}", at, NoCalls.Instance, cancel);
            invocations.Add(invocation);
            at = at.AddMilliseconds(invocation.VirtualMs);
        }
        // One that threw is not given back; the pool ends it with all others.
        _shared.Add(session);
        return new(start.Failure, start.Log, invocations);
    }

    /// <summary>Runs <paramref name="source"/> as lambda_function.py, an invocation an event.</summary>
    public Task<HandlerRun> RunAsync(string source, params string[] events) => RunAsync(Function(source), events);

    public Task<HandlerRun> RunAsync(HandlerCode code, params string[] events) =>
        _sandbox.RunAsync(code, [.. events.Select((json, i) => new HandlerEvent($"event {i + 1}", json))], null, TestContext.Current.CancellationToken);

    /// <summary>The one invocation of a run that loads, in a shared process.</summary>
    public async Task<Invocation> InvokeAsync(string source, string json = "{}", int timeoutMs = 1000) => One(await RunSharedAsync(Function(source) with { TimeoutMs = timeoutMs }, json));

    /// <summary>The same in a process of its own.</summary>
    public async Task<Invocation> InvokeAloneAsync(string source, int timeoutMs) => One(await RunAsync(Function(source) with { TimeoutMs = timeoutMs }, "{}"));

    private static Invocation One(HandlerRun run)
    {
        Assert.Null(run.Init);
        return Assert.Single(run.Invocations);
    }

    public static HandlerCode Function(string source) =>
        new("python3.14", "lambda_function.lambda_handler", [new("lambda_function.py", source)], TimeoutMs: 1000, Seed: 7);

    /// <summary>A handler with this body; its result is what it returns.</summary>
    public static string Body(string body) => "def lambda_handler(event, context):\n    " + body.ReplaceLineEndings("\n    ");

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _shared) await session.DisposeAsync();
        await _sandbox.DisposeAsync();
    }
}

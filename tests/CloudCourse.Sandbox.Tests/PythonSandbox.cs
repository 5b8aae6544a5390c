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

    /// <summary>Runs <paramref name="source"/> as lambda_function.py, an invocation an event.</summary>
    public Task<HandlerRun> RunAsync(string source, params string[] events) => RunAsync(Function(source), events);

    public Task<HandlerRun> RunAsync(HandlerCode code, params string[] events) =>
        _sandbox.RunAsync(code, [.. events.Select((json, i) => new HandlerEvent($"event {i + 1}", json))], null, TestContext.Current.CancellationToken);

    /// <summary>The one invocation of a run that loads.</summary>
    public async Task<Invocation> InvokeAsync(string source, string json = "{}", int timeoutMs = 1000)
    {
        var run = await RunAsync(Function(source) with { TimeoutMs = timeoutMs }, json);
        Assert.Null(run.Init);
        return Assert.Single(run.Invocations);
    }

    public static HandlerCode Function(string source) =>
        new("python3.14", "lambda_function.lambda_handler", [new("lambda_function.py", source)], TimeoutMs: 1000, Seed: 7);

    /// <summary>A handler with this body; its result is what it returns.</summary>
    public static string Body(string body) => "def lambda_handler(event, context):\n    " + body.ReplaceLineEndings("\n    ");

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();
}

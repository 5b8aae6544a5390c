using BenchmarkDotNet.Attributes;
using CloudCourse.Sandbox;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Benchmarks;

/// <summary>Python handlers: a cold start (a process from nothing to its first result), one from a spare, and warm invocations (0.1 to 0.25 ms each).</summary>
[SimpleJob(warmupCount: 2, iterationCount: 10)]
public class SandboxBenchmarks
{
    private const int Many = 1000;
    private static readonly HandlerCode Code = new("python3.14", "lambda_function.lambda_handler",
        [new("lambda_function.py", "def lambda_handler(event, context):\n    return {'n': event['n'] + 1}\n")]);
    private static readonly HandlerEvent[] One = [new("one", """{"n": 1}""")];
    private static readonly HandlerEvent[] Thousand = [.. Enumerable.Repeat(One[0], Many + 1)];
    private readonly HandlerSandbox _cold = SandboxServices.Create(new() { Spares = 0 });
    private readonly HandlerSandbox _spare = SandboxServices.Create(new() { Spares = 1 });

    [Benchmark(Baseline = true)]
    public Task<HandlerRun> ColdStart() => _cold.RunAsync(Code, One, null, CancellationToken.None);

    /// <summary>Right after another run: the spare may still be starting.</summary>
    [Benchmark]
    public Task<HandlerRun> FromASpare() => _spare.RunAsync(Code, One, null, CancellationToken.None);

    /// <summary>A cold start and a thousand more events: less the cold start, a thousand warm invocations.</summary>
    [Benchmark]
    public Task<HandlerRun> ColdStartAndAThousandEvents() => _cold.RunAsync(Code, Thousand, null, CancellationToken.None);

    [GlobalCleanup]
    public async Task EndAsync()
    {
        await _cold.DisposeAsync();
        await _spare.DisposeAsync();
    }
}

using System.Diagnostics;
using System.Globalization;
using CloudCourse.Sandbox;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Benchmarks;

/// <summary>Twenty learners press Run at the same moment: when each is answered, whether each saw its place meanwhile, and what memory is held afterwards.</summary>
internal static class SandboxLoad
{
    private const int Learners = 20, Rounds = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly HandlerEvent[] Events = [.. Enumerable.Range(1, 5).Select(n => new HandlerEvent($"event {n}", $$"""{"n": {{n}}}"""))];

    public static async Task PrintAsync()
    {
        await using var sandbox = await WatchedSandbox.StartAsync(spares: 1);
        await AtRestAsync(sandbox);
        var before = HeldMiB();
        foreach (var round in Enumerable.Range(1, Rounds))
        {
            var began = Stopwatch.GetTimestamp();
            var runs = await Task.WhenAll(Enumerable.Range(0, Learners).Select(async n =>
            {
                Places places = new();
                var run = await RunAsync(sandbox.Runtime, n, places);
                if (run.Invocations.Count != Events.Length || run.Invocations.Any(i => i.FunctionError is not null)) throw new InvalidOperationException($"learner {n}: {run.Init} {run.Invocations.LastOrDefault()?.FunctionError}");
                return (Seconds: Stopwatch.GetElapsedTime(began).TotalSeconds, Seen: places.Seen);
            }));
            var times = runs.Select(r => r.Seconds).Order().ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: first {times[0]:F2} s, median {times[Learners / 2]:F2} s, last {times[^1]:F2} s; {runs.Count(r => r.Seen.Count > 0)} of {Learners} saw their place, {runs.Count(r => IsFalling(r.Seen))} of them only falling"));
        }
        await AtRestAsync(sandbox);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"children hold {before} MB before, {HeldMiB()} MB after; {System.Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Trim()}"));
    }

    private static Task<HandlerRun> RunAsync(IHandlerRuntime sandbox, int learner, Places places) => sandbox.RunAsync(
        learner % 2 == 0
            ? new("python3.14", "lambda_function.lambda_handler", [new("lambda_function.py", "def lambda_handler(event, context):\n    return sum(range(event['n'] * 100000))\n")], Owner: $"learner {learner}")
            : new("nodejs24.x", "index.handler", [new("index.mjs", "export const handler = async ({ n }) => { let sum = 0; for (let i = 0; i < n * 100000; i++) sum += i; return sum; };")], Owner: $"learner {learner}"),
        Events, places, CancellationToken.None);

    private static bool IsFalling(List<int> places) => places.Count > 0 && places.Zip(places.Skip(1)).All(p => p.Second < p.First);

    /// <summary>Until the pool is at rest and has no other children than its spares: those that ended have given their memory back.</summary>
    private static async Task AtRestAsync(WatchedSandbox sandbox)
    {
        var began = Stopwatch.GetTimestamp();
        while (await sandbox.UntilAtRestAsync() != Children().Count())
        {
            if (Stopwatch.GetElapsedTime(began) > Deadline) throw new TimeoutException($"{Children().Count()} children are left.");
            await Task.Yield();
        }
    }

    private static IEnumerable<int> Children() => Directory.EnumerateDirectories("/proc/self/task")
        .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(id => int.Parse(id, CultureInfo.InvariantCulture));

    private static long HeldMiB() => Children().Sum(id => File.ReadLines($"/proc/{id}/status").Where(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Sum(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))) / 1024;

    private sealed class Places : IProgress<int>
    {
        public List<int> Seen { get; } = [];
        public void Report(int value) => Seen.Add(value);
    }
}

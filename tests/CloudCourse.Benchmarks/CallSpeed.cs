using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace CloudCourse.Benchmarks;

/// <summary>
/// How many calls a second one core answers, told in the processor's time of all of the process's threads, the collector's too, so that
/// a busy machine and a second core change nothing. Rounds run until the runtime has compiled what is used much as well as it can, and
/// only then count.
/// </summary>
internal static class CallSpeed
{
    private const int Rounds = 5, MostWarmUps = 40;

    /// <summary>What the compiler may take of a round's time once all is compiled.</summary>
    private const double AtRest = 0.01;

    /// <summary>Only what has this in its name is run: for a profiler.</summary>
    public static string Only { get; set; } = "";

    public static void SayConditions() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{(GCSettings.IsServerGC ? "server" : "workstation")} collector, {Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Trim()}"));

    /// <param name="start">Makes ready what a round calls, which is not counted; what it gives makes the call of that number.</param>
    public static void Say(string what, int calls, Func<Action<int>> start)
    {
        if (!what.Contains(Only, StringComparison.OrdinalIgnoreCase)) return;
        var warmUps = 0;
        while (warmUps < MostWarmUps && Run(calls, start) is var round && round.Compiling > AtRest * round.Seconds) warmUps++;
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Run(calls, start)).OrderBy(r => r.Seconds).ToList();
        var (fastest, median, slowest) = (rounds[0], rounds[Rounds / 2], rounds[^1]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {calls / median.Seconds:N0} calls/s ({calls / slowest.Seconds:N0} to {calls / fastest.Seconds:N0} in {Rounds} rounds), {median.Seconds * 1e6 / calls:F1} µs a call, {median.Bytes / calls:N0} bytes, the collector {median.Collecting:P0}; {(warmUps == MostWarmUps ? "never at rest" : $"{warmUps} rounds before")}"));
    }

    private static Round Run(int calls, Func<Action<int>> start)
    {
        var call = start();
        GC.Collect();
        var (began, paused, bytes, compiling) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration(), GC.GetAllocatedBytesForCurrentThread(), JitInfo.GetCompilationTime());
        var time = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < calls; i++) call(i);
        return new((Environment.CpuUsage.TotalTime - time).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - bytes,
            (JitInfo.GetCompilationTime() - compiling).TotalSeconds, (GC.GetTotalPauseDuration() - paused) / Stopwatch.GetElapsedTime(began));
    }

    /// <param name="Seconds">Of the processor.</param>
    /// <param name="Compiling">Seconds that the compiler ran meanwhile, on its own threads.</param>
    /// <param name="Collecting">The part of the round in which everything waited for the collector.</param>
    private readonly record struct Round(double Seconds, long Bytes, double Compiling, double Collecting);
}

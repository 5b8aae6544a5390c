using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Lambda.Load;

/// <summary>What CloudWatch would show of one function's run, and what it cost. All of it is in virtual time, so the same run gives the same figures.</summary>
/// <param name="Errors">Invocations whose handler failed.</param>
/// <param name="Throttles">Starts that were refused for lack of room; an event that waits is counted each time it is tried.</param>
/// <param name="MostConcurrent">Invocations at the same time.</param>
/// <param name="ColdStarts">Invocations that made a new environment.</param>
/// <param name="P50">Of the handlers' durations, in milliseconds, without init; 0 where nothing ran.</param>
/// <param name="Usd">Compute and requests.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"/>
public sealed record FunctionFigures(string Function, int Invocations, int Errors, int Throttles, int MostConcurrent, int ColdStarts, double P50, double P95, double P99, double MaxMs, long BilledMs, decimal Usd)
{
    /// <summary>Concurrent executions by time: each value holds until the next.</summary>
    public IReadOnlyList<(DateTimeOffset At, int Concurrent)> Concurrency { get; init; } = [];

    public static FunctionFigures Of(LiveAccount live, string function) => Of(live.Ran, live.Account.History, function);

    public static FunctionFigures Of(IEnumerable<RanInvocation> ran, IReadOnlyList<HistoryEvent> history, string function)
    {
        var own = ran.Where(r => r.Started.Version.Name == function).ToList();
        List<double> durations = [.. own.Select(r => r.Outcome.DurationMs).Order()];
        SortedDictionary<DateTimeOffset, int> steps = [];
        foreach (var one in own)
        {
            var end = one.Started.At.AddMilliseconds(one.Outcome.DurationMs + (one.Outcome.InitMs ?? 0));
            steps[one.Started.At] = steps.GetValueOrDefault(one.Started.At) + 1;
            steps[end] = steps.GetValueOrDefault(end) - 1;
        }
        List<(DateTimeOffset At, int Concurrent)> concurrency = [];
        var now = 0;
        foreach (var (at, change) in steps)
        {
            if (change != 0) concurrency.Add((at, now += change));
        }
        var throttles = history.Count(e => e switch
        {
            Change { Service: "lambda", To: Throttled } change => Named(change.Resource, function),
            ApiCall { Service: "lambda", Operation: "Invoke", Error.Code: "TooManyRequestsException" } call => call.Authorized.Any(a => Named(a.Resource, function)),
            _ => false,
        });
        return new(function, own.Count, own.Count(r => r.Outcome.Error is not null), throttles, concurrency.Select(c => c.Concurrent).DefaultIfEmpty().Max(), own.Count(r => r.Started.IsCold),
            Percentile(50), Percentile(95), Percentile(99), durations.Count == 0 ? 0 : durations[^1], own.Sum(r => r.Outcome.BilledMs),
            own.Sum(r => LambdaPrices.Of(r.Started.Version.Region, r.Started.Version.Architecture, r.Started.Version.MemorySize, r.Outcome.BilledMs)))
        { Concurrency = concurrency };

        // The nearest rank: a duration that was measured.
        double Percentile(int percent) => durations.Count == 0 ? 0 : durations[Math.Max(0, (int)Math.Ceiling(durations.Count * percent / 100.0) - 1)];
    }

    /// <summary>What a change is turned to when an invocation finds no room.</summary>
    internal const string Throttled = "throttled";

    private static bool Named(string arn, string function) => FunctionArn.Read(arn) is { } named && named.Name == function;
}

using System.Collections.Immutable;
using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.CloudWatch.Own;

namespace CloudCourse.Simulation.Lambda;

/// <summary>Gives invocations their environments, and takes the environments back.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html"/>
internal static class Invocations
{
    /// <summary>How long an unused environment stays warm. AWS does not say; this is an assumption.</summary>
    private static readonly TimeSpan StaysWarm = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ScalingWindow = TimeSpan.FromSeconds(10);
    private const int AddedInWindow = 1000;

    /// <summary>Lambda keeps this many for functions that have reserved none.</summary>
    public const int LeastUnreserved = 100;

    /// <summary>
    /// Starts an invocation in an environment that is warm and idle, or in a new one; what has started stands in
    /// <see cref="LambdaState.Ready"/> to be run. Null where there is no room for one more: the reason is in <paramref name="throttled"/>.
    /// </summary>
    public static StartedInvocation? TryStart(Turn turn, Function function, FunctionVersion version, string invokedArn, string requestId, string payload, InvocationOrigin origin, out string? throttled)
    {
        var lambda = turn.State.Lambda;
        throttled = Throttled(lambda, function);
        if (throttled is not null)
        {
            FunctionCounting.CountOf(turn, function, invokedArn, (LambdaMetrics.Throttles, 1));
            return null;
        }

        var fleet = lambda.Fleets.Find(version.Arn) ?? Fleet.None;
        var idle = fleet.Idle;
        // What has waited too long is gone, and so is all below it.
        if (!idle.IsEmpty && turn.Now - idle.Peek().Since > StaysWarm) idle = [];
        var isCold = idle.IsEmpty;
        string environment;
        if (isCold)
        {
            var (start, added) = turn.Now - fleet.WindowStart >= ScalingWindow ? (turn.Now, 0) : (fleet.WindowStart, fleet.Added);
            if (added >= AddedInWindow)
            {
                throttled = "FunctionInvocationRateLimitExceeded";
                FunctionCounting.CountOf(turn, function, invokedArn, (LambdaMetrics.Throttles, 1));
                return null;
            }
            fleet = fleet with { WindowStart = start, Added = added + 1 };
            environment = $"{turn.Now.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture)}/[{version.Version}]{turn.HexId(32)}";
        }
        else
        {
            environment = idle.Peek().Id;
            idle = idle.Pop();
        }

        StartedInvocation started = new(requestId, version, invokedArn, payload, environment, isCold, turn.Now, origin);
        turn.Put(lambda with
        {
            Fleets = lambda.Fleets.Put(version.Arn, fleet with { Idle = idle, Busy = fleet.Busy + 1 }),
            Busy = lambda.Busy.SetItem(function.Region, lambda.Busy.GetValueOrDefault(function.Region) + 1),
            Ready = lambda.Ready.Add(started),
            Running = lambda.Running.Put(requestId, started),
        });
        turn.Note("lambda", environment, $"{function.Name} takes {requestId}{(isCold ? " in a new environment" : "")}", isCold ? null : "idle", "busy");
        FunctionCounting.Started(turn, function);
        return started;
    }

    /// <summary>Why one more invocation would be throttled now; null where it would not.</summary>
    private static string? Throttled(LambdaState lambda, Function function)
    {
        var own = BusyOf(lambda, function);
        if (function.ReservedConcurrency is { } reserved) return own >= reserved ? "ReservedFunctionConcurrentInvocationLimitExceeded" : null;
        // Of what is busy in the Region, the functions with a reservation of their own use theirs.
        var (others, kept) = (0, 0);
        foreach (var other in lambda.Functions.Values)
        {
            if (other.Region != function.Region || other.ReservedConcurrency is not { } theirs) continue;
            kept += theirs;
            others += BusyOf(lambda, other);
        }
        return lambda.Busy.GetValueOrDefault(function.Region) - others >= LambdaState.RegionalConcurrency - kept ? "ConcurrentInvocationLimitExceeded" : null;
    }

    public static int BusyOf(LambdaState lambda, Function function) =>
        (lambda.Fleets.Find(function.Latest.Arn)?.Busy ?? 0) + function.Versions.Sum(v => lambda.Fleets.Find(v.Arn)?.Busy ?? 0);

    /// <summary>It was run: its end is planned by its virtual duration.</summary>
    public sealed record Ran(string RequestId, InvocationOutcome Outcome) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            var lambda = turn.State.Lambda;
            if (lambda.Running.Find(RequestId) is not { } invocation) return;
            turn.Put(lambda with { Ready = lambda.Ready.RemoveAll(r => r.RequestId == RequestId) });
            var takes = TimeSpan.FromMilliseconds(Math.Round(Outcome.DurationMs + (Outcome.InitMs ?? 0), 3));
            var end = invocation.At + takes;
            turn.Plan(end > turn.Now ? end - turn.Now : TimeSpan.Zero, new Ends(RequestId, Outcome));
        }
    }

    private sealed record Ends(string RequestId, InvocationOutcome Outcome) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            var lambda = turn.State.Lambda;
            if (lambda.Running.Find(RequestId) is not { } invocation) return;
            var version = invocation.Version;
            var fleet = lambda.Fleets.Find(version.Arn) ?? Fleet.None;
            turn.Put(lambda with
            {
                Running = lambda.Running.Remove(RequestId),
                Busy = lambda.Busy.SetItem(version.Region, Math.Max(0, lambda.Busy.GetValueOrDefault(version.Region) - 1)),
                Fleets = lambda.Fleets.Put(version.Arn, fleet with
                {
                    Busy = Math.Max(0, fleet.Busy - 1),
                    Idle = Outcome.IsEnvironmentLost ? fleet.Idle : fleet.Idle.Push(new(invocation.Environment, turn.Now)),
                }),
            });
            var milliseconds = Outcome.DurationMs.ToString("0.##", CultureInfo.InvariantCulture);
            turn.Note("lambda", invocation.Environment, Outcome.Error is { } error
                ? $"{version.Name} fails with {error.ErrorType} after {milliseconds} ms"
                : $"{version.Name} answers {RequestId} after {milliseconds} ms", "busy", Outcome.IsEnvironmentLost ? null : "idle");
            FunctionCounting.Ended(turn, invocation, Outcome);
            LogTail.Write(turn, invocation, Outcome);
            LambdaPrices.Charge(turn, version, Outcome.BilledMs);
            invocation.Origin.Ended(turn, invocation, Outcome);
        }
    }

    public static void Put(this Turn turn, LambdaState lambda) => turn.State = turn.State with { Lambda = lambda };

    public static void Put(this Turn turn, Function function) =>
        turn.Put(turn.State.Lambda with { Functions = turn.State.Lambda.Functions.Put(function.Key, function) });
}

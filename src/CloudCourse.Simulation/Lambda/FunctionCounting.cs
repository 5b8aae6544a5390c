using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;

namespace CloudCourse.Simulation.Lambda;

/// <summary>What CloudWatch has of functions. What is known at an invocation's end stands at the minute in which it began, as Lambda says it.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"/>
internal static class FunctionCounting
{
    /// <summary>One more runs.</summary>
    public static void Started(Turn turn, Function function)
    {
        var lambda = turn.State.Lambda;
        var (all, own, others) = (lambda.Busy.GetValueOrDefault(function.Region), Invocations.BusyOf(lambda, function), 0);
        foreach (var other in lambda.Functions.Values)
        {
            if (other.Region == function.Region && other.ReservedConcurrency is not null) others += Invocations.BusyOf(lambda, other);
        }
        turn.Measure(LambdaMetrics.Of(function.Region, function.Name), (LambdaMetrics.ConcurrentExecutions, own));
        turn.Measure(LambdaMetrics.All(function.Region), (LambdaMetrics.ConcurrentExecutions, all), (LambdaMetrics.UnreservedConcurrentExecutions, all - others));
    }

    public static void Ended(Turn turn, StartedInvocation invocation, InvocationOutcome outcome)
    {
        var version = invocation.Version;
        Count(turn, version.Region, version.Name, Resource(invocation.InvokedArn), version.Version, invocation.At,
            (LambdaMetrics.Invocations, 1), (LambdaMetrics.Errors, outcome.Error is null ? 0 : 1), (LambdaMetrics.Throttles, 0), (LambdaMetrics.Duration, Math.Round(outcome.DurationMs, 3)));
    }

    /// <param name="qualifier">As it was asked for; null for none.</param>
    public static void Count(Turn turn, Function function, string? qualifier, params ReadOnlySpan<(OwnMetric, double)> values) =>
        Count(turn, function.Region, function.Name, qualifier is null ? function.Name : $"{function.Name}:{qualifier}", null, turn.Now, values);

    /// <inheritdoc cref="Count(Turn, Function, string?, ReadOnlySpan{ValueTuple{OwnMetric, double}})"/>
    public static void CountOf(Turn turn, Function function, string invokedArn, params ReadOnlySpan<(OwnMetric, double)> values) =>
        Count(turn, function.Region, function.Name, Resource(invokedArn), null, turn.Now, values);

    /// <param name="version">The version that ran, where one did.</param>
    private static void Count(Turn turn, string region, string function, string resource, string? version, DateTimeOffset at, params ReadOnlySpan<(OwnMetric, double)> values)
    {
        turn.Measure(LambdaMetrics.Of(region, function), at, values);
        turn.Measure(LambdaMetrics.Of(region, function, resource), at, values);
        turn.Measure(LambdaMetrics.All(region), at, values);
        if (version is not null && resource.Length > function.Length && turn.State.Lambda.Functions.Find(Function.KeyOf(region, function))?.Aliases.Find(resource[(function.Length + 1)..]) is { SecondVersion: not null })
            turn.Measure(LambdaMetrics.Of(region, function, resource, version), at, values);
    }

    /// <summary>The function's name with the qualifier, from the ARN that was invoked.</summary>
    private static string Resource(string arn) => arn[(arn.IndexOf(":function:", StringComparison.Ordinal) + ":function:".Length)..];
}

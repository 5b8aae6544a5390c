using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.CloudWatch.Own;

/// <summary>Finds what was measured: what programs put, what services counted, and what can be read off the account when somebody asks.</summary>
internal static class MetricReading
{
    private static readonly Dictionary<string, OwnNamespace> Counted =
        new[] { LambdaMetrics.Namespace, SqsMetrics.Namespace, DynamoDbMetrics.Namespace, KinesisMetrics.Namespace, SnsMetrics.Namespace, EventsMetrics.Namespace, ApiGatewayMetrics.Namespace }.ToDictionary(s => s.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, DerivedMetrics> Derived =
        new DerivedMetrics[] { new QueueMetrics(), new BalancerMetrics(), new InstanceMetrics(), new EcsMetrics() }.ToDictionary(d => d.Namespace, StringComparer.Ordinal);

    /// <summary>From a moment up to, but without, another, oldest first.</summary>
    /// <param name="period">Seconds.</param>
    public static IEnumerable<MetricPoint> Between(AccountState state, MetricName name, DateTimeOffset from, DateTimeOffset to, int period)
    {
        if (Counted.GetValueOrDefault(name.Namespace) is { } space && Array.Find(space.Metrics, m => m.Name == name.Name) is { } metric)
            return state.CloudWatch.Own.Find(new Measured(space, name.Region, Measured.Text(name.Dimensions)).Key)?.Series[metric.Slot]?.Between(from, to, period, metric.Unit) ?? [];
        if (Derived.GetValueOrDefault(name.Namespace) is { } derived) return derived.Between(state, name, from, to < state.Now ? to : state.Now);
        return state.CloudWatch.Metrics.Find(name.Key)?.Between(from, to) ?? [];
    }

    /// <summary>The metrics that are there, with when something was measured last.</summary>
    public static IEnumerable<(MetricName Name, DateTimeOffset Last)> All(AccountState state, string region)
    {
        foreach (var series in state.CloudWatch.Metrics.Values)
        {
            if (series.Name.Region == region) yield return (series.Name, series.Last);
        }
        foreach (var measures in state.CloudWatch.Own.Values)
        {
            if (measures.Of.Region != region) continue;
            var dimensions = Measured.Read(measures.Of.Dimensions);
            foreach (var metric in measures.Of.Space.Metrics)
            {
                if (measures.Series[metric.Slot] is not null) yield return (new(region, measures.Of.Space.Name, metric.Name, dimensions), measures.Last);
            }
        }
        foreach (var derived in Derived.Values)
        {
            foreach (var found in derived.All(state, region)) yield return found;
        }
    }
}

/// <summary>Metrics of which nothing is recorded: they are worked out from what the account knows anyway.</summary>
internal abstract class DerivedMetrics
{
    public abstract string Namespace { get; }

    /// <param name="to">Not later than now.</param>
    public abstract IEnumerable<MetricPoint> Between(AccountState state, MetricName name, DateTimeOffset from, DateTimeOffset to);

    public abstract IEnumerable<(MetricName Name, DateTimeOffset Last)> All(AccountState state, string region);

    protected MetricName Name(string region, string metric, params ReadOnlySpan<(string Name, string Value)> dimensions)
    {
        var all = MetricName.NoDimensions;
        foreach (var (name, value) in dimensions) all = all.SetItem(name, value);
        return new(region, Namespace, metric, all);
    }
}

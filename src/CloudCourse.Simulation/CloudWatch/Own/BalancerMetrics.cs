using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.ElasticLoadBalancing;

namespace CloudCourse.Simulation.CloudWatch.Own;

/// <summary>
/// What load balancers had to do for visitors. Of a visitor the simulation knows whether it was served and how long that took, so: who was
/// served got a 2xx of a target, who was not a 5xx of the load balancer. Requests are counted once there was a target to ask.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"/>
internal sealed class BalancerMetrics : DerivedMetrics
{
    private const string Balancer = "LoadBalancer", Group = "TargetGroup";

    /// <summary>With which dimensions each is told: the load balancer's, both, the target group's.</summary>
    private static readonly (string Name, bool ByBalancer, bool ByBoth, bool ByGroup)[] Metrics =
    [
        ("RequestCount", true, true, false), ("HTTPCode_Target_2XX_Count", true, true, false), ("HTTPCode_ELB_5XX_Count", true, false, false),
        ("TargetResponseTime", true, true, false), ("RequestCountPerTarget", false, true, true),
    ];

    public override string Namespace => "AWS/ApplicationELB";

    public override IEnumerable<MetricPoint> Between(AccountState state, MetricName name, DateTimeOffset from, DateTimeOffset to)
    {
        if (Array.Find(Metrics, m => m.Name == name.Name) is not { Name: not null } metric) return [];
        var (balancer, group) = (name.Dimensions.GetValueOrDefault(Balancer), name.Dimensions.GetValueOrDefault(Group));
        if (name.Dimensions.Count != (balancer is null ? 0 : 1) + (group is null ? 0 : 1)) return [];
        if (!((balancer, group) switch { (not null, null) => metric.ByBalancer, (not null, not null) => metric.ByBoth, (null, not null) => metric.ByGroup, _ => false })) return [];
        var ways = Ways(state, name.Region).Where(w => (balancer is null || Dimension(w.Balancer.Arn, "loadbalancer/") == balancer) && (group is null || GroupDimension(w.Listener) == group)).ToList();
        return TrafficPieces.Of(Streams(state, ways), from, to).Where(p => !p.Sample.Loads.IsEmpty).Select(p => Of(metric.Name, p)).OfType<MetricPoint>();
    }

    private static IEnumerable<(LoadBalancer Balancer, Listener Listener)> Ways(AccountState state, string region) =>
        from listener in state.LoadBalancing.Listeners.Values
        let balancer = state.LoadBalancing.LoadBalancers.Find(listener.LoadBalancerArn)
        where balancer is not null && balancer.Region == region
        select (balancer, listener);

    private static IEnumerable<VisitorStream> Streams(AccountState state, List<(LoadBalancer Balancer, Listener Listener)> ways) =>
        state.Traffic.Streams.Values.Where(s => ways.Exists(w => w.Balancer.DnsName == s.Address && w.Listener.Port == s.Port));

    private static MetricPoint? Of(string metric, TrafficPiece piece) => metric switch
    {
        "RequestCount" => Counted(piece, piece.Asked),
        "HTTPCode_Target_2XX_Count" => Counted(piece, piece.Served),
        "HTTPCode_ELB_5XX_Count" => Counted(piece, piece.Asked - piece.Served),
        "RequestCountPerTarget" => piece.Asked == 0 ? null : new(piece.At, Sample.Of((double)piece.Asked / piece.Sample.Loads.Length, 1, "Count")),
        _ => piece.Served == 0 ? null : new(piece.At, Sample.Of(piece.Sample.LatencyMs / 1000, piece.Served, "Seconds")),
    };

    /// <summary>Each request is a sample of 1: so Sum is how many there were.</summary>
    private static MetricPoint? Counted(TrafficPiece piece, long count) => count == 0 ? null : new(piece.At, Sample.Of(1, count, "Count"));

    private static string Dimension(string arn, string before) => arn[(arn.IndexOf(before, StringComparison.Ordinal) + before.Length)..];

    private static string GroupDimension(Listener listener) => listener.TargetGroupArn[listener.TargetGroupArn.IndexOf("targetgroup/", StringComparison.Ordinal)..];

    public override IEnumerable<(MetricName Name, DateTimeOffset Last)> All(AccountState state, string region)
    {
        foreach (var way in Ways(state, region))
        {
            if (Streams(state, [way]).SelectMany(s => s.Series.Samples).LastOrDefault(s => !s.Loads.IsEmpty) is not { } last) continue;
            var (balancer, group) = ((Balancer, Dimension(way.Balancer.Arn, "loadbalancer/")), (Group, GroupDimension(way.Listener)));
            foreach (var metric in Metrics)
            {
                if (metric.ByBalancer) yield return (Name(region, metric.Name, balancer), last.To);
                if (metric.ByBoth) yield return (Name(region, metric.Name, balancer, group), last.To);
                if (metric.ByGroup) yield return (Name(region, metric.Name, group), last.To);
            }
        }
    }
}

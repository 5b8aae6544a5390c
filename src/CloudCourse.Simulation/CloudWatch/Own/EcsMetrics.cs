using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Services;

namespace CloudCourse.Simulation.CloudWatch.Own;

/// <summary>AWS/ECS: how busy a service's tasks are while visitors ask them for something, a value a task and minute. Nothing is known of their memory.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html"/>
internal sealed class EcsMetrics : DerivedMetrics
{
    private const string Cpu = "CPUUtilization";

    public override string Namespace => "AWS/ECS";

    public override IEnumerable<MetricPoint> Between(AccountState state, MetricName name, DateTimeOffset from, DateTimeOffset to)
    {
        if (name.Name != Cpu || name.Dimensions.Count != 2 || !name.Dimensions.TryGetValue("ClusterName", out var cluster) || !name.Dimensions.TryGetValue("ServiceName", out var service)) return [];
        if (state.Ecs.Services.Values.FirstOrDefault(s => s.Region == name.Region && s.Name == service && ClusterOf(s) == cluster) is not { } found) return [];
        return Targets(state, found).SelectMany(t => Loads.Of(state, from, to, l => l == t, 1)).Where(p => p.At.AddMinutes(1) <= state.Now).OrderBy(p => p.At);
    }

    private static string ClusterOf(EcsService service) => service.ClusterArn[(service.ClusterArn.LastIndexOf('/') + 1)..];

    /// <summary>As target groups know its tasks, those that have stopped of late too.</summary>
    private static IEnumerable<string> Targets(AccountState state, EcsService service) => state.Ecs.Tasks.Values
        .Where(t => t.ClusterArn == service.ClusterArn && t.Group == $"service:{service.Name}").Select(t => t.HasInterface ? t.PrivateIp : t.InstanceId ?? t.PrivateIp).Distinct(StringComparer.Ordinal);

    public override IEnumerable<(MetricName Name, DateTimeOffset Last)> All(AccountState state, string region)
    {
        var seen = Loads.Seen(state).ToDictionary(StringComparer.Ordinal);
        foreach (var service in state.Ecs.Services.Values.Where(s => s.Region == region))
        {
            if (Targets(state, service).Where(seen.ContainsKey).Select(t => seen[t]).DefaultIfEmpty().Max() is var last && last != default)
                yield return (Name(region, Cpu, ("ClusterName", ClusterOf(service)), ("ServiceName", service.Name)), last);
        }
    }
}

using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.ElasticLoadBalancing;

namespace CloudCourse.Simulation.Cloud.Traffic;

/// <param name="PerSecond">What it can serve; 0 when it does not answer.</param>
internal readonly record struct RoutedTarget(string Id, string? TargetGroupArn, double PerSecond);

/// <summary>
/// Where requests to an address go now. A load balancer sends to healthy targets, and to all while none is healthy; what it has
/// not noticed yet is lost there. Its own nodes are not simulated: that of a failed zone takes no request.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"/>
internal static class Route
{
    /// <summary>Visitors' address, of a range that is kept for documentation.</summary>
    private const string Visitor = "192.0.2.10";

    /// <param name="Why">Why nobody answers; null where there is somebody to ask.</param>
    /// <param name="Resource">What is billed for the requests: the load balancer, or what is asked by its own address; null where nothing is there.</param>
    public readonly record struct Found(IReadOnlyList<RoutedTarget> Targets, string? Why, string? Resource = null, string? Region = null, bool Balanced = false);

    /// <summary>A way as it was found, and of what: it stays the same for as long as these three do.</summary>
    internal sealed class Kept(AccountState of, Found found)
    {
        private readonly object _ec2 = of.Ec2, _ecs = of.Ecs, _balancing = of.LoadBalancing;

        public Found Found => found;

        public bool IsOf(AccountState state) => ReferenceEquals(_ec2, state.Ec2) && ReferenceEquals(_ecs, state.Ecs) && ReferenceEquals(_balancing, state.LoadBalancing);
    }

    /// <summary>The stream's way, looked for only where something has changed on which it depends.</summary>
    public static Kept Of(AccountState state, VisitorStream stream) =>
        stream.Way is { } way && way.IsOf(state) ? way : new(state, To(state, stream.Address, stream.Port));

    public static Found To(AccountState state, string address, int port) =>
        state.LoadBalancing.LoadBalancers.Values.FirstOrDefault(l => l.DnsName == address) is { } balancer
            ? Through(state, balancer, port) with { Resource = balancer.Arn, Region = balancer.Region, Balanced = true } : Straight(state, address, port);

    private static Found Through(AccountState state, LoadBalancer balancer, int port)
    {
        if (balancer.Internal) return None($"{balancer.Name} is internal: nobody outside the VPC reaches it");
        if (!balancer.SubnetIds.Any(s => state.Ec2.Regions[balancer.Region] is var r && r.Subnets.Find(s) is { } subnet && Routing.IsPublic(r, subnet, Visitor)))
            return None($"no subnet of {balancer.Name} has a route to an internet gateway");
        if (balancer.State != "active") return None($"{balancer.Name} is {balancer.State}");
        var ec2 = state.Ec2.Regions[balancer.Region];
        var rules = balancer.SecurityGroupIds.Select(g => ec2.SecurityGroups.Find(g)).OfType<SecurityGroup>().SelectMany(g => g.Rules);
        if (!rules.Any(r => !r.IsEgress && r.LetsTcp(port, Visitor, []))) return None($"no security group of {balancer.Name} lets TCP port {port} in from the internet");
        if (state.LoadBalancing.Listeners.Values.FirstOrDefault(l => l.LoadBalancerArn == balancer.Arn && l.Port == port) is not { } listener) return None($"{balancer.Name} has no listener on port {port}");
        if (state.LoadBalancing.TargetGroups.Find(listener.TargetGroupArn) is not { } group) return None($"the target group of {balancer.Name} is gone");

        var used = group.Targets.Where(t => t.State is TargetState.Healthy or TargetState.Unhealthy or TargetState.Initial).ToList();
        var healthy = used.Where(t => t.State is TargetState.Healthy).ToList();
        var asked = healthy.Count > 0 ? healthy : used;
        if (asked.Count == 0) return None($"{group.Name} has no target that could be asked: {(group.Targets.Count == 0 ? "nothing is registered with that target group" : "all of its targets are leaving or not there yet")}");
        return new(Look(state, group, asked), null);
    }

    /// <summary>Whether a target answers is known: the health controller looks whenever anything has changed on which that depends.</summary>
    private static IReadOnlyList<RoutedTarget> Look(AccountState state, TargetGroup group, IReadOnlyList<Target> targets)
    {
        var instances = state.Ec2.Regions[group.Region].Instances;
        Dictionary<string, double> byAddress = new(StringComparer.Ordinal);
        if (group.TargetType is not "instance")
        {
            foreach (var task in state.Ecs.Tasks.Values) if (task.Region == group.Region && task.LastStatus != "STOPPED") byAddress.TryAdd(task.PrivateIp, Capacity.PerSecond(task));
            foreach (var instance in instances.Values) if (instance.State is not InstanceState.Terminated) byAddress[instance.PrivateIp] = Capacity.PerSecond(instance);
        }
        List<RoutedTarget> looked = new(targets.Count);
        foreach (var target in targets)
        {
            var perSecond = !target.Answers ? 0 : group.TargetType is not "instance" ? byAddress.GetValueOrDefault(target.Id) : instances.Find(target.Id) is { } instance ? Capacity.PerSecond(instance) : 0;
            looked.Add(new(target.Id, group.Arn, perSecond));
        }
        return looked;
    }

    private static Found Straight(AccountState state, string address, int port)
    {
        foreach (var ec2 in state.Ec2.Regions.Values)
        {
            if (ec2.Instances.Values.FirstOrDefault(i => i.PublicIp == address) is { } instance) return One(ec2, Endpoints.Of(ec2, instance), Capacity.PerSecond(instance));
            if (state.Ecs.Tasks.Values.FirstOrDefault(t => t.Region == ec2.Code && t.PublicIp == address && t.LastStatus != "STOPPED") is { } task) return One(ec2, Endpoints.Of(ec2, task), Capacity.PerSecond(task));
        }
        return None($"nothing has the address {address}");

        Found One(Ec2Region ec2, Endpoint endpoint, double perSecond)
        {
            var why = Endpoints.Blocked(ec2, endpoint, port, Visitor, []);
            return new([new(endpoint.Id, null, why is null ? perSecond : 0)], why, endpoint.Id, ec2.Code);
        }
    }

    private static Found None(string why) => new([], why);
}

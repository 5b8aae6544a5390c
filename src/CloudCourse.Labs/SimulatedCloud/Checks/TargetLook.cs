using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.ElasticLoadBalancing;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary>What a target group's requests meet at one moment.</summary>
/// <param name="Routed">Targets that get requests: the healthy ones; where none is healthy, the load balancer tries those that are not.</param>
/// <param name="Answering">Of those, how many answer.</param>
/// <param name="Silent">Why the others do not.</param>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"/>
internal sealed record TargetLook(int Routed, int Answering, IReadOnlyList<string> Silent)
{
    public static TargetLook At(AccountState state, TargetGroup group)
    {
        if (state.Ec2.Regions.Find(group.Region) is not { } ec2 || state.LoadBalancing.InFrontOf(group.Arn) is not { State: "active" } balancer) return new(0, 0, []);
        var routed = group.Targets.Where(t => t.State is TargetState.Healthy).ToList();
        if (routed.Count == 0) routed = [.. group.Targets.Where(t => t.State is TargetState.Unhealthy)];
        var from = balancer.SubnetIds.Select(ec2.Subnets.Find).OfType<Subnet>().FirstOrDefault()?.Cidr.Split('/')[0] ?? "172.31.0.0";
        List<string> silent = [];
        foreach (var target in routed)
        {
            if (Endpoints.Find(state, group.Region, group, target.Id) is not { } machine) silent.Add($"{target.Id} is gone");
            else if (Endpoints.Blocked(ec2, machine, target.Port, from, balancer.SecurityGroupIds) is { } why) silent.Add(why);
        }
        return new(routed.Count, routed.Count - silent.Count, silent);
    }
}

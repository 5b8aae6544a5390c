using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.Ecs.Tasks;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>A machine that a load balancer can send requests to.</summary>
/// <param name="Up">It runs, in a zone that is not down.</param>
/// <param name="Gone">It was stopped or terminated, or never was.</param>
public sealed record Endpoint(string Id, string Zone, string Address, bool Up, bool Gone, IReadOnlyList<int> ListensOn, IReadOnlyList<string> SecurityGroupIds, string SubnetId);

/// <summary>Finds machines behind targets, and tells whether a packet gets through to them.</summary>
public static class Endpoints
{
    public static Endpoint? Find(AccountState state, string region, TargetGroup group, string target) =>
        state.Ec2.Regions.Find(region) is not { } ec2 ? null
        : group.TargetType is "instance"
            ? ec2.Instances.Find(target) is { } instance ? Of(ec2, instance) : null
            : ec2.Instances.Values.FirstOrDefault(i => i.PrivateIp == target && i.State is not InstanceState.Terminated) is { } byAddress ? Of(ec2, byAddress)
            : state.Ecs.Tasks.Values.FirstOrDefault(t => t.Region == region && t.PrivateIp == target && t.LastStatus != "STOPPED") is { } task ? Of(ec2, task) : null;

    public static Endpoint Of(Ec2Region ec2, EcsTask task) => new(task.Id, task.Zone, task.PrivateIp,
        task.LastStatus is "RUNNING" or "DEACTIVATING" && !ec2.FailedZones.Contains(task.Zone),
        task.LastStatus is "DEPROVISIONING" or "STOPPED",
        [.. task.Containers.SelectMany(c => c.ListensOn)], task.SecurityGroupIds, task.SubnetId);

    public static Endpoint Of(Ec2Region ec2, Instance instance) => new(instance.Id, instance.Zone, instance.PrivateIp,
        instance.State is InstanceState.Running && !ec2.FailedZones.Contains(instance.Zone),
        instance.State is not (InstanceState.Pending or InstanceState.Running),
        instance.ListensOn, instance.SecurityGroupIds, instance.SubnetId);

    /// <summary>Why a TCP connection to a port of it does not come about; null when it does.</summary>
    /// <param name="fromAddress">The address that the packet comes from.</param>
    /// <param name="fromGroups">The security groups of who sends it, where it is a machine of the same network.</param>
    public static string? Blocked(Ec2Region ec2, Endpoint endpoint, int port, string fromAddress, IReadOnlyList<string> fromGroups)
    {
        if (!endpoint.Up) return $"{endpoint.Id} does not run";
        var rules = endpoint.SecurityGroupIds.Select(g => ec2.SecurityGroups.Find(g)).OfType<SecurityGroup>().SelectMany(g => g.Rules).Where(r => !r.IsEgress);
        if (!rules.Any(r => r.LetsTcp(port, fromAddress, fromGroups))) return $"no security group of {endpoint.Id} lets TCP port {port} in from {fromAddress}";
        if (ec2.Subnets.Find(endpoint.SubnetId) is { } subnet && !Routing.IsInside(ec2, subnet, fromAddress) && !Routing.IsPublic(ec2, subnet, fromAddress))
            return $"the route table of {endpoint.Id}'s subnet {subnet.Id} has no route to an internet gateway, so {endpoint.Id} is out of reach from {fromAddress}";
        return endpoint.ListensOn.Contains(port) ? null : $"nothing on {endpoint.Id} listens on port {port}";
    }
}

using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>Where packets go that leave a subnet. The most specific route counts; one whose target is gone swallows them.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html"/>
public static class Routing
{
    /// <summary>The table that counts for a subnet.</summary>
    public static RouteTable TableOf(Ec2Region ec2, Subnet subnet) => ec2.RouteTables[subnet.RouteTableId ?? ec2.Vpcs[subnet.VpcId].MainRouteTableId];

    /// <summary>AWS calls a route whose target is gone a black hole.</summary>
    public static bool IsActive(Ec2Region ec2, string vpcId, VpcRoute route) =>
        ec2.InternetGateways.Find(route.Target) is { } gateway ? gateway.VpcId == vpcId
        : ec2.NatGateways.Find(route.Target) is { } nat ? nat.State is "available"
        : ec2.Instances.Find(route.Target) is { State: InstanceState.Running };

    /// <summary>The id of what packets for an address outside the VPC go to; null where they go nowhere.</summary>
    public static string? TargetOf(Ec2Region ec2, Subnet subnet, string address)
    {
        if (IpRange.Read(address)?.Network is not { } to) return null;
        (VpcRoute Route, int Prefix)? best = null;
        foreach (var route in TableOf(ec2, subnet).Routes)
        {
            if (IpRange.Read(route.Destination) is { } range && range.Contains(to) && (best is null || range.Prefix > best.Value.Prefix)) best = (route, range.Prefix);
        }
        return best is var (found, _) && IsActive(ec2, subnet.VpcId, found) ? found.Target : null;
    }

    /// <summary>Whether an address is one of the VPC's own.</summary>
    public static bool IsInside(Ec2Region ec2, Subnet subnet, string address) =>
        IpRange.Read(address) is { } one && ec2.Vpcs.Find(subnet.VpcId) is { } vpc && IpRange.Read(vpc.Cidr)!.Contains(one);

    /// <summary>Whether who is outside reaches what has a public address here: the way back must lead through an internet gateway.</summary>
    public static bool IsPublic(Ec2Region ec2, Subnet subnet, string outside = Somewhere) =>
        TargetOf(ec2, subnet, outside) is { } target && ec2.InternetGateways.Has(target);

    /// <summary>Whether what runs in a subnet reaches the internet: by its public address, or through a NAT gateway that does.</summary>
    public static bool IsOnline(Ec2Region ec2, string subnetId, bool hasPublicAddress)
    {
        if (ec2.Subnets.Find(subnetId) is not { } subnet || TargetOf(ec2, subnet, Somewhere) is not { } target) return false;
        return ec2.InternetGateways.Has(target) ? hasPublicAddress
            : ec2.NatGateways.Find(target) is { AllocationId: not null } nat && ec2.Subnets.Find(nat.SubnetId) is { } home && IsPublic(ec2, home);
    }

    /// <summary>An address of a range for documentation stands for the internet.</summary>
    private const string Somewhere = "192.0.2.10";
}

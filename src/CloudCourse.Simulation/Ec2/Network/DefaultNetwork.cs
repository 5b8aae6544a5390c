using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>The network that an account finds in every Region: a default VPC with a subnet in each zone, an internet gateway and a security group.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html"/>
internal static class DefaultNetwork
{
    public static Ec2Region Prepare(Call call)
    {
        var region = Region.Find(call.Region) ?? throw Turn.Error("InvalidRegion", $"Could not connect to the endpoint URL: \"https://ec2.{call.Region}.amazonaws.com/\"",
            $"There is no Region \"{call.Region}\".", 0);
        if (region.Partition != "aws") throw Turn.Error("AuthFailure", "AWS was not able to validate the provided access credentials", $"{region.Code} is in the partition {region.Partition}, which has accounts of its own.", 401);
        return Prepare(call.Turn, region);
    }

    public static Ec2Region Prepare(Turn turn, Region region)
    {
        var vpcId = turn.Ec2Id("vpc");
        InternetGateway gateway = new(turn.Ec2Id("igw"), vpcId);
        var tableId = turn.Ec2Id("rtb");
        Vpc vpc = new(vpcId, "172.31.0.0/16", true, tableId) { DnsHostnames = true };
        RouteTable routes = new(tableId, vpcId, MainAssociation(tableId), [new("0.0.0.0/0", gateway.Id)]);
        var group = DefaultGroup(turn, vpcId);
        var subnets = Table<Subnet>.Empty;
        var place = 0;
        foreach (var zone in region.Zones)
        {
            Subnet subnet = new(turn.Ec2Id("subnet"), vpc.Id, $"172.31.{16 * place++}.0/20", zone.Name, zone.Id, true, true);
            subnets = subnets.Put(subnet.Id, subnet);
        }
        Ec2Region ec2 = new()
        {
            Code = region.Code,
            Vpcs = Table<Vpc>.Empty.Put(vpc.Id, vpc),
            Subnets = subnets,
            RouteTables = Table<RouteTable>.Empty.Put(routes.Id, routes),
            InternetGateways = Table<InternetGateway>.Empty.Put(gateway.Id, gateway),
            SecurityGroups = Table<SecurityGroup>.Empty.Put(group.Id, group),
        };
        turn.Put(ec2);
        return ec2;
    }

    /// <summary>A new VPC's main table is associated with it from the beginning.</summary>
    public static string MainAssociation(string routeTableId) => "rtbassoc-" + routeTableId["rtb-".Length..];

    /// <summary>The group that a VPC comes with: its members reach each other, and everything goes out.</summary>
    public static SecurityGroup DefaultGroup(Turn turn, string vpcId)
    {
        SecurityGroup group = new(turn.Ec2Id("sg"), "default", "default VPC security group", vpcId);
        return group with
        {
            Rules =
            [
                new(turn.Ec2Id("sgr"), false, "-1", -1, -1, null, group.Id, null),
                new(turn.Ec2Id("sgr"), true, "-1", -1, -1, "0.0.0.0/0", null, null),
            ],
        };
    }

    /// <summary>How many addresses a subnet has for use. AWS keeps the first four and the last to itself.</summary>
    public static int Size(Subnet subnet) => Math.Max(1, (1 << (32 - Iam.Conditions.IpRange.Read(subnet.Cidr)!.Prefix)) - 5);

    /// <summary>How many addresses of a subnet are free.</summary>
    public static int Free(AccountState state, string region, Subnet subnet)
    {
        var ec2 = state.Ec2.Regions[region];
        return Size(subnet) - ec2.Instances.Values.Count(i => i.SubnetId == subnet.Id && i.State is not InstanceState.Terminated)
            - ec2.NatGateways.Values.Count(n => n.SubnetId == subnet.Id && n.State is "pending" or "available" or "deleting")
            - state.Ecs.Tasks.Values.Count(t => t.SubnetId == subnet.Id && t is { HasInterface: true, PrivateIp.Length: > 0 } && t.LastStatus != "STOPPED");
    }

    public static AwsException Full(Subnet subnet, Findings.Location at) => Turn.Error("InsufficientFreeAddressesInSubnet",
        $"The specified subnet does not have enough free addresses to satisfy the request.", $"{subnet.Id} ({subnet.Cidr}) has {Size(subnet)} addresses for use: AWS keeps five to itself.", at: at);

    /// <summary>The next private address in a subnet. One that is full gives an address twice: ask <see cref="Free"/> first.</summary>
    public static string NextPrivateIp(Turn turn, string region, Subnet subnet)
    {
        var range = Iam.Conditions.IpRange.Read(subnet.Cidr)!;
        var size = Size(subnet);
        for (var tries = 1; ; tries++)
        {
            var ec2 = turn.Ec2(region);
            turn.Put(ec2 with { AddressesGiven = ec2.AddressesGiven + 1 });
            var address = Dotted((uint)range.Network.Bits + 4 + (uint)(ec2.AddressesGiven % size));
            // Before all were given once, none can be in use.
            if (ec2.AddressesGiven < size || tries > size) return address;
            if (!ec2.Instances.Values.Any(i => i.PrivateIp == address && i.SubnetId == subnet.Id && i.State is not InstanceState.Terminated) && !ec2.NatGateways.Values.Any(n => n.PrivateIp == address && n.SubnetId == subnet.Id)
                && !turn.State.Ecs.Tasks.Values.Any(t => t.PrivateIp == address && t.SubnetId == subnet.Id && t.LastStatus != "STOPPED")) return address;
        }
    }

    private const int Documented = 3 * 254, Benchmarking = 512 * 254;

    /// <summary>
    /// A public address that nothing in the account has, of ranges that are never routed: first those for documentation, then those for
    /// benchmarks.
    /// </summary>
    /// <seealso href="https://datatracker.ietf.org/doc/html/rfc5737"/>
    /// <seealso href="https://datatracker.ietf.org/doc/html/rfc2544"/>
    public static string NextPublicIp(Turn turn)
    {
        while (true)
        {
            var given = turn.State.Ec2.PublicAddressesGiven;
            turn.State = turn.State with { Ec2 = turn.State.Ec2 with { PublicAddressesGiven = given + 1 } };
            var address = PublicIp((uint)turn.State.Chance.Seed, given % (Documented + Benchmarking));
            if (given < Documented + Benchmarking || !IsInUse(turn.State, address)) return address;
        }
    }

    /// <summary>Steps through a range in leaps that reach every address once: steps and sizes have no factor in common.</summary>
    private static string PublicIp(uint seed, int number)
    {
        if (number < Documented)
        {
            var place = (uint)(((seed % Documented) + (331L * number)) % Documented);
            return Dotted((place / 254) switch { 0 => 0xC6336400u, 1 => 0xCB007100u, _ => 0xC0000200u } + 1 + (place % 254));
        }
        var far = (uint)(((seed % Benchmarking) + (48_271L * number)) % Benchmarking);
        return Dotted(0xC6120000u + (far / 254 * 256) + 1 + (far % 254));
    }

    private static bool IsInUse(AccountState state, string address) => state.Ecs.Tasks.Values.Any(t => t.PublicIp == address)
        || state.Ec2.Regions.Values.Any(r => r.Instances.Values.Any(i => i.PublicIp == address) || r.Addresses.Values.Any(a => a.PublicIp == address));

    private static string Dotted(uint bits) => $"{bits >> 24}.{(bits >> 16) & 255}.{(bits >> 8) & 255}.{bits & 255}";
}

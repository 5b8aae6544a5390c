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
        Vpc vpc = new(turn.Ec2Id("vpc"), "172.31.0.0/16", true, turn.Ec2Id("igw"), turn.Ec2Id("rtb"));
        SecurityGroup group = new(turn.Ec2Id("sg"), "default", "default VPC security group", vpc.Id);
        group = group with
        {
            Rules =
            [
                new(turn.Ec2Id("sgr"), false, "-1", -1, -1, null, group.Id, null),
                new(turn.Ec2Id("sgr"), true, "-1", -1, -1, "0.0.0.0/0", null, null),
            ],
        };
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
            SecurityGroups = Table<SecurityGroup>.Empty.Put(group.Id, group),
        };
        turn.Put(ec2);
        return ec2;
    }

    /// <summary>The next private address in a subnet. AWS keeps the first four of each subnet to itself.</summary>
    public static string NextPrivateIp(Turn turn, string region, Subnet subnet)
    {
        var ec2 = turn.Ec2(region);
        turn.Put(ec2 with { AddressesGiven = ec2.AddressesGiven + 1 });
        var range = Iam.Conditions.IpRange.Read(subnet.Cidr)!;
        var bits = (uint)range.Network.Bits + 4 + (uint)(ec2.AddressesGiven % Math.Max(1, (1 << (32 - range.Prefix)) - 5));
        return Dotted(bits);
    }

    /// <summary>A public address, of a range that is kept for documentation and never routed.</summary>
    /// <seealso href="https://datatracker.ietf.org/doc/html/rfc5737"/>
    public static string NextPublicIp(Turn turn)
    {
        var n = (uint)(turn.Draw() % 508);
        return Dotted(n < 254 ? 0xC6336400 + n + 1 : 0xCB007100 + n - 253);
    }

    private static string Dotted(uint bits) => $"{bits >> 24}.{(bits >> 16) & 255}.{(bits >> 8) & 255}.{bits & 255}";
}

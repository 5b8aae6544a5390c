using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Infrastructure;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>Subnets: a VPC's addresses in one Availability Zone.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html"/>
internal static class SubnetOperations
{
    public const int Quota = 200;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateSubnet", c => [c.On("CreateSubnet", "subnet", "*", [.. c.TagsFor("subnet").Select(t => ($"aws:RequestTag/{t.Key}", t.Value))]), c.On("CreateSubnet", "vpc", VpcOperations.Named(c).Id)], Create),
        new("DeleteSubnet", c => [c.On("DeleteSubnet", "subnet", Named(c).Id)], Delete),
        new("ModifySubnetAttribute", c => [c.On("ModifySubnetAttribute", "subnet", Named(c).Id)], Modify),
        new("DescribeSubnets", c => [c.OnAll("DescribeSubnets")], DescribeAll),
    ];

    public static Subnet Find(Call call, string id, Location at) => Ec2Errors.Find(call.Ec2().Subnets, id, "SubnetID", "subnet", "subnet ID", at);

    public static Subnet Named(Call call) => Find(call, call.Need("SubnetId"), call.At("SubnetId"));

    public static void Put(Call call, Subnet subnet) => call.Put(call.Ec2() with { Subnets = call.Ec2().Subnets.Put(subnet.Id, subnet) });

    private static Output Create(Call call)
    {
        var vpc = VpcOperations.Named(call);
        if (call.Input.Text("CidrBlock") is not { } text) throw Turn.Error("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.", "Say which of the VPC's addresses the subnet has.", at: call.Input.Head());
        var range = Cidrs.ReadBlock(text, "InvalidSubnet.Range");
        if (!IpRange.Read(vpc.Cidr)!.Contains(range)) throw Turn.Error("InvalidSubnet.Range", $"The CIDR '{text.Value}' is invalid.", $"The VPC has {vpc.Cidr}, and a subnet is a part of it.", at: text.At);
        var others = call.Ec2().Subnets.Values.Where(s => s.VpcId == vpc.Id).ToList();
        if (others.Find(s => Cidrs.Overlap(IpRange.Read(s.Cidr)!, range)) is { } other)
            throw Turn.Error("InvalidSubnet.Conflict", $"The CIDR '{text.Value}' conflicts with another subnet", $"{other.Id} has {other.Cidr}.", at: text.At);
        if (others.Count >= Quota) throw Turn.Error("SubnetLimitExceeded", "The maximum number of subnets for this VPC has been reached.", $"AWS's default quota is {Quota} subnets in a VPC.");
        var zone = ReadZone(call);
        Subnet subnet = new(call.Turn.Ec2Id("subnet"), vpc.Id, range.ToString(), zone.Name, zone.Id, false, false);
        Put(call, subnet);
        call.Turn.Tag(call.Region, subnet.Id, call.TagsFor("subnet"));
        call.Turn.Note("ec2", subnet.Id, $"The subnet {subnet.Id} ({subnet.Cidr}) was created in {subnet.Zone}.", null, "available");
        return new() { ["Subnet"] = Describe(call, subnet) };
    }

    private static AvailabilityZone ReadZone(Call call)
    {
        var zones = Region.Find(call.Region)!.Zones.ToList();
        var (name, id) = (call.Text("AvailabilityZone"), call.Text("AvailabilityZoneId"));
        if (name is not null && id is not null) throw Ec2Errors.Combination(call.At("AvailabilityZoneId"), "The parameter availabilityZone may not be used in combination with availabilityZoneId");
        // AWS chooses where nobody does.
        if (name is null && id is null) return zones[(int)(call.Turn.Draw() % (ulong)zones.Count)];
        return zones.FirstOrDefault(z => z.Name == name || z.Id == id)
            ?? throw Ec2Errors.Invalid(call.At(name is null ? "AvailabilityZoneId" : "AvailabilityZone"),
                $"Value ({(name ?? id)!.Shortened()}) for parameter availabilityZone{(name is null ? "Id" : "")} is invalid. Subnets can currently only be created in the following availability zones: {string.Join(", ", zones.Select(z => name is null ? z.Id : z.Name))}.");
    }

    private static Output Delete(Call call)
    {
        var (subnet, state) = (Named(call), call.State);
        var ec2 = call.Ec2();
        var why = ec2.Instances.Values.FirstOrDefault(i => i.SubnetId == subnet.Id && i.State is not InstanceState.Terminated) is { } instance ? $"{instance.Id} is in it: terminate it first."
            : ec2.NatGateways.Values.FirstOrDefault(n => n.SubnetId == subnet.Id && n.State is not ("deleted" or "failed")) is { } nat ? $"The NAT gateway {nat.Id} is in it."
            : state.LoadBalancing.LoadBalancers.Values.FirstOrDefault(l => l.SubnetIds.Contains(subnet.Id)) is { } balancer ? $"The load balancer {balancer.Name} is in it."
            : state.Ecs.Tasks.Values.FirstOrDefault(t => t.SubnetId == subnet.Id && t.LastStatus != "STOPPED") is { } task ? $"The task {task.Id} runs in it."
            : state.Ecs.Services.Values.FirstOrDefault(s => s.Active && s.Network?.SubnetIds.Contains(subnet.Id) == true) is { } service ? $"The service {service.Name} runs its tasks in it." : null;
        if (why is not null) throw Ec2Errors.InUse("subnet", subnet.Id, why, call.At("SubnetId"));
        call.Put(ec2 with { Subnets = ec2.Subnets.Remove(subnet.Id), Tags = ec2.Tags.Remove(subnet.Id) });
        call.Turn.Note("ec2", subnet.Id, $"The subnet {subnet.Id} was deleted.", "available");
        return [];
    }

    private static Output Modify(Call call)
    {
        var subnet = Named(call);
        var given = call.Input.AsDictionary().Keys.Where(k => k is not "SubnetId").ToList();
        if (given.Count == 0) throw Turn.Error("MissingParameter", "The request must contain an attribute to modify", "Such as MapPublicIpOnLaunch.", at: call.Input.Head());
        if (given.Count > 1) throw Ec2Errors.Combination(call.At(given[1]), "Fields for multiple attribute types specified: " + string.Join(", ", given.Select(g => char.ToLowerInvariant(g[0]) + g[1..])), "One attribute a call.");
        var value = call.Structure("MapPublicIpOnLaunch")?.Flag("Value")?.Value ?? throw Turn.Error("MissingParameter", "The request must contain the parameter value", at: call.Input.Head());
        Put(call, subnet with { GivesPublicAddress = value });
        call.Turn.Note("ec2", subnet.Id, value ? $"What is launched in {subnet.Id} gets a public address." : $"What is launched in {subnet.Id} gets no public address.");
        return [];
    }

    private static Output DescribeAll(Call call) => call.Page("Subnets", [.. call.Select("SubnetIds", call.Ec2().Subnets.Values, id => Find(call, id.Value, id.At), new()
    {
        ["subnet-id"] = s => [s.Id],
        ["subnet-arn"] = s => [call.Arn($"subnet/{s.Id}")],
        ["vpc-id"] = s => [s.VpcId],
        ["availability-zone"] = s => [s.Zone],
        ["availabilityZone"] = s => [s.Zone],
        ["availability-zone-id"] = s => [s.ZoneId],
        ["availabilityZoneId"] = s => [s.ZoneId],
        ["available-ip-address-count"] = s => [$"{DefaultNetwork.Free(call.State, call.Region, s)}"],
        ["cidr"] = s => [s.Cidr],
        ["cidrBlock"] = s => [s.Cidr],
        ["cidr-block"] = s => [s.Cidr],
        ["default-for-az"] = s => [s.IsDefault ? "true" : "false"],
        ["defaultForAz"] = s => [s.IsDefault ? "true" : "false"],
        ["map-public-ip-on-launch"] = s => [s.GivesPublicAddress ? "true" : "false"],
        ["owner-id"] = _ => [call.AccountId],
        ["state"] = _ => ["available"],
        ["ipv6-native"] = _ => ["false"],
    }, s => s.Id).OrderBy(s => s.Zone, StringComparer.Ordinal).ThenBy(s => s.Id, StringComparer.Ordinal).Select(s => Describe(call, s))]);

    private static Output Describe(Call call, Subnet s) => new()
    {
        ["SubnetId"] = s.Id,
        ["VpcId"] = s.VpcId,
        ["CidrBlock"] = s.Cidr,
        ["AvailabilityZone"] = s.Zone,
        ["AvailabilityZoneId"] = s.ZoneId,
        ["AvailableIpAddressCount"] = DefaultNetwork.Free(call.State, call.Region, s),
        ["DefaultForAz"] = s.IsDefault,
        ["MapPublicIpOnLaunch"] = s.GivesPublicAddress,
        ["AssignIpv6AddressOnCreation"] = false,
        ["State"] = "available",
        ["OwnerId"] = call.AccountId,
        ["SubnetArn"] = call.Arn($"subnet/{s.Id}"),
        ["Tags"] = call.Ec2().TagList(s.Id),
    };
}

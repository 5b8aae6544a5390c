using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>What is in a network without anybody having made it by itself: network interfaces, and the ACL that each VPC comes with.</summary>
internal static class NetworkViews
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("DescribeNetworkAcls", c => [c.OnAll("DescribeNetworkAcls")], Acls),
        new("DescribeNetworkInterfaces", c => [c.OnAll("DescribeNetworkInterfaces")], Interfaces),
    ];

    private sealed record Interface(string Id, string SubnetId, string PrivateIp, string? PublicIp, string? InstanceId, string? InstanceState, IReadOnlyList<string> Groups, string Kind, string Description);

    private static List<Interface> AllOf(Ec2Region ec2) =>
    [
        .. ec2.Instances.Values.Where(i => i.State is not InstanceState.Terminated)
            .Select(i => new Interface(i.NetworkInterfaceId, i.SubnetId, i.PrivateIp, i.PublicIp, i.Id, "attached", i.SecurityGroupIds, "interface", "")),
        .. ec2.NatGateways.Values.Where(n => n.State is "pending" or "available" or "deleting")
            .Select(n => new Interface(n.NetworkInterfaceId, n.SubnetId, n.PrivateIp, n.PublicIp, null, null, [], "nat_gateway", $"Interface for NAT Gateway {n.Id}")),
    ];

    private static Output Interfaces(Call call)
    {
        var ec2 = call.Ec2();
        var all = AllOf(ec2);
        return call.Page("NetworkInterfaces", [.. call.Select("NetworkInterfaceIds", all, id => all.Find(i => i.Id == id.Value)
            ?? throw (Ec2Errors.IsId(id.Value, "eni") ? Turn.Error("InvalidNetworkInterfaceID.NotFound", $"The networkInterface ID '{id.Value}' does not exist", at: id.At) : Ec2Errors.MalformedId("InvalidNetworkInterfaceId.Malformed", id.Value, "eni", id.At)), new()
        {
            ["network-interface-id"] = i => [i.Id],
            ["subnet-id"] = i => [i.SubnetId],
            ["vpc-id"] = i => [ec2.Subnets[i.SubnetId].VpcId],
            ["availability-zone"] = i => [ec2.Subnets[i.SubnetId].Zone],
            ["private-ip-address"] = i => [i.PrivateIp],
            ["addresses.private-ip-address"] = i => [i.PrivateIp],
            ["association.public-ip"] = i => i.PublicIp is { } ip ? [ip] : [],
            ["attachment.instance-id"] = i => i.InstanceId is { } id ? [id] : [],
            ["attachment.status"] = i => i.InstanceState is { } state ? [state] : [],
            ["group-id"] = i => i.Groups,
            ["interface-type"] = i => [i.Kind],
            ["description"] = i => [i.Description],
            ["owner-id"] = _ => [call.AccountId],
            ["status"] = _ => ["in-use"],
        }, i => i.Id).OrderBy(i => i.Id, StringComparer.Ordinal).Select(i => Describe(call, ec2, i))], "NetworkInterfaceIds");
    }

    private static Output Describe(Call call, Ec2Region ec2, Interface i)
    {
        Output output = new()
        {
            ["NetworkInterfaceId"] = i.Id,
            ["SubnetId"] = i.SubnetId,
            ["VpcId"] = ec2.Subnets[i.SubnetId].VpcId,
            ["AvailabilityZone"] = ec2.Subnets[i.SubnetId].Zone,
            ["PrivateIpAddress"] = i.PrivateIp,
            ["InterfaceType"] = i.Kind,
            ["Description"] = i.Description,
            ["OwnerId"] = call.AccountId,
            ["Status"] = "in-use",
            ["Groups"] = new Array([.. i.Groups.Select(g => (Node)new Output { ["GroupId"] = g, ["GroupName"] = ec2.SecurityGroups.Find(g)?.Name ?? "" })]),
            ["TagSet"] = ec2.TagList(i.Id),
        };
        if (i.InstanceId is { } instance) output["Attachment"] = new Output { ["InstanceId"] = instance, ["InstanceOwnerId"] = call.AccountId, ["DeviceIndex"] = 0, ["Status"] = "attached", ["DeleteOnTermination"] = true };
        if (i.PublicIp is { } ip) output["Association"] = new Output { ["PublicIp"] = ip, ["IpOwnerId"] = ec2.Addresses.Values.Any(a => a.PublicIp == ip) ? call.AccountId : "amazon" };
        return output;
    }

    /// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html"/>
    private static Output Acls(Call call)
    {
        var ec2 = call.Ec2();
        var all = ec2.Vpcs.Values.ToList();
        return call.Page("NetworkAcls", [.. call.Select("NetworkAclIds", all, id => all.Find(v => v.NetworkAclId == id.Value)
            ?? throw Turn.Error("InvalidNetworkAclID.NotFound", $"The networkAcl ID '{id.Value.Shortened()}' does not exist", at: id.At), new()
        {
            ["network-acl-id"] = v => [v.NetworkAclId],
            ["vpc-id"] = v => [v.Id],
            ["default"] = _ => ["true"],
            ["owner-id"] = _ => [call.AccountId],
            ["association.network-acl-id"] = v => [v.NetworkAclId],
            ["association.association-id"] = v => Subnets(ec2, v).Select(Association),
            ["association.subnet-id"] = v => Subnets(ec2, v).Select(s => s.Id),
            ["entry.cidr"] = _ => ["0.0.0.0/0"],
            ["entry.egress"] = _ => ["true", "false"],
            ["entry.protocol"] = _ => ["-1"],
            ["entry.rule-action"] = _ => ["allow", "deny"],
            ["entry.rule-number"] = _ => ["100", "32767"],
        }, v => v.NetworkAclId).Select(v => new Output
        {
            ["NetworkAclId"] = v.NetworkAclId,
            ["VpcId"] = v.Id,
            ["IsDefault"] = true,
            ["OwnerId"] = call.AccountId,
            ["Associations"] = new Array([.. Subnets(ec2, v).Select(s => (Node)new Output { ["NetworkAclAssociationId"] = Association(s), ["NetworkAclId"] = v.NetworkAclId, ["SubnetId"] = s.Id })]),
            ["Entries"] = new Array(Entry(true, 100, "allow"), Entry(true, 32767, "deny"), Entry(false, 100, "allow"), Entry(false, 32767, "deny")),
            ["Tags"] = ec2.TagList(v.NetworkAclId),
        })]);
    }

    private static IEnumerable<Subnet> Subnets(Ec2Region ec2, Vpc vpc) => ec2.Subnets.Values.Where(s => s.VpcId == vpc.Id);

    private static string Association(Subnet subnet) => "aclassoc-" + subnet.Id["subnet-".Length..];

    private static Output Entry(bool egress, int number, string action) => new() { ["CidrBlock"] = "0.0.0.0/0", ["Egress"] = egress, ["Protocol"] = "-1", ["RuleAction"] = action, ["RuleNumber"] = number };
}

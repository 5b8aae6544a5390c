using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>VPCs.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html"/>
internal static class VpcOperations
{
    /// <summary>AWS's default quota in a Region; the default VPC counts.</summary>
    /// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"/>
    public const int Quota = 5;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateVpc", c => [c.On("CreateVpc", "vpc", "*", [.. c.TagsFor("vpc").Select(t => ($"aws:RequestTag/{t.Key}", t.Value))])], Create),
        new("DeleteVpc", c => [c.On("DeleteVpc", "vpc", Named(c).Id)], Delete),
        new("DescribeVpcs", c => [c.OnAll("DescribeVpcs")], DescribeAll),
        new("DescribeVpcAttribute", c => [c.On("DescribeVpcAttribute", "vpc", Named(c).Id)], DescribeAttribute),
        new("ModifyVpcAttribute", c => [c.On("ModifyVpcAttribute", "vpc", Named(c).Id)], Modify),
    ];

    public static Vpc Find(Call call, string id, Location at) => Ec2Errors.Find(call.Ec2().Vpcs, id, "VpcID", "vpc", "vpc ID", at);

    public static Vpc Named(Call call) => Find(call, call.Need("VpcId"), call.At("VpcId"));

    private static Output Create(Call call)
    {
        if (call.Input.Text("CidrBlock") is not { } text)
            throw Turn.Error("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.", "Say which addresses the network has, such as 10.0.0.0/16.", at: call.Input.Head());
        var range = Cidrs.ReadBlock(text, "InvalidVpc.Range");
        if (call.Text("InstanceTenancy") is { } tenancy and not "default")
        {
            throw tenancy is "dedicated" ? Turn.Error(AwsError.NotSimulated, "The simulation has shared hardware only.", "Leave InstanceTenancy out.", 501, call.At("InstanceTenancy"))
                : Ec2Errors.Invalid(call.At("InstanceTenancy"), $"Value ({tenancy.Shortened()}) for parameter instanceTenancy is invalid. Invalid instance tenancy.", "It is default or dedicated.");
        }
        if (call.Ec2().Vpcs.Count >= Quota) throw Turn.Error("VpcLimitExceeded", "The maximum number of VPCs has been reached.", $"AWS's default quota is {Quota} VPCs in a Region.");
        var tableId = call.Turn.Ec2Id("rtb");
        Vpc vpc = new(call.Turn.Ec2Id("vpc"), range.ToString(), false, tableId);
        var group = DefaultNetwork.DefaultGroup(call.Turn, vpc.Id);
        var ec2 = call.Ec2();
        call.Put(ec2 with
        {
            Vpcs = ec2.Vpcs.Put(vpc.Id, vpc),
            RouteTables = ec2.RouteTables.Put(tableId, new(tableId, vpc.Id, DefaultNetwork.MainAssociation(tableId), [])),
            SecurityGroups = ec2.SecurityGroups.Put(group.Id, group),
        });
        call.Turn.Tag(call.Region, vpc.Id, call.TagsFor("vpc"));
        call.Turn.Note("ec2", vpc.Id, $"The VPC {vpc.Id} ({vpc.Cidr}) was created: it has no subnet and no way to the internet yet.", null, "available");
        return new() { ["Vpc"] = Describe(call, vpc) };
    }

    private static Output Delete(Call call)
    {
        var (vpc, ec2) = (Named(call), call.Ec2());
        if (Dependent(ec2, vpc) is { } what) throw Ec2Errors.InUse("vpc", vpc.Id, what, call.At("VpcId"));
        foreach (var group in ec2.SecurityGroups.Values.Where(g => g.VpcId == vpc.Id).ToList()) ec2 = ec2 with { SecurityGroups = ec2.SecurityGroups.Remove(group.Id), Tags = ec2.Tags.Remove(group.Id) };
        call.Put(ec2 with { Vpcs = ec2.Vpcs.Remove(vpc.Id), RouteTables = ec2.RouteTables.Remove(vpc.MainRouteTableId), Tags = ec2.Tags.Remove(vpc.Id).Remove(vpc.MainRouteTableId) });
        call.Turn.Note("ec2", vpc.Id, $"The VPC {vpc.Id} was deleted.", "available");
        return [];
    }

    private static string? Dependent(Ec2Region ec2, Vpc vpc) =>
        ec2.Subnets.Values.FirstOrDefault(s => s.VpcId == vpc.Id) is { } subnet ? $"It has the subnet {subnet.Id}."
        : ec2.InternetGateways.Values.FirstOrDefault(g => g.VpcId == vpc.Id) is { } gateway ? $"{gateway.Id} is attached to it: detach it first."
        : ec2.RouteTables.Values.FirstOrDefault(t => t.VpcId == vpc.Id && t.Id != vpc.MainRouteTableId) is { } table ? $"It has the route table {table.Id}."
        : ec2.SecurityGroups.Values.FirstOrDefault(g => g.VpcId == vpc.Id && g.Name != "default") is { } group ? $"It has the security group {group.Id} ({group.Name})."
        : null;

    private static Output DescribeAll(Call call) => call.Page("Vpcs", [.. call.Select("VpcIds", call.Ec2().Vpcs.Values, id => Find(call, id.Value, id.At), new()
    {
        ["vpc-id"] = v => [v.Id],
        ["cidr"] = v => [v.Cidr],
        ["cidr-block-association.cidr-block"] = v => [v.Cidr],
        ["cidr-block-association.association-id"] = v => [CidrAssociation(v)],
        ["cidr-block-association.state"] = _ => ["associated"],
        ["dhcp-options-id"] = _ => ["default"],
        ["is-default"] = v => [v.IsDefault ? "true" : "false"],
        ["isDefault"] = v => [v.IsDefault ? "true" : "false"],
        ["owner-id"] = _ => [call.AccountId],
        ["state"] = _ => ["available"],
    }, v => v.Id).Select(v => Describe(call, v))]);

    private static string CidrAssociation(Vpc vpc) => "vpc-cidr-assoc-" + vpc.Id["vpc-".Length..];

    private static Output Describe(Call call, Vpc vpc) => new()
    {
        ["VpcId"] = vpc.Id,
        ["CidrBlock"] = vpc.Cidr,
        ["CidrBlockAssociationSet"] = new Array(new Output { ["AssociationId"] = CidrAssociation(vpc), ["CidrBlock"] = vpc.Cidr, ["CidrBlockState"] = new Output { ["State"] = "associated" } }),
        ["IsDefault"] = vpc.IsDefault,
        ["State"] = "available",
        ["OwnerId"] = call.AccountId,
        ["InstanceTenancy"] = "default",
        ["DhcpOptionsId"] = "default",
        ["Tags"] = call.Ec2().TagList(vpc.Id),
    };

    private static Output DescribeAttribute(Call call)
    {
        var vpc = Named(call);
        var (name, value) = call.Need("Attribute") switch
        {
            "enableDnsSupport" => ("EnableDnsSupport", vpc.DnsSupport),
            "enableDnsHostnames" => ("EnableDnsHostnames", vpc.DnsHostnames),
            "enableNetworkAddressUsageMetrics" => ("EnableNetworkAddressUsageMetrics", vpc.AddressMetrics),
            var other => throw Ec2Errors.Invalid(call.At("Attribute"), $"Value ({other.Shortened()}) for parameter attribute is invalid. Unknown attribute.", "It is enableDnsSupport, enableDnsHostnames or enableNetworkAddressUsageMetrics."),
        };
        return new() { ["VpcId"] = vpc.Id, [name] = new Output { ["Value"] = value } };
    }

    /// <summary>AWS changes one attribute a call.</summary>
    private static Output Modify(Call call)
    {
        var vpc = Named(call);
        var given = call.Input.AsDictionary().Keys.Where(k => k is not "VpcId").ToList();
        if (given.Count == 0) throw Turn.Error("MissingParameter", "The request must contain one of the attributes enableDnsSupport, enableDnsHostnames or enableNetworkAddressUsageMetrics", at: call.Input.Head());
        if (given.Count > 1) throw Ec2Errors.Combination(call.At(given[1]), "Fields for multiple attribute types specified: " + string.Join(", ", given.Select(g => char.ToLowerInvariant(g[0]) + g[1..])), "One attribute a call.");
        var value = call.Structure(given[0])?.Flag("Value")?.Value ?? throw Turn.Error("MissingParameter", "The request must contain the parameter value", at: call.At(given[0]));
        var next = given[0] switch
        {
            "EnableDnsSupport" => vpc with { DnsSupport = value },
            "EnableDnsHostnames" => vpc with { DnsHostnames = value },
            _ => vpc with { AddressMetrics = value },
        };
        call.Put(call.Ec2() with { Vpcs = call.Ec2().Vpcs.Put(vpc.Id, next) });
        return [];
    }
}

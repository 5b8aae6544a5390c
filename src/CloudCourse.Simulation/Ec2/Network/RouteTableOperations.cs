using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>Route tables, and which subnets they count for.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html"/>
internal static class RouteTableOperations
{
    public const int Quota = 200;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateRouteTable", c => [c.On("CreateRouteTable", "route-table", "*", [.. c.TagsFor("route-table").Select(t => ($"aws:RequestTag/{t.Key}", t.Value))]), c.On("CreateRouteTable", "vpc", VpcOperations.Named(c).Id)], Create),
        new("DeleteRouteTable", c => [c.On("DeleteRouteTable", "route-table", Named(c).Id)], Delete),
        new("AssociateRouteTable", c => [c.On("AssociateRouteTable", "route-table", Named(c).Id), c.On("AssociateRouteTable", "subnet", SubnetOf(c).Id)], Associate),
        new("ReplaceRouteTableAssociation", c => [c.On("ReplaceRouteTableAssociation", "route-table", Named(c).Id)], Replace),
        new("DisassociateRouteTable", c => [c.On("DisassociateRouteTable", "route-table", Associated(c).Table.Id)], Disassociate),
        new("DescribeRouteTables", c => [c.OnAll("DescribeRouteTables")], DescribeAll),
    ];

    public static RouteTable Find(Call call, string id, Location at) => Ec2Errors.Find(call.Ec2().RouteTables, id, "RouteTableID", "rtb", "routeTable ID", at);

    public static RouteTable Named(Call call) => Find(call, call.Need("RouteTableId"), call.At("RouteTableId"));

    private static Subnet SubnetOf(Call call) => call.Text("SubnetId") is { } id ? SubnetOperations.Find(call, id, call.At("SubnetId"))
        : throw Turn.Error("MissingParameter", "The request must contain the parameter subnetId or gatewayId", at: call.Input.Head());

    private static (RouteTable Table, Subnet? Subnet) Associated(Call call)
    {
        var (id, ec2) = (call.Need("AssociationId"), call.Ec2());
        if (ec2.Subnets.Values.FirstOrDefault(s => s.AssociationId == id) is { } subnet) return (ec2.RouteTables[subnet.RouteTableId!], subnet);
        return ec2.RouteTables.Values.FirstOrDefault(t => t.MainAssociationId == id) is { } main ? (main, null)
            : throw Turn.Error("InvalidAssociationID.NotFound", $"The association ID '{id.Shortened()}' does not exist", at: call.At("AssociationId"));
    }

    public static void Put(Call call, RouteTable table) => call.Put(call.Ec2() with { RouteTables = call.Ec2().RouteTables.Put(table.Id, table) });

    private static Output Create(Call call)
    {
        var vpc = VpcOperations.Named(call);
        if (call.Ec2().RouteTables.Values.Count(t => t.VpcId == vpc.Id) >= Quota) throw Turn.Error("RouteTableLimitExceeded", $"The maximum number of route tables for VPC '{vpc.Id}' has been reached.", $"AWS's default quota is {Quota}.");
        RouteTable table = new(call.Turn.Ec2Id("rtb"), vpc.Id, null, []);
        Put(call, table);
        call.Turn.Tag(call.Region, table.Id, call.TagsFor("route-table"));
        call.Turn.Note("ec2", table.Id, $"The route table {table.Id} was created in {vpc.Id}; it counts for no subnet yet.", null, "exists");
        return new() { ["RouteTable"] = Describe(call, table) };
    }

    private static Output Delete(Call call)
    {
        var table = Named(call);
        if (table.MainAssociationId is not null) throw Ec2Errors.InUse("routeTable", table.Id, "It is its VPC's main route table.", call.At("RouteTableId"));
        if (call.Ec2().Subnets.Values.FirstOrDefault(s => s.RouteTableId == table.Id) is { } subnet) throw Ec2Errors.InUse("routeTable", table.Id, $"It is associated with {subnet.Id}.", call.At("RouteTableId"));
        call.Put(call.Ec2() with { RouteTables = call.Ec2().RouteTables.Remove(table.Id), Tags = call.Ec2().Tags.Remove(table.Id) });
        call.Turn.Note("ec2", table.Id, $"The route table {table.Id} was deleted.", "exists");
        return [];
    }

    private static Output Associate(Call call)
    {
        var (table, subnet) = (Named(call), SubnetOf(call));
        if (table.VpcId != subnet.VpcId) throw Ec2Errors.Invalid(call.At("SubnetId"), $"route table {table.Id} and subnet {subnet.Id} belong to different networks");
        if (subnet.RouteTableId == table.Id) return Answer(subnet.AssociationId!);
        if (subnet.RouteTableId is { } other)
            throw Turn.Error("Resource.AlreadyAssociated", $"the specified association for route table {table.Id} conflicts with an existing association", $"{subnet.Id} has {other}: use ReplaceRouteTableAssociation.", at: call.At("SubnetId"));
        return Answer(Give(call, subnet, table));

        static Output Answer(string id) => new() { ["AssociationId"] = id, ["AssociationState"] = new Output { ["State"] = "associated" } };
    }

    private static string Give(Call call, Subnet subnet, RouteTable table)
    {
        var id = call.Turn.Ec2Id("rtbassoc");
        SubnetOperations.Put(call, subnet with { RouteTableId = table.Id, AssociationId = id });
        call.Turn.Note("ec2", subnet.Id, $"{table.Id} says where packets from {subnet.Id} go{(Routing.IsPublic(call.Ec2(), call.Ec2().Subnets[subnet.Id]) ? ": to the internet too" : "")}.");
        return id;
    }

    private static Output Replace(Call call)
    {
        var (table, (_, subnet)) = (Named(call), Associated(call));
        if (subnet is not null)
        {
            if (table.VpcId != subnet.VpcId) throw Ec2Errors.Invalid(call.At("RouteTableId"), $"route table {table.Id} and subnet {subnet.Id} belong to different networks");
            return new() { ["NewAssociationId"] = Give(call, subnet, table), ["AssociationState"] = new Output { ["State"] = "associated" } };
        }
        var main = Associated(call).Table;
        if (table.VpcId != main.VpcId) throw Ec2Errors.Invalid(call.At("RouteTableId"), $"route table {table.Id} and network {main.VpcId} belong to different networks");
        var id = call.Turn.Ec2Id("rtbassoc");
        Put(call, main with { MainAssociationId = null });
        Put(call, call.Ec2().RouteTables[table.Id] with { MainAssociationId = id });
        call.Put(call.Ec2() with { Vpcs = call.Ec2().Vpcs.Put(table.VpcId, call.Ec2().Vpcs[table.VpcId] with { MainRouteTableId = table.Id }) });
        call.Turn.Note("ec2", table.VpcId, $"{table.Id} is the main route table of {table.VpcId} now.");
        return new() { ["NewAssociationId"] = id, ["AssociationState"] = new Output { ["State"] = "associated" } };
    }

    private static Output Disassociate(Call call)
    {
        if (Associated(call).Subnet is not { } subnet) throw Ec2Errors.Invalid(call.At("AssociationId"), $"cannot disassociate the main route table association {call.Need("AssociationId")}", "A VPC always has a main table: replace it.");
        SubnetOperations.Put(call, subnet with { RouteTableId = null, AssociationId = null });
        call.Turn.Note("ec2", subnet.Id, $"The VPC's main route table counts for {subnet.Id} again.");
        return [];
    }

    private static Output DescribeAll(Call call) => call.Page("RouteTables", [.. call.Select("RouteTableIds", call.Ec2().RouteTables.Values, id => Find(call, id.Value, id.At), new()
    {
        ["route-table-id"] = t => [t.Id],
        ["vpc-id"] = t => [t.VpcId],
        ["owner-id"] = _ => [call.AccountId],
        ["association.main"] = t => Associations(call.Ec2(), t).Select(a => a.Subnet is null ? "true" : "false"),
        ["association.subnet-id"] = t => Associations(call.Ec2(), t).Select(a => a.Subnet ?? ""),
        ["association.route-table-id"] = t => Associations(call.Ec2(), t).Select(_ => t.Id),
        ["association.route-table-association-id"] = t => Associations(call.Ec2(), t).Select(a => a.Id),
        ["association.gateway-id"] = _ => [],
        ["route.destination-cidr-block"] = t => t.Routes.Select(r => r.Destination).Append(call.Ec2().Vpcs[t.VpcId].Cidr),
        ["route.gateway-id"] = t => t.Routes.Where(r => r.Target.StartsWith("igw-", StringComparison.Ordinal)).Select(r => r.Target).Append("local"),
        ["route.nat-gateway-id"] = t => t.Routes.Where(r => r.Target.StartsWith("nat-", StringComparison.Ordinal)).Select(r => r.Target),
        ["route.instance-id"] = t => t.Routes.Where(r => r.Target.StartsWith("i-", StringComparison.Ordinal)).Select(r => r.Target),
        ["route.origin"] = t => t.Routes.Count == 0 ? ["CreateRouteTable"] : ["CreateRouteTable", "CreateRoute"],
        ["route.state"] = t => t.Routes.Select(r => Routing.IsActive(call.Ec2(), t.VpcId, r) ? "active" : "blackhole").Append("active"),
    }, t => t.Id).Select(t => Describe(call, t))], most: 100);

    private static IEnumerable<(string Id, string? Subnet)> Associations(Ec2Region ec2, RouteTable table) =>
    [
        .. table.MainAssociationId is { } main ? [(main, null)] : System.Array.Empty<(string, string?)>(),
        .. ec2.Subnets.Values.Where(s => s.RouteTableId == table.Id).Select(s => (s.AssociationId!, (string?)s.Id)),
    ];

    private static Output Describe(Call call, RouteTable table)
    {
        var ec2 = call.Ec2();
        return new()
        {
            ["RouteTableId"] = table.Id,
            ["VpcId"] = table.VpcId,
            ["OwnerId"] = call.AccountId,
            ["Associations"] = new Array([.. Associations(ec2, table).Select(a =>
            {
                Output association = new() { ["RouteTableAssociationId"] = a.Id, ["RouteTableId"] = table.Id, ["Main"] = a.Subnet is null, ["AssociationState"] = new Output { ["State"] = "associated" } };
                if (a.Subnet is { } subnet) association["SubnetId"] = subnet;
                return (Node)association;
            })]),
            ["Routes"] = new Array([
                new Output { ["DestinationCidrBlock"] = ec2.Vpcs[table.VpcId].Cidr, ["GatewayId"] = "local", ["Origin"] = "CreateRouteTable", ["State"] = "active" },
                .. table.Routes.OrderBy(r => IpRange.Read(r.Destination)!.Prefix).Select(r => (Node)new Output
                {
                    ["DestinationCidrBlock"] = r.Destination,
                    [r.Target.StartsWith("igw-", StringComparison.Ordinal) ? "GatewayId" : r.Target.StartsWith("nat-", StringComparison.Ordinal) ? "NatGatewayId" : "InstanceId"] = r.Target,
                    ["Origin"] = "CreateRoute",
                    ["State"] = Routing.IsActive(ec2, table.VpcId, r) ? "active" : "blackhole",
                }),
            ]),
            ["PropagatingVgws"] = new Array(),
            ["Tags"] = ec2.TagList(table.Id),
        };
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>The routes of a table.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html"/>
internal static class RouteOperations
{
    /// <summary>AWS's default quota for the routes of a table.</summary>
    public const int Quota = 500;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateRoute", c => [c.On("CreateRoute", "route-table", RouteTableOperations.Named(c).Id)], Create),
        new("ReplaceRoute", c => [c.On("ReplaceRoute", "route-table", RouteTableOperations.Named(c).Id)], Replace),
        new("DeleteRoute", c => [c.On("DeleteRoute", "route-table", RouteTableOperations.Named(c).Id)], Delete),
    ];

    /// <summary>Destinations and targets that AWS has and the simulation has not.</summary>
    public static readonly HashSet<string> NotTaken =
    [
        "DestinationIpv6CidrBlock", "DestinationPrefixListId", "VpcEndpointId", "EgressOnlyInternetGatewayId", "TransitGatewayId", "LocalGatewayId", "CarrierGatewayId", "NetworkInterfaceId",
        "VpcPeeringConnectionId", "CoreNetworkArn", "OdbNetworkArn", "LocalTarget",
    ];

    private static readonly string[] Targets = ["GatewayId", "NatGatewayId", "InstanceId"];

    private static string Destination(Call call) => call.Input.Text("DestinationCidrBlock") is { } text ? Cidrs.Read(text, "destinationCidrBlock").ToString()
        : throw Turn.Error("MissingParameter", "The request must contain the parameter destinationCidrBlock, destinationIpv6CidrBlock or destinationPrefixListId", "Everywhere is 0.0.0.0/0.", at: call.Input.Head());

    private static VpcRoute Read(Call call, RouteTable table)
    {
        var destination = Destination(call);
        var given = Targets.Where(t => call.Text(t) is not null).ToList();
        if (given.Count == 0) throw Turn.Error("MissingParameter", "The request must contain the parameter gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId or another target", at: call.Input.Head());
        if (given.Count > 1) throw Ec2Errors.Combination(call.At(given[1]), $"The parameter {Lower(given[0])} cannot be used with the parameter {Lower(given[1])}", "A route has one target.");
        var (id, at, ec2) = (call.Need(given[0]), call.At(given[0]), call.Ec2());
        var vpcId = given[0] switch
        {
            "GatewayId" => (ec2.InternetGateways.Find(id) ?? throw Turn.Error("InvalidGatewayID.NotFound", $"The gateway ID '{id.Shortened()}' does not exist", at: at)).VpcId,
            "NatGatewayId" => NatGatewayOperations.Find(call, id, at) is { State: not ("deleted" or "failed") } nat ? nat.VpcId : throw NatGatewayOperations.NotFound(id, at),
            _ => Ec2Errors.Find(ec2.Instances, id, "InstanceID", "i", "instance ID", at).VpcId,
        };
        if (vpcId != table.VpcId)
        {
            throw given[0] is "GatewayId" && vpcId is null ? Turn.Error("Gateway.NotAttached", $"resource {id} is not attached to network {table.VpcId}", "Attach the gateway to the VPC first.", at: at)
                : Ec2Errors.Invalid(at, $"route table {table.Id} and {(given[0] is "GatewayId" ? "network gateway" : given[0] is "NatGatewayId" ? "NAT gateway" : "interface of instance")} {id} belong to different networks");
        }
        return new(destination, id);
    }

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static Output Create(Call call)
    {
        var table = RouteTableOperations.Named(call);
        var route = Read(call, table);
        var local = call.Ec2().Vpcs[table.VpcId].Cidr;
        if (table.Routes.Any(r => r.Destination == route.Destination) || route.Destination == local)
            throw Turn.Error("RouteAlreadyExists", $"The route identified by {route.Destination} already exists.", route.Destination == local ? "The local route is in every table." : "Use ReplaceRoute.", at: call.At("DestinationCidrBlock"));
        if (IpRange.Read(local)!.Contains(IpRange.Read(route.Destination)!) && !call.Ec2().Subnets.Values.Any(s => s.VpcId == table.VpcId && s.Cidr == route.Destination))
            throw Ec2Errors.Invalid(call.At("DestinationCidrBlock"), $"The destination CIDR block {route.Destination} is more specific than the VPC's CIDR block, and matches no subnet's CIDR block.", "Inside the VPC packets go by the local route.");
        if (table.Routes.Count >= Quota) throw Turn.Error("RouteLimitExceeded", $"The maximum number of routes for route table '{table.Id}' has been reached.");
        RouteTableOperations.Put(call, table with { Routes = [.. table.Routes, route] });
        call.Turn.Note("ec2", table.Id, $"{table.Id} sends packets for {route.Destination} to {route.Target}.");
        return new() { ["Return"] = true };
    }

    private static Output Replace(Call call)
    {
        var table = RouteTableOperations.Named(call);
        var route = Read(call, table);
        if (!table.Routes.Any(r => r.Destination == route.Destination))
            throw Ec2Errors.Invalid(call.At("DestinationCidrBlock"), $"There is no route defined for '{route.Destination}' in the route table. Use CreateRoute instead.");
        RouteTableOperations.Put(call, table with { Routes = [.. table.Routes.Select(r => r.Destination == route.Destination ? route : r)] });
        call.Turn.Note("ec2", table.Id, $"{table.Id} sends packets for {route.Destination} to {route.Target} now.");
        return [];
    }

    private static Output Delete(Call call)
    {
        var (table, destination) = (RouteTableOperations.Named(call), Destination(call));
        if (destination == call.Ec2().Vpcs[table.VpcId].Cidr) throw Ec2Errors.Invalid(call.At("DestinationCidrBlock"), $"cannot remove local route {destination} in route table {table.Id}");
        if (!table.Routes.Any(r => r.Destination == destination))
            throw Turn.Error("InvalidRoute.NotFound", $"no route with destination-cidr-block {destination} in route table {table.Id}", at: call.At("DestinationCidrBlock"));
        RouteTableOperations.Put(call, table with { Routes = [.. table.Routes.Where(r => r.Destination != destination)] });
        call.Turn.Note("ec2", table.Id, $"{table.Id} lost its route for {destination}.");
        return [];
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>NAT gateways: a way out for what has no public address, and no way in.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html"/>
internal static class NatGatewayOperations
{
    /// <summary>AWS's default quota in an Availability Zone.</summary>
    public const int Quota = 5;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateNatGateway", Needs, Create),
        new("DeleteNatGateway", c => [c.On("DeleteNatGateway", "natgateway", Named(c).Id)], Delete),
        new("DescribeNatGateways", c => [c.OnAll("DescribeNatGateways")], DescribeAll),
    ];

    public static readonly HashSet<string> NotTaken =
        ["PrivateIpAddress", "SecondaryAllocationIds", "SecondaryPrivateIpAddresses", "SecondaryPrivateIpAddressCount", "AvailabilityMode", "VpcId", "AvailabilityZoneAddresses"];

    public static AwsException NotFound(string id, Location at) => Turn.Error("NatGatewayNotFound", $"The Nat Gateway {id.Shortened()} was not found", at: at);

    public static NatGateway Find(Call call, string id, Location at) => call.Ec2().NatGateways.Find(id)
        ?? throw (Ec2Errors.IsId(id, "nat") ? NotFound(id, at) : Turn.Error("NatGatewayMalformed", $"The Nat Gateway ID {id.Shortened()} is malformed", at: at));

    private static NatGateway Named(Call call) => Find(call, call.Need("NatGatewayId"), call.At("NatGatewayId"));

    private static Subnet SubnetOf(Call call) => call.Text("SubnetId") is null ? throw Turn.Error("MissingParameter", "The request must contain the parameter SubnetId", at: call.Input.Head()) : SubnetOperations.Named(call);

    private static bool IsPublic(Call call) => call.Text("ConnectivityType") switch
    {
        null or "public" => true,
        "private" => false,
        var other => throw Ec2Errors.Invalid(call.At("ConnectivityType"), $"Value ({other.Shortened()}) for parameter connectivityType is invalid.", "It is public or private."),
    };

    private static Address? AddressOf(Call call) => call.Text("AllocationId") is { } id ? Ec2Errors.Find(call.Ec2().Addresses, id, "AllocationID", "eipalloc", "allocation ID", call.At("AllocationId")) : null;

    private static IEnumerable<Permission> Needs(Call call)
    {
        yield return call.On("CreateNatGateway", "natgateway", "*");
        yield return call.On("CreateNatGateway", "subnet", SubnetOf(call).Id);
        if (AddressOf(call) is { } address) yield return call.On("CreateNatGateway", "elastic-ip", address.AllocationId);
    }

    private static Output Create(Call call)
    {
        var (subnet, address) = (SubnetOf(call), AddressOf(call));
        if (IsPublic(call) && address is null) throw Turn.Error("MissingParameter", "The request must contain the parameter AllocationId", "A public NAT gateway needs an Elastic IP address.", at: call.Input.Head());
        if (!IsPublic(call) && address is not null) throw Ec2Errors.Combination(call.At("AllocationId"), "The parameter AllocationId may not be used with a private NAT gateway.");
        if (address?.AssociationId is { } association) throw Turn.Error("Resource.AlreadyAssociated", $"resource {address.AllocationId} is already associated with associate-id {association}", at: call.At("AllocationId"));
        if (call.Ec2().NatGateways.Values.Count(n => n.State is "pending" or "available" or "deleting" && call.Ec2().Subnets.Find(n.SubnetId)?.Zone == subnet.Zone) >= Quota)
            throw Turn.Error("NatGatewayLimitExceeded", "The maximum number of NAT Gateways has been reached.", $"AWS's default quota is {Quota} in an Availability Zone.");
        if (DefaultNetwork.Free(call.State, call.Region, subnet) < 1) throw DefaultNetwork.Full(subnet, call.At("SubnetId"));
        NatGateway nat = new(call.Turn.Ec2Id("nat"), subnet.Id, subnet.VpcId, address?.AllocationId, address?.PublicIp, DefaultNetwork.NextPrivateIp(call.Turn, call.Region, subnet), call.Turn.Ec2Id("eni"), "pending", call.Now);
        Put(call.Turn, call.Region, nat);
        if (address is not null) call.Put(call.Ec2() with { Addresses = call.Ec2().Addresses.Put(address.AllocationId, address with { AssociationId = call.Turn.Ec2Id("eipassoc"), NatGatewayId = nat.Id }) });
        call.Turn.Tag(call.Region, nat.Id, call.TagsFor("natgateway"));
        call.Turn.Note("ec2", nat.Id, $"The NAT gateway {nat.Id} is being made in {subnet.Id}.", null, "pending");
        call.Turn.Plan(TimeSpan.FromSeconds(60), new NatGatewaySettles(call.Region, nat.Id));
        return new() { ["NatGateway"] = Describe(call, nat) };
    }

    public static void Put(Turn turn, string region, NatGateway nat) => turn.Put(turn.Ec2(region) with { NatGateways = turn.Ec2(region).NatGateways.Put(nat.Id, nat) });

    private static Output Delete(Call call)
    {
        var nat = Named(call);
        if (nat.State is "deleted") throw NotFound(nat.Id, call.At("NatGatewayId"));
        if (nat.State is not "deleting")
        {
            call.Turn.EndMeter(nat.Id, "hours");
            Put(call.Turn, call.Region, nat with { State = "deleting" });
            call.Turn.Note("ec2", nat.Id, $"The NAT gateway {nat.Id} is being deleted; its Elastic IP address stays allocated, and costs as before.", nat.State, "deleting");
            call.Turn.Plan(TimeSpan.FromSeconds(60), new NatGatewayGoes(call.Region, nat.Id));
        }
        return new() { ["NatGatewayId"] = nat.Id };
    }

    private static Output DescribeAll(Call call)
    {
        List<NatGateway> asked = call.Texts("NatGatewayIds") is { Count: > 0 } ids ? [.. ids.DistinctBy(i => i.Value).Select(i => Find(call, i.Value, i.At))] : [.. call.Ec2().NatGateways.Values];
        return call.Page("NatGateways", [.. call.Held(asked, new()
        {
            ["nat-gateway-id"] = n => [n.Id],
            ["state"] = n => [n.State],
            ["subnet-id"] = n => [n.SubnetId],
            ["vpc-id"] = n => [n.VpcId],
        }, n => n.Id, "Filter").Select(n => Describe(call, n))]);
    }

    private static Output Describe(Call call, NatGateway nat)
    {
        Output address = new() { ["NetworkInterfaceId"] = nat.NetworkInterfaceId, ["PrivateIp"] = nat.PrivateIp, ["IsPrimary"] = true, ["Status"] = nat.State is "available" ? "succeeded" : nat.State is "failed" ? "failed" : "associating" };
        if (nat.AllocationId is { } allocation) (address["AllocationId"], address["PublicIp"]) = (allocation, nat.PublicIp);
        Output output = new()
        {
            ["NatGatewayId"] = nat.Id,
            ["SubnetId"] = nat.SubnetId,
            ["VpcId"] = nat.VpcId,
            ["State"] = nat.State,
            ["ConnectivityType"] = nat.AllocationId is null ? "private" : "public",
            ["CreateTime"] = Ec2Calls.Time(nat.Created),
            ["NatGatewayAddresses"] = new Array(address),
            ["Tags"] = call.Ec2().TagList(nat.Id),
        };
        if (nat.FailureCode is { } code) (output["FailureCode"], output["FailureMessage"]) = (code, nat.FailureMessage);
        if (nat.Deleted is { } deleted) output["DeleteTime"] = Ec2Calls.Time(deleted);
        return output;
    }
}

/// <summary>A public one needs an internet gateway in its VPC, and fails without.</summary>
internal sealed record NatGatewaySettles(string Region, string NatId) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        var ec2 = turn.Ec2(Region);
        if (ec2.NatGateways.Find(NatId) is not { State: "pending" } nat) return;
        if (nat.AllocationId is not null && !ec2.InternetGateways.Values.Any(g => g.VpcId == nat.VpcId))
        {
            NatGatewayOperations.Put(turn, Region, nat with { State = "failed", FailureCode = "Gateway.NotAttached", FailureMessage = $"Network {nat.VpcId} has no Internet gateway attached" });
            NatGatewayGoes.GiveBack(turn, Region, nat);
            turn.Note("ec2", nat.Id, $"The NAT gateway {nat.Id} failed: {nat.VpcId} has no internet gateway.", "pending", "failed");
            turn.Plan(NatGatewayGoes.Remembered, new NatGatewayIsForgotten(Region, NatId));
            return;
        }
        NatGatewayOperations.Put(turn, Region, nat with { State = "available" });
        turn.StartMeter("ec2", Region, nat.Id, "hours", "NAT gateway, at us-east-1's price, without what it carries", Prices.NetworkUsEast1("natGatewayPerHour"), 0, 3600);
        turn.Note("ec2", nat.Id, $"The NAT gateway {nat.Id} is available.", "pending", "available");
    }
}

internal sealed record NatGatewayGoes(string Region, string NatId) : ScheduledEvent
{
    /// <summary>A NAT gateway that is gone stays visible for about an hour.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).NatGateways.Find(NatId) is not { State: "deleting" } nat) return;
        NatGatewayOperations.Put(turn, Region, nat with { State = "deleted", Deleted = turn.Now });
        GiveBack(turn, Region, nat);
        turn.Note("ec2", nat.Id, $"The NAT gateway {nat.Id} is gone.", "deleting", "deleted");
        turn.Plan(Remembered, new NatGatewayIsForgotten(Region, NatId));
    }

    public static void GiveBack(Turn turn, string region, NatGateway nat)
    {
        var ec2 = turn.Ec2(region);
        if (nat.AllocationId is { } id && ec2.Addresses.Find(id) is { } address && address.NatGatewayId == nat.Id)
            turn.Put(ec2 with { Addresses = ec2.Addresses.Put(id, address with { AssociationId = null, NatGatewayId = null }) });
    }
}

internal sealed record NatGatewayIsForgotten(string Region, string NatId) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        var ec2 = turn.Ec2(Region);
        turn.Put(ec2 with { NatGateways = ec2.NatGateways.Remove(NatId), Tags = ec2.Tags.Remove(NatId) });
    }
}

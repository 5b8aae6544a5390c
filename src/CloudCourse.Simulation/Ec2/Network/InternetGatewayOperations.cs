using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>Internet gateways: a VPC's way out, and in to what has a public address.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html"/>
internal static class InternetGatewayOperations
{
    public const int Quota = 5;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateInternetGateway", c => [c.On("CreateInternetGateway", "internet-gateway", "*", [.. c.TagsFor("internet-gateway").Select(t => ($"aws:RequestTag/{t.Key}", t.Value))])], Create),
        new("AttachInternetGateway", c => Both(c, "AttachInternetGateway"), Attach),
        new("DetachInternetGateway", c => Both(c, "DetachInternetGateway"), Detach),
        new("DeleteInternetGateway", c => [c.On("DeleteInternetGateway", "internet-gateway", Named(c).Id)], Delete),
        new("DescribeInternetGateways", c => [c.OnAll("DescribeInternetGateways")], DescribeAll),
    ];

    private static IEnumerable<Permission> Both(Call call, string action) => [call.On(action, "internet-gateway", Named(call).Id), call.On(action, "vpc", VpcOperations.Named(call).Id)];

    public static InternetGateway Find(Call call, string id, Location at) => Ec2Errors.Find(call.Ec2().InternetGateways, id, "InternetGatewayID", "igw", "internetGateway ID", at);

    private static InternetGateway Named(Call call) => Find(call, call.Need("InternetGatewayId"), call.At("InternetGatewayId"));

    private static void Put(Call call, InternetGateway gateway) => call.Put(call.Ec2() with { InternetGateways = call.Ec2().InternetGateways.Put(gateway.Id, gateway) });

    private static Output Create(Call call)
    {
        if (call.Ec2().InternetGateways.Count >= Quota) throw Turn.Error("InternetGatewayLimitExceeded", "The maximum number of internet gateways has been reached.", $"AWS's default quota is {Quota} in a Region, one for each VPC.");
        InternetGateway gateway = new(call.Turn.Ec2Id("igw"), null);
        Put(call, gateway);
        call.Turn.Tag(call.Region, gateway.Id, call.TagsFor("internet-gateway"));
        call.Turn.Note("ec2", gateway.Id, $"The internet gateway {gateway.Id} was created; it is attached to no VPC yet.", null, "exists");
        return new() { ["InternetGateway"] = Describe(call, gateway) };
    }

    private static Output Attach(Call call)
    {
        var (gateway, vpc) = (Named(call), VpcOperations.Named(call));
        if (gateway.VpcId is { } other) throw Turn.Error("Resource.AlreadyAssociated", $"resource {gateway.Id} is already attached to network {other}", "A gateway serves one VPC.", at: call.At("InternetGatewayId"));
        if (call.Ec2().InternetGateways.Values.FirstOrDefault(g => g.VpcId == vpc.Id) is { } present)
            throw Ec2Errors.Invalid(call.At("VpcId"), $"Network {vpc.Id} already has an internet gateway attached", $"It is {present.Id}.");
        Put(call, gateway with { VpcId = vpc.Id });
        call.Turn.Note("ec2", gateway.Id, $"{gateway.Id} is attached to {vpc.Id}. A subnet uses it when its route table has a route to it.");
        return [];
    }

    private static Output Detach(Call call)
    {
        var (gateway, vpc) = (Named(call), VpcOperations.Named(call));
        if (gateway.VpcId != vpc.Id) throw Turn.Error("Gateway.NotAttached", $"resource {gateway.Id} is not attached to network {vpc.Id}", at: call.At("InternetGatewayId"));
        var ec2 = call.Ec2();
        if (ec2.Instances.Values.Any(i => i.VpcId == vpc.Id && i.PublicIp is not null && i.State is not InstanceState.Terminated) || ec2.NatGateways.Values.Any(n => n.VpcId == vpc.Id && n is { PublicIp: not null, State: not ("deleted" or "failed") })
            || call.State.Ecs.Tasks.Values.Any(t => t.PublicIp is not null && t.LastStatus != "STOPPED" && ec2.Subnets.Find(t.SubnetId)?.VpcId == vpc.Id) || call.State.LoadBalancing.LoadBalancers.Values.Any(l => l.VpcId == vpc.Id && !l.Internal))
        {
            throw Turn.Error("DependencyViolation", $"Network {vpc.Id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.", "An instance, a task, a NAT gateway or a load balancer in the VPC has a public address.", at: call.At("VpcId"));
        }
        Put(call, gateway with { VpcId = null });
        call.Turn.Note("ec2", gateway.Id, $"{gateway.Id} is detached from {vpc.Id}; routes to it are black holes now.");
        return [];
    }

    private static Output Delete(Call call)
    {
        var gateway = Named(call);
        if (gateway.VpcId is { } vpc) throw Ec2Errors.InUse("internetGateway", gateway.Id, $"It is attached to {vpc}: detach it first.", call.At("InternetGatewayId"));
        call.Put(call.Ec2() with { InternetGateways = call.Ec2().InternetGateways.Remove(gateway.Id), Tags = call.Ec2().Tags.Remove(gateway.Id) });
        call.Turn.Note("ec2", gateway.Id, $"The internet gateway {gateway.Id} was deleted.", "exists");
        return [];
    }

    private static Output DescribeAll(Call call) => call.Page("InternetGateways", [.. call.Select("InternetGatewayIds", call.Ec2().InternetGateways.Values, id => Find(call, id.Value, id.At), new()
    {
        ["internet-gateway-id"] = g => [g.Id],
        ["attachment.vpc-id"] = g => g.VpcId is { } vpc ? [vpc] : [],
        ["attachment.state"] = g => g.VpcId is null ? [] : ["available"],
        ["owner-id"] = _ => [call.AccountId],
    }, g => g.Id).Select(g => Describe(call, g))]);

    private static Output Describe(Call call, InternetGateway gateway) => new()
    {
        ["InternetGatewayId"] = gateway.Id,
        ["OwnerId"] = call.AccountId,
        ["Attachments"] = gateway.VpcId is { } vpc ? new Array(new Output { ["VpcId"] = vpc, ["State"] = "available" }) : new Array(),
        ["Tags"] = call.Ec2().TagList(gateway.Id),
    };
}

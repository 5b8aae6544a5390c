using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using static CloudCourse.Simulation.ElasticLoadBalancing.LoadBalancingCalls;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>Making, describing and deleting load balancers.</summary>
internal static class BalancerOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        Make("CreateLoadBalancer", c => Arn(c, "loadbalancer/app", c.Need("Name"), "*"), Create),
        Make("DeleteLoadBalancer", c => c.Need("LoadBalancerArn"), Delete),
        Make("DescribeLoadBalancers", _ => "*", DescribeAll),
    ];

    /// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer"/>
    private const int FreeAddresses = 8;

    private static Output Create(Call call)
    {
        CheckName(call);
        var (name, ec2) = (call.Need("Name"), call.Ec2());
        if (name.StartsWith("internal-", StringComparison.Ordinal)) throw Invalid(call, "Name", $"The load balancer name '{name}' cannot begin with the prefix 'internal-'", "AWS puts that before the host names of internal load balancers.");
        if (call.Text("Scheme") is not (null or "internet-facing" or "internal") and var scheme)
            throw Invalid(call, "Scheme", $"1 validation error detected: Value '{scheme.Shortened()}' at 'scheme' failed to satisfy constraint: Member must satisfy enum value set: [internet-facing, internal]", "internet-facing has public addresses, internal has none.");
        if (call.Text("Type") is not (null or "application" or "network" or "gateway") and var unknown)
            throw Invalid(call, "Type", $"1 validation error detected: Value '{unknown.Shortened()}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [application, network, gateway]", "Classic load balancers are another service's; leave Type out for an Application Load Balancer.");
        if (call.Text("IpAddressType") is not (null or "ipv4") and var addresses)
        {
            throw addresses is "dualstack" or "dualstack-without-public-ipv4" ? Turn.Error(AwsError.NotSimulated, "The simulation's load balancers have IPv4 addresses only.", "Leave IpAddressType out.", 501, call.At("IpAddressType"))
                : Invalid(call, "IpAddressType", $"1 validation error detected: Value '{addresses.Shortened()}' at 'ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack, dualstack-without-public-ipv4]", "Leave IpAddressType out for IPv4.");
        }
        if (call.Text("Type") is { } type and not "application")
            throw Turn.Error(AwsError.NotSimulated, $"The simulation has Application Load Balancers only, not \"{type.Shortened()}\".", null, 501, call.At("Type"));
        var subnets = call.Texts("Subnets").Select(s => ec2.Subnets.Find(s.Value) ?? throw Turn.Error("SubnetNotFound", $"The subnet ID '{s.Value.Shortened()}' does not exist", "Ids belong to one Region: look at the Region of the call too.", at: s.At)).ToList();
        if (subnets.Select(s => s.Zone).Distinct().Count() < 2)
            throw Invalid(call, "Subnets", "At least two subnets in two different Availability Zones must be specified", "A load balancer that stood in one zone would fail with it.");
        if (subnets.Select(s => s.Zone).Distinct().Count() < subnets.Count)
            throw Turn.Error("InvalidConfigurationRequest", "A load balancer cannot be attached to multiple subnets in the same Availability Zone", at: call.At("Subnets"));
        if (subnets.Any(s => s.VpcId != subnets[0].VpcId))
            throw Turn.Error("InvalidConfigurationRequest", "All subnets must belong to the same VPC", $"They are in {string.Join(", ", subnets.Select(s => s.VpcId).Distinct())}.", at: call.At("Subnets"));
        if (call.Text("Scheme") is not "internal" && !ec2.InternetGateways.Values.Any(g => g.VpcId == subnets[0].VpcId))
            throw Turn.Error("InvalidSubnet", $"VPC {subnets[0].VpcId} has no internet gateway", "A load balancer that faces the internet needs one: attach a gateway, or make an internal one.", at: call.At("Subnets"));
        if (subnets.FirstOrDefault(s => DefaultNetwork.Free(call.State, call.Region, s) < FreeAddresses) is { } narrow)
            throw Turn.Error("InvalidSubnet", $"Not enough IP space available in {narrow.Id}. ELB requires at least {FreeAddresses} free IP addresses in each subnet.", "A load balancer grows with its traffic, and each of its nodes takes an address.", at: call.At("Subnets"));
        if (call.Texts("SecurityGroups").Select(g => g.Value).Distinct().Count() > 5) throw Invalid(call, "SecurityGroups", "You can specify at most 5 security groups", "AWS's default quota is five for a load balancer.");
        var groups = call.Texts("SecurityGroups").Select(g => ec2.SecurityGroups.Find(g.Value)?.Id ?? throw Turn.Error("InvalidSecurityGroup", $"The security group '{g.Value.Shortened()}' does not exist", at: g.At)).ToList();
        if (groups.Count == 0) groups = [ec2.SecurityGroups.Values.First(g => g.Name == "default" && g.VpcId == subnets[0].VpcId).Id];
        if (groups.Select(g => ec2.SecurityGroups[g]).FirstOrDefault(g => g.VpcId != subnets[0].VpcId) is { } elsewhere)
            throw Turn.Error("InvalidConfigurationRequest", "One or more security groups are invalid", $"{elsewhere.Id} belongs to {elsewhere.VpcId}, the subnets to {subnets[0].VpcId}.", at: call.At("SecurityGroups"));
        if (call.State.LoadBalancing.LoadBalancers.Values.FirstOrDefault(l => l.Name == name && l.Region == call.Region) is { } there)
        {
            // "If you attempt to create multiple load balancers with the same settings, each call succeeds."
            if (there.Internal == call.Text("Scheme") is "internal" && there.SubnetIds.ToHashSet().SetEquals(subnets.Select(s => s.Id)) && there.SecurityGroupIds.ToHashSet().SetEquals(groups))
                return new() { ["LoadBalancers"] = new Array(Describe(there)) };
            throw Turn.Error("DuplicateLoadBalancerName", $"A load balancer with the same name '{name}' exists, but with different settings", "Choose another name, or delete that one.", at: call.At("Name"));
        }
        if (call.State.LoadBalancing.LoadBalancers.Values.Count(l => l.Region == call.Region) >= 50)
            throw Turn.Error("TooManyLoadBalancers", "You've reached the limit on the number of load balancers for your account", "AWS's default quota is 50 Application Load Balancers in a Region.");
        var id = call.Turn.HexId(16);
        LoadBalancer balancer = new(Arn(call, "loadbalancer/app", name, id), name, call.Region, $"{name}-{id[..10]}.{call.Region}.elb.amazonaws.com", subnets[0].VpcId,
            call.Text("Scheme") is "internal", [.. subnets.Select(s => s.Zone)], [.. subnets.Select(s => s.Id)], groups, "provisioning", call.Now);
        Put(call, call.State.LoadBalancing with { LoadBalancers = call.State.LoadBalancing.LoadBalancers.Put(balancer.Arn, balancer) });
        call.Turn.StartMeter("elasticloadbalancing", call.Region, balancer.Arn, "hours", "Application Load Balancer, by the started hour, at us-east-1's price", Prices.NetworkUsEast1("albPerHour"), 0, 3600);
        call.Turn.Note("elasticloadbalancing", balancer.Arn, $"The load balancer {name} is being made in {string.Join(", ", balancer.Zones)}.", null, "provisioning");
        call.Turn.Plan(TimeSpan.FromSeconds(90), new BalancerIsActive(balancer.Arn));
        return new() { ["LoadBalancers"] = new Array(Describe(balancer)) };
    }

    private static Output Delete(Call call)
    {
        // Deleting what is not there succeeds, as at AWS.
        if (FindBalancer(call) is not { } balancer) return [];
        var state = call.State.LoadBalancing;
        foreach (var listener in state.Listeners.Values.Where(l => l.LoadBalancerArn == balancer.Arn).ToList()) state = state with { Listeners = state.Listeners.Remove(listener.Arn) };
        Put(call, state with { LoadBalancers = state.LoadBalancers.Remove(balancer.Arn) });
        call.Turn.EndMeter(balancer.Arn, "hours");
        call.Turn.Note("elasticloadbalancing", balancer.Arn, $"The load balancer {balancer.Name} was deleted.", balancer.State);
        return [];
    }

    private static Output DescribeAll(Call call)
    {
        var (arns, names) = (call.Texts("LoadBalancerArns"), call.Texts("Names"));
        var all = call.State.LoadBalancing.LoadBalancers.Values.Where(l => l.Region == call.Region).ToList();
        foreach (var asked in arns.Where(a => all.TrueForAll(l => l.Arn != a.Value)).Concat(names.Where(n => all.TrueForAll(l => l.Name != n.Value))))
            throw Turn.Error("LoadBalancerNotFound", $"Load balancer '{asked.Value.Shortened()}' not found", at: asked.At);
        return Page(call, "LoadBalancers", all.Where(l => (arns.Count == 0 && names.Count == 0) || arns.Any(a => a.Value == l.Arn) || names.Any(n => n.Value == l.Name)).Select(l => (Node)Describe(l)));
    }

    private static Output Describe(LoadBalancer l) => new()
    {
        ["LoadBalancerArn"] = l.Arn,
        ["LoadBalancerName"] = l.Name,
        ["DNSName"] = l.DnsName,
        ["Scheme"] = l.Internal ? "internal" : "internet-facing",
        ["VpcId"] = l.VpcId,
        ["Type"] = "application",
        ["State"] = new Output { ["Code"] = l.State },
        ["CreatedTime"] = Ec2Calls.Time(l.Created),
        ["IpAddressType"] = "ipv4",
        ["AvailabilityZones"] = new Array([.. l.Zones.Zip(l.SubnetIds).Select(p => (Node)new Output { ["ZoneName"] = p.First, ["SubnetId"] = p.Second })]),
        ["SecurityGroups"] = new Array([.. l.SecurityGroupIds.Select(g => (Node)g)]),
    };
}

internal sealed record BalancerIsActive(string Arn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        var state = turn.State.LoadBalancing;
        if (state.LoadBalancers.Find(Arn) is not { } balancer) return;
        turn.State = turn.State with { LoadBalancing = state with { LoadBalancers = state.LoadBalancers.Put(Arn, balancer with { State = "active" }) } };
        turn.Note("elasticloadbalancing", Arn, $"The load balancer {balancer.Name} is active.", "provisioning", "active");
    }
}

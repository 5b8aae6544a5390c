using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>Application Load Balancers.</summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html"/>
public sealed class ElasticLoadBalancingService : SimulatedService
{
    public override string Name => "elasticloadbalancing";

    public override int LongestInput(string operation) => 1 << 20;

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        Make("CreateLoadBalancer", c => Arn(c, "loadbalancer/app", c.Need("Name"), "*"), CreateLoadBalancer),
        Make("DeleteLoadBalancer", c => c.Need("LoadBalancerArn"), DeleteLoadBalancer),
        Make("DescribeLoadBalancers", _ => "*", DescribeLoadBalancers),
        Make("CreateTargetGroup", c => Arn(c, "targetgroup", c.Need("Name"), "*"), CreateTargetGroup),
        Make("ModifyTargetGroup", c => Group(c).Arn, ModifyTargetGroup),
        Make("DeleteTargetGroup", c => c.Need("TargetGroupArn"), DeleteTargetGroup),
        Make("DescribeTargetGroups", _ => "*", DescribeTargetGroups),
        Make("RegisterTargets", c => Group(c).Arn, Register),
        Make("DeregisterTargets", c => Group(c).Arn, Deregister),
        Make("DescribeTargetHealth", _ => "*", DescribeTargetHealth),
        Make("CreateListener", c => Balancer(c).Arn, CreateListener),
        Make("DeleteListener", c => c.Need("ListenerArn"), DeleteListener),
        Make("DescribeListeners", _ => "*", DescribeListeners),
    ];

    public override IReadOnlySet<string> NotTaken(string operation) => operation switch
    {
        "CreateLoadBalancer" => NotOfBalancers,
        "CreateTargetGroup" => NotOfGroups,
        "CreateListener" => NotOfListeners,
        _ => base.NotTaken(operation),
    };

    private static readonly HashSet<string> NotOfBalancers = ["SubnetMappings", "CustomerOwnedIpv4Pool", "EnablePrefixForIpv6SourceNat", "IpamPools", "Tags"];
    private static readonly HashSet<string> NotOfGroups = ["TargetControlPort", "Tags"];
    private static readonly HashSet<string> NotOfListeners = ["AlpnPolicy", "MutualAuthentication", "Tags"];

    private static Operation Make(string name, Func<Call, string> resource, Func<Call, Output> run) => new(name, c => [new($"elasticloadbalancing:{name}", resource(c))], run);

    private static string Arn(Call call, string kind, string name, string id) => $"arn:aws:elasticloadbalancing:{call.Region}:{call.AccountId}:{kind}/{name}/{id}";

    private static AwsException Invalid(Call call, string member, string message, string? advice = null) => Turn.Error("ValidationError", message, advice, at: call.At(member));

    /// <summary>An ARN of a kind, in its form at least: AWS tells what is no ARN of that kind apart from what is not there.</summary>
    private static string ArnOf(Call call, string member, string kind, string noun)
    {
        var arn = call.Need(member);
        return arn.StartsWith("arn:aws:elasticloadbalancing:", StringComparison.Ordinal) && arn.Split(':', 6) is [.., var last] && last.StartsWith(kind + "/", StringComparison.Ordinal) ? arn
            : throw Invalid(call, member, $"'{arn.Shortened()}' is not a valid {noun} ARN", $"It is named by its whole ARN, which the call that made it answers.");
    }

    private static T? Here<T>(Call call, T? found, string? region) where T : class => region == call.Region ? found : null;

    private static LoadBalancer? FindBalancer(Call call) => call.State.LoadBalancing.LoadBalancers.Find(ArnOf(call, "LoadBalancerArn", "loadbalancer", "load balancer")) is var found ? Here(call, found, found?.Region) : null;

    private static TargetGroup? FindGroup(Call call) => call.State.LoadBalancing.TargetGroups.Find(ArnOf(call, "TargetGroupArn", "targetgroup", "target group")) is var found ? Here(call, found, found?.Region) : null;

    private static LoadBalancer Balancer(Call call) => FindBalancer(call)
        ?? throw Turn.Error("LoadBalancerNotFound", $"Load balancer '{call.Need("LoadBalancerArn").Shortened()}' not found", $"{call.Region} has no such load balancer: look at the Region of the call too.", at: call.At("LoadBalancerArn"));

    private static TargetGroup Group(Call call) => FindGroup(call)
        ?? throw Turn.Error("TargetGroupNotFound", "One or more target groups not found", "A target group is named by its whole ARN, which CreateTargetGroup answers.", at: call.At("TargetGroupArn"));

    private static void CheckName(Call call)
    {
        var name = call.Need("Name");
        if (name.Length is 0 or > 32 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-') || name.StartsWith('-') || name.EndsWith('-'))
            throw Invalid(call, "Name", $"The name '{name.Shortened()}' is not valid", "A name has 1 to 32 letters, digits and hyphens, and no hyphen at either end.");
    }

    private static Output CreateLoadBalancer(Call call)
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
        if (subnets.FirstOrDefault(s => Ec2.Network.DefaultNetwork.Free(call.State, call.Region, s) < FreeAddresses) is { } narrow)
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

    /// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer"/>
    private const int FreeAddresses = 8;

    private static void Put(Call call, LoadBalancingState state) => call.State = call.State with { LoadBalancing = state };

    private static Output DeleteLoadBalancer(Call call)
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

    private static Output DescribeLoadBalancers(Call call)
    {
        var (arns, names) = (call.Texts("LoadBalancerArns"), call.Texts("Names"));
        var all = call.State.LoadBalancing.LoadBalancers.Values.Where(l => l.Region == call.Region).ToList();
        foreach (var asked in arns.Where(a => all.TrueForAll(l => l.Arn != a.Value)).Concat(names.Where(n => all.TrueForAll(l => l.Name != n.Value))))
            throw Turn.Error("LoadBalancerNotFound", $"Load balancer '{asked.Value.Shortened()}' not found", at: asked.At);
        return Page(call, "LoadBalancers", all.Where(l => (arns.Count == 0 && names.Count == 0) || arns.Any(a => a.Value == l.Arn) || names.Any(n => n.Value == l.Name)).Select(l => (Node)Describe(l)));
    }

    /// <summary>A page of a long answer; the marker says where the next begins.</summary>
    private static Output Page(Call call, string member, IEnumerable<Node> items)
    {
        var all = items.ToList();
        var size = call.Integer("PageSize") ?? 400;
        if (size is < 1 or > 400) throw Invalid(call, "PageSize", $"1 validation error detected: Value '{size}' at 'pageSize' failed to satisfy constraint: Member must have value {(size < 1 ? "greater than or equal to 1" : "less than or equal to 400")}", "A page has 1 to 400 items.");
        var from = 0;
        if (call.Text("Marker") is { } marker && !(PageToken.Read(marker) is { } place && (from = place) <= all.Count))
            throw Invalid(call, "Marker", "The specified marker is not valid", "A marker comes from the answer before and is used as it is.");
        Output output = new() { [member] = new Array([.. all.Skip(from).Take((int)size)]) };
        if (all.Count - from > size) output["NextMarker"] = PageToken.Of(from + (int)size);
        return output;
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

    private static Output CreateTargetGroup(Call call)
    {
        CheckName(call);
        var name = call.Need("Name");
        var type = call.Text("TargetType") ?? "instance";
        if (type is not ("instance" or "ip")) throw Turn.Error(AwsError.NotSimulated, $"The simulation has targets of the types instance and ip, not \"{type.Shortened()}\".", null, 501, call.At("TargetType"));
        if (call.Text("Protocol") is "TCP" or "TLS" or "UDP" or "TCP_UDP" or "GENEVE" or "QUIC" or "TCP_QUIC")
            throw Turn.Error(AwsError.NotSimulated, $"The simulation's target groups are for Application Load Balancers; {call.Text("Protocol")} is for the others.", "Say HTTP or HTTPS.", 501, call.At("Protocol"));
        if (call.Text("Protocol") is not ("HTTP" or "HTTPS")) throw Invalid(call, "Protocol", "A protocol must be specified", "An Application Load Balancer's target group speaks HTTP or HTTPS.");
        if (call.Integer("Port") is not { } port) throw Invalid(call, "Port", "A port must be specified", "The port on which the targets listen, such as 80.");
        if (port is < 1 or > 65535) throw Invalid(call, "Port", $"Port '{port}' is not valid", "Ports run from 1 to 65535.");
        if (call.Text("VpcId") is not { } vpc) throw Invalid(call, "VpcId", "A VPC ID must be specified", "Targets are found in one VPC: say which.");
        if (!call.Ec2().Vpcs.Has(vpc)) throw Invalid(call, "VpcId", $"The VPC ID '{vpc.Shortened()}' is not found", "Ids belong to one Region: look at the Region of the call too.");
        var check = ReadCheck(call, new());
        if (call.State.LoadBalancing.TargetGroups.Values.FirstOrDefault(g => g.Name == name && g.Region == call.Region) is { } there)
        {
            if ((there.VpcId, there.TargetType, there.Port, there.HealthCheck) == (vpc, type, (int)port, check)) return new() { ["TargetGroups"] = new Array(Describe(call, there)) };
            throw Turn.Error("DuplicateTargetGroupName", $"A target group with the same name '{name}' exists, but with different settings", "Choose another name, or delete that one.", at: call.At("Name"));
        }
        TargetGroup group = new(Arn(call, "targetgroup", name, call.Turn.HexId(16)), name, call.Region, vpc, type, (int)port, check);
        call.Turn.Put(group);
        call.Turn.Note("elasticloadbalancing", group.Arn, $"The target group {name} was created.", null, "exists");
        return new() { ["TargetGroups"] = new Array(Describe(call, group)) };
    }

    private static HealthCheck ReadCheck(Call call, HealthCheck from)
    {
        if (call.Input.Text("HealthCheckPath") is { } path && (path.Value.Length is 0 or > 1024 || path.Value[0] != '/'))
            throw Invalid(call, "HealthCheckPath", $"The health check path '{path.Value.Shortened()}' is not valid: it must begin with '/'", "Such as /health.");
        if (call.Text("HealthCheckProtocol") is not (null or "HTTP" or "HTTPS") and var speaks)
            throw Invalid(call, "HealthCheckProtocol", $"Health check protocol '{speaks.Shortened()}' is not supported for target groups with the protocol HTTP", "An Application Load Balancer checks by HTTP or HTTPS.");
        if (call.Text("HealthCheckPort") is not (null or "traffic-port") and var checkedPort && !(int.TryParse(checkedPort, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535))
            throw Invalid(call, "HealthCheckPort", $"Health check port '{checkedPort.Shortened()}' is not valid", "It is traffic-port, or a number from 1 to 65535.");
        if (call.Structure("Matcher")?.Text("HttpCode") is { } codes && !codes.Value.Split(',').All(IsCode))
            throw Invalid(call, "Matcher", $"Health check matcher HTTP code '{codes.Value.Shortened()}' must be within '200-499' inclusive", "Such as 200, 200,302 or 200-299.");
        HealthCheck check = new(
            call.Text("HealthCheckPath") ?? from.Path,
            Ranged("HealthCheckIntervalSeconds", 5, 300, from.IntervalSeconds),
            Ranged("HealthCheckTimeoutSeconds", 2, 120, from.TimeoutSeconds),
            Ranged("HealthyThresholdCount", 2, 10, from.HealthyThreshold),
            Ranged("UnhealthyThresholdCount", 2, 10, from.UnhealthyThreshold));
        if (check.TimeoutSeconds >= check.IntervalSeconds)
            throw Invalid(call, "HealthCheckTimeoutSeconds", $"Health check timeout '{check.TimeoutSeconds}' must be smaller than the interval '{check.IntervalSeconds}'", "A check has to end before the next one begins: give HealthCheckTimeoutSeconds too, shorter than the interval.");
        return check;

        int Ranged(string member, int least, int most, int otherwise) => call.Integer(member) is not { } value ? otherwise
            : value >= least && value <= most ? (int)value
            : throw Invalid(call, member, $"{member} '{value}' must be in the range [{least}, {most}]", $"Write a number from {least} to {most}.");
    }

    private static bool IsCode(string text) => text.Split('-') is var ends && ends.Length is 1 or 2
        && System.Array.TrueForAll(ends, e => int.TryParse(e, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var code) && code is >= 200 and <= 499) && string.CompareOrdinal(ends[0], ends[^1]) <= 0;

    private static Output ModifyTargetGroup(Call call)
    {
        var group = Group(call) with { HealthCheck = ReadCheck(call, Group(call).HealthCheck) };
        call.Turn.Put(group);
        return new() { ["TargetGroups"] = new Array(Describe(call, group)) };
    }

    private static Output DeleteTargetGroup(Call call)
    {
        if (FindGroup(call) is not { } group) return [];
        if (call.State.LoadBalancing.InFrontOf(group.Arn) is not null)
            throw Turn.Error("ResourceInUse", $"Target group '{group.Arn}' is currently in use by a listener or a rule", "Delete the listener first.", at: call.At("TargetGroupArn"));
        Put(call, call.State.LoadBalancing with { TargetGroups = call.State.LoadBalancing.TargetGroups.Remove(group.Arn) });
        call.Turn.Note("elasticloadbalancing", group.Arn, $"The target group {group.Name} was deleted.", "exists");
        return [];
    }

    private static Output DescribeTargetGroups(Call call)
    {
        var (arns, names) = (call.Texts("TargetGroupArns"), call.Texts("Names"));
        var all = call.State.LoadBalancing.TargetGroups.Values.Where(g => g.Region == call.Region).ToList();
        foreach (var asked in arns.Where(a => all.TrueForAll(g => g.Arn != a.Value)).Concat(names.Where(n => all.TrueForAll(g => g.Name != n.Value))))
            throw Turn.Error("TargetGroupNotFound", "One or more target groups not found", at: asked.At);
        return Page(call, "TargetGroups", all.Where(g => (arns.Count == 0 && names.Count == 0) || arns.Any(a => a.Value == g.Arn) || names.Any(n => n.Value == g.Name))
                .Where(g => call.Text("LoadBalancerArn") is not { } arn || call.State.LoadBalancing.InFrontOf(g.Arn)?.Arn == arn).Select(g => (Node)Describe(call, g)));
    }

    private static Output Describe(Call call, TargetGroup g) => new()
    {
        ["TargetGroupArn"] = g.Arn,
        ["TargetGroupName"] = g.Name,
        ["Protocol"] = "HTTP",
        ["Port"] = g.Port,
        ["VpcId"] = g.VpcId,
        ["TargetType"] = g.TargetType,
        ["HealthCheckEnabled"] = true,
        ["HealthCheckProtocol"] = "HTTP",
        ["HealthCheckPort"] = "traffic-port",
        ["HealthCheckPath"] = g.HealthCheck.Path,
        ["HealthCheckIntervalSeconds"] = g.HealthCheck.IntervalSeconds,
        ["HealthCheckTimeoutSeconds"] = g.HealthCheck.TimeoutSeconds,
        ["HealthyThresholdCount"] = g.HealthCheck.HealthyThreshold,
        ["UnhealthyThresholdCount"] = g.HealthCheck.UnhealthyThreshold,
        ["Matcher"] = new Output { ["HttpCode"] = "200" },
        ["LoadBalancerArns"] = call.State.LoadBalancing.InFrontOf(g.Arn) is { } balancer ? new Array((Node)balancer.Arn) : [],
    };

    private static Output Register(Call call)
    {
        var group = Group(call);
        if (group.Targets.Count + call.Structures("Targets").Count > 1000)
            throw Turn.Error("TooManyTargets", "You've reached the limit on the number of targets", "AWS's default quota is 1,000 targets for an Application Load Balancer.", at: call.At("Targets"));
        foreach (var target in call.Structures("Targets"))
        {
            var id = target.Text("Id") ?? throw Turn.Error("ValidationError", "A target has an Id", at: target.At);
            if (group.TargetType is "instance")
            {
                var instance = call.Ec2().Instances.Find(id.Value);
                if (!IsInstanceId(id.Value)) throw Turn.Error("ValidationError", $"Instance ID '{id.Value.Shortened()}' is not valid", "This target group's targets are instances: an id is i- and 17 hexadecimal digits.", at: id.At);
                if (instance is null || instance.VpcId != group.VpcId)
                    throw Turn.Error("InvalidTarget", $"The following targets are not in the target group VPC '{group.VpcId}': '{id.Value.Shortened()}'", instance is null ? $"{call.Region} has no such instance." : $"{id.Value} belongs to {instance.VpcId}.", at: id.At);
                if (instance.State is not InstanceState.Running)
                    throw Turn.Error("InvalidTarget", $"The following targets are not in a running state and cannot be registered: '{id.Value}'", "Wait until it runs, then register it.", at: id.At);
            }
            else if (Iam.Conditions.IpRange.Read(id.Value) is not { IsOneAddress: true })
                throw Turn.Error("ValidationError", $"The IP address '{id.Value.Shortened()}' is not a valid IPv4 address", "This target group's targets are addresses, such as 10.0.1.7.", at: id.At);
            else if (!MayBeTarget(call, group, id.Value))
                throw Turn.Error("ValidationError", $"The IP address '{id.Value}' is not within the VPC's CIDR blocks or one of the ranges 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10", "A load balancer sends to private addresses, never to public ones.", at: id.At);
            if (target.Integer("Port") is { Value: < 1 or > 65535 } port) throw Turn.Error("ValidationError", $"Port '{port.Value}' is not valid: it must be between 1 and 65535", "Ports run from 1 to 65535.", at: port.At);
            call.Turn.Register(group.Arn, id.Value, (int?)target.Integer("Port")?.Value);
        }
        return [];
    }

    private static bool IsInstanceId(string id) => id.StartsWith("i-", StringComparison.Ordinal) && id.Length is 10 or 19 && id.AsSpan(2).IndexOfAnyExcept("0123456789abcdef") < 0;

    private static readonly string[] Private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

    /// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-type"/>
    private static bool MayBeTarget(Call call, TargetGroup group, string address) => Iam.Conditions.IpRange.Read(address)?.Network is { } one
        && Private.Concat(call.Ec2().Vpcs.Find(group.VpcId) is { } vpc ? [vpc.Cidr] : []).Any(r => Iam.Conditions.IpRange.Read(r)!.Contains(one));

    private static Output Deregister(Call call)
    {
        var group = Group(call);
        foreach (var target in call.Structures("Targets"))
        {
            var id = target.Text("Id") ?? throw Turn.Error("ValidationError", "A target has an Id", at: target.At);
            // "If the specified target does not exist, the action returns successfully", says AWS's page.
            call.Turn.Deregister(group.Arn, id.Value, (int?)target.Integer("Port")?.Value);
        }
        return [];
    }

    /// <summary>Of all targets, or of those that are named; one that is not registered is described too.</summary>
    private static Output DescribeTargetHealth(Call call)
    {
        var group = Group(call);
        var targets = group.Targets.AsEnumerable();
        if (call.Structures("Targets") is { Count: > 0 } named)
        {
            targets = named.Select(n => (Id: n.Text("Id")?.Value ?? "", Port: (int?)n.Integer("Port")?.Value)).SelectMany(n =>
                group.Targets.Where(t => t.Id == n.Id && (n.Port is null || t.Port == n.Port)).DefaultIfEmpty(new(n.Id, n.Port ?? group.Port, TargetState.Unused, false, 0, "Target.NotRegistered")));
        }
        return new()
        {
            ["TargetHealthDescriptions"] = new Array([.. targets.Select(t =>
            {
                Output health = new() { ["State"] = HealthController.Name(t.State) };
                if (t.Reason is { } reason) (health["Reason"], health["Description"]) = (reason, TargetReasons.Describe(reason, call.State.LoadBalancing.InFrontOf(group.Arn) is not null));
                return (Node)new Output { ["Target"] = new Output { ["Id"] = t.Id, ["Port"] = t.Port }, ["HealthCheckPort"] = $"{t.Port}", ["TargetHealth"] = health };
            })]),
        };
    }

    private static Output CreateListener(Call call)
    {
        var balancer = Balancer(call);
        var action = call.Structures("DefaultActions").FirstOrDefault() ?? throw Invalid(call, "DefaultActions", "A listener needs a default action", "Say what becomes of requests: forward them to a target group.");
        if (call.Structures("DefaultActions").Count > 1) throw Turn.Error("InvalidLoadBalancerAction", "A listener's default actions hold exactly one action of the type forward, redirect or fixed-response", "One of them decides; the others could only authenticate before it.", at: call.At("DefaultActions"));
        if (action.Text("Type") is not { Value: "forward" or "redirect" or "fixed-response" or "authenticate-oidc" or "authenticate-cognito" or "jwt-validation" } and var kind)
            throw Turn.Error("ValidationError", $"1 validation error detected: Value '{kind?.Value.Shortened()}' at 'defaultActions.1.member.type' failed to satisfy constraint: Member must satisfy enum value set: [forward, authenticate-oidc, authenticate-cognito, redirect, fixed-response]", "Such as forward.", at: kind?.At ?? action.At);
        if (action.Text("Type") is not { Value: "forward" })
            throw Turn.Error(AwsError.NotSimulated, "The simulation's listeners forward to one target group.", "AWS also redirects, answers by itself and authenticates.", 501, action.At);
        var arn = action.Text("TargetGroupArn") ?? throw Turn.Error("ValidationError", "A target group ARN must be specified", at: action.At);
        var group = Here(call, call.State.LoadBalancing.TargetGroups.Find(arn.Value), call.State.LoadBalancing.TargetGroups.Find(arn.Value)?.Region) ?? throw Turn.Error("TargetGroupNotFound", $"Target groups '{arn.Value.Shortened()}' not found", at: arn.At);
        if (call.State.LoadBalancing.InFrontOf(group.Arn) is { } other && other.Arn != balancer.Arn)
            throw Turn.Error("TargetGroupAssociationLimit", $"The following target groups cannot be associated with more than one load balancer: {group.Arn}", at: arn.At);
        if (group.VpcId != balancer.VpcId)
            throw Turn.Error("InvalidConfigurationRequest", $"The target group '{group.Arn}' is not in the VPC of the load balancer", $"{group.Name} is in {group.VpcId}, {balancer.Name} in {balancer.VpcId}.", at: arn.At);
        if (call.Integer("Port") is not (>= 1 and <= 65535 and var port)) throw Invalid(call, "Port", "A port must be specified", "Ports run from 1 to 65535.");
        if (call.Text("Protocol") is not ("HTTP" or "HTTPS")) throw Turn.Error("UnsupportedProtocol", $"The protocol '{call.Text("Protocol")?.Shortened()}' is not supported", at: call.At("Protocol"));
        if (call.Text("Protocol") is "HTTPS" && call.Structures("Certificates").Count == 0)
            throw Invalid(call, "Protocol", "A certificate must be specified for HTTPS listeners", "HTTPS proves who answers: the certificate comes from ACM. HTTP needs none.");
        if (call.Text("Protocol") is "HTTP" && (call.Input.InUse("Certificates") ?? call.Input.InUse("SslPolicy")) is { } secret)
            throw Turn.Error("ValidationError", $"{secret.Name} may not be specified for HTTP listeners", "Certificates and security policies are for HTTPS.", at: secret.NameAt);
        if (call.Structures("Certificates").FirstOrDefault() is { } certificate)
            throw Turn.Error("CertificateNotFound", $"Certificate '{certificate.Text("CertificateArn")?.Value.Shortened()}' not found", "The simulation has no Certificate Manager, so no account here has a certificate: listen by HTTP.", at: certificate.At);
        if (call.State.LoadBalancing.Listeners.Values.Any(l => l.LoadBalancerArn == balancer.Arn && l.Port == port))
            throw Turn.Error("DuplicateListener", $"A listener already exists on this port for this load balancer '{balancer.Arn}'", at: call.At("Port"));
        Listener listener = new(balancer.Arn.Replace(":loadbalancer/", ":listener/", StringComparison.Ordinal) + "/" + call.Turn.HexId(16), balancer.Arn, call.Text("Protocol")!, (int)port, group.Arn);
        Put(call, call.State.LoadBalancing with { Listeners = call.State.LoadBalancing.Listeners.Put(listener.Arn, listener) });
        call.Turn.Note("elasticloadbalancing", balancer.Arn, $"{balancer.Name} forwards port {port} to {group.Name}.");
        return new() { ["Listeners"] = new Array(Describe(listener)) };
    }

    private static Output DeleteListener(Call call)
    {
        if (call.State.LoadBalancing.Listeners.Find(ArnOf(call, "ListenerArn", "listener", "listener")) is not { } listener || listener.Arn.Split(':')[3] != call.Region)
            throw Turn.Error("ListenerNotFound", "One or more listeners not found", $"{call.Region} has no such listener: DescribeListeners lists a load balancer's.", at: call.At("ListenerArn"));
        Put(call, call.State.LoadBalancing with { Listeners = call.State.LoadBalancing.Listeners.Remove(listener.Arn) });
        return [];
    }

    private static Output DescribeListeners(Call call)
    {
        if (call.Text("LoadBalancerArn") is not null) _ = Balancer(call);
        else if (call.Texts("ListenerArns").Count == 0) throw Turn.Error("ValidationError", "You must specify either listener ARNs or a load balancer ARN", "There is no list of all listeners: ask for a load balancer's.", at: call.Input.Head());
        foreach (var arn in call.Texts("ListenerArns").Where(a => !call.State.LoadBalancing.Listeners.Has(a.Value))) throw Turn.Error("ListenerNotFound", "One or more listeners not found", at: arn.At);
        return Page(call, "Listeners", call.State.LoadBalancing.Listeners.Values
                .Where(l => (call.Text("LoadBalancerArn") is { } arn && l.LoadBalancerArn == arn) || call.Texts("ListenerArns").Any(a => a.Value == l.Arn)).Select(l => (Node)Describe(l)));
    }

    private static Output Describe(Listener l) => new()
    {
        ["ListenerArn"] = l.Arn,
        ["LoadBalancerArn"] = l.LoadBalancerArn,
        ["Port"] = l.Port,
        ["Protocol"] = l.Protocol,
        ["DefaultActions"] = new Array(new Output { ["Type"] = "forward", ["TargetGroupArn"] = l.TargetGroupArn }),
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

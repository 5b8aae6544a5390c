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

    private static LoadBalancer Balancer(Call call) => call.State.LoadBalancing.LoadBalancers.Find(call.Need("LoadBalancerArn"))
        ?? throw Turn.Error("LoadBalancerNotFound", $"Load balancer '{call.Need("LoadBalancerArn").Shortened()}' not found", at: call.At("LoadBalancerArn"));

    private static TargetGroup Group(Call call) => call.State.LoadBalancing.TargetGroups.Find(call.Need("TargetGroupArn"))
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
        var id = call.Turn.HexId(16);
        LoadBalancer balancer = new(Arn(call, "loadbalancer/app", name, id), name, call.Region, $"{name}-{id[..10]}.{call.Region}.elb.amazonaws.com", subnets[0].VpcId,
            call.Text("Scheme") is "internal", [.. subnets.Select(s => s.Zone)], [.. subnets.Select(s => s.Id)], groups, "provisioning", call.Now);
        Put(call, call.State.LoadBalancing with { LoadBalancers = call.State.LoadBalancing.LoadBalancers.Put(balancer.Arn, balancer) });
        call.Turn.StartMeter("elasticloadbalancing", call.Region, balancer.Arn, "hours", "Application Load Balancer, by the started hour, at us-east-1's price", Prices.NetworkUsEast1("albPerHour"), 0, 3600);
        call.Turn.Note("elasticloadbalancing", balancer.Arn, $"The load balancer {name} is being made in {string.Join(", ", balancer.Zones)}.", null, "provisioning");
        call.Turn.Plan(TimeSpan.FromSeconds(90), new BalancerIsActive(balancer.Arn));
        return new() { ["LoadBalancers"] = new Array(Describe(balancer)) };
    }

    private static void Put(Call call, LoadBalancingState state) => call.State = call.State with { LoadBalancing = state };

    private static Output DeleteLoadBalancer(Call call)
    {
        // Deleting what is not there succeeds, as at AWS.
        if (call.State.LoadBalancing.LoadBalancers.Find(call.Need("LoadBalancerArn")) is not { } balancer) return [];
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
        return new() { ["LoadBalancers"] = new Array([.. all.Where(l => (arns.Count == 0 && names.Count == 0) || arns.Any(a => a.Value == l.Arn) || names.Any(n => n.Value == l.Name)).Select(l => (Node)Describe(l))]) };
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

    private static Output ModifyTargetGroup(Call call)
    {
        var group = Group(call) with { HealthCheck = ReadCheck(call, Group(call).HealthCheck) };
        call.Turn.Put(group);
        return new() { ["TargetGroups"] = new Array(Describe(call, group)) };
    }

    private static Output DeleteTargetGroup(Call call)
    {
        if (call.State.LoadBalancing.TargetGroups.Find(call.Need("TargetGroupArn")) is not { } group) return [];
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
        return new()
        {
            ["TargetGroups"] = new Array([.. all.Where(g => (arns.Count == 0 && names.Count == 0) || arns.Any(a => a.Value == g.Arn) || names.Any(n => n.Value == g.Name))
                .Where(g => call.Text("LoadBalancerArn") is not { } arn || call.State.LoadBalancing.InFrontOf(g.Arn)?.Arn == arn).Select(g => (Node)Describe(call, g))]),
        };
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
                if (instance is null || instance.VpcId != group.VpcId)
                    throw Turn.Error("InvalidTarget", $"The following targets are not in the target group VPC '{group.VpcId}': '{id.Value.Shortened()}'", at: id.At);
                if (instance.State is not InstanceState.Running)
                    throw Turn.Error("InvalidTarget", $"The following targets are not in a running state and cannot be registered: '{id.Value}'", "Wait until it runs, then register it.", at: id.At);
            }
            else if (Iam.Conditions.IpRange.Read(id.Value) is not { IsOneAddress: true })
                throw Turn.Error("ValidationError", $"The IP address '{id.Value.Shortened()}' is not a valid IPv4 address", at: id.At);
            call.Turn.Register(group.Arn, id.Value, (int?)target.Integer("Port")?.Value);
        }
        return [];
    }

    private static Output Deregister(Call call)
    {
        var group = Group(call);
        foreach (var target in call.Structures("Targets"))
        {
            var id = target.Text("Id") ?? throw Turn.Error("ValidationError", "A target has an Id", at: target.At);
            if (!call.State.LoadBalancing.TargetGroups[group.Arn].Targets.Any(t => t.Id == id.Value))
                throw Turn.Error("InvalidTarget", $"The following targets are not registered: '{id.Value.Shortened()}'", at: id.At);
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
        var action = call.Structures("DefaultActions").FirstOrDefault() ?? throw Invalid(call, "DefaultActions", "A listener needs a default action");
        if (action.Text("Type") is not { Value: "forward" })
            throw Turn.Error(AwsError.NotSimulated, "The simulation's listeners forward to one target group.", "AWS also redirects, answers by itself and authenticates.", 501, action.At);
        var arn = action.Text("TargetGroupArn") ?? throw Turn.Error("ValidationError", "A target group ARN must be specified", at: action.At);
        var group = call.State.LoadBalancing.TargetGroups.Find(arn.Value) ?? throw Turn.Error("TargetGroupNotFound", $"Target groups '{arn.Value.Shortened()}' not found", at: arn.At);
        if (call.State.LoadBalancing.InFrontOf(group.Arn) is { } other && other.Arn != balancer.Arn)
            throw Turn.Error("TargetGroupAssociationLimit", $"The following target groups cannot be associated with more than one load balancer: {group.Arn}", at: arn.At);
        if (call.Integer("Port") is not (>= 1 and <= 65535 and var port)) throw Invalid(call, "Port", "A port must be specified", "Ports run from 1 to 65535.");
        if (call.Text("Protocol") is not ("HTTP" or "HTTPS")) throw Turn.Error("UnsupportedProtocol", $"The protocol '{call.Text("Protocol")?.Shortened()}' is not supported", at: call.At("Protocol"));
        if (call.Text("Protocol") is "HTTPS" && call.Structures("Certificates").Count == 0)
            throw Invalid(call, "Protocol", "A certificate must be specified for HTTPS listeners", "HTTPS proves who answers: the certificate comes from ACM. HTTP needs none.");
        if (call.State.LoadBalancing.Listeners.Values.Any(l => l.LoadBalancerArn == balancer.Arn && l.Port == port))
            throw Turn.Error("DuplicateListener", $"A listener already exists on this port for this load balancer '{balancer.Arn}'", at: call.At("Port"));
        Listener listener = new(balancer.Arn.Replace(":loadbalancer/", ":listener/", StringComparison.Ordinal) + "/" + call.Turn.HexId(16), balancer.Arn, call.Text("Protocol")!, (int)port, group.Arn);
        Put(call, call.State.LoadBalancing with { Listeners = call.State.LoadBalancing.Listeners.Put(listener.Arn, listener) });
        call.Turn.Note("elasticloadbalancing", balancer.Arn, $"{balancer.Name} forwards port {port} to {group.Name}.");
        return new() { ["Listeners"] = new Array(Describe(listener)) };
    }

    private static Output DeleteListener(Call call)
    {
        if (call.State.LoadBalancing.Listeners.Find(call.Need("ListenerArn")) is not { } listener)
            throw Turn.Error("ListenerNotFound", "One or more listeners not found", at: call.At("ListenerArn"));
        Put(call, call.State.LoadBalancing with { Listeners = call.State.LoadBalancing.Listeners.Remove(listener.Arn) });
        return [];
    }

    private static Output DescribeListeners(Call call)
    {
        if (call.Text("LoadBalancerArn") is not null) _ = Balancer(call);
        foreach (var arn in call.Texts("ListenerArns").Where(a => !call.State.LoadBalancing.Listeners.Has(a.Value))) throw Turn.Error("ListenerNotFound", "One or more listeners not found", at: arn.At);
        return new()
        {
            ["Listeners"] = new Array([.. call.State.LoadBalancing.Listeners.Values
                .Where(l => (call.Text("LoadBalancerArn") is { } arn && l.LoadBalancerArn == arn) || call.Texts("ListenerArns").Any(a => a.Value == l.Arn)).Select(l => (Node)Describe(l))]),
        };
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

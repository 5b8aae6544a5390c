using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using static CloudCourse.Simulation.ElasticLoadBalancing.LoadBalancingCalls;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>Registering targets with a target group, taking them out, and how they are.</summary>
internal static class TargetOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        Make("RegisterTargets", c => Group(c).Arn, Register),
        Make("DeregisterTargets", c => Group(c).Arn, Deregister),
        Make("DescribeTargetHealth", _ => "*", DescribeHealth),
    ];

    private static readonly string[] Private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

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
            else if (IpRange.Read(id.Value) is not { IsOneAddress: true })
                throw Turn.Error("ValidationError", $"The IP address '{id.Value.Shortened()}' is not a valid IPv4 address", "This target group's targets are addresses, such as 10.0.1.7.", at: id.At);
            else if (!MayBeTarget(call, group, id.Value))
                throw Turn.Error("ValidationError", $"The IP address '{id.Value}' is not within the VPC's CIDR blocks or one of the ranges 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10", "A load balancer sends to private addresses, never to public ones.", at: id.At);
            if (target.Integer("Port") is { Value: < 1 or > 65535 } port) throw Turn.Error("ValidationError", $"Port '{port.Value}' is not valid: it must be between 1 and 65535", "Ports run from 1 to 65535.", at: port.At);
            call.Turn.Register(group.Arn, id.Value, (int?)target.Integer("Port")?.Value);
        }
        return [];
    }

    private static bool IsInstanceId(string id) => id.StartsWith("i-", StringComparison.Ordinal) && id.Length is 10 or 19 && id.AsSpan(2).IndexOfAnyExcept("0123456789abcdef") < 0;

    /// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-type"/>
    private static bool MayBeTarget(Call call, TargetGroup group, string address) => IpRange.Read(address)?.Network is { } one
        && Private.Concat(call.Ec2().Vpcs.Find(group.VpcId) is { } vpc ? [vpc.Cidr] : []).Any(r => IpRange.Read(r)!.Contains(one));

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
    private static Output DescribeHealth(Call call)
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
}

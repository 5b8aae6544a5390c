using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Findings;
using static CloudCourse.Simulation.ElasticLoadBalancing.LoadBalancingCalls;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>Making, describing, changing and deleting target groups, and how they check the health of their targets.</summary>
internal static class TargetGroupOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        Make("CreateTargetGroup", c => Arn(c, "targetgroup", c.Need("Name"), "*"), Create),
        Make("ModifyTargetGroup", c => Group(c).Arn, Modify),
        Make("DeleteTargetGroup", c => c.Need("TargetGroupArn"), Delete),
        Make("DescribeTargetGroups", _ => "*", DescribeAll),
    ];

    private static Output Create(Call call)
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
        if (call.Text("HealthCheckPort") is not (null or "traffic-port") and var checkedPort && !(int.TryParse(checkedPort, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535))
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
        && System.Array.TrueForAll(ends, e => int.TryParse(e, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 200 and <= 499) && string.CompareOrdinal(ends[0], ends[^1]) <= 0;

    private static Output Modify(Call call)
    {
        var group = Group(call) with { HealthCheck = ReadCheck(call, Group(call).HealthCheck) };
        call.Turn.Put(group);
        return new() { ["TargetGroups"] = new Array(Describe(call, group)) };
    }

    private static Output Delete(Call call)
    {
        if (FindGroup(call) is not { } group) return [];
        if (call.State.LoadBalancing.InFrontOf(group.Arn) is not null)
            throw Turn.Error("ResourceInUse", $"Target group '{group.Arn}' is currently in use by a listener or a rule", "Delete the listener first.", at: call.At("TargetGroupArn"));
        Put(call, call.State.LoadBalancing with { TargetGroups = call.State.LoadBalancing.TargetGroups.Remove(group.Arn) });
        call.Turn.Note("elasticloadbalancing", group.Arn, $"The target group {group.Name} was deleted.", "exists");
        return [];
    }

    private static Output DescribeAll(Call call)
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
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Network;

internal static class SecurityGroupOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateSecurityGroup", c => [c.On("CreateSecurityGroup", "security-group", "*"), c.On("CreateSecurityGroup", "vpc", VpcOf(c).Id)], Create),
        new("DeleteSecurityGroup", c => [c.On("DeleteSecurityGroup", "security-group", Named(c).Id)], Delete),
        new("DescribeSecurityGroups", c => [c.OnAll("DescribeSecurityGroups")], Describe),
        new("AuthorizeSecurityGroupIngress", c => [c.On("AuthorizeSecurityGroupIngress", "security-group", Named(c).Id)], c => Authorize(c, false)),
        new("AuthorizeSecurityGroupEgress", c => [c.On("AuthorizeSecurityGroupEgress", "security-group", Named(c).Id)], c => Authorize(c, true)),
        new("RevokeSecurityGroupIngress", c => [c.On("RevokeSecurityGroupIngress", "security-group", Named(c).Id)], c => Revoke(c, false)),
        new("DescribeSecurityGroupRules", c => [c.OnAll("DescribeSecurityGroupRules")], DescribeRules),
        new("DescribeSecurityGroupReferences", c => [c.OnAll("DescribeSecurityGroupReferences")], References),
        new("RevokeSecurityGroupEgress", c => [c.On("RevokeSecurityGroupEgress", "security-group", Named(c).Id)], c => Revoke(c, true)),
    ];

    public static SecurityGroup Find(Call call, string id, Location at) => Ec2Errors.Find(call.Ec2().SecurityGroups, id, "Group", "sg", "security group", at);

    private static Vpc VpcOf(Call call) => call.Text("VpcId") is { } id
        ? Ec2Errors.Find(call.Ec2().Vpcs, id, "VpcID", "vpc", "vpc ID", call.At("VpcId"))
        : call.Ec2().Vpcs.Values.FirstOrDefault(v => v.IsDefault) ?? throw Turn.Error("VPCIdNotSpecified", "No default VPC for this user");

    private static SecurityGroup Named(Call call)
    {
        if (call.Text("GroupId") is { } id) return Find(call, id, call.At("GroupId"));
        if (call.Text("GroupName") is not { } name) throw Turn.Error("MissingParameter", "The request must contain the parameter groupId or groupName", at: call.Input.Head());
        return call.Ec2().SecurityGroups.Values.FirstOrDefault(g => g.Name == name && call.Ec2().Vpcs[g.VpcId].IsDefault)
            ?? throw Turn.Error("InvalidGroup.NotFound", $"The security group '{name}' does not exist in default VPC", at: call.At("GroupName"));
    }

    private static void Put(Call call, SecurityGroup group) => call.Put(call.Ec2() with { SecurityGroups = call.Ec2().SecurityGroups.Put(group.Id, group) });

    private static Output Create(Call call)
    {
        var (vpc, name) = (VpcOf(call), call.Need("GroupName"));
        if (name.StartsWith("sg-", StringComparison.OrdinalIgnoreCase)) throw Ec2Errors.Invalid(call.At("GroupName"), $"Value ({name}) for parameter GroupName is invalid. Group names may not be in the format sg-*");
        if (name.Length is 0 or > 255 || !System.Text.Ascii.IsValid(name)) throw Ec2Errors.Invalid(call.At("GroupName"), $"Value ({name.Shortened()}) for parameter GroupName is invalid. Character sets beyond ASCII are not supported.");
        var description = call.Need("Description");
        if (description.Length == 0) throw Turn.Error("MissingParameter", "The request must contain the parameter GroupDescription", "Say what the group is for; a description cannot be changed later.", at: call.At("Description"));
        if (description.Length > 255 || !System.Text.Ascii.IsValid(description))
            throw Ec2Errors.Invalid(call.At("Description"), $"Value ({description.Shortened()}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.", "A description has up to 255 ASCII characters.");
        if (call.Ec2().SecurityGroups.Values.Any(g => g.VpcId == vpc.Id && g.Name == name))
            throw Turn.Error("InvalidGroup.Duplicate", $"The security group '{name}' already exists for VPC '{vpc.Id}'", "Names are unique in a VPC: use that group, or choose another name.", at: call.At("GroupName"));
        SecurityGroup group = new(call.Turn.Ec2Id("sg"), name, description, vpc.Id)
        {
            // A new group lets everything out and nothing in.
            Rules = [new(call.Turn.Ec2Id("sgr"), true, "-1", -1, -1, "0.0.0.0/0", null, null)],
        };
        Put(call, group);
        call.Turn.Tag(call.Region, group.Id, call.TagsFor("security-group"));
        call.Turn.Note("ec2", group.Id, $"The security group {name} was created: nothing comes in, everything goes out.", null, "exists");
        return new() { ["GroupId"] = group.Id, ["SecurityGroupArn"] = call.Arn($"security-group/{group.Id}") };
    }

    private static Output Delete(Call call)
    {
        var group = Named(call);
        if (group.Name == "default") throw Turn.Error("CannotDelete", $"the specified group: \"{group.Id}\" name: \"default\" cannot be deleted by a user", "Every VPC keeps its default group; it goes with the VPC.");
        if (call.Ec2().Instances.Values.Any(i => i.State is not InstanceState.Terminated && i.SecurityGroupIds.Contains(group.Id))
            || call.State.Ecs.Tasks.Values.Any(t => t.LastStatus != "STOPPED" && t.SecurityGroupIds.Contains(group.Id))
            || call.State.LoadBalancing.LoadBalancers.Values.Any(l => l.SecurityGroupIds.Contains(group.Id))
            || call.Ec2().SecurityGroups.Values.Any(g => g.Id != group.Id && g.Rules.Any(r => r.GroupId == group.Id)))
            throw Turn.Error("DependencyViolation", $"resource {group.Id} has a dependent object", "An instance has this group, or another group's rule names it.");
        call.Put(call.Ec2() with { SecurityGroups = call.Ec2().SecurityGroups.Remove(group.Id), Tags = call.Ec2().Tags.Remove(group.Id) });
        call.Turn.Note("ec2", group.Id, $"The security group {group.Name} was deleted.", "exists");
        return new() { ["Return"] = true, ["GroupId"] = group.Id };
    }

    private static Output Describe(Call call)
    {
        var groups = call.Select("GroupIds", call.Ec2().SecurityGroups.Values, id => Find(call, id.Value, id.At), new()
        {
            ["group-id"] = g => [g.Id],
            ["group-name"] = g => [g.Name],
            ["vpc-id"] = g => [g.VpcId],
            ["description"] = g => [g.Description],
            ["owner-id"] = g => [call.AccountId],
            ["ip-permission.from-port"] = g => g.Rules.Where(r => !r.IsEgress).Select(r => $"{r.FromPort}"),
            ["ip-permission.to-port"] = g => g.Rules.Where(r => !r.IsEgress).Select(r => $"{r.ToPort}"),
            ["ip-permission.protocol"] = g => g.Rules.Where(r => !r.IsEgress).Select(r => r.Protocol),
            ["ip-permission.cidr"] = g => g.Rules.Where(r => !r.IsEgress).Select(r => r.Cidr ?? ""),
            ["ip-permission.group-id"] = g => g.Rules.Where(r => !r.IsEgress).Select(r => r.GroupId ?? ""),
            ["ip-permission.ipv6-cidr"] = g => g.Rules.Where(r => !r.IsEgress && r.Cidr is { } c && c.Contains(':')).Select(r => r.Cidr!),
            ["ip-permission.user-id"] = g => g.Rules.Any(r => r is { IsEgress: false, GroupId: not null }) ? [call.AccountId] : [],
            ["egress.ip-permission.from-port"] = g => g.Rules.Where(r => r.IsEgress).Select(r => $"{r.FromPort}"),
            ["egress.ip-permission.to-port"] = g => g.Rules.Where(r => r.IsEgress).Select(r => $"{r.ToPort}"),
            ["egress.ip-permission.protocol"] = g => g.Rules.Where(r => r.IsEgress).Select(r => r.Protocol),
            ["egress.ip-permission.cidr"] = g => g.Rules.Where(r => r.IsEgress).Select(r => r.Cidr ?? ""),
            ["egress.ip-permission.group-id"] = g => g.Rules.Where(r => r.IsEgress).Select(r => r.GroupId ?? ""),
        }, g => g.Id);
        foreach (var name in call.Texts("GroupNames").Where(n => !call.Ec2().SecurityGroups.Values.Any(g => g.Name == n.Value)))
            throw Turn.Error("InvalidGroup.NotFound", $"The security group '{name.Value.Shortened()}' does not exist in default VPC", at: name.At);
        if (call.Texts("GroupNames") is { Count: > 0 } names) groups = [.. groups.Where(g => names.Any(n => n.Value == g.Name))];
        return call.Page("SecurityGroups", [.. groups.Select(g => new Output
        {
            ["GroupId"] = g.Id,
            ["GroupName"] = g.Name,
            ["Description"] = g.Description,
            ["VpcId"] = g.VpcId,
            ["OwnerId"] = call.AccountId,
            ["SecurityGroupArn"] = call.Arn($"security-group/{g.Id}"),
            ["IpPermissions"] = Permissions(g, false, call.AccountId),
            ["IpPermissionsEgress"] = Permissions(g, true, call.AccountId),
            ["Tags"] = call.Ec2().TagList(g.Id),
        })]);
    }

    private static Array Permissions(SecurityGroup group, bool egress, string account) => new([.. group.Rules.Where(r => r.IsEgress == egress)
        .GroupBy(r => (r.Protocol, r.FromPort, r.ToPort)).Select(rules =>
        {
            Output permission = new() { ["IpProtocol"] = rules.Key.Protocol };
            if (rules.Key.Protocol != "-1") (permission["FromPort"], permission["ToPort"]) = (rules.Key.FromPort, rules.Key.ToPort);
            permission["IpRanges"] = new Array([.. rules.Where(r => r.Cidr is { } c && !c.Contains(':')).Select(r => Described(new() { ["CidrIp"] = r.Cidr }, r))]);
            permission["Ipv6Ranges"] = new Array([.. rules.Where(r => r.Cidr is { } c && c.Contains(':')).Select(r => Described(new() { ["CidrIpv6"] = r.Cidr }, r))]);
            permission["UserIdGroupPairs"] = new Array([.. rules.Where(r => r.GroupId is not null).Select(r => Described(new() { ["GroupId"] = r.GroupId, ["UserId"] = account }, r))]);
            return (Node)permission;
        })]);

    private static Output Described(Output output, SecurityRule rule)
    {
        if (rule.Description is { } description) output["Description"] = description;
        return output;
    }

    private static Output Authorize(Call call, bool egress)
    {
        var group = Named(call);
        List<SecurityRule> added = [];
        foreach (var rule in ReadRules(call, group.VpcId, egress))
        {
            if (group.Rules.Concat(added).Any(r => Same(r, rule)))
                throw Turn.Error("InvalidPermission.Duplicate", $"the specified rule \"peer: {rule.Cidr ?? rule.GroupId}, {(rule.Protocol is "-1" ? "ALL" : $"{rule.Protocol.ToUpperInvariant()}, from port: {rule.FromPort}, to port: {rule.ToPort}")}, ALLOW\" already exists", at: call.Input.Head());
            added.Add(rule with { Id = call.Turn.Ec2Id("sgr") });
            if (group.Rules.Count(r => r.IsEgress == egress) + added.Count > 60)
                throw Turn.Error("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached.", "AWS's default quota is 60 rules in each direction.");
        }
        Put(call, group with { Rules = [.. group.Rules, .. added] });
        foreach (var rule in added) call.Turn.Note("ec2", group.Id, $"{group.Name} lets {Words(rule)} {(egress ? "out to" : "in from")} {rule.Cidr ?? rule.GroupId}.");
        return new()
        {
            ["Return"] = true,
            ["SecurityGroupRules"] = new Array([.. added.Select(r => (Node)DescribeRule(call, group, r))]),
        };
    }

    private static Output DescribeRule(Call call, SecurityGroup group, SecurityRule rule)
    {
        Output output = new()
        {
            ["SecurityGroupRuleId"] = rule.Id,
            ["GroupId"] = group.Id,
            ["GroupOwnerId"] = call.AccountId,
            ["IsEgress"] = rule.IsEgress,
            ["IpProtocol"] = rule.Protocol,
            ["FromPort"] = rule.FromPort,
            ["ToPort"] = rule.ToPort,
            ["Tags"] = call.Ec2().TagList(rule.Id),
        };
        if (rule.Cidr is { } cidr) output[cidr.Contains(':') ? "CidrIpv6" : "CidrIpv4"] = cidr;
        else output["ReferencedGroupInfo"] = new Output { ["GroupId"] = rule.GroupId, ["UserId"] = call.AccountId };
        return Described(output, rule);
    }

    private static Output DescribeRules(Call call)
    {
        var all = call.Ec2().SecurityGroups.Values.SelectMany(g => g.Rules.Select(r => (Group: g, Rule: r))).ToList();
        return call.Page("SecurityGroupRules", [.. call.Select("SecurityGroupRuleIds", all, id => all.FirstOrDefault(r => r.Rule.Id == id.Value) is { Rule: not null } found ? found : throw NoRule(id), new()
        {
            ["group-id"] = r => [r.Group.Id],
            ["security-group-rule-id"] = r => [r.Rule.Id],
        }, r => r.Rule.Id).Select(r => DescribeRule(call, r.Group, r.Rule))], "SecurityGroupRuleIds");
    }

    private static AwsException NoRule(Located<string> id) => Turn.Error("InvalidSecurityGroupRuleId.NotFound", $"The security group rule ID '{id.Value.Shortened()}' does not exist", at: id.At);

    /// <summary>AWS names VPCs at the other end of a peering connection; the simulation has none.</summary>
    private static Output References(Call call)
    {
        foreach (var id in call.Texts("GroupId")) _ = Find(call, id.Value, id.At);
        return new() { ["SecurityGroupReferenceSet"] = new Array() };
    }

    private static Output Revoke(Call call, bool egress)
    {
        var group = Named(call);
        var left = group.Rules.ToList();
        foreach (var id in call.Texts("SecurityGroupRuleIds"))
        {
            if (left.RemoveAll(r => r.Id == id.Value && r.IsEgress == egress) == 0)
                throw NoRule(id);
        }
        foreach (var rule in call.Texts("SecurityGroupRuleIds").Count > 0 ? [] : ReadRules(call, group.VpcId, egress))
        {
            if (left.RemoveAll(r => Same(r, rule)) == 0)
                throw Turn.Error("InvalidPermission.NotFound", "The specified rule does not exist in this security group.", $"No rule of {group.Name} says {Words(rule)} {rule.Cidr ?? rule.GroupId}.", at: call.Input.Head());
        }
        Put(call, group with { Rules = left });
        call.Turn.Note("ec2", group.Id, $"{group.Name} lost {group.Rules.Count - left.Count} {(group.Rules.Count - left.Count == 1 ? "rule" : "rules")}.");
        return new() { ["Return"] = true };
    }

    private static bool Same(SecurityRule a, SecurityRule b) =>
        (a.IsEgress, a.Protocol, a.FromPort, a.ToPort, a.Cidr, a.GroupId) == (b.IsEgress, b.Protocol, b.FromPort, b.ToPort, b.Cidr, b.GroupId);

    private static string Words(SecurityRule rule) => rule.Protocol == "-1" ? "all traffic"
        : rule.FromPort == rule.ToPort ? $"{rule.Protocol} port {rule.FromPort}" : $"{rule.Protocol} ports {rule.FromPort} to {rule.ToPort}";

    private static List<SecurityRule> ReadRules(Call call, string vpcId, bool egress)
    {
        var permissions = call.Structures("IpPermissions");
        // The short form stands beside the list: --protocol tcp --port 80 --cidr 0.0.0.0/0.
        if (permissions.Count == 0) permissions = [call.Input];
        List<SecurityRule> rules = [];
        foreach (var permission in permissions)
        {
            var protocol = permission.Text("IpProtocol") ?? throw Turn.Error("MissingParameter", "The request must contain the parameter ipProtocol", "A rule says the protocol, the ports and from whom.", at: permission.At);
            var name = protocol.Value switch { "6" => "tcp", "17" => "udp", "1" => "icmp", "58" => "icmpv6", var other => other.ToLowerInvariant() };
            // Any protocol may be said by its number; of those without ports a rule lets everything through.
            if (name is not ("tcp" or "udp" or "icmp" or "icmpv6" or "-1") && !(byte.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _))) throw Ec2Errors.Invalid(protocol.At, $"Invalid value '{protocol.Value.Shortened()}' for IP protocol. Unknown protocol.", "Write tcp, udp or icmp, or -1 for all. There is no deny: what no rule allows is blocked.");
            var (from, to) = (permission.Integer("FromPort"), permission.Integer("ToPort"));
            if (name is "tcp" or "udp")
            {
                if (from is null || to is null) throw Turn.Error("MissingParameter", "The request must contain the parameters fromPort and toPort", $"A rule for {name} names its ports.", at: permission.At);
                if (from.Value is < 0 or > 65535) throw Ec2Errors.Invalid(from.At, $"Invalid value '{from.Value}' for portRange. Must specify both from and to ports with TCP/UDP.", "Ports run from 0 to 65535.");
                if (to.Value is < 0 or > 65535 || to.Value < from.Value) throw Ec2Errors.Invalid(to.At, $"Invalid TCP/UDP port range ({from.Value}:{to.Value})", "A range runs from its lower port to its higher one.");
            }
            if (name is "icmp" or "icmpv6" && (from?.Value is < -1 or > 255 || to?.Value is < -1 or > 255))
                throw Ec2Errors.Invalid(permission.At, $"ICMP type ({from?.Value ?? -1}) or code ({to?.Value ?? -1}) is out of range.", "FromPort is ICMP's type, ToPort its code; -1 is all of them.");
            var (first, last) = name is not ("tcp" or "udp" or "icmp" or "icmpv6") ? (-1, -1) : ((int)(from?.Value ?? -1), (int)(to?.Value ?? -1));
            var before = rules.Count;
            foreach (var range in permission.Structures("IpRanges").Concat(permission.Structures("Ipv6Ranges")).Append(permission))
            {
                if ((range.Text("CidrIp") ?? range.Text("CidrIpv6")) is not { } cidr) continue;
                if (IpRange.Read(cidr.Value) is not { } read || !cidr.Value.Contains('/') || read.IsV6 != (range.Text("CidrIp") is null))
                    throw Ec2Errors.Invalid(cidr.At, $"CIDR block {cidr.Value.Shortened()} is malformed", "A range is an address and how many of its bits count: 0.0.0.0/0 is everybody, 203.0.113.7/32 one machine.");
                rules.Add(new("", egress, name, first, last, read.Network.ToString(), null, range == permission ? null : range.Text("Description")?.Value));
            }
            foreach (var pair in permission.Structures("UserIdGroupPairs"))
            {
                if (pair.Text("GroupId") is not { } id) throw Turn.Error("MissingParameter", "The request must contain the parameter groupId", at: pair.At);
                var other = Find(call, id.Value, id.At);
                if (other.VpcId != vpcId)
                    throw Turn.Error("InvalidGroup.NotFound", "You have specified two resources that belong to different networks.", $"A rule names groups of its own VPC, {vpcId}; {other.Id} belongs to {other.VpcId}.", at: id.At);
                rules.Add(new("", egress, name, first, last, null, other.Id, pair.Text("Description")?.Value));
            }
            if (rules.Count == before) throw Turn.Error("InvalidParameterValue", "The request must contain at least one peer: a CIDR block or a security group.", "Say from whom: CidrIp, or a group in UserIdGroupPairs.", at: permission.At);
        }
        return rules;
    }
}

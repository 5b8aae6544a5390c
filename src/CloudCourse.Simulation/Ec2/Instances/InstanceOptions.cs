using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Instances;

/// <summary>What can be set on a running instance, and what it says on its console.</summary>
internal static class InstanceOptions
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("MonitorInstances", c => LifecycleOperations.Named(c).Select(i => c.On("MonitorInstances", "instance", i.Id)), c => Monitor(c, true)),
        new("UnmonitorInstances", c => LifecycleOperations.Named(c).Select(i => c.On("UnmonitorInstances", "instance", i.Id)), c => Monitor(c, false)),
        new("GetConsoleOutput", c => [c.On("GetConsoleOutput", "instance", AttributeOperations.Named(c).Id)], Console),
        new("ModifyInstanceMetadataOptions", c => [c.On("ModifyInstanceMetadataOptions", "instance", AttributeOperations.Named(c).Id)], Metadata),
        new("AssociateIamInstanceProfile", c => [c.On("AssociateIamInstanceProfile", "instance", AttributeOperations.Named(c).Id), RoleOperations.Pass(RoleOf(c, Profile(c)).Arn, "ec2.amazonaws.com")], Associate),
        new("DisassociateIamInstanceProfile", c => [c.On("DisassociateIamInstanceProfile", "instance", Associated(c).Id)], Disassociate),
        new("DescribeIamInstanceProfileAssociations", c => [c.OnAll("DescribeIamInstanceProfileAssociations")], Associations),
    ];

    private static Output Monitor(Call call, bool on)
    {
        var named = LifecycleOperations.Named(call);
        foreach (var instance in named) call.Turn.Put(call.Region, instance with { DetailedMonitoring = on });
        return new() { ["InstanceMonitorings"] = new Array([.. named.Select(i => (Node)new Output { ["InstanceId"] = i.Id, ["Monitoring"] = new Output { ["State"] = on ? "pending" : "disabling" } })]) };
    }

    /// <summary>What an instance wrote while it booted, in Base64. Before that there is nothing.</summary>
    private static Output Console(Call call)
    {
        var instance = AttributeOperations.Named(call);
        Output output = new() { ["InstanceId"] = instance.Id, ["Timestamp"] = Ec2Calls.Time(call.Now) };
        if (instance.State is InstanceState.Pending && instance.Run == 1) return output;
        StringBuilder text = new($"[    0.000000] {instance.PlatformDetails} ({instance.Architecture}) boots on {instance.Type}\n");
        if (instance.UserDataLog is { } log) text.Append("cloud-init: user data of the first boot:\n").Append(log).Append('\n');
        text.Append(instance.State is InstanceState.Running ? "login:" : "Power down").Append('\n');
        output["Output"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ToString()));
        return output;
    }

    private static Output Metadata(Call call)
    {
        var instance = AttributeOperations.Named(call);
        if (instance.State is InstanceState.ShuttingDown or InstanceState.Terminated)
            throw Turn.Error("IncorrectInstanceState", $"The instance '{instance.Id}' is not in a state in which its metadata options can be modified.", $"It is {Lifecycle.Name(instance.State)}.", at: call.At("InstanceId"));
        var options = ReadMetadata(call.Input, instance.Metadata);
        call.Turn.Put(call.Region, instance with { Metadata = options });
        call.Turn.Note("ec2", instance.Id, options.HttpEndpoint == "disabled" ? $"{instance.Id} no longer answers questions about its metadata, credentials among it." : options.HttpTokens == "required" ? $"{instance.Id} tells its metadata to whoever has a session token only (IMDSv2)." : $"{instance.Id} tells its metadata without a token too (IMDSv1).");
        return new() { ["InstanceId"] = instance.Id, ["InstanceMetadataOptions"] = Describe(options, "pending") };
    }

    public static MetadataOptions ReadMetadata(JsonObject input, MetadataOptions from)
    {
        if (input.InUse("HttpProtocolIpv6") is { Value: JsonString { Value: not "disabled" } } six) throw Turn.Error(AwsError.NotSimulated, "The simulation's metadata has no IPv6 endpoint.", null, 501, six.NameAt);
        return new(
            OneOf("HttpTokens", from.HttpTokens, "optional", "required"), OneOf("HttpEndpoint", from.HttpEndpoint, "enabled", "disabled"),
            input.Integer("HttpPutResponseHopLimit") switch
            {
                null => from.HopLimit,
                { Value: >= 1 and <= 64 } hops => (int)hops.Value,
                var wrong => throw Ec2Errors.Invalid(wrong.At, $"Value ({wrong.Value}) for parameter HttpPutResponseHopLimit is invalid. The value must be between 1 and 64."),
            },
            OneOf("InstanceMetadataTags", from.Tags, "enabled", "disabled"));

        string OneOf(string member, string otherwise, params string[] values) => input.Text(member) is not { } given ? otherwise
            : values.Contains(given.Value) ? given.Value : throw Ec2Errors.Invalid(given.At, $"Value ({given.Value.Shortened()}) for parameter {member} is invalid.", $"It is {values[0]} or {values[1]}.");
    }

    public static Output Describe(MetadataOptions options, string state) => new()
    {
        ["State"] = state,
        ["HttpTokens"] = options.HttpTokens,
        ["HttpEndpoint"] = options.HttpEndpoint,
        ["HttpPutResponseHopLimit"] = options.HopLimit,
        ["HttpProtocolIpv6"] = "disabled",
        ["InstanceMetadataTags"] = options.Tags,
    };

    private static InstanceProfile Profile(Call call) => LaunchPlan.ReadProfile(call, call.Input) ?? throw Turn.Error("MissingParameter", "The request must contain the parameter iamInstanceProfile", at: call.Input.Head());

    private static Role RoleOf(Call call, InstanceProfile profile) => profile.Role is { } name ? call.State.Iam.Roles[name]
        : throw Ec2Errors.Invalid(call.At("IamInstanceProfile"), $"Value ({profile.Name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name", "The instance profile holds no role.");

    private static string AssociationId(Instance instance) => "iip-assoc-" + instance.Id["i-".Length..];

    private static Instance Associated(Call call) => call.Ec2().Instances.Values.FirstOrDefault(i => i.InstanceProfileArn is not null && AssociationId(i) == call.Need("AssociationId"))
        ?? throw Turn.Error("InvalidAssociationID.NotFound", $"An invalid association-id of '{call.Need("AssociationId").Shortened()}' was given", at: call.At("AssociationId"));

    private static Output Associate(Call call)
    {
        var instance = AttributeOperations.Named(call);
        if (instance.State is not (InstanceState.Running or InstanceState.Stopped))
            throw Turn.Error("IncorrectInstanceState", $"The instance '{instance.Id}' is not in the 'running' or 'stopped' states.", $"It is {Lifecycle.Name(instance.State)}.", at: call.At("InstanceId"));
        if (instance.InstanceProfileArn is not null) throw Turn.Error("IncorrectState", $"There is an existing association for instance {instance.Id}", "Disassociate that first.", at: call.At("InstanceId"));
        var next = instance with { InstanceProfileArn = Profile(call).Arn };
        call.Turn.Put(call.Region, next);
        call.Turn.Note("ec2", instance.Id, $"Programs in {instance.Id} get credentials of the role {RoleOf(call, Profile(call)).Name}.");
        return new() { ["IamInstanceProfileAssociation"] = DescribeAssociation(call, next, "associating") };
    }

    private static Output Disassociate(Call call)
    {
        var instance = Associated(call);
        call.Turn.Put(call.Region, instance with { InstanceProfileArn = null });
        call.Turn.Note("ec2", instance.Id, $"Programs in {instance.Id} get no credentials any more.");
        return new() { ["IamInstanceProfileAssociation"] = DescribeAssociation(call, instance, "disassociating") };
    }

    private static Output Associations(Call call)
    {
        var all = call.Ec2().Instances.Values.Where(i => i is { InstanceProfileArn: not null, State: not InstanceState.Terminated }).ToList();
        return call.Page("IamInstanceProfileAssociations", [.. call.Select("AssociationIds", all, id => all.Find(i => AssociationId(i) == id.Value)
            ?? throw Turn.Error("InvalidAssociationID.NotFound", $"An invalid association-id of '{id.Value.Shortened()}' was given", at: id.At), new()
        {
            ["instance-id"] = i => [i.Id],
            ["state"] = _ => ["associated"],
        }, AssociationId).Select(i => DescribeAssociation(call, i, "associated"))]);
    }

    private static Output DescribeAssociation(Call call, Instance instance, string state) => new()
    {
        ["AssociationId"] = AssociationId(instance),
        ["InstanceId"] = instance.Id,
        ["State"] = state,
        ["IamInstanceProfile"] = new Output { ["Arn"] = instance.InstanceProfileArn, ["Id"] = call.State.Iam.InstanceProfiles.Values.FirstOrDefault(p => p.Arn == instance.InstanceProfileArn)?.Id ?? "" },
    };
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Instances;

/// <summary>An instance's attributes, one a call.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html"/>
internal static class AttributeOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("ModifyInstanceAttribute", c => [c.On("ModifyInstanceAttribute", "instance", Named(c).Id, ("ec2:InstanceType", Named(c).Type))], Modify),
        new("DescribeInstanceAttribute", c => [c.On("DescribeInstanceAttribute", "instance", Named(c).Id)], Describe),
    ];

    /// <summary>Attributes that AWS has and that change nothing that the simulation knows.</summary>
    public static readonly HashSet<string> NotTaken = ["EbsOptimized", "EnaSupport", "Kernel", "Ramdisk", "SriovNetSupport", "EnclaveOptions"];

    public static Instance Named(Call call) => Ec2Errors.Find(call.Ec2().Instances, call.Need("InstanceId"), "InstanceID", "i", "instance ID", call.At("InstanceId"));

    /// <summary>The members that hold an attribute each, by the attribute's name.</summary>
    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["instanceType"] = "InstanceType",
        ["userData"] = "UserData",
        ["disableApiTermination"] = "DisableApiTermination",
        ["disableApiStop"] = "DisableApiStop",
        ["instanceInitiatedShutdownBehavior"] = "InstanceInitiatedShutdownBehavior",
        ["sourceDestCheck"] = "SourceDestCheck",
        ["groupSet"] = "Groups",
        ["blockDeviceMapping"] = "BlockDeviceMappings",
    };

    private static readonly HashSet<string> Others = ["kernel", "ramdisk", "rootDeviceName", "productCodes", "ebsOptimized", "sriovNetSupport", "enaSupport", "enclaveOptions"];

    private static AwsException Unknown(Call call) => Ec2Errors.Invalid(call.At("Attribute"), $"Value ({call.Text("Attribute")?.Shortened()}) for parameter attribute is invalid. Unknown attribute.", $"There are {string.Join(", ", Members.Keys)} and others.");

    private static Output Modify(Call call)
    {
        var instance = Named(call);
        if (instance.State is InstanceState.ShuttingDown or InstanceState.Terminated)
            throw Turn.Error("IncorrectInstanceState", $"The instance '{instance.Id}' is not in a state in which its attributes can be modified.", $"It is {Lifecycle.Name(instance.State)}.", at: call.At("InstanceId"));
        List<(string Attribute, Located<string>? Value)> given = [.. Members.Where(m => call.Input.Last(m.Value) is not null).Select(m => (m.Key, ValueOf(call, m.Value)))];
        if (call.Text("Attribute") is { } named)
        {
            if (!Members.ContainsKey(named)) throw Others.Contains(named) ? Turn.Error(AwsError.NotSimulated, $"The simulation does not change {named}.", null, 501, call.At("Attribute")) : Unknown(call);
            if (!given.Exists(g => g.Attribute == named)) given.Add((named, call.Input.Text("Value")));
        }
        if (given.Count == 0) throw Ec2Errors.Combination(call.Input.Head(), "No attributes specified.", "Give one, such as InstanceType.");
        if (given.Count > 1) throw Ec2Errors.Combination(call.Input.Head(), $"Fields for multiple attribute types specified: {string.Join(", ", given.Select(g => g.Attribute))}", "One attribute a call.");
        var (attribute, value) = given[0];
        if (attribute is "blockDeviceMapping") return Devices(call, instance);
        var next = attribute is "groupSet" ? instance with { SecurityGroupIds = Groups(call, instance) } : Changed(call, instance, attribute, value ?? throw Turn.Error("MissingParameter", "The request must contain the parameter value", at: call.Input.Head()));
        call.Turn.Put(call.Region, next);
        call.Turn.Note("ec2", instance.Id, $"{instance.Id}: its attribute {attribute} was changed{(attribute is "instanceType" ? $" from {instance.Type} to {next.Type}" : "")}.");
        return [];
    }

    private static Located<string>? ValueOf(Call call, string member) => call.Input.Last(member)?.Value is JsonObject json
        ? json.Text("Value") ?? (json.Flag("Value") is { } flag ? new(flag.Value ? "true" : "false", flag.At) : null) : null;

    private static Instance Changed(Call call, Instance instance, string attribute, Located<string> value)
    {
        if (attribute is "instanceType" or "userData" && instance.State is not InstanceState.Stopped)
            throw Turn.Error("IncorrectInstanceState", $"The instance '{instance.Id}' is not in the 'stopped' state.", $"It is {Lifecycle.Name(instance.State)}: stop it first.", at: value.At);
        switch (attribute)
        {
            case "instanceType":
                var type = InstanceType.Find(value.Value) ?? throw Turn.Error("InvalidInstanceAttributeValue", $"Invalid value '{value.Value.Shortened()}' for InstanceType.", "AWS has no such type, or it is none that this simulation knows.", at: value.At);
                if (instance.HibernationConfigured)
                    throw Turn.Error("UnsupportedOperation", $"The instance '{instance.Id}' is configured for hibernation, and its instance type cannot be changed.", "Launch another of that type.", at: value.At);
                return instance with { Type = LaunchPlan.Fitting(call, type, instance.Architecture, value.At).Name };
            case "userData":
                return instance with { UserData = UserData.Decode(value.Value) ?? throw Ec2Errors.Invalid(value.At, "Invalid BASE64 encoding of user data.") };
            case "instanceInitiatedShutdownBehavior":
                return instance with
                {
                    ShutdownBehavior = value.Value is "stop" or "terminate" ? value.Value
                        : throw Ec2Errors.Invalid(value.At, $"Value ({value.Value.Shortened()}) for parameter instanceInitiatedShutdownBehavior is invalid. Unknown instance initiated shutdown behavior.", "It is stop or terminate."),
                };
        }
        var on = value.Value switch
        {
            "true" => true,
            "false" => false,
            _ => throw Ec2Errors.Invalid(value.At, $"Value ({value.Value.Shortened()}) for parameter value is invalid.", "It is true or false."),
        };
        if (on && attribute is "disableApiTermination" or "disableApiStop" && instance.Market is Market.Spot)
            throw Turn.Error("UnsupportedOperation", $"The {attribute} attribute is not supported for Spot Instances.", "EC2 takes Spot Instances back when it wants them.", at: value.At);
        return attribute switch
        {
            "disableApiTermination" => instance with { DisableApiTermination = on },
            "disableApiStop" => instance with { DisableApiStop = on },
            _ => instance with { SourceDestCheck = on },
        };
    }

    private static IReadOnlyList<string> Groups(Call call, Instance instance)
    {
        var groups = call.Texts("Groups").Select(id => (Group: SecurityGroupOperations.Find(call, id.Value, id.At), id.At)).ToList();
        if (groups.Count == 0) throw Turn.Error("MissingParameter", "The request must contain the parameter groupId", "An instance has one security group at least.", at: call.Input.Head());
        foreach (var (group, at) in groups.Where(g => g.Group.VpcId != instance.VpcId))
            throw Ec2Errors.Invalid(at, $"You have specified two resources that belong to different networks.", $"{group.Id} belongs to {group.VpcId}, the instance to {instance.VpcId}.");
        return groups.Count > 5 ? throw LaunchPlan.TooManyGroups(call.At("Groups")) : [.. groups.Select(g => g.Group.Id).Distinct()];
    }

    private static Output Devices(Call call, Instance instance)
    {
        foreach (var mapping in call.Structures("BlockDeviceMappings"))
        {
            var device = mapping.Text("DeviceName") ?? throw Turn.Error("MissingParameter", "The request must contain the parameter deviceName", at: mapping.At);
            var volume = call.Ec2().Volumes.Values.FirstOrDefault(v => v.Attachment is { } a && a.InstanceId == instance.Id && a.Device == device.Value)
                ?? throw Turn.Error("InvalidInstanceAttributeValue", $"No device is currently mapped at {device.Value.Shortened()}", at: device.At);
            if (mapping.Structure("Ebs")?.Flag("DeleteOnTermination") is not { } goes) continue;
            call.Turn.Put(call.Region, volume with { Attachment = volume.Attachment! with { DeleteOnTermination = goes.Value } });
            call.Turn.Note("ec2", volume.Id, goes.Value ? $"{volume.Id} goes when its instance is terminated." : $"{volume.Id} stays when its instance is terminated.");
        }
        return [];
    }

    private static Output Describe(Call call)
    {
        var (i, ec2) = (Named(call), call.Ec2());
        Output output = new() { ["InstanceId"] = i.Id };
        (string Member, Node Value) described = call.Need("Attribute") switch
        {
            "instanceType" => ("InstanceType", Value(i.Type)),
            "userData" => ("UserData", i.UserData is { } script ? Value(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(script))) : new Output()),
            "disableApiTermination" => ("DisableApiTermination", Value(i.DisableApiTermination)),
            "disableApiStop" => ("DisableApiStop", Value(i.DisableApiStop)),
            "instanceInitiatedShutdownBehavior" => ("InstanceInitiatedShutdownBehavior", Value(i.ShutdownBehavior)),
            "rootDeviceName" => ("RootDeviceName", Value(i.RootDeviceName)),
            "sourceDestCheck" => ("SourceDestCheck", Value(i.SourceDestCheck)),
            "ebsOptimized" => ("EbsOptimized", Value(false)),
            "enaSupport" => ("EnaSupport", Value(true)),
            "sriovNetSupport" => ("SriovNetSupport", new Output()),
            "kernel" => ("KernelId", new Output()),
            "ramdisk" => ("RamdiskId", new Output()),
            "enclaveOptions" => ("EnclaveOptions", new Output { ["Enabled"] = false }),
            "productCodes" => ("ProductCodes", (Node)new Array()),
            "groupSet" => ("Groups", new Array([.. i.SecurityGroupIds.Select(g => (Node)new Output { ["GroupId"] = g, ["GroupName"] = ec2.SecurityGroups.Find(g)?.Name ?? "" })])),
            "blockDeviceMapping" => ("BlockDeviceMappings", DescribeInstances.Devices(ec2, i)),
            _ => throw Unknown(call),
        };
        output[described.Member] = described.Value;
        return output;

        static Output Value(Node value) => new() { ["Value"] = value };
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Ec2.Volumes;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Images;

/// <summary>Amazon Machine Images.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIs.html"/>
internal static class ImageOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("DescribeImages", c => [c.OnAll("DescribeImages")], DescribeAll),
        new("CreateImage", c => [c.On("CreateImage", "instance", InstanceOf(c).Id), new("ec2:CreateImage", $"arn:aws:ec2:{c.Region}::image/*")], Create),
        new("CopyImage", c => [new("ec2:CopyImage", $"arn:aws:ec2:{c.Region}::image/*"), new("ec2:CopyImage", $"arn:aws:ec2:{c.Need("SourceRegion")}::image/{Source(c).Id}")], Copy),
        new("ModifyImageAttribute", c => [new("ec2:ModifyImageAttribute", $"arn:aws:ec2:{c.Region}::image/{Own(c).Id}")], ModifyAttribute),
        new("DescribeImageAttribute", c => [new("ec2:DescribeImageAttribute", $"arn:aws:ec2:{c.Region}::image/{Own(c).Id}")], DescribeAttribute),
        new("DeregisterImage", c => [new("ec2:DeregisterImage", $"arn:aws:ec2:{c.Region}::image/{Own(c).Id}")], Deregister),
    ];

    private static Instance InstanceOf(Call call) => Ec2Errors.Find(call.Ec2().Instances, call.Need("InstanceId"), "InstanceID", "i", "instance ID", call.At("InstanceId"));

    private static Image Own(Call call) => PublicImages.Find(call.Need("ImageId")) is { } image
        ? throw Turn.Error("AuthFailure", $"Not authorized for image:{image.Id}", "It is not this account's image.", 403, call.At("ImageId"))
        : Find(call, call.Need("ImageId"), call.At("ImageId"));

    private static Image Find(Call call, string id, Location at) => PublicImages.Find(id) ?? call.Ec2().OwnImages.Find(id)
        ?? throw Missing(id, at);

    public static AwsException Missing(string id, Location at) => Ec2Errors.IsId(id, "ami")
        ? Turn.Error("InvalidAMIID.NotFound", $"The image id '[{id}]' does not exist", "An image belongs to one Region: in another it has another id, or none. DescribeImages lists those that are here.", at: at)
        : Ec2Errors.MalformedId("InvalidAMIID.Malformed", id, "ami", at);

    private static Output Create(Call call)
    {
        var (instance, name) = (InstanceOf(call), NewName(call));
        if (instance.State is not (InstanceState.Running or InstanceState.Stopped))
            throw Turn.Error("IncorrectInstanceState", $"The instance '{instance.Id}' is not in a state from which an image can be created.", $"It is {Lifecycle.Name(instance.State)}.", at: call.At("InstanceId"));
        var root = Volumes.VolumeChanges.RootOf(call, instance);
        var snapshot = SnapshotOperations.Take(call.Turn, call.Region, root, $"Created by CreateImage({instance.Id})");
        Image image = new(call.Turn.Ec2Id("ami"), name, call.Text("Description") ?? "", call.AccountId, null, instance.Architecture, instance.PlatformDetails, instance.BilledByHour,
            instance.RootDeviceName, root.SizeGB, snapshot.Id, "pending", call.Now)
        {
            SourceInstanceId = instance.Id,
            // Containers that ECS put there do not start with the machine.
            ListensOn = [.. instance.ListensOn.Except(call.Turn.State.Ecs.Tasks.Values.Where(t => t.InstanceId == instance.Id && t.LastStatus != "STOPPED").SelectMany(t => t.Ports.Select(p => p.HostPort)))],
        };
        call.Put(call.Ec2() with { OwnImages = call.Ec2().OwnImages.Put(image.Id, image) });
        // AWS reboots the instance so that what is on its disk hangs together, unless it is told not to.
        if (!call.Flag("NoReboot") && instance.State is InstanceState.Running)
        {
            call.Turn.Put(call.Region, instance with { Contents = instance.Contents with { MemorySince = call.Now } });
            call.Turn.Note("ec2", instance.Id, $"{instance.Id} reboots, so that the image is sound.");
        }
        call.Turn.Note("ec2", image.Id, $"The image {image.Id} ({name}) is being made from {instance.Id}.", null, "pending");
        return new() { ["ImageId"] = image.Id };
    }

    private static Output Deregister(Call call)
    {
        var image = Own(call);
        call.Put(call.Ec2() with { OwnImages = call.Ec2().OwnImages.Remove(image.Id), Tags = call.Ec2().Tags.Remove(image.Id) });
        call.Turn.Note("ec2", image.Id, $"The image {image.Id} is deregistered; its snapshot stays, and is paid for on.", image.State);
        Output output = new() { ["Return"] = true };
        if (!call.Flag("DeleteAssociatedSnapshots")) return output;
        var used = call.Ec2().OwnImages.Values.Any(i => i.SnapshotId == image.SnapshotId);
        if (!used) SnapshotOperations.Remove(call, image.SnapshotId);
        output["DeleteSnapshotResults"] = new Array(new Output { ["SnapshotId"] = image.SnapshotId, ["ReturnCode"] = used ? "skipped" : "success" });
        return output;
    }

    private static Image Source(Call call)
    {
        var (id, at) = (call.Need("SourceImageId"), call.At("SourceImageId"));
        var region = SnapshotOperations.SourceRegion(call);
        return PublicImages.Find(id) ?? region?.OwnImages.Find(id) ?? throw Missing(id, at);
    }

    private static Output Copy(Call call)
    {
        var (source, name) = (Source(call), NewName(call));
        if (source.OwnerAlias is "aws-marketplace") throw Turn.Error("InvalidRequest", "Images from AWS Marketplace cannot be copied to another AWS account", "Make an image of an instance that was launched from it.", at: call.At("SourceImageId"));
        if (source.State is not "available") throw Turn.Error("InvalidAMIID.Unavailable", $"The image ID '{source.Id}' is not available", "Wait until it is.", at: call.At("SourceImageId"));
        var region = call.Need("SourceRegion");
        var snapshot = SnapshotOperations.Copy(call.Turn, call.Region, source.RootSizeGB, $"Copied for DestinationAmi {name.Shortened()} from SourceAmi {source.Id} for SourceSnapshot {source.SnapshotId}", call.Flag("Encrypted"));
        var copy = source with
        {
            Id = call.Turn.Ec2Id("ami"),
            Name = name,
            Description = call.Text("Description") ?? $"[Copied {source.Id} from {region}] {source.Description}",
            OwnerId = call.AccountId,
            OwnerAlias = null,
            SnapshotId = snapshot.Id,
            State = "pending",
            Created = call.Now,
            SourceInstanceId = null,
            LaunchPermissions = [],
        };
        call.Put(call.Ec2() with { OwnImages = call.Ec2().OwnImages.Put(copy.Id, copy) });
        call.Turn.Tag(call.Region, copy.Id, call.TagsFor("image", "snapshot"));
        call.Turn.Tag(call.Region, snapshot.Id, call.TagsFor("snapshot", "image"));
        call.Turn.Note("ec2", copy.Id, $"The image {copy.Id} ({name}) is being copied from {source.Id} in {region}.", null, "pending");
        return new() { ["ImageId"] = copy.Id };
    }

    private static string NewName(Call call)
    {
        var name = call.Need("Name");
        if (name.Length is < 3 or > 128 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && !"()[] ./-'@_".Contains(c)))
            throw Turn.Error("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'", at: call.At("Name"));
        return call.Ec2().OwnImages.Values.FirstOrDefault(i => i.Name == name) is { } other
            ? throw Turn.Error("InvalidAMIName.Duplicate", $"AMI name {name.Shortened()} is already in use by AMI {other.Id}", at: call.At("Name")) : name;
    }

    private static Output ModifyAttribute(Call call)
    {
        var image = Own(call);
        if ((call.Structure("Description")?.Text("Value") ?? (call.Text("Attribute") is "description" ? call.Input.Text("Value") : null)) is { } description)
        {
            Put(call, image with { Description = description.Value });
            return [];
        }
        List<Located<string>> Who(JsonObject of, string member) => [.. of.Structures(member).SelectMany(p => new[] { p.Text("UserId"), p.Text("Group") }).OfType<Located<string>>()];
        var (add, remove) = call.Structure("LaunchPermission") is { } permission ? (Who(permission, "Add"), Who(permission, "Remove")) : ([], []);
        if (call.Text("Attribute") is "launchPermission")
        {
            List<Located<string>> named = [.. call.Texts("UserIds"), .. call.Texts("UserGroups")];
            if (call.Text("OperationType") is not ("add" or "remove")) throw Ec2Errors.Invalid(call.At("OperationType"), $"Value ({call.Text("OperationType")?.Shortened()}) for parameter operationType is invalid.", "It is add or remove.");
            (call.Text("OperationType") is "add" ? add : remove).AddRange(named);
        }
        else if (call.Text("Attribute") is { } other)
        {
            throw Ec2Errors.Invalid(call.At("Attribute"), $"Value ({other.Shortened()}) for parameter attribute is invalid. Unknown attribute.", "It is description or launchPermission.");
        }
        if (add.Count + remove.Count == 0) throw Turn.Error("MissingParameter", "The request must contain the parameter launchPermission or description", at: call.Input.Head());
        foreach (var who in add.Concat(remove))
        {
            if (who.Value is not "all" && !(who.Value.Length == 12 && who.Value.All(char.IsAsciiDigit)))
                throw Turn.Error("InvalidAMIAttributeItemValue", $"Invalid attribute item value \"{who.Value.Shortened()}\" for {(who.Value.Any(char.IsAsciiDigit) ? "userId" : "group")} item type.", "An account's number has twelve digits; the one group is \"all\".", at: who.At);
        }
        Put(call, image with { LaunchPermissions = [.. image.LaunchPermissions.Union(add.Select(a => a.Value)).Except(remove.Select(r => r.Value)).Order(StringComparer.Ordinal)] });
        call.Turn.Note("ec2", image.Id, $"Who may launch {image.Id} was changed.");
        return [];
    }

    private static void Put(Call call, Image image) => call.Put(call.Ec2() with { OwnImages = call.Ec2().OwnImages.Put(image.Id, image) });

    private static Output DescribeAttribute(Call call)
    {
        var image = Own(call);
        Output output = new() { ["ImageId"] = image.Id };
        switch (call.Need("Attribute"))
        {
            case "description": output["Description"] = new Output { ["Value"] = image.Description }; break;
            case "launchPermission": output["LaunchPermissions"] = new Array([.. image.LaunchPermissions.Select(p => (System.Text.Json.Nodes.JsonNode)new Output { [p is "all" ? "Group" : "UserId"] = p })]); break;
            case "blockDeviceMapping": output["BlockDeviceMappings"] = Describe(call, image)["BlockDeviceMappings"]!.DeepClone(); break;
            case "productCodes": output["ProductCodes"] = new Array(); break;
            case "kernel": output["KernelId"] = new Output(); break;
            case "ramdisk": output["RamdiskId"] = new Output(); break;
            case "sriovNetSupport": output["SriovNetSupport"] = new Output(); break;
            case "bootMode": output["BootMode"] = new Output(); break;
            case "imdsSupport": output["ImdsSupport"] = new Output(); break;
            case var other: throw Ec2Errors.Invalid(call.At("Attribute"), $"Value ({other.Shortened()}) for parameter attribute is invalid. Unknown attribute.");
        }
        return output;
    }

    private static Output DescribeAll(Call call)
    {
        var owners = call.Texts("Owners").Select(o => o.Value == "self" ? call.AccountId : o.Value).ToList();
        return call.Page("Images", [.. call.Select("ImageIds", PublicImages.All.Concat(call.Ec2().OwnImages.Values), id => Find(call, id.Value, id.At), new()
        {
            ["image-id"] = i => [i.Id],
            ["name"] = i => [i.Name],
            ["description"] = i => [i.Description],
            ["architecture"] = i => [i.Architecture],
            ["owner-id"] = i => [i.OwnerId],
            ["owner-alias"] = i => [i.OwnerAlias ?? ""],
            ["state"] = i => [i.State],
            ["is-public"] = i => [IsPublic(call, i) ? "true" : "false"],
            ["root-device-type"] = i => ["ebs"],
            ["virtualization-type"] = i => ["hvm"],
            ["platform-details"] = i => [i.PlatformDetails],
            ["block-device-mapping.snapshot-id"] = i => [i.SnapshotId],
            ["block-device-mapping.volume-size"] = i => [$"{i.RootSizeGB}"],
            ["block-device-mapping.volume-type"] = _ => ["gp3"],
            ["block-device-mapping.device-name"] = i => [i.RootDeviceName],
            ["block-device-mapping.delete-on-termination"] = _ => ["true"],
            ["creation-date"] = i => [Ec2Calls.Time(i.Created)],
            ["ena-support"] = _ => ["true"],
            ["hypervisor"] = _ => ["xen"],
            ["image-type"] = _ => ["machine"],
            ["platform"] = _ => [],
            ["root-device-name"] = i => [i.RootDeviceName],
            ["source-instance-id"] = i => i.SourceInstanceId is { } source ? [source] : [],
        }, i => i.Id).Where(i => owners.Count == 0 || owners.Contains(i.OwnerId) || (i.OwnerAlias is { } alias && owners.Contains(alias))).Select(i => Describe(call, i))]);
    }

    private static bool IsPublic(Call call, Image image) => image.OwnerId != call.AccountId || image.LaunchPermissions.Contains("all");

    private static Output Describe(Call call, Image image)
    {
        Output output = new()
        {
            ["ImageId"] = image.Id,
            ["Name"] = image.Name,
            ["Description"] = image.Description,
            ["OwnerId"] = image.OwnerId,
            ["Architecture"] = image.Architecture,
            ["PlatformDetails"] = image.PlatformDetails,
            ["State"] = image.State,
            ["Public"] = IsPublic(call, image),
            ["RootDeviceName"] = image.RootDeviceName,
            ["RootDeviceType"] = "ebs",
            ["VirtualizationType"] = "hvm",
            ["EnaSupport"] = true,
            ["CreationDate"] = Ec2Calls.Time(image.Created),
            ["BlockDeviceMappings"] = new Array(new Output
            {
                ["DeviceName"] = image.RootDeviceName,
                ["Ebs"] = new Output { ["SnapshotId"] = image.SnapshotId, ["VolumeSize"] = image.RootSizeGB, ["VolumeType"] = "gp3", ["DeleteOnTermination"] = true },
            }),
            ["Tags"] = call.Ec2().TagList(image.Id),
        };
        if (image.OwnerAlias is { } alias) output["ImageOwnerAlias"] = alias;
        if (image.SourceInstanceId is { } source) output["SourceInstanceId"] = source;
        return output;
    }
}

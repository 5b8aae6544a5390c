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
        new("DeregisterImage", c => [new("ec2:DeregisterImage", $"arn:aws:ec2:{c.Region}::image/{Own(c).Id}")], Deregister),
    ];

    private static Instance InstanceOf(Call call) => Ec2Errors.Find(call.Ec2().Instances, call.Need("InstanceId"), "InstanceID", "i", "instance ID", call.At("InstanceId"));

    private static Image Own(Call call) => PublicImages.Find(call.Need("ImageId")) is { } image
        ? throw Turn.Error("AuthFailure", $"Not authorized for image:{image.Id}", "It is not this account's image.", 403, call.At("ImageId"))
        : Find(call, call.Need("ImageId"), call.At("ImageId"));

    private static Image Find(Call call, string id, Location at) => PublicImages.Find(id) ?? call.Ec2().OwnImages.Find(id)
        ?? (id.StartsWith("ami-", StringComparison.Ordinal)
            ? throw Turn.Error("InvalidAMIID.NotFound", $"The image id '[{id.Shortened()}]' does not exist", "An image belongs to one Region.", at: at)
            : throw Turn.Error("InvalidAMIID.Malformed", $"Invalid id: \"{id.Shortened()}\" (expecting \"ami-...\")", at: at));

    private static Output Create(Call call)
    {
        var (instance, name) = (InstanceOf(call), call.Need("Name"));
        if (instance.State is not (InstanceState.Running or InstanceState.Stopped))
            throw Turn.Error("IncorrectInstanceState", $"The instance '{instance.Id}' is not in a state from which an image can be created.", $"It is {Lifecycle.Name(instance.State)}.", at: call.At("InstanceId"));
        if (call.Ec2().OwnImages.Values.FirstOrDefault(i => i.Name == name) is { } other)
            throw Turn.Error("InvalidAMIName.Duplicate", $"AMI name {name.Shortened()} is already in use by AMI {other.Id}", at: call.At("Name"));
        var root = Volumes.VolumeChanges.RootOf(call, instance);
        var snapshot = SnapshotOperations.Take(call.Turn, call.Region, root, $"Created by CreateImage({instance.Id})");
        Image image = new(call.Turn.Ec2Id("ami"), name, call.Text("Description") ?? "", call.AccountId, null, instance.Architecture, instance.PlatformDetails, instance.BilledByHour,
            instance.RootDeviceName, root.SizeGB, snapshot.Id, "pending", call.Now)
        {
            SourceInstanceId = instance.Id,
            ListensOn = instance.ListensOn,
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
        call.Put(call.Ec2() with { OwnImages = call.Ec2().OwnImages.Remove(image.Id) });
        call.Turn.Note("ec2", image.Id, $"The image {image.Id} is deregistered; its snapshot stays, and is paid for on.", image.State);
        return new() { ["Return"] = true };
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
            ["is-public"] = i => [i.OwnerId == call.AccountId ? "false" : "true"],
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
            ["Public"] = image.OwnerId != call.AccountId,
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

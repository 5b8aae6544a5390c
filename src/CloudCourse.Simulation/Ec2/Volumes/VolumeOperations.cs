using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Volumes;

/// <summary>EBS volumes: made in one zone, attached to instances of that zone.</summary>
/// <seealso href="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes.html"/>
internal static partial class VolumeOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateVolume", c => [c.On("CreateVolume", "volume", "*", [.. c.TagsFor("volume").Select(t => ($"aws:RequestTag/{t.Key}", t.Value))])], Create),
        new("DeleteVolume", c => [c.On("DeleteVolume", "volume", Named(c).Id)], Delete),
        new("AttachVolume", c => [c.On("AttachVolume", "volume", Named(c).Id), c.On("AttachVolume", "instance", InstanceOf(c).Id)], Attach),
        new("DetachVolume", c => Named(c).Attachment is { } on ? [c.On("DetachVolume", "volume", Named(c).Id), c.On("DetachVolume", "instance", on.InstanceId)] : [c.On("DetachVolume", "volume", Named(c).Id)], Detach),
        new("DescribeVolumes", c => [c.OnAll("DescribeVolumes")], DescribeAll),
    ];

    private static Volume Named(Call call) => Find(call, call.Need("VolumeId"), call.At("VolumeId"));

    public static Volume Find(Call call, string id, Location at) => Ec2Errors.Find(call.Ec2().Volumes, id, "Volume", "vol", "volume", at);

    /// <summary>Names that a device of Linux may have.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html"/>
    internal static bool IsDeviceName(string device) => DeviceName.IsMatch(device);

    [System.Text.RegularExpressions.GeneratedRegex(@"\A(/dev/)?(sd[a-z]([1-9]|1[0-5])?|xvd[a-z]([1-9]|1[0-5])?|xvd[a-d][a-z])\z")]
    private static partial System.Text.RegularExpressions.Regex DeviceName { get; }

    private static Instance InstanceOf(Call call) => Ec2Errors.Find(call.Ec2().Instances, call.Need("InstanceId"), "InstanceID", "i", "instance ID", call.At("InstanceId"));

    private static Output Create(Call call)
    {
        var zone = call.Text("AvailabilityZone");
        if (zone is null) throw Turn.Error("MissingParameter", "The request must contain the parameter zone", "A volume stands in one Availability Zone.", at: call.Input.Head());
        if (!Region.Find(call.Region)!.Zones.Any(z => z.Name == zone))
            throw Turn.Error("InvalidZone.NotFound", $"The zone '{zone.Shortened()}' does not exist.", $"{call.Region} has {string.Join(", ", Region.Find(call.Region)!.Zones.Select(z => z.Name))}.", at: call.At("AvailabilityZone"));
        var snapshot = call.Text("SnapshotId") is { } id ? SnapshotOperations.Find(call, id, call.At("SnapshotId")) : null;
        if (snapshot is not null) SnapshotOperations.CheckCompleted(snapshot, call.At("SnapshotId"));
        var shape = VolumeShape.Read(call.Input, snapshot?.SizeGB);
        VolumeChanges.CheckQuota(call, shape.Type, shape.SizeGB);
        Volume volume = new(call.Turn.Ec2Id("vol"), zone, shape.SizeGB, shape.Type, shape.Iops, shape.Throughput, shape.Encrypted || (snapshot?.Encrypted ?? false), snapshot?.Id, "creating", call.Now);
        VolumeChanges.Add(call.Turn, call.Region, volume);
        call.Turn.Tag(call.Region, volume.Id, call.TagsFor("volume"));
        call.Turn.Plan(VolumeSettles.Takes, new VolumeSettles(call.Region, volume.Id, "creating"));
        return Describe(call.Ec2(), volume);
    }

    private static Output Delete(Call call)
    {
        var volume = Named(call);
        if (volume.Attachment is { } attachment)
            throw Turn.Error("VolumeInUse", $"Volume {volume.Id} is currently attached to {attachment.InstanceId}", "Detach it first.", at: call.At("VolumeId"));
        if (volume.State != "available") throw Turn.Error("IncorrectState", $"Volume {volume.Id} is {volume.State}.", "It is still being made.", at: call.At("VolumeId"));
        VolumeChanges.Delete(call.Turn, call.Region, volume);
        return [];
    }

    private static Output Attach(Call call)
    {
        var (volume, instance, device) = (Named(call), InstanceOf(call), call.Need("Device"));
        if (!IsDeviceName(device)) throw Ec2Errors.Invalid(call.At("Device"), $"Value ({device.Shortened()}) for parameter device is invalid. {device.Shortened()} is not a valid EBS device name.", "Such as /dev/sdf.");
        if (volume.Attachment is { } other)
            throw Turn.Error("VolumeInUse", $"{volume.Id} is already attached to an instance", $"It is attached to {other.InstanceId}: a volume of type {volume.Type} belongs to one instance at a time here.", at: call.At("VolumeId"));
        if (volume.State != "available") throw Turn.Error("IncorrectState", $"Volume '{volume.Id}' is in the '{volume.State}' state. Volume must be in the 'available' state.", "Wait a few seconds.", at: call.At("VolumeId"));
        if (instance.State is not (InstanceState.Running or InstanceState.Stopped))
            throw Turn.Error("IncorrectState", $"Instance '{instance.Id}' is not 'running' or 'stopped'.", $"It is {Lifecycle.Name(instance.State)}.", at: call.At("InstanceId"));
        if (volume.Zone != instance.Zone)
        {
            throw Turn.Error("InvalidVolume.ZoneMismatch", $"The volume '{volume.Id}' is not in the same availability zone as instance '{instance.Id}'",
                $"The volume stands in {volume.Zone}, the instance in {instance.Zone}. Make a snapshot and a volume from it in {instance.Zone}.", at: call.At("VolumeId"));
        }
        if (call.Ec2().Volumes.Values.Any(v => v.Attachment is { } a && a.InstanceId == instance.Id && a.Device == device))
            throw Ec2Errors.Invalid(call.At("Device"), $"Invalid value '{device.Shortened()}' for unixDevice. Attachment point {device.Shortened()} is already in use", "Each volume of an instance has a device name of its own: take the next letter.");
        if (call.Ec2().Volumes.Values.Count(v => v.Attachment?.InstanceId == instance.Id) >= LaunchPlan.MostVolumes)
            throw Turn.Error("AttachmentLimitExceeded", $"The maximum number of volumes that can be attached to an instance is {LaunchPlan.MostVolumes}.", "Most types share 28 attachments among volumes and network interfaces.", at: call.At("InstanceId"));
        var next = volume with { State = "in-use", Attachment = new(instance.Id, device, false, "attaching", call.Now) };
        call.Turn.Put(call.Region, next);
        call.Turn.Note("ec2", volume.Id, $"The volume {volume.Id} is being attached to {instance.Id}.", volume.State, "in-use");
        call.Turn.Plan(VolumeSettles.Takes, new VolumeSettles(call.Region, volume.Id, "attaching"));
        return DescribeAttachment(next);
    }

    private static Output Detach(Call call)
    {
        var volume = Named(call);
        if (volume.Attachment is not { } attachment) throw Turn.Error("IncorrectState", $"Volume '{volume.Id}' is in the 'available' state.", "It is attached to nothing.", at: call.At("VolumeId"));
        var instance = call.Ec2().Instances[attachment.InstanceId];
        if (attachment.State == "detaching") throw Turn.Error("IncorrectState", $"Volume '{volume.Id}' is in the 'detaching' state.", "It is on its way already: wait a few seconds.", at: call.At("VolumeId"));
        if (attachment.Device == instance.RootDeviceName && instance.State is not InstanceState.Stopped)
            throw Turn.Error("OperationNotPermitted", $"Unable to detach root volume '{volume.Id}' from instance '{instance.Id}'", "Stop the instance first: it runs from this volume.", at: call.At("VolumeId"));
        if (call.Text("InstanceId") is { } named && named != instance.Id)
            throw Turn.Error("InvalidAttachment.NotFound", $"Attachment of volume '{volume.Id}' to instance '{named.Shortened()}' does not exist", $"It is attached to {instance.Id}.", at: call.At("InstanceId"));
        if (call.Text("Device") is { } device && device != attachment.Device)
            throw Turn.Error("InvalidAttachment.NotFound", $"Attachment of volume '{volume.Id}' as device '{device.Shortened()}' does not exist", $"It is attached as {attachment.Device}.", at: call.At("Device"));
        var next = volume with { Attachment = attachment with { State = "detaching" } };
        call.Turn.Put(call.Region, next);
        call.Turn.Plan(VolumeSettles.Takes, new VolumeSettles(call.Region, volume.Id, "detaching"));
        return DescribeAttachment(next);
    }

    private static Output DescribeAll(Call call) => call.Page("Volumes", [.. call.Select("VolumeIds", call.Ec2().Volumes.Values, id => Find(call, id.Value, id.At), new()
    {
        ["volume-id"] = v => [v.Id],
        ["status"] = v => [v.State],
        ["volume-type"] = v => [v.Type],
        ["size"] = v => [$"{v.SizeGB}"],
        ["availability-zone"] = v => [v.Zone],
        ["encrypted"] = v => [v.Encrypted ? "true" : "false"],
        ["snapshot-id"] = v => [v.SnapshotId ?? ""],
        ["attachment.instance-id"] = v => [v.Attachment?.InstanceId ?? ""],
        ["attachment.device"] = v => [v.Attachment?.Device ?? ""],
        ["attachment.status"] = v => [v.Attachment?.State ?? ""],
        ["attachment.delete-on-termination"] = v => [v.Attachment?.DeleteOnTermination == true ? "true" : "false"],
        ["attachment.attach-time"] = v => v.Attachment is { } a ? [Ec2Calls.Time(a.Since)] : [],
        ["availability-zone-id"] = v => Region.Find(call.Region)!.Zones.Where(z => z.Name == v.Zone).Select(z => z.Id),
        ["create-time"] = v => [Ec2Calls.Time(v.Created)],
        ["multi-attach-enabled"] = _ => ["false"],
        ["fast-restored"] = _ => ["false"],
    }, v => v.Id).OrderBy(v => v.Created).ThenBy(v => v.Id, StringComparer.Ordinal).Select(v => Describe(call.Ec2(), v))], "VolumeIds");

    private static Output Describe(Ec2Region ec2, Volume volume)
    {
        Output output = new()
        {
            ["VolumeId"] = volume.Id,
            ["State"] = volume.State,
            ["Size"] = volume.SizeGB,
            ["VolumeType"] = volume.Type,
            ["AvailabilityZone"] = volume.Zone,
            ["Encrypted"] = volume.Encrypted,
            ["SnapshotId"] = volume.SnapshotId ?? "",
            ["CreateTime"] = Ec2Calls.Time(volume.Created),
            ["MultiAttachEnabled"] = false,
            ["Attachments"] = volume.Attachment is null ? new Array() : new Array(DescribeAttachment(volume)),
            ["Tags"] = ec2.TagList(volume.Id),
        };
        if (volume.Iops is { } iops) output["Iops"] = iops;
        if (volume.Throughput is { } throughput) output["Throughput"] = throughput;
        return output;
    }

    private static Output DescribeAttachment(Volume volume) => new()
    {
        ["VolumeId"] = volume.Id,
        ["InstanceId"] = volume.Attachment!.InstanceId,
        ["Device"] = volume.Attachment.Device,
        ["State"] = volume.Attachment.State,
        ["AttachTime"] = Ec2Calls.Time(volume.Attachment.Since),
        ["DeleteOnTermination"] = volume.Attachment.DeleteOnTermination,
    };
}

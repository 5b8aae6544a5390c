using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Volumes;

/// <summary>Changing a volume while it is in use.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html"/>
internal static class ModificationOperations
{
    /// <summary>AWS wants so long between two changes of a volume.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromHours(6);

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("ModifyVolume", c => [c.On("ModifyVolume", "volume", Named(c).Id)], Modify),
        new("DescribeVolumesModifications", c => [c.OnAll("DescribeVolumesModifications")], DescribeAll),
        new("DescribeVolumeStatus", c => [c.OnAll("DescribeVolumeStatus")], Status),
    ];

    private static Volume Named(Call call) => VolumeOperations.Find(call, call.Need("VolumeId"), call.At("VolumeId"));

    private static Output Modify(Call call)
    {
        var volume = Named(call);
        if (volume.State is not ("available" or "in-use")) throw Turn.Error("IncorrectState", $"Volume '{volume.Id}' is in the '{volume.State}' state.", "Wait a few seconds.", at: call.At("VolumeId"));
        if (volume.Modification is { State: not "completed" } running)
            throw Turn.Error("IncorrectModificationState", $"Volume '{volume.Id}' is currently in modification state '{running.State.ToUpperInvariant()}'", "Wait until it is completed.", at: call.At("VolumeId"));
        if (volume.Modification is { } last && call.Now - last.Started < Between)
            throw Turn.Error("VolumeModificationRateExceeded", "You've reached the maximum modification rate per volume limit. Wait at least 6 hours between modifications per EBS volume.", $"It was changed at {Ec2Calls.Time(last.Started)}.", at: call.At("VolumeId"));
        if (!new[] { "Size", "VolumeType", "Iops", "Throughput" }.Any(m => call.Input.Last(m) is not null))
            throw Turn.Error("MissingParameter", "The request must contain at least one of the parameters size, volumeType, iops or throughput", at: call.Input.Head());
        if (call.Integer("Size") is { } size && size < volume.SizeGB)
            throw Ec2Errors.Invalid(call.At("Size"), "New size cannot be smaller than existing size", "A volume grows and never shrinks.");
        // What the request leaves out stays as it is; a change of type starts from that type's own defaults.
        var type = call.Text("VolumeType") ?? volume.Type;
        var shape = VolumeShape.Read(new JsonObject([
            .. call.Input.Members.Where(m => m.Name is not "VolumeType"),
            new("VolumeType", call.At("VolumeType"), new JsonString(type, call.At("VolumeType"))),
            .. call.Integer("Size") is null ? [Number("Size", volume.SizeGB)] : System.Array.Empty<JsonMember>(),
            .. call.Integer("Iops") is null && type == volume.Type && volume.Iops is { } iops && type is not "gp2" ? [Number("Iops", iops)] : System.Array.Empty<JsonMember>(),
            .. call.Integer("Throughput") is null && type == volume.Type && volume.Throughput is { } speed ? [Number("Throughput", speed)] : System.Array.Empty<JsonMember>(),
        ], call.Input.At), null);
        VolumeModification modification = new("modifying", call.Now, null, volume.SizeGB, volume.Type, volume.Iops, volume.Throughput);
        var next = volume with { SizeGB = shape.SizeGB, Type = shape.Type, Iops = shape.Iops, Throughput = shape.Throughput, Modification = modification };
        call.Turn.Put(call.Region, next);
        VolumeChanges.Meter(call.Turn, call.Region, next);
        call.Turn.Note("ec2", volume.Id, $"The volume {volume.Id} is now {next.SizeGB} GiB {next.Type}; its file system is as large as before, until it is told.");
        call.Turn.Plan(VolumeSettles.Takes, new ModificationProceeds(call.Region, volume.Id, "optimizing"));
        return new() { ["VolumeModification"] = Describe(next) };

        JsonMember Number(string name, int value) => new(name, call.Input.At, new JsonNumber($"{value}", call.Input.At));
    }

    private static Output Describe(Volume volume)
    {
        var m = volume.Modification!;
        Output output = new()
        {
            ["VolumeId"] = volume.Id,
            ["ModificationState"] = m.State,
            ["OriginalSize"] = m.OriginalSize,
            ["TargetSize"] = volume.SizeGB,
            ["OriginalVolumeType"] = m.OriginalType,
            ["TargetVolumeType"] = volume.Type,
            ["OriginalMultiAttachEnabled"] = false,
            ["TargetMultiAttachEnabled"] = false,
            ["Progress"] = m.State switch { "completed" => 100, "optimizing" => 50, _ => 0 },
            ["StartTime"] = Ec2Calls.Time(m.Started),
        };
        if (m.OriginalIops is { } iops) output["OriginalIops"] = iops;
        if (volume.Iops is { } target) output["TargetIops"] = target;
        if (m.OriginalThroughput is { } throughput) output["OriginalThroughput"] = throughput;
        if (volume.Throughput is { } speed) output["TargetThroughput"] = speed;
        if (m.Ended is { } ended) output["EndTime"] = Ec2Calls.Time(ended);
        return output;
    }

    private static Output DescribeAll(Call call) => call.Page("VolumesModifications", [.. call.Select("VolumeIds", call.Ec2().Volumes.Values.Where(v => v.Modification is not null), id =>
    {
        var volume = VolumeOperations.Find(call, id.Value, id.At);
        return volume.Modification is null ? throw Turn.Error("InvalidVolumeModification.NotFound", $"Modification for volume '{volume.Id}' does not exist.", at: id.At) : volume;
    }, new()
    {
        ["volume-id"] = v => [v.Id],
        ["modification-state"] = v => [v.Modification!.State],
        ["original-size"] = v => [$"{v.Modification!.OriginalSize}"],
        ["original-volume-type"] = v => [v.Modification!.OriginalType],
        ["original-iops"] = v => v.Modification!.OriginalIops is { } iops ? [$"{iops}"] : [],
        ["target-size"] = v => [$"{v.SizeGB}"],
        ["target-volume-type"] = v => [v.Type],
        ["target-iops"] = v => v.Iops is { } iops ? [$"{iops}"] : [],
        ["start-time"] = v => [Ec2Calls.Time(v.Modification!.Started)],
        ["originalMultiAttachEnabled"] = _ => ["false"],
        ["targetMultiAttachEnabled"] = _ => ["false"],
    }, v => v.Id).Select(Describe)], most: 500);

    private static Output Status(Call call)
    {
        // Looks at the Region first: there may be none of that name.
        _ = call.Ec2();
        var zones = Region.Find(call.Region)!.Zones.ToList();
        bool Down(Volume v) => call.Ec2().FailedZones.Contains(v.Zone);
        return call.Page("VolumeStatuses", [.. call.Select("VolumeIds", call.Ec2().Volumes.Values, id => VolumeOperations.Find(call, id.Value, id.At), new()
        {
            ["availability-zone"] = v => [v.Zone],
            ["volume-status.status"] = v => [Down(v) ? "impaired" : "ok"],
            ["volume-status.details-name"] = _ => ["io-enabled", "io-performance"],
            ["volume-status.details-status"] = v => [Down(v) ? "failed" : "passed"],
            ["event.event-type"] = _ => [],
            ["action.code"] = _ => [],
        }, v => v.Id).Select(v => new Output
        {
            ["VolumeId"] = v.Id,
            ["AvailabilityZone"] = v.Zone,
            ["AvailabilityZoneId"] = zones.Find(z => z.Name == v.Zone)!.Id,
            ["VolumeStatus"] = new Output { ["Status"] = Down(v) ? "impaired" : "ok", ["Details"] = new Array((Node)new Output { ["Name"] = "io-enabled", ["Status"] = Down(v) ? "failed" : "passed" }) },
            ["Actions"] = new Array(),
            ["Events"] = new Array(),
        })], "VolumeIds");
    }
}

/// <summary>First the size and type are right, then, for a while (of this simulation's assuming), so is the speed.</summary>
internal sealed record ModificationProceeds(string Region, string VolumeId, string To) : ScheduledEvent
{
    private static readonly TimeSpan Optimizing = TimeSpan.FromMinutes(30);

    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).Volumes.Find(VolumeId) is not { Modification: { State: not "completed" } modification } volume) return;
        turn.Put(Region, volume with { Modification = modification with { State = To, Ended = To is "completed" ? turn.Now : null } });
        if (To is "optimizing") turn.Plan(Optimizing, new ModificationProceeds(Region, VolumeId, "completed"));
        else turn.Note("ec2", VolumeId, $"The change of {VolumeId} is complete.", modification.State, To);
    }
}

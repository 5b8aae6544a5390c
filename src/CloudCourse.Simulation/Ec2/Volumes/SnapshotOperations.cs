using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Volumes;

/// <summary>Snapshots: copies of a volume at a moment, kept in the whole Region.</summary>
/// <seealso href="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-snapshots.html"/>
internal static class SnapshotOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateSnapshot", c => [c.On("CreateSnapshot", "snapshot", "*"), c.On("CreateSnapshot", "volume", VolumeOf(c).Id)], Create),
        new("DeleteSnapshot", c => [c.On("DeleteSnapshot", "snapshot", Find(c, c.Need("SnapshotId"), c.At("SnapshotId")).Id)], Delete),
        new("DescribeSnapshots", c => [c.OnAll("DescribeSnapshots")], DescribeAll),
    ];

    public static Snapshot Find(Call call, string id, Location at) => Ec2Errors.Find(call.Ec2().Snapshots, id, "Snapshot", "snap", "snapshot", at);

    private static Volume VolumeOf(Call call) => VolumeOperations.Find(call, call.Need("VolumeId"), call.At("VolumeId"));

    /// <summary>
    /// A volume's first snapshot is charged by the volume's size here. AWS charges what is written and, of later ones, what changed; this
    /// simulation does not know what is on a disk, and says so in the bill's line.
    /// </summary>
    public static Snapshot Take(Turn turn, string region, Volume volume, string description)
    {
        var first = !turn.Ec2(region).Snapshots.Values.Any(s => s.VolumeId == volume.Id);
        Snapshot snapshot = new(turn.Ec2Id("snap"), volume.Id, volume.SizeGB, "pending", turn.Now, description, volume.Encrypted);
        var ec2 = turn.Ec2(region);
        turn.Put(ec2 with { Snapshots = ec2.Snapshots.Put(snapshot.Id, snapshot) });
        if (first)
            turn.StartMeter("ec2", region, snapshot.Id, "storage", "EBS snapshots, by volume size", volume.SizeGB * (Prices.EbsPerGBMonth(region, "snapshot") ?? 0) / Prices.HoursPerMonth);
        turn.Note("ec2", snapshot.Id, $"The snapshot {snapshot.Id} of {volume.Id} holds the volume as it is now.", null, "pending");
        turn.Plan(TimeSpan.FromSeconds(30 + volume.SizeGB), new SnapshotCompletes(region, snapshot.Id));
        return snapshot;
    }

    private static Output Create(Call call)
    {
        var snapshot = Take(call.Turn, call.Region, VolumeOf(call), call.Text("Description") ?? "");
        call.Turn.Tag(call.Region, snapshot.Id, call.TagsFor("snapshot"));
        return Describe(call, snapshot);
    }

    private static Output Delete(Call call)
    {
        var snapshot = Find(call, call.Need("SnapshotId"), call.At("SnapshotId"));
        if (call.Ec2().OwnImages.Values.FirstOrDefault(i => i.SnapshotId == snapshot.Id) is { } image)
            throw Turn.Error("InvalidSnapshot.InUse", $"The snapshot {snapshot.Id} is currently in use by {image.Id}", "Deregister the image first.", at: call.At("SnapshotId"));
        call.Put(call.Ec2() with { Snapshots = call.Ec2().Snapshots.Remove(snapshot.Id) });
        call.Turn.EndMeter(snapshot.Id, "storage");
        call.Turn.Note("ec2", snapshot.Id, $"The snapshot {snapshot.Id} was deleted.", snapshot.State);
        return [];
    }

    private static Output DescribeAll(Call call) => call.Page("Snapshots", [.. call.Select("SnapshotIds", call.Ec2().Snapshots.Values, id => Find(call, id.Value, id.At), new()
    {
        ["snapshot-id"] = s => [s.Id],
        ["volume-id"] = s => [s.VolumeId ?? ""],
        ["status"] = s => [s.State],
        ["volume-size"] = s => [$"{s.SizeGB}"],
        ["description"] = s => [s.Description],
        ["encrypted"] = s => [s.Encrypted ? "true" : "false"],
        ["owner-id"] = s => [call.AccountId],
        ["progress"] = s => [s.State == "completed" ? "100%" : "0%"],
        ["start-time"] = s => [Ec2Calls.Time(s.Started)],
        ["storage-tier"] = _ => ["standard"],
        ["owner-alias"] = _ => [],
    }, s => s.Id).OrderBy(s => s.Started).Select(s => Describe(call, s))], "SnapshotIds");

    private static Output Describe(Call call, Snapshot snapshot) => new()
    {
        ["SnapshotId"] = snapshot.Id,
        ["VolumeId"] = snapshot.VolumeId ?? "vol-ffffffff",
        ["VolumeSize"] = snapshot.SizeGB,
        ["State"] = snapshot.State,
        ["Progress"] = snapshot.State == "completed" ? "100%" : "0%",
        ["StartTime"] = Ec2Calls.Time(snapshot.Started),
        ["Description"] = snapshot.Description,
        ["Encrypted"] = snapshot.Encrypted,
        ["OwnerId"] = call.AccountId,
        ["StorageTier"] = "standard",
        ["Tags"] = call.Ec2().TagList(snapshot.Id),
    };
}

internal sealed record SnapshotCompletes(string Region, string SnapshotId) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        var ec2 = turn.Ec2(Region);
        if (ec2.Snapshots.Find(SnapshotId) is not { State: "pending" } snapshot) return;
        turn.Put(ec2 with { Snapshots = ec2.Snapshots.Put(snapshot.Id, snapshot with { State = "completed" }) });
        turn.Note("ec2", snapshot.Id, $"The snapshot {snapshot.Id} is complete.", "pending", "completed");
        foreach (var image in turn.Ec2(Region).OwnImages.Values.Where(i => i.SnapshotId == SnapshotId && i.State == "pending").ToList())
        {
            turn.Put(turn.Ec2(Region) with { OwnImages = turn.Ec2(Region).OwnImages.Put(image.Id, image with { State = "available" }) });
            turn.Note("ec2", image.Id, $"The image {image.Id} ({image.Name}) is available.", "pending", "available");
        }
    }
}

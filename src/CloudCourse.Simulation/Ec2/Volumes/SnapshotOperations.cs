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
        new("CopySnapshot", c => [c.On("CopySnapshot", "snapshot", "*"), new("ec2:CopySnapshot", $"arn:aws:ec2:{Source(c).Region}::snapshot/{Source(c).Snapshot.Id}")], Copy),
        new("DeleteSnapshot", c => [c.On("DeleteSnapshot", "snapshot", Find(c, c.Need("SnapshotId"), c.At("SnapshotId")).Id)], Delete),
        new("DescribeSnapshots", c => [c.OnAll("DescribeSnapshots")], DescribeAll),
    ];

    public static Snapshot Find(Call call, string id, Location at) => Ec2Errors.Find(call.Ec2().Snapshots, id, "Snapshot", "snap", "snapshot", at);

    /// <summary>Another Region's EC2, from which something is copied.</summary>
    public static Ec2Region? SourceRegion(Call call)
    {
        var code = call.Need("SourceRegion");
        if (Region.Find(code) is not { Partition: "aws" }) throw Ec2Errors.Invalid(call.At("SourceRegion"), $"Value ({code.Shortened()}) for parameter sourceRegion is invalid. Invalid region.", "It is where the original stands, such as eu-west-1.");
        return call.Ec2().Code == code ? call.Ec2() : call.State.Ec2.Regions.Find(code);
    }

    private static (string Region, Snapshot Snapshot) Source(Call call) =>
        (call.Need("SourceRegion"), Ec2Errors.Find(SourceRegion(call)?.Snapshots ?? Table<Snapshot>.Empty, call.Need("SourceSnapshotId"), "Snapshot", "snap", "snapshot", call.At("SourceSnapshotId")));

    private static Output Copy(Call call)
    {
        var (region, source) = Source(call);
        if (source.State is not "completed") throw Turn.Error("IncorrectState", $"Snapshot '{source.Id}' is in the '{source.State}' state.", "Wait until it is completed.", at: call.At("SourceSnapshotId"));
        var copy = Copy(call.Turn, call.Region, source.SizeGB, call.Text("Description") ?? $"[Copied {source.Id} from {region}]", source.Encrypted || call.Flag("Encrypted"));
        call.Turn.Tag(call.Region, copy.Id, call.TagsFor("snapshot"));
        return new() { ["SnapshotId"] = copy.Id, ["Tags"] = call.Ec2().TagList(copy.Id) };
    }

    /// <summary>A copy is a snapshot of its own, whole and paid for whole.</summary>
    public static Snapshot Copy(Turn turn, string region, int sizeGB, string description, bool encrypted)
    {
        Snapshot copy = new(turn.Ec2Id("snap"), null, sizeGB, "pending", turn.Now, description, encrypted);
        turn.Put(turn.Ec2(region) with { Snapshots = turn.Ec2(region).Snapshots.Put(copy.Id, copy) });
        turn.StartMeter("ec2", region, copy.Id, "storage", "EBS snapshots, by volume size", sizeGB * (Prices.EbsPerGBMonth(region, "snapshot") ?? 0) / Prices.HoursPerMonth);
        turn.Note("ec2", copy.Id, $"The snapshot {copy.Id} is being copied: {description}.", null, "pending");
        turn.Plan(TimeSpan.FromSeconds(30 + sizeGB), new SnapshotCompletes(region, copy.Id));
        return copy;
    }

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

    /// <summary>Nothing is made from a snapshot before it is whole.</summary>
    public static void CheckCompleted(Snapshot snapshot, Location at)
    {
        if (snapshot.State is not "completed") throw Turn.Error("IncorrectState", $"Snapshot is in invalid state - {snapshot.State}", $"Wait until {snapshot.Id} is completed.", at: at);
    }

    /// <summary>So many snapshots of one volume may be under way at once; of HDD volumes one.</summary>
    /// <seealso href="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html"/>
    private static int AtOnce(Volume volume) => volume.Type is "st1" or "sc1" ? 1 : 5;

    private static Output Create(Call call)
    {
        var volume = VolumeOf(call);
        if (volume.State is not ("available" or "in-use")) throw Turn.Error("IncorrectState", $"Volume '{volume.Id}' is in the '{volume.State}' state.", "It is still being made: wait a few seconds.", at: call.At("VolumeId"));
        if (call.Text("Description") is { Length: > 255 }) throw Ec2Errors.Invalid(call.At("Description"), "Description is too long; the maximum length is 255 characters.");
        if (call.Ec2().Snapshots.Values.Count(s => s.VolumeId == volume.Id && s.State is "pending") >= AtOnce(volume))
            throw Turn.Error("ConcurrentSnapshotLimitExceeded", $"Maximum allowed in-progress snapshots for a single volume exceeded.", $"{AtOnce(volume)} of a {volume.Type} volume may be under way at once: wait until one is completed.", at: call.At("VolumeId"));
        var snapshot = Take(call.Turn, call.Region, volume, call.Text("Description") ?? "");
        call.Turn.Tag(call.Region, snapshot.Id, call.TagsFor("snapshot"));
        return Describe(call, snapshot);
    }

    private static Output Delete(Call call)
    {
        var snapshot = Find(call, call.Need("SnapshotId"), call.At("SnapshotId"));
        if (call.Ec2().OwnImages.Values.FirstOrDefault(i => i.SnapshotId == snapshot.Id) is { } image)
            throw Turn.Error("InvalidSnapshot.InUse", $"The snapshot {snapshot.Id} is currently in use by {image.Id}", "Deregister the image first.", at: call.At("SnapshotId"));
        Remove(call, snapshot.Id);
        return [];
    }

    public static void Remove(Call call, string id)
    {
        if (call.Ec2().Snapshots.Find(id) is not { } snapshot) return;
        call.Put(call.Ec2() with { Snapshots = call.Ec2().Snapshots.Remove(id), Tags = call.Ec2().Tags.Remove(id) });
        call.Turn.EndMeter(id, "storage");
        call.Turn.Note("ec2", id, $"The snapshot {id} was deleted.", snapshot.State);
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
    }, s => s.Id).Where(_ => call.Texts("OwnerIds") is not { Count: > 0 } owners || owners.Any(o => o.Value is "self" || o.Value == call.AccountId)).OrderBy(s => s.Started).Select(s => Describe(call, s))], "SnapshotIds");

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

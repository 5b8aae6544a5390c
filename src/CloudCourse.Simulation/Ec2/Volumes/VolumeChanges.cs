using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ec2.Volumes;

/// <summary>How volumes come, go and are paid for: by provisioned size for as long as they exist, attached or not.</summary>
/// <seealso href="https://aws.amazon.com/ebs/pricing/"/>
internal static class VolumeChanges
{
    public static void CreateAttached(Turn turn, string region, Instance instance, PlannedDevice device, IEnumerable<KeyValuePair<string, string>> tags)
    {
        Volume volume = new(turn.Ec2Id("vol"), instance.Zone, device.SizeGB, device.Type, device.Iops, device.Throughput, device.Encrypted, device.SnapshotId, "in-use", turn.Now)
        {
            Attachment = new(instance.Id, device.Device, device.DeleteOnTermination, "attached", turn.Now),
        };
        Add(turn, region, volume);
        turn.Tag(region, volume.Id, tags);
    }

    /// <summary>The volume that an instance boots from. A stopped instance can be without one, since it can be detached then.</summary>
    public static Volume RootOf(Call call, Instance instance) =>
        call.Ec2().Volumes.Values.FirstOrDefault(v => v.Attachment?.InstanceId == instance.Id && v.Attachment.Device == instance.RootDeviceName)
        ?? throw Ec2Errors.Invalid(call.Input.Head(), $"Invalid value '{instance.Id}' for instanceId. Instance does not have a volume attached at root ({instance.RootDeviceName})", "Attach its root volume again, as that device.");

    public static void Add(Turn turn, string region, Volume volume)
    {
        turn.Put(region, volume);
        Meter(turn, region, volume);
        turn.Note("ec2", volume.Id, $"The volume {volume.Id} ({volume.SizeGB} GiB {volume.Type}) was created in {volume.Zone}.", null, volume.State);
    }

    /// <summary>AWS's default quota of storage of each type in a Region, in GiB.</summary>
    /// <seealso href="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html"/>
    private const long Quota = 50 * 1024;

    public static void CheckQuota(Call call, string type, long more)
    {
        var used = call.Ec2().Volumes.Values.Where(v => v.Type == type).Sum(v => (long)v.SizeGB);
        if (used + more > Quota)
            throw Turn.Error("VolumeLimitExceeded", "You have exceeded your maximum volume storage limit for volumes of this type in this region.", $"{used} GiB of {type} are there, and AWS's default quota is {Quota / 1024} TiB of each type in a Region.");
    }

    public static void Meter(Turn turn, string region, Volume volume)
    {
        var perGB = Prices.EbsPerGBMonth(region, volume.Type is "standard" ? "magnetic" : volume.Type) ?? 0;
        // gp3's first 3,000 IOPS and 125 MiB/s are in its price; io1 and io2 pay for every one.
        var included = volume.Type is "gp3" ? 3000 : 0;
        var perIops = Prices.EbsPerGBMonth(region, volume.Type is "gp3" ? "gp3Iops" : "io1Iops") ?? 0;
        var iops = Math.Max(0, (volume.Iops ?? 0) - included) * perIops;
        var throughput = Math.Max(0, (volume.Throughput ?? 125) - 125) / 1024m * (Prices.EbsPerGBMonth(region, "gp3ThroughputGiBps") ?? 0);
        turn.StartMeter("ec2", region, volume.Id, "storage", $"EBS {volume.Type} storage", (volume.SizeGB * perGB + iops + throughput) / Prices.HoursPerMonth, 60);
    }

    public static void Delete(Turn turn, string region, Volume volume)
    {
        var ec2 = turn.Ec2(region);
        turn.Put(ec2 with { Volumes = ec2.Volumes.Remove(volume.Id), Tags = ec2.Tags.Remove(volume.Id) });
        turn.EndMeter(volume.Id, "storage");
        turn.Note("ec2", volume.Id, $"The volume {volume.Id} and its data are gone.", volume.State);
    }

    /// <summary>What becomes of an instance's volumes when it is terminated.</summary>
    public static void OnTermination(Turn turn, string region, Instance instance)
    {
        foreach (var volume in turn.Ec2(region).Volumes.Values.Where(v => v.Attachment?.InstanceId == instance.Id).ToList())
        {
            if (volume.Attachment!.DeleteOnTermination) Delete(turn, region, volume);
            else
            {
                turn.Put(region, volume with { State = "available", Attachment = null });
                turn.Note("ec2", volume.Id, $"The volume {volume.Id} outlives its instance, and is paid for on.", "in-use", "available");
            }
        }
    }
}

/// <summary>A change of a volume that takes a few seconds.</summary>
internal sealed record VolumeSettles(string Region, string VolumeId, string From) : ScheduledEvent
{
    public static readonly TimeSpan Takes = TimeSpan.FromSeconds(5);

    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).Volumes.Find(VolumeId) is not { } volume) return;
        switch (From)
        {
            case "creating" when volume.State == "creating":
                turn.Put(Region, volume with { State = "available" });
                turn.Note("ec2", volume.Id, $"The volume {volume.Id} is available.", "creating", "available");
                break;
            case "attaching" when volume.Attachment is { State: "attaching" } attachment:
                turn.Put(Region, volume with { Attachment = attachment with { State = "attached" } });
                turn.Note("ec2", volume.Id, $"The volume {volume.Id} is attached to {attachment.InstanceId} as {attachment.Device}.", "attaching", "attached");
                break;
            case "detaching" when volume.Attachment is { State: "detaching" } attachment:
                turn.Put(Region, volume with { State = "available", Attachment = null });
                turn.Note("ec2", volume.Id, $"The volume {volume.Id} is detached from {attachment.InstanceId}.", "in-use", "available");
                break;
        }
    }
}

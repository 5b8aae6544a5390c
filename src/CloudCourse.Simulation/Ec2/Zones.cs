using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Instances;

namespace CloudCourse.Simulation.Ec2;

/// <summary>An Availability Zone fails: nothing in it answers, and nothing can be launched there.</summary>
public sealed record ZoneFails(string Region, string Zone) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ec2.Regions.Find(Region) is not { } ec2 || ec2.FailedZones.Contains(Zone)) return;
        turn.Put(ec2 with { FailedZones = [.. ec2.FailedZones.Append(Zone).Order(StringComparer.Ordinal)], Outages = ec2.Outages.Add(new(Zone, turn.Now, null)) });
        turn.Note("ec2", Zone, $"The Availability Zone {Zone} fails.", "available", "unavailable");
        foreach (var instance in ec2.Instances.Values.Where(i => i.Zone == Zone && i.State is InstanceState.Running))
        {
            turn.Put(Region, instance with { SystemStatus = InstanceStatus.Impaired, Status = InstanceStatus.Impaired });
            turn.Note("ec2", instance.Id, $"{instance.Id} does not answer. Its state is still running: status checks are apart from it.", "ok", "impaired");
        }
    }
}

/// <summary>A zone that failed is back, and what still runs there with it.</summary>
public sealed record ZoneRecovers(string Region, string Zone) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ec2.Regions.Find(Region) is not { } ec2 || !ec2.FailedZones.Contains(Zone)) return;
        turn.Put(ec2 with
        {
            FailedZones = [.. ec2.FailedZones.Where(z => z != Zone)],
            Outages = ec2.Outages.SetItem(ec2.Outages.FindLastIndex(o => o.Zone == Zone), ec2.Outages.FindLast(o => o.Zone == Zone)! with { To = turn.Now }),
        });
        turn.Note("ec2", Zone, $"The Availability Zone {Zone} is back.", "unavailable", "available");
        foreach (var instance in ec2.Instances.Values.Where(i => i.Zone == Zone && i.State is InstanceState.Running))
        {
            turn.Put(Region, instance with { SystemStatus = InstanceStatus.Initializing, Status = InstanceStatus.Initializing });
            turn.Plan(Lifecycle.Checking, new StatusChecksPass(Region, instance.Id, instance.Run));
        }
    }
}

/// <summary>A time in which a zone was down.</summary>
/// <param name="To">Null while it still is.</param>
public sealed record ZoneOutage(string Zone, DateTimeOffset From, DateTimeOffset? To);

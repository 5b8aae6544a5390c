using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Ec2;

/// <summary>The programs on all running instances of a Region end, as by a mistake in them. The machines run on, so EC2's status checks pass.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html"/>
public sealed record ProgramsEnd(string Region) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ec2.Regions.Find(Region) is not { } ec2) return;
        foreach (var instance in ec2.Instances.Values.Where(i => i.State is InstanceState.Running && i.ListensOn.Count > 0).ToList())
        {
            turn.Put(Region, instance with { ListensOn = [] });
            turn.Note("ec2", instance.Id, $"The program on {instance.Id} ends by a mistake of its own. The machine runs on.");
        }
    }
}

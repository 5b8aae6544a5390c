using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ec2.Purchasing;

/// <summary>Where a program saves its progress: what is there after an interruption depends on it.</summary>
public enum SavesTo
{
    /// <summary>Nowhere: only hibernation keeps it.</summary>
    Memory,

    /// <summary>The instance's own EBS volume, deleted when the instance is terminated.</summary>
    Volume,

    /// <summary>S3, a queue, a file system: it outlives the instance.</summary>
    Elsewhere,
}

/// <summary>Something that needs instances, and what is known about it.</summary>
/// <param name="NeededMonths">For how long it is sure to be needed; 1 for what is done within the month.</param>
/// <param name="CheckpointMinutes">Progress is saved this often.</param>
/// <param name="UsesNotice">The program listens for the interruption notice and saves everything within two minutes.</param>
/// <param name="Job">Work that has to be finished; null for a service, which is there while it runs.</param>
public sealed record Workload(
    string Id, string Title, string InstanceType, int Count, WorkloadHours Hours, int NeededMonths, bool MayBeInterrupted,
    SavesTo SavesTo, int CheckpointMinutes, bool UsesNotice, WorkloadJob? Job)
{
    /// <summary>The type's facts.</summary>
    public InstanceType Type => Infrastructure.InstanceType.Find(InstanceType) ?? throw new InvalidOperationException($"There is no instance type {InstanceType}.");

    /// <summary>When it runs in the month, each in minutes from its start; what would not end in the month is not begun.</summary>
    public IReadOnlyList<(int Start, int Minutes)> Windows
    {
        get
        {
            if (Hours is { Days: WorkloadDays.EveryDay, From: 0, To: 24 } && Job is null) return [(0, Month.Minutes)];
            var minutes = (Job?.WorkHours ?? (((Hours.To - Hours.From + 23) % 24) + 1)) * 60;
            var room = Job is null ? minutes : Job.DeadlineHours * 60;
            return
            [
                .. Enumerable.Range(0, (Month.Minutes / 1440) + 1)
                    .Where(day => Hours.Days switch { WorkloadDays.Weekdays => day % 7 < 5, WorkloadDays.Once => day == Hours.Day, _ => true })
                    .Select(day => (day * 1440) + (Hours.From * 60))
                    .Where(start => start + room <= Month.Minutes)
                    .Select(start => (start, minutes)),
            ];
        }
    }

    /// <summary>Instance hours that it plans in the month, without interruptions.</summary>
    public decimal PlannedHours => Windows.Sum(w => w.Minutes) * Count / 60m;
}

/// <summary>The month begins on a Monday.</summary>
public enum WorkloadDays { EveryDay, Weekdays, Once }

/// <param name="From">Hour of the day, from 0.</param>
/// <param name="To">Hour of the day, up to 24; below <paramref name="From"/> on the next day. Of no meaning with a job.</param>
/// <param name="Day">For <see cref="WorkloadDays.Once"/>: the day, 0 the first.</param>
public sealed record WorkloadHours(WorkloadDays Days, int From, int To, int Day = 0);

/// <param name="WorkHours">Of each instance, when nothing comes between.</param>
/// <param name="DeadlineHours">After the start.</param>
public sealed record WorkloadJob(int WorkHours, int DeadlineHours);

/// <summary>What is to be bought for, and where. The two waits are assumptions of the scenario: AWS promises neither.</summary>
/// <param name="ReplacedAfterMinutes">A terminated Spot Instance is replaced from another pool of capacity.</param>
/// <param name="CapacityBackAfterHours">A stopped or hibernated one waits for its own pool.</param>
public sealed record PurchaseScenario(string Region, int ReplacedAfterMinutes, int CapacityBackAfterHours, IReadOnlyList<Workload> Workloads);

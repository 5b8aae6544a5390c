using CloudCourse.Simulation.Ec2.Spot;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ec2.Purchasing;

/// <summary>Why a choice does not fit a workload.</summary>
public enum Misfit { Interrupts, TermTooLong, MissesDeadline }

/// <summary>A choice that could be made, and what it costs for each month that the workload is needed, when no interruption comes.</summary>
public sealed record Alternative(PurchaseChoice Choice, decimal UsdPerNeededMonth, IReadOnlyList<Misfit> Misfits);

/// <summary>Which choices fit a workload. Chance has no say: an interruption is taken to come at the worst minute.</summary>
public static class Fit
{
    public static IReadOnlyList<Misfit> Misfits(PurchaseScenario scenario, Workload workload, PurchaseChoice choice)
    {
        List<Misfit> found = [];
        if (choice is SpotChoice && !workload.MayBeInterrupted) found.Add(Misfit.Interrupts);
        if (choice is ReservedChoice reserved && reserved.Months > workload.NeededMonths) found.Add(Misfit.TermTooLong);
        if (workload.Job is { } job && LatestEndMinutes(scenario, workload, choice) > job.DeadlineHours * 60) found.Add(Misfit.MissesDeadline);
        return found;
    }

    /// <summary>Minutes after its start at which a job ends, with one interruption at the worst minute where the choice is Spot. Null for a service.</summary>
    public static int? LatestEndMinutes(PurchaseScenario scenario, Workload workload, PurchaseChoice choice)
    {
        if (workload.Job is not { } job) return null;
        var work = job.WorkHours * 60;
        return choice is SpotChoice spot ? work + Wait(scenario, spot.Behavior) + Lost(workload, spot.Behavior, work, atWorst: true) : work;
    }

    /// <summary>Minutes until there is an instance again.</summary>
    internal static int Wait(PurchaseScenario scenario, InterruptionBehavior behavior) =>
        behavior is InterruptionBehavior.Terminate ? scenario.ReplacedAfterMinutes : scenario.CapacityBackAfterHours * 60;

    /// <summary>Minutes of work gone when an instance is taken back after so many.</summary>
    internal static int Lost(Workload workload, InterruptionBehavior behavior, int progress, bool atWorst = false)
    {
        if (behavior is InterruptionBehavior.Hibernate) return 0;
        if (!Survives(workload.SavesTo, behavior)) return progress;
        if (workload.UsesNotice) return 0;
        return atWorst ? Math.Min(progress, workload.CheckpointMinutes) : progress % workload.CheckpointMinutes;
    }

    /// <summary>What was saved is there afterwards.</summary>
    public static bool Survives(SavesTo where, InterruptionBehavior behavior) => behavior switch
    {
        InterruptionBehavior.Hibernate => true,
        InterruptionBehavior.Stop => where is not SavesTo.Memory,
        _ => where is SavesTo.Elsewhere,
    };

    /// <summary>USD for each month of need, without interruptions. A commitment longer than the need is paid to its end. Null where the facts have no price.</summary>
    public static decimal? UsdPerNeededMonth(PurchaseScenario scenario, Workload workload, PurchaseChoice choice)
    {
        if (PurchasePrices.HourlyRate(workload.Type, scenario.Region, choice) is not { } rate) return null;
        if (choice is not ReservedChoice reserved) return rate * workload.PlannedHours;
        var terms = (workload.NeededMonths + reserved.Months - 1) / reserved.Months;
        return rate * Prices.HoursPerMonth * workload.Count * terms * reserved.Months / workload.NeededMonths;
    }

    /// <summary>Everything that could be chosen, cheapest first.</summary>
    public static IReadOnlyList<Alternative> Alternatives(PurchaseScenario scenario, Workload workload) =>
    [
        .. Choices(workload).Select(c => (Choice: c, Usd: UsdPerNeededMonth(scenario, workload, c))).Where(c => c.Usd is not null)
            .Select(c => new Alternative(c.Choice, c.Usd!.Value, Misfits(scenario, workload, c.Choice))).OrderBy(a => a.UsdPerNeededMonth),
    ];

    /// <summary>The cheapest that fits; On-Demand always does.</summary>
    public static Alternative Cheapest(PurchaseScenario scenario, Workload workload) => Alternatives(scenario, workload).First(a => a.Misfits.Count == 0);

    /// <summary>EC2 can hibernate the type: it is supported, and has less than 150 GB of memory.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html"/>
    public static bool CanHibernate(InstanceType type) => type is { Hibernation: true, MemoryGiB: < 150 };

    private static IEnumerable<PurchaseChoice> Choices(Workload workload)
    {
        yield return new OnDemandChoice();
        yield return new SpotChoice(InterruptionBehavior.Terminate);
        yield return new SpotChoice(InterruptionBehavior.Stop);
        if (CanHibernate(workload.Type)) yield return new SpotChoice(InterruptionBehavior.Hibernate);
        foreach (var years in new[] { 1, 3 })
        {
            foreach (var payment in Enum.GetValues<PaymentOption>()) yield return new ReservedChoice(years, payment);
        }
    }
}

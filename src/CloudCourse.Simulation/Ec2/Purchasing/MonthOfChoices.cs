using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Spot;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ec2.Purchasing;

/// <summary>
/// Runs a month of 730 hours, which begins on a Monday. When EC2 takes an instance back follows from the seed and AWS's band for its type, and not from the
/// other choices. Volumes, addresses and traffic are not in the bill: they cost the same with every option.
/// </summary>
public static class MonthOfChoices
{
    private const int FreeMinutes = 60;

    /// <param name="choices">By the workload's id, one for each.</param>
    /// <exception cref="ArgumentException">A workload has no choice, or the facts have no price for it.</exception>
    public static Month Run(PurchaseScenario scenario, IReadOnlyDictionary<string, PurchaseChoice> choices, int seed)
    {
        List<MonthInterruption> interruptions = [];
        List<MonthLine> lines = [];
        foreach (var workload in scenario.Workloads)
        {
            if (!choices.TryGetValue(workload.Id, out var choice)) throw new ArgumentException($"The workload {workload.Id} has no choice.", nameof(choices));
            var rate = PurchasePrices.HourlyRate(workload.Type, scenario.Region, choice)
                ?? throw new ArgumentException($"There is no price of {workload.InstanceType} for {choice.Words}.", nameof(choices));
            lines.Add(choice switch
            {
                SpotChoice spot => Spot(scenario, workload, spot, rate, seed, interruptions),
                ReservedChoice reserved => Reserved(workload, reserved, rate),
                _ => OnDemand(workload, choice, rate),
            });
        }
        return new(lines, [.. interruptions.OrderBy(i => i.Minute).ThenBy(i => i.Workload, StringComparer.Ordinal).ThenBy(i => i.Instance)]);
    }

    private static MonthLine OnDemand(Workload workload, PurchaseChoice choice, decimal rate)
    {
        var usd = rate * workload.PlannedHours;
        return new(workload, choice, usd, usd, 0, 0, rate, workload.PlannedHours, 0, 0, 0, Planned(workload));
    }

    private static MonthLine Reserved(Workload workload, ReservedChoice choice, decimal rate)
    {
        // The whole month is paid, whatever ran in it.
        decimal committed = Prices.HoursPerMonth * workload.Count;
        var month = rate * committed;
        var cash = choice.Payment switch
        {
            PaymentOption.AllUpfront => month * choice.Months,
            // About half is paid upfront, and the other half month by month.
            PaymentOption.PartialUpfront => (month * choice.Months / 2) + (month / 2),
            _ => month,
        };
        return new(workload, choice, month, cash, rate * Math.Max(0, committed - workload.PlannedHours), 0, rate, workload.PlannedHours, 0, 0, 0, Planned(workload));
    }

    private static List<MonthRun> Planned(Workload workload) => [.. workload.Windows.Select(w => new MonthRun(w.Start, w.Start + w.Minutes, false))];

    private static MonthLine Spot(PurchaseScenario scenario, Workload workload, SpotChoice choice, decimal rate, int seed, List<MonthInterruption> interruptions)
    {
        var windows = workload.Windows;
        var ends = windows.Select(w => w.Start).ToArray();
        var missed = new bool[windows.Count];
        long billed = 0, ran = 0, redone = 0, down = 0;
        for (var instance = 1; instance <= workload.Count; instance++)
        {
            var taken = TakenBack(scenario, workload, instance, seed);
            for (var w = 0; w < windows.Count; w++)
            {
                var run = Play(scenario, workload, choice, instance, windows[w], taken, interruptions);
                (billed, ran, redone, down) = (billed + run.Billed, ran + run.Ran, redone + run.Redone, down + run.Down);
                ends[w] = Math.Max(ends[w], run.End);
                if (workload.Job is { } job && run.End > windows[w].Start + (job.DeadlineHours * 60)) missed[w] = true;
            }
        }
        var usd = rate * billed / 60;
        return new(workload, choice, usd, usd, 0, Math.Min(usd, workload.Job is null ? 0 : rate * redone / 60), rate, ran / 60m, (int)redone, (int)down, missed.Count(m => m),
            [.. windows.Select((w, i) => new MonthRun(w.Start, ends[i], missed[i]))]);
    }

    /// <summary>One instance through one window.</summary>
    private static (int End, int Billed, int Ran, int Redone, int Down) Play(
        PurchaseScenario scenario, Workload workload, SpotChoice choice, int instance, (int Start, int Minutes) window, List<int> taken, List<MonthInterruption> interruptions)
    {
        var (at, kept, billed, ran, redone, down) = (window.Start, 0, 0, 0, 0, 0);
        while (true)
        {
            var end = workload.Job is null ? window.Start + window.Minutes : at + window.Minutes - kept;
            var next = taken.FindIndex(m => m > at && m < end);
            if (next < 0) return (end, billed + end - at, ran + end - at, redone, down);

            var minute = taken[next];
            var since = minute - at;
            var lost = Fit.Lost(workload, choice.Behavior, kept + since);
            var wait = Fit.Wait(scenario, choice.Behavior);
            var free = since < FreeMinutes;
            interruptions.Add(new(workload.Id, minute, instance, choice.BehaviorName, choice.Behavior is InterruptionBehavior.Hibernate ? 0 : 2, lost, wait, free));
            ran += since;
            if (!free) billed += since;
            redone += lost;
            kept += since - lost;
            at = minute + wait;
            if (workload.Job is null && at >= end) return (end, billed, ran, redone, down + end - minute);
            down += wait;
        }
    }

    /// <summary>The minutes of the month at which EC2 would want this instance back, if it ran as Spot.</summary>
    private static List<int> TakenBack(PurchaseScenario scenario, Workload workload, int instance, int seed)
    {
        var monthly = PurchasePrices.Interruptions(workload.Type, scenario.Region)?.Monthly ?? 0;
        var perHour = 1 - Math.Pow(1 - monthly, 1.0 / Prices.HoursPerMonth);
        // A source of its own for every instance: what is chosen for one workload moves nothing in another.
        SeededSource luck = new(Mixed(string.Create(CultureInfo.InvariantCulture, $"{seed}/{workload.Id}/{instance}")), 0);
        List<int> minutes = [];
        for (var hour = 0; hour < Prices.HoursPerMonth; hour++)
        {
            (var number, luck) = luck.Next();
            if ((number >> 11) * (1.0 / (1UL << 53)) >= perHour) continue;
            (number, luck) = luck.Next();
            minutes.Add((hour * 60) + (int)(number % 60));
        }
        return minutes;
    }

    /// <summary>FNV-1a: the same in every process, which a string's own hash is not.</summary>
    private static ulong Mixed(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = unchecked((hash ^ c) * 1099511628211UL);
        return hash;
    }
}

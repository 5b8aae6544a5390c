using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ec2.Purchasing;

namespace CloudCourse.Labs.PurchaseOptions.Checks;

/// <summary>
/// <c>deadline</c>: the jobs, or <c>given: { workload }</c>, are done in time even when one interruption comes at the worst minute. Luck decides no mark: what
/// the month brought is shown beside it.
/// </summary>
internal sealed class DeadlineCheck() : PurchaseCheck("deadline", "misses")
{
    public override IEnumerable<string> Problems(CheckDefinition check) => WorkloadProblems(check).Concat(Unknown(check.Expect, "expect"));

    public override IEnumerable<string> Misfits(CheckDefinition check, PurchaseScenario scenario)
    {
        foreach (var problem in base.Misfits(check, scenario)) yield return problem;
        if (scenario.Workloads.All(w => w.Job is null || (Workload(check) is { } id && w.Id != id))) yield return "no workload here has a job with a deadline";
    }

    protected override CheckOutcome Judge(CheckDefinition check, GradedMonth month)
    {
        var asked = month.Lines(Workload(check)).Where(l => l.Workload.Job is not null).ToList();
        var wrong = asked.Where(l => Fit.Misfits(month.Scenario, l.Workload, l.Choice).Contains(Misfit.MissesDeadline)).ToList();
        var first = wrong.FirstOrDefault();
        var w = first?.Workload;
        return new(first is not null, month.Evidence(wrong.Count > 0 ? wrong : asked, wholeMonth: false), [.. wrong.Select(l => month.At(l.Workload.Id))], new Dictionary<string, string>
        {
            ["workload"] = w?.Id ?? "",
            ["latest"] = w is null ? "" : Hours(Fit.LatestEndMinutes(month.Scenario, w, first!.Choice)!.Value / 60m),
            ["deadline"] = w is null ? "" : Hours(w.Job!.DeadlineHours),
            ["why"] = first is null ? "" : Why(month.Scenario, first),
        });
    }

    private static string Why(PurchaseScenario scenario, MonthLine line)
    {
        var behavior = ((SpotChoice)line.Choice).Behavior;
        var lost = Fit.Survives(line.Workload.SavesTo, behavior) ? "" : "everything done so far is lost, and ";
        var wait = behavior is Simulation.Ec2.Spot.InterruptionBehavior.Terminate
            ? $"another instance starts within {scenario.ReplacedAfterMinutes} minutes" : $"it waits up to {scenario.CapacityBackAfterHours} hours for its own capacity to come back";
        var month = line.MissedDeadlines == 0 ? "This month had luck." : line.MissedDeadlines == 1 ? "This month it happened once." : $"This month it happened {line.MissedDeadlines} times.";
        return $"When EC2 takes an instance back, {lost}{wait}. {month}";
    }
}

using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ec2.Purchasing;

namespace CloudCourse.Labs.PurchaseOptions.Checks;

/// <summary><c>cheapest</c>: each workload, or <c>given: { workload }</c>, costs at most <c>expect: { withinPercent }</c> more than its cheapest choice that fits.</summary>
internal sealed class CheapestCheck() : PurchaseCheck("cheapest", "dearer")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in WorkloadProblems(check).Concat(Unknown(check.Expect, "expect", "withinPercent"))) yield return problem;
        if (Decimal(check.Expect, "withinPercent") is not >= 0) yield return "`expect` needs `withinPercent`, 0 or more";
    }

    protected override CheckOutcome Judge(CheckDefinition check, GradedMonth month)
    {
        var factor = 1 + (Decimal(check.Expect, "withinPercent")!.Value / 100);
        var asked = month.Lines(Workload(check));
        var judged = asked.Select(l => (Line: l, Usd: Fit.UsdPerNeededMonth(month.Scenario, l.Workload, l.Choice)!.Value, Best: Fit.Cheapest(month.Scenario, l.Workload))).ToList();
        var wrong = judged.Where(j => j.Usd > j.Best.UsdPerNeededMonth * factor).OrderByDescending(j => j.Usd - j.Best.UsdPerNeededMonth).ToList();
        var first = wrong.FirstOrDefault();
        return new(wrong.Count > 0, month.Evidence(wrong.Count > 0 ? [.. wrong.Select(j => j.Line)] : asked, wholeMonth: false),
            [.. wrong.Select(j => month.At(j.Line.Workload.Id))], new Dictionary<string, string>
            {
                ["workload"] = first.Line?.Workload.Id ?? "",
                ["cost"] = Usd(first.Usd),
                ["best"] = Usd(first.Best?.UsdPerNeededMonth ?? 0),
                ["choice"] = first.Line?.Choice.Words ?? "",
            });
    }
}

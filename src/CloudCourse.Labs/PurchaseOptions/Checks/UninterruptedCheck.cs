using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ec2.Purchasing;

namespace CloudCourse.Labs.PurchaseOptions.Checks;

/// <summary><c>uninterrupted</c>: what may not be interrupted, all of it or <c>given: { workload }</c>, is not bought as Spot.</summary>
internal sealed class UninterruptedCheck() : PurchaseCheck("uninterrupted", "on-spot")
{
    public override IEnumerable<string> Problems(CheckDefinition check) =>
        WorkloadProblems(check).Concat(Unknown(check.Expect, "expect"));

    protected override CheckOutcome Judge(CheckDefinition check, GradedMonth month)
    {
        var asked = month.Lines(Workload(check)).Where(l => !l.Workload.MayBeInterrupted).ToList();
        var wrong = asked.Where(l => l.Choice is SpotChoice).ToList();
        var first = wrong.FirstOrDefault();
        var hits = month.Month.Interruptions.Where(i => i.Workload == first?.Workload.Id).ToList();
        var band = first is null ? "" : PurchasePrices.Interruptions(first.Workload.Type, month.Scenario.Region) is { } known ? MonthWords.Band(known.Band) : "an unknown share";
        return new(first is not null, month.Evidence(wrong.Count > 0 ? wrong : asked, wholeMonth: false), [.. wrong.Select(l => month.At(l.Workload.Id))], new Dictionary<string, string>
        {
            ["workload"] = first?.Workload.Id ?? "",
            ["why"] = hits.Count == 0 ? $"This month nothing was taken back; In a month AWS took back {band} of this type."
                : hits.Count == 1 ? "This month one instance was taken back." : $"This month instances were taken back {hits.Count} times.",
        });
    }
}

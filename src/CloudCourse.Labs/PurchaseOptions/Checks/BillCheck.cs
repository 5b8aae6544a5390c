using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ec2.Purchasing;

namespace CloudCourse.Labs.PurchaseOptions.Checks;

/// <summary><c>bill</c>: the month costs <c>expect: { atMost }</c>, upfront payments spread over their terms.</summary>
internal sealed class BillCheck() : PurchaseCheck("bill", "over")
{
    public override IEnumerable<string> Problems(CheckDefinition check) => LimitProblems(check);

    protected override CheckOutcome Judge(CheckDefinition check, GradedMonth month)
    {
        var limit = Decimal(check.Expect, "atMost")!.Value;
        var failed = month.Month.Usd > limit;
        // The line that could save most is where to look first.
        var saving = month.Month.Lines.Select(l => (Line: l, Usd: l.Usd - Fit.Cheapest(month.Scenario, l.Workload).UsdPerNeededMonth)).MaxBy(l => l.Usd);
        return new(failed, month.Evidence(month.Month.Lines, wholeMonth: true), failed ? [month.At(saving.Line.Workload.Id)] : [], new Dictionary<string, string>
        {
            ["total"] = Usd(month.Month.Usd),
            ["limit"] = Usd(limit),
            ["workload"] = saving.Line.Workload.Id,
            ["saving"] = Usd(Math.Max(0, saving.Usd)),
        });
    }
}

using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ec2.Purchasing;

namespace CloudCourse.Labs.PurchaseOptions.Checks;

/// <summary><c>cash</c>: <c>expect: { atMost }</c> leaves the account in the month, upfront payments in full.</summary>
internal sealed class CashCheck() : PurchaseCheck("cash", "over")
{
    public override IEnumerable<string> Problems(CheckDefinition check) => LimitProblems(check);

    protected override CheckOutcome Judge(CheckDefinition check, GradedMonth month)
    {
        var limit = Decimal(check.Expect, "atMost")!.Value;
        var failed = month.Month.CashUsd > limit;
        var most = month.Month.Lines.MaxBy(l => l.CashUsd)!;
        return new(failed, month.Evidence(month.Month.Lines, wholeMonth: true), failed ? [month.At(most.Workload.Id)] : [], new Dictionary<string, string>
        {
            ["cash"] = Usd(month.Month.CashUsd),
            ["limit"] = Usd(limit),
            ["workload"] = most.Workload.Id,
            ["most"] = Usd(most.CashUsd),
        });
    }
}

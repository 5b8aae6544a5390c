using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ec2.Purchasing;

namespace CloudCourse.Labs.PurchaseOptions.Checks;

/// <summary><c>term</c>: no commitment, of any workload or <c>given: { workload }</c>, is longer than the workload is sure to be needed.</summary>
internal sealed class TermCheck() : PurchaseCheck("term", "too-long")
{
    public override IEnumerable<string> Problems(CheckDefinition check) =>
        WorkloadProblems(check).Concat(Unknown(check.Expect, "expect"));

    protected override CheckOutcome Judge(CheckDefinition check, GradedMonth month)
    {
        var asked = month.Lines(Workload(check));
        var wrong = asked.Where(l => l.Choice is ReservedChoice r && r.Months > l.Workload.NeededMonths).ToList();
        var first = wrong.FirstOrDefault();
        var term = (first?.Choice as ReservedChoice)?.Months ?? 0;
        var needed = first?.Workload.NeededMonths ?? 0;
        return new(first is not null, month.Evidence(wrong.Count > 0 ? wrong : [.. asked.Where(l => l.Choice is ReservedChoice)], wholeMonth: false),
            [.. wrong.Select(l => month.At(l.Workload.Id))], new Dictionary<string, string>
            {
                ["workload"] = first?.Workload.Id ?? "",
                ["term"] = term.ToString(CultureInfo.InvariantCulture),
                ["needed"] = needed == 1 ? "1 month" : $"{needed} months",
                ["wasted"] = Usd((first?.Usd ?? 0) * (term - needed)),
            });
    }
}

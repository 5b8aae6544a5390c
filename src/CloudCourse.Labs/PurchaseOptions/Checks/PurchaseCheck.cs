using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Ec2.Purchasing;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.PurchaseOptions.Checks;

/// <summary>A kind of check. What it takes from <c>given</c> and <c>expect</c> is told in <c>content/README.md</c>.</summary>
internal abstract class PurchaseCheck(string kind, string failure) : PureCheck<GradedMonth>(kind, failure)
{
    /// <summary>What of the check does not go with the lab's workloads.</summary>
    public virtual IEnumerable<string> Misfits(CheckDefinition check, PurchaseScenario scenario) =>
        Find(check.Given, "workload") is not null && scenario.Workloads.All(w => w.Id != Workload(check)) ? ["`workload` is none of the settings'"] : [];

    public sealed override PureGrading.CheckOutcome Run(CheckDefinition check, GradedMonth work)
    {
        var outcome = Judge(check, work);
        return new(outcome.Failed ? failure : null, outcome.Evidence.ToJson(), outcome.At, outcome.Values);
    }

    protected abstract CheckOutcome Judge(CheckDefinition check, GradedMonth month);

    /// <summary>The one workload that the check is of; null for all.</summary>
    protected static string? Workload(CheckDefinition check) => Text(check.Given, "workload");

    protected static IEnumerable<string> WorkloadProblems(CheckDefinition check) => Unknown(check.Given, "given", "workload");

    protected static IEnumerable<string> LimitProblems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect", "atMost"))) yield return problem;
        if (Decimal(check.Expect, "atMost") is not > 0) yield return "`expect` needs `atMost`, in USD";
    }

    protected static string Usd(decimal usd) => usd.ToString("'$'#,0.00", CultureInfo.InvariantCulture);

    /// <summary>Hours with at most one digit behind the point.</summary>
    protected static string Hours(decimal hours) => hours.ToString("0.#", CultureInfo.InvariantCulture);
}

/// <param name="Values">What fills the message's placeholders.</param>
internal sealed record CheckOutcome(bool Failed, PurchaseEvidence Evidence, IReadOnlyList<Location> At, IReadOnlyDictionary<string, string> Values);

using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ecs.Rules;

namespace CloudCourse.Labs.TaskDefinition.Checks;

/// <summary><c>no-finding</c>: the rule that <c>given: { code }</c> names has nothing to say.</summary>
internal sealed class FindingCheck() : TaskDefinitionCheck("no-finding", "found")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given", "code").Concat(Unknown(check.Expect, "expect"))) yield return problem;
        if (Text(check.Given, "code") is not { } code || TaskDefinitionRules.All.All(r => r.IssueCode != code)) yield return "`code` is not an issue code of an ECS rule";
    }

    public override CheckOutcome Run(CheckDefinition check, TaskDefinitionReview review, Simulation.Ecs.TaskDefinition task)
    {
        var found = review.Registration.Findings.Where(f => f.Finding.IssueCode == Text(check.Given, "code")).ToList();
        return new(found.Count > 0 ? "found" : null, new() { Registration = review.Evidence(task) }, [.. found.Select(f => f.Finding.At)],
            new Dictionary<string, string> { ["first"] = found.Count > 0 ? $"{review.Place(found[0].Finding.At)}: {found[0].Finding.Details}" : "" });
    }
}

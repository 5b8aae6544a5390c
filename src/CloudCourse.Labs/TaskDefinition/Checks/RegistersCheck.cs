using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ecs;

namespace CloudCourse.Labs.TaskDefinition.Checks;

/// <summary><c>registers</c>: no error is found, or with <c>expect: { by: client }</c> none that stops AWS's client from sending it.</summary>
internal sealed class RegistersCheck() : TaskDefinitionCheck("registers")
{
    private const string ClientRefuses = "client-refuses";
    private const string ServiceRefuses = "service-refuses";

    public override IReadOnlyList<string> Failures(CheckDefinition check) => ClientOnly(check) ? [ClientRefuses] : [ClientRefuses, ServiceRefuses];

    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given")) yield return problem;
        foreach (var problem in Unknown(check.Expect, "expect", "by")) yield return problem;
        if (Find(check.Expect, "by") is not null && Text(check.Expect, "by") is not ("client" or "service")) yield return "`by` is client or service";
    }

    public override CheckOutcome Run(CheckDefinition check, TaskDefinitionReview review, Simulation.Ecs.TaskDefinition task)
    {
        var errors = review.Registration.Errors.ToList();
        var failure = review.Registration.RefusedBy switch
        {
            RefusedBy.Client => ClientRefuses,
            RefusedBy.Service when !ClientOnly(check) => ServiceRefuses,
            _ => null,
        };
        var shown = failure is null ? [] : errors.Where(e => failure != ClientRefuses || e.RefusedBy is RefusedBy.Client).ToList();
        return new(failure, new() { Registration = review.Evidence(task) }, [.. shown.Select(e => e.Finding.At)], new Dictionary<string, string>
        {
            ["count"] = shown.Count == 1 ? "one problem" : $"{shown.Count} problems",
            ["first"] = shown.Count > 0 ? $"{review.Place(shown[0].Finding.At)}: {shown[0].Advice}" : "",
        });
    }

    private static bool ClientOnly(CheckDefinition check) => Text(check.Expect, "by") == "client";
}

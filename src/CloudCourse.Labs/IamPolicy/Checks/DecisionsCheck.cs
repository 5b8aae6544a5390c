using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Labs.IamPolicy.World;

namespace CloudCourse.Labs.IamPolicy.Checks;

/// <summary>One request or several, all with the same decision.</summary>
internal sealed class DecisionsCheck(bool several) : IamCheck
{
    public override IReadOnlyDictionary<string, string> Keys { get; } = Deciding.Keys();

    public override Outcome Run(CheckDefinition check, SubmittedPolicies policies)
    {
        var expected = check.Expect.GetProperty("decision").GetString()!;
        var cases = new RequestReader(policies.Account).ReadAll(check.Given).Select(r => r.Decide(policies)).ToList();
        var failed = cases.FindIndex(c => !Deciding.Meets(c.Evaluation, expected));
        // Every case is in the evidence: what held is as instructive as what did not.
        IamEvidence evidence = new([.. cases.Select(c => CaseEvidence.Of(policies, c, expected))], []);
        if (failed < 0) return Outcome.Passed(evidence);

        var (request, _, evaluation) = cases[failed];
        var (fill, places) = Deciding.Explain(policies, request, evaluation);
        return new(Deciding.KeyOf(evaluation), fill, evidence, places);
    }

    public override IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab)
    {
        foreach (var problem in RequestProblems.For(lab).Of(check.Given, "requests", [])) yield return problem;
        if (!several && RequestReader.Find(check.Given, "requests") is not null) yield return "`decision` takes one request; use `decisions` for `requests`";
        foreach (var problem in ExpectProblems(check.Expect)) yield return problem;
    }

    public static IEnumerable<string> ExpectProblems(JsonElement expect)
    {
        if (!Deciding.Expectations.Contains(RequestReader.Text(expect, "decision")))
            yield return $"`expect.decision` is one of {string.Join(", ", Deciding.Expectations)}";
    }
}

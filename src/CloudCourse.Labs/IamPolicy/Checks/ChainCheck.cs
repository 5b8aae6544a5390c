using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Labs.IamPolicy.World;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy.Checks;

/// <summary>
/// Requests one after the other: somebody assumes a role, and the role's session goes on. Every step but the last must be
/// allowed; the last one is held against what the author expects.
/// </summary>
internal sealed class ChainCheck : IamCheck
{
    private static readonly string[] More = ["assume", "launch"];

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>(Deciding.Keys())
    {
        ["stopped"] = "Step {step} already fails: `{principal}` may not call `{action}` on `{resource}`. {why}",
    };

    public override Outcome Run(CheckDefinition check, SubmittedPolicies policies)
    {
        RequestReader reader = new(policies.Account);
        var expected = check.Expect.GetProperty("decision").GetString()!;
        var steps = check.Given.GetProperty("steps").EnumerateArray().ToList();
        List<IamCase> cases = [];
        (RequestPrincipal? Caller, string? SessionPolicy) session = (null, null);
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, last) = (steps[i], i == steps.Count - 1);
            var read = Read(reader, policies.Account, step, check.Given, session);
            if (read.Request is not { } call) return EmptyProfile(i, RequestReader.Text(step, "launch")!, cases);
            var decided = call.Decide(policies);
            var evaluation = decided.Evaluation;
            var wanted = last ? expected : nameof(Decision.Allowed);
            cases.Add(CaseEvidence.Of(policies, decided, wanted) with { Title = $"Step {i + 1}" });
            if (!Deciding.Meets(evaluation, wanted))
            {
                var (fill, places) = Deciding.Explain(policies, call.Request, evaluation);
                return new(last ? Deciding.KeyOf(evaluation) : "stopped", [.. fill, ("step", Outcome.Number(i + 1))], new(cases, []), places);
            }
            session = read.Next;
        }
        return Outcome.Passed(new(cases, []));
    }

    /// <summary>A step's request, and who goes on after it. No request: the instance profile holds no role.</summary>
    private static (LabRequest? Request, (RequestPrincipal?, string?) Next) Read(
        RequestReader reader, LabAccount account, JsonElement step, JsonElement shared, (RequestPrincipal? Caller, string? SessionPolicy) session)
    {
        if (RequestReader.Text(step, "launch") is { } profile)
        {
            if (account.Role(account.InstanceProfiles.First(p => p.Name == profile).Role) is not { } held) return (null, session);
            var request = reader.Build(new ServicePrincipal("ec2.amazonaws.com"), "sts:AssumeRole", account.ArnOf(held), step, shared, null);
            return (request, (new ArnPrincipal(account.SessionOf(held, RequestReader.Text(step, "session") ?? "i-0123456789abcdef0")), null));
        }
        if (RequestReader.Text(step, "assume") is not { } name) return (reader.Read(step, shared, session.Caller, session.SessionPolicy), session);

        var role = account.Role(name)!;
        var caller = RequestReader.Find(step, "principal") is { } own ? reader.Principal(own, "example")
            : session.Caller ?? reader.Principal(RequestReader.Find(shared, "principal")!.Value, RequestReader.Session(default, shared));
        var assume = reader.Build(caller, RequestReader.Text(step, "action") ?? "sts:AssumeRole", account.ArnOf(role), step, shared, session.SessionPolicy);
        return (assume, (new ArnPrincipal(account.SessionOf(role, RequestReader.Session(step, shared))), RequestReader.Text(step, "sessionPolicy")));
    }

    private static Outcome EmptyProfile(int step, string profile, IReadOnlyList<IamCase> before)
    {
        var why = $"The instance profile {profile} holds no role, so the instance gets no credentials.";
        return new("stopped",
        [
            ("step", Outcome.Number(step + 1)), ("why", why), ("action", "sts:AssumeRole"), ("resource", $"instance-profile/{profile}"), ("principal", "ec2.amazonaws.com"),
            ("statement", "no statement"), ("line", "1"), ("file", ""), ("blockedBy", "the instance profile"),
        ], new(before, [], [$"Step {step + 1}: {why}"]), []);
    }

    public override IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab)
    {
        if (RequestReader.Find(check.Given, "steps") is null) yield return "`given` has no `steps`";
        else foreach (var problem in RequestProblems.For(lab).Of(check.Given, "steps", More)) yield return problem;
        foreach (var problem in DecisionsCheck.ExpectProblems(check.Expect)) yield return problem;
    }
}

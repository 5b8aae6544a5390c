using CloudCourse.Course.Grading;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy.Checks;

/// <summary>What checks of decisions have in common: whether a decision is the wanted one, how it failed, and which statement to look at.</summary>
internal static class Deciding
{
    public static readonly string[] Expectations = ["Allowed", "ExplicitDeny", "ImplicitDeny", "Denied"];

    /// <summary>Ways to fail, with what is said where the author said nothing.</summary>
    public static Dictionary<string, string> Keys() => new()
    {
        ["allowed"] = "`{action}` on `{resource}` is allowed by {statement} in line {line}. It should be denied.",
        ["denied-implicitly"] = "`{action}` on `{resource}` is denied because no statement allows it. {why}",
        ["denied-explicitly"] = "`{action}` on `{resource}` is denied by {statement} in line {line}.",
        ["unevaluated"] = "`{action}` on `{resource}` cannot be decided: {why}. AWS would not accept the policy either; mend that first.",
    };

    public static bool Meets(Evaluation evaluation, string expected) => (expected, evaluation.Decision) switch
    {
        // What cannot be decided is denied, but it is not the answer that the check wants.
        _ when evaluation is { Unevaluated.Count: > 0, Decision: not Decision.ExplicitDeny } => false,
        ("Denied", var decision) => decision is not Decision.Allowed,
        var (wanted, decision) => decision.ToString() == wanted,
    };

    public static string KeyOf(Evaluation evaluation) => evaluation switch
    {
        { Unevaluated.Count: > 0, Decision: not Decision.ExplicitDeny } => "unevaluated",
        { Decision: Decision.Allowed } => "allowed",
        { Decision: Decision.ExplicitDeny } => "denied-explicitly",
        _ => "denied-implicitly",
    };

    /// <summary>What fills the message about one request, and the place to look at.</summary>
    public static (List<(string, string)> Fill, IReadOnlyList<FileLocation> Places) Explain(SubmittedPolicies policies, AuthorizationRequest request, Evaluation evaluation)
    {
        var (why, policy, at, statement) = Reason(policies, request, evaluation);
        var file = policies.FileOf(policy);
        List<(string, string)> fill =
        [
            ("action", request.Action), ("resource", request.Resource), ("principal", Named(policies, request.Principal.Name)), ("why", why),
            ("statement", file is null && policy.Length > 0 ? $"{statement} of {policy}" : statement), ("file", file?.Path ?? policy),
            ("line", file is { } f ? Outcome.Number(f.Lines.Of(at.Start).Line) : policy.Length > 0 ? "0" : "1"),
            ("blockedBy", string.Join(" and ", evaluation.BlockedBy.Select(b => Words(b, request)))),
        ];
        return (fill, file is null ? [] : [Outcome.Place(file, at)]);
    }

    /// <summary>The kind of policy, as a sentence has it.</summary>
    public static string Words(PolicyRole role, AuthorizationRequest request) => role switch
    {
        PolicyRole.IdentityPolicies => "the caller's own policies",
        PolicyRole.ResourcePolicy when request.Action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) => "the role's trust policy",
        PolicyRole.ResourcePolicy when request.Resource.StartsWith("arn:aws:s3:", StringComparison.Ordinal) => "the bucket's policy",
        PolicyRole.ResourcePolicy => "the resource's policy",
        PolicyRole.PermissionsBoundary => "the permissions boundary",
        PolicyRole.SessionPolicy => "the session policy",
        PolicyRole.ServiceControlPolicies => "the service control policies",
        PolicyRole.ResourceControlPolicies => "the resource control policies",
        _ => "the endpoint's policy",
    };

    /// <summary>The statement to look at: the one that decided, or the Allow that came nearest.</summary>
    private static (string Why, string Policy, Location At, string Statement) Reason(SubmittedPolicies policies, AuthorizationRequest request, Evaluation evaluation)
    {
        if (evaluation.Unevaluated is [var unknown, ..] && evaluation.Decision is not Decision.ExplicitDeny)
            return (unknown.Why, unknown.Policy ?? "", unknown.At, "the policy");
        // The learner's own statement first: that is the one that can be changed.
        if (evaluation.MatchedStatements.OrderBy(s => policies.FileOf(s.Policy) is null).FirstOrDefault() is { } deciding)
            return (deciding.Why, deciding.Policy, deciding.At, deciding.Name);
        var blocked = evaluation.BlockedBy;
        var allows = evaluation.Trace.Where(t => t.Effect is Effect.Allow && (blocked.Count == 0 || blocked.Contains(t.Role)))
            .OrderBy(t => t.Elements.Count(e => e.Match is Match.No))
            .ThenBy(t => t.Elements.Any(e => e is { Element: "Action" or "NotAction", Match: Match.No }))
            .ThenByDescending(t => InCommon(policies, t, request.Resource));
        var nearest = allows.FirstOrDefault(t => t.Elements.Any(e => e.Match is Match.No));
        if (nearest?.Elements.FirstOrDefault(e => e.Match is Match.No) is not { } miss)
            return (Nothing(blocked), "", Location.None, "no statement");
        var counting = evaluation.Trace.Where(t => blocked.Count == 0 || blocked.Contains(t.Role)).Select(t => t.Policy).Distinct().ToList();
        // Among several policies, one about something else is not near.
        if (counting.Count > 1 && miss.Element is "Action" or "NotAction")
            return ($"Of the policies that count here ({string.Join(", ", counting.Take(6))}) none has an Allow for this action.", "", Location.None, "no statement");
        var where = policies.All.Skip(1).Any() && policies.PlaceOf(nearest.Policy) is { } place ? $", in the {place.Words}" : "";
        return ($"The nearest is {nearest.Name}{where}: {miss.Why}.", nearest.Policy, miss.At, nearest.Name);
    }

    /// <summary>How much of the resource's name one of the statement's ARNs begins with: who wrote a bucket's objects meant that bucket.</summary>
    private static int InCommon(SubmittedPolicies policies, StatementTrace trace, string resource) =>
        policies.All.FirstOrDefault(p => p.Policy.Name == trace.Policy)?.Policy.Statements.ElementAtOrDefault(trace.Index)?.Resource is { Negated: false } named
            ? named.Patterns.Select(p => p.Text.AsSpan().CommonPrefixLength(resource)).DefaultIfEmpty().Max() : 0;

    /// <summary>The users of the lab's own account by their names, as the pictures have them; everybody else by the whole ARN.</summary>
    private static string Named(SubmittedPolicies policies, string arn) =>
        arn.LastIndexOf(":user/", StringComparison.Ordinal) is > 0 and var at && (policies.Account.Account is not { } ours || arn.AsSpan(0, at).EndsWith(ours)) ? arn[(at + 1)..] : arn;

    private static string Nothing(IReadOnlyList<PolicyRole> blocked) => blocked switch
    {
        [] or [PolicyRole.IdentityPolicies, ..] => "The policy has no statement that allows anything.",
        [PolicyRole.ResourcePolicy, ..] => "The policy of the resource has no statement that allows anything.",
        [PolicyRole.PermissionsBoundary, ..] => "The permissions boundary has no statement that allows anything.",
        [PolicyRole.SessionPolicy, ..] => "The session policy has no statement that allows anything.",
        _ => "One level of the organization has no statement that allows anything.",
    };
}

using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam;

/// <summary>Every policy that has a say in one request.</summary>
public sealed record PolicySet
{
    public IReadOnlyList<Policy> IdentityPolicies { get; init; } = [];
    public Policy? ResourcePolicy { get; init; }
    public Policy? PermissionsBoundary { get; init; }
    public Policy? SessionPolicy { get; init; }

    /// <summary>Levels of the organization from the root down; null when the account is in none.</summary>
    public IReadOnlyList<PolicyLevel>? ServiceControlPolicies { get; init; }
    public IReadOnlyList<PolicyLevel>? ResourceControlPolicies { get; init; }

    /// <summary>Null when the request comes through no endpoint.</summary>
    public IReadOnlyList<Policy>? EndpointPolicies { get; init; }

    /// <summary>What was given and cannot be taken into account; each keeps the request from being allowed.</summary>
    public IReadOnlyList<Unevaluated> NotBuilt { get; init; } = [];

    /// <summary>The policies in groups that allow or do not allow for themselves, in the order in which AWS evaluates them.</summary>
    internal IEnumerable<(PolicyRole Role, IReadOnlyList<Policy> Policies)> Groups()
    {
        foreach (var level in ServiceControlPolicies ?? []) yield return (PolicyRole.ServiceControlPolicies, level.Policies);
        foreach (var level in ResourceControlPolicies ?? []) yield return (PolicyRole.ResourceControlPolicies, level.Policies);
        if (EndpointPolicies is not null) yield return (PolicyRole.EndpointPolicies, EndpointPolicies);
        yield return (PolicyRole.IdentityPolicies, IdentityPolicies);
        if (PermissionsBoundary is not null) yield return (PolicyRole.PermissionsBoundary, [PermissionsBoundary]);
        if (SessionPolicy is not null) yield return (PolicyRole.SessionPolicy, [SessionPolicy]);
        if (ResourcePolicy is not null) yield return (PolicyRole.ResourcePolicy, [ResourcePolicy]);
    }
}

/// <param name="OrgIdentifier">The root's, unit's or account's id.</param>
public sealed record PolicyLevel(string OrgIdentifier, IReadOnlyList<Policy> Policies);

/// <summary>Decides one request and says why, statement by statement.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"/>
public static class Evaluator
{
    public static Evaluation Evaluate(IReadOnlyList<Policy> identityPolicies, AuthorizationRequest request) =>
        Evaluate(new PolicySet { IdentityPolicies = identityPolicies }, request);

    public static Evaluation Evaluate(PolicySet policies, AuthorizationRequest request, long steps = WorkBudget.PerEvaluation) =>
        Explain(policies, new(request), steps);

    internal static Evaluation Explain(PolicySet policies, PreparedRequest request, long steps)
    {
        var run = new EvaluationRun(request, new WorkBudget(steps));
        try
        {
            return run.Decide(policies);
        }
        catch (WorkLimitException)
        {
            return run.GiveUp();
        }
    }
}

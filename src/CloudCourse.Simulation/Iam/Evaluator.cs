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
}

/// <param name="OrgIdentifier">The root's, unit's or account's id.</param>
public sealed record PolicyLevel(string OrgIdentifier, IReadOnlyList<Policy> Policies);

/// <summary>Decides one request and says why, statement by statement.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"/>
public static class Evaluator
{
    public static Evaluation Evaluate(IReadOnlyList<Policy> identityPolicies, AuthorizationRequest request) =>
        Evaluate(new PolicySet { IdentityPolicies = identityPolicies }, request);

    public static Evaluation Evaluate(PolicySet policies, AuthorizationRequest request, long steps = WorkBudget.PerEvaluation)
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

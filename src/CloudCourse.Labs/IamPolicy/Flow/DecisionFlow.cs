using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy.Flow;

/// <summary>How a stage came out.</summary>
public enum FlowOutcome
{
    /// <summary>The request goes on.</summary>
    Passed,

    /// <summary>The request stops here, or would stop here too.</summary>
    Blocked,

    /// <summary>There is no such policy, so it asks nothing.</summary>
    Absent,

    /// <summary>There is one, and this request does not need it or is not bound by it.</summary>
    NotNeeded,

    /// <summary>A Deny ended the evaluation before.</summary>
    NotReached,

    /// <summary>A statement could not be evaluated, so nothing passes by it.</summary>
    Unknown,
}

/// <summary>In whose account a stage is decided; one lane where caller and resource share theirs.</summary>
public enum FlowLane { Both, Caller, Resource }

/// <summary>One question of AWS's evaluation order and its answer.</summary>
/// <param name="Role">Null for the first question, whether any Deny fits.</param>
/// <param name="Statements">Those that gave the answer.</param>
/// <param name="Nearest">Where nothing allowed the request: the Allow that came nearest; null when there is none.</param>
/// <param name="Levels">The organization's levels one by one; empty for all other policies.</param>
public sealed record FlowStage(
    PolicyRole? Role, FlowLane Lane, string Title, FlowOutcome Outcome, string Answer,
    IReadOnlyList<StatementTrace> Statements, StatementTrace? Nearest, IReadOnlyList<FlowLevel> Levels);

/// <param name="Name">The level's: Root, OU, Account.</param>
public sealed record FlowLevel(string Name, bool Allows, IReadOnlyList<StatementTrace> Statements);

/// <summary>
/// A decision told in the order in which AWS asks. Everything in it is read off the evaluation; it decides nothing itself.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html"/>
public sealed record DecisionFlow(
    IReadOnlyList<FlowStage> Stages, Decision Decision, bool IsDecided, string? CallerAccount, string? ResourceAccount)
{
    public bool IsCrossAccount => CallerAccount is not null && ResourceAccount is not null && CallerAccount != ResourceAccount;

    public string Headline => (Decision, IsDecided) switch
    {
        (Decision.Allowed, _) => "Allowed",
        (Decision.ExplicitDeny, _) => "Denied by a Deny",
        (_, false) => "Not decided, so denied",
        _ => "Denied: an Allow is missing",
    };

    public static DecisionFlow Of(PolicySet policies, AuthorizationRequest request, Evaluation evaluation)
    {
        var caller = request.Principal as ArnPrincipal;
        var owner = request.OwnerAccount;
        var cross = caller is not null && owner is not null && owner != caller.Account;
        StageReader reader = new(policies, request, evaluation, cross);
        PolicyRole[] order = cross
            ? [PolicyRole.EndpointPolicies, PolicyRole.ServiceControlPolicies, PolicyRole.IdentityPolicies, PolicyRole.PermissionsBoundary, PolicyRole.SessionPolicy,
                PolicyRole.ResourceControlPolicies, PolicyRole.ResourcePolicy]
            : [PolicyRole.EndpointPolicies, PolicyRole.ResourceControlPolicies, PolicyRole.ServiceControlPolicies, PolicyRole.ResourcePolicy,
                PolicyRole.IdentityPolicies, PolicyRole.PermissionsBoundary, PolicyRole.SessionPolicy];
        List<FlowStage> stages = [reader.Denies()];
        // Most requests come through no endpoint, and only users, roles and their sessions have policies of their own.
        stages.AddRange(order.Where(role => role switch
        {
            PolicyRole.EndpointPolicies => policies.EndpointPolicies is not null,
            PolicyRole.ResourceControlPolicies or PolicyRole.ResourcePolicy => true,
            _ => caller is not null || reader.Has(role),
        }).Select(reader.Of));
        var decided = evaluation.Decision is not Decision.ImplicitDeny || evaluation.Unevaluated.Count == 0;
        return new(stages, evaluation.Decision, decided, caller?.Account, owner);
    }
}

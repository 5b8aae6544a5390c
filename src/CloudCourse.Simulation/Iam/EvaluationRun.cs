using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam;

/// <summary>One request on its way through the policies.</summary>
internal sealed class EvaluationRun(AuthorizationRequest request, WorkBudget work)
{
    private readonly RequestContext _context = request.FullContext();
    private readonly List<StatementTrace> _trace = [];
    private readonly List<Unevaluated> _unevaluated = [];
    private readonly SortedSet<string> _missing = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What one group of policies says, apart from any Deny.</summary>
    private readonly record struct Say(bool Allows, PrincipalFit Fit);

    public Evaluation Decide(PolicySet policies)
    {
        _unevaluated.AddRange(policies.NotBuilt);
        // Every policy is visited, even after a Deny: a learner studies what did not match.
        var serviceControl = Levels(PolicyRole.ServiceControlPolicies, policies.ServiceControlPolicies);
        // AWS attaches RCPFullAWSAccess everywhere and nobody can detach it, so these only ever deny.
        _ = Levels(PolicyRole.ResourceControlPolicies, policies.ResourceControlPolicies);
        bool? endpoint = policies.EndpointPolicies is { } endpoints ? Visit(PolicyRole.EndpointPolicies, endpoints).Allows : null;
        var identity = Visit(PolicyRole.IdentityPolicies, policies.IdentityPolicies);
        bool? boundary = policies.PermissionsBoundary is { } b ? Visit(PolicyRole.PermissionsBoundary, [b]).Allows : null;
        bool? session = policies.SessionPolicy is { } s ? Visit(PolicyRole.SessionPolicy, [s]).Allows : null;
        Say? resource = policies.ResourcePolicy is { } r ? Visit(PolicyRole.ResourcePolicy, [r]) : null;

        var denies = _trace.Where(t => t is { Applies: Match.Yes, Effect: Effect.Deny }).ToList();
        if (denies.Count > 0) return Finish(Decision.ExplicitDeny, [.. denies.Select(t => t.Role).Distinct()], denies);

        List<PolicyRole> blocked = [];
        // Service control policies bind the organization's own principals, not AWS's services or strangers.
        if (serviceControl is false && request.Principal is ArnPrincipal && !request.IsServiceLinkedRole) blocked.Add(PolicyRole.ServiceControlPolicies);
        if (endpoint is false) blocked.Add(PolicyRole.EndpointPolicies);
        blocked.AddRange(request.Principal is ArnPrincipal arn
            ? AccountBlocks(arn, identity.Allows, resource, boundary, session)
            : resource is { Allows: true } ? [] : [PolicyRole.ResourcePolicy]);

        if (blocked.Count > 0 || _unevaluated.Count > 0) return Finish(Decision.ImplicitDeny, blocked, []);
        return Finish(Decision.Allowed, [], [.. _trace.Where(t => t is { Applies: Match.Yes, Effect: Effect.Allow })]);
    }

    /// <summary>Too much work: nothing is allowed, and the answer says so.</summary>
    public Evaluation GiveUp()
    {
        _unevaluated.Add(new(null, null, "The evaluation took more steps than one request may; shorten the patterns.", Location.None));
        var denied = _trace.Where(t => t is { Applies: Match.Yes, Effect: Effect.Deny }).ToList();
        return Finish(denied.Count > 0 ? Decision.ExplicitDeny : Decision.ImplicitDeny, [.. denied.Select(t => t.Role).Distinct()], denied);
    }

    /// <summary>Which of the caller's own policies, or the resource's, are missing an Allow.</summary>
    private IEnumerable<PolicyRole> AccountBlocks(ArnPrincipal caller, bool identity, Say? resource, bool? boundary, bool? session)
    {
        var sameAccount = request.OwnerAccount is null || request.OwnerAccount == caller.Account;
        var identityAllows = identity || caller.IsRoot;
        if (!sameAccount)
        {
            // Both accounts must agree, and the caller's own limits all count.
            if (!identityAllows) yield return PolicyRole.IdentityPolicies;
            if (boundary is false && !caller.IsRoot) yield return PolicyRole.PermissionsBoundary;
            if (session is false) yield return PolicyRole.SessionPolicy;
            if (resource is not { Allows: true }) yield return PolicyRole.ResourcePolicy;
            yield break;
        }

        var named = resource is { Allows: true, Fit: PrincipalFit.Exact or PrincipalFit.Role };
        if (resource is { Allows: false } && NeedsResourcePolicy)
        {
            yield return PolicyRole.ResourcePolicy;
            yield break;
        }
        // A grant to this very user or session passes by the caller's other policies; a grant to the role leaves the
        // boundary and the session policy in force.
        if (named && resource!.Value.Fit is PrincipalFit.Exact) yield break;
        if (!identityAllows && !named) yield return PolicyRole.IdentityPolicies;
        if (boundary is false && !caller.IsRoot) yield return PolicyRole.PermissionsBoundary;
        if (session is false) yield return PolicyRole.SessionPolicy;
    }

    /// <summary>A role's trust policy and a KMS key's policy must allow, whatever the caller's own policies say.</summary>
    /// <seealso href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"/>
    private bool NeedsResourcePolicy =>
        request.Action.StartsWith("sts:AssumeRole", StringComparison.OrdinalIgnoreCase)
        || OnRoles.Contains(request.Action, StringComparer.OrdinalIgnoreCase)
        || request.Action.StartsWith("kms:", StringComparison.OrdinalIgnoreCase);

    /// <summary>What goes with assuming a role, and is asked of its trust policy too.</summary>
    private static readonly string[] OnRoles = ["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];

    /// <summary>Why a policy of the organization does not bind this request; null where it does.</summary>
    private string? Exempt(PolicyRole role)
    {
        if (role is not (PolicyRole.ServiceControlPolicies or PolicyRole.ResourceControlPolicies)) return null;
        if (request.IsServiceLinkedRole) return "policies of the organization do not bind a service-linked role";
        if (role is PolicyRole.ServiceControlPolicies)
            return request.Principal is ArnPrincipal ? null : "service control policies bind users and roles of the organization only";
        return request.Action.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            && ActionCatalog.Current.Service(request.Action.AsSpan(0, colon)) is { TakesResourceControl: false } service
            ? $"resource control policies do not reach {service.Name}" : null;
    }

    /// <summary>Each level must allow for itself.</summary>
    private bool? Levels(PolicyRole role, IReadOnlyList<PolicyLevel>? levels)
    {
        if (levels is null) return null;
        var all = true;
        foreach (var level in levels) all &= Visit(role, level.Policies).Allows;
        return all;
    }

    private Say Visit(PolicyRole role, IReadOnlyList<Policy> policies)
    {
        var allows = false;
        var best = PrincipalFit.None;
        var exempt = Exempt(role);
        foreach (var policy in policies)
        {
            foreach (var part in exempt is null ? policy.Unreadable : []) _unevaluated.Add(new(policy.Name, null, part.Why, part.At));
            foreach (var statement in policy.Statements)
            {
                var (trace, fit) = StatementEvaluator.Evaluate(policy, role, statement, request, _context, work, _missing);
                if (exempt is not null) trace = trace with { Applies = Match.No, Why = exempt };
                _trace.Add(trace);
                if (trace.Applies is Match.Unknown)
                {
                    foreach (var element in trace.Elements.Where(e => e.Match is Match.Unknown))
                        _unevaluated.Add(new(policy.Name, statement.Index, element.Why, element.At));
                }
                if (trace is not { Applies: Match.Yes, Effect: Effect.Allow }) continue;
                allows = true;
                if (fit > best) best = fit;
            }
        }
        return new(allows, best);
    }

    private Evaluation Finish(Decision decision, IReadOnlyList<PolicyRole> blocked, IReadOnlyList<StatementTrace> matched) =>
        new(decision, blocked, matched, [.. _missing], _unevaluated, _trace);
}

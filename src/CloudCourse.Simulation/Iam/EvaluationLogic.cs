namespace CloudCourse.Simulation.Iam;

/// <summary>What one group of policies says, apart from any Deny.</summary>
/// <param name="Fit">How far the allowing statement that goes furthest names the caller.</param>
internal readonly record struct Say(bool Allows, PrincipalFit Fit)
{
    /// <summary>With one more statement that allows.</summary>
    public Say With(PrincipalFit fit) => new(true, fit > Fit ? fit : Fit);
}

/// <summary>
/// What all groups of policies say about one request, and what follows from that. Whoever visits the statements, with a trace or
/// without, ends here.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"/>
internal struct EvaluationLogic(PreparedRequest request)
{
    private bool _serviceControl = true;
    private bool? _endpoint, _boundary, _session;
    private Say _identity;
    private Say? _resource;
    private PolicyRoles _denied;

    /// <summary>Something could not be evaluated: nothing is allowed then.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>A statement with this part denies.</summary>
    public void Deny(PolicyRole role) => _denied = _denied.With(role);

    /// <summary>Takes in what a group says; of organization policies each level is a group.</summary>
    public void Add(PolicyRole role, Say say)
    {
        switch (role)
        {
            // Each level must allow for itself.
            case PolicyRole.ServiceControlPolicies: _serviceControl &= say.Allows; break;
            // AWS attaches RCPFullAWSAccess everywhere and nobody can detach it, so these only ever deny.
            case PolicyRole.ResourceControlPolicies: break;
            case PolicyRole.EndpointPolicies: _endpoint = say.Allows; break;
            case PolicyRole.IdentityPolicies: _identity = say; break;
            case PolicyRole.PermissionsBoundary: _boundary = say.Allows; break;
            case PolicyRole.SessionPolicy: _session = say.Allows; break;
            case PolicyRole.ResourcePolicy: _resource = say; break;
        }
    }

    public readonly Verdict Conclude()
    {
        if (!_denied.IsEmpty) return new(Decision.ExplicitDeny, _denied, IsUncertain);
        PolicyRoles blocked = default;
        // Service control policies bind the organization's own principals, not AWS's services or strangers.
        if (!_serviceControl && !IsExempt(PolicyRole.ServiceControlPolicies, request)) blocked = blocked.With(PolicyRole.ServiceControlPolicies);
        if (_endpoint is false) blocked = blocked.With(PolicyRole.EndpointPolicies);
        if (request.Principal is ArnPrincipal { IsOriginAccessIdentity: false } caller) AccountBlocks(caller, ref blocked);
        else if (_resource is not { Allows: true }) blocked = blocked.With(PolicyRole.ResourcePolicy);
        return new(blocked.IsEmpty && !IsUncertain ? Decision.Allowed : Decision.ImplicitDeny, blocked, IsUncertain);
    }

    /// <summary>Too much work: nothing is allowed, and the answer says so. What denied until then still does.</summary>
    public readonly Verdict GiveUp() => new(_denied.IsEmpty ? Decision.ImplicitDeny : Decision.ExplicitDeny, _denied, IsUncertain: true);

    /// <summary>Which of the caller's own policies, or the resource's, are missing an Allow.</summary>
    private readonly void AccountBlocks(ArnPrincipal caller, ref PolicyRoles blocked)
    {
        var sameAccount = request.OwnerAccount is null || request.OwnerAccount == caller.Account;
        var identityAllows = _identity.Allows || caller.IsRoot;
        // A federated user has what its session policy hands on, so without one it has nothing of its own.
        var sessionAllows = _session ?? !caller.IsFederatedUser;
        // STS takes no AssumeRole from root users, whatever the role trusts.
        if (caller.IsRoot && request.FoldedAction is "sts:assumerole")
        {
            blocked = blocked.With(PolicyRole.ResourcePolicy);
            return;
        }
        if (!sameAccount)
        {
            // Both accounts must agree, and the caller's own limits all count.
            if (!identityAllows) blocked = blocked.With(PolicyRole.IdentityPolicies);
            if (_boundary is false && !caller.IsRoot) blocked = blocked.With(PolicyRole.PermissionsBoundary);
            if (!sessionAllows) blocked = blocked.With(PolicyRole.SessionPolicy);
            if (_resource is not { Allows: true }) blocked = blocked.With(PolicyRole.ResourcePolicy);
            return;
        }

        var named = _resource is { Allows: true, Fit: PrincipalFit.Exact or PrincipalFit.Role };
        if (_resource is { Allows: false } && NeedsResourcePolicy)
        {
            blocked = blocked.With(PolicyRole.ResourcePolicy);
            return;
        }
        // A grant to this very user or session passes by the caller's other policies; a grant to the role leaves the
        // boundary and the session policy in force.
        if (named && _resource!.Value.Fit is PrincipalFit.Exact) return;
        if (!identityAllows && !named) blocked = blocked.With(PolicyRole.IdentityPolicies);
        if (_boundary is false && !caller.IsRoot) blocked = blocked.With(PolicyRole.PermissionsBoundary);
        if (!sessionAllows) blocked = blocked.With(PolicyRole.SessionPolicy);
    }

    /// <summary>A role's trust policy and a KMS key's policy must allow, whatever the caller's own policies say.</summary>
    /// <seealso href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"/>
    private readonly bool NeedsResourcePolicy => request.AsksTrustPolicy || request.ServicePrefix is "kms";

    /// <summary>Whether policies of this kind do not bind the request; <see cref="WhyExempt"/> says why.</summary>
    public static bool IsExempt(PolicyRole role, PreparedRequest request) => role switch
    {
        PolicyRole.ServiceControlPolicies => request.IsServiceLinkedRole || request.Principal is not ArnPrincipal { IsOriginAccessIdentity: false },
        PolicyRole.ResourceControlPolicies => request.IsServiceLinkedRole || !request.IsInReachOfResourceControl,
        PolicyRole.ResourcePolicy => request.PassesBucketPolicy,
        _ => false,
    };

    public static string WhyExempt(PolicyRole role, PreparedRequest request) =>
        role is PolicyRole.ResourcePolicy ? "no bucket policy keeps the owner's root user from the bucket's policy"
        : request.IsServiceLinkedRole ? "policies of the organization do not bind a service-linked role"
        : role is PolicyRole.ServiceControlPolicies ? "service control policies bind users and roles of the organization only"
        : request.AsksTrustPolicy ? "resource control policies do not reach service-linked roles"
        : request.Service is { TakesResourceControl: true } ? $"resource control policies do not reach {request.Action}"
        : $"resource control policies do not reach {request.Service?.Name}";
}

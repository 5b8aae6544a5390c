namespace CloudCourse.Simulation.Iam;

/// <summary>The decision on one request, without the reasons: what a service asks before it does anything.</summary>
/// <param name="BlockedBy">Which kinds of policy kept the request from being allowed; none when it is.</param>
/// <param name="IsUncertain">Something could not be evaluated, so nothing was allowed; <see cref="Evaluation.Unevaluated"/> would say what.</param>
public readonly record struct Verdict(Decision Decision, PolicyRoles BlockedBy, bool IsUncertain)
{
    public bool IsAllowed => Decision is Decision.Allowed;
}

/// <summary>A set of kinds of policy, in the order in which AWS evaluates them.</summary>
public readonly record struct PolicyRoles
{
    private static readonly PolicyRole[] Order =
    [
        PolicyRole.ServiceControlPolicies, PolicyRole.ResourceControlPolicies, PolicyRole.EndpointPolicies, PolicyRole.IdentityPolicies,
        PolicyRole.PermissionsBoundary, PolicyRole.SessionPolicy, PolicyRole.ResourcePolicy,
    ];

    private readonly int _bits;

    private PolicyRoles(int bits) => _bits = bits;

    public bool IsEmpty => _bits == 0;

    public bool Contains(PolicyRole role) => (_bits & (1 << (int)role)) != 0;

    public PolicyRoles With(PolicyRole role) => new(_bits | (1 << (int)role));

    public IReadOnlyList<PolicyRole> ToList()
    {
        var bits = _bits;
        return bits == 0 ? [] : [.. Order.Where(r => (bits & (1 << (int)r)) != 0)];
    }

    public override string ToString() => string.Join(", ", ToList());
}

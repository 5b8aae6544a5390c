using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy.Flow;

/// <summary>Reads one stage's outcome off an evaluation and puts it into words.</summary>
internal sealed class StageReader(PolicySet policies, AuthorizationRequest request, Evaluation evaluation, bool cross)
{
    private readonly bool _ended = evaluation.Decision is Decision.ExplicitDeny;

    public FlowStage Denies()
    {
        var fits = evaluation.Trace.Where(t => t is { Effect: Effect.Deny, Applies: Match.Yes }).ToList();
        var doubtful = evaluation.Trace.Where(t => t is { Effect: not Effect.Allow, Applies: Match.Unknown }).ToList();
        return (fits, doubtful) switch
        {
            ({ Count: > 0 }, _) => Stage(null, FlowOutcome.Blocked, "Yes. One Deny that fits ends it, whatever else allows.", fits),
            (_, { Count: > 0 }) => Stage(null, FlowOutcome.Unknown, "It cannot be told, so nothing is allowed.", doubtful),
            _ => Stage(null, FlowOutcome.Passed, "No.", []),
        };
    }

    public FlowStage Of(PolicyRole role)
    {
        if (_ended) return Stage(role, FlowOutcome.NotReached, "Not asked: a Deny has ended it.", []);
        var ofRole = evaluation.Trace.Where(t => t.Role == role).ToList();
        var allows = ofRole.Where(t => t is { Effect: Effect.Allow, Applies: Match.Yes }).ToList();
        var doubtful = ofRole.Where(t => t.Applies is Match.Unknown).ToList();
        var levels = Levels(role, ofRole);
        var blocked = evaluation.BlockedBy.Contains(role);
        if (doubtful.Count > 0) return Stage(role, FlowOutcome.Unknown, "A statement cannot be evaluated; until it is mended, nothing is allowed.", doubtful, levels: levels);
        if (NotRead(role) is { } part) return Stage(role, FlowOutcome.Unknown, $"The policy cannot be read as one ({part}); until it is mended, nothing is allowed.", [], levels: levels);
        if (blocked) return Stage(role, FlowOutcome.Blocked, Missing(role, levels), [], Nearest(role, ofRole, levels), levels);
        if (!Has(role)) return Absent(role);
        if (Exempt(ofRole) is { } exempt) return Stage(role, FlowOutcome.NotNeeded, exempt, []);
        // RCPFullAWSAccess is attached everywhere and stays, so that these policies only ever deny.
        if (role is PolicyRole.ResourceControlPolicies) return Stage(role, FlowOutcome.Passed, "No Deny fits, and AWS's RCPFullAWSAccess allows the rest.", []);
        if (NotBound(role) is { } why) return Stage(role, FlowOutcome.NotNeeded, why, []);
        if (allows.Count > 0 && levels.All(l => l.Allows)) return Stage(role, FlowOutcome.Passed, Granted(role), allows, levels: levels);
        return Stage(role, FlowOutcome.NotNeeded, role is PolicyRole.ResourcePolicy
            ? "It allows nothing here; in the same account the caller's own policies can."
            : "Not needed: the resource's policy names this caller, and in the same account that is enough.", []);
    }

    public bool Has(PolicyRole role) => role switch
    {
        PolicyRole.ServiceControlPolicies => policies.ServiceControlPolicies is not null,
        PolicyRole.ResourceControlPolicies => policies.ResourceControlPolicies is not null,
        _ => PoliciesOf(role).Any(),
    };

    private IEnumerable<Policy> PoliciesOf(PolicyRole role) => role switch
    {
        PolicyRole.IdentityPolicies => policies.IdentityPolicies,
        PolicyRole.ResourcePolicy => One(policies.ResourcePolicy),
        PolicyRole.PermissionsBoundary => One(policies.PermissionsBoundary),
        PolicyRole.SessionPolicy => One(policies.SessionPolicy),
        PolicyRole.ServiceControlPolicies => (policies.ServiceControlPolicies ?? []).SelectMany(l => l.Policies),
        PolicyRole.ResourceControlPolicies => (policies.ResourceControlPolicies ?? []).SelectMany(l => l.Policies),
        _ => policies.EndpointPolicies ?? [],
    };

    private static IEnumerable<Policy> One(Policy? policy) => policy is null ? [] : [policy];

    /// <summary>What is wrong with a document as a whole, outside its statements.</summary>
    private string? NotRead(PolicyRole role) =>
        evaluation.Unevaluated.FirstOrDefault(u => u is { Statement: null, Policy: { } name } && PoliciesOf(role).Any(p => p.Name == name))?.Why;

    private FlowStage Absent(PolicyRole role) => role switch
    {
        PolicyRole.IdentityPolicies when request.Principal is ArnPrincipal { IsRoot: true } =>
            Stage(role, FlowOutcome.NotNeeded, "The root user may do everything in its account without one.", []),
        PolicyRole.IdentityPolicies => Stage(role, FlowOutcome.NotNeeded, "None, and not needed: the resource's policy names this caller.", []),
        PolicyRole.ResourcePolicy => Stage(role, FlowOutcome.Absent, "None: the caller's own policies decide.", []),
        _ => Stage(role, FlowOutcome.Absent, "None: no limit.", []),
    };

    /// <summary>Why the policies of the organization do not bind this request, in the evaluator's words, which no element of a statement gave.</summary>
    private static string? Exempt(List<StatementTrace> ofRole) =>
        ofRole.Find(t => t.Applies is Match.No && !t.Elements.Any(e => e.Why == t.Why)) is { } exempt ? $"{char.ToUpperInvariant(exempt.Why[0])}{exempt.Why[1..]}." : null;

    private string? NotBound(PolicyRole role) => role switch
    {
        PolicyRole.ServiceControlPolicies when request.IsServiceLinkedRole => "They do not bind a service-linked role.",
        PolicyRole.ServiceControlPolicies when request.Principal is not ArnPrincipal => "They bind users and roles of the organization only.",
        PolicyRole.IdentityPolicies or PolicyRole.PermissionsBoundary or PolicyRole.SessionPolicy when request.Principal is not ArnPrincipal =>
            "They count for users and roles only; this caller is neither.",
        _ => null,
    };

    private List<FlowLevel> Levels(PolicyRole role, List<StatementTrace> ofRole)
    {
        if (role is not PolicyRole.ServiceControlPolicies || policies.ServiceControlPolicies is not { } levels) return [];
        return [.. levels.Select(level =>
        {
            var allows = ofRole.Where(t => t is { Effect: Effect.Allow, Applies: Match.Yes } && level.Policies.Any(p => p.Name == t.Policy)).ToList();
            return new FlowLevel(level.OrgIdentifier, allows.Count > 0, allows);
        })];
    }

    private StatementTrace? Nearest(PolicyRole role, List<StatementTrace> ofRole, List<FlowLevel> levels)
    {
        // With several levels the nearest Allow is sought where the request stops.
        var stopped = levels.FindIndex(l => !l.Allows);
        var names = role is PolicyRole.ServiceControlPolicies && stopped >= 0
            ? policies.ServiceControlPolicies![stopped].Policies.Select(p => p.Name).ToHashSet(StringComparer.Ordinal) : null;
        return ofRole.Where(t => t is { Effect: Effect.Allow, Applies: Match.No } && names?.Contains(t.Policy) is not false)
            .MinBy(t => t.Elements.Count(e => e.Match is not Match.Yes));
    }

    private string Missing(PolicyRole role, List<FlowLevel> levels) => role switch
    {
        PolicyRole.IdentityPolicies when !Has(role) => cross
            ? "There is none; across accounts the caller's own account must allow it too."
            : "There is none, and nothing else allows it.",
        PolicyRole.ResourcePolicy when !Has(role) => cross
            ? "There is none; across accounts the resource's account must allow it too."
            : "There is none, and only it could allow this.",
        PolicyRole.ServiceControlPolicies => $"Nothing allows it at {string.Join(" and ", levels.Where(l => !l.Allows).Select(l => l.Name))}. Every level has to.",
        PolicyRole.PermissionsBoundary => "Nothing in it allows this. A boundary gives nothing; it is the most that other policies can give.",
        PolicyRole.SessionPolicy => "Nothing in it allows this. A session has only what its session policy allows too.",
        PolicyRole.ResourcePolicy when cross => "Nothing in it allows this caller; across accounts both accounts must.",
        PolicyRole.EndpointPolicies => "Nothing in it allows this through the endpoint.",
        _ => "No Allow fits.",
    };

    private string Granted(PolicyRole role) => role switch
    {
        PolicyRole.ServiceControlPolicies => "Every level allows it.",
        PolicyRole.ResourcePolicy when cross => "Yes: the resource's account lets this caller in.",
        PolicyRole.PermissionsBoundary => "It is within the boundary.",
        PolicyRole.SessionPolicy => "The session policy allows it too.",
        PolicyRole.EndpointPolicies => "The endpoint lets it through.",
        _ => "An Allow fits.",
    };

    private FlowStage Stage(
        PolicyRole? role, FlowOutcome outcome, string answer, IReadOnlyList<StatementTrace> statements, StatementTrace? nearest = null, IReadOnlyList<FlowLevel>? levels = null) =>
        new(role, Lane(role), Title(role), outcome, answer, statements, nearest, levels is { Count: > 1 } ? levels : []);

    private FlowLane Lane(PolicyRole? role) => (cross, role) switch
    {
        (false, _) or (_, null or PolicyRole.EndpointPolicies) => FlowLane.Both,
        (_, PolicyRole.ResourcePolicy or PolicyRole.ResourceControlPolicies) => FlowLane.Resource,
        _ => FlowLane.Caller,
    };

    /// <summary>Trust policies are what AWS calls the resource policy of a role.</summary>
    private string Title(PolicyRole? role) => role switch
    {
        null => "Does any Deny fit?",
        PolicyRole.ResourcePolicy => request.Action.StartsWith("sts:AssumeRole", StringComparison.OrdinalIgnoreCase) ? "Role's trust policy" : "Resource policy",
        PolicyRole.ResourceControlPolicies => "Resource control policies",
        PolicyRole.ServiceControlPolicies => "Service control policies",
        PolicyRole.IdentityPolicies => "Identity policies",
        PolicyRole.PermissionsBoundary => "Permissions boundary",
        PolicyRole.SessionPolicy => "Session policy",
        _ => "VPC endpoint policy",
    };
}

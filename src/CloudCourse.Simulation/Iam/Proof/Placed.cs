using System.Globalization;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>A statement where it stands: in whose policies, in which part of them.</summary>
/// <param name="Group">The group of policies that must allow for itself, a number within the side.</param>
/// <param name="Merge">Statements of the same number differ in their resources only.</param>
/// <param name="Conditions">Numbers of the conditions; the same condition of two statements has one number.</param>
internal sealed record Placed(int Id, int Side, int Group, PolicyRole Role, Policy Policy, Statement Statement, int Merge, int[] Conditions)
{
    public bool Allows => Statement.Effect?.Value is Effect.Allow;
}

/// <summary>One of the two things compared: policies, and how they decide together.</summary>
internal sealed class Side
{
    /// <summary>The callers' own policies where a resource's policy is looked at by itself.</summary>
    public static readonly Policy Everything =
        PolicyReader.Read("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "everything").Policy!;

    private readonly List<(PolicyRole Role, IReadOnlyList<Policy> Policies)> _groups = [];

    private Side(PolicySet set, bool alone) => (Set, Alone) = (set, alone);

    public PolicySet Set { get; }

    /// <summary>Ready for many requests.</summary>
    public PreparedPolicies Prepared => field ??= PreparedPolicies.Prepare(Set);

    /// <summary>A resource's policy by itself: its caller comes from another account and may do everything there.</summary>
    public bool Alone { get; }

    /// <summary>Every group must allow and nothing deny; otherwise the evaluator is asked for each case.</summary>
    public bool Plain { get; private set; } = true;
    public IReadOnlyList<(PolicyRole Role, IReadOnlyList<Policy> Policies)> Groups => _groups;

    /// <summary>The caller has policies of its own, so it is no account's root user.</summary>
    public bool OfIdentity => !Alone && (Set.ResourcePolicy is null || Set.IdentityPolicies.Count > 0 || Set.PermissionsBoundary is not null || Set.SessionPolicy is not null);

    public static Side OfResource(Policy policy) => new(new() { ResourcePolicy = policy, IdentityPolicies = [Everything], SessionPolicy = Everything }, alone: true) { _groups = { (PolicyRole.ResourcePolicy, [policy]) } };

    /// <param name="access">Keeps a resource's policy to the requests that are asked about.</param>
    public static Side OfResource(Policy policy, Policy access) =>
        new(new() { ResourcePolicy = policy, IdentityPolicies = [Everything], SessionPolicy = Everything, EndpointPolicies = [access] }, alone: true)
        {
            _groups = { (PolicyRole.ResourcePolicy, [policy]), (PolicyRole.EndpointPolicies, [access]) },
        };

    public static Side Of(PolicySet set)
    {
        Side side = new(set, alone: false) { Plain = set.ResourcePolicy is null && set.ResourceControlPolicies is null };
        var groups = side._groups;
        groups.Add((PolicyRole.IdentityPolicies, set.IdentityPolicies));
        if (set.PermissionsBoundary is { } boundary) groups.Add((PolicyRole.PermissionsBoundary, [boundary]));
        if (set.SessionPolicy is { } session) groups.Add((PolicyRole.SessionPolicy, [session]));
        foreach (var level in set.ServiceControlPolicies ?? []) groups.Add((PolicyRole.ServiceControlPolicies, level.Policies));
        foreach (var level in set.ResourceControlPolicies ?? []) groups.Add((PolicyRole.ResourceControlPolicies, level.Policies));
        if (set.EndpointPolicies is { } endpoints) groups.Add((PolicyRole.EndpointPolicies, endpoints));
        if (set.ResourcePolicy is { } resource) groups.Add((PolicyRole.ResourcePolicy, [resource]));
        return side;
    }

    /// <summary>What keeps these policies from being compared, named.</summary>
    public IEnumerable<string> Constructs()
    {
        foreach (var part in Set.NotBuilt) yield return part.Why;
        foreach (var (role, policies) in _groups)
        {
            foreach (var policy in policies)
            {
                foreach (var part in policy.Unreadable.Concat(policy.Statements.SelectMany(s => s.Unreadable))) yield return part.Why;
                foreach (var statement in policy.Statements)
                {
                    if (statement.Principal is { } principal && role is not (PolicyRole.ResourcePolicy or PolicyRole.EndpointPolicies or PolicyRole.ResourceControlPolicies))
                        yield return $"{principal.Member.Name} in {statement.Name}, in a policy that has none";
                    if (statement.Principal is null && role is PolicyRole.ResourcePolicy or PolicyRole.EndpointPolicies) yield return $"{statement.Name} has no Principal";
                    if (statement.Resource is null && role is not PolicyRole.ResourcePolicy) yield return $"{statement.Name} has no Resource";
                    foreach (var condition in statement.Conditions.Where(c => c.Operator is null)) yield return $"the operator {condition.Name}";
                }
            }
        }
    }
}

/// <summary>All statements of both sides, with what they share numbered.</summary>
internal sealed class Places
{
    private readonly Dictionary<string, int> _conditionIds = new(StringComparer.Ordinal), _mergeIds = new(StringComparer.Ordinal);

    /// <summary>All that the quotas of an account's policies let stand together, and more.</summary>
    private const int Most = 2_000;

    public Places(IReadOnlyList<Side> sides)
    {
        if (sides.Sum(s => s.Groups.Sum(g => g.Policies.Sum(p => p.Statements.Count))) > Most) throw new UndecidedException($"more than {Most} statements");
        for (var side = 0; side < sides.Count; side++)
        {
            for (var group = 0; group < sides[side].Groups.Count; group++)
            {
                var (role, policies) = sides[side].Groups[group];
                foreach (var policy in policies)
                {
                    foreach (var statement in policy.Statements) All.Add(Place(side, group, role, policy, statement));
                }
            }
        }
    }

    public List<Placed> All { get; } = [];

    /// <summary>By number.</summary>
    public List<Condition> Conditions { get; } = [];

    private Placed Place(int side, int group, PolicyRole role, Policy policy, Statement statement)
    {
        var conditions = statement.Conditions.Select(Number).Distinct().Order().ToArray();
        var principal = statement.Principal is { } p
            ? $"{p.Negated}{string.Concat(p.Entries.Select(e => $"{e.Type}:{e.Value.Length}:{e.Value}").Distinct().Order(StringComparer.Ordinal))}" : "";
        // Resources that are excluded together are not those that each exclude by itself.
        var apart = statement.Resource is { Negated: false } ? "" : All.Count.ToString(CultureInfo.InvariantCulture);
        var merge = IdOf(_mergeIds, $"{side} {group} {statement.Effect?.Value} {principal} {string.Join(',', conditions)} {apart}");
        return new(All.Count, side, group, role, policy, statement, merge, conditions);
    }

    private int Number(Condition condition)
    {
        var id = IdOf(_conditionIds, string.Concat(condition.Values.Select(v => $"{v.Text.Length}:{v.Text}{(v.Pattern.Variables.Count > 0 ? "$" : "")}").Distinct().Order(StringComparer.Ordinal)
            .Prepend($"{condition.Name.ToUpperInvariant()} {condition.Key.ToUpperInvariant()} ")));
        if (id == Conditions.Count) Conditions.Add(condition);
        return id;
    }

    private static int IdOf(Dictionary<string, int> ids, string text)
    {
        if (!ids.TryGetValue(text, out var id)) ids[text] = id = ids.Count;
        return id;
    }
}

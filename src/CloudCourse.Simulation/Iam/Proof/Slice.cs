using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>Statements that differ in their resources only, as one.</summary>
/// <param name="Resources">Null where the statement names none: its policy hangs on its only resource.</param>
internal sealed record SliceStatement(Placed Head, List<ArnPattern>? Resources, bool Negated);

/// <summary>A key that conditions ask for.</summary>
internal sealed record SliceKey(string Name, List<(Condition Condition, StatementBits Users)> Conditions, StatementBits Users);

/// <summary>The statements that stand for one action, small enough for bits.</summary>
internal sealed class Slice
{
    private readonly StatementBits[][] _allows;
    private readonly StatementBits[] _denies, _binding;

    public Slice(Places places, IReadOnlyList<Side> sides, int[] statements, WorkBudget work)
    {
        Dictionary<int, int> merged = [];
        foreach (var id in statements)
        {
            var placed = places.All[id];
            if (!merged.TryGetValue(placed.Merge, out var at))
            {
                if (Statements.Count == StatementBits.Capacity)
                    throw new UndecidedException($"more than {StatementBits.Capacity} different statements about one action");
                merged[placed.Merge] = at = Statements.Count;
                Statements.Add(new(placed, placed.Statement.Resource is null ? null : [], placed.Statement.Resource is { Negated: true }));
            }
            if (placed.Statement.Resource is { } resource) Statements[at].Resources!.AddRange(resource.Patterns);
            work.Spend(1 + (placed.Statement.Resource?.Patterns.Count ?? 0));
        }

        _allows = [.. sides.Select(s => new StatementBits[s.Groups.Count])];
        _denies = new StatementBits[sides.Count];
        _binding = new StatementBits[sides.Count];
        SortedDictionary<int, StatementBits> users = [];
        for (var i = 0; i < Statements.Count; i++)
        {
            var (head, bit) = (Statements[i].Head, StatementBits.Of(i));
            All |= bit;
            Of[head.Side] |= bit;
            if (head.Allows) _allows[head.Side][head.Group] |= bit;
            else
            {
                _denies[head.Side] |= bit;
                // Policies of the organization spare some callers.
                if (sides[head.Side].Plain || head.Role is not (PolicyRole.ServiceControlPolicies or PolicyRole.ResourceControlPolicies)) _binding[head.Side] |= bit;
            }
            foreach (var condition in head.Conditions) users[condition] = users.GetValueOrDefault(condition) | bit;
        }
        foreach (var group in users.GroupBy(u => places.Conditions[u.Key].Key, StringComparer.OrdinalIgnoreCase))
            Keys.Add(new(group.Key, [.. group.Select(u => (places.Conditions[u.Key], u.Value))], group.Aggregate(StatementBits.None, (all, u) => all | u.Value)));
        Variables = [.. Statements.SelectMany(s => (s.Resources ?? []).SelectMany(r => r.Variables))
            .Concat(users.Keys.SelectMany(c => places.Conditions[c].Values).SelectMany(v => v.Pattern.Variables)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    public List<SliceStatement> Statements { get; } = [];
    public StatementBits All { get; }
    public StatementBits[] Of { get; } = new StatementBits[2];
    public List<SliceKey> Keys { get; } = [];
    public IReadOnlyList<string> Variables { get; }

    public SliceKey? Key(string name) => Keys.Find(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public StatementBits Denies(int side) => _denies[side];

    /// <summary>Those that no caller is spared.</summary>
    public StatementBits BindingDenies(int side) => _binding[side];

    /// <summary>Whether each group of the side has an Allow among these.</summary>
    public bool EachAllows(int side, StatementBits standing)
    {
        foreach (var group in _allows[side])
        {
            if ((group & standing).IsEmpty) return false;
        }
        return true;
    }

    /// <summary>Whether any group has one.</summary>
    public bool SomeAllow(int side, StatementBits standing)
    {
        foreach (var group in _allows[side])
        {
            if (!(group & standing).IsEmpty) return true;
        }
        return false;
    }

    /// <summary>The same statements, whatever numbers they have.</summary>
    public StatementBits Where(Func<SliceStatement, bool> holds)
    {
        var bits = StatementBits.None;
        for (var i = 0; i < Statements.Count; i++)
        {
            if (holds(Statements[i])) bits |= StatementBits.Of(i);
        }
        return bits;
    }
}

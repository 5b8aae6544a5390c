using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>How much of the catalogue a policy, or a set of policies, allows.</summary>
/// <param name="Services">Those of which some action is allowed, by prefix.</param>
/// <param name="Undecided">What could not be decided, each construct named; what hangs on it counts as not allowed.</param>
public sealed record AccessSummary(IReadOnlyList<ServiceAccess> Services, IReadOnlyList<string> Undecided)
{
    /// <summary>Far more than any policy within AWS's quotas needs.</summary>
    public const long Steps = 60_000_000;

    /// <summary>What a policy allows by itself; of a resource's policy, what it grants to callers of other accounts, services and anybody.</summary>
    public static AccessSummary Of(Policy policy, long steps = Steps) => Of(PolicyComparer.SideOf(policy), steps);

    public static AccessSummary Of(PolicySet policies, long steps = Steps) => Of(Side.Of(policies), steps);

    private static AccessSummary Of(Side side, long steps)
    {
        var constructs = side.Constructs().Distinct().ToList();
        if (constructs.Count > 0) return new([], constructs);
        List<ServiceAccess> services = [];
        string? stopped = null;
        Measure? measure = null;
        try
        {
            measure = new(side, new WorkBudget(steps));
            foreach (var service in measure.All().GroupBy(a => a.Prefix)) services.Add(new(service.Key, ActionCatalog.Current.Service(service.Key)!, [.. service.Select(s => s.Access)]));
        }
        catch (WorkLimitException)
        {
            stopped = "more combinations of actions, resources and conditions than a summary may try";
        }
        catch (UndecidedException e)
        {
            stopped = e.Message;
        }
        return new(services, [.. (measure?.Doubts ?? []).Concat(stopped is null ? [] : [stopped]).Distinct()]);
    }
}

/// <summary>What is allowed of one service.</summary>
/// <param name="Prefix">What stands before the colon in its actions.</param>
public sealed record ServiceAccess(string Prefix, CatalogService Service, IReadOnlyList<ActionAccess> Actions)
{
    /// <summary>How many actions of the level are allowed, on whatever resources.</summary>
    public int Allowed(AccessLevel level) => Actions.Count(a => a.Action.Level == level);

    /// <summary>How many there are.</summary>
    public int Of(AccessLevel level) => Service.Actions.Count(a => a.Level == level);
}

/// <param name="Types">The resource types that it is allowed on; one without a type for an action that has none.</param>
public sealed record ActionAccess(CatalogAction Action, IReadOnlyList<TypeAccess> Types);

/// <param name="Type">Null for an action without resources.</param>
/// <param name="EveryResource">It is allowed on all resources of the type, not only on some.</param>
/// <param name="Conditional">It is allowed under conditions only, or to some callers only; and where more than some of the type, somewhere.</param>
public sealed record TypeAccess(CatalogResourceType? Type, bool EveryResource, bool Conditional);

/// <summary>Goes through the catalogue's actions with one side's statements.</summary>
internal sealed class Measure
{
    private readonly Search _search;
    private readonly Dictionary<string, TypeAccess?> _known = new(StringComparer.Ordinal);

    public Measure(Side side, WorkBudget work) => _search = new(side, Side.Of(new()), CompareOptions.Default with { OnlyTheirResourceTypes = true }, work, both: false);

    public IReadOnlyList<string> Doubts => _search.DoubtsOf(0);

    public IEnumerable<(string Prefix, ActionAccess Access)> All()
    {
        foreach (var action in _search.Actions())
        {
            var prefix = action.Text[..action.Text.IndexOf(':', StringComparison.Ordinal)];
            List<TypeAccess> types = [];
            foreach (var type in action.Real!.Targets.Select(t => t.Type).Distinct().DefaultIfEmpty())
            {
                var key = $"{prefix} {type?.Name} {_search.KindOf(action.Text)} {string.Join(',', action.Statements)}";
                if (!_known.TryGetValue(key, out var access)) _known[key] = access = _search.Measure(action, type);
                if (access is not null) types.Add(access);
            }
            if (types.Count > 0) yield return (prefix, new(action.Real!, types));
        }
    }
}

namespace CloudCourse.Simulation.Iam;

/// <param name="Group">The place of the statement's group of policies.</param>
/// <param name="Order">Its place among all statements, in the order in which AWS evaluates them.</param>
internal sealed record IndexedStatement(Statement Statement, PolicyRole Role, int Group, Policy Policy, int Order)
{
    /// <summary>As decisions name it: "policy: statement".</summary>
    public string Name { get; } = $"{Policy.Name}: {Statement.Name}";
}

/// <summary>
/// Statements by the actions that they can be about. A statement that is not found for an action has an Action that certainly
/// does not fit it, and so has no say; all others are found, whatever else keeps them from fitting.
/// </summary>
internal sealed class StatementIndex
{
    private readonly Dictionary<string, IndexedStatement[]> _byAction, _byService;
    private readonly IndexedStatement[] _everywhere;

    public StatementIndex(IEnumerable<IndexedStatement> statements)
    {
        List<IndexedStatement> everywhere = [];
        Dictionary<string, List<IndexedStatement>> byAction = new(StringComparer.Ordinal), byService = new(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            if (Places(statement.Statement) is not var (actions, services)) everywhere.Add(statement);
            else
            {
                foreach (var service in services) Add(byService, service, statement);
                foreach (var action in actions.Where(a => ServiceOf(a) is not { } service || !services.Contains(service))) Add(byAction, action, statement);
            }
        }
        _everywhere = [.. everywhere];
        (_byAction, _byService) = (Frozen(byAction), Frozen(byService));
    }

    public ReadOnlySpan<IndexedStatement> Everywhere => _everywhere;

    /// <param name="action">In small letters.</param>
    public ReadOnlySpan<IndexedStatement> OfAction(string action) => _byAction.TryGetValue(action, out var found) ? found : [];

    /// <param name="service">In small letters.</param>
    public ReadOnlySpan<IndexedStatement> OfService(string? service) => service is not null && _byService.TryGetValue(service, out var found) ? found : [];

    /// <summary>The actions that the statement names in full and the services of which it names some; null when it may be about any.</summary>
    private static (HashSet<string> Actions, HashSet<string> Services)? Places(Statement statement)
    {
        if (statement.Action is not { Negated: false } element || statement.Parts.ActionDoubt is not null) return null;
        HashSet<string> actions = new(StringComparer.Ordinal), services = new(StringComparer.Ordinal);
        foreach (var pattern in element.Patterns)
        {
            if (pattern.Literal is { } literal) actions.Add(Patterns.Wildcard.Fold(literal));
            else if (ServiceOf(Patterns.Wildcard.Fold(pattern.Head)) is { } service) services.Add(service);
            else return null;
        }
        return (actions, services);
    }

    /// <summary>What stands before the colon; null without one.</summary>
    private static string? ServiceOf(string text) => text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[..colon] : null;

    private static void Add(Dictionary<string, List<IndexedStatement>> to, string name, IndexedStatement statement)
    {
        if (!to.TryGetValue(name, out var list)) to[name] = list = [];
        list.Add(statement);
    }

    private static Dictionary<string, IndexedStatement[]> Frozen(Dictionary<string, List<IndexedStatement>> lists) =>
        lists.ToDictionary(l => l.Key, l => l.Value.ToArray(), StringComparer.Ordinal);
}

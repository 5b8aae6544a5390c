using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>The actions of the catalogue that a statement names, wildcards written out.</summary>
internal sealed class StatementActions
{
    /// <summary>A statement about more than that is about everything, as far as help with it goes.</summary>
    private const int Most = 2000;

    private readonly List<(CatalogService Service, CatalogAction Action)> _named = [];

    /// <summary>Empty for NotAction, which is about all others, and for a lone star.</summary>
    public IReadOnlyList<(CatalogService Service, CatalogAction Action)> Named => _named;

    public IEnumerable<CatalogService> Services => _named.Select(n => n.Service).Distinct();

    public static string FullName(CatalogService service, CatalogAction action) => $"{service.Prefix}:{action.Name}";

    public static StatementActions Of(OutlineObject? statement)
    {
        StatementActions actions = new();
        foreach (var text in statement?.Find("Action")?.Texts ?? []) actions.Add(text.Text);
        return actions;
    }

    public static StatementActions Of(string pattern)
    {
        StatementActions actions = new();
        actions.Add(pattern);
        return actions;
    }

    private void Add(string pattern)
    {
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || pattern.Length > 128 || ActionCatalog.Current.Service(pattern.AsSpan(0, colon)) is not { } service) return;
        var name = pattern.AsSpan(colon + 1);
        if (!name.ContainsAny('*', '?'))
        {
            if (service.Find(name) is { } action) _named.Add((service, action));
            return;
        }
        var codes = Wildcard.Codes(pattern[(colon + 1)..]);
        foreach (var action in service.Actions)
        {
            if (_named.Count >= Most) return;
            if (Wildcard.Matches(codes, action.Name, ignoreCase: true, WorkBudget.ForOneMatch(codes.Length, action.Name.Length))) _named.Add((service, action));
        }
    }

    /// <summary>Each type of resource that the actions work on, with those actions, in the order of the statement.</summary>
    public List<(CatalogResourceType Type, List<string> Actions)> Types()
    {
        Dictionary<CatalogResourceType, List<string>> found = new(ReferenceEqualityComparer.Instance);
        List<(CatalogResourceType, List<string>)> ordered = [];
        foreach (var (service, action) in _named)
        {
            foreach (var target in action.Targets)
            {
                if (!found.TryGetValue(target.Type, out var names)) ordered.Add((target.Type, found[target.Type] = names = []));
                names.Add(FullName(service, action));
            }
        }
        return ordered;
    }

    /// <summary>Each key that a request for one of the actions can have, with those actions.</summary>
    public List<(CatalogKey Key, List<string> Actions)> Keys()
    {
        Dictionary<CatalogKey, List<string>> found = [];
        List<(CatalogKey, List<string>)> ordered = [];
        foreach (var (service, action) in _named)
        {
            foreach (var key in KeysOf(action))
            {
                if (!found.TryGetValue(key, out var names)) ordered.Add((key, found[key] = names = []));
                names.Add(FullName(service, action));
            }
        }
        return ordered;
    }

    public static IEnumerable<CatalogKey> KeysOf(CatalogAction action) =>
        action.Keys.Concat(action.Targets.SelectMany(t => t.Keys.Concat(t.Type.Keys))).Distinct();

    /// <summary>"s3:GetObject, s3:PutObject and 3 more".</summary>
    public static string Few(IReadOnlyList<string> names, int most = 3) =>
        names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most - 1))} and {names.Count - most + 1} more";
}

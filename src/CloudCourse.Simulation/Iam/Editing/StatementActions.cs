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

    /// <summary>Each type of resource that the actions work on, in the order of the statement.</summary>
    public List<Use<CatalogResourceType>> Types()
    {
        Dictionary<CatalogResourceType, Use<CatalogResourceType>> found = new(ReferenceEqualityComparer.Instance);
        List<Use<CatalogResourceType>> ordered = [];
        for (var i = 0; i < _named.Count; i++)
        {
            var targets = _named[i].Action.Targets;
            for (var t = 0; t < targets.Count; t++)
            {
                if (!found.TryGetValue(targets[t].Type, out var use)) ordered.Add(found[targets[t].Type] = use = new(targets[t].Type));
                use.By(i);
            }
        }
        return ordered;
    }

    /// <summary>Each key that a request for one of the actions can have; of two services' keys of one name, the first.</summary>
    public List<Use<CatalogKey>> Keys()
    {
        // A service's actions share their keys, so most are known by what they are, not by what they are called.
        Dictionary<CatalogKey, Use<CatalogKey>> found = new(ReferenceEqualityComparer.Instance);
        Dictionary<string, Use<CatalogKey>> byName = new(StringComparer.OrdinalIgnoreCase);
        List<Use<CatalogKey>> ordered = [];
        for (var i = 0; i < _named.Count; i++)
        {
            var action = _named[i].Action;
            Note(action.Keys, i);
            for (var t = 0; t < action.Targets.Count; t++)
            {
                Note(action.Targets[t].Keys, i);
                Note(action.Targets[t].Type.Keys, i);
            }
        }
        return ordered;

        void Note(IReadOnlyList<CatalogKey> keys, int by)
        {
            for (var k = 0; k < keys.Count; k++)
            {
                if (!found.TryGetValue(keys[k], out var use))
                {
                    if (!byName.TryGetValue(keys[k].Name, out use)) ordered.Add(byName[keys[k].Name] = use = new(keys[k]));
                    found[keys[k]] = use;
                }
                use.By(by);
            }
        }
    }

    /// <summary>"s3:GetObject and 3 more".</summary>
    public string Few<T>(Use<T> use)
    {
        var first = FullName(_named[use.First].Service, _named[use.First].Action);
        if (use.Count == 1) return first;
        return use.Count == 2 ? $"{first}, {FullName(_named[use.Last].Service, _named[use.Last].Action)}" : $"{first} and {use.Count - 1} more";
    }

    public static IEnumerable<CatalogKey> KeysOf(CatalogAction action) =>
        action.Keys.Concat(action.Targets.SelectMany(t => t.Keys.Concat(t.Type.Keys))).Distinct();

    /// <summary>"s3:GetObject, s3:PutObject and 3 more".</summary>
    public static string Few(IReadOnlyList<string> names, int most = 3) =>
        names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most - 1))} and {names.Count - most + 1} more";
}

/// <summary>Something that actions of a statement have in common, and how many of them: their names are made for the few that are shown.</summary>
internal sealed class Use<T>(T of)
{
    public T Of { get; } = of;
    public int Count { get; private set; }

    /// <summary>Place of the first action among those that the statement names.</summary>
    public int First { get; private set; }
    public int Last { get; private set; } = -1;

    /// <summary>Noted once an action, whose places come in their order.</summary>
    public void By(int action)
    {
        if (action == Last) return;
        if (Count++ == 0) First = action;
        Last = action;
    }
}

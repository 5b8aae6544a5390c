using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Catalog;

/// <summary>What an action does, as the authorization reference sorts it.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html"/>
public enum AccessLevel { List, Read, Write, PermissionsManagement, Tagging }

/// <param name="Type"><c>String</c>, <c>ARN</c>, <c>Bool</c>, <c>Numeric</c>, <c>Date</c>, <c>IPAddress</c>, or <c>ArrayOf…</c> for a key with several values.</param>
public sealed record CatalogKey(string Name, string Type)
{
    public bool HasSeveralValues => Type.StartsWith("ArrayOf", StringComparison.Ordinal);

    /// <summary>The type of one value.</summary>
    public string ValueType => HasSeveralValues ? Type["ArrayOf".Length..] : Type;
}

/// <param name="Arn">With <c>${Partition}</c> and the like where a name goes.</param>
public sealed record CatalogResourceType(string Name, string Arn, IReadOnlyList<CatalogKey> Keys)
{
    /// <summary>The ARN's six parts.</summary>
    public IReadOnlyList<string> Parts { get; } = ArnPattern.Split(Arn, variables: true);

    /// <summary>The ARN with a star for each name that goes into it.</summary>
    public ArnPattern Pattern { get; } = ArnPattern.Read(Starred(Arn), default, variables: false);

    private static string Starred(string arn)
    {
        for (var start = arn.IndexOf("${", StringComparison.Ordinal); start >= 0; start = arn.IndexOf("${", StringComparison.Ordinal))
            arn = $"{arn[..start]}*{arn[(arn.IndexOf('}', start) + 1)..]}";
        return arn;
    }
}

/// <summary>A type of resource that an action works on, and the keys that this pair has.</summary>
public sealed record CatalogTarget(CatalogResourceType Type, bool Required, IReadOnlyList<CatalogKey> Keys);

/// <param name="Keys">Those that hold whatever the resource.</param>
/// <param name="Targets">None: the action names no resource, and a policy allows it on <c>*</c> only.</param>
/// <param name="DependentActions">What else the caller must be allowed, such as <c>iam:PassRole</c>.</param>
public sealed record CatalogAction(
    string Name, AccessLevel Level, IReadOnlyList<CatalogKey> Keys, IReadOnlyList<CatalogTarget> Targets, IReadOnlyList<string> DependentActions)
{
    /// <summary>Whether a request for this action can have the key: from the action, the pair or the resource type.</summary>
    public bool Has(CatalogKey key) => Keys.Contains(key) || Targets.Any(t => t.Keys.Contains(key) || t.Type.Keys.Contains(key));
}

/// <summary>One service of the reference.</summary>
/// <param name="TakesResourceControl">Resource control policies reach its resources.</param>
public sealed class CatalogService(
    string prefix, string name, bool takesResourceControl,
    IReadOnlyList<CatalogKey> keys, IReadOnlyList<CatalogResourceType> types, IReadOnlyList<CatalogAction> actions)
{
    private readonly Dictionary<string, CatalogAction> _actions = actions.ToDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase);
    private readonly KeyIndex _keys = new(keys);

    /// <summary>What stands before the colon in its actions.</summary>
    public string Prefix { get; } = prefix;
    public string Name { get; } = name;
    public bool TakesResourceControl { get; } = takesResourceControl;
    public IReadOnlyList<CatalogAction> Actions { get; } = actions;
    public IReadOnlyList<CatalogResourceType> ResourceTypes { get; } = types;
    public IReadOnlyList<CatalogKey> Keys { get; } = keys;

    /// <param name="name">Without the prefix; letters of any case.</param>
    public CatalogAction? Find(ReadOnlySpan<char> name) => _actions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var action) ? action : null;

    /// <param name="name">With its prefix, such as <c>s3:prefix</c> or <c>aws:ResourceTag/team</c>.</param>
    public CatalogKey? FindKey(ReadOnlySpan<char> name) => _keys.Find(name);
}

/// <summary>Keys by name. A name such as <c>aws:ResourceTag/${TagKey}</c> stands for every key of that form.</summary>
internal sealed class KeyIndex
{
    private readonly Dictionary<string, CatalogKey> _plain = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Start, string End, CatalogKey Key)> _forms = [];

    public KeyIndex(IEnumerable<CatalogKey> keys)
    {
        foreach (var key in keys)
        {
            var start = key.Name.IndexOf("${", StringComparison.Ordinal);
            if (start < 0) _plain[key.Name] = key;
            else _forms.Add((key.Name[..start], key.Name[(key.Name.LastIndexOf('}') + 1)..], key));
        }
    }

    public CatalogKey? Find(ReadOnlySpan<char> name)
    {
        if (_plain.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var key)) return key;
        foreach (var (start, end, form) in _forms)
        {
            if (name.Length > start.Length + end.Length && name.StartsWith(start, StringComparison.OrdinalIgnoreCase)
                && name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return form;
        }
        return null;
    }
}

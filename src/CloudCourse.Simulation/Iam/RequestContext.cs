namespace CloudCourse.Simulation.Iam;

/// <summary>A context key's name with its hash, so that a policy's keys are hashed once and looked up in every request.</summary>
internal readonly record struct ContextKey(string Name)
{
    public int Hash { get; } = HashOf(Name);

    /// <summary>Names that differ in case only have one hash.</summary>
    private static int HashOf(string name)
    {
        var hash = name.Length;
        // Letters beyond ASCII have capitals in more than one way: they all count the same.
        foreach (var c in name) hash = hash * 31 + (c < 128 ? c | 0x20 : 0);
        return hash;
    }
}

/// <summary>Context keys and their values. Key names ignore case; values do not.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"/>
public sealed class RequestContext
{
    /// <summary>Requests have a handful of keys, and looking through their hashes is quicker than a table. Many more have one.</summary>
    private const int Few = 32;

    private readonly int[] _hashes;
    private readonly KeyValuePair<string, IReadOnlyList<string>>[] _entries;
    private readonly Dictionary<string, IReadOnlyList<string>>? _many;

    public RequestContext(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> values) : this([.. values])
    {
    }

    /// <param name="entries">The last of a name counts.</param>
    private RequestContext(KeyValuePair<string, IReadOnlyList<string>>[] entries)
    {
        // So that the first one found is the last one given.
        Array.Reverse(entries);
        _entries = entries;
        _hashes = new int[entries.Length];
        for (var i = 0; i < entries.Length; i++) _hashes[i] = new ContextKey(entries[i].Key).Hash;
        if (entries.Length <= Few) return;
        _many = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in entries) _many.TryAdd(key, value);
    }

    public static RequestContext Empty { get; } = new(Array.Empty<KeyValuePair<string, IReadOnlyList<string>>>());

    /// <summary>All keys in the order given. Made when it is first asked for; a decision does not.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values => _values ??= ToDictionary();
    private Dictionary<string, IReadOnlyList<string>>? _values;

    private Dictionary<string, IReadOnlyList<string>> ToDictionary()
    {
        Dictionary<string, IReadOnlyList<string>> values = new(_entries.Length, StringComparer.OrdinalIgnoreCase);
        for (var i = _entries.Length - 1; i >= 0; i--) values[_entries[i].Key] = _entries[i].Value;
        return values;
    }

    /// <summary>The key's values; null when the request has no such key.</summary>
    public IReadOnlyList<string>? Find(string key) => Find(new ContextKey(key));

    internal IReadOnlyList<string>? Find(ContextKey key)
    {
        if (_many is not null) return _many.GetValueOrDefault(key.Name);
        for (var i = 0; i < _hashes.Length; i++)
        {
            if (_hashes[i] == key.Hash && _entries[i].Key.Equals(key.Name, StringComparison.OrdinalIgnoreCase)) return _entries[i].Value;
        }
        return null;
    }

    /// <summary>These values, and below them the ones that are only known.</summary>
    internal RequestContext Over(List<KeyValuePair<string, IReadOnlyList<string>>> known)
    {
        var entries = new KeyValuePair<string, IReadOnlyList<string>>[known.Count + _entries.Length];
        known.CopyTo(entries);
        _entries.CopyTo(entries.AsSpan(known.Count));
        Array.Reverse(entries, known.Count, _entries.Length);
        return new(entries);
    }
}

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

/// <summary>Context keys that come from one place, such as the caller or the clock: what does not change between requests is made once for many.</summary>
internal sealed class ContextLayer
{
    /// <summary>Requests have a handful of keys, and looking through their hashes is quicker than a table. Many more have one.</summary>
    private const int Few = 32;

    public static readonly ContextLayer Empty = new([]);

    private readonly int[] _hashes;
    private readonly KeyValuePair<string, IReadOnlyList<string>>[] _entries;
    private readonly Dictionary<string, IReadOnlyList<string>>? _many;

    /// <param name="entries">The last of a name counts.</param>
    public ContextLayer(KeyValuePair<string, IReadOnlyList<string>>[] entries)
    {
        _entries = entries;
        _hashes = new int[entries.Length];
        for (var i = 0; i < entries.Length; i++) _hashes[i] = new ContextKey(entries[i].Key).Hash;
        if (entries.Length <= Few) return;
        _many = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in entries) _many[key] = value;
    }

    /// <summary>In the order given.</summary>
    public ReadOnlySpan<KeyValuePair<string, IReadOnlyList<string>>> Entries => _entries;

    public bool IsEmpty => _entries.Length == 0;

    public IReadOnlyList<string>? Find(ContextKey key)
    {
        if (_many is not null) return _many.GetValueOrDefault(key.Name);
        for (var i = _hashes.Length - 1; i >= 0; i--)
        {
            if (_hashes[i] == key.Hash && _entries[i].Key.Equals(key.Name, StringComparison.OrdinalIgnoreCase)) return _entries[i].Value;
        }
        return null;
    }
}

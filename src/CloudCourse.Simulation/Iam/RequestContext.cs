namespace CloudCourse.Simulation.Iam;

/// <summary>Context keys and their values. Key names ignore case; values do not.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"/>
public sealed class RequestContext
{
    /// <summary>The last that has a key counts.</summary>
    private readonly ContextLayer[] _layers;

    private Dictionary<string, IReadOnlyList<string>>? _values;

    public RequestContext(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> values) => _layers = [new([.. values])];

    private RequestContext(ContextLayer[] layers) => _layers = layers;

    public static RequestContext Empty { get; } = new(Array.Empty<ContextLayer>());

    /// <summary>All keys in the order given. Made when it is first asked for; a decision does not.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values => _values ??= ToDictionary();

    private Dictionary<string, IReadOnlyList<string>> ToDictionary()
    {
        Dictionary<string, IReadOnlyList<string>> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (var layer in _layers)
        {
            foreach (var (key, value) in layer.Entries) values[key] = value;
        }
        return values;
    }

    /// <summary>The key's values; null when the request has no such key.</summary>
    public IReadOnlyList<string>? Find(string key) => Find(new ContextKey(key));

    internal IReadOnlyList<string>? Find(ContextKey key)
    {
        for (var i = _layers.Length - 1; i >= 0; i--)
        {
            if (_layers[i].Find(key) is { } values) return values;
        }
        return null;
    }

    /// <summary>These values over others, which count where these say nothing, and under what counts more.</summary>
    internal RequestContext Between(ContextLayer lowest, ContextLayer below, ContextLayer above) => new([lowest, below, .. _layers, above]);
}

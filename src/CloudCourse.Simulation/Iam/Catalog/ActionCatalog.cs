using System.Text.Json;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Catalog;

/// <summary>
/// The services, actions, ARN forms and condition keys that AWS has, as of <see cref="AsOf"/>. All prefixes are known; actions
/// and keys only of the services that the course uses.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"/>
public sealed class ActionCatalog
{
    private readonly HashSet<string> _prefixes;
    private readonly Dictionary<string, ServiceEntry> _services;
    private readonly Dictionary<string, string> _globalKeys;

    private ActionCatalog(JsonElement json)
    {
        AsOf = json.GetProperty("asOf").GetString()!;
        _prefixes = new(Words(json.GetProperty("prefixes")), StringComparer.OrdinalIgnoreCase);
        _globalKeys = Keys(json.GetProperty("globalKeys"));
        _services = new(StringComparer.OrdinalIgnoreCase);
        foreach (var service in json.GetProperty("services").EnumerateObject())
        {
            string[] actions = Words(service.Value.GetProperty("actions"));
            _services[service.Name] = new(actions, new(actions, StringComparer.OrdinalIgnoreCase),
                [.. service.Value.GetProperty("arns").EnumerateArray().Select(a => ArnPattern.Split(a.GetString()!, variables: true))],
                Keys(service.Value.GetProperty("keys")));
        }
    }

    public static ActionCatalog Current { get; } = Load();

    /// <summary>The day of AWS's reference that this follows.</summary>
    public string AsOf { get; }

    public bool HasService(string prefix) => _prefixes.Contains(prefix);

    public string? SuggestService(string prefix) => Spelling.Nearest(prefix, _prefixes.Order(StringComparer.Ordinal));

    /// <summary>Whether some action fits the pattern; null when the service's actions are not in this catalogue.</summary>
    /// <param name="name">An action's name without its prefix, with wildcards.</param>
    public bool? HasAction(string prefix, string name)
    {
        if (!_services.TryGetValue(prefix, out var service)) return null;
        if (!name.AsSpan().ContainsAny('*', '?')) return service.Names.Contains(name);
        // A learner's pattern may be long; no action's name is.
        if (name.Length > 256) return null;
        var pattern = Wildcard.Codes(name);
        return service.Actions.Any(a => Wildcard.Matches(pattern, a, ignoreCase: true, WorkBudget.ForOneMatch(name.Length, a.Length)));
    }

    public string? SuggestAction(string prefix, string name) =>
        _services.TryGetValue(prefix, out var service) && Spelling.Nearest(name, service.Actions) is { } near ? $"{prefix}:{near}" : null;

    /// <summary>Whether a service's ARNs hold a Region or an account: <paramref name="part"/> 3 or 4. Null when not known.</summary>
    public bool? ArnsHave(string service, int part) =>
        _services.TryGetValue(service, out var entry) && entry.Arns.Count > 0
            ? entry.Arns.Any(a => a.Count == 6 && a[part].Length > 0)
            : null;

    /// <summary>The type of a condition key's values (<c>String</c>, <c>ArrayOfString</c>, <c>ARN</c>…); null when there is no such key or its service is not catalogued.</summary>
    public string? KeyType(string key) =>
        Lookup(_globalKeys, key)
        ?? (Prefix(key) is { } prefix && _services.TryGetValue(prefix, out var service) ? Lookup(service.Keys, key) : null);

    /// <summary>Whether every key of this prefix is in the catalogue.</summary>
    public bool KnowsKeysOf(string prefix) => prefix.Equals("aws", StringComparison.OrdinalIgnoreCase) || _services.ContainsKey(prefix);

    public string? SuggestKey(string key) => Spelling.Nearest(key, Prefix(key) is { } prefix && _services.TryGetValue(prefix, out var service)
        ? service.Keys.Keys : _globalKeys.Keys);

    /// <summary>A key that ends in a name of the learner's own, as a tag's, is listed up to its slash.</summary>
    private static string? Lookup(Dictionary<string, string> keys, string key)
    {
        if (keys.TryGetValue(key, out var type)) return type;
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && keys.TryGetValue(key[..(slash + 1)], out type) ? type : null;
    }

    private static string? Prefix(string key) => key.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? key[..colon] : null;

    private static string[] Words(JsonElement text) => text.GetString()!.Split(' ');

    private static Dictionary<string, string> Keys(JsonElement json)
    {
        Dictionary<string, string> keys = new(StringComparer.OrdinalIgnoreCase);
        foreach (var key in json.EnumerateObject())
        {
            // aws:PrincipalTag/tag-key, aws:ResourceTag/${TagKey}, s3:ExistingObjectTag/<key>
            var slash = key.Name.IndexOf('/', StringComparison.Ordinal);
            keys[slash > 0 ? key.Name[..(slash + 1)] : key.Name] = key.Value.GetString()!;
        }
        return keys;
    }

    private static ActionCatalog Load()
    {
        using var stream = typeof(ActionCatalog).Assembly.GetManifestResourceStream("CloudCourse.Simulation.Iam.Catalog.iam-catalog.json")
            ?? throw new InvalidOperationException("The IAM catalogue is not embedded in this build.");
        using var json = JsonDocument.Parse(stream);
        return new(json.RootElement);
    }

    private sealed record ServiceEntry(string[] Actions, HashSet<string> Names, List<List<string>> Arns, Dictionary<string, string> Keys);
}

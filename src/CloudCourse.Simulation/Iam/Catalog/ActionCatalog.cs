using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Catalog;

/// <summary>
/// The whole authorization reference as of <see cref="AsOf"/>: services, actions with their access level, resource types
/// and condition keys. A service is read when it is first asked for; looking up allocates nothing after that.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"/>
public sealed class ActionCatalog
{
    private readonly Dictionary<string, Slot> _services = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _homes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ArnSlot> _arns = new(StringComparer.Ordinal);
    private readonly List<CatalogKey> _globals = [];
    private readonly KeyIndex _globalKeys;

    private ActionCatalog(string text)
    {
        Slot? open = null;
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            var kind = text[start];
            if (kind is 'T' && open is not null) NoteArn(text.AsSpan(start, end - start), open);
            else if (kind is not ('K' or 'A'))
            {
                if (open is not null) open.End = start;
                var cells = text[start..end].Split('\t');
                switch (kind)
                {
                    case 'C': (AsOf, Source, Licence) = (cells[1], cells[2], cells[3]); break;
                    case 'G': _globals.Add(new(cells[1], CatalogText.KeyType(cells[2]))); break;
                    case 'U': _homes[cells[1]] = cells[2]; break;
                    case 'S': _services[cells[1]] = open = new(text, start, end); break;
                }
            }
            start = end + 1;
        }
        if (open is not null) open.End = text.Length;
        _globalKeys = new(_globals);
        Prefixes = [.. _services.Keys];
    }

    public static ActionCatalog Current { get; } = Load();

    /// <summary>The day of AWS's reference that this follows.</summary>
    public string AsOf { get; } = "";
    public string Source { get; } = "";
    public string Licence { get; } = "";

    /// <summary>The prefix of every service, in order.</summary>
    public IReadOnlyList<string> Prefixes { get; }
    public IReadOnlyList<CatalogKey> GlobalKeys => _globals;

    /// <param name="prefix">In letters of any case.</param>
    public CatalogService? Service(ReadOnlySpan<char> prefix) =>
        _services.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(prefix, out var slot) ? slot.Service : null;

    /// <summary>What AWS calls the service and whether resource control policies reach it, without reading the rest of it; null when there is none.</summary>
    public (string Name, bool TakesResourceControl)? Head(ReadOnlySpan<char> prefix) =>
        _services.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(prefix, out var slot) ? slot.Head : null;

    public bool HasService(ReadOnlySpan<char> prefix) => _services.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(prefix);

    /// <param name="action">A full name such as <c>s3:GetObject</c>, without wildcards.</param>
    public CatalogAction? Action(ReadOnlySpan<char> action) =>
        action.IndexOf(':') is > 0 and var colon ? Service(action[..colon])?.Find(action[(colon + 1)..]) : null;

    /// <summary>Whether some action fits the pattern; null when there is no such service.</summary>
    /// <param name="name">An action's name without its prefix, with wildcards.</param>
    public bool? HasAction(string prefix, string name)
    {
        if (Service(prefix) is not { } service) return null;
        if (!name.AsSpan().ContainsAny('*', '?')) return service.Find(name) is not null;
        // A learner's pattern may be long; no action's name is.
        if (name.Length > 256) return null;
        var pattern = Wildcard.Codes(name);
        foreach (var action in service.Actions)
        {
            if (Wildcard.Matches(pattern, action.Name, ignoreCase: true, WorkBudget.ForOneMatch(name.Length, action.Name.Length))) return true;
        }
        return false;
    }

    /// <summary>The key of that name: a global one, one of the service in its prefix, or of a service that has keys of that prefix.</summary>
    public CatalogKey? Key(ReadOnlySpan<char> name)
    {
        if (_globalKeys.Find(name) is { } global) return global;
        var colon = name.IndexOf(':');
        if (colon <= 0) return null;
        if (Service(name[..colon])?.FindKey(name) is { } own) return own;
        // saml:aud and the like belong to sts; an identity provider's address may hold any name.
        return Service(Home(name[..colon]))?.FindKey(name);
    }

    /// <summary>The service that has the key as its own; null for a global key and for one that nobody has.</summary>
    public CatalogService? ServiceOfKey(ReadOnlySpan<char> name, out CatalogKey? key)
    {
        key = null;
        var colon = name.IndexOf(':');
        if (colon <= 0 || _globalKeys.Find(name) is not null) return null;
        var service = Service(name[..colon]) ?? Service(Home(name[..colon]));
        key = service?.FindKey(name);
        return key is null ? null : service;
    }

    /// <summary>Whether the keys of this prefix are all in the catalogue.</summary>
    public bool KnowsKeysOf(ReadOnlySpan<char> prefix) => prefix.Equals("aws", StringComparison.OrdinalIgnoreCase) || HasService(prefix) || Home(prefix).Length > 0;

    /// <summary>The resource types whose ARN has this service in its third part; none when no ARN has.</summary>
    public IReadOnlyList<CatalogResourceType> TypesOfArn(ReadOnlySpan<char> service) =>
        _arns.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(service, out var slot) ? slot.Types : [];

    public string? SuggestService(string prefix) => Spelling.Nearest(prefix, Prefixes);

    public string? SuggestAction(string prefix, string name) =>
        Service(prefix) is { } service && Spelling.Nearest(name, service.Actions.Select(a => a.Name)) is { } near ? $"{prefix}:{near}" : null;

    public string? SuggestKey(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        var keys = colon > 0 && Service(key.AsSpan(0, colon)) is { } service ? service.Keys : _globals;
        return Spelling.Nearest(key, keys.Select(k => k.Name));
    }

    private void NoteArn(ReadOnlySpan<char> line, Slot service)
    {
        Span<Range> parts = stackalloc Range[4];
        if (line.Split(parts, ':') < 4 || line[parts[2]].Contains('$')) return;
        var name = line[parts[2]];
        if (!_arns.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var slot)) _arns[name.ToString()] = slot = new(name.ToString());
        slot.Add(service);
    }

    private string Home(ReadOnlySpan<char> prefix) => _homes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(prefix, out var services) ? services : "";

    /// <summary>Reads it anew; what anybody wants is <see cref="Current"/>.</summary>
    public static ActionCatalog Load()
    {
        using var stream = typeof(ActionCatalog).Assembly.GetManifestResourceStream("CloudCourse.Simulation.Iam.Catalog.iam-catalog.tsv")
            ?? throw new InvalidOperationException("The IAM catalogue is not embedded in this build.");
        using StreamReader reader = new(stream);
        return new(reader.ReadToEnd());
    }

    private sealed class ArnSlot(string name)
    {
        private readonly List<Slot> _services = [];
        private CatalogResourceType[]? _types;

        public CatalogResourceType[] Types => _types ??= [.. _services.SelectMany(s => s.Service.ResourceTypes).Where(t => t.Parts.Count == 6 && t.Parts[2] == name)];

        public void Add(Slot service)
        {
            if (_services.Count == 0 || _services[^1] != service) _services.Add(service);
        }
    }

    /// <summary>Where a service stands in the text, and the service once it was asked for. Two threads may read it at once; both read the same.</summary>
    private sealed class Slot(string text, int start, int headEnd)
    {
        private CatalogService? _service;
        private (string, bool)? _head;

        public (string Name, bool TakesResourceControl) Head => _head ??= CatalogText.ReadHead(text.AsSpan(start, headEnd - start));

        public int End { get; set; }
        public CatalogService Service => _service ??= CatalogText.ReadService(text.AsSpan(start, headEnd - start), text.AsSpan(headEnd + 1, Math.Max(0, End - headEnd - 1)));
    }
}

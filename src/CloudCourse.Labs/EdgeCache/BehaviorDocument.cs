using System.Globalization;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure.EdgeCache;

namespace CloudCourse.Labs.EdgeCache;

/// <summary>A learner's file: <c>CacheBehaviors</c> and <c>DefaultCacheBehavior</c>, named as CloudFront names them, with the cache policy's members inside.</summary>
internal sealed class BehaviorDocument
{
    /// <summary>CloudFront's quota of cache behaviors for a distribution.</summary>
    private const int MostBehaviors = 75;

    private readonly List<Finding> _findings = [];

    public IReadOnlyList<CacheBehavior> Behaviors { get; private set; } = [];
    public CacheBehavior? Otherwise { get; private set; }

    /// <summary>By the behavior's pattern, the default's under <c>*</c>.</summary>
    public Dictionary<string, Location> Places { get; } = [];

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Nothing stands in the way of running it.</summary>
    public bool Runs => Otherwise is not null && _findings.All(f => f.Type is not FindingType.Error);

    public static BehaviorDocument Read(string text)
    {
        BehaviorDocument document = new();
        var reading = JsonReader.Read(text);
        if (reading.SyntaxError is { } error) document._findings.Add(error);
        else if (reading.Value is JsonObject json) document.ReadRoot(json);
        else document.Error("NOT_AN_OBJECT", $"The file is {reading.Value!.TypeName}; write one object, with `DefaultCacheBehavior` and `CacheBehaviors`.", reading.Value.At);
        foreach (var twice in reading.Duplicates) document.Error("DUPLICATE_MEMBER", $"`{Short(twice.Name)}` stands here twice. Remove one.", twice.NameAt);
        return document;
    }

    private void ReadRoot(JsonObject json)
    {
        foreach (var other in json.Members.Where(m => m.Name is not ("DefaultCacheBehavior" or "CacheBehaviors")))
            Error("UNKNOWN_MEMBER", $"There is no member `{Short(other.Name)}`: the file takes `DefaultCacheBehavior` and `CacheBehaviors`.", other.NameAt);
        if (json.Find("DefaultCacheBehavior") is not { } otherwise) Error("MISSING_MEMBER", "`DefaultCacheBehavior` is missing: what no pattern matches needs one.", Head(json));
        else Otherwise = ReadBehavior(otherwise.Value, isDefault: true);

        if (json.Find("CacheBehaviors") is not { } member) return;
        if (member.Value is not JsonArray list)
        {
            Error("WRONG_TYPE", $"`CacheBehaviors` is {member.Value.TypeName}; write a list.", member.Value.At);
            return;
        }
        if (list.Items.Count > MostBehaviors) Error("TOO_MANY_BEHAVIORS", $"These are {list.Items.Count} cache behaviors; a distribution may have {MostBehaviors}.", list.At);
        List<CacheBehavior> read = [];
        foreach (var item in list.Items.Take(MostBehaviors))
        {
            if (ReadBehavior(item, isDefault: false) is not { } behavior) continue;
            if (read.FirstOrDefault(b => b.PathPattern == behavior.PathPattern) is not null)
                Error("DUPLICATE_PATTERN", $"`{Short(behavior.PathPattern)}` has a behavior already. Remove one.", item.At with { End = item.At.Start + 1 });
            else if (read.FirstOrDefault(b => b.Matches(behavior.PathPattern.Replace('*', 'x').Replace('?', 'x'))) is { } first)
                _findings.Add(new(FindingType.Warning, "NEVER_REACHED", $"`{Short(first.PathPattern)}` stands before this and takes what `{Short(behavior.PathPattern)}` would match: the first that matches counts. Put the narrower pattern first.", item.At with { End = item.At.Start + 1 }));
            read.Add(behavior);
        }
        Behaviors = read;
    }

    private CacheBehavior? ReadBehavior(JsonValue value, bool isDefault)
    {
        if (value is not JsonObject json)
        {
            Error("WRONG_TYPE", $"A cache behavior is an object, and this is {value.TypeName}.", value.At);
            return null;
        }
        string[] known = isDefault ? ["MinTTL", "DefaultTTL", "MaxTTL", "CacheKey", "Compress"] : ["PathPattern", "MinTTL", "DefaultTTL", "MaxTTL", "CacheKey", "Compress"];
        foreach (var other in json.Members.Where(m => !known.Contains(m.Name)))
            Error("UNKNOWN_MEMBER", $"A {(isDefault ? "default " : "")}cache behavior has no member `{Short(other.Name)}`: it takes {string.Join(", ", known.Select(k => $"`{k}`"))}.", other.NameAt);
        var pattern = isDefault ? "*" : Pattern(json);
        var (min, standard, max) = (Seconds(json, "MinTTL"), Seconds(json, "DefaultTTL"), Seconds(json, "MaxTTL"));
        if (min > standard || standard > max)
            Error("TTL_ORDER", $"MinTTL ({min}), DefaultTTL ({standard}) and MaxTTL ({max}) must not fall: CloudFront refuses a default outside the other two.", json.Find("DefaultTTL")!.Value.At);
        var (queries, cookies, headers) = ReadKey(json);
        var compress = json.Find("Compress")?.Value switch
        {
            null => false,
            JsonBoolean flag => flag.Value,
            var other => Wrong(other),
        };
        if (pattern is not null) Places.TryAdd(pattern, Head(json));
        return pattern is null || min is null || standard is null || max is null ? null : new(pattern, min.Value, standard.Value, max.Value, queries, cookies, headers, compress);

        bool Wrong(JsonValue other)
        {
            Error("WRONG_TYPE", $"`Compress` is {other.TypeName}; write true or false.", other.At);
            return false;
        }
    }

    private string? Pattern(JsonObject json)
    {
        switch (json.Find("PathPattern")?.Value)
        {
            case JsonString { Value.Length: > 0 and <= 255 } pattern:
                return pattern.Value;
            case null:
                Error("MISSING_MEMBER", "`PathPattern` is missing: which paths is this for?", Head(json));
                return null;
            case var other:
                Error("WRONG_TYPE", "`PathPattern` is a text of 1 to 255 characters, such as \"/img/*\".", other.At);
                return null;
        }
    }

    private long? Seconds(JsonObject json, string name)
    {
        switch (json.Find(name)?.Value)
        {
            case JsonNumber number when long.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 3_153_600_000:
                return seconds;
            case null:
                Error("MISSING_MEMBER", $"`{name}` is missing: seconds, 0 or more.", Head(json));
                return null;
            case var other:
                Error("WRONG_VALUE", $"`{name}` is a whole number of seconds, from 0 to 3153600000.", other.At);
                return null;
        }
    }

    private (KeyPart Queries, KeyPart Cookies, KeyPart Headers) ReadKey(JsonObject behavior)
    {
        switch (behavior.Find("CacheKey")?.Value)
        {
            case null:
                return (KeyPart.None, KeyPart.None, KeyPart.None);
            case JsonObject key:
                foreach (var other in key.Members.Where(m => m.Name is not ("QueryStrings" or "Cookies" or "Headers")))
                    Error("UNKNOWN_MEMBER", $"A cache key has no member `{Short(other.Name)}`: it takes `QueryStrings`, `Cookies` and `Headers`.", other.NameAt);
                return (Part(key, "QueryStrings"), Part(key, "Cookies"), Part(key, "Headers"));
            case var other:
                Error("WRONG_TYPE", $"`CacheKey` is {other.TypeName}; write an object with `QueryStrings`, `Cookies` and `Headers`.", other.At);
                return (KeyPart.None, KeyPart.None, KeyPart.None);
        }
    }

    private KeyPart Part(JsonObject key, string name)
    {
        switch (key.Find(name)?.Value)
        {
            case null or JsonString { Value: "none" }:
                return KeyPart.None;
            case JsonString { Value: "all" } when name != "Headers":
                return KeyPart.Everything;
            case JsonArray list when list.Items.All(i => i is JsonString { Value.Length: > 0 }):
                return new(false, [.. list.Items.OfType<JsonString>().Select(s => s.Value)]);
            case var other:
                Error("WRONG_VALUE", name == "Headers" ? "`Headers` is \"none\" or a list of names: CloudFront keys no cache by every header." : $"`{name}` is \"none\", \"all\" or a list of names.", other.At);
                return KeyPart.None;
        }
    }

    private void Error(string code, string details, Location at) => _findings.Add(new(FindingType.Error, code, details, at));

    private static Location Head(JsonObject json) => json.At with { End = json.At.Start + 1 };

    private static string Short(string name) => name.Length <= 60 ? name : name[..(char.IsHighSurrogate(name[59]) ? 59 : 60)] + "…";
}

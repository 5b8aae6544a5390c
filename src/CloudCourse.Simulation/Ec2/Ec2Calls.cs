using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2;

/// <summary>What EC2's operations have in common: the Region's state, ARNs, tags, filters and pages.</summary>
internal static class Ec2Calls
{
    public static Ec2Region Ec2(this Call call) => call.State.Ec2.Regions.Find(call.Region) ?? Network.DefaultNetwork.Prepare(call);

    public static Ec2Region Ec2(this Turn turn, string region) => turn.State.Ec2.Regions[region];

    public static void Put(this Turn turn, Ec2Region region) =>
        turn.State = turn.State with { Ec2 = turn.State.Ec2 with { Regions = turn.State.Ec2.Regions.Put(region.Code, region) } };

    public static void Put(this Call call, Ec2Region region) => call.Turn.Put(region);

    public static void Put(this Turn turn, string region, Instance instance)
    {
        var ec2 = turn.Ec2(region);
        turn.Put(ec2 with { Instances = ec2.Instances.Put(instance.Id, instance) });
    }

    public static void Put(this Turn turn, string region, Volume volume)
    {
        var ec2 = turn.Ec2(region);
        turn.Put(ec2 with { Volumes = ec2.Volumes.Put(volume.Id, volume) });
    }

    public static string Arn(this Call call, string resource) => $"arn:aws:ec2:{call.Region}:{call.AccountId}:{resource}";

    /// <summary>The permission for an action on one of EC2's resources, with the condition keys that follow from it.</summary>
    /// <param name="kind">As in ARNs, such as <c>instance</c>.</param>
    public static Permission On(this Call call, string action, string kind, string id, params (string Key, string Value)[] keys)
    {
        Dictionary<string, IReadOnlyList<string>> context = new(StringComparer.OrdinalIgnoreCase) { ["ec2:Region"] = [call.Region] };
        foreach (var (key, value) in keys) context[key] = [value];
        foreach (var (key, value) in (call.Ec2().Tags.Find(id) ?? Tags.None).ByKey)
        {
            context[$"aws:ResourceTag/{key}"] = [value];
            context[$"ec2:ResourceTag/{key}"] = [value];
        }
        return new($"ec2:{action}", call.Arn($"{kind}/{id}")) { Context = context };
    }

    /// <summary>The permission for an action that names no resource.</summary>
    public static Permission OnAll(this Call call, string action) =>
        new($"ec2:{action}", "*") { Context = new Dictionary<string, IReadOnlyList<string>> { ["ec2:Region"] = [call.Region] } };

    public static void Tag(this Turn turn, string region, string id, IEnumerable<KeyValuePair<string, string>> tags)
    {
        var ec2 = turn.Ec2(region);
        var all = (ec2.Tags.Find(id) ?? Tags.None).With(tags);
        if (all.ByKey.Count > 0) turn.Put(ec2 with { Tags = ec2.Tags.Put(id, all) });
    }

    /// <summary>The tags that a call gives to resources of one kind as it makes them.</summary>
    /// <param name="besides">Other kinds that the operation tags.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> TagsFor(this Call call, string kind, params IReadOnlyList<string> besides) => TagsFor(call.Input, kind, besides);

    public static IReadOnlyList<KeyValuePair<string, string>> TagsFor(JsonObject input, string kind, params IReadOnlyList<string> besides)
    {
        List<KeyValuePair<string, string>> tags = [];
        foreach (var specification in input.Structures("TagSpecifications").Where(s => Kind(s) == kind))
            tags.AddRange(ReadTags(specification));
        return tags;

        string Kind(JsonObject specification)
        {
            var type = specification.Text("ResourceType") ?? throw Ec2Errors.Invalid(specification.At, "Tag specification resource type must have a value", $"Say what the tags are for: {Words()}.");
            return type.Value == kind || besides.Contains(type.Value) ? type.Value
                : throw Ec2Errors.Invalid(type.At, $"'{type.Value.Shortened()}' is not a valid taggable resource type for this operation.", $"This call tags what it makes: {Words()}.");
        }

        string Words() => string.Join(", ", besides.Prepend(kind).Distinct());
    }

    public static IEnumerable<KeyValuePair<string, string>> ReadTags(JsonObject of)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var tag in of.Structures("Tags"))
        {
            var key = tag.Text("Key") ?? throw Turn.Error("MissingParameter", "Tag key must not be empty.", at: tag.At);
            if (key.Value.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw Ec2Errors.Invalid(key.At, $"Tag keys starting with 'aws:' are reserved for internal use");
            if (key.Value.Length == 0) throw Ec2Errors.Invalid(key.At, "Tag key cannot be empty", "Write a key, such as Owner, or take the tag away.");
            if (key.Value.Length > 127) throw Ec2Errors.Invalid(key.At, $"Tag key exceeds the maximum length of 127 characters");
            if (!seen.Add(key.Value)) throw Ec2Errors.Invalid(key.At, $"Duplicate tag key '{key.Value}' specified.", "A resource has each key once.");
            var value = tag.Text("Value")?.Value ?? "";
            if (value.Length > 255) throw Ec2Errors.Invalid(tag.Last("Value")!.Value.At, "Tag value exceeds the maximum length of 255 characters");
            if (seen.Count > 50) throw Turn.Error("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.", "A resource has 50 tags at most.", at: key.At);
            yield return new(key.Value, value);
        }
    }

    public static Array TagList(this Ec2Region ec2, string id) =>
        new([.. (ec2.Tags.Find(id) ?? Tags.None).ByKey.Select(t => (Node)new Output { ["Key"] = t.Key, ["Value"] = t.Value })]);

    /// <summary>What is asked for by id, all of it without ids; then held against the filters.</summary>
    /// <param name="member">The input's member with ids.</param>
    public static IReadOnlyList<T> Select<T>(this Call call, string member, IEnumerable<T> all, Func<Located<string>, T> find, Filters<T> filters, Func<T, string> idOf)
    {
        List<T> chosen = call.Texts(member) is { Count: > 0 } ids ? [.. ids.DistinctBy(i => i.Value).Select(find)] : [.. all];
        return call.Held(chosen, filters, idOf);
    }

    /// <summary>What passes all the call's filters. Their names are looked at even where there is nothing to hold against them.</summary>
    /// <param name="member">DescribeNatGateways alone calls it <c>Filter</c>.</param>
    public static IReadOnlyList<T> Held<T>(this Call call, IReadOnlyList<T> all, Filters<T> filters, Func<T, string> idOf, string member = "Filters")
    {
        var given = call.Structures(member);
        if (given.Count == 0) return all;
        if (given.Sum(f => f.Texts("Values").Count) > 200) throw Turn.Error("FilterLimitExceeded", "The maximum number of filter values specified on a single call is 200", at: call.At(member));
        var tags = call.Ec2().Tags;
        foreach (var filter in given)
        {
            var name = filter.Text("Name") ?? throw Turn.Error("MissingParameter", "The request must contain the parameter Filter.Name", at: filter.At);
            var values = filter.Texts("Values").Select(v => Iam.Patterns.Wildcard.Codes(v.Value)).ToList();
            if (values.Count == 0) throw Turn.Error("InvalidParameterValue", "The filter value cannot be empty", at: filter.At);
            var valuesOf = name.Value is "tag-key" or "tag-value" || name.Value.StartsWith("tag:", StringComparison.Ordinal) ? (T item) => OfTags(tags.Find(idOf(item)) ?? Tags.None, name.Value)
                : filters.GetValueOrDefault(name.Value)
                ?? throw Ec2Errors.Invalid(name.At, $"The filter '{name.Value.Shortened()}' is invalid", $"AWS's page of the operation lists its filters; the simulation has {string.Join(", ", filters.Keys.Order(StringComparer.Ordinal))}{(filters.Count == 0 ? "" : ", ")}tag:… and tag-key.");
            all = [.. all.Where(item => valuesOf(item).Any(v => values.Exists(p => Iam.Patterns.Wildcard.Matches(p, v, false, new(100_000)))))];
        }
        return all;
    }

    private static IEnumerable<string> OfTags(Tags of, string filter) => filter switch
    {
        "tag-key" => of.ByKey.Keys,
        "tag-value" => of.ByKey.Values,
        _ => of.ByKey.TryGetValue(filter[4..], out var value) ? [value] : [],
    };

    /// <summary>The page of a long answer that the call asks for, with the token of the next.</summary>
    /// <param name="ids">The input's member with ids, where AWS takes no page size beside it.</param>
    public static Output Page(this Call call, string member, IReadOnlyList<Output> all, string? ids = null, int least = 5, int most = 1000)
    {
        var size = int.MaxValue;
        if (call.Integer("MaxResults") is { } wanted)
        {
            if (ids is not null && call.Texts(ids).Count > 0)
                throw Ec2Errors.Combination(call.At("MaxResults"), $"The parameter {char.ToLowerInvariant(ids[0])}{ids[1..^3]}sSet cannot be used with the parameter maxResults", "Ask for pages, or for certain ids.");
            if (wanted < least) throw Ec2Errors.Invalid(call.At("MaxResults"), $"Value ( {wanted} ) for parameter maxResults is invalid. Expecting a value greater than or equal to {least}.");
            if (wanted > most) throw Ec2Errors.Invalid(call.At("MaxResults"), $"Value ( {wanted} ) for parameter maxResults is invalid. Expecting a value less than or equal to {most}.");
            size = (int)wanted;
        }
        var from = 0;
        if (call.Text("NextToken") is { } token && !(PageToken.Read(token) is { } place && (from = place) <= all.Count))
            throw Turn.Error("InvalidParameterValue", "Unable to parse pagination token", "A token comes from the answer before and is used as it is.", at: call.At("NextToken"));
        Output output = new() { [member] = new Array([.. all.Skip(from).Take(size)]) };
        if (size < all.Count - from) output["NextToken"] = PageToken.Of(from + size);
        return output;
    }

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", System.Globalization.CultureInfo.InvariantCulture);
}

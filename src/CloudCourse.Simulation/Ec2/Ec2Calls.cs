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
    public static IReadOnlyList<KeyValuePair<string, string>> TagsFor(this Call call, string kind) => TagsFor(call.Input, kind);

    public static IReadOnlyList<KeyValuePair<string, string>> TagsFor(JsonObject input, string kind)
    {
        List<KeyValuePair<string, string>> tags = [];
        foreach (var specification in input.Structures("TagSpecifications").Where(s => s.Text("ResourceType")?.Value == kind))
            tags.AddRange(ReadTags(specification));
        return tags;
    }

    public static IEnumerable<KeyValuePair<string, string>> ReadTags(JsonObject of)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var tag in of.Structures("Tags"))
        {
            var key = tag.Text("Key") ?? throw Turn.Error("MissingParameter", "Tag key must not be empty.", at: tag.At);
            if (key.Value.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw Ec2Errors.Invalid(key.At, $"Tag keys starting with 'aws:' are reserved for internal use");
            if (key.Value.Length is 0 or > 127) throw Ec2Errors.Invalid(key.At, $"Tag key exceeds the maximum length of 127 characters");
            if (!seen.Add(key.Value)) throw Ec2Errors.Invalid(key.At, $"Duplicate tag key '{key.Value}' specified.");
            yield return new(key.Value, tag.Text("Value")?.Value ?? "");
        }
    }

    public static Array TagList(this Ec2Region ec2, string id) =>
        new([.. (ec2.Tags.Find(id) ?? Tags.None).ByKey.Select(t => (Node)new Output { ["Key"] = t.Key, ["Value"] = t.Value })]);

    /// <summary>What is asked for by id, all of it without ids; then held against the filters.</summary>
    /// <param name="member">The input's member with ids.</param>
    /// <param name="valuesOf">A filter's name to the resource's values; null for a filter that there is not.</param>
    public static IReadOnlyList<T> Select<T>(this Call call, string member, IEnumerable<T> all, Func<Located<string>, T> find, Func<T, string, IEnumerable<string>?> valuesOf, Func<T, string> idOf)
    {
        List<T> chosen = call.Texts(member) is { Count: > 0 } ids ? [.. ids.DistinctBy(i => i.Value).Select(find)] : [.. all];
        foreach (var filter in call.Structures("Filters"))
        {
            var name = filter.Text("Name") ?? throw Turn.Error("MissingParameter", "The request must contain the parameter Filter.Name", at: filter.At);
            var values = filter.Texts("Values").Select(v => v.Value).ToList();
            if (values.Count == 0) throw Turn.Error("InvalidParameterValue", "The filter value cannot be empty", at: filter.At);
            chosen = [.. chosen.Where(item => (OfTags(call.Ec2(), idOf(item), name.Value) ?? valuesOf(item, name.Value)
                ?? throw Ec2Errors.Invalid(name.At, $"The filter '{name.Value}' is invalid", "AWS's page of the operation lists its filters; this simulation has the common ones."))
                .Any(v => values.Exists(p => Iam.Patterns.Wildcard.Matches(Iam.Patterns.Wildcard.Codes(p), v, false, new(100_000)))))];
        }
        return chosen;
    }

    private static IEnumerable<string>? OfTags(Ec2Region ec2, string id, string filter)
    {
        var tags = (ec2.Tags.Find(id) ?? Tags.None).ByKey;
        if (filter.StartsWith("tag:", StringComparison.Ordinal)) return tags.TryGetValue(filter[4..], out var value) ? [value] : [];
        return filter is "tag-key" ? tags.Keys : filter is "tag-value" ? tags.Values : null;
    }

    /// <summary>The page of a long answer that the call asks for, with the token of the next.</summary>
    public static Output Page(this Call call, string member, IReadOnlyList<Output> all)
    {
        var size = call.Integer("MaxResults") is { } wanted ? (int)Math.Clamp(wanted, 1, 1000) : int.MaxValue;
        var from = 0;
        if (call.Text("NextToken") is { } token && (!int.TryParse(token, out from) || from < 0 || from > all.Count))
            throw Turn.Error("InvalidParameterValue", "Unable to parse pagination token", "A token comes from the answer before and is used as it is.", at: call.At("NextToken"));
        Output output = new() { [member] = new Array([.. all.Skip(from).Take(size)]) };
        if (size < all.Count - from) output["NextToken"] = (from + size).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return output;
    }

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", System.Globalization.CultureInfo.InvariantCulture);
}

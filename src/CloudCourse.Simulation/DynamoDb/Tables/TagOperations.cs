using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>Tags of tables.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html"/>
internal static class TagOperations
{
    private const int MaxTags = 50, MaxKey = 128, MaxValue = 256;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("TagResource", c => Needs(c, "TagResource", Asked(Read(c.Input, "Tags"))), Tag),
        new("UntagResource", c => Needs(c, "UntagResource", new() { ["aws:TagKeys"] = [.. c.Texts("TagKeys").Select(t => t.Value)] }), Untag),
        new("ListTagsOfResource", c => Needs(c, "ListTagsOfResource", []), c => new()
        {
            ["Tags"] = new Array([.. Named(c).Tags.Select(t => new Output { ["Key"] = t.Key, ["Value"] = t.Value })]),
        }),
    ];

    /// <summary>The tags in a request, checked.</summary>
    public static ImmutableSortedDictionary<string, string> Read(JsonObject input, string member)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var json in input.Structures(member))
        {
            var (key, value) = (json.Text("Key")!.Value, json.Text("Value")!.Value);
            if (key.Length is 0 or > MaxKey) throw DynamoErrors.Invalid($"Tag key {(key.Length == 0 ? "is empty" : $"is longer than {MaxKey} characters")}", at: json.At);
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw DynamoErrors.Invalid("Tag keys starting with 'aws:' are reserved for system use", at: json.At);
            if (value.Length > MaxValue) throw DynamoErrors.Invalid($"Tag value is longer than {MaxValue} characters", at: json.At);
            if (tags.ContainsKey(key)) throw DynamoErrors.Invalid($"There are duplicate tag keys in the request: {key}", at: json.At);
            tags[key] = value;
        }
        return tags.ToImmutable();
    }

    /// <summary>What a policy may ask of tags in a request.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Asked(ImmutableSortedDictionary<string, string> tags)
    {
        Dictionary<string, IReadOnlyList<string>> keys = [];
        if (tags.IsEmpty) return keys;
        foreach (var (key, value) in tags) keys[$"aws:RequestTag/{key}"] = [value];
        keys["aws:TagKeys"] = [.. tags.Keys];
        return keys;
    }

    private static IEnumerable<Permission> Needs(Call call, string action, Dictionary<string, IReadOnlyList<string>> keys)
    {
        var arn = call.Need("ResourceArn");
        var prefix = Requests.ArnOf(call, "");
        var table = arn.StartsWith(prefix, StringComparison.Ordinal) ? call.State.FindTable(call.Region, arn[prefix.Length..]) : null;
        call.Prepared = table;
        foreach (var (key, value) in table?.Tags ?? ImmutableSortedDictionary<string, string>.Empty) keys[$"aws:ResourceTag/{key}"] = [value];
        return [new($"dynamodb:{action}", arn) { Context = keys }];
    }

    private static DynamoTable Named(Call call) => (DynamoTable?)call.Prepared
        ?? throw Turn.Error("ResourceNotFoundException", $"Requested resource not found: ResourcArn: {call.Need("ResourceArn").Shortened()} not found", "Give a table's whole ARN, as DescribeTable tells it.", at: call.At("ResourceArn"));

    private static Output Tag(Call call)
    {
        var table = Named(call);
        var tags = table.Tags.SetItems(Read(call.Input, "Tags"));
        if (tags.Count > MaxTags) throw DynamoErrors.Invalid($"Too many tags: a resource has {MaxTags} at most", at: call.At("Tags"));
        call.Turn.Put(table with { Tags = tags });
        return [];
    }

    private static Output Untag(Call call)
    {
        var table = Named(call);
        call.Turn.Put(table with { Tags = table.Tags.RemoveRange(call.Texts("TagKeys").Select(t => t.Value)) });
        return [];
    }
}

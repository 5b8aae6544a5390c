using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>Tags on IAM's resources. Keys that differ in case only are one key here, unlike elsewhere in AWS.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html"/>
internal static class IamTagOperations
{
    public const int Most = 50;

    private sealed record Kind(string Name, Func<Call, string> Arn, Func<Call, IReadOnlyList<KeyValuePair<string, string>>> Tags, Action<Call, IReadOnlyList<KeyValuePair<string, string>>> Put);

    private static readonly Kind[] Kinds =
    [
        new("User", c => UserOperations.Named(c).Arn, c => UserOperations.Named(c).Tags, (c, t) => UserOperations.Put(c, UserOperations.Named(c) with { Tags = t })),
        new("Role", c => RoleOperations.Named(c).Arn, c => RoleOperations.Named(c).Tags, (c, t) => RoleOperations.Put(c, RoleOperations.Named(c) with { Tags = t })),
        new("Policy", c => PolicyOperations.Own(c, "TagPolicy").Arn, c => PolicyOperations.Own(c, "TagPolicy").Tags, (c, t) => PolicyOperations.Put(c, PolicyOperations.Own(c, "TagPolicy") with { Tags = t })),
        new("InstanceProfile", c => InstanceProfileOperations.Named(c).Arn, c => InstanceProfileOperations.Named(c).Tags, (c, t) => InstanceProfileOperations.Put(c, InstanceProfileOperations.Named(c) with { Tags = t })),
    ];

    public static IReadOnlyList<Operation> All { get; } = [.. Kinds.SelectMany(OfKind)];

    private static IEnumerable<Operation> OfKind(Kind kind)
    {
        yield return new($"Tag{kind.Name}", c => [new($"iam:Tag{kind.Name}", kind.Arn(c)) { Context = Keys(c) }], c =>
        {
            kind.Put(c, With(c, kind.Tags(c), Read(c)));
            c.Turn.Note("iam", kind.Arn(c), $"{kind.Arn(c)[(kind.Arn(c).LastIndexOf('/') + 1)..]} was tagged.");
            return [];
        });
        yield return new($"Untag{kind.Name}", c => [new($"iam:Untag{kind.Name}", kind.Arn(c))], c =>
        {
            var gone = c.Texts("TagKeys").Select(k => k.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
            kind.Put(c, [.. kind.Tags(c).Where(t => !gone.Contains(t.Key))]);
            return [];
        });
        yield return new(kind.Name is "Policy" ? "ListPolicyTags" : $"List{kind.Name}Tags", c => [new($"iam:List{kind.Name}Tags", kind.Arn(c))], c => c.Page("Tags", Describe(kind.Tags(c))));
    }

    /// <summary>The condition keys that go with tags in a call.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Keys(Call call)
    {
        Dictionary<string, IReadOnlyList<string>> keys = new(StringComparer.OrdinalIgnoreCase);
        var tags = Read(call);
        foreach (var (key, value) in tags) keys[$"aws:RequestTag/{key}"] = [value];
        if (tags.Count > 0) keys["aws:TagKeys"] = [.. tags.Select(t => t.Key)];
        return keys;
    }

    /// <summary>The tags that a call gives.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(Call call)
    {
        List<KeyValuePair<string, string>> tags = [];
        foreach (var tag in call.Structures("Tags"))
        {
            var key = tag.Text("Key")!;
            if (key.Value.Length is 0 or > 128) throw Turn.Error("ValidationError", "1 validation error detected: Value at 'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 128", "A key has 1 to 128 characters.", 400, key.At);
            if (key.Value.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw Turn.Error("InvalidInput", "System tags cannot be added/updated by requester", "Keys that begin with aws: are AWS's.", 400, key.At);
            if (tags.Exists(t => t.Key.Equals(key.Value, StringComparison.OrdinalIgnoreCase))) throw Turn.Error("InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.", null, 400, key.At);
            if (tag.Text("Value") is { Value.Length: > 256 } value) throw Turn.Error("ValidationError", "1 validation error detected: Value at 'tags.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 256", null, 400, value.At);
            tags.Add(new(key.Value, tag.Text("Value")?.Value ?? ""));
        }
        return tags;
    }

    public static IReadOnlyList<KeyValuePair<string, string>> With(Call call, IReadOnlyList<KeyValuePair<string, string>> before, IReadOnlyList<KeyValuePair<string, string>> more)
    {
        List<KeyValuePair<string, string>> all = [.. before.Where(b => !more.Any(m => m.Key.Equals(b.Key, StringComparison.OrdinalIgnoreCase))), .. more];
        return all.Count <= Most ? all : throw Turn.Error("LimitExceeded", "The number of tags has reached the maximum limit.", $"A resource has {Most} tags at most.", 409, call.At("Tags"));
    }

    public static IEnumerable<Node> Describe(IReadOnlyList<KeyValuePair<string, string>> tags) => tags.Select(t => (Node)new Output { ["Key"] = t.Key, ["Value"] = t.Value });

    /// <summary>Puts tags into an output, where there are any.</summary>
    public static void Into(Output output, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > 0) output["Tags"] = new Array([.. Describe(tags)]);
    }
}

using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.EventBridge;

/// <summary>Tags of buses and rules.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TagResource.html"/>
internal static class TagOperations
{
    private const int MostTags = 50;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("TagResource", c => [On(c, "TagResource", EventsCalls.ReadTags(c))], c => Change(c, t => t.SetItems(EventsCalls.ReadTags(c)))),
        new("UntagResource", c => [On(c, "UntagResource", ImmutableSortedDictionary.CreateRange(c.Texts("TagKeys").Select(k => KeyValuePair.Create(k.Value, ""))))],
            c => Change(c, t => t.RemoveRange(c.Texts("TagKeys").Select(k => k.Value)))),
        new("ListTagsForResource", c => [On(c, "ListTagsForResource", ImmutableSortedDictionary<string, string>.Empty)], c => new() { ["Tags"] = EventsCalls.Describe(TagsOf(c)) }),
    ];

    private static Permission On(Call call, string action, ImmutableSortedDictionary<string, string> asked)
    {
        Dictionary<string, IReadOnlyList<string>> context = [];
        var (bus, rule) = Find(call);
        foreach (var (key, value) in (rule?.Tags ?? bus?.Tags) ?? ImmutableSortedDictionary<string, string>.Empty) context[$"aws:ResourceTag/{key}"] = [value];
        if (!asked.IsEmpty) context["aws:TagKeys"] = [.. asked.Keys];
        if (action == "TagResource")
        {
            foreach (var (key, value) in asked) context[$"aws:RequestTag/{key}"] = [value];
        }
        return new($"events:{action}", call.Need("ResourceARN")) { Context = context };
    }

    private static (EventBus? Bus, EventRule? Rule) Find(Call call)
    {
        if (call.Need("ResourceARN").Split(':', 6) is not ["arn", "aws", "events", var region, _, var rest]) return default;
        if (rest.StartsWith("event-bus/", StringComparison.Ordinal)) return (EventsCalls.Find(call.State, region, rest[10..]), null);
        if (!rest.StartsWith("rule/", StringComparison.Ordinal)) return default;
        var (busName, name) = rest[5..].Split('/', 2) is [var b, var n] ? (b, n) : (EventBus.Default, rest[5..]);
        var bus = EventsCalls.Find(call.State, region, busName);
        return bus?.Rules.Find(name) is { } rule ? (bus, rule) : default;
    }

    private static ImmutableSortedDictionary<string, string> TagsOf(Call call) => Find(call) switch
    {
        (_, { } rule) => rule.Tags,
        ({ } bus, null) => bus.Tags,
        _ => throw Missing(call),
    };

    private static AwsException Missing(Call call) => EventsCalls.NotFound(call, "ResourceARN", $"{call.Need("ResourceARN").Shortened()} does not exist.");

    private static Output Change(Call call, Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change)
    {
        var tags = change(TagsOf(call));
        if (tags.Count > MostTags) throw EventsCalls.Invalid(call, "Tags", $"A resource has {MostTags} tags at most.");
        var (bus, rule) = Find(call);
        if (rule is not null) call.Turn.Put(bus!, rule with { Tags = tags });
        else call.Turn.Put(bus! with { Tags = tags });
        return [];
    }
}

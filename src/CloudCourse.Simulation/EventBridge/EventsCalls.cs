using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.EventBridge;

/// <summary>What the operations of EventBridge have in common.</summary>
internal static class EventsCalls
{
    public static string BusArn(string region, string account, string name) => $"arn:aws:events:{region}:{account}:event-bus/{name}";

    public static string RuleArn(string region, string account, string bus, string name) => $"arn:aws:events:{region}:{account}:rule/{(bus == EventBus.Default ? "" : bus + "/")}{name}";

    public static EventBus? Find(AccountState state, string region, string name) =>
        state.Events.Buses.Find(EventsState.Key(region, name))
        ?? (name == EventBus.Default ? new(region, name, BusArn(region, state.AccountId, name), null) : null);

    /// <summary>A bus's name as it may be given: plain, or its ARN.</summary>
    public static string Bare(string? given) => given is null ? EventBus.Default
        : given.StartsWith("arn:", StringComparison.Ordinal) && given.IndexOf(":event-bus/", StringComparison.Ordinal) is >= 0 and var at ? given[(at + 11)..] : given;

    public static string BusName(this Call call, string member = "EventBusName") => Bare(call.Text(member));

    public static EventBus Bus(this Call call, string member = "EventBusName") =>
        Find(call.State, call.Region, call.BusName(member))
        ?? throw NotFound(call, member, $"Event bus {call.BusName(member)} does not exist.", $"There is none of that name in {call.Region}.");

    public static EventRule Rule(this Call call, string member = "Name") =>
        call.Bus().Rules.Find(call.Need(member)) ?? throw NotFound(call, member, $"Rule {call.Need(member)} does not exist on EventBus {call.BusName()}.");

    public static AwsException NotFound(Call call, string member, string message, string? advice = null) => Turn.Error("ResourceNotFoundException", message, advice, 400, call.At(member));

    public static AwsException Invalid(Call call, string member, string message, string? advice = null) => Turn.Error("ValidationException", message, advice, 400, call.At(member));

    public static AwsException TooMany(Call call, string member, string advice) => Turn.Error("LimitExceededException", "The requested resource exceeds the maximum number allowed.", advice, 400, call.At(member));

    public static void Put(this Turn turn, EventBus bus) =>
        turn.State = turn.State with { Events = turn.State.Events with { Buses = turn.State.Events.Buses.Put(EventsState.Key(bus.Region, bus.Name), bus) } };

    public static void Put(this Turn turn, EventBus bus, EventRule rule) => turn.Put(bus with { Rules = bus.Rules.Put(rule.Name, rule) });

    public static Permission OnBus(Call call, string action, string member = "EventBusName") => OnBus(call, action, Find(call.State, call.Region, call.BusName(member)), call.BusName(member));

    public static Permission OnBus(Call call, string action, EventBus? bus, string name) =>
        new($"events:{action}", bus?.Arn ?? BusArn(call.Region, call.AccountId, name)) { ResourcePolicy = bus?.Policy?.Policy, Context = Keys(bus?.Tags) };

    public static Permission OnRule(Call call, string action, string member = "Name", params ReadOnlySpan<(string Key, IReadOnlyList<string> Values)> keys)
    {
        var bus = Find(call.State, call.Region, call.BusName());
        var rule = bus?.Rules.Find(call.Need(member));
        var context = Keys(rule?.Tags);
        context["events:creatorAccount"] = [call.AccountId];
        foreach (var (key, values) in keys)
        {
            if (values.Count > 0) context[key] = values;
        }
        return new($"events:{action}", RuleArn(call.Region, call.AccountId, call.BusName(), call.Need(member))) { ResourcePolicy = bus?.Policy?.Policy, Context = context };
    }

    private static Dictionary<string, IReadOnlyList<string>> Keys(ImmutableSortedDictionary<string, string>? tags)
    {
        Dictionary<string, IReadOnlyList<string>> context = [];
        foreach (var (key, value) in tags ?? ImmutableSortedDictionary<string, string>.Empty) context[$"aws:ResourceTag/{key}"] = [value];
        return context;
    }

    public static ImmutableSortedDictionary<string, string> ReadTags(Call call)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in call.Structures("Tags"))
        {
            var (key, value) = (tag.Text("Key")?.Value ?? "", tag.Text("Value")?.Value ?? "");
            if (key.Length is 0 or > 128 || value.Length > 256) throw Invalid(call, "Tags", "Tag keys have 1 to 128 characters, values up to 256.");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw Invalid(call, "Tags", "aws: prefixed tag key names are not allowed for external use.");
            tags[key] = value;
        }
        return tags.ToImmutable();
    }

    public static Array Describe(ImmutableSortedDictionary<string, string> tags) => new([.. tags.Select(t => (Node)new Output { ["Key"] = t.Key, ["Value"] = t.Value })]);

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Uuid(Turn turn)
    {
        var hex = turn.HexId(32);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    /// <summary>One page of a list, sized by Limit.</summary>
    public static Output Page(Call call, string member, IEnumerable<Node> all)
    {
        if (call.Integer("Limit") is { } asked && asked is < 1 or > 100)
            throw Invalid(call, "Limit", $"1 validation error detected: Value '{asked}' at 'limit' failed to satisfy constraint: Member must have value {(asked < 1 ? "greater than or equal to 1" : "less than or equal to 100")}");
        var size = (int)(call.Integer("Limit") ?? 100);
        var from = 0;
        if (call.Text("NextToken") is { } token)
        {
            Span<byte> bytes = stackalloc byte[32];
            if (!Convert.TryFromBase64String(token, bytes, out var length) || !int.TryParse(Encoding.ASCII.GetString(bytes[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out from))
                throw Invalid(call, "NextToken", "Invalid nextToken.", "A token comes from the answer before and is used as it is.");
        }
        var rest = all.Skip(from).Take(size + 1).ToList();
        Output output = new() { [member] = new Array([.. rest.Take(size)]) };
        if (rest.Count > size) output["NextToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes((from + size).ToString(CultureInfo.InvariantCulture)));
        return output;
    }

    public static void Set(this Output output, string member, string? value)
    {
        if (value is not null) output[member] = value;
    }
}

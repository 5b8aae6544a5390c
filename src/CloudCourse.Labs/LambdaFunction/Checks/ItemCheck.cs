using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Labs.LambdaFunction.Evidence;
using CloudCourse.Labs.LambdaHandler;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Object = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Labs.LambdaFunction.Checks;

/// <summary><c>item</c>: what stands in a table under a key. Authors write plain JSON; attribute values are made of it.</summary>
internal sealed class ItemCheck : FunctionCheck<ItemCheck.Asked, ItemCheck.Wanted>
{
    internal sealed record Asked(string Table, JsonElement Key, string? Function = null, string? From = null, string? At = null);

    /// <summary>Neither: it is there.</summary>
    internal sealed record Wanted(JsonElement Includes = default, bool Absent = false);

    public override IReadOnlyDictionary<string, string> Keys { get; } = KeysWith(
        ("missing", "The table has no item {key}."),
        ("different", "In the item {key}, {pointer} is {got}; expected is {expected}."),
        ("present", "The table has an item {key}, and none was to be there."));

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (from, at, why) = Between(run, given.From, given.At);
        FunctionWindow window = new(run, given.Function, from, given.At is null ? null : at);
        if (at is null) return Judged(run, window, NotMade, new(), ("why", why!));
        var account = SimulatedAccount.Restore(at);
        var root = Caller.Root(at.Options.AccountId);
        Object key = [.. given.Key.EnumerateObject().Select(m => KeyValuePair.Create<string, Node?>(m.Name, Value(m.Value)))];
        var item = account.Call(root, run.Region, "dynamodb", "GetItem", new Object { ["TableName"] = given.Table, ["Key"] = key, ["ConsistentRead"] = true }.ToJsonString()).Output?["Item"] as Object;
        List<string> nearby = [];
        if (item is null)
        {
            var scanned = account.Call(root, run.Region, "dynamodb", "Scan", new Object { ["TableName"] = given.Table, ["Limit"] = 5 }.ToJsonString()).Output;
            nearby = [.. (scanned?["Items"] as Array ?? []).Select(i => HandlerEvidence.Cut(Plain((Object)i!).ToJsonString(CourseJsonText), 200))];
        }
        var plain = item is null ? null : Plain(item);
        var (outcome, differences) = Compare(plain, expect);
        var name = given.Key.GetRawText();
        StoredEvidence stored = new("item", name, plain is null ? null : HandlerEvidence.Pretty(plain.ToJsonString()), expect.Includes.ValueKind is JsonValueKind.Undefined ? null : HandlerEvidence.Pretty(expect.Includes.GetRawText()), differences, nearby);
        var first = differences is [var d, ..] ? d : null;
        return Judged(run, window, outcome, new() { Stored = stored }, ("key", name), ("pointer", first?.Place() ?? ""), ("expected", first?.Expected ?? ""), ("got", first?.Got ?? "missing"));
    }

    private static readonly JsonSerializerOptions CourseJsonText = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static (string? Key, IReadOnlyList<JsonDifference> Differences) Compare(Object? item, Wanted expect)
    {
        if (expect.Absent) return (item is null ? null : "present", []);
        if (item is null) return ("missing", []);
        if (expect.Includes.ValueKind is JsonValueKind.Undefined) return (null, []);
        var differences = JsonDifferences.Find(expect.Includes, JsonElement.Parse(item.ToJsonString()), partial: true);
        return (differences.Count == 0 ? null : "different", differences);
    }

    private static Object Plain(Object item) => [.. item.Select(m => KeyValuePair.Create(m.Key, Plain((Object)m.Value!, 0)))];

    /// <summary>DynamoDB nests 32 deep at most.</summary>
    private static Node? Plain(Object value, int depth) => value.First() switch
    {
        ("N", { } number) => Node.Parse(number.GetValue<string>()),
        ("M", Object map) => new Object(map.Select(m => KeyValuePair.Create(m.Key, Plain((Object)m.Value!, depth + 1)))),
        ("L", Array list) => new Array([.. list.Select(v => Plain((Object)v!, depth + 1))]),
        ("NS", Array numbers) => new Array([.. numbers.Select(n => Node.Parse(n!.GetValue<string>()))]),
        ("NULL", _) => null,
        var (_, other) => other?.DeepClone(),
    };

    private static Object Value(JsonElement plain) => plain.ValueKind switch
    {
        JsonValueKind.Number => new() { ["N"] = plain.GetRawText() },
        JsonValueKind.True or JsonValueKind.False => new() { ["BOOL"] = plain.GetBoolean() },
        _ => new() { ["S"] = plain.ToString() },
    };

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if (given.Key.ValueKind is not JsonValueKind.Object) yield return "`key` has the table's key attributes, in plain JSON";
        if (expect.Absent && expect.Includes.ValueKind is not JsonValueKind.Undefined) yield return "`expect` has one of `includes` and `absent`, or none";
        foreach (var problem in Marks(cloud, given.From, given.At)) yield return problem;
    }
}

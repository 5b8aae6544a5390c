using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Routing;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.EventBridge;

/// <summary>Putting events on a bus, and trying a pattern out.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html"/>
internal static class EventOperations
{
    private const int MostEntries = 10, MostBytes = 1 << 20;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutEvents", MayPut, Put),
        new("TestEventPattern", _ => [new("events:TestEventPattern", "*")], Test),
    ];

    private static IEnumerable<Permission> MayPut(Call call)
    {
        foreach (var entry in call.Structures("Entries"))
        {
            var name = EventsCalls.Bare(entry.Text("EventBusName")?.Value);
            var permission = EventsCalls.OnBus(call, "PutEvents", EventsCalls.Find(call.State, call.Region, name), name);
            Dictionary<string, IReadOnlyList<string>> context = new(permission.Context) { ["events:eventBusInvocation"] = ["false"] };
            if (entry.Text("Source") is { } source) context["events:source"] = [source.Value];
            if (entry.Text("DetailType") is { } type) context["events:detail-type"] = [type.Value];
            yield return permission with { Context = context };
        }
    }

    private static Output Put(Call call)
    {
        var entries = call.Structures("Entries");
        if (entries.Count is 0 or > MostEntries)
            throw EventsCalls.Invalid(call, "Entries", $"1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length {(entries.Count == 0 ? "greater than or equal to 1" : "less than or equal to 10")}");
        if (entries.Sum(Size) > MostBytes) throw EventsCalls.Invalid(call, "Entries", "Total size of the entries in the request is over the limit.", "All entries of a call together have 1 MB. Put what is larger into a bucket, and its address into the event.");
        var failed = 0;
        Array results = [];
        foreach (var entry in entries)
        {
            if (entry.InUse("TraceHeader") is { } trace) throw Turn.Error(AwsError.NotSimulated, "The simulation traces nothing.", "Leave TraceHeader out here.", 501, trace.NameAt);
            var (id, code, message) = Put(call, entry);
            if (code is not null) failed++;
            results.Add(code is null ? new Output { ["EventId"] = id } : new Output { ["ErrorCode"] = code, ["ErrorMessage"] = message });
        }
        return new() { ["FailedEntryCount"] = failed, ["Entries"] = results };
    }

    private static (string? Id, string? Code, string? Message) Put(Call call, JsonObject entry)
    {
        foreach (var needed in new[] { "Source", "DetailType", "Detail" })
        {
            if (entry.Text(needed)?.Value is null or "") return (null, "InvalidArgument", $"Parameter {needed} is not valid. Reason: {needed} is a required argument.");
        }
        var (source, detail) = (entry.Text("Source")!.Value, JsonReader.Read(entry.Text("Detail")!.Value).Value as JsonObject);
        if (detail is null) return (null, "MalformedDetail", "Detail is malformed.");
        if (source.StartsWith("aws.", StringComparison.Ordinal)) return (null, "NotAuthorizedForSource", "Not authorized for the source.");
        if (EventTime(call, entry) is not { } time) return (null, "InvalidArgument", "Parameter Time is not valid.");
        var busName = EventsCalls.Bare(entry.Text("EventBusName")?.Value);
        var id = EventsCalls.Uuid(call.Turn);
        var text = AwsEvents.Text(id, entry.Text("DetailType")!.Value, source, call.AccountId, time, call.Region, entry.Texts("Resources").Select(r => r.Value), JsonText.Of(detail));
        if (EventsCalls.Find(call.State, call.Region, busName) is null) call.Turn.Note("events", id, $"An event was put on the event bus {busName.Shortened()}, which is not there: EventBridge says nothing, and the event is lost.");
        else EventRouter.Publish(call.Turn, call.Region, busName, (JsonObject)JsonReader.Read(text, JsonReader.MaxDepthOfCalls).Value!, text);
        return (id, null, null);
    }

    private static DateTimeOffset? EventTime(Call call, JsonObject entry) => entry.Last("Time")?.Value switch
    {
        null => call.Now,
        JsonNumber n when double.TryParse(n.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 253402300800 => DateTimeOffset.FromUnixTimeSeconds((long)seconds),
        JsonString s when DateTimeOffset.TryParse(s.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) => moment,
        _ => null,
    };

    /// <summary>As AWS counts an entry.</summary>
    /// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size"/>
    private static int Size(JsonObject entry) =>
        (entry.Last("Time") is null ? 0 : 14)
        + new[] { "Source", "DetailType", "Detail" }.Sum(m => Encoding.UTF8.GetByteCount(entry.Text(m)?.Value ?? ""))
        + entry.Texts("Resources").Sum(r => Encoding.UTF8.GetByteCount(r.Value));

    private static readonly string[] OfEvent = ["id", "account", "source", "time", "region", "resources", "detail-type"];

    private static Output Test(Call call)
    {
        var pattern = RuleOperations.Read(call, call.Need("EventPattern"));
        if (JsonReader.Read(call.Need("Event")).Value is not JsonObject theEvent) throw EventsCalls.Invalid(call, "Event", "Parameter Event is not valid.", "It is the JSON of a whole event.");
        if (System.Array.Find(OfEvent, m => theEvent.Last(m) is null) is { } missing)
            throw EventsCalls.Invalid(call, "Event", "Parameter Event is not valid.", $"It lacks {missing}: a whole event has {string.Join(", ", OfEvent)}.");
        return new() { ["Result"] = pattern.Matches(theEvent) };
    }
}

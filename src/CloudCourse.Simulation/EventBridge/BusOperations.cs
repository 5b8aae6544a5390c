using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.EventBridge;

/// <summary>Making, showing and deleting event buses.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html"/>
internal static partial class BusOperations
{
    private const int MostBuses = 100;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateEventBus", MayCreate, Create),
        new("DeleteEventBus", c => [EventsCalls.OnBus(c, "DeleteEventBus", "Name")], Delete),
        new("DescribeEventBus", c => [EventsCalls.OnBus(c, "DescribeEventBus", "Name")], c => Describe(c.Bus("Name"))),
        new("ListEventBuses", _ => [new("events:ListEventBuses", "*")], c => EventsCalls.Page(c, "EventBuses", Of(c)
            .Where(b => b.Name.StartsWith(c.Text("NamePrefix") ?? "", StringComparison.Ordinal)).Select(Describe))),
    ];

    private static IEnumerable<EventBus> Of(Call call) =>
        call.State.Events.Buses.Values.Where(b => b.Region == call.Region && b.Name != EventBus.Default)
            .Append(EventsCalls.Find(call.State, call.Region, EventBus.Default)!).OrderBy(b => b.Name, StringComparer.Ordinal);

    private static IEnumerable<Permission> MayCreate(Call call)
    {
        var permission = EventsCalls.OnBus(call, "CreateEventBus", "Name");
        var tags = EventsCalls.ReadTags(call);
        if (!tags.IsEmpty)
        {
            Dictionary<string, IReadOnlyList<string>> context = new(permission.Context) { ["aws:TagKeys"] = [.. tags.Keys] };
            foreach (var (key, value) in tags) context[$"aws:RequestTag/{key}"] = [value];
            permission = permission with { Context = context };
            yield return permission with { Action = "events:TagResource" };
        }
        yield return permission;
    }

    private static Output Create(Call call)
    {
        var name = call.Need("Name");
        if (name.Length is 0 or > 256 || !NameForm.IsMatch(name))
            throw EventsCalls.Invalid(call, "Name", $"1 validation error detected: Value '{name.Shortened()}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+");
        if (name.Contains('/', StringComparison.Ordinal)) throw EventsCalls.Invalid(call, "Name", "Event bus name must not contain '/'.", "Only the buses of partners have names with a slash.");
        if (EventsCalls.Find(call.State, call.Region, name) is not null)
            throw Turn.Error("ResourceAlreadyExistsException", $"Event bus {name} already exists.", name == EventBus.Default ? "Every Region has its default bus from the beginning." : null, 400, call.At("Name"));
        if (Of(call).Count() >= MostBuses) throw EventsCalls.TooMany(call, "Name", $"A Region has {MostBuses} event buses at most.");
        if (call.Text("Description") is { Length: > 512 }) throw EventsCalls.Invalid(call, "Description", "1 validation error detected: Value at 'description' failed to satisfy constraint: Member must have length less than or equal to 512");
        EventBus bus = new(call.Region, name, EventsCalls.BusArn(call.Region, call.AccountId, name), call.Now) { Description = call.Text("Description"), Modified = call.Now, Tags = EventsCalls.ReadTags(call) };
        call.Turn.Put(bus);
        call.Turn.Note("events", bus.Arn, $"The event bus {name} was made.", null, "exists");
        Output output = new() { ["EventBusArn"] = bus.Arn };
        output.Set("Description", bus.Description);
        return output;
    }

    /// <summary>A bus that is not there is deleted as well as any.</summary>
    private static Output Delete(Call call)
    {
        var name = call.BusName("Name");
        if (name == EventBus.Default) throw EventsCalls.Invalid(call, "Name", $"Cannot delete event bus {name}.");
        if (EventsCalls.Find(call.State, call.Region, name) is not { } bus) return [];
        if (bus.Rules.Count > 0) throw EventsCalls.Invalid(call, "Name", "Event bus can't be deleted since it has rules.", $"It has {bus.Rules.Count}, such as {bus.Rules.Keys.First()}: delete them first.");
        call.State = call.State with { Events = call.State.Events with { Buses = call.State.Events.Buses.Remove(EventsState.Key(call.Region, name)) } };
        call.Turn.Note("events", bus.Arn, $"The event bus {name} was deleted.", "exists");
        return [];
    }

    private static Output Describe(EventBus bus)
    {
        Output output = new() { ["Name"] = bus.Name, ["Arn"] = bus.Arn };
        output.Set("Description", bus.Description);
        output.Set("Policy", bus.Policy?.Text);
        output.Set("CreationTime", bus.Created is { } created ? EventsCalls.Time(created) : null);
        output.Set("LastModifiedTime", bus.Modified is { } modified ? EventsCalls.Time(modified) : null);
        return output;
    }

    [GeneratedRegex(@"\A[/\.\-_A-Za-z0-9]+\z")]
    private static partial Regex NameForm { get; }
}

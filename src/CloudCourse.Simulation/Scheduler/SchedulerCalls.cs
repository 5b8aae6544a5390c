using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Scheduler;

/// <summary>What the operations of EventBridge Scheduler have in common.</summary>
internal static class SchedulerCalls
{
    public static string GroupName(this Call call) => call.Text("GroupName") ?? ScheduleGroup.Default;

    public static string ScheduleArn(Call call, string group, string name) => $"arn:aws:scheduler:{call.Region}:{call.AccountId}:schedule/{group}/{name}";

    public static string GroupArn(Call call, string name) => $"arn:aws:scheduler:{call.Region}:{call.AccountId}:schedule-group/{name}";

    public static ScheduleGroup? FindGroup(Call call, string name) =>
        call.State.Scheduler.Groups.Find(SchedulerState.Key(call.Region, name)) ?? (name == ScheduleGroup.Default ? new(call.Region, name, GroupArn(call, name), null) : null);

    public static ScheduleGroup Group(Call call, string name, string member) =>
        FindGroup(call, name) ?? throw Turn.Error("ResourceNotFoundException", $"Schedule group {name.Shortened()} does not exist.", null, 404, call.At(member));

    public static Schedule Named(Call call) => call.State.Scheduler.Schedules.Find(SchedulerState.Key(call.Region, call.GroupName(), call.Need("Name")))
        ?? throw Turn.Error("ResourceNotFoundException", $"Schedule {call.Need("Name").Shortened()} does not exist.", $"There is none of that name in the group {call.GroupName().Shortened()} in {call.Region}.", 404, call.At("Name"));

    public static Permission On(Call call, string action)
    {
        Dictionary<string, IReadOnlyList<string>> context = [];
        foreach (var (key, value) in FindGroup(call, call.GroupName())?.Tags ?? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty) context[$"aws:ResourceTag/{key}"] = [value];
        return new($"scheduler:{action}", ScheduleArn(call, call.GroupName(), call.Need("Name"))) { Context = context };
    }

    public static void Put(this Turn turn, Schedule schedule) =>
        turn.State = turn.State with { Scheduler = turn.State.Scheduler with { Schedules = turn.State.Scheduler.Schedules.Put(schedule.StateKey, schedule) } };

    public static void Remove(this Turn turn, Schedule schedule) =>
        turn.State = turn.State with { Scheduler = turn.State.Scheduler with { Schedules = turn.State.Scheduler.Schedules.Remove(schedule.StateKey) } };

    public static AwsException Invalid(Call call, string member, string message, string? advice = null) => Turn.Error("ValidationException", message, advice, 400, call.At(member));

    public static string CheckedName(Call call, string member = "Name")
    {
        var name = call.Need(member);
        return name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? name
            : throw Invalid(call, member, $"1 validation error detected: Value '{name.Shortened()}' at '{member.ToLowerInvariant()}' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$");
    }

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Moment(Call call, string member) => call.Input.Last(member)?.Value switch
    {
        null or JsonNull => null,
        JsonNumber n when double.TryParse(n.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 253402300800 => DateTimeOffset.FromUnixTimeSeconds((long)seconds),
        JsonString s when DateTimeOffset.TryParse(s.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) => moment,
        _ => throw Invalid(call, member, $"Invalid {member}.", "An ISO 8601 time such as 2026-11-20T13:00:00Z."),
    };

    public static Output Page(Call call, string member, IEnumerable<Node> all)
    {
        if (call.Integer("MaxResults") is { } asked && asked is < 1 or > 100)
            throw Invalid(call, "MaxResults", $"1 validation error detected: Value '{asked}' at 'maxResults' failed to satisfy constraint: Member must have value {(asked < 1 ? "greater than or equal to 1" : "less than or equal to 100")}");
        var size = (int)(call.Integer("MaxResults") ?? 100);
        var from = 0;
        if (call.Text("NextToken") is { } token)
        {
            Span<byte> bytes = stackalloc byte[32];
            if (!Convert.TryFromBase64String(token, bytes, out var length) || !int.TryParse(Encoding.ASCII.GetString(bytes[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out from))
                throw Invalid(call, "NextToken", "Invalid NextToken.", "A token comes from the answer before and is used as it is.");
        }
        var rest = all.Skip(from).Take(size + 1).ToList();
        Output output = new() { [member] = new Array([.. rest.Take(size)]) };
        if (rest.Count > size) output["NextToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes((from + size).ToString(CultureInfo.InvariantCulture)));
        return output;
    }
}

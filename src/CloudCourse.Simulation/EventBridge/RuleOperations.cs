using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Patterns;
using CloudCourse.Simulation.EventBridge.Routing;
using CloudCourse.Simulation.EventBridge.Schedules;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.EventBridge;

/// <summary>Rules: which events, or when.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html"/>
internal static partial class RuleOperations
{
    private const int MostRules = 300, LongestPattern = 4096;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutRule", MayPut, Put),
        new("DeleteRule", c => [EventsCalls.OnRule(c, "DeleteRule")], Delete),
        new("DescribeRule", c => [EventsCalls.OnRule(c, "DescribeRule")], c => Describe(c.Rule(), c.AccountId)),
        new("ListRules", _ => [new("events:ListRules", "*")], c => EventsCalls.Page(c, "Rules", c.Bus().Rules.Values
            .Where(r => r.Name.StartsWith(c.Text("NamePrefix") ?? "", StringComparison.Ordinal)).Select(r => Describe(r, null)))),
        new("EnableRule", c => [EventsCalls.OnRule(c, "EnableRule")], c => Switch(c, "ENABLED")),
        new("DisableRule", c => [EventsCalls.OnRule(c, "DisableRule")], c => Switch(c, "DISABLED")),
    ];

    private static IEnumerable<Permission> MayPut(Call call)
    {
        var tags = EventsCalls.ReadTags(call);
        List<(string, IReadOnlyList<string>)> keys = [("aws:TagKeys", [.. tags.Keys])];
        keys.AddRange(tags.Select(t => ($"aws:RequestTag/{t.Key}", (IReadOnlyList<string>)[t.Value])));
        if (call.Text("EventPattern") is { } text && JsonReader.Read(text).Value is JsonObject pattern)
        {
            keys.Add(("events:source", [.. pattern.Texts("source").Select(t => t.Value)]));
            keys.Add(("events:detail-type", [.. pattern.Texts("detail-type").Select(t => t.Value)]));
        }
        yield return EventsCalls.OnRule(call, "PutRule", "Name", [.. keys]);
        if (!tags.IsEmpty) yield return EventsCalls.OnRule(call, "TagResource", "Name", [.. keys]);
        if (call.Text("RoleArn") is { } role) yield return RoleOperations.Pass(role, "events.amazonaws.com");
    }

    private static Output Put(Call call)
    {
        var bus = call.Bus();
        var name = call.Need("Name");
        if (name.Length is 0 or > 64 || !NameForm.IsMatch(name))
            throw EventsCalls.Invalid(call, "Name", $"1 validation error detected: Value '{name.Shortened()}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+");
        var known = bus.Rules.Find(name);
        var state = call.Text("State") ?? known?.State ?? "ENABLED";
        if (state is not ("ENABLED" or "DISABLED" or "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"))
            throw EventsCalls.Invalid(call, "State", $"1 validation error detected: Value '{state.Shortened()}' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]");
        if (call.Text("Description") is { Length: > 512 }) throw EventsCalls.Invalid(call, "Description", "1 validation error detected: Value at 'description' failed to satisfy constraint: Member must have length less than or equal to 512");
        var (pattern, schedule) = (Pattern(call), call.Text("ScheduleExpression") is { Length: > 0 } given ? given : null);
        if (pattern is null && schedule is null) throw EventsCalls.Invalid(call, "Name", "Parameter(s) EventPattern or ScheduleExpression must be specified.");
        if (schedule is not null && bus.Name != EventBus.Default) throw EventsCalls.Invalid(call, "ScheduleExpression", "ScheduleExpression is supported only on the default event bus.");
        var when = schedule is null ? null : ScheduleExpression.Read(schedule, false)
            ?? throw EventsCalls.Invalid(call, "ScheduleExpression", "Parameter ScheduleExpression is not valid.", "rate(1 hour), rate(5 minutes): the unit in the singular for 1 only. cron(minutes hours day-of-month month day-of-week year): one of the two day fields is ?, and Sunday is 1.");
        var tags = EventsCalls.ReadTags(call);
        if (known is null && bus.Rules.Count >= MostRules) throw EventsCalls.TooMany(call, "Name", $"A bus has {MostRules} rules at most.");
        EventRule rule = new(bus.Name, name, EventsCalls.RuleArn(call.Region, call.AccountId, bus.Name, name), state, call.Now, (known?.Changed ?? 0) + 1)
        {
            Pattern = pattern,
            Schedule = schedule,
            When = when,
            Description = call.Text("Description"),
            RoleArn = call.Text("RoleArn"),
            // PutRule keeps the tags and targets of a rule that is there already.
            Tags = known?.Tags ?? tags,
            Targets = known?.Targets ?? [],
        };
        call.Turn.Put(bus, rule);
        call.Turn.Note("events", rule.Arn, $"The rule {name} was {(known is null ? "made" : "changed")}.", known?.State, state);
        RuleTick.Plan(call.Turn, call.Region, rule, call.Now);
        return new() { ["RuleArn"] = rule.Arn };
    }

    private static EventPattern? Pattern(Call call)
    {
        if (call.Text("EventPattern") is not { Length: > 0 } text) return null;
        if (text.Length > LongestPattern) throw EventsCalls.Invalid(call, "EventPattern", $"1 validation error detected: Value at 'eventPattern' failed to satisfy constraint: Member must have length less than or equal to {LongestPattern}");
        return Read(call, text);
    }

    public static EventPattern Read(Call call, string text)
    {
        try
        {
            return EventPattern.Read(text);
        }
        catch (EventPatternException e)
        {
            throw Turn.Error("InvalidEventPatternException", e.AwsMessage, null, 400, call.At("EventPattern"));
        }
    }

    /// <summary>A rule that is not there is deleted as well as any; one that has targets is not.</summary>
    private static Output Delete(Call call)
    {
        var bus = call.Bus();
        if (bus.Rules.Find(call.Need("Name")) is not { } rule) return [];
        if (rule.Targets.Count > 0) throw EventsCalls.Invalid(call, "Name", "Rule can't be deleted since it has targets.", $"It has {rule.Targets.Count}: RemoveTargets first.");
        call.Turn.Put(bus with { Rules = bus.Rules.Remove(rule.Name) });
        call.Turn.Note("events", rule.Arn, $"The rule {rule.Name} was deleted.", rule.State);
        return [];
    }

    private static Output Switch(Call call, string state)
    {
        var rule = call.Rule();
        if (rule.State == state) return [];
        var next = rule with { State = state, Since = call.Now, Changed = rule.Changed + 1 };
        call.Turn.Put(call.Bus(), next);
        call.Turn.Note("events", rule.Arn, $"The rule {rule.Name} is {(state == "ENABLED" ? "enabled" : "disabled")}.", rule.State, state);
        RuleTick.Plan(call.Turn, call.Region, next, call.Now);
        return [];
    }

    private static Output Describe(EventRule rule, string? account)
    {
        Output output = new() { ["Name"] = rule.Name, ["Arn"] = rule.Arn, ["State"] = rule.State, ["EventBusName"] = rule.Bus };
        output.Set("EventPattern", rule.Pattern?.Text);
        output.Set("ScheduleExpression", rule.Schedule);
        output.Set("Description", rule.Description);
        output.Set("RoleArn", rule.RoleArn);
        output.Set("CreatedBy", account);
        return output;
    }

    [GeneratedRegex(@"\A[\.\-_A-Za-z0-9]+\z")]
    private static partial Regex NameForm { get; }
}

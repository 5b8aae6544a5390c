using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Scheduler;

/// <summary>Groups of schedules; deleting one deletes what is in it.</summary>
/// <seealso href="https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html"/>
internal static class GroupOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateScheduleGroup", MayCreate, Create),
        new("DeleteScheduleGroup", c => [On(c, "DeleteScheduleGroup")], Delete),
        new("GetScheduleGroup", c => [On(c, "GetScheduleGroup")], c => Describe(SchedulerCalls.Group(c, c.Need("Name"), "Name"))),
        new("ListScheduleGroups", _ => [new("scheduler:ListScheduleGroups", "*")], c => SchedulerCalls.Page(c, "ScheduleGroups", c.State.Scheduler.Groups.Values
            .Where(g => g.Region == c.Region).Append(SchedulerCalls.FindGroup(c, ScheduleGroup.Default)!).OrderBy(g => g.Name, StringComparer.Ordinal)
            .Where(g => g.Name.StartsWith(c.Text("NamePrefix") ?? "", StringComparison.Ordinal)).Select(g => (Node)Describe(g)))),
    ];

    private static Permission On(Call call, string action)
    {
        Dictionary<string, IReadOnlyList<string>> context = [];
        foreach (var (key, value) in SchedulerCalls.FindGroup(call, call.Need("Name"))?.Tags ?? ImmutableSortedDictionary<string, string>.Empty) context[$"aws:ResourceTag/{key}"] = [value];
        return new($"scheduler:{action}", SchedulerCalls.GroupArn(call, call.Need("Name"))) { Context = context };
    }

    private static IEnumerable<Permission> MayCreate(Call call)
    {
        var permission = On(call, "CreateScheduleGroup");
        var tags = call.Structures("Tags");
        if (tags.Count > 0)
        {
            Dictionary<string, IReadOnlyList<string>> context = new(permission.Context) { ["aws:TagKeys"] = [.. tags.Select(t => t.Text("Key")!.Value)] };
            foreach (var tag in tags) context[$"aws:RequestTag/{tag.Text("Key")!.Value}"] = [tag.Text("Value")!.Value];
            permission = permission with { Context = context };
            yield return permission with { Action = "scheduler:TagResource" };
        }
        yield return permission;
    }

    private static Output Create(Call call)
    {
        var name = SchedulerCalls.CheckedName(call);
        if (SchedulerCalls.FindGroup(call, name) is not null) throw Turn.Error("ConflictException", $"Schedule group {name} already exists.", null, 409, call.At("Name"));
        ScheduleGroup group = new(call.Region, name, SchedulerCalls.GroupArn(call, name), call.Now)
        {
            Tags = ImmutableSortedDictionary<string, string>.Empty.SetItems(call.Structures("Tags").Select(t => KeyValuePair.Create(t.Text("Key")!.Value, t.Text("Value")!.Value))),
        };
        call.State = call.State with { Scheduler = call.State.Scheduler with { Groups = call.State.Scheduler.Groups.Put(SchedulerState.Key(call.Region, name), group) } };
        call.Turn.Note("scheduler", group.Arn, $"The schedule group {name} was made.", null, "ACTIVE");
        return new() { ["ScheduleGroupArn"] = group.Arn };
    }

    private static Output Delete(Call call)
    {
        var group = SchedulerCalls.Group(call, call.Need("Name"), "Name");
        if (group.Name == ScheduleGroup.Default) throw SchedulerCalls.Invalid(call, "Name", "The default schedule group cannot be deleted.");
        var schedules = call.State.Scheduler.Schedules.Values.Where(s => s.Region == call.Region && s.Group == group.Name).ToList();
        foreach (var schedule in schedules) call.Turn.Remove(schedule);
        call.State = call.State with { Scheduler = call.State.Scheduler with { Groups = call.State.Scheduler.Groups.Remove(SchedulerState.Key(call.Region, group.Name)) } };
        call.Turn.Note("scheduler", group.Arn, $"The schedule group {group.Name} was deleted{(schedules.Count > 0 ? $", and its {schedules.Count} schedules with it" : "")}.", "ACTIVE");
        return [];
    }

    private static Output Describe(ScheduleGroup group)
    {
        Output output = new() { ["Arn"] = group.Arn, ["Name"] = group.Name, ["State"] = "ACTIVE" };
        if (group.Created is { } created) (output["CreationDate"], output["LastModificationDate"]) = (SchedulerCalls.Time(created), SchedulerCalls.Time(created));
        return output;
    }
}

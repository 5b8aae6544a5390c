using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

internal static class GroupOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateGroup", c => [new("iam:CreateGroup", IamNames.Arn(c.AccountId, "group", c.Text("Path") ?? "/", c.Need("GroupName")))], Create),
        new("GetGroup", c => [new("iam:GetGroup", Named(c).Arn)], c => new()
        {
            ["Group"] = IamNames.Head("Group", Named(c)),
            ["Users"] = new Array([.. Members(c.State.Iam, Named(c)).Select(u => IamNames.Head("User", u))]),
            ["IsTruncated"] = false,
        }),
        new("ListGroups", c => [new("iam:ListGroups", "*")], c => new()
        {
            ["Groups"] = new Array([.. c.State.Iam.Groups.Values.Select(g => IamNames.Head("Group", g))]),
            ["IsTruncated"] = false,
        }),
        new("DeleteGroup", c => [new("iam:DeleteGroup", Named(c).Arn)], Delete),
    ];

    public static Group Named(Call call) =>
        call.State.Iam.Groups.Find(call.Need("GroupName")) ?? throw IamNames.NoSuch(call, "group", call.Need("GroupName"), "GroupName");

    public static void Put(Call call, Group group) =>
        call.State = call.State with { Iam = call.State.Iam with { Groups = call.State.Iam.Groups.Put(group.Name, group) } };

    private static IEnumerable<User> Members(IamState iam, Group group) => iam.Users.Values.Where(u => u.Groups.Contains(group.Name));

    private static Output Create(Call call)
    {
        var name = IamNames.NewName(call, "GroupName", 128);
        if (call.State.Iam.Groups.Values.Any(g => g.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) throw IamNames.Exists(call, "Group", name, "GroupName");
        var path = IamNames.Path(call);
        Group group = new(name, path, call.Turn.IamId("AGPA"), IamNames.Arn(call.AccountId, "group", path, name), call.Now);
        Put(call, group);
        call.Turn.Note("iam", group.Arn, $"The group {name} was created.", null, "exists");
        return new() { ["Group"] = IamNames.Head("Group", group) };
    }

    private static Output Delete(Call call)
    {
        var group = Named(call);
        if (Members(call.State.Iam, group).Any()) throw UserOperations.Conflict("must remove users from group first.");
        if (group.Attached.Count > 0) throw UserOperations.Conflict("must detach all policies first.");
        if (group.Inline.Count > 0) throw UserOperations.Conflict("must delete policies first.");
        call.State = call.State with { Iam = call.State.Iam with { Groups = call.State.Iam.Groups.Remove(group.Name) } };
        call.Turn.Note("iam", group.Arn, $"The group {group.Name} was deleted.", "exists");
        return [];
    }
}

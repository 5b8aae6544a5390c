using CloudCourse.Simulation.Cloud;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

internal static class GroupOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateGroup", c => [new("iam:CreateGroup", IamNames.Arn(c.AccountId, "group", c.Text("Path") ?? "/", c.Need("GroupName")))], Create),
        new("GetGroup", c => [new("iam:GetGroup", Named(c).Arn)], c =>
        {
            var output = c.Page("Users", Members(c.State.Iam, Named(c)).Select(u => IamNames.Head("User", u)));
            output["Group"] = IamNames.Head("Group", Named(c));
            return output;
        }),
        new("ListGroups", c => [new("iam:ListGroups", "*")], c => c.Page("Groups", c.State.Iam.Groups.Values.Where(g => g.Path.StartsWith(c.Text("PathPrefix") ?? "/", StringComparison.Ordinal)).Select(g => IamNames.Head("Group", g)))),
        new("UpdateGroup", c => c.Text("NewGroupName") is { } name ? [new("iam:UpdateGroup", Named(c).Arn), new("iam:UpdateGroup", IamNames.Arn(c.AccountId, "group", c.Text("NewPath") ?? Named(c).Path, name))] : [new("iam:UpdateGroup", Named(c).Arn)], Rename),
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
        if (call.State.Iam.Groups.Count >= IamNames.GroupsQuota) throw IamNames.OverQuota("GroupsPerAccount", IamNames.GroupsQuota);
        var path = IamNames.Path(call);
        Group group = new(name, path, call.Turn.IamId("AGPA"), IamNames.Arn(call.AccountId, "group", path, name), call.Now);
        Put(call, group);
        call.Turn.Note("iam", group.Arn, $"The group {name} was created.", null, "exists");
        return new() { ["Group"] = IamNames.Head("Group", group) };
    }

    private static Output Rename(Call call)
    {
        var group = Named(call);
        var name = call.Text("NewGroupName") is null ? group.Name : IamNames.NewName(call, "NewGroupName", 128);
        if (call.State.Iam.Groups.Values.Any(g => g.Id != group.Id && g.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) throw IamNames.Exists(call, "Group", name, "NewGroupName");
        var path = call.Text("NewPath") is { } given ? IamNames.ReadPath(call, "NewPath", given) : group.Path;
        call.State = call.State with { Iam = call.State.Iam with { Groups = call.State.Iam.Groups.Remove(group.Name) } };
        Put(call, group with { Name = name, Path = path, Arn = IamNames.Arn(call.AccountId, "group", path, name) });
        foreach (var user in Members(call.State.Iam, group).ToList()) UserOperations.Put(call, user with { Groups = [.. user.Groups.Select(g => g == group.Name ? name : g)] });
        call.Turn.Note("iam", group.Arn, $"The group {group.Name} is {path}{name} now.");
        return [];
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

using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>Users and the groups that they are in.</summary>
internal static class UserOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateUser", c => [new("iam:CreateUser", IamNames.Arn(c.AccountId, "user", c.Text("Path") ?? "/", c.Need("UserName")))], Create),
        new("GetUser", c => [new("iam:GetUser", Named(c).Arn)], c => new() { ["User"] = Describe(Named(c)) }),
        new("ListUsers", c => [new("iam:ListUsers", "*")], c => new()
        {
            ["Users"] = new Array([.. c.State.Iam.Users.Values.Where(u => u.Path.StartsWith(c.Text("PathPrefix") ?? "/", StringComparison.Ordinal)).Select(Describe)]),
            ["IsTruncated"] = false,
        }),
        new("DeleteUser", c => [new("iam:DeleteUser", Named(c).Arn)], Delete),
        new("AddUserToGroup", c => [new("iam:AddUserToGroup", GroupOperations.Named(c).Arn)], Join),
        new("RemoveUserFromGroup", c => [new("iam:RemoveUserFromGroup", GroupOperations.Named(c).Arn)], Leave),
        new("ListGroupsForUser", c => [new("iam:ListGroupsForUser", Named(c).Arn)], c => new()
        {
            ["Groups"] = new Array([.. Named(c).Groups.Select(g => IamNames.Head("Group", c.State.Iam.Groups[g]))]),
            ["IsTruncated"] = false,
        }),
    ];

    /// <summary>The user whom the call names; without a name the caller itself, as for GetUser.</summary>
    public static User Named(Call call)
    {
        var name = call.Text("UserName") ?? (call.Caller.Principal as ArnPrincipal)?.UserName
            ?? throw Turn.Error("ValidationError", "Must specify userName when calling with non-User credentials", null, 400, call.Input.At);
        return call.State.Iam.Users.Find(name) ?? throw IamNames.NoSuch(call, "user", name, "UserName");
    }

    public static void Put(Call call, User user) =>
        call.State = call.State with { Iam = call.State.Iam with { Users = call.State.Iam.Users.Put(user.Name, user) } };

    private static Output Describe(User user)
    {
        var output = IamNames.Head("User", user);
        if (user.PermissionsBoundary is { } boundary)
            output["PermissionsBoundary"] = new Output { ["PermissionsBoundaryType"] = "Policy", ["PermissionsBoundaryArn"] = boundary };
        return output;
    }

    private static Output Create(Call call)
    {
        var name = IamNames.NewName(call, "UserName", 64);
        if (call.State.Iam.Users.Values.Any(u => u.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) throw IamNames.Exists(call, "User", name, "UserName");
        var path = IamNames.Path(call);
        User user = new(name, path, call.Turn.IamId("AIDA"), IamNames.Arn(call.AccountId, "user", path, name), call.Now)
        {
            PermissionsBoundary = call.Text("PermissionsBoundary") is { } arn ? PolicyOperations.Existing(call, arn, "PermissionsBoundary").Arn : null,
        };
        Put(call, user);
        call.Turn.Note("iam", user.Arn, $"The user {name} was created.", null, "exists");
        return new() { ["User"] = Describe(user) };
    }

    private static Output Delete(Call call)
    {
        var user = Named(call);
        if (user.Groups.Count > 0) throw Conflict("must remove users from group first.");
        if (user.Attached.Count > 0) throw Conflict("must detach all policies first.");
        if (user.Inline.Count > 0) throw Conflict("must delete policies first.");
        call.State = call.State with { Iam = call.State.Iam with { Users = call.State.Iam.Users.Remove(user.Name) } };
        call.Turn.Note("iam", user.Arn, $"The user {user.Name} was deleted.", "exists");
        return [];
    }

    internal static AwsException Conflict(string why) => Turn.Error("DeleteConflict", $"Cannot delete entity, {why}", null, 409);

    private static Output Join(Call call)
    {
        var (user, group) = (Named(call), GroupOperations.Named(call));
        if (!user.Groups.Contains(group.Name))
        {
            if (user.Groups.Count == 10) throw Turn.Error("LimitExceeded", "Cannot exceed quota for GroupsPerUser: 10", null, 409);
            Put(call, user with { Groups = [.. user.Groups, group.Name] });
            call.Turn.Note("iam", user.Arn, $"{user.Name} joined the group {group.Name}.");
        }
        return [];
    }

    private static Output Leave(Call call)
    {
        var (user, group) = (Named(call), GroupOperations.Named(call));
        if (!user.Groups.Contains(group.Name)) throw Turn.Error("NoSuchEntity", $"User {user.Name} is not in group {group.Name}", null, 404);
        Put(call, user with { Groups = [.. user.Groups.Where(g => g != group.Name)] });
        call.Turn.Note("iam", user.Arn, $"{user.Name} left the group {group.Name}.");
        return [];
    }
}

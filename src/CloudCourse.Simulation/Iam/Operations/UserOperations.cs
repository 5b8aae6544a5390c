using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>Users and the groups that they are in.</summary>
internal static class UserOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateUser", c => [new("iam:CreateUser", IamNames.Arn(c.AccountId, "user", c.Text("Path") ?? "/", c.Need("UserName"))) { Context = IamTagOperations.Keys(c) }], Create),
        new("GetUser", c => [new("iam:GetUser", Named(c).Arn)], c => new() { ["User"] = Describe(Named(c), true) }),
        new("ListUsers", c => [new("iam:ListUsers", "*")], c => c.Page("Users", c.State.Iam.Users.Values.Where(u => u.Path.StartsWith(c.Text("PathPrefix") ?? "/", StringComparison.Ordinal)).Select(u => Describe(u, false)))),
        new("UpdateUser", c => c.Text("NewUserName") is { } name ? [new("iam:UpdateUser", Named(c).Arn), new("iam:UpdateUser", IamNames.Arn(c.AccountId, "user", c.Text("NewPath") ?? Named(c).Path, name))] : [new("iam:UpdateUser", Named(c).Arn)], Rename),
        new("DeleteUser", c => [new("iam:DeleteUser", Named(c).Arn)], Delete),
        new("AddUserToGroup", c => [new("iam:AddUserToGroup", GroupOperations.Named(c).Arn)], Join),
        new("RemoveUserFromGroup", c => [new("iam:RemoveUserFromGroup", GroupOperations.Named(c).Arn)], Leave),
        new("ListGroupsForUser", c => [new("iam:ListGroupsForUser", Named(c).Arn)], c => c.Page("Groups", Named(c).Groups.Select(g => IamNames.Head("Group", c.State.Iam.Groups[g])))),
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

    /// <param name="whole">Lists leave out tags.</param>
    private static Output Describe(User user, bool whole)
    {
        var output = IamNames.Head("User", user);
        if (whole) IamTagOperations.Into(output, user.Tags);
        if (user.PermissionsBoundary is { } boundary)
            output["PermissionsBoundary"] = new Output { ["PermissionsBoundaryType"] = "Policy", ["PermissionsBoundaryArn"] = boundary };
        return output;
    }

    private static Output Create(Call call)
    {
        var name = IamNames.NewName(call, "UserName", 64);
        if (call.State.Iam.Users.Values.Any(u => u.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) throw IamNames.Exists(call, "User", name, "UserName");
        if (call.State.Iam.Users.Count >= IamNames.UsersQuota) throw IamNames.OverQuota("UsersPerAccount", IamNames.UsersQuota);
        var path = IamNames.Path(call);
        User user = new(name, path, call.Turn.IamId("AIDA"), IamNames.Arn(call.AccountId, "user", path, name), call.Now)
        {
            Tags = IamTagOperations.With(call, [], IamTagOperations.Read(call)),
            PermissionsBoundary = call.Text("PermissionsBoundary") is { } arn ? PolicyOperations.Existing(call, arn, "PermissionsBoundary").Arn : null,
        };
        Put(call, user);
        call.Turn.Note("iam", user.Arn, $"The user {name} was created.", null, "exists");
        return new() { ["User"] = Describe(user, true) };
    }

    private static Output Rename(Call call)
    {
        var user = Named(call);
        var name = call.Text("NewUserName") is null ? user.Name : IamNames.NewName(call, "NewUserName", 64);
        if (call.State.Iam.Users.Values.Any(u => u.Id != user.Id && u.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) throw IamNames.Exists(call, "User", name, "NewUserName");
        var path = call.Text("NewPath") is { } given ? IamNames.ReadPath(call, "NewPath", given) : user.Path;
        call.State = call.State with { Iam = call.State.Iam with { Users = call.State.Iam.Users.Remove(user.Name) } };
        Put(call, user with { Name = name, Path = path, Arn = IamNames.Arn(call.AccountId, "user", path, name) });
        call.Turn.Note("iam", user.Arn, $"The user {user.Name} is {path}{name} now; whoever names the old ARN means nobody.");
        return [];
    }

    private static Output Delete(Call call)
    {
        var user = Named(call);
        if (user.Login is not null) throw Conflict("must delete login profile first.");
        if (user.AccessKeys.Count > 0) throw Conflict("must delete access keys first.");
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

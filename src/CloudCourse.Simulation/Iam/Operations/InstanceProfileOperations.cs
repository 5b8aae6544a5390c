using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>Instance profiles: how EC2 gets a role.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html"/>
internal static class InstanceProfileOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateInstanceProfile", c => [new("iam:CreateInstanceProfile", IamNames.Arn(c.AccountId, "instance-profile", c.Text("Path") ?? "/", c.Need("InstanceProfileName")))], Create),
        new("GetInstanceProfile", c => [new("iam:GetInstanceProfile", Named(c).Arn)], c => new() { ["InstanceProfile"] = Describe(c.State.Iam, Named(c)) }),
        new("ListInstanceProfiles", c => [new("iam:ListInstanceProfiles", "*")], c => c.Page("InstanceProfiles", c.State.Iam.InstanceProfiles.Values.Where(p => p.Path.StartsWith(c.Text("PathPrefix") ?? "/", StringComparison.Ordinal)).Select(p => Describe(c.State.Iam, p)))),
        new("AddRoleToInstanceProfile", c => [new("iam:AddRoleToInstanceProfile", Named(c).Arn), new("iam:PassRole", RoleOperations.Named(c).Arn)], Add),
        new("RemoveRoleFromInstanceProfile", c => [new("iam:RemoveRoleFromInstanceProfile", Named(c).Arn)], Remove),
        new("DeleteInstanceProfile", c => [new("iam:DeleteInstanceProfile", Named(c).Arn)], Delete),
    ];

    public static InstanceProfile Named(Call call) => call.State.Iam.InstanceProfiles.Find(call.Need("InstanceProfileName"))
        ?? throw Turn.Error("NoSuchEntity", $"Instance Profile {call.Need("InstanceProfileName")} cannot be found.", "An instance profile is not the role itself, though the console gives both one name.", 404, call.At("InstanceProfileName"));

    public static void Put(Call call, InstanceProfile profile) =>
        call.State = call.State with { Iam = call.State.Iam with { InstanceProfiles = call.State.Iam.InstanceProfiles.Put(profile.Name, profile) } };

    public static Output Describe(IamState iam, InstanceProfile profile) => new()
    {
        ["Path"] = profile.Path,
        ["InstanceProfileName"] = profile.Name,
        ["InstanceProfileId"] = profile.Id,
        ["Arn"] = profile.Arn,
        ["CreateDate"] = IamNames.Time(profile.Created),
        ["Roles"] = profile.Role is { } role ? new Array(RoleOperations.Describe(iam.Roles[role])) : [],
    };

    private static Output Create(Call call)
    {
        var name = IamNames.NewName(call, "InstanceProfileName", 128);
        if (call.State.Iam.InstanceProfiles.Has(name)) throw Turn.Error("EntityAlreadyExists", $"Instance Profile {name} already exists.", null, 409, call.At("InstanceProfileName"));
        var path = IamNames.Path(call);
        InstanceProfile profile = new(name, path, call.Turn.IamId("AIPA"), IamNames.Arn(call.AccountId, "instance-profile", path, name), call.Now, null) { Tags = IamTagOperations.With(call, [], IamTagOperations.Read(call)) };
        Put(call, profile);
        call.Turn.Note("iam", profile.Arn, $"The instance profile {name} was created.", null, "exists");
        return new() { ["InstanceProfile"] = Describe(call.State.Iam, profile) };
    }

    private static Output Add(Call call)
    {
        var (profile, role) = (Named(call), RoleOperations.Named(call));
        if (profile.Role is not null)
            throw Turn.Error("LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", $"{profile.Name} holds {profile.Role} already, and an instance profile holds one role.", 409);
        Put(call, profile with { Role = role.Name });
        call.Turn.Note("iam", profile.Arn, $"The role {role.Name} was put into the instance profile {profile.Name}.");
        return [];
    }

    private static Output Remove(Call call)
    {
        var (profile, role) = (Named(call), RoleOperations.Named(call));
        if (profile.Role != role.Name) throw Turn.Error("NoSuchEntity", $"The role with name {role.Name} cannot be found.", $"{profile.Name} does not hold {role.Name}.", 404);
        Put(call, profile with { Role = null });
        call.Turn.Note("iam", profile.Arn, $"The role {role.Name} was taken out of the instance profile {profile.Name}.");
        return [];
    }

    private static Output Delete(Call call)
    {
        var profile = Named(call);
        if (profile.Role is not null) throw UserOperations.Conflict("must remove roles from instance profile first.");
        call.State = call.State with { Iam = call.State.Iam with { InstanceProfiles = call.State.Iam.InstanceProfiles.Remove(profile.Name) } };
        call.Turn.Note("iam", profile.Arn, $"The instance profile {profile.Name} was deleted.", "exists");
        return [];
    }
}

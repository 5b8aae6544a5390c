using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>Roles, their trust policies, and handing them over to services.</summary>
internal static class RoleOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateRole", c => [new("iam:CreateRole", IamNames.Arn(c.AccountId, "role", c.Text("Path") ?? "/", c.Need("RoleName"))) { Context = IamTagOperations.Keys(c) }], Create),
        new("GetRole", c => [new("iam:GetRole", Named(c).Arn)], c => new() { ["Role"] = Describe(Named(c), true) }),
        new("ListRoles", c => [new("iam:ListRoles", "*")], c => c.Page("Roles", c.State.Iam.Roles.Values.Where(r => r.Path.StartsWith(c.Text("PathPrefix") ?? "/", StringComparison.Ordinal)).Select(r => Describe(r)))),
        new("UpdateRole", c => [new("iam:UpdateRole", Named(c).Arn)], Update),
        new("ListInstanceProfilesForRole", c => [new("iam:ListInstanceProfilesForRole", Named(c).Arn)], c => c.Page("InstanceProfiles", c.State.Iam.InstanceProfiles.Values.Where(p => p.Role == Named(c).Name).Select(p => InstanceProfileOperations.Describe(c.State.Iam, p)))),
        new("UpdateAssumeRolePolicy", c => [new("iam:UpdateAssumeRolePolicy", Named(c).Arn)], Trust),
        new("DeleteRole", c => [new("iam:DeleteRole", Named(c).Arn)], Delete),
    ];

    public static Role Named(Call call) =>
        call.State.Iam.Roles.Find(call.Need("RoleName")) ?? throw IamNames.NoSuch(call, "role", call.Need("RoleName"), "RoleName");

    public static void Put(Call call, Role role) =>
        call.State = call.State with { Iam = call.State.Iam with { Roles = call.State.Iam.Roles.Put(role.Name, role) } };

    /// <summary>What handing a role to a service needs.</summary>
    /// <param name="service">Such as <c>ec2.amazonaws.com</c>.</param>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"/>
    public static Permission Pass(string roleArn, string service) =>
        new("iam:PassRole", roleArn) { Context = new Dictionary<string, IReadOnlyList<string>> { ["iam:PassedToService"] = [service] } };

    /// <summary>Whether a role lets a service assume it.</summary>
    public static bool Trusts(Role role, string account, string service) => Evaluator.Evaluate(
        new PolicySet { ResourcePolicy = role.Trust.Policy },
        new AuthorizationRequest(new ServicePrincipal(service), "sts:AssumeRole", role.Arn, RequestContext.Empty, account)).Decision is Decision.Allowed;

    /// <param name="whole">Lists leave out tags.</param>
    internal static Output Describe(Role role, bool whole = false)
    {
        var output = IamNames.Head("Role", role);
        if (whole) IamTagOperations.Into(output, role.Tags);
        output["AssumeRolePolicyDocument"] = role.Trust.Text;
        output["MaxSessionDuration"] = role.MaxSessionDuration;
        if (role.Description is { } description) output["Description"] = description;
        if (role.PermissionsBoundary is { } boundary)
            output["PermissionsBoundary"] = new Output { ["PermissionsBoundaryType"] = "Policy", ["PermissionsBoundaryArn"] = boundary };
        return output;
    }

    private static Output Create(Call call)
    {
        var name = IamNames.NewName(call, "RoleName", 64);
        if (call.State.Iam.Roles.Values.Any(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) throw IamNames.Exists(call, "Role", name, "RoleName");
        CheckDuration(call);
        if (call.State.Iam.Roles.Count >= IamNames.RolesQuota) throw IamNames.OverQuota("RolesPerAccount", IamNames.RolesQuota);
        var path = IamNames.Path(call);
        Role role = new(name, path, call.Turn.IamId("AROA"), IamNames.Arn(call.AccountId, "role", path, name), call.Now,
            TrustPolicy(call, "AssumeRolePolicyDocument", name))
        {
            Description = call.Text("Description"),
            Tags = IamTagOperations.With(call, [], IamTagOperations.Read(call)),
            MaxSessionDuration = (int)(call.Integer("MaxSessionDuration") ?? 3600),
            PermissionsBoundary = call.Text("PermissionsBoundary") is { } arn ? PolicyOperations.Existing(call, arn, "PermissionsBoundary").Arn : null,
        };
        Put(call, role);
        call.Turn.Note("iam", role.Arn, $"The role {name} was created.", null, "exists");
        return new() { ["Role"] = Describe(role, true) };
    }

    private static void CheckDuration(Call call)
    {
        if (call.Integer("MaxSessionDuration") is { } seconds and (< 3600 or > 43200)) throw IamNames.OutOfRange(call, "MaxSessionDuration", seconds, seconds < 3600 ? "greater than or equal to 3600" : "less than or equal to 43200");
    }

    private static Output Update(Call call)
    {
        var role = Named(call);
        CheckDuration(call);
        Put(call, role with { Description = call.Text("Description") ?? role.Description, MaxSessionDuration = (int)(call.Integer("MaxSessionDuration") ?? role.MaxSessionDuration) });
        return [];
    }

    private static Output Trust(Call call)
    {
        var role = Named(call);
        Put(call, role with { Trust = TrustPolicy(call, "PolicyDocument", role.Name) });
        call.Turn.Note("iam", role.Arn, $"Who may assume {role.Name} was changed.");
        return [];
    }

    private static PolicyDocument TrustPolicy(Call call, string member, string role)
    {
        var document = IamNames.Document(call, member, $"{role}'s trust policy");
        if (document.Policy.Size > 2048) throw Turn.Error("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048", $"The trust policy has {document.Policy.Size} characters without white space.", 409, call.At(member));
        if (document.Policy.Statements.FirstOrDefault(s => s.Resource is not null) is { } one)
            throw Turn.Error("MalformedPolicyDocument", "Has prohibited field Resource.", $"{one.Name} has a Resource: a trust policy is attached to its only resource, the role.", at: call.At(member));
        if (document.Policy.Statements.FirstOrDefault(s => s.Principal is null) is { } nobody)
            throw Turn.Error("MalformedPolicyDocument", "Missing required field Principal", $"{nobody.Name} names no Principal: a trust policy says who may assume the role.", at: call.At(member));
        if (document.Policy.Statements.FirstOrDefault(s => s.Action is not { Negated: false }) is { } vague)
            throw Turn.Error("MalformedPolicyDocument", "Missing required field Action", $"{vague.Name} names no Action: sts:AssumeRole, as a rule.", at: call.At(member));
        if (document.Policy.Statements.SelectMany(s => s.Action!.Patterns).FirstOrDefault(a => !a.Text.StartsWith("sts:", StringComparison.OrdinalIgnoreCase)) is { } other)
            throw Turn.Error("MalformedPolicyDocument", "AssumeRole policy may only specify STS AssumeRole actions.", $"{other.Text.Shortened()} is not of STS: what the role may do stands in its other policies.", at: call.At(member));
        foreach (var entry in document.Policy.Statements.SelectMany(s => s.Principal!.Entries).Where(e => e.Type is "AWS" && !Exists(call, e.Value)))
            throw Turn.Error("MalformedPolicyDocument", $"Invalid principal in policy: \"AWS\":\"{entry.Value.Shortened()}\"", "A user or role has to be there before a trust policy names it: IAM keeps its id, not its name.", at: call.At(member));
        return document;
    }

    /// <summary>Of other accounts nothing is known here, so what has a principal's form passes.</summary>
    private static bool Exists(Call call, string principal)
    {
        if (principal is "*" || (principal.Length == 12 && principal.All(char.IsAsciiDigit))) return true;
        if (principal.Split(':', 6) is not ["arn", _, var service and ("iam" or "sts"), _, var account, var resource]) return principal.StartsWith("AIDA", StringComparison.Ordinal) || principal.StartsWith("AROA", StringComparison.Ordinal);
        if (account != call.AccountId || resource is "root" || service is "sts") return true;
        return resource.StartsWith("user/", StringComparison.Ordinal) ? call.State.Iam.Users.Values.Any(u => u.Arn == principal)
            : resource.StartsWith("role/", StringComparison.Ordinal) && call.State.Iam.Roles.Values.Any(r => r.Arn == principal);
    }

    private static Output Delete(Call call)
    {
        var role = Named(call);
        if (call.State.Iam.InstanceProfiles.Values.Any(p => p.Role == role.Name)) throw UserOperations.Conflict("must remove roles from instance profile first.");
        if (role.Attached.Count > 0) throw UserOperations.Conflict("must detach all policies first.");
        if (role.Inline.Count > 0) throw UserOperations.Conflict("must delete policies first.");
        call.State = call.State with { Iam = call.State.Iam with { Roles = call.State.Iam.Roles.Remove(role.Name) } };
        call.Turn.Note("iam", role.Arn, $"The role {role.Name} was deleted.", "exists");
        return [];
    }
}

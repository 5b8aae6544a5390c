using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>The versions of a managed policy, of which one counts.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html"/>
internal static class PolicyVersionOperations
{
    public const int Most = 5;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreatePolicyVersion", c => [new("iam:CreatePolicyVersion", PolicyOperations.Own(c, "CreatePolicyVersion").Arn)], Create),
        new("GetPolicyVersion", c => [new("iam:GetPolicyVersion", Existing(c).Arn)], c => new() { ["PolicyVersion"] = Describe(Existing(c), Named(c, Existing(c)), true) }),
        new("ListPolicyVersions", c => [new("iam:ListPolicyVersions", Existing(c).Arn)], c => c.Page("Versions", Existing(c).AllVersions.OrderByDescending(v => v.Number).Select(v => (Node)Describe(Existing(c), v, false)))),
        new("SetDefaultPolicyVersion", c => [new("iam:SetDefaultPolicyVersion", PolicyOperations.Own(c, "SetDefaultPolicyVersion").Arn)], SetDefault),
        new("DeletePolicyVersion", c => [new("iam:DeletePolicyVersion", PolicyOperations.Own(c, "DeletePolicyVersion").Arn)], Delete),
        new("ListEntitiesForPolicy", c => [new("iam:ListEntitiesForPolicy", Existing(c).Arn)], Entities),
    ];

    private static ManagedPolicy Existing(Call call) => PolicyOperations.Existing(call, call.Need("PolicyArn"), "PolicyArn");

    private static PolicyVersion Named(Call call, ManagedPolicy policy)
    {
        var id = call.Need("VersionId");
        if (!(id.StartsWith('v') && id.Length is > 1 and < 10 && id[1..].All(char.IsAsciiDigit) && id[1] != '0'))
            throw IamNames.Invalid(call, "VersionId", id, @"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?", "Such as v2.");
        return policy.AllVersions.FirstOrDefault(v => $"v{v.Number}" == id)
            ?? throw Turn.Error("NoSuchEntity", $"Policy {policy.Arn} version {id} does not exist or is not attachable.", $"It has {string.Join(", ", policy.AllVersions.Select(v => $"v{v.Number}"))}.", 404, call.At("VersionId"));
    }

    private static Output Describe(ManagedPolicy policy, PolicyVersion version, bool whole)
    {
        Output output = new() { ["VersionId"] = $"v{version.Number}", ["IsDefaultVersion"] = version.Number == policy.DefaultVersion, ["CreateDate"] = IamNames.Time(version.Created) };
        if (whole) output["Document"] = version.Document.Text;
        return output;
    }

    private static Output Create(Call call)
    {
        var policy = PolicyOperations.Own(call, "CreatePolicyVersion");
        var document = IamNames.Document(call, "PolicyDocument", policy.Name);
        PolicyOperations.CheckManaged(call, document);
        if (policy.AllVersions.Count >= Most)
            throw Turn.Error("LimitExceeded", $"A managed policy can have up to {Most} versions. Before you create a new version, you must delete an existing version.", $"It has {string.Join(", ", policy.AllVersions.Select(v => $"v{v.Number}"))}.", 409);
        PolicyVersion version = new(policy.LastVersion + 1, document, call.Now);
        var next = policy with { Versions = [.. policy.AllVersions, version], LastVersion = version.Number, Updated = call.Now };
        if (call.Flag("SetAsDefault")) next = next with { Document = document, DefaultVersion = version.Number };
        PolicyOperations.Put(call, next);
        call.Turn.Note("iam", policy.Arn, $"The policy {policy.Name} has the version v{version.Number}{(next.DefaultVersion == version.Number ? ", and it counts" : $"; v{next.DefaultVersion} counts")}.");
        return new() { ["PolicyVersion"] = Describe(next, version, false) };
    }

    private static Output SetDefault(Call call)
    {
        var policy = PolicyOperations.Own(call, "SetDefaultPolicyVersion");
        var version = Named(call, policy);
        PolicyOperations.Put(call, policy with { Versions = policy.AllVersions, Document = version.Document, DefaultVersion = version.Number, Updated = call.Now });
        call.Turn.Note("iam", policy.Arn, $"Of the policy {policy.Name} v{version.Number} counts now.");
        return [];
    }

    private static Output Delete(Call call)
    {
        var policy = PolicyOperations.Own(call, "DeletePolicyVersion");
        var version = Named(call, policy);
        if (version.Number == policy.DefaultVersion) throw Turn.Error("DeleteConflict", "Cannot delete the default version of a policy.", "Make another version the default first.", 409, call.At("VersionId"));
        PolicyOperations.Put(call, policy with { Versions = [.. policy.AllVersions.Where(v => v.Number != version.Number)] });
        call.Turn.Note("iam", policy.Arn, $"The version v{version.Number} of the policy {policy.Name} was deleted.");
        return [];
    }

    private static Output Entities(Call call)
    {
        var (policy, iam) = (Existing(call), call.State.Iam);
        var kind = call.Text("EntityFilter");
        if (kind is not (null or "User" or "Role" or "Group" or "LocalManagedPolicy" or "AWSManagedPolicy")) throw IamNames.NotOneOf(call, "EntityFilter", kind, "User, Role, Group, LocalManagedPolicy, AWSManagedPolicy");
        var boundary = call.Text("PolicyUsageFilter") is "PermissionsBoundary";
        bool Has(Identity of) => boundary ? (of as User)?.PermissionsBoundary == policy.Arn || (of as Role)?.PermissionsBoundary == policy.Arn : of.Attached.Contains(policy.Arn);
        Array Of(string name, IEnumerable<Identity> all) => new([.. (kind is null || kind == name ? all : []).Where(i => Has(i) && i.Path.StartsWith(call.Text("PathPrefix") ?? "/", StringComparison.Ordinal)).Select(i => (Node)new Output { [$"{name}Name"] = i.Name, [$"{name}Id"] = i.Id })]);
        return new() { ["PolicyGroups"] = Of("Group", iam.Groups.Values), ["PolicyUsers"] = Of("User", iam.Users.Values), ["PolicyRoles"] = Of("Role", iam.Roles.Values), ["IsTruncated"] = false };
    }
}

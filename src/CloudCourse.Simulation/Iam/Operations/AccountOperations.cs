using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>The account as a whole: how much of what it has, and its alias.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html"/>
internal static partial class AccountOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("GetAccountSummary", _ => [new("iam:GetAccountSummary", "*")], Summary),
        new("CreateAccountAlias", _ => [new("iam:CreateAccountAlias", "*")], Create),
        new("DeleteAccountAlias", _ => [new("iam:DeleteAccountAlias", "*")], Delete),
        new("ListAccountAliases", _ => [new("iam:ListAccountAliases", "*")], c => c.Page("AccountAliases", c.State.Iam.Alias is { } alias ? [(Node)alias] : [])),
    ];

    private static Output Summary(Call call)
    {
        var iam = call.State.Iam;
        return new()
        {
            ["SummaryMap"] = new Output
            {
                ["Users"] = iam.Users.Count,
                ["UsersQuota"] = IamNames.UsersQuota,
                ["Groups"] = iam.Groups.Count,
                ["GroupsQuota"] = IamNames.GroupsQuota,
                ["Roles"] = iam.Roles.Count,
                ["RolesQuota"] = IamNames.RolesQuota,
                ["InstanceProfiles"] = iam.InstanceProfiles.Count,
                ["InstanceProfilesQuota"] = IamNames.InstanceProfilesQuota,
                ["Policies"] = iam.Policies.Count,
                ["PoliciesQuota"] = IamNames.PoliciesQuota,
                ["PolicyVersionsInUse"] = iam.Policies.Values.Sum(p => p.AllVersions.Count),
                ["PolicyVersionsInUseQuota"] = 10000,
                ["VersionsPerPolicyQuota"] = PolicyVersionOperations.Most,
                ["AccessKeysPerUserQuota"] = AccessKeyOperations.Most,
                ["GroupsPerUserQuota"] = 10,
                ["AttachedPoliciesPerUserQuota"] = 10,
                ["AttachedPoliciesPerGroupQuota"] = 10,
                ["AttachedPoliciesPerRoleQuota"] = 10,
                ["UserPolicySizeQuota"] = 2048,
                ["GroupPolicySizeQuota"] = 5120,
                ["RolePolicySizeQuota"] = 10240,
                ["PolicySizeQuota"] = 6144,
                ["AssumeRolePolicySizeQuota"] = 2048,
                ["SigningCertificatesPerUserQuota"] = 2,
                ["ServerCertificates"] = 0,
                ["ServerCertificatesQuota"] = 20,
                ["MFADevices"] = 0,
                ["MFADevicesInUse"] = 0,
                ["AccountMFAEnabled"] = 0,
                ["AccountAccessKeysPresent"] = 0,
                ["AccountSigningCertificatesPresent"] = 0,
                ["AccountPasswordPresent"] = 1,
                ["Providers"] = 0,
                ["GlobalEndpointTokenVersion"] = 1,
            },
        };
    }

    private static Output Create(Call call)
    {
        var alias = call.Need("AccountAlias");
        if (!AliasForm.IsMatch(alias)) throw IamNames.Invalid(call, "AccountAlias", alias, "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", "An alias has 3 to 63 small letters, digits and single hyphens.");
        // An account has one alias; another takes its place.
        call.State = call.State with { Iam = call.State.Iam with { Alias = alias } };
        call.Turn.Note("iam", call.AccountId, $"The account is called {alias} at the console's sign-in.");
        return [];
    }

    private static Output Delete(Call call)
    {
        var alias = call.Need("AccountAlias");
        if (call.State.Iam.Alias != alias) throw Turn.Error("NoSuchEntity", $"The Account Alias {alias.Shortened()} cannot be found.", null, 404, call.At("AccountAlias"));
        call.State = call.State with { Iam = call.State.Iam with { Alias = null } };
        return [];
    }

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]\z")]
    private static partial Regex AliasForm { get; }
}

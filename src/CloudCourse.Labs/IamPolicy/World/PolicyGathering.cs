using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy.World;

/// <summary>Finds the policies of a lab that have a say in one request.</summary>
internal static class PolicyGathering
{
    public static readonly Policy FullAwsAccess = PolicyReader.Read(
        """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""", "FullAWSAccess").Policy!;

    /// <param name="sessionPolicy">The file or attached policy that was handed in with the session; null for none.</param>
    public static PolicySet For(SubmittedPolicies policies, AuthorizationRequest request, string? sessionPolicy)
    {
        var account = policies.Account;
        var caller = request.Principal as ArnPrincipal;
        HashSet<string> owners = new(Owners(account, caller), StringComparer.Ordinal);
        return new()
        {
            IdentityPolicies = caller is null ? [] : Those(p => p.Place.Type is PolicyUse.Identity && (p.Place.Of is null || IsTheirs(p.Place))),
            PermissionsBoundary = caller is null ? null : Those(p => p.Place.Type is PolicyUse.Boundary && IsTheirs(p.Place)).FirstOrDefault(),
            SessionPolicy = sessionPolicy is null ? null : Those(p => p.Place.Type is PolicyUse.Session && p.Policy.Name == sessionPolicy).FirstOrDefault(),
            ResourcePolicy = Those(p => SpeaksOf(account, p.Place, request)).FirstOrDefault(),
            ServiceControlPolicies = caller?.Account == account.Account ? Levels(PolicyUse.ServiceControl) : null,
            ResourceControlPolicies = (request.OwnerAccount ?? account.Account) == account.Account ? Levels(PolicyUse.ResourceControl) : null,
        };

        bool IsTheirs(PolicyPlace place) => owners.Contains(place.Of!) || place.Also.Any(owners.Contains);

        List<Policy> Those(Func<PlacedPolicy, bool> which) => [.. policies.All.Where(which).Select(p => p.Policy)];

        List<PolicyLevel>? Levels(PolicyUse use) => account.Organization.Count == 0 ? null
            : [.. account.Organization.Select(l => new PolicyLevel(l.Name,
                [.. use is PolicyUse.ServiceControl && l.FullAWSAccess ? [FullAwsAccess] : Array.Empty<Policy>(), .. Those(p => p.Place.Type == use && p.Place.Of == l.Name)]))];
    }

    /// <summary>Whose policies count for a caller: their own, their groups', their role's.</summary>
    private static IEnumerable<string> Owners(LabAccount account, ArnPrincipal? caller)
    {
        if (caller is null) yield break;
        yield return caller.Arn;
        if (caller.RoleArn is { } arn) yield return arn;
        if (caller.Account != account.Account) yield break;
        if (account.User(caller.UserName) is { } user)
        {
            yield return $"user/{user.Name}";
            foreach (var group in user.Groups) yield return $"group/{group}";
        }
        if (caller.IsSession && account.Role(caller.Resource.Split('/')[1]) is { } role) yield return $"role/{role.Name}";
    }

    private static bool SpeaksOf(LabAccount account, PolicyPlace place, AuthorizationRequest request) => place.Type switch
    {
        // IAM's own calls about a role, such as iam:GetRole, do not ask its trust policy.
        PolicyUse.Trust => request.Action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase)
            && account.Role(place.Of!["role/".Length..]) is { } role && request.Resource == account.ArnOf(role),
        PolicyUse.Resource => request.Resource == place.Of || request.Resource.StartsWith(place.Of + "/", StringComparison.Ordinal),
        _ => false,
    };
}

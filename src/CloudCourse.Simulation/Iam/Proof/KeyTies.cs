using CloudCourse.Simulation.Iam.Catalog;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>Keys whose values AWS does not give independently of each other, and what holds between them.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"/>
internal static class KeyTies
{
    public const string Arn = "aws:PrincipalArn", Account = "aws:PrincipalAccount", Kind = "aws:PrincipalType", UserName = "aws:username",
        IsService = "aws:PrincipalIsAWSService", ServiceName = "aws:PrincipalServiceName", UserId = "aws:userid",
        Now = "aws:CurrentTime", Epoch = "aws:EpochTime", ResourceAccount = "aws:ResourceAccount";

    private const string SourceIp = "aws:SourceIp", Mfa = "aws:MultiFactorAuthPresent", MfaAge = "aws:MultiFactorAuthAge";
    private const string OrgId = "aws:PrincipalOrgID", OrgPaths = "aws:PrincipalOrgPaths", SourceArn = "aws:SourceArn", SourceAccount = "aws:SourceAccount";

    /// <summary>Keys that follow from who calls.</summary>
    public static readonly HashSet<string> OfCaller = new(StringComparer.OrdinalIgnoreCase) { Arn, Account, Kind, UserName, IsService, ServiceName };

    /// <summary>Keys that every request has, whoever makes it.</summary>
    private static readonly HashSet<string> AlwaysThere = new(StringComparer.OrdinalIgnoreCase)
    {
        Now, Epoch, ResourceAccount, "aws:SecureTransport", "aws:RequestedRegion", "aws:ViaAWSService",
    };

    private static readonly HashSet<string> Endpoint = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:VpcSourceIp", "aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths",
    };

    private static readonly HashSet<string> Via = new(StringComparer.OrdinalIgnoreCase) { "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast" };

    private static readonly (string Set, string Each)[] Tags = [("aws:TagKeys", "aws:RequestTag/"), ("s3:RequestObjectTagKeys", "s3:RequestObjectTag/")];

    public static bool IsAlwaysThere(string key) => AlwaysThere.Contains(key);

    /// <summary>Keys that only a caller of an account has.</summary>
    public static bool NeedsCredentials(string key) => OfCaller.Contains(key) || key.Equals(UserId, StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase) || key.StartsWith("aws:PrincipalOrg", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("aws:MultiFactorAuth", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a request can have several values of the key; null when the catalogue does not know the key.</summary>
    public static bool? HasSeveral(string key) => ActionCatalog.Current.Key(key) is { } known ? known.HasSeveralValues : null;

    /// <summary>Keys of tags that the key, a set of them, must name exactly when the request has them.</summary>
    public static IReadOnlyList<string> TagsBeside(string key, IEnumerable<SliceKey> keys)
    {
        foreach (var (set, each) in Tags)
        {
            if (key.Equals(set, StringComparison.OrdinalIgnoreCase))
                return [.. keys.Where(k => k.Name.StartsWith(each, StringComparison.OrdinalIgnoreCase)).Select(k => k.Name[each.Length..])];
        }
        return [];
    }

    /// <summary>Marks the absence of a key that only callers with credentials have.</summary>
    public const int Nobodys = -1;

    /// <summary>What other keys see of this one's values, as a number.</summary>
    public static int TraitOf(string key, string[]? values, IReadOnlyList<string> tags)
    {
        if (tags.Count > 0)
        {
            var named = 1;
            for (var i = 0; i < tags.Count; i++)
            {
                if (values?.Contains(tags[i], StringComparer.OrdinalIgnoreCase) == true) named |= 2 << (i % 28);
            }
            return named;
        }
        if (key.Equals(SourceIp, StringComparison.OrdinalIgnoreCase) || Endpoint.Contains(key) || key.Equals(MfaAge, StringComparison.OrdinalIgnoreCase)
            || Array.Exists(Tags, t => key.StartsWith(t.Each, StringComparison.OrdinalIgnoreCase))) return values is null ? 1 : 2;
        if (key.Equals(Mfa, StringComparison.OrdinalIgnoreCase)) return values switch { null => 1, ["true"] => 2, _ => 3 };
        return 0;
    }

    /// <summary>
    /// Why no request has these values together; null when one can have. Where <paramref name="exact"/>, other values of the same
    /// classes would not fit together either.
    /// </summary>
    public static string? Broken(IReadOnlyList<(string Key, string[]? Values)> chosen, RequestPrincipal caller, out bool exact)
    {
        exact = true;
        var endpoint = chosen.Where(c => Endpoint.Contains(c.Key)).ToList();
        if (endpoint.Exists(c => c.Values is not null) && (Has(SourceIp) || endpoint.Exists(c => c.Values is null && IsOfEveryEndpoint(c.Key)))) return "aws:SourceIp and keys of a VPC endpoint";
        if (Has(MfaAge) && Of(Mfa) is { } present && present is not ["true"]) return $"{Mfa} and {MfaAge}";
        foreach (var (set, each) in Tags)
        {
            if (!chosen.Any(c => c.Key.Equals(set, StringComparison.OrdinalIgnoreCase))) continue;
            var names = Of(set) ?? [];
            foreach (var (key, values) in chosen)
            {
                if (key.StartsWith(each, StringComparison.OrdinalIgnoreCase) && values is not null != names.Contains(key[each.Length..], StringComparer.OrdinalIgnoreCase)) return $"{set} and {key}";
            }
        }
        exact = false;
        if (Of(OrgId) is [var org] && Of(OrgPaths) is { } paths && !Array.TrueForAll(paths, p => p.StartsWith(org + "/", StringComparison.Ordinal))) return $"{OrgId} and {OrgPaths}";
        if (Of(SourceArn) is [var arn] && Of(SourceAccount) is [var account] && arn.Split(':', 6) is [_, _, _, _, { Length: > 0 } owner, _] && owner != account) return $"{SourceArn} and {SourceAccount}";
        if (Of(UserId) is [var id] && !FitsCaller(id, caller)) return $"{UserId} and who calls";
        var via = chosen.Where(c => Via.Contains(c.Key)).ToList();
        if (via.Count > 1 && Of("aws:CalledVia") is var list)
        {
            foreach (var (key, values) in via)
            {
                if (values is not [var end] || !key.EndsWith("st", StringComparison.OrdinalIgnoreCase)) continue;
                if (list is null && via.Exists(v => v.Key.EndsWith("Via", StringComparison.OrdinalIgnoreCase)) || list?.Contains(end) == false) return "aws:CalledVia and its first and last";
            }
        }
        return null;

        bool Has(string key) => Of(key) is not null;
        string[]? Of(string key) => chosen.FirstOrDefault(c => c.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Values;
    }

    private static bool IsOfEveryEndpoint(string key) => key.Equals("aws:VpcSourceIp", StringComparison.OrdinalIgnoreCase)
        || key.Equals("aws:SourceVpc", StringComparison.OrdinalIgnoreCase) || key.Equals("aws:SourceVpce", StringComparison.OrdinalIgnoreCase);

    /// <summary>A user's id has no colon; a session's is the role's id, a colon and the session's name.</summary>
    private static bool FitsCaller(string id, RequestPrincipal caller) => caller switch
    {
        ArnPrincipal { IsRoot: true } root => id == root.Account,
        ArnPrincipal { IsSession: true } session => id.Contains(':', StringComparison.Ordinal) && id.EndsWith(":" + session.Resource.Split('/')[^1], StringComparison.Ordinal),
        ArnPrincipal { IsUser: true } => !id.Contains(':', StringComparison.Ordinal),
        ArnPrincipal federated => id == $"{federated.Account}:{federated.Resource.Split('/')[^1]}",
        _ => false,
    };
}

namespace CloudCourse.Simulation.Iam;

/// <summary>Holds a resource policy's principal against the caller.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
internal static class PrincipalElementEvaluator
{
    public static ElementTrace Evaluate(PrincipalElement element, RequestPrincipal caller, out PrincipalFit fit)
    {
        fit = PrincipalFit.None;
        PrincipalEntry? by = null;
        var canonical = false;
        foreach (var entry in element.Entries)
        {
            canonical |= entry.Type == "CanonicalUser";
            var one = Fit(entry, caller);
            if (one > fit) (fit, by) = (one, entry);
        }
        if (element.Negated)
        {
            // Whether a role, its account and its session are all excluded has rules of its own that are not built here.
            return new("NotPrincipal", Match.Unknown, caller.Name, "NotPrincipal is not evaluated by this simulation", element.Member.NameAt);
        }
        if (by is not null)
            return new("Principal", Match.Yes, caller.Name, $"{caller.Name} fits \"{by.Value}\"", by.At);
        return canonical
            ? new("Principal", Match.Unknown, caller.Name, "canonical user ids are not evaluated by this simulation", element.Member.Value.At)
            : new("Principal", Match.No, caller.Name, $"{caller.Name} is none of the principals listed", element.Member.Value.At);
    }

    private static PrincipalFit Fit(PrincipalEntry entry, RequestPrincipal caller) => (entry.Type, entry.Value, caller) switch
    {
        ("AWS", "*", _) => PrincipalFit.Exact,
        ("AWS", var value, ArnPrincipal arn) when value == arn.Arn && !arn.IsRoot => PrincipalFit.Exact,
        ("AWS", var value, ArnPrincipal arn) when IsAccount(value, arn.Account) => arn.IsRoot ? PrincipalFit.Exact : PrincipalFit.Account,
        ("AWS", var value, ArnPrincipal { IsSession: true } arn) when IsRoleOf(value, arn) => PrincipalFit.Role,
        ("Service", var value, ServicePrincipal service) when value == service.Id => PrincipalFit.Exact,
        ("Federated", var value, FederatedPrincipal federated) when value == federated.Id => PrincipalFit.Exact,
        _ => PrincipalFit.None,
    };

    private static bool IsAccount(string value, string account) =>
        account.Length > 0 && (value == account
            || (value.StartsWith("arn:", StringComparison.Ordinal) && value.EndsWith($":iam::{account}:root", StringComparison.Ordinal)));

    /// <summary>A session's ARN has the role's name without its path, so the path is left out on both sides.</summary>
    private static bool IsRoleOf(string value, ArnPrincipal session)
    {
        if (session.RoleArn is not { } role) return false;
        var (prefix, at) = ($":iam::{session.Account}:role/", value.LastIndexOf('/'));
        return at >= 0 && value.Contains(prefix, StringComparison.Ordinal) && value[(at + 1)..] == role[(role.LastIndexOf('/') + 1)..];
    }
}

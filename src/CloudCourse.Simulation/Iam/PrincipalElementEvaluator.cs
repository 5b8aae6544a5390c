namespace CloudCourse.Simulation.Iam;

/// <summary>Holds a resource policy's principal against the caller.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
internal static class PrincipalElementEvaluator
{
    public static ElementTrace Evaluate(PrincipalElement element, Effect? effect, AuthorizationRequest request, out PrincipalFit fit)
    {
        var caller = request.Principal;
        fit = PrincipalFit.None;
        if (element.Negated) return Excluded(element, effect, request, out fit);
        PrincipalEntry? by = null;
        var canonical = false;
        foreach (var entry in element.Entries)
        {
            canonical |= entry.Type == "CanonicalUser" && request.CanonicalUserId is null;
            var one = Fit(entry, request);
            if (one > fit) (fit, by) = (one, entry);
        }
        if (by is not null)
            return new("Principal", Match.Yes, caller.Name, $"{caller.Name} fits \"{by.Value}\"", by.At);
        return canonical
            ? new("Principal", Match.Unknown, caller.Name, "the request does not say the caller's canonical user id", element.Member.Value.At)
            : new("Principal", Match.No, caller.Name, $"{caller.Name} is none of the principals listed", element.Member.Value.At);
    }

    /// <summary>
    /// A caller is several principals: its account, its role, itself. A Deny spares only those of whom all are listed, which is
    /// why AWS wants the account beside the user, and the role and the account beside the session.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html"/>
    private static ElementTrace Excluded(PrincipalElement element, Effect? effect, AuthorizationRequest request, out PrincipalFit fit)
    {
        fit = PrincipalFit.None;
        var (caller, at) = (request.Principal.Name, element.Member.Value.At);
        if (request.CanonicalUserId is null && element.Entries.Any(e => e.Type == "CanonicalUser"))
            return new("NotPrincipal", Match.Unknown, caller, "the request does not say the caller's canonical user id", at);
        var everybody = element.Entries.Any(e => e is { Type: "AWS", Value: "*" });
        var listed = element.Entries.Select(e => Fit(e, request)).Where(f => f is not PrincipalFit.None).ToHashSet();
        var needed = Chain(request.Principal);
        var missing = needed.Where(n => !listed.Contains(n)).ToList();
        if (everybody || missing.Count == 0) return new("NotPrincipal", Match.No, caller, $"{caller} is excluded", at);
        if (missing.Count == needed.Length)
        {
            fit = PrincipalFit.Exact;
            return new("NotPrincipal", Match.Yes, caller, $"{caller} is none of the principals excluded", at);
        }
        var lacking = string.Join(" and ", missing.Select(m => m switch { PrincipalFit.Account => "its account", PrincipalFit.Role => "its role", _ => "the caller itself" }));
        // AWS's page tells what a Deny does with half a list. What an Allow does it does not say, so nothing is allowed by one.
        return effect is Effect.Deny
            ? new("NotPrincipal", Match.Yes, caller, $"{caller} is excluded in part only: {lacking} is not listed", at)
            : new("NotPrincipal", Match.Unknown, caller, $"{caller} is excluded in part only: {lacking} is not listed, and AWS does not say what an Allow does then", at);
    }

    private static PrincipalFit[] Chain(RequestPrincipal caller) => caller switch
    {
        // An account's root user is its account.
        ArnPrincipal { IsRoot: true } => [PrincipalFit.Exact],
        ArnPrincipal { IsSession: true } => [PrincipalFit.Account, PrincipalFit.Role, PrincipalFit.Exact],
        ArnPrincipal => [PrincipalFit.Account, PrincipalFit.Exact],
        _ => [PrincipalFit.Exact],
    };

    private static PrincipalFit Fit(PrincipalEntry entry, AuthorizationRequest request) => (entry.Type, entry.Value, request.Principal) switch
    {
        ("AWS", "*", _) => PrincipalFit.Exact,
        ("AWS", var value, ArnPrincipal arn) when value == arn.Arn && !arn.IsRoot => PrincipalFit.Exact,
        ("AWS", var value, ArnPrincipal arn) when IsAccount(value, arn.Account) => arn.IsRoot ? PrincipalFit.Exact : PrincipalFit.Account,
        ("AWS", var value, ArnPrincipal { IsSession: true } arn) when IsRoleOf(value, arn, request) => PrincipalFit.Role,
        // A canonical id is another name of an account.
        ("CanonicalUser", var value, ArnPrincipal arn) when value == request.CanonicalUserId => arn.IsRoot ? PrincipalFit.Exact : PrincipalFit.Account,
        ("CanonicalUser", var value, _) when value == request.CanonicalUserId => PrincipalFit.Exact,
        ("Service", var value, ServicePrincipal service) when value == service.Id => PrincipalFit.Exact,
        ("Federated", var value, FederatedPrincipal federated) when value == federated.Id => PrincipalFit.Exact,
        _ => PrincipalFit.None,
    };

    private static bool IsAccount(string value, string account) =>
        account.Length > 0 && (value == account
            || (value.StartsWith("arn:", StringComparison.Ordinal) && value.EndsWith($":iam::{account}:root", StringComparison.Ordinal)));

    /// <summary>
    /// A session's ARN has the role's name without its path, and a name is one role's whatever the path. Where the request says
    /// the role's ARN, as aws:PrincipalArn, the path counts too.
    /// </summary>
    private static bool IsRoleOf(string value, ArnPrincipal session, AuthorizationRequest request)
    {
        if (session.RoleArn is not { } role) return false;
        if (request.Context.Find("aws:PrincipalArn") is [var known] && known.Contains(":role/", StringComparison.Ordinal)) return value == known;
        var (prefix, at) = ($":iam::{session.Account}:role/", value.LastIndexOf('/'));
        return at >= 0 && value.Contains(prefix, StringComparison.Ordinal) && value[(at + 1)..] == role[(role.LastIndexOf('/') + 1)..];
    }
}

namespace CloudCourse.Simulation.Iam;

/// <summary>The principals that a caller is at once.</summary>
[Flags]
internal enum PrincipalChain { None = 0, Account = 1, Role = 2, Itself = 4 }

/// <summary>What a statement's principal came to for one caller; <see cref="PrincipalTrace"/> puts it into words.</summary>
/// <param name="By">The entry that names the caller best.</param>
/// <param name="NeedsCanonicalId">It cannot be told without the caller's canonical user id.</param>
/// <param name="Lacking">What a NotPrincipal does not list of a caller that it lists in part.</param>
/// <param name="IsBounded">It is so only because the caller has a permissions boundary.</param>
internal readonly record struct PrincipalMatch(
    Match Match, PrincipalFit Fit, PrincipalEntry? By = null, bool NeedsCanonicalId = false, PrincipalChain Lacking = PrincipalChain.None, bool IsBounded = false);

/// <summary>Holds a resource policy's principal against the caller.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
internal static class PrincipalElementEvaluator
{
    /// <param name="bounded">The caller has a permissions boundary.</param>
    public static PrincipalMatch Evaluate(PrincipalElement element, Effect? effect, PreparedRequest request, bool bounded = false)
    {
        // A Deny with NotPrincipal denies whoever has a boundary, whomever it lists: AWS's page warns of it.
        if (element.Negated && bounded && effect is Effect.Deny && request.Principal is ArnPrincipal { IsRoot: false }) return new(Match.Yes, PrincipalFit.None, IsBounded: true);
        if (element.Negated) return Excluded(element, effect, request);
        var fit = PrincipalFit.None;
        PrincipalEntry? by = null;
        var canonical = false;
        for (var i = 0; i < element.Entries.Count; i++)
        {
            var entry = element.Entries[i];
            canonical |= entry.Type == "CanonicalUser" && request.CanonicalUserId is null;
            var one = Fit(entry, request);
            if (one > fit) (fit, by) = (one, entry);
        }
        if (by is not null) return new(Match.Yes, fit, by);
        return canonical ? new(Match.Unknown, PrincipalFit.None, NeedsCanonicalId: true) : new(Match.No, PrincipalFit.None);
    }

    /// <summary>
    /// A caller is several principals: its account, its role, itself. A Deny spares only those of whom all are listed, which is
    /// why AWS wants the account beside the user, and the role and the account beside the session.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html"/>
    private static PrincipalMatch Excluded(PrincipalElement element, Effect? effect, PreparedRequest request)
    {
        var everybody = false;
        var listed = PrincipalChain.None;
        for (var i = 0; i < element.Entries.Count; i++)
        {
            var entry = element.Entries[i];
            if (entry.Type == "CanonicalUser" && request.CanonicalUserId is null) return new(Match.Unknown, PrincipalFit.None, NeedsCanonicalId: true);
            everybody |= entry is { Type: "AWS", Value: "*" };
            listed |= Fit(entry, request) switch
            {
                PrincipalFit.Account => PrincipalChain.Account,
                PrincipalFit.Role => PrincipalChain.Role,
                PrincipalFit.Exact => PrincipalChain.Itself,
                _ => PrincipalChain.None,
            };
        }
        var needed = Chain(request.Principal);
        var missing = needed & ~listed;
        if (everybody || missing is PrincipalChain.None) return new(Match.No, PrincipalFit.None);
        if (missing == needed) return new(Match.Yes, PrincipalFit.Exact);
        // Half a list does not spare from a Deny; and an Allow is to all but those who are named, by whichever of their names.
        return new(effect is Effect.Deny ? Match.Yes : Match.No, PrincipalFit.None, Lacking: missing);
    }

    private static PrincipalChain Chain(RequestPrincipal caller) => caller switch
    {
        // An account's root user is its account.
        ArnPrincipal { IsRoot: true } => PrincipalChain.Itself,
        ArnPrincipal { IsSession: true } => PrincipalChain.Account | PrincipalChain.Role | PrincipalChain.Itself,
        ArnPrincipal { IsRole: true } => PrincipalChain.Account | PrincipalChain.Role,
        ArnPrincipal => PrincipalChain.Account | PrincipalChain.Itself,
        _ => PrincipalChain.Itself,
    };

    private static PrincipalFit Fit(PrincipalEntry entry, PreparedRequest request) => (entry.Type, entry.Value, request.Principal) switch
    {
        ("AWS", "*", _) => PrincipalFit.Exact,
        ("AWS", var value, ArnPrincipal arn) when value == arn.Arn && !arn.IsRoot => arn.IsRole ? PrincipalFit.Role : PrincipalFit.Exact,
        ("AWS", var value, ArnPrincipal arn) when IsAccount(value, arn.Account) => arn.IsRoot ? PrincipalFit.Exact : PrincipalFit.Account,
        ("AWS", var value, ArnPrincipal { IsSession: true } arn) when IsRoleOf(value, arn, request) => PrincipalFit.Role,
        // A canonical id is another name of an account.
        ("CanonicalUser", var value, ArnPrincipal arn) when value == request.CanonicalUserId => arn.IsRoot ? PrincipalFit.Exact : PrincipalFit.Account,
        ("CanonicalUser", var value, _) when value == request.CanonicalUserId => PrincipalFit.Exact,
        ("Service", var value, ServicePrincipal service) when value == service.Id || value == "*" => PrincipalFit.Exact,
        ("Federated", var value, FederatedPrincipal federated) when value == federated.Id || value == "*" => PrincipalFit.Exact,
        _ => PrincipalFit.None,
    };

    private static bool IsAccount(string value, string account)
    {
        const string before = ":iam::", after = ":root";
        if (account.Length == 0) return false;
        if (value == account) return true;
        var text = value.AsSpan();
        if (!text.StartsWith("arn:", StringComparison.Ordinal) || !text.EndsWith(after, StringComparison.Ordinal)) return false;
        text = text[..^after.Length];
        return text.EndsWith(account, StringComparison.Ordinal) && text[..^account.Length].EndsWith(before, StringComparison.Ordinal);
    }

    /// <summary>
    /// A session's ARN has the role's name without its path, and a name is one role's whatever the path. Where the request says
    /// the role's ARN, as aws:PrincipalArn, the path counts too.
    /// </summary>
    private static bool IsRoleOf(string value, ArnPrincipal session, PreparedRequest request)
    {
        const string before = ":iam::", after = ":role/";
        if (session.RoleArn is not { } role) return false;
        if (request.KnownRole is { } known) return value == known;
        var text = value.AsSpan();
        var at = text.LastIndexOf('/');
        if (at < 0 || !text[(at + 1)..].SequenceEqual(role.AsSpan(role.LastIndexOf('/') + 1))) return false;
        for (var from = text.IndexOf(before, StringComparison.Ordinal); from >= 0;)
        {
            var rest = text[(from + before.Length)..];
            if (rest.StartsWith(session.Account, StringComparison.Ordinal) && rest[session.Account.Length..].StartsWith(after, StringComparison.Ordinal)) return true;
            text = rest;
            from = text.IndexOf(before, StringComparison.Ordinal);
        }
        return false;
    }
}

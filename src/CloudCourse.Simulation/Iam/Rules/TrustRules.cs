using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>Who may assume a role: its trust policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html"/>
internal abstract class TrustRule(FindingType type, string issueCode) : StatementRule(type, issueCode)
{
    internal const string GitHub = "token.actions.githubusercontent.com";

    protected override bool Concerns(PolicyType kind) => kind is PolicyType.Trust;

    protected static bool Allows(Statement statement, string action) => statement is { Effect.Value: Effect.Allow, Action: { Negated: false } actions }
        && actions.Patterns.Any(p => p.Text.Length < 128 && Patterns.Wildcard.Matches(p.Text, action, ignoreCase: true));

    protected static IEnumerable<PrincipalEntry> Entries(Statement statement, string type) =>
        statement.Principal is { Negated: false } principal ? principal.Entries.Where(e => e.Type == type) : [];

    /// <summary>An identity provider's address: a bare domain, or what follows "oidc-provider/" in its ARN. Null for SAML.</summary>
    protected static string? OidcDomain(PrincipalEntry entry)
    {
        const string marker = ":oidc-provider/";
        var at = entry.Value.IndexOf(marker, StringComparison.Ordinal);
        if (at >= 0) return entry.Value[(at + marker.Length)..];
        return entry.Value.StartsWith("arn:", StringComparison.Ordinal) ? null : entry.Value;
    }
}

internal sealed class RoleTrustPolicyNotPrincipal() : TrustRule(FindingType.Error, "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL")
{
    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (((JsonObject)statement.Json).Find("NotPrincipal") is { } member)
            yield return At(member.NameAt, "A role's trust policy has no NotPrincipal. Name those who may assume the role with Principal.");
    }
}

internal sealed class RoleTrustPolicyResource() : TrustRule(FindingType.Error, "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE")
{
    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Resource is { } resource)
            yield return At(resource.Member.NameAt, $"A role's trust policy is about its own role and has no {resource.Member.Name}. Remove it.");
    }
}

internal sealed class RoleTrustPolicyWildcardPrincipal() : TrustRule(FindingType.Error, "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL")
{
    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Principal?.Member.Value is JsonString { Value: "*" } everyone)
            yield return At(everyone.At, "A role's trust policy does not take \"*\" alone. Name who may assume the role, as in {\"AWS\": \"arn:aws:iam::111122223333:root\"}.");
    }
}

/// <summary>A session comes out of its role, which is trusted already.</summary>
internal sealed class RedundantPrincipalInRoleTrustPolicy() : TrustRule(FindingType.Suggestion, "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY")
{
    protected override IEnumerable<Finding> Check(Statement statement)
    {
        var entries = Entries(statement, "AWS").ToList();
        foreach (var session in entries)
        {
            if (session.Value.Split(':', 6) is not [_, _, "sts", _, var account, var name] || name.Split('/') is not ["assumed-role", var role, ..]) continue;
            if (entries.Any(e => e.Value.Split(':', 6) is [_, _, "iam", _, var own, var resource] && own == account
                && resource.StartsWith("role/", StringComparison.Ordinal) && resource[(resource.LastIndexOf('/') + 1)..] == role))
                yield return At(session.At, $"The session \"{session.Value}\" comes from the role \"{role}\", which is in this list. Remove the session.");
        }
    }
}

internal sealed class InvalidFederatedPrincipalSyntax() : TrustRule(FindingType.Error, "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY")
{
    protected override IEnumerable<Finding> Check(Statement statement)
    {
        foreach (var entry in Entries(statement, "Federated"))
        {
            var good = entry.Value.StartsWith("arn:", StringComparison.Ordinal)
                ? entry.Value.Split(':', 6) is [_, _, "iam", "", { Length: 12 }, var name]
                    && (name.StartsWith("saml-provider/", StringComparison.Ordinal) || name.StartsWith("oidc-provider/", StringComparison.Ordinal))
                : entry.Value.Contains('.', StringComparison.Ordinal) && !entry.Value.AsSpan().ContainsAny(" :*");
            if (!good)
                yield return At(entry.At, $"\"{entry.Value}\" is no identity provider. Write its ARN (arn:aws:iam::111122223333:oidc-provider/… or saml-provider/…) or its domain, such as accounts.google.com.");
        }
    }
}

/// <summary>Each kind of principal has its own way to assume a role.</summary>
internal sealed class MismatchedActionForPrincipal() : TrustRule(FindingType.Error, "MISMATCHED_ACTION_FOR_PRINCIPAL")
{
    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement is not { Effect.Value: Effect.Allow, Action: { Negated: false } actions, Principal: { Negated: false, Entries: { Count: > 0 } entries } }) yield break;
        foreach (var action in actions.Patterns)
        {
            Func<PrincipalEntry, bool>? fits = action.Text.ToLowerInvariant() switch
            {
                "sts:assumerolewithsaml" => e => e.Type == "Federated" && OidcDomain(e) is null,
                "sts:assumerolewithwebidentity" => e => e.Type == "Federated" && OidcDomain(e) is not null,
                "sts:assumerole" => e => e.Type != "Federated",
                _ => null,
            };
            // Another action of the list may be the one that a principal is meant for; only a list that fits none of them is wrong.
            if (fits is null || entries.Any(fits) || entries[0].Value == "*") continue;
            yield return At(action.At, $"\"{action.Text}\" does not go with {entries[0].Type} \"{entries[0].Value}\". AssumeRole is for AWS principals and services, "
                + "AssumeRoleWithSAML for SAML providers, AssumeRoleWithWebIdentity for OIDC providers.");
        }
    }
}

internal sealed class MissingActionForRolesAnywhere() : TrustRule(FindingType.Error, "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY")
{
    private static readonly string[] Needed = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];

    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement is not { Effect.Value: Effect.Allow, Action: { Negated: false } actions } || !Entries(statement, "Service").Any(e => e.Value == "rolesanywhere.amazonaws.com")) yield break;
        var missing = Needed.Where(a => !Allows(statement, a)).ToList();
        if (missing.Count > 0)
            yield return At(actions.Member.Value.At, $"IAM Roles Anywhere needs {string.Join(", ", Needed)}. Add {string.Join(" and ", missing)}.");
    }
}

/// <summary>Setting a value is an action of its own, which a role must allow where it asks for the value.</summary>
internal sealed class MissingActionForConditionKey() : TrustRule(FindingType.Error, "MISSING_ACTION_FOR_CONDITION_KEY")
{
    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement is not { Effect.Value: Effect.Allow, Action.Negated: false }) yield break;
        foreach (var condition in statement.Conditions)
        {
            var needed = condition.Key.ToLowerInvariant() switch
            {
                "sts:sourceidentity" => "sts:SetSourceIdentity",
                "sts:transitivetagkeys" => "sts:TagSession",
                _ => null,
            };
            if (needed is not null && !Allows(statement, needed))
                yield return At(condition.KeyAt, $"Nobody can set {condition.Key} without {needed}. Add \"{needed}\" to Action.");
        }
    }
}

/// <summary>What an OIDC provider vouches for is anybody with an account there, until a condition says whom.</summary>
internal sealed class MissingConditionKeyForOidcPrincipal() : TrustRule(FindingType.SecurityWarning, "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL")
{
    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (!Allows(statement, "sts:AssumeRoleWithWebIdentity")) yield break;
        foreach (var entry in Entries(statement, "Federated"))
        {
            // GitHub has a rule of its own.
            if (OidcDomain(entry) is { } domain && domain != GitHub
                && !statement.Conditions.Any(c => c.Key.StartsWith(domain + ":", StringComparison.OrdinalIgnoreCase)))
                yield return At(entry.At, $"Anybody with an account at {domain} may assume this role. Add a Condition on {domain}:aud or {domain}:sub.");
        }
    }
}

internal sealed class MissingGitHubRepoConditionKey() : TrustRule(FindingType.SecurityWarning, "MISSING_GITHUB_REPO_CONDITION_KEY")
{
    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (!Allows(statement, "sts:AssumeRoleWithWebIdentity") || statement.Conditions.Any(c => c.Key.Equals(GitHub + ":sub", StringComparison.OrdinalIgnoreCase))) yield break;
        foreach (var entry in Entries(statement, "Federated").Where(e => OidcDomain(e) == GitHub))
            yield return At(entry.At, $"Every repository on GitHub may assume this role. Add a Condition on {GitHub}:sub that names yours.");
    }
}

internal sealed class SpecificGitHubRepoAndBranch() : TrustRule(FindingType.Warning, "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED")
{
    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (!Allows(statement, "sts:AssumeRoleWithWebIdentity") || !Entries(statement, "Federated").Any(e => OidcDomain(e) == GitHub)) yield break;
        // The branch may also stand in a key of its own.
        var branchApart = statement.Conditions.Any(c => c.Key.Equals(GitHub + ":ref", StringComparison.OrdinalIgnoreCase)
            && c.Values.Count > 0 && c.Values.All(v => !v.Text.AsSpan().ContainsAny('*', '?')));
        foreach (var value in statement.Conditions.Where(c => c.Key.Equals(GitHub + ":sub", StringComparison.OrdinalIgnoreCase)).SelectMany(c => c.Values))
        {
            if (!NamesBranch(value.Text) && !(branchApart && NamesRepository(value.Text)))
                yield return At(value.At, $"\"{value.Text}\" does not name one repository and branch. Write repo:owner/name:ref:refs/heads/branch without wildcards.");
        }
    }

    private static bool NamesRepository(string text) => text.Split(':', 3) is ["repo", var repository, ..]
        && repository.IndexOf('/', StringComparison.Ordinal) > 0 && !repository.AsSpan().ContainsAny('*', '?');

    private static bool NamesBranch(string text) => !text.AsSpan().ContainsAny('*', '?') && text.Split(':', 4) is ["repo", var repository, "ref", var branch]
        && repository.IndexOf('/', StringComparison.Ordinal) > 0 && branch.StartsWith("refs/heads/", StringComparison.Ordinal);
}

/// <summary>A token has one audience. With a set operator that is easily read otherwise than it is decided.</summary>
internal abstract class AudienceRule(FindingType type, string issueCode, SetQualifier qualifier, string consequence) : TrustRule(type, issueCode)
{
    protected sealed override IEnumerable<Finding> Check(Statement statement)
    {
        if (!Entries(statement, "Federated").Any(e => OidcDomain(e) is not null)) yield break;
        foreach (var condition in statement.Conditions.Where(c => c.Qualifier == qualifier && c.Key.EndsWith(":aud", StringComparison.OrdinalIgnoreCase)
            && !c.Key.StartsWith("saml:", StringComparison.OrdinalIgnoreCase)))
            yield return At(condition.KeyAt, $"{condition.Key} has one value, and {condition.Name} {consequence}. Remove {qualifier}.");
    }
}

internal sealed class ConfirmAudienceClaimType() : AudienceRule(FindingType.Suggestion, "CONFIRM_AUDIENCE_CLAIM_TYPE", SetQualifier.ForAllValues, "is true as well where it is missing");

internal sealed class ForAnyValueWithAudienceClaimType()
    : AudienceRule(FindingType.SecurityWarning, "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", SetQualifier.ForAnyValue, "is for keys with several");

using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>A statement's Principal; only policies that are attached to something have one.</summary>
internal abstract class PrincipalRule(FindingType type, string issueCode) : StatementRule(type, issueCode)
{
    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html";

    protected override bool Concerns(PolicyType kind) => kind is PolicyType.Resource or PolicyType.Trust or PolicyType.ResourceControl;

    protected sealed override IEnumerable<Finding> Check(Statement statement) => statement.Principal is { } principal ? Check(statement, principal) : [];

    protected abstract IEnumerable<Finding> Check(Statement statement, PrincipalElement principal);
}

internal sealed class AllowWithNotPrincipal() : PrincipalRule(FindingType.SecurityWarning, "ALLOW_WITH_NOT_PRINCIPAL")
{
    protected override bool Concerns(PolicyType kind) => kind is PolicyType.Resource;

    protected override IEnumerable<Finding> Check(Statement statement, PrincipalElement principal)
    {
        if (principal.Negated && statement.Effect is { Value: Effect.Allow })
            yield return At(principal.Member.Value.At, "NotPrincipal with Allow lets in everybody else, strangers without credentials too. Name those who may come in with Principal.");
    }
}

internal sealed class InvalidPrincipalFormat() : PrincipalRule(FindingType.Error, "INVALID_PRINCIPAL_FORMAT")
{
    protected override IEnumerable<Finding> Check(Statement statement, PrincipalElement principal)
    {
        if (principal.Member.Value is JsonString { Value: not "*" } text)
            yield return At(text.At, $"\"{text.Value}\" stands alone in {principal.Member.Name}. Say of which kind it is, as in {{\"AWS\": \"{text.Value}\"}}.");
    }
}

internal sealed class EmptyArrayPrincipal() : PrincipalRule(FindingType.Suggestion, "EMPTY_ARRAY_PRINCIPAL")
{
    protected override IEnumerable<Finding> Check(Statement statement, PrincipalElement principal)
    {
        foreach (var member in (principal.Member.Value as JsonObject)?.Members ?? [])
        {
            if (member.Value is JsonArray { Items.Count: 0 } empty)
                yield return At(empty.At, $"The list of {member.Name} is empty, so the statement is about nobody. Name the principals.");
        }
    }
}

internal sealed class EmptyObjectPrincipal() : PrincipalRule(FindingType.Suggestion, "EMPTY_OBJECT_PRINCIPAL")
{
    protected override IEnumerable<Finding> Check(Statement statement, PrincipalElement principal)
    {
        if (principal.Member.Value is JsonObject { Members.Count: 0 } empty)
            yield return At(empty.At, $"{principal.Member.Name} is empty, so the statement is about nobody. Name a principal, as in {{\"AWS\": \"111122223333\"}}.");
    }
}

/// <summary>One entry of the element.</summary>
internal abstract class PrincipalEntryRule(FindingType type, string issueCode) : PrincipalRule(type, issueCode)
{
    protected sealed override IEnumerable<Finding> Check(Statement statement, PrincipalElement principal)
    {
        foreach (var entry in principal.Entries)
        {
            if (Problem(entry) is { } details) yield return At(entry.At, details);
        }
    }

    protected abstract string? Problem(PrincipalEntry entry);
}

/// <summary>A principal is one principal or everybody; it is no pattern.</summary>
internal sealed class UnsupportedWildcardInPrincipal() : PrincipalEntryRule(FindingType.Error, "UNSUPPORTED_WILDCARD_IN_PRINCIPAL")
{
    protected override string? Problem(PrincipalEntry entry) =>
        !entry.Value.AsSpan().ContainsAny('*', '?') || entry is { Type: "AWS", Value: "*" } ? null
        : entry.Type == "AWS"
            ? $"\"{entry.Value}\" has a wildcard inside. A principal is named whole; for many of them name the account and narrow it with aws:PrincipalArn in Condition."
            : $"\"{entry.Value}\" has a wildcard, which {entry.Type} does not take. Name it whole.";
}

internal sealed class InvalidRoleReference() : PrincipalEntryRule(FindingType.Warning, "INVALID_ROLE_REFERENCE")
{
    protected override string? Problem(PrincipalEntry entry) => entry.Type == "AWS" && entry.Value.StartsWith("AROA", StringComparison.Ordinal)
        ? $"\"{entry.Value}\" is a role's id, which AWS shows when the role was deleted. Write the role's ARN." : null;
}

internal sealed class InvalidUserReference() : PrincipalEntryRule(FindingType.Warning, "INVALID_USER_REFERENCE")
{
    protected override string? Problem(PrincipalEntry entry) => entry.Type == "AWS" && entry.Value.StartsWith("AIDA", StringComparison.Ordinal)
        ? $"\"{entry.Value}\" is a user's id, which AWS shows when the user was deleted. Write the user's ARN." : null;
}

/// <summary>Identity providers are for roles' trust policies.</summary>
internal sealed class FederatedPrincipalNotSupported() : PrincipalEntryRule(FindingType.Error, "FEDERATED_PRINCIPAL_NOT_SUPPORTED")
{
    protected override bool Concerns(PolicyType kind) => kind is PolicyType.Resource;

    protected override string? Problem(PrincipalEntry entry) => entry.Type == "Federated"
        ? $"A resource does not know the identity provider \"{entry.Value}\". Name the role that its users assume." : null;
}

/// <summary>What an AWS service calls with is told apart by where the call comes from.</summary>
internal abstract class ServicePrincipalRule(FindingType type, string issueCode) : PrincipalRule(type, issueCode)
{
    private static readonly string[] Sources = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

    protected override bool Concerns(PolicyType kind) => kind is PolicyType.Resource;

    /// <summary>The services that an Allow lets in without saying on whose behalf they come.</summary>
    protected static IReadOnlyList<PrincipalEntry> Unbound(Statement statement, PrincipalElement principal) =>
        principal.Negated || statement.Effect is not { Value: Effect.Allow }
        || statement.Conditions.Any(c => Sources.Contains(c.Key, StringComparer.OrdinalIgnoreCase)) ? []
        : [.. principal.Entries.Where(e => e.Type == "Service")];

    /// <summary>A key that says something of the kind, but is not one of the four that every service fills in.</summary>
    protected static Conditions.Condition? Lesser(Statement statement) => statement.Conditions.FirstOrDefault(c =>
        c.Key.Equals("aws:Referer", StringComparison.OrdinalIgnoreCase) || c.Key.EndsWith(":SourceOwner", StringComparison.OrdinalIgnoreCase) || c.Key.EndsWith(":SourceArn", StringComparison.OrdinalIgnoreCase)
        || c.Key.EndsWith(":SourceAccount", StringComparison.OrdinalIgnoreCase));
}

internal sealed class RestrictAccessToServicePrincipal() : ServicePrincipalRule(FindingType.SecurityWarning, "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL")
{
    protected override IEnumerable<Finding> Check(Statement statement, PrincipalElement principal)
    {
        if (Lesser(statement) is not null) yield break;
        foreach (var service in Unbound(statement, principal))
        {
            yield return At(service.At, $"{service.Value} may come on behalf of any account. Add a Condition on aws:SourceArn or aws:SourceAccount that says on whose.");
        }
    }
}

internal sealed class RecommendedConditionKeyForServicePrincipal() : ServicePrincipalRule(FindingType.Suggestion, "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL")
{
    protected override IEnumerable<Finding> Check(Statement statement, PrincipalElement principal)
    {
        if (Lesser(statement) is { } key && Unbound(statement, principal) is [var service, ..])
            yield return At(key.KeyAt, $"{key.Key} does not hold for every call of {service.Value}. Use aws:SourceArn or aws:SourceAccount, which AWS recommends.");
    }
}

/// <summary>A service is in no organization and has no ARN, tags or network of yours.</summary>
internal sealed class UnsupportedConditionKeyForServicePrincipal() : PrincipalRule(FindingType.Error, "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL")
{
    private static readonly string[] Callers =
    [
        "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalType", "aws:userid", "aws:username",
        "aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp",
    ];

    protected override IEnumerable<Finding> Check(Statement statement, PrincipalElement principal)
    {
        if (principal.Negated || statement.Effect is not { Value: Effect.Allow }
            || principal.Entries.Count == 0 || principal.Entries.Any(e => e.Type != "Service")) yield break;
        foreach (var condition in statement.Conditions.Where(c => !c.IfExists && (Callers.Contains(c.Key, StringComparer.OrdinalIgnoreCase)
            || (c.Key.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase) && !IsOfCertificate(principal, c.Key)))))
        {
            yield return At(condition.KeyAt, $"A call of {principal.Entries[0].Value} has no {condition.Key}. Use aws:SourceArn or aws:SourceAccount.");
        }
    }

    /// <summary>IAM Roles Anywhere hands on what stands in the caller's certificate.</summary>
    /// <seealso href="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"/>
    private static bool IsOfCertificate(PrincipalElement principal, string key) => principal.Entries.All(e => e.Value == "rolesanywhere.amazonaws.com")
        && key["aws:PrincipalTag/".Length..].StartsWith("x509", StringComparison.OrdinalIgnoreCase);
}

using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>A header that the caller writes says nothing about the caller.</summary>
internal sealed class UntrustworthyConditionKey() : ConditionKeyRule(FindingType.SecurityWarning, "UNTRUSTWORTHY_CONDITION_KEY")
{
    private static readonly string[] WrittenByCaller = ["aws:Referer", "aws:UserAgent"];

    protected override string? Problem(Condition condition) => WrittenByCaller.Contains(condition.Key, StringComparer.OrdinalIgnoreCase)
        ? $"{condition.Key} is a header that whoever calls can write at will. Do not decide by it; ask who calls, or from which network." : null;
}

/// <summary>Not every service fills these keys in, so they need actions of services that do.</summary>
internal sealed class UseConditionKeyOnlyWithSupportedServices() : StatementRule(FindingType.Warning, "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES")
{
    private static readonly string[] Keys = ["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"];

    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpceaccount";

    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Action is not { } actions || !(actions.Negated || actions.Patterns.Any(p => p.Text == "*"))) yield break;
        foreach (var condition in statement.Conditions.Where(c => Keys.Contains(c.Key, StringComparer.OrdinalIgnoreCase)))
            yield return At(condition.KeyAt, $"Only some services fill {condition.Key} in, and this statement is about all of them. Name the services in Action.");
    }
}

/// <summary>The key is a KMS key, and a request always has its ARN.</summary>
internal sealed class InvalidKmsKeyValue() : ConditionRule(FindingType.Error, "INVALID_KMS_KEY_VALUE")
{
    public override string LearnMore => "https://docs.aws.amazon.com/kms/latest/developerguide/find-cmk-id-arn.html";

    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Operator is not (StringOperator or ArnOperator) || !condition.Key.Contains("kms", StringComparison.OrdinalIgnoreCase)
            || ActionCatalog.Current.Key(condition.Key) is not { ValueType: "ARN" }) yield break;
        foreach (var value in condition.Values)
        {
            if (!value.Text.Contains("${", StringComparison.Ordinal) && !value.Text.StartsWith('*') && !IsKey(value.Text))
                yield return At(value.At, $"\"{value.Text}\" is not a KMS key's ARN, which {condition.Key} holds. Write arn:aws:kms:region:account:key/key-id.");
        }
    }

    private static bool IsKey(string text) => text.Split(':', 6) is ["arn", _, var service, _, _, var resource]
        && (service == "kms" || service.Contains('*', StringComparison.Ordinal))
        && (resource.StartsWith("key/", StringComparison.Ordinal) || resource.StartsWith('*'));
}

/// <summary>DynamoDB looks at the attributes only where a request names them; one that names none gets them all.</summary>
internal sealed class DynamoDbAttributesWithoutSelect() : StatementRule(FindingType.SecurityWarning, "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT")
{
    private static readonly string[] Reads = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"];

    public override string LearnMore => "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html";

    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement is not { Effect.Value: Effect.Allow, Action: { Negated: false } actions }
            || !actions.Patterns.Any(p => p.Text.Length < 128 && Array.Exists(Reads, r => Wildcard.Matches(p.Text, r, ignoreCase: true)))
            || statement.Conditions.Any(AsksForAttributes)) yield break;
        foreach (var condition in statement.Conditions.Where(c => c.Key.Equals("dynamodb:Attributes", StringComparison.OrdinalIgnoreCase) && c.Operator is StringOperator))
            yield return At(condition.KeyAt, "A read that names no attributes gets all of them, whatever dynamodb:Attributes says. Add \"StringEqualsIfExists\": {\"dynamodb:Select\": \"SPECIFIC_ATTRIBUTES\"}.");
    }

    private static bool AsksForAttributes(Condition condition) => condition.Key.Equals("dynamodb:Select", StringComparison.OrdinalIgnoreCase)
        && condition is { Operator: StringOperator { Negated: false }, Values.Count: > 0 } && condition.Values.All(v => v.Text == "SPECIFIC_ATTRIBUTES");
}

/// <summary>Who may not list a prefix lists a shorter one, in which it is.</summary>
internal sealed class S3PrefixInNegativeContext() : StatementRule(FindingType.SecurityWarning, "S3_PREFIX_IN_NEGATIVE_CONTEXT")
{
    public override string LearnMore => "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html";

    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Effect is not { Value: var effect }) yield break;
        foreach (var condition in statement.Conditions.Where(c => c.Key.Equals("s3:prefix", StringComparison.OrdinalIgnoreCase)))
        {
            // A Deny of what is not listed, and an Allow of what is, do what they say.
            if (condition.Operator is StringOperator op && op.Negated != effect is Effect.Deny)
                yield return At(condition.KeyAt, $"{effect} with {condition.Name} on {condition.Key} keeps nobody from listing: a shorter prefix lists the same objects. Allow with StringLike, or Deny with StringNotLike.");
        }
    }
}

/// <summary>A resource control policy also reaches AWS's own services, whose calls are told by other keys than people's.</summary>
internal abstract class RcpPartnerRule(string issueCode, Func<string, bool> concerns, Func<Condition, bool> isPartner, string advice) : StatementRule(FindingType.Warning, issueCode)
{
    public override string LearnMore => "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html";

    protected override bool Concerns(PolicyType kind) => kind is PolicyType.ResourceControl;

    protected sealed override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Effect is not { Value: Effect.Deny } || statement.Conditions.Any(isPartner)) yield break;
        foreach (var condition in statement.Conditions.Where(c => c.Operator is not (null or NullOperator) && concerns(c.Key)))
            yield return At(condition.KeyAt, $"{condition.Key} {advice}");
    }

    protected static bool IsService(Condition condition, string value) => condition.Key.Equals("aws:PrincipalIsAWSService", StringComparison.OrdinalIgnoreCase)
        && condition is { Operator: BoolOperator, Values: [var only] } && only.Text.Equals(value, StringComparison.OrdinalIgnoreCase);

    protected static bool NamesSource(string key) => key.ToUpperInvariant() is "AWS:SOURCEORGID" or "AWS:SOURCEORGPATHS" or "AWS:SOURCEACCOUNT" or "AWS:SOURCEARN";
}

internal sealed class RcpMissingRelatedPrincipalKey() : RcpPartnerRule("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
    key => key.StartsWith("aws:Principal", StringComparison.OrdinalIgnoreCase)
        && !key.StartsWith("aws:PrincipalIsAWSService", StringComparison.OrdinalIgnoreCase) && !key.StartsWith("aws:PrincipalServiceName", StringComparison.OrdinalIgnoreCase),
    c => IsService(c, "false"), "is not in a service's own calls, which this Deny then stops. Add \"BoolIfExists\": {\"aws:PrincipalIsAWSService\": \"false\"}.");

internal sealed class RcpMissingRelatedServicePrincipalKey() : RcpPartnerRule("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
    NamesSource, c => IsService(c, "true"), "is only in a service's own calls, and people's calls this Deny then stops. Add \"BoolIfExists\": {\"aws:PrincipalIsAWSService\": \"true\"}.");

internal sealed class RcpMissingServiceKeyNullCheck() : RcpPartnerRule("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK",
    NamesSource, c => c.Operator is NullOperator && c.Values is [{ Text: "false" }]
        && (c.Key.Equals("aws:SourceAccount", StringComparison.OrdinalIgnoreCase) || c.Key.Equals("aws:SourceArn", StringComparison.OrdinalIgnoreCase)),
    "is not in every service's call, and those without it this Deny then stops. Add \"Null\": {\"aws:SourceAccount\": \"false\"}.");

using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>The name of a condition key.</summary>
internal abstract class ConditionKeyRule(FindingType type, string issueCode) : ConditionRule(type, issueCode)
{
    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html";

    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (Problem(condition) is { } details) yield return At(condition.KeyAt, details);
    }

    protected abstract string? Problem(Condition condition);

    /// <summary>What stands before the colon; empty without one.</summary>
    protected static ReadOnlySpan<char> Prefix(string key) => key.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? key.AsSpan(0, colon) : [];
}

internal sealed class InvalidServiceConditionKey() : ConditionKeyRule(FindingType.Error, "INVALID_SERVICE_CONDITION_KEY")
{
    protected override string? Problem(Condition condition)
    {
        var prefix = Prefix(condition.Key);
        var catalog = ActionCatalog.Current;
        if (prefix.IsEmpty || prefix.Equals("aws", StringComparison.OrdinalIgnoreCase) || !catalog.HasService(prefix)
            || catalog.Key(condition.Key) is not null || MissingTagKeyInCondition.LacksTag(condition.Key)) return null;
        return $"{prefix} has no condition key \"{condition.Key}\". "
            + (catalog.SuggestKey(condition.Key) is { } near ? $"Did you mean \"{near}\"?" : "Look it up in the service's list of condition keys.");
    }
}

/// <summary>A tag's key needs the tag.</summary>
internal sealed class MissingTagKeyInCondition() : ConditionKeyRule(FindingType.Error, "MISSING_TAG_KEY_IN_CONDITION")
{
    private static readonly string[] TagKeys = ["aws:PrincipalTag", "aws:RequestTag", "aws:ResourceTag"];

    protected override string? Problem(Condition condition) =>
        LacksTag(condition.Key) ? $"\"{condition.Key}\" does not say which tag. Write it after a slash, as in \"{condition.Key.TrimEnd('/')}/team\"." : null;

    internal static bool LacksTag(string key) => TagKeys.Contains(key.TrimEnd('/'), StringComparer.OrdinalIgnoreCase);
}

/// <summary>A key of the language's first years. Resource policies still carry it; nowhere else did it ever have a value.</summary>
internal static class OldArnKey
{
    public static bool Names(Condition condition) => condition.Key.Equals("aws:ARN", StringComparison.OrdinalIgnoreCase);
}

internal sealed class UnsupportedGlobalConditionKey() : ConditionKeyRule(FindingType.Error, "UNSUPPORTED_GLOBAL_CONDITION_KEY")
{
    protected override bool Concerns(PolicyType kind) => kind is not PolicyType.Resource;

    protected override string? Problem(Condition condition) => OldArnKey.Names(condition)
        ? $"No request has {condition.Key}. Use aws:PrincipalArn for who calls, or aws:SourceArn for the resource that a service calls for." : null;
}

internal sealed class DeprecatedGlobalConditionKey() : ConditionKeyRule(FindingType.Warning, "DEPRECATED_GLOBAL_CONDITION_KEY")
{
    protected override bool Concerns(PolicyType kind) => kind is PolicyType.Resource;

    protected override string? Problem(Condition condition) => OldArnKey.Names(condition)
        ? $"{condition.Key} is old. Use aws:PrincipalArn for who calls, or aws:SourceArn for the resource that a service calls for." : null;
}

/// <summary>A resource policy knows its own resource, so asking whose it is says nothing.</summary>
internal sealed class IrrelevantConditionKeyInPolicy() : ConditionKeyRule(FindingType.Suggestion, "IRRELEVANT_CONDITION_KEY_IN_POLICY")
{
    private static readonly string[] OwnResource = ["s3:ResourceAccount", "aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths"];

    protected override bool Concerns(PolicyType kind) => kind is PolicyType.Resource or PolicyType.Trust;

    protected override string? Problem(Condition condition) => OwnResource.Contains(condition.Key, StringComparer.OrdinalIgnoreCase)
        ? $"{condition.Key} is always the same in the policy of one resource. Remove it here; it belongs into policies of users and roles." : null;
}

internal sealed class DuplicateKeysWithDifferentCase() : StatementRule(FindingType.Error, "DUPLICATE_KEYS_WITH_DIFFERENT_CASE")
{
    protected override IEnumerable<Finding> Check(Statement statement) => statement.Conditions.Count < 2 ? [] :
        statement.Conditions.GroupBy(c => (c.NameAt, c.Key.ToUpperInvariant())).Where(g => g.Select(c => c.Key).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(g => At([.. g.Select(c => c.KeyAt)], $"{string.Join(" and ", g.Select(c => $"\"{c.Key}\""))} are one key, because case does not count. Put the values into one list."));
}

/// <summary>A private address says something only together with the network that it is in.</summary>
internal sealed class MissingPairedConditionKeys() : StatementRule(FindingType.SecurityWarning, "MISSING_PAIRED_CONDITION_KEYS")
{
    private static readonly (string Key, string[] Partners)[] Partners =
    [
        ("aws:VpcSourceIp", ["aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn"]),
        ("aws:Ec2InstanceSourcePrivateIPv4", ["aws:Ec2InstanceSourceVpc"]),
    ];

    protected override IEnumerable<Finding> Check(Statement statement)
    {
        foreach (var condition in statement.Conditions)
        {
            foreach (var (key, partners) in Partners)
            {
                if (condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
                    && !statement.Conditions.Any(c => partners.Contains(c.Key, StringComparer.OrdinalIgnoreCase)))
                    yield return At(condition.KeyAt, $"Many networks have the same private addresses. Add {partners[0]}, which says in which network {condition.Key} is meant.");
            }
        }
    }
}

/// <summary>A key of one service on an action of that service whose requests never have it. AWS tells it in policies of resources only.</summary>
internal sealed class UnsupportedActionForConditionKey() : StatementRule(FindingType.Error, "UNSUPPORTED_ACTION_FOR_CONDITION_KEY")
{
    protected override bool Concerns(PolicyType kind) => kind is PolicyType.Resource or PolicyType.Trust;

    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Action is not { Negated: false } actions) yield break;
        foreach (var condition in statement.Conditions)
        {
            // Null and IfExists are how one writes a condition for requests that may lack the key.
            if (condition.IfExists || condition.Operator is null or NullOperator || ActionCatalog.Current.ServiceOfKey(condition.Key, out var key) is not { } service) continue;
            List<Pattern> without = [];
            foreach (var pattern in actions.Patterns)
            {
                // Actions with wildcards are not looked at.
                if (pattern.Text.StartsWith(service.Prefix + ":", StringComparison.OrdinalIgnoreCase)
                    && service.Find(pattern.Text.AsSpan(service.Prefix.Length + 1)) is { } action && !action.Has(key!)) without.Add(pattern);
            }
            if (without.Count > 0)
            {
                yield return At([.. without.Select(p => p.At), condition.KeyAt],
                    $"{Pairs.Quoted([.. without.Select(p => p.Text)])} never asked with {condition.Key}. Move {(without.Count == 1 ? "it" : "them")} to a statement without this condition.");
            }
        }
    }
}

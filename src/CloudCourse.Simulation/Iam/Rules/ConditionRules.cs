using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>Looks at each operator on each key.</summary>
internal abstract class ConditionRule(FindingType type, string issueCode) : PolicyRule(type, issueCode)
{
    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html";

    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (!Concerns(kind)) yield break;
        foreach (var statement in policy.Statements)
        {
            foreach (var condition in statement.Conditions)
            {
                foreach (var finding in Check(condition)) yield return finding;
            }
        }
    }

    /// <summary>Whether policies of this type can have the problem at all.</summary>
    protected virtual bool Concerns(PolicyType kind) => true;

    protected abstract IEnumerable<Finding> Check(Condition condition);

    protected static bool Is(Condition condition, string key) => condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}

internal sealed class InvalidConditionOperator() : PolicyRule(FindingType.Error, "INVALID_CONDITION_OPERATOR")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        foreach (var block in Objects(policy).Select(s => s.Find("Condition")?.Value).OfType<JsonObject>())
        {
            foreach (var member in block.Members)
            {
                var (_, ifExists, found) = ConditionOperator.Parse(member.Name);
                if (found is not null || (ifExists && member.Name.EndsWith("NullIfExists", StringComparison.OrdinalIgnoreCase))) continue;
                yield return At(member.NameAt, $"There is no condition operator \"{member.Name}\". "
                    + (ConditionOperator.Suggest(member.Name) is { } near ? $"Did you mean \"{near}\"?" : "Operators are such as StringEquals, ArnLike, IpAddress or Bool."));
            }
        }
    }
}

internal sealed class NullWithIfExists() : ConditionRule(FindingType.Error, "NULL_WITH_IF_EXISTS")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.IfExists && condition.Name.EndsWith("NullIfExists", StringComparison.OrdinalIgnoreCase))
            yield return At(condition.NameAt, "Null already asks whether the key exists. Write \"Null\" without IfExists.");
    }
}

internal sealed class NullWithQualifier() : ConditionRule(FindingType.Suggestion, "NULL_WITH_QUALIFIER")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition is { Operator: NullOperator, Qualifier: not SetQualifier.None })
            yield return At(condition.NameAt, $"Null asks about the key, not its values. Remove {condition.Qualifier}.");
    }
}

internal sealed class EmptyArrayCondition() : ConditionRule(FindingType.Suggestion, "EMPTY_ARRAY_CONDITION")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition is { Values.Count: 0, Qualifier: SetQualifier.None, IfExists: false })
            yield return At(condition.KeyAt, $"{condition.Key} has no value to compare with. List the values that fit.");
    }
}

internal sealed class EmptyObjectCondition() : PolicyRule(FindingType.Suggestion, "EMPTY_OBJECT_CONDITION")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        Objects(policy).Select(s => s.Find("Condition")?.Value).OfType<JsonObject>().Where(c => c.Members.Count == 0)
            .Select(c => At(c.At, "The Condition is empty and asks nothing. Remove it, or write the operator that you meant."));
}

/// <summary>A value that its operator cannot compare.</summary>
internal abstract class ValueTypeRule(string issueCode, Func<ConditionOperator, bool> concerns, Func<string, bool> isGood, string wanted, FindingType type = FindingType.Warning)
    : ConditionRule(type, issueCode)
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Operator is null || !concerns(condition.Operator)) yield break;
        foreach (var value in condition.Values)
        {
            // A variable's value is known only when a request comes.
            if (!isGood(value.Text) && !value.Text.Contains("${", StringComparison.Ordinal))
                yield return At(value.At, $"\"{value.Text}\" is not {wanted}, which {condition.Name} compares, so the condition never fits.");
        }
    }
}

internal sealed class TypeMismatchBoolean() : ValueTypeRule("TYPE_MISMATCH_BOOLEAN", o => o is BoolOperator or NullOperator, t => bool.TryParse(t, out _), "true or false");

internal sealed class TypeMismatchNumber() : ValueTypeRule("TYPE_MISMATCH_NUMBER", o => o is NumericOperator, t => NumericOperator.Number(t) is not null, "a number");

internal sealed class TypeMismatchDate() : ValueTypeRule("TYPE_MISMATCH_DATE", o => o is DateOperator, t => DateOperator.Date(t) is not null, "a date such as 2026-11-22T20:00:00Z");

internal sealed class TypeMismatchIpRange() : ValueTypeRule("TYPE_MISMATCH_IP_RANGE", o => o is IpOperator, t => IpRange.Read(t) is not null, "an IP range such as 203.0.113.0/24", FindingType.Error);

/// <summary>Operators of whole texts take a star for a star.</summary>
internal sealed class WildcardWithoutLike() : ConditionRule(FindingType.Warning, "WILDCARD_WITHOUT_LIKE_OPERATOR")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Operator is not StringOperator { TakesWildcards: false } op) yield break;
        foreach (var value in condition.Values.Where(v => Plain(v.Text).AsSpan().ContainsAny('*', '?')))
        {
            var like = op.Negated ? "StringNotLike" : "StringLike";
            yield return At(value.At, $"{condition.Name} takes the wildcard in \"{value.Text}\" as a plain character. To match a pattern use {like}.");
        }

        // ${*} and ${?} are how one writes the plain characters.
        static string Plain(string text) => text.Replace("${*}", "", StringComparison.Ordinal).Replace("${?}", "", StringComparison.Ordinal);
    }
}

internal sealed class InvalidGlobalConditionKey() : ConditionRule(FindingType.Error, "INVALID_GLOBAL_CONDITION_KEY")
{
    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html";

    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (!condition.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) || ActionCatalog.Current.Key(condition.Key) is not null) yield break;
        // These have a rule of their own.
        if (OldArnKey.Names(condition) || MissingTagKeyInCondition.LacksTag(condition.Key)) yield break;
        yield return At(condition.KeyAt, $"There is no global condition key \"{condition.Key}\". "
            + (ActionCatalog.Current.SuggestKey(condition.Key) is { } near ? $"Did you mean \"{near}\"?" : "Look it up in AWS's list of global condition keys."));
    }
}

internal sealed class InvalidConditionKeyFormat() : ConditionRule(FindingType.Error, "INVALID_CONDITION_KEY_FORMAT")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Key.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < condition.Key.Length - 1) yield break;
        yield return At(condition.KeyAt, $"\"{condition.Key}\" is not a condition key. Write a prefix, a colon and the key, such as \"aws:SourceIp\".");
    }
}

/// <summary>A key with several values needs to be told whether all or any of them must fit.</summary>
internal sealed class MissingQualifier() : ConditionRule(FindingType.Error, "MISSING_QUALIFIER")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Qualifier is SetQualifier.None && condition.Operator is not (null or NullOperator)
            && ActionCatalog.Current.Key(condition.Key) is { HasSeveralValues: true })
        {
            yield return At(condition.KeyAt, $"{condition.Key} can have several values. Write ForAnyValue:{condition.Name} or ForAllValues:{condition.Name}.");
        }
    }
}

/// <summary>ForAllValues is true when the key is missing, which surprises where there is only ever one value.</summary>
internal sealed class ForAllValuesWithSingleValuedKey() : ConditionRule(FindingType.SecurityWarning, "FORALLVALUES_WITH_SINGLE_VALUED_KEY")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Qualifier is SetQualifier.ForAllValues && ActionCatalog.Current.Key(condition.Key) is { HasSeveralValues: false })
        {
            yield return At(condition.KeyAt, $"{condition.Key} has one value, and ForAllValues is true when it is missing. Use {condition.Operator?.Name ?? "the operator"} alone.");
        }
    }
}

/// <summary>An ARN operator compares an ARN part by part; a text operator's star runs through the colons.</summary>
internal sealed class StringLikeWithArnKey() : ConditionRule(FindingType.SecurityWarning, "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Operator is StringOperator { TakesWildcards: true } op && ActionCatalog.Current.Key(condition.Key) is { ValueType: "ARN" })
        {
            yield return At(condition.KeyAt, $"{condition.Key} is an ARN, and a star of {condition.Name} reaches over its colons. "
                + $"Use {(op.Negated ? "ArnNotLike" : "ArnLike")}, which compares part by part.");
        }
    }
}

using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>What a condition comes to whose value is a lone star, which fits any value.</summary>
internal enum StarOutcome { Depends, TrueIfPresent, TrueIfMissing, AlwaysTrue, NeverTrue }

/// <summary>A lone star asks nothing about the value, so the condition asks about the key's presence, or nothing.</summary>
internal abstract class LoneStarRule(string issueCode, StarOutcome outcome, Func<Condition, string> details) : ConditionRule(FindingType.Suggestion, issueCode)
{
    protected sealed override IEnumerable<Finding> Check(Condition condition)
    {
        if (Star(condition) is { } star && Outcome(condition) == outcome) yield return At(star.At, details(condition));
    }

    private static ConditionValue? Star(Condition condition) =>
        condition.Values.FirstOrDefault(v => v.Text.Length > 0 && !v.Text.AsSpan().ContainsAnyExcept('*'));

    private static StarOutcome Outcome(Condition condition) => condition switch
    {
        not { Operator: StringOperator { TakesWildcards: true } } => StarOutcome.Depends,
        { Operator.Negated: false, Qualifier: SetQualifier.ForAllValues } or { Operator.Negated: false, IfExists: true } => StarOutcome.AlwaysTrue,
        { Operator.Negated: false } => StarOutcome.TrueIfPresent,
        // Without values there is none that does not fit.
        { Qualifier: SetQualifier.ForAnyValue, IfExists: false } => StarOutcome.NeverTrue,
        _ => StarOutcome.TrueIfMissing,
    };
}

internal sealed class EquivalentToNullFalse() : LoneStarRule("EQUIVALENT_TO_NULL_FALSE", StarOutcome.TrueIfPresent,
    c => $"\"*\" fits any value, so this asks only whether {c.Key} is there. Say so: \"Null\": {{\"{c.Key}\": \"false\"}}.");

internal sealed class EquivalentToNullTrue() : LoneStarRule("EQUIVALENT_TO_NULL_TRUE", StarOutcome.TrueIfMissing,
    c => $"\"*\" fits any value, so {c.Name} is true only where {c.Key} is missing. Say so: \"Null\": {{\"{c.Key}\": \"true\"}}.");

internal sealed class RedundantKeyDueToWildcard() : LoneStarRule("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", StarOutcome.AlwaysTrue,
    c => $"\"*\" fits any value, and without {c.Key} {c.Name} is true as well: the condition asks nothing. Remove the key.");

internal sealed class RedundantStatementDueToWildcard() : LoneStarRule("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", StarOutcome.NeverTrue,
    c => $"\"*\" fits any value, so {c.Name} is never true and the statement says nothing. Remove {c.Key}, or write what the values may not be.");

/// <summary>
/// Keys that name an account, an organization or a network. Part of such a name means nothing, so what fits part of it
/// lets strangers in. Of <c>aws:userid</c> only the session's name, after the colon, may be a pattern.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive"/>
internal abstract class SensitiveKeyRule(string issueCode, string what, Func<string, bool> isOpen) : ConditionRule(FindingType.Error, issueCode)
{
    private static readonly HashSet<string> Sensitive = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:ResourceAccount", "aws:ResourceOrgID", "aws:SourceAccount",
        "aws:SourceOrgID", "aws:SourceVpc", "aws:SourceVpce", "aws:VpceAccount", "aws:VpceOrgID",
    };

    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive";

    protected sealed override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Operator is not StringOperator { TakesWildcards: true }) yield break;
        var isUser = Is(condition, "aws:userid");
        if (!isUser && !Sensitive.Contains(condition.Key)) yield break;
        foreach (var value in condition.Values)
        {
            if (!isUser && isOpen(value.Text))
                yield return At(value.At, $"\"{value.Text}\" has {what}, and {condition.Key} is told apart whole: a pattern lets in those whom nobody meant. Write the value out.");
            else if (isUser && IsOpenUser(value.Text))
                yield return At(value.At, $"\"{value.Text}\" has {what} before the colon of {condition.Key}. Write the id out and leave open what follows, as in \"AROAEXAMPLE:*\".");
        }
    }

    private bool IsOpenUser(string text)
    {
        var colon = text.LastIndexOf(':');
        // A variable has a colon of its own.
        if (colon >= 0 && text.IndexOf('}', colon) >= 0) colon = -1;
        return colon < 0 ? isOpen(text) : isOpen(text[..colon]) && text[..colon] != "*" && !IsOneVariable(text[..colon]);
    }

    private static bool IsOneVariable(string text) => text.StartsWith("${", StringComparison.Ordinal) && text.IndexOf('}', StringComparison.Ordinal) == text.Length - 1;
}

internal sealed class WildcardUsageTooPermissive() : SensitiveKeyRule("WILDCARD_USAGE_TOO_PERMISSIVE", "a wildcard",
    // ${*} and ${?} are how one writes the plain characters.
    text => text.Replace("${*}", "", StringComparison.Ordinal).Replace("${?}", "", StringComparison.Ordinal).AsSpan().ContainsAny('*', '?'));

/// <summary>A variable's value may itself hold a star, where the operator takes one.</summary>
internal sealed class VariableUsageTooPermissive() : SensitiveKeyRule("VARIABLE_USAGE_TOO_PERMISSIVE", "a variable",
    text => text.Replace("${*}", "", StringComparison.Ordinal).Replace("${?}", "", StringComparison.Ordinal).Replace("${$}", "", StringComparison.Ordinal)
        .Contains("${", StringComparison.Ordinal));

using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>A text of the policy in which a variable may stand.</summary>
internal readonly record struct VariablePlace(string Text, Location At);

internal abstract class VariableRule(string issueCode) : PolicyRule(FindingType.Error, issueCode)
{
    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html";

    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (!policy.HasVariables) yield break;
        foreach (var place in Places(policy))
        {
            for (var at = place.Text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = place.Text.IndexOf("${", at + 2, StringComparison.Ordinal))
            {
                var end = place.Text.IndexOf('}', at);
                if (Problem(end < 0 ? null : place.Text[(at + 2)..end], place.Text[at..(end < 0 ? place.Text.Length : end + 1)]) is { } details)
                    yield return At(place.At, details);
            }
        }
    }

    /// <param name="inside">What stands between the braces; null when there is no closing one.</param>
    protected abstract string? Problem(string? inside, string whole);

    protected static IEnumerable<VariablePlace> Places(Policy policy) => policy.Statements.SelectMany(s =>
        (s.Resource?.Patterns ?? []).Select(p => new VariablePlace(p.Text, p.At))
            .Concat(s.Conditions.Where(c => c.Operator is { TakesVariables: true }).SelectMany(c => c.Values).Select(v => new VariablePlace(v.Text, v.At))));
}

internal sealed class MissingBraceInVariable() : VariableRule("MISSING_BRACE_IN_VARIABLE")
{
    protected override string? Problem(string? inside, string whole) =>
        inside is null ? $"The variable \"{whole}\" has no closing brace. Add }} after the key." : null;
}

internal sealed class EmptyVariable() : VariableRule("EMPTY_VARIABLE")
{
    protected override string? Problem(string? inside, string whole) =>
        inside is not null && inside.Split(',')[0].Trim().Length == 0 ? $"The variable \"{whole}\" names no key. Write one, such as ${{aws:username}}." : null;
}

internal sealed class MissingQuoteInVariable() : VariableRule("MISSING_QUOTE_IN_VARIABLE")
{
    protected override string? Problem(string? inside, string whole) =>
        inside?.Split(',', 2) is [_, var fallback] && fallback.Trim() is var quoted && (quoted.Length < 2 || quoted[0] != '\'' || quoted[^1] != '\'')
            ? $"The default in \"{whole}\" stands in single quotes, as in ${{aws:PrincipalTag/team, 'none'}}." : null;
}

internal sealed class UnsupportedSpaceInVariable() : VariableRule("UNSUPPORTED_SPACE_IN_VARIABLE")
{
    protected override string? Problem(string? inside, string whole) =>
        inside?.Split(',')[0].Contains(' ', StringComparison.Ordinal) is true && inside.Split(',')[0].Trim().Length > 0
            ? $"The variable \"{whole}\" has a space before its end. Remove it." : null;
}

/// <summary>The old version takes a variable as plain text, so the statement fits nothing that anybody meant.</summary>
internal sealed class VariableUnsupportedInVersion() : PolicyRule(FindingType.Error, "VARIABLE_UNSUPPORTED_IN_VERSION")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (policy.Version is { Value: not PolicyReader.OldVersion }) return [];
        return policy.Statements.SelectMany(s => (s.Resource?.Patterns ?? []).Select(p => (p.Text, p.At))
                .Concat(s.Conditions.SelectMany(c => c.Values).Select(v => (v.Text, v.At))))
            .Where(p => p.Text.Contains("${", StringComparison.Ordinal))
            .Select(p => At(p.At, $"\"{p.Text}\" has a variable, and this version of the language takes it as plain text. Add \"Version\": \"{PolicyReader.CurrentVersion}\"."));
    }
}

internal sealed class VariableUnsupportedInElement() : PolicyRule(FindingType.Error, "VARIABLE_UNSUPPORTED_IN_ELEMENT")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        policy.Statements.SelectMany(s => s.Action?.Patterns ?? []).Where(p => p.Text.Contains("${", StringComparison.Ordinal))
            .Select(p => At(p.At, $"\"{p.Text}\": variables work in Resource and Condition only. Name the action."));
}

/// <summary>Only operators of text and ARNs take variables.</summary>
internal sealed class InvalidVariableForOperator() : PolicyRule(FindingType.Error, "INVALID_VARIABLE_FOR_OPERATOR")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        policy.Statements.SelectMany(s => s.Conditions).Where(c => c.Operator is { TakesVariables: false } and not BoolOperator)
            .SelectMany(c => c.Values.Where(v => v.Text.Contains("${", StringComparison.Ordinal))
                .Select(v => At(v.At, $"{c.Name} takes no variables. \"{v.Text}\" works with String and Arn operators only.")));
}

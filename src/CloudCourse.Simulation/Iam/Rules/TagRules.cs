using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>
/// A condition on <c>aws:ResourceTag</c> over actions of a service that never says what tags a resource has: allowed they
/// are not, and denied they are not either.
/// </summary>
internal abstract class TagConditionRule(FindingType type, string issueCode, Effect effect, bool notAction) : StatementRule(type, issueCode)
{
    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/introduction_attribute-based-access-control.html";

    protected sealed override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Effect?.Value != effect || statement.Action is not { } actions || actions.Negated != notAction) yield break;
        foreach (var condition in statement.Conditions)
        {
            if (!condition.Key.StartsWith("aws:ResourceTag/", StringComparison.OrdinalIgnoreCase) || condition.IfExists
                || condition.Operator is null or NullOperator or { Negated: true }) continue;
            if (notAction)
            {
                yield return At([actions.Member.Value.At, condition.KeyAt], effect is Effect.Allow
                    ? $"NotAction is about every service, and many know no {condition.Key}: of those nothing is allowed. Name the actions in Action."
                    : $"NotAction is about every service, and many know no {condition.Key}: of those nothing is denied. Name the actions in Action.");
                continue;
            }
            List<Pattern> without = [.. actions.Patterns.Where(LacksTags)];
            if (without.Count == 0) continue;
            var them = without.Count == 1 ? "it" : "them";
            yield return At([.. without.Select(p => p.At), condition.KeyAt],
                $"{Pairs.Quoted([.. without.Select(p => p.Text)])} never asked with {condition.Key}, so this statement does not {(effect is Effect.Allow ? "allow" : "deny")} {them}. "
                + $"Move {them} to a statement without this condition.");
        }
    }

    /// <summary>
    /// It is of a service that knows the key nowhere, or one action on resources that have no tags. An action that names no
    /// resource, such as one that creates it, is not told where its service knows the key, as AWS does not.
    /// </summary>
    private static bool LacksTags(Pattern pattern)
    {
        var colon = pattern.Text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || ActionCatalog.Current.Service(pattern.Text.AsSpan(0, colon)) is not { Actions.Count: > 0 } service) return false;
        if (service.FindKey("aws:ResourceTag/x") is not { } key) return true;
        return service.Find(pattern.Text.AsSpan(colon + 1)) is { Targets.Count: > 0 } action && !action.Has(key);
    }
}

internal sealed class AllowWithUnsupportedTagKey() : TagConditionRule(FindingType.Suggestion, "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Effect.Allow, notAction: false);

internal sealed class AllowNotActionWithUnsupportedTagKey()
    : TagConditionRule(FindingType.Suggestion, "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Effect.Allow, notAction: true);

internal sealed class DenyWithUnsupportedTagKey() : TagConditionRule(FindingType.SecurityWarning, "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Effect.Deny, notAction: false);

internal sealed class DenyNotActionWithUnsupportedTagKey()
    : TagConditionRule(FindingType.SecurityWarning, "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Effect.Deny, notAction: true);

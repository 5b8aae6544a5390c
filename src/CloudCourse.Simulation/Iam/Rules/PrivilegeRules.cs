using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>An action that hands over power, allowed on everything.</summary>
/// <param name="starInAction">Whether the rule is about a pattern that holds the action, or about its very name.</param>
internal abstract class PrivilegeRule(FindingType type, string issueCode, string action, bool starInAction, string danger) : PolicyRule(type, issueCode)
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (kind is not PolicyType.Identity) yield break;
        foreach (var statement in policy.Statements)
        {
            if (statement is not { Effect.Value: Effect.Allow, Action: { Negated: false } actions, Resource: { Negated: false } resources }) continue;
            // A condition on the service that receives the power is the remedy that AWS recommends.
            if (statement.Conditions.Any(Narrows)) continue;
            var everything = resources.Patterns.FirstOrDefault(r => r.IsEverything);
            var named = actions.Patterns.FirstOrDefault(p => p.Text.Length < 128 && (starInAction
                ? p.Text.Contains('*', StringComparison.Ordinal) && Wildcard.Matches(p.Text, action, ignoreCase: true)
                : p.Text.Equals(action, StringComparison.OrdinalIgnoreCase)));
            if (everything is not null && named is not null)
                yield return At([named.At, everything.At], $"\"{named.Text}\" on every resource {danger}");
        }
    }

    protected abstract bool Narrows(Conditions.Condition condition);

    /// <summary>It names the services; a condition that also holds without its key, or for any name, does not.</summary>
    protected static bool Names(Conditions.Condition condition, string key) => condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
        && !condition.IfExists && condition.Values.All(v => !v.Text.StartsWith('*'));
}

internal abstract class PassRoleRule(string issueCode, bool starInAction) : PrivilegeRule(FindingType.SecurityWarning, issueCode, "iam:PassRole", starInAction,
    "lets the holder hand any role to a service, and so gain what that role may do. Name the roles in Resource, or require iam:PassedToService.")
{
    protected override bool Narrows(Conditions.Condition condition) => Names(condition, "iam:PassedToService") || Names(condition, "iam:AssociatedResourceArn");
}

internal sealed class PassRoleWithStarInResource() : PassRoleRule("PASS_ROLE_WITH_STAR_IN_RESOURCE", starInAction: false);

internal sealed class PassRoleWithStarInActionAndResource() : PassRoleRule("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", starInAction: true);

internal abstract class CreateServiceLinkedRoleRule(string issueCode, bool starInAction) : PrivilegeRule(FindingType.Warning, issueCode, "iam:CreateServiceLinkedRole", starInAction,
    "lets the holder create roles for any service. Name the role in Resource, or require iam:AWSServiceName.")
{
    protected override bool Narrows(Conditions.Condition condition) => Names(condition, "iam:AWSServiceName");
}

internal sealed class CreateSlrWithStarInResource() : CreateServiceLinkedRoleRule("CREATE_SLR_WITH_STAR_IN_RESOURCE", starInAction: false);

internal sealed class CreateSlrWithStarInActionAndResource() : CreateServiceLinkedRoleRule("CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", starInAction: true);

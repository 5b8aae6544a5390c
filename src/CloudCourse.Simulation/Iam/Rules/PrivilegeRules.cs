using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>How a statement comes to allow an action: by its name, by a pattern that fits it, or by not excluding it.</summary>
internal enum Grant { Name, Star, NotAction }

/// <summary>An action that hands over power, allowed on everything.</summary>
/// <param name="notResource">The rule is about NotResource, which leaves everything but a few open.</param>
internal abstract class PrivilegeRule(FindingType type, string issueCode, string action, Grant grant, bool notResource, string danger) : StatementRule(type, issueCode)
{
    protected override bool Concerns(PolicyType kind) => kind is PolicyType.Identity;

    protected sealed override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement is not { Effect.Value: Effect.Allow, Action: { } actions, Resource: { } resources } || resources.Negated != notResource) yield break;
        if (actions.Negated != grant is Grant.NotAction) yield break;
        // A condition on the service that receives the power is the remedy that AWS recommends.
        if (statement.Conditions.Any(Narrows)) yield break;
        if (By(actions) is not { } by || On(resources) is not { } on) yield break;
        yield return At([by.At, on.At], $"{by.Text} on {on.Text} {danger}");
    }

    protected abstract bool Narrows(Condition condition);

    /// <summary>It names the services; one that holds for any name does not. With IfExists AWS takes a Like for a name, and no Equals.</summary>
    protected static bool Names(Condition condition, string key) => condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
        && (!condition.IfExists || condition.Operator is StringOperator { TakesWildcards: true }) && condition.Values.All(v => !v.Text.StartsWith('*'));

    private (string Text, Location At)? By(ActionElement actions)
    {
        if (grant is Grant.NotAction)
            return actions.Patterns.Any(Fits) ? null : ($"NotAction leaves {action} open, which", actions.Member.Value.At);
        var named = actions.Patterns.FirstOrDefault(p => grant is Grant.Star ? p.Text.Contains('*', StringComparison.Ordinal) && Fits(p)
            : p.Text.Equals(action, StringComparison.OrdinalIgnoreCase));
        return named is null ? null : ($"\"{named.Text}\"", named.At);
    }

    private (string Text, Location At)? On(ResourceElement resources)
    {
        if (notResource) return ("everything but a few resources", resources.Member.Value.At);
        return resources.Patterns.FirstOrDefault(r => r.IsEverything) is { } everything ? ("every resource", everything.At) : null;
    }

    private bool Fits(Pattern pattern) => pattern.Text.Length < 128 && Wildcard.Matches(pattern.Text, action, ignoreCase: true);
}

internal abstract class PassRoleRule(string issueCode, Grant grant, bool notResource = false) : PrivilegeRule(FindingType.SecurityWarning, issueCode, "iam:PassRole", grant, notResource,
    "lets the holder hand any role to a service, and so gain what that role may do. Name the roles in Resource, or require iam:PassedToService.")
{
    protected override bool Narrows(Condition condition) => Names(condition, "iam:PassedToService") || Names(condition, "iam:AssociatedResourceArn");
}

internal sealed class PassRoleWithStarInResource() : PassRoleRule("PASS_ROLE_WITH_STAR_IN_RESOURCE", Grant.Name);

internal sealed class PassRoleWithStarInActionAndResource() : PassRoleRule("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", Grant.Star);

internal sealed class PassRoleWithStarInResourceAndNotAction() : PassRoleRule("PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", Grant.NotAction);

internal sealed class PassRoleWithNotResource() : PassRoleRule("PASS_ROLE_WITH_NOT_RESOURCE", Grant.Name, notResource: true);

internal sealed class PassRoleWithStarInActionAndNotResource() : PassRoleRule("PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", Grant.Star, notResource: true);

internal sealed class PassRoleWithNotActionAndNotResource() : PassRoleRule("PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", Grant.NotAction, notResource: true);

internal abstract class CreateServiceLinkedRoleRule(string issueCode, Grant grant, bool notResource = false)
    : PrivilegeRule(FindingType.Warning, issueCode, "iam:CreateServiceLinkedRole", grant, notResource,
    "lets the holder create roles for any service. Name the role in Resource, or require iam:AWSServiceName.")
{
    protected override bool Narrows(Condition condition) => Names(condition, "iam:AWSServiceName");
}

internal sealed class CreateSlrWithStarInResource() : CreateServiceLinkedRoleRule("CREATE_SLR_WITH_STAR_IN_RESOURCE", Grant.Name);

internal sealed class CreateSlrWithStarInActionAndResource() : CreateServiceLinkedRoleRule("CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", Grant.Star);

internal sealed class CreateSlrWithStarInResourceAndNotAction() : CreateServiceLinkedRoleRule("CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", Grant.NotAction);

internal sealed class CreateSlrWithNotResource() : CreateServiceLinkedRoleRule("CREATE_SLR_WITH_NOT_RESOURCE", Grant.Name, notResource: true);

internal sealed class CreateSlrWithStarInActionAndNotResource() : CreateServiceLinkedRoleRule("CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", Grant.Star, notResource: true);

internal sealed class CreateSlrWithNotActionAndNotResource() : CreateServiceLinkedRoleRule("CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", Grant.NotAction, notResource: true);

using System.Runtime.CompilerServices;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam;

/// <summary>How far a resource policy's principal names the caller.</summary>
internal enum PrincipalFit { None, Account, Role, Exact }

/// <summary>
/// Holds one statement against one request, element by element. The decision and the trace come from this one place: who wants
/// the trace hands in a list, and then no element is skipped, since a learner studies what did not match; without a list
/// the first element that does not fit ends it, and nothing is allocated.
/// </summary>
internal static class StatementEvaluator
{
    /// <param name="bounded">The caller has a permissions boundary.</param>
    /// <param name="elements">Takes what each element came to; null when only the answer counts.</param>
    public static Match Evaluate(
        Statement statement, PolicyRole role, PreparedRequest request, bool bounded, WorkBudget work, List<ElementTrace>? elements, out PrincipalFit fit)
    {
        var parts = statement.Parts;
        var all = Match.Yes;
        fit = PrincipalFit.Exact;
        // Most statements stand in policies that take no principal, and have none.
        var hasCaller = statement.Principal is not null || role is PolicyRole.ResourcePolicy or PolicyRole.EndpointPolicies;
        if (hasCaller && Principal(statement, parts, role, request, bounded, elements, ref fit, ref all)) return Match.No;
        if (Action(statement, parts, request, work, elements, ref all)) return Match.No;
        if (Resource(statement, parts, role, request, work, elements, ref all)) return Match.No;
        foreach (var (condition, doubt) in parts.Conditions)
        {
            var one = ConditionEvaluator.Evaluate(condition, request.Context, work);
            if (elements is not null) Note(elements, new ConditionTrace(condition, request.Context, one), doubt);
            if (Count(one.Match, doubt, ref all) && elements is null) return Match.No;
        }
        // Whatever else cannot be read might have kept the statement from fitting.
        if (parts.IsUnreadable && all is Match.Yes) all = Match.Unknown;
        if (parts.IsUnreadable && elements is not null) AddUnreadable(statement, elements);
        return all;
    }

    /// <returns>That the statement does not fit, and nobody asks about the rest.</returns>
    private static bool Principal(
        Statement statement, StatementParts parts, PolicyRole role, PreparedRequest request, bool bounded, List<ElementTrace>? elements, ref PrincipalFit fit, ref Match all)
    {
        if (role is PolicyRole.ResourcePolicy or PolicyRole.EndpointPolicies or PolicyRole.ResourceControlPolicies && statement.Principal is { } principal)
        {
            if (principal.Negated && (role is PolicyRole.ResourceControlPolicies || (role is PolicyRole.ResourcePolicy && request.AsksTrustPolicy)))
            {
                all = Match.Unknown;
                elements?.Add(new StatedTrace("NotPrincipal", Match.Unknown, request.Principal.Name,
                    $"{(request.AsksTrustPolicy ? "a trust policy" : "a resource control policy")} has no NotPrincipal", principal.Member.NameAt));
                return false;
            }
            var match = PrincipalElementEvaluator.Evaluate(principal, statement.Effect?.Value, request, bounded);
            fit = match.Fit;
            if (elements is not null) Note(elements, new PrincipalTrace(principal, request.Principal, match), parts.PrincipalDoubt);
            return Count(match.Match, parts.PrincipalDoubt, ref all) && elements is null;
        }
        if (role is PolicyRole.ResourcePolicy or PolicyRole.EndpointPolicies)
        {
            all = Match.Unknown;
            elements?.Add(new StatedTrace("Principal", Match.Unknown, request.Principal.Name, "the statement names no principal", statement.At));
        }
        else if (statement.Principal is { } misplaced)
        {
            all = Match.Unknown;
            elements?.Add(new StatedTrace(misplaced.Member.Name, Match.Unknown, request.Principal.Name, $"this kind of policy has no {misplaced.Member.Name}", misplaced.Member.NameAt));
        }
        return false;
    }

    private static bool Action(Statement statement, StatementParts parts, PreparedRequest request, WorkBudget work, List<ElementTrace>? elements, ref Match all)
    {
        if (statement.Action is not { } action)
        {
            if (all is Match.Yes) all = Match.Unknown;
            elements?.Add(new StatedTrace("Action", Match.Unknown, request.Action, "the statement has no Action", statement.At));
            return false;
        }
        Pattern? by = null;
        foreach (var pattern in parts.Actions)
        {
            if (!pattern.FitsFolded(request.FoldedAction, work)) continue;
            by = pattern;
            break;
        }
        if (elements is not null) Note(elements, new ActionTrace(action, request.Action, by), parts.ActionDoubt);
        return Count(by is null == action.Negated ? Match.Yes : Match.No, parts.ActionDoubt, ref all) && elements is null;
    }

    private static bool Resource(
        Statement statement, StatementParts parts, PolicyRole role, PreparedRequest request, WorkBudget work, List<ElementTrace>? elements, ref Match all)
    {
        if (statement.Resource is not { } resource)
        {
            // A trust policy is attached to its only resource, the role, and names none.
            if (role is PolicyRole.ResourcePolicy)
                elements?.Add(new StatedTrace("Resource", Match.Yes, request.Resource, "the policy is attached to its resource", statement.At));
            else
            {
                if (all is Match.Yes) all = Match.Unknown;
                elements?.Add(new StatedTrace("Resource", Match.Unknown, request.Resource, "the statement has no Resource", statement.At));
            }
            return false;
        }
        ArnPattern? by = null;
        string? unresolved = null;
        foreach (var pattern in parts.Resources)
        {
            if (pattern.FitsResource(request.Resource, request.Context, work, out var key))
            {
                by = pattern;
                break;
            }
            unresolved ??= key;
        }
        var match = (by, resource.Negated) switch
        {
            (not null, var negated) => negated ? Match.No : Match.Yes,
            // A variable without a value fits nothing; under NotResource that would widen the statement, and AWS drops the statement.
            (_, true) => unresolved is null ? Match.Yes : Match.No,
            _ => Match.No,
        };
        if (elements is not null) Note(elements, new ResourceTrace(resource, request, match, by, unresolved), parts.ResourceDoubt);
        return Count(match, parts.ResourceDoubt, ref all) && elements is null;
    }

    /// <summary>Takes one element into the statement's answer: No if any is No, else Unknown if any is.</summary>
    /// <returns>That the statement does not fit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Count(Match match, Unreadable? doubt, ref Match all)
    {
        if (doubt is not null || match is Match.Unknown)
        {
            if (all is Match.Yes) all = Match.Unknown;
        }
        else if (match is Match.No) all = Match.No;
        return all is Match.No;
    }

    private static void Note(List<ElementTrace> elements, ElementTrace element, Unreadable? doubt) =>
        elements.Add(doubt is null ? element : new DoubtedTrace(element, doubt));

    private static void AddUnreadable(Statement statement, List<ElementTrace> elements)
    {
        var said = elements.Where(e => e.Match is Match.Unknown).Select(e => e.At).ToHashSet();
        foreach (var part in statement.Unreadable)
        {
            if (said.Add(part.At))
                elements.Add(new StatedTrace("Statement", Match.Unknown, "", part.Why, part.At));
        }
    }
}

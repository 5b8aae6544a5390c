using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam;

/// <summary>How far a resource policy's principal names the caller.</summary>
internal enum PrincipalFit { None, Account, Role, Exact }

/// <summary>Holds one statement against one request, element by element. No element is skipped: a learner studies what did not match.</summary>
internal static class StatementEvaluator
{
    public static (StatementTrace Trace, PrincipalFit Fit) Evaluate(
        Policy policy, PolicyRole role, Statement statement, AuthorizationRequest request, RequestContext context,
        WorkBudget work, ISet<string> missing)
    {
        List<ElementTrace> elements = [];
        var fit = PrincipalFit.Exact;
        if (role is PolicyRole.ResourcePolicy or PolicyRole.EndpointPolicies or PolicyRole.ResourceControlPolicies && statement.Principal is { } principal)
        {
            elements.Add(Doubted(PrincipalElementEvaluator.Evaluate(principal, statement.Effect?.Value, request, out fit), principal.Member.Value.At));
        }
        else if (role is PolicyRole.ResourcePolicy or PolicyRole.EndpointPolicies)
            elements.Add(new("Principal", Match.Unknown, request.Principal.Name, "the statement names no principal", statement.At));
        else if (statement.Principal is { } misplaced)
            elements.Add(new(misplaced.Member.Name, Match.Unknown, request.Principal.Name, $"this kind of policy has no {misplaced.Member.Name}", misplaced.Member.NameAt));

        elements.Add(statement.Action is { } action
            ? Doubted(OfAction(action, request.Action, context, work), action.Member.Value.At)
            : new("Action", Match.Unknown, request.Action, "the statement has no Action", statement.At));
        elements.Add((statement.Resource, role) switch
        {
            ({ } resource, _) => Doubted(OfResource(resource, request, context, work), resource.Member.Value.At),
            // A trust policy is attached to its only resource, the role, and names none.
            (null, PolicyRole.ResourcePolicy) => new("Resource", Match.Yes, request.Resource, "the policy is attached to its resource", statement.At),
            _ => new("Resource", Match.Unknown, request.Resource, "the statement has no Resource", statement.At),
        });
        var aimed = elements.TrueForAll(e => e.Match is not Match.No);
        foreach (var condition in statement.Conditions)
        {
            elements.Add(Doubted(ConditionEvaluator.Evaluate(condition, context, work), condition.ValuesAt));
            if (aimed) NoteMissing(condition, context, missing);
        }
        if (elements.TrueForAll(e => e.Match is not Match.No || e.Element is "Resource" or "NotResource"))
        {
            foreach (var key in (statement.Resource?.Patterns ?? []).SelectMany(p => p.Variables)) NoteKey(key, context, missing);
        }
        foreach (var part in statement.Unreadable.Where(u => !elements.Exists(e => e.Match is Match.Unknown && e.At == u.At)))
            elements.Add(new("Statement", Match.Unknown, "", part.Why, part.At));

        var decisive = elements.Find(e => e.Match is Match.No) ?? elements.Find(e => e.Match is Match.Unknown);
        var match = decisive?.Match ?? Match.Yes;
        return (new(role, policy.Name, statement.Index, statement.Name, statement.Effect?.Value, match,
            decisive?.Why ?? "every element fits the request", elements, statement.At), fit);

        // A part that cannot be read might have fitted: the element is neither a match nor a miss, so that a Deny with
        // such a part lets nothing through.
        ElementTrace Doubted(ElementTrace element, Location span) =>
            statement.Unreadable.FirstOrDefault(u => u.At.Start >= span.Start && u.At.End <= span.End) is { } part
                ? element with { Match = Match.Unknown, Why = part.Why, At = part.At }
                : element;
    }

    private static void NoteMissing(Condition condition, RequestContext context, ISet<string> missing)
    {
        NoteKey(condition.Key, context, missing);
        foreach (var key in condition.Values.SelectMany(v => v.Pattern.Variables)) NoteKey(key, context, missing);
    }

    private static void NoteKey(string key, RequestContext context, ISet<string> missing)
    {
        if (context.Find(key) is null or []) missing.Add(key);
    }

    private static ElementTrace OfAction(ActionElement element, string action, RequestContext context, WorkBudget work)
    {
        foreach (var pattern in element.Patterns)
        {
            if (!Wildcard.Matches(pattern.Expand(context, out _)!, action, ignoreCase: true, work)) continue;
            return element.Negated
                ? new("NotAction", Match.No, action, $"{action} is excluded by \"{pattern.Text}\"", pattern.At)
                : new("Action", Match.Yes, action, $"{action} fits \"{pattern.Text}\"", pattern.At);
        }
        return element.Negated
            ? new("NotAction", Match.Yes, action, $"{action} is none of the actions excluded", element.Member.Value.At)
            : new("Action", Match.No, action, $"{action} is none of the actions listed", element.Member.Value.At);
    }

    private static ElementTrace OfResource(ResourceElement element, AuthorizationRequest request, RequestContext context, WorkBudget work)
    {
        string? nearest = null;
        string? unresolved = null;
        Location? nearestAt = null;
        var closest = ArnMismatch.NotAnArn;
        foreach (var pattern in element.Patterns)
        {
            var mismatch = pattern.Match(request.Resource, context, work, out var key);
            if (mismatch is ArnMismatch.None)
            {
                return element.Negated
                    ? new("NotResource", Match.No, request.Resource, $"{request.Resource} is excluded by \"{pattern.Text}\"", pattern.At)
                    : new("Resource", Match.Yes, request.Resource, $"{request.Resource} fits \"{pattern.Text}\"", pattern.At);
            }
            if (mismatch is ArnMismatch.Variable) unresolved ??= key;
            if (nearest is null || mismatch > closest) (nearest, nearestAt, closest) = (pattern.Text, pattern.At, mismatch);
        }
        // A variable without a value fits nothing; under NotResource that would widen the statement, so nothing is decided.
        if (element.Negated && unresolved is not null)
            return new("NotResource", Match.Unknown, request.Resource, $"the request has no single value for ${{{unresolved}}}", element.Member.Value.At);
        if (element.Negated)
            return new("NotResource", Match.Yes, request.Resource, $"{request.Resource} is none of the resources excluded", element.Member.Value.At);
        return new("Resource", Match.No, request.Resource, WhyNot(request.Resource, nearest, closest, unresolved), nearestAt ?? element.Member.Value.At);
    }

    private static string WhyNot(string resource, string? nearest, ArnMismatch mismatch, string? unresolved) => (nearest, mismatch) switch
    {
        (null, _) => "the list of resources is empty",
        (_, ArnMismatch.Variable) => $"the request has no single value for ${{{unresolved}}}, so \"{nearest}\" fits nothing",
        (_, _) when resource == "*" => $"the action names no single resource, which only \"*\" fits, not \"{nearest}\"",
        (_, ArnMismatch.NotAnArn) => $"{resource} does not fit \"{nearest}\"",
        (_, ArnMismatch.Resource) => $"{resource} differs from \"{nearest}\" in the resource, its last part",
        var (_, part) => $"{resource} differs from \"{nearest}\" in the {part.ToString().ToLowerInvariant()}",
    };
}

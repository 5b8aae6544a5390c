using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam;

/// <summary>One request on its way through the policies, with everything noted.</summary>
internal sealed class EvaluationRun(PreparedRequest request, WorkBudget work)
{
    private readonly List<StatementTrace> _trace = [];

    /// <summary>Of the statement that is being looked at.</summary>
    private readonly List<ElementTrace> _elements = [];
    private readonly List<Unevaluated> _unevaluated = [];
    private readonly HashSet<string> _missing = new(StringComparer.OrdinalIgnoreCase);
    private EvaluationLogic _logic = new(request);
    private bool _bounded;

    /// <summary>What is being looked at.</summary>
    private Policy? _policy;
    private Statement? _statement;

    public Evaluation Decide(PolicySet policies)
    {
        _unevaluated.AddRange(policies.NotBuilt);
        _bounded = policies.PermissionsBoundary is not null;
        // Every policy is visited, even after a Deny: a learner studies what did not match.
        foreach (var (role, group) in policies.Groups()) _logic.Add(role, Visit(role, group));
        _logic.IsUncertain = _unevaluated.Count > 0;
        return Finish(_logic.Conclude());
    }

    /// <summary>Too much work: nothing is allowed, and the answer says so, and where.</summary>
    public Evaluation GiveUp()
    {
        _unevaluated.Add(new(_policy?.Name, _statement?.Index, "The evaluation took more steps than one request may; shorten the patterns.", _statement?.At ?? Location.None));
        return Finish(_logic.GiveUp());
    }

    private Say Visit(PolicyRole role, IReadOnlyList<Policy> policies)
    {
        Say say = default;
        var exempt = EvaluationLogic.IsExempt(role, request) ? EvaluationLogic.WhyExempt(role, request) : null;
        foreach (var policy in policies)
        {
            foreach (var part in exempt is null ? policy.Unreadable : []) _unevaluated.Add(new(policy.Name, null, part.Why, part.At));
            foreach (var statement in policy.Statements)
            {
                (_policy, _statement) = (policy, statement);
                _elements.Clear();
                var applies = StatementEvaluator.Evaluate(statement, role, request, _bounded, work, _elements, out var fit);
                ElementTrace[] elements = [.. _elements];
                if (exempt is not null) applies = Match.No;
                else NoteMissing(statement);
                _trace.Add(new(role, policy, statement, applies, elements, exempt));
                if (applies is Match.Unknown)
                {
                    foreach (var element in elements)
                    {
                        if (element.Match is Match.Unknown) _unevaluated.Add(new(policy.Name, statement.Index, element.Why, element.At));
                    }
                }
                else if (applies is Match.Yes && statement.Effect?.Value is Effect.Deny) _logic.Deny(role);
                else if (applies is Match.Yes) say = say.With(fit);
            }
        }
        return say;
    }

    /// <summary>
    /// Keys that the policies ask for and the request does not have. As in the policy simulator these are the keys of all
    /// statements, of those about other actions too: the list says what a full request would hold.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html"/>
    private void NoteMissing(Statement statement)
    {
        foreach (var key in statement.Parts.Keys)
        {
            if (request.Context.Find(key) is null or { Count: 0 }) _missing.Add(key.Name);
        }
    }

    private Evaluation Finish(Verdict verdict)
    {
        Effect? deciding = verdict.Decision switch { Decision.Allowed => Effect.Allow, Decision.ExplicitDeny => Effect.Deny, _ => null };
        return new(verdict.Decision, verdict.BlockedBy.ToList(), [.. _trace.Where(t => t.Applies is Match.Yes && deciding is not null && t.Effect == deciding)],
            [.. _missing.Order(StringComparer.OrdinalIgnoreCase)], _unevaluated, _trace);
    }
}

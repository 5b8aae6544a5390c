using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam;

/// <summary>
/// Policies made ready for deciding many requests: their statements are sorted by the actions that they can be about, and a
/// decision allocates nothing. It decides exactly as <see cref="Evaluator"/> does, which explains; it never changes, so threads may share it.
/// </summary>
/// <example><code>
/// var policies = PreparedPolicies.Prepare(set);          // once, when a policy is put or attached
/// if (!policies.Decide(request).IsAllowed) { … }         // for every call
/// var why = policies.Explain(request);                   // when somebody asks
/// </code></example>
public sealed class PreparedPolicies
{
    /// <summary>More groups than this are counted in memory of their own; an organization has at most seven levels.</summary>
    private const int GroupsOnStack = 32;

    /// <summary>Each thread's own, so that deciding makes none.</summary>
    [ThreadStatic]
    private static WorkBudget? _budget;

    private readonly StatementIndex _index;

    /// <summary>What allows or does not allow for itself, and whether a document in it could not be read.</summary>
    private readonly (PolicyRole Role, bool IsUnreadable)[] _groups;

    private readonly bool _hasResourceControl;

    private PreparedPolicies(PolicySet policies)
    {
        (Policies, _hasResourceControl) = (policies, policies.ResourceControlPolicies is { Count: > 0 });
        var groups = policies.Groups().ToList();
        _groups = [.. groups.Select(g => (g.Role, g.Policies.Any(p => p.Unreadable.Count > 0)))];
        var order = 0;
        _index = new(groups.SelectMany((g, i) => g.Policies.SelectMany(p => p.Statements.Select(s => new IndexedStatement(s, g.Role, i, p, order++)))));
    }

    public PolicySet Policies { get; }

    public static PreparedPolicies Prepare(PolicySet policies) => new(policies);

    /// <summary>Decides without reasons.</summary>
    public Verdict Decide(AuthorizationRequest request) => Decide(new PreparedRequest(request));

    /// <summary>Decides and says why, statement by statement.</summary>
    public Evaluation Explain(AuthorizationRequest request) => Explain(new PreparedRequest(request));

    public Evaluation Explain(PreparedRequest request) => Evaluator.Explain(Policies, request, WorkBudget.PerEvaluation);

    /// <summary>Decides without reasons, and without allocating.</summary>
    /// <param name="steps">How many it may take, as in <see cref="Evaluator"/>. It takes fewer than the trace does.</param>
    public Verdict Decide(PreparedRequest request, long steps = WorkBudget.PerEvaluation)
    {
        List<IndexedStatement>? unasked = null;
        return Decide(request, steps, wanted: false, ref unasked);
    }

    /// <summary>Decides and names the statements that decided, in the order of the policies; none for an implicit deny.</summary>
    internal Verdict Decide(PreparedRequest request, out IReadOnlyList<string> by)
    {
        List<IndexedStatement>? matched = null;
        var verdict = Decide(request, WorkBudget.PerEvaluation, wanted: true, ref matched);
        Effect? deciding = verdict.Decision switch { Decision.Allowed => Effect.Allow, Decision.ExplicitDeny => Effect.Deny, _ => null };
        by = deciding is null ? [] : matched switch
        {
            null => [],
            [var only] => only.Statement.Effect?.Value == deciding ? [only.Name] : [],
            _ => [.. matched.Where(m => m.Statement.Effect?.Value == deciding).OrderBy(m => m.Order).Select(m => m.Name)],
        };
        return verdict;
    }

    private Verdict Decide(PreparedRequest request, long steps, bool wanted, ref List<IndexedStatement>? matched)
    {
        var work = _budget ??= new(0);
        work.Restart(steps);
        Span<Say> says = _groups.Length <= GroupsOnStack ? stackalloc Say[GroupsOnStack] : new Say[_groups.Length];
        Visit visit = new(request, work, says, this);
        try
        {
            visit.All(_index.OfAction(request.FoldedAction), wanted, ref matched);
            visit.All(_index.OfService(request.ServicePrefix), wanted, ref matched);
            visit.All(_index.Everywhere, wanted, ref matched);
        }
        catch (WorkLimitException)
        {
            return visit.Logic.GiveUp();
        }
        for (var i = 0; i < _groups.Length; i++)
        {
            visit.Logic.Add(_groups[i].Role, says[i]);
            visit.Logic.IsUncertain |= _groups[i].IsUnreadable && !visit.IsExempt(_groups[i].Role);
        }
        return visit.Logic.Conclude();
    }

    /// <summary>One request on its way through the statements that may be about its action.</summary>
    private ref struct Visit
    {
        private readonly PreparedRequest _request;
        private readonly WorkBudget _work;
        private readonly Span<Say> _says;
        private readonly bool _noServiceControl, _noResourceControl, _noResourcePolicy, _bounded;
        public EvaluationLogic Logic;

        public Visit(PreparedRequest request, WorkBudget work, Span<Say> says, PreparedPolicies policies)
        {
            (_request, _work, Logic) = (request, work, new(request));
            _says = says;
            _bounded = policies.Policies.PermissionsBoundary is not null;
            _noServiceControl = EvaluationLogic.IsExempt(PolicyRole.ServiceControlPolicies, request);
            // Takes a look into the catalogue.
            _noResourceControl = policies._hasResourceControl && EvaluationLogic.IsExempt(PolicyRole.ResourceControlPolicies, request);
            _noResourcePolicy = EvaluationLogic.IsExempt(PolicyRole.ResourcePolicy, request);
            Logic.IsUncertain = policies.Policies.NotBuilt.Count > 0;
        }

        public readonly bool IsExempt(PolicyRole role) => role switch
        {
            PolicyRole.ServiceControlPolicies => _noServiceControl,
            PolicyRole.ResourceControlPolicies => _noResourceControl,
            PolicyRole.ResourcePolicy => _noResourcePolicy,
            _ => false,
        };

        public void All(ReadOnlySpan<IndexedStatement> statements, bool wanted, ref List<IndexedStatement>? matched)
        {
            foreach (var indexed in statements)
            {
                var (statement, role, group) = (indexed.Statement, indexed.Role, indexed.Group);
                if (IsExempt(role)) continue;
                var applies = StatementEvaluator.Evaluate(statement, role, _request, _bounded, _work, elements: null, out var fit);
                if (wanted && applies is Match.Yes) (matched ??= new(1)).Add(indexed);
                switch (applies)
                {
                    case Match.Unknown: Logic.IsUncertain = true; break;
                    case Match.Yes when statement.Effect!.Value is Effect.Deny: Logic.Deny(role); break;
                    case Match.Yes: _says[group] = _says[group].With(fit); break;
                }
            }
        }
    }
}

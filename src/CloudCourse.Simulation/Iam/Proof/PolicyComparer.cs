using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>
/// Decides whether one policy of an identity (or of an organization) allows anything that another does not. Actions, resources
/// and the values of each condition key fall into finitely many classes that no statement of either policy tells apart; a
/// request for every combination of classes settles the question for all requests. What is shown was confirmed by the evaluator.
/// </summary>
public static class PolicyComparer
{
    /// <summary>The work after which the answer is "undecided" rather than late.</summary>
    public const long Steps = 3_000_000;

    private const string Account = "111122223333";
    private const int MostStatements = 128;

    /// <summary>Keys that say the same thing in two ways: values of theirs cannot be combined at will.</summary>
    private static readonly string[][] Dependent =
    [
        ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType", "aws:username", "aws:userid"],
        ["aws:CurrentTime", "aws:EpochTime"],
        ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"],
        ["aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn", "aws:SourceIp", "aws:VpcSourceIp"],
        ["aws:RequestTag/", "aws:TagKeys"],
    ];

    public static Comparison Compare(Policy a, Policy b, long steps = Steps)
    {
        var undecided = Constructs(a).Concat(Constructs(b)).Distinct().ToList();
        if (undecided.Count > 0) return new(PolicyRelation.Undecided, null, null, undecided);
        if (SayTheSame(a, b)) return new(PolicyRelation.Equivalent, null, null, []);
        // A variable is tried with one value that nothing else names. What differs then does differ; that nothing does proves nothing.
        var variables = Variables(a).Concat(Variables(b)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        try
        {
            var search = new Search(a, b, variables, new WorkBudget(steps));
            var (aNotB, bNotA) = (search.Find(inA: true), search.Find(inA: false));
            if ((aNotB ?? bNotA) is not null && Tied(a, b) is { } tied) return new(PolicyRelation.Undecided, null, null, [tied]);
            if (variables.Count > 0 && (aNotB is null || bNotA is null))
                return new(PolicyRelation.Undecided, aNotB, bNotA, [.. variables.Select(v => $"the variable ${{{v}}}, whatever its value")]);
            return new((aNotB, bNotA) switch
            {
                (null, null) => PolicyRelation.Equivalent,
                (null, _) => PolicyRelation.Narrower,
                (_, null) => PolicyRelation.Broader,
                _ => PolicyRelation.Incomparable,
            }, aNotB, bNotA, []);
        }
        catch (UndecidedException e)
        {
            return new(PolicyRelation.Undecided, null, null, [e.Message]);
        }
        catch (WorkLimitException)
        {
            return new(PolicyRelation.Undecided, null, null, ["more combinations of actions, resources and conditions than a comparison may try"]);
        }
    }

    /// <summary>What cannot be compared, named.</summary>
    private static IEnumerable<string> Constructs(Policy policy)
    {
        foreach (var part in policy.Unreadable.Concat(policy.Statements.SelectMany(s => s.Unreadable))) yield return part.Why;
        foreach (var statement in policy.Statements)
        {
            if (statement.Principal is { } principal) yield return principal.Member.Name;
            if (statement.Resource is null) yield return $"{statement.Name} has no Resource";
            foreach (var condition in statement.Conditions.Where(c => c.Operator is null)) yield return $"the operator {condition.Name}";
        }
    }

    private static bool SayTheSame(Policy a, Policy b) => a.HasVariables == b.HasVariables
        && a.Statements.Select(RedundantStatement.Essence).ToHashSet(StringComparer.Ordinal).SetEquals(b.Statements.Select(RedundantStatement.Essence));

    private static IEnumerable<string> Variables(Policy policy) => policy.Statements.SelectMany(s =>
        (s.Resource?.Patterns ?? []).SelectMany(p => p.Variables).Concat(s.Conditions.SelectMany(c => c.Values).SelectMany(v => v.Pattern.Variables)));

    private static string? Tied(Policy a, Policy b)
    {
        var keys = a.Statements.Concat(b.Statements).SelectMany(s => s.Conditions).Select(c => c.Key).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var group in Dependent)
        {
            var used = keys.Where(k => group.Any(g => g.EndsWith('/') ? k.StartsWith(g, StringComparison.OrdinalIgnoreCase) : k.Equals(g, StringComparison.OrdinalIgnoreCase))).ToList();
            if (used.Count > 1) return $"conditions on {string.Join(" and ", used)}, which depend on each other";
        }
        return null;
    }

    private sealed class Search
    {
        private readonly Policy _a, _b;
        private readonly WorkBudget _work;
        private readonly RequestContext _bound;
        private readonly List<Statement> _statements;
        private readonly UInt128 _all;
        private readonly List<Candidate<string>> _actions, _resources;
        private readonly List<(string Key, List<Candidate<string[]?>> Values)> _keys = [];

        public Search(Policy a, Policy b, IReadOnlyList<string> variables, WorkBudget work)
        {
            (_a, _b, _work) = (a, b, work);
            _bound = new(variables.Select(v => KeyValuePair.Create(v, (IReadOnlyList<string>)[Sample(v)])));
            _statements = [.. a.Statements, .. b.Statements];
            if (_statements.Count > MostStatements) throw new UndecidedException($"more than {MostStatements} statements");
            _all = _statements.Count == MostStatements ? UInt128.MaxValue : (UInt128.One << _statements.Count) - 1;
            _actions = Actions();
            _resources = Resources();
            foreach (var key in _statements.SelectMany(s => s.Conditions).Select(c => c.Key).Distinct(StringComparer.OrdinalIgnoreCase)) _keys.Add((key, Values(key)));
        }

        /// <summary>A request that the one policy allows and the other does not.</summary>
        public AuthorizationRequest? Find(bool inA)
        {
            var (mine, others) = inA ? (Mask(0, _a), Mask(_a.Statements.Count, _b)) : (Mask(_a.Statements.Count, _b), Mask(0, _a));
            foreach (var action in _actions)
            {
                if ((action.Statements & mine.Allow) == 0) continue;
                foreach (var resource in _resources)
                {
                    var standing = action.Statements & resource.Statements;
                    if ((standing & mine.Allow) == 0) continue;
                    List<string[]?> chosen = [];
                    if (!Choose(standing, 0)) continue;
                    return Confirmed(action.Value, resource.Value, chosen, inA);

                    bool Choose(UInt128 left, int key)
                    {
                        _work.Spend(8);
                        if ((left & mine.Allow) == 0) return false;
                        if (key == _keys.Count) return (left & mine.Deny) == 0 && ((left & others.Allow) == 0 || (left & others.Deny) != 0);
                        foreach (var value in _keys[key].Values)
                        {
                            chosen.Add(value.Value);
                            if (Choose(left & value.Statements, key + 1)) return true;
                            chosen.RemoveAt(chosen.Count - 1);
                        }
                        return false;
                    }
                }
            }
            return null;
        }

        private AuthorizationRequest Confirmed(string action, string resource, List<string[]?> chosen, bool inA)
        {
            Dictionary<string, IReadOnlyList<string>> context = new(_bound.Values, StringComparer.OrdinalIgnoreCase);
            var caller = $"arn:aws:iam::{Account}:user/ana";
            for (var i = 0; i < _keys.Count; i++)
            {
                if (chosen[i] is { } values) context[_keys[i].Key] = values;
                // A role's session is who has no user name.
                else if (_keys[i].Key.Equals("aws:username", StringComparison.OrdinalIgnoreCase)) caller = $"arn:aws:sts::{Account}:assumed-role/Example/ana";
            }
            AuthorizationRequest request = new(new ArnPrincipal(caller), action, resource, new(context), Account);
            var (mine, other) = inA ? (_a, _b) : (_b, _a);
            return Evaluator.Evaluate([mine], request).Decision is Decision.Allowed && Evaluator.Evaluate([other], request).Decision is not Decision.Allowed ? request
                : throw new UndecidedException($"a request for {action} on {resource} that the evaluator does not confirm");
        }

        private static (UInt128 Allow, UInt128 Deny) Mask(int from, Policy policy)
        {
            UInt128 allow = 0, deny = 0;
            for (var i = 0; i < policy.Statements.Count; i++)
            {
                if (policy.Statements[i].Effect?.Value is Effect.Allow) allow |= UInt128.One << (from + i);
                else deny |= UInt128.One << (from + i);
            }
            return (allow, deny);
        }

        private List<Candidate<string>> Actions()
        {
            Dictionary<UInt128, string> found = [];
            var patterns = _statements.SelectMany(s => s.Action!.Patterns).Select(p => p.Text).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            // Real actions first: they are what people can read.
            foreach (var prefix in patterns.Select(p => p.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Append("ec2"))
            {
                foreach (var action in ActionCatalog.Current.Service(prefix)?.Actions ?? []) Note($"{prefix.ToLowerInvariant()}:{action.Name}");
            }
            new PatternSpace([.. patterns.Select(p => PatternCodes.Text(Wildcard.Codes(p.ToLowerInvariant()), ignoreCase: false))], "the patterns of Action together", _work)
                .Walk(NextOfAction, state => state == 3, ":", (text, _) => Note(text));
            return [.. found.Select(f => new Candidate<string>(f.Key, f.Value))];

            void Note(string action) => found.TryAdd(Bits(s => Fits(s.Action!.Patterns, action) != s.Action.Negated), action);
            bool Fits(IReadOnlyList<Pattern> list, string action) => list.Any(p => Wildcard.Matches(p.Expand(RequestContext.Empty, out _)!, action, ignoreCase: true, _work));
        }

        /// <summary>A prefix, a colon, a name.</summary>
        private static int NextOfAction(int state, char c) => (state, c) switch
        {
            (0, ':') or (2 or 3, ':') => -1,
            (0 or 1, not ':') => 1,
            (1, ':') => 2,
            _ => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? 3 : -1,
        };

        private List<Candidate<string>> Resources()
        {
            Dictionary<UInt128, string> found = [];
            var patterns = _statements.SelectMany(s => s.Resource!.Patterns).DistinctBy(p => p.Text, StringComparer.Ordinal).ToList();
            // What the policies themselves name, with something plain for each star, reads best.
            foreach (var pattern in patterns.Where(p => !p.IsEverything))
            {
                var texts = pattern.Pieces.Select(p => Plain(p.Expand(_bound, out _)!)).ToList();
                var parts = texts.Select((t, i) => t.Replace("?", "x", StringComparison.Ordinal).Replace("*", i switch { 3 => "eu-west-1", 4 => Account, _ => "example" }, StringComparison.Ordinal));
                Note(string.Join(':', parts));
                Note(string.Join(':', texts.Select(t => t.Replace("?", "x", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal))));
            }
            Note("arn:aws:s3:::example");
            Note("*");
            new PatternSpace([.. patterns.Select(p => PatternCodes.Arn(p, _bound))], "the patterns of Resource together", _work)
                .Walk(NextOfArn, state => state == Complete, "arn:", (text, _) => Note(text));
            return [.. found.Select(f => new Candidate<string>(f.Key, f.Value))];

            void Note(string arn)
            {
                if (arn == "*" || arn.Split(':', 6) is ["arn", { Length: > 0 }, { Length: > 0 }, _, _, { Length: > 0 }])
                    found.TryAdd(Bits(s => s.Resource!.Patterns.Any(p => p.Match(arn, _bound, _work, out _) is ArnMismatch.None) != s.Resource.Negated), arn);
            }
        }

        private static string Sample(string variable) => variable.Equals("aws:username", StringComparison.OrdinalIgnoreCase) ? "ana"
            : variable.Contains("account", StringComparison.OrdinalIgnoreCase) ? Account : $"some-{variable[(variable.LastIndexOfAny([':', '/']) + 1)..].ToLowerInvariant()}";

        private static string Plain(int[] tokens) => string.Concat(tokens.Select(t => t switch { Wildcard.AnyRun => '*', Wildcard.AnyOne => '?', _ => (char)t }));

        private const int Complete = 11;

        /// <summary>"arn:", then a partition and a service, a Region and an account that may be empty, and a resource.</summary>
        private static int NextOfArn(int state, char c) => state switch
        {
            0 => c == 'a' ? 1 : -1,
            1 => c == 'r' ? 2 : -1,
            2 => c == 'n' ? 3 : -1,
            3 => c == ':' ? 4 : -1,
            4 or 6 => c == ':' ? -1 : state + 1,
            5 or 7 => c == ':' ? state + 1 : state,
            8 or 9 => c == ':' ? state + 1 : state,
            10 or Complete => Complete,
            _ => -1,
        };

        private List<Candidate<string[]?>> Values(string key)
        {
            var on = _statements.Select(s => s.Conditions.Where(c => c.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).ToList()).ToList();
            Dictionary<UInt128, string[]?> found = [];
            foreach (var values in _bound.Find(key) is { } only ? [[.. only]] : ConditionSpace.Values(key, [.. on.SelectMany(c => c)], _bound, _work))
            {
                var context = values is null ? _bound : new(_bound.Values.Append(KeyValuePair.Create(key, (IReadOnlyList<string>)values)));
                var unknown = false;
                var bits = Bits((_, i) => on[i].TrueForAll(c =>
                {
                    var match = ConditionEvaluator.Evaluate(c, context, _work).Match;
                    unknown |= match is Match.Unknown;
                    return match is Match.Yes;
                }));
                if (unknown) throw new UndecidedException($"several values of {key} without ForAllValues or ForAnyValue");
                found.TryAdd(bits, values);
            }
            return [.. found.Select(f => new Candidate<string[]?>(f.Key, f.Value))];
        }

        private UInt128 Bits(Func<Statement, bool> stands) => Bits((s, _) => stands(s));

        private UInt128 Bits(Func<Statement, int, bool> stands)
        {
            UInt128 bits = 0;
            for (var i = 0; i < _statements.Count; i++)
            {
                if (stands(_statements[i], i)) bits |= UInt128.One << i;
            }
            return bits & _all;
        }
    }
}

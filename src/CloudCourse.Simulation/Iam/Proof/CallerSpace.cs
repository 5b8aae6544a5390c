using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>What callers a question is about.</summary>
/// <param name="Resource">A resource's policy has a say, so anybody may call.</param>
/// <param name="Alone">It alone decides, for callers from another account than the resource's.</param>
/// <param name="Root">Accounts' root users call too.</param>
/// <param name="Session">There is a session policy, so a session calls.</param>
/// <param name="Action">For which they call.</param>
internal sealed record CallerKinds(bool Resource, bool Alone, bool Root, bool Session, string Action = "a:b");

/// <summary>One caller for each way in which principals, and conditions on keys that follow from who calls, can come out.</summary>
internal sealed class CallerSpace(Slice slice, CallerKinds kinds, RequestContext bound, Memory memory, Doubts doubts, WorkBudget work)
{
    /// <summary>Who calls and who owns, where nothing says.</summary>
    public const string Account = "111122223333", Stranger = "999988887777";

    private readonly List<SliceKey> _keys = [.. slice.Keys.Where(k => KeyTies.OfCaller.Contains(k.Name))];
    private readonly List<PrincipalEntry> _entries = [.. slice.Statements.SelectMany(s => s.Head.Statement.Principal?.Entries ?? []).DistinctBy(e => (e.Type, e.Value))];

    /// <param name="tracks">What a variable's value is told apart by, for the variables that follow from who calls; and how many texts a class needs.</param>
    /// <param name="keep">Which callers count; null for all.</param>
    public List<CallerChoice> Choices(IReadOnlyDictionary<string, (List<WalkPattern> Tracks, int Texts)> tracks, Func<CallerChoice, bool>? keep = null)
    {
        // Where several callers show the same, a federated user is the least known.
        List<CallerChoice> all = [.. People(tracks).OrderBy(c => c.Principal is ArnPrincipal { IsFederatedUser: true })];
        if (kinds.Resource)
        {
            all.AddRange(_entries.Where(e => e.Type == "Service" && e.Value != "*").Select(e => e.Value).Concat(Services()).Append("example.amazonaws.com").Distinct()
                .Select(id => Caller(new ServicePrincipal(id), [])));
            all.AddRange(_entries.Where(e => e.Type == "Federated" && e.Value != "*").Select(e => e.Value).Append("idp.example.com").Distinct().Select(id => Caller(new FederatedPrincipal(id), [])));
            all.Add(Caller(new AnonymousPrincipal(), []));
        }
        var canonical = _entries.Where(e => e.Type == "CanonicalUser").Select(e => e.Value).ToList();
        if (canonical.Count > 0) all = [.. all.SelectMany(c => canonical.Append("0000example").Select(id => c with { CanonicalId = id }))];
        if (keep is not null) all = [.. all.Where(keep)];
        all = [.. all.SelectMany(Owners).Select(Meet)];
        // The evaluator asks more of a caller than which statements name it, so there callers that look alike all stay.
        return kinds.Resource && !kinds.Alone ? all : [.. all.DistinctBy(c => (c.Choice.Out, c.Choice.Doubt, c.IsNobody, Valued(c)))];

        // Two callers whose names go into other values are two.
        string Valued(CallerChoice caller) => tracks.Count == 0 ? "" : string.Join('\n', tracks.Keys.Select(k => caller.Ask("a:b", "*", RequestContext.Empty).FullContext().Find(k) is [var v] ? v : "\0"));
    }

    private IEnumerable<CallerChoice> People(IReadOnlyDictionary<string, (List<WalkPattern> Tracks, int Texts)> tracks)
    {
        var named = _entries.Where(e => e is { Type: "AWS", Value: not "*" }).Select(e => e.Value).ToList();
        if (_keys.Count == 0 && named.Count == 0 && tracks.Count == 0)
        {
            if (!kinds.Session) yield return Person($"arn:aws:iam::{Account}:user/ana");
            if (kinds.Session || kinds.Resource) yield return Session($"arn:aws:iam::{Account}:role/Example", "ana", false);
            if (kinds.Root) yield return Person($"arn:aws:iam::{Account}:root");
            yield break;
        }
        List<WalkPattern> patterns = [new(PatternCodes.Plain(Account), false, PrincipalText.Account)];
        List<(string Role, string Session)> sessions = [];
        var roles = named.Where(n => n.Contains(":role/", StringComparison.Ordinal)).ToLookup(n => $"{n.Split(':')[4]} {n[(n.LastIndexOf('/') + 1)..]}").ToDictionary(g => g.Key, g => g.ToHashSet());
        foreach (var value in named) patterns.AddRange(Named(value, sessions));
        foreach (var key in _keys)
        {
            var section = key.Name.ToUpperInvariant() switch { "AWS:PRINCIPALARN" => 0, "AWS:PRINCIPALACCOUNT" => PrincipalText.Account, "AWS:USERNAME" => PrincipalText.UserName, _ => -1 };
            if (section >= 0) patterns.AddRange(KeySpace.Patterns(key, bound, section));
            if (key.Conditions.Exists(c => c.Condition.Operator is not (StringOperator or ArnOperator or BoolOperator or NullOperator))) doubts.Add($"conditions on {key.Name} that compare no texts");
        }
        foreach (var (_, (more, _)) in tracks) patterns.AddRange(more);
        // Where callers may do everything, a federated user differs from other users only where it is asked for.
        var federated = kinds.Session || (kinds.Resource && (!kinds.Alone || _keys.Count > 0 || named.Exists(n => n.Contains(":federated-user/", StringComparison.Ordinal))));
        PatternWalk walk = new(patterns, new PrincipalText(
            patterns.Exists(p => p.Section == 0) || patterns.Count(p => p.Section == PrincipalText.Account) > 1 ? null : Account, patterns.Exists(p => p.Section == 0),
            named.Exists(n => n.StartsWith("arn:aws-", StringComparison.Ordinal)) || _keys.Exists(k => k.Conditions.Exists(c => c.Condition.Values.Any(v => v.Text.StartsWith("arn:aws-", StringComparison.Ordinal)))),
            kinds.Root, federated), work);
        var arns = slice.Key(KeyTies.Arn) is not null || tracks.ContainsKey(KeyTies.Arn);
        var name = $"{walk.Name} {string.Join(',', tracks.Select(t => $"{t.Key} {t.Value.Texts}"))}";
        if (!memory.People.TryGetValue(name, out var people))
        {
            var before = doubts.All.Count;
            people = [.. walk.Classes(memory.Walks).SelectMany(one => Texts(walk, one, tracks).Select(text => (one, text)))];
            // Doubts are said each time they are met.
            if (doubts.All.Count == before) memory.People[name] = people;
        }
        foreach (var group in people.GroupBy(p => p.One))
        {
            var one = group.Key;
            foreach (var (_, text) in group)
            {
                work.Spend(40);
                if (PrincipalText.IsRoot(one.State))
                {
                    if (kinds.Root) yield return Person(text);
                }
                else if (!PrincipalText.IsRole(one.State))
                {
                    // A federated user has what a session policy hands on, or what a resource's policy says of its own account.
                    if (PrincipalText.IsUser(one.State) ? !kinds.Session : federated) yield return Person(text);
                }
                else
                {
                    var role = text[(text.LastIndexOf('/') + 1)..];
                    // A name is one role's whatever its path, so where one is named there is no other.
                    if (roles.TryGetValue($"{text.Split(':')[4]} {role}", out var real) && !real.Contains(text)) continue;
                    List<string> taken = [.. sessions.Where(s => s.Role == role).Select(s => s.Session).Distinct()];
                    foreach (var session in taken.Prepend(taken.Contains("ana") ? "another" : "ana"))
                        yield return Session(text, session, arns || text.Split('/').Length > 2);
                }
            }
        }
    }

    /// <summary>As many texts as it takes for a variable's value to be, in one of them, no beginning of what it is compared with.</summary>
    private IEnumerable<string> Texts(PatternWalk walk, TextClass one, IReadOnlyDictionary<string, (List<WalkPattern> Tracks, int Texts)> tracks)
    {
        yield return one.Text;
        if (tracks.Count == 0) yield break;
        var section = tracks.ContainsKey(KeyTies.Arn) ? 0 : tracks.ContainsKey(KeyTies.Account) ? PrincipalText.Account : PrincipalText.UserName;
        var needed = tracks.Values.Max(t => t.Texts);
        Func<string, string>? vary = tracks.ContainsKey(KeyTies.Arn) ? null : tracks.ContainsKey(KeyTies.Account) ? t => t.Split(':')[4] : t => t[(t.LastIndexOf('/') + 1)..];
        var only = walk.IsOne(one, section);
        var more = only ? [] : walk.MoreOf(one, vary).Take(needed - 1).ToList();
        foreach (var text in more) yield return text;
        if (tracks.Count > 1 && needed > 1) doubts.Add($"the variables {string.Join(" and ", tracks.Keys.Select(k => $"${{{k}}}"))} together");
        var relevant = !tracks.ContainsKey(KeyTies.UserName) || tracks.Count > 1 || PrincipalText.IsUser(one.State);
        if (relevant && more.Count < needed - 1 && !only) doubts.Add($"the variable ${{{tracks.Keys.First()}}} with a value like \"{one.Text}\"");
    }

    private static IEnumerable<WalkPattern> Named(string value, List<(string, string)> sessions)
    {
        var parts = value.Split(':', 6);
        var account = parts.Length == 6 ? parts[4] : value;
        yield return new(PatternCodes.Plain(account), false, PrincipalText.Account);
        if (parts.Length < 6 || parts[5] == "root") yield break;
        yield return new(PatternCodes.Plain(value));
        var name = parts[5].Split('/');
        if (parts[5].StartsWith("assumed-role/", StringComparison.Ordinal) && name.Length == 3)
        {
            sessions.Add((name[1], name[2]));
            yield return new(PatternCodes.Plain(name[1]), false, PrincipalText.UserName);
            // The role itself, without a path, and one of the same name.
            yield return new(PatternCodes.Plain($"arn:{parts[1]}:iam::{account}:role/{name[1]}"));
        }
        else yield return new(PatternCodes.Plain(name[^1]), false, PrincipalText.UserName);
    }

    private IEnumerable<string> Services() => slice.Key(KeyTies.ServiceName) is { } key ? KeySpace.Singles(key, bound, doubts, work).Where(s => s.Length > 0) : [];

    private static CallerChoice Person(string arn) => new(new ArnPrincipal(arn), null, null, [], None);

    private static CallerChoice Session(string role, string name, bool said)
    {
        var parts = role.Split(':', 6);
        return new(new ArnPrincipal($"arn:{parts[1]}:sts::{parts[4]}:assumed-role/{role[(role.LastIndexOf('/') + 1)..]}/{name}"), null, null, said ? [(KeyTies.Arn, [role])] : [], None);
    }

    private static CallerChoice Caller(RequestPrincipal principal, (string, string[]?)[] known) => new(principal, null, null, known, None);

    private static readonly Choice None = new(default, default, []);

    /// <summary>The resource's account: the caller's own, or another one.</summary>
    private IEnumerable<CallerChoice> Owners(CallerChoice caller)
    {
        var own = caller.Principal is ArnPrincipal { Account: var account } ? account : Account;
        var other = own == Stranger ? Account : Stranger;
        if (!kinds.Alone) yield return caller with { Owner = own };
        if (kinds.Resource && (kinds.Alone || caller.Principal is ArnPrincipal)) yield return caller with { Owner = other };
    }

    private CallerChoice Meet(CallerChoice caller)
    {
        var context = caller.Known.Aggregate(bound, (all, k) => KeySpace.With(all, k.Key, k.Values));
        PreparedRequest request = new(caller.Ask(kinds.Action, "*", context));
        StatementBits no = default, unknown = default;
        string? why = null;
        for (var i = 0; i < slice.Statements.Count; i++)
        {
            var head = slice.Statements[i].Head;
            if (head.Role is not (PolicyRole.ResourcePolicy or PolicyRole.EndpointPolicies or PolicyRole.ResourceControlPolicies) || head.Statement.Principal is not { } principal) continue;
            work.Spend(8 + principal.Entries.Count * 4);
            if (principal.Negated && (head.Role is PolicyRole.ResourceControlPolicies || (head.Role is PolicyRole.ResourcePolicy && request.AsksTrustPolicy)))
            {
                unknown |= StatementBits.Of(i);
                why ??= $"NotPrincipal in {(head.Role is PolicyRole.ResourcePolicy ? "a trust policy" : "a resource control policy")}, which has none";
                continue;
            }
            var fit = PrincipalElementEvaluator.Evaluate(principal, head.Statement.Effect?.Value, request);
            if (fit.Match is Match.No) no |= StatementBits.Of(i);
            if (fit.Match is not Match.Unknown) continue;
            unknown |= StatementBits.Of(i);
            why ??= new PrincipalTrace(principal, caller.Principal, fit).Why;
        }
        foreach (var (condition, users) in _keys.SelectMany(k => k.Conditions))
        {
            work.Spend(16 + condition.Values.Count * 4);
            var fit = ConditionEvaluator.Evaluate(condition, request.Context, work);
            if (fit.Match is Match.No) no |= users;
            if (fit.Match is not Match.Unknown) continue;
            unknown |= users;
            why ??= new ConditionTrace(condition, request.Context, fit).Why;
        }
        return caller with { Choice = new(no, unknown, caller.Known, 0, why) };
    }
}

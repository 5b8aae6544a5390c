using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>
/// Looks for requests that one side allows and the other does not. Actions, resources, callers and the values of each key fall into
/// finitely many classes that no statement tells apart; a request for every combination that matters settles it for all. Which
/// statements stand for an action decides which resources, callers and keys are looked at for it at all.
/// </summary>
internal sealed class Search
{
    private readonly IReadOnlyList<Side> _sides;
    private readonly CompareOptions _options;
    private readonly WorkBudget _work;
    private readonly Places _places;
    private readonly ActionSpace _actions;
    private readonly CallerKinds _kinds;
    private readonly bool _plain, _reached, _special;
    private readonly AuthorizationRequest?[] _found = new AuthorizationRequest?[2];
    private readonly Doubts[] _doubts = [new(), new()];
    private readonly Memory _memory = new();
    private Doubts _slice = new();
    private readonly bool[] _wanted, _covered = new bool[2];

    public Search(Side a, Side b, CompareOptions options, WorkBudget work, bool both)
    {
        (_sides, _options, _work, _wanted) = ([a, b], options, work, [true, both]);
        _places = new(_sides);
        _plain = a.Plain && b.Plain;
        _kinds = new(_sides.Any(s => s.Set.ResourcePolicy is not null), a.Alone, _sides.All(s => !s.OfIdentity), _sides.Any(s => !s.Alone && s.Set.SessionPolicy is not null));
        _special = !_plain || a.Alone;
        // Where the evaluator is asked, it looks at the action itself.
        _reached = !_plain && _sides.Any(s => s.Set.ResourceControlPolicies is not null);
        _actions = new(_places.All, _special ? Special() : [], work);
    }

    /// <summary>A request that the side allows and the other does not.</summary>
    public AuthorizationRequest? Found(int side) => _found[side];

    /// <summary>What keeps "there is none" from being proven.</summary>
    public IReadOnlyList<string> DoubtsOf(int side) => _doubts[side].All;

    public void Run()
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Dictionary<string, (Slice Slice, bool First, bool Second)> slices = new(StringComparer.Ordinal);
        var real = _options.OnlyCatalogueActions || _options.OnlyTheirResourceTypes;
        foreach (var action in real ? _actions.Real(_options.OnlyTheirResourceTypes || !_plain) : _actions.All())
        {
            if (!Open(0) && !Open(1)) return;
            var types = _options.OnlyTheirResourceTypes ? action.Real!.Targets.Select(t => t.Type).Distinct().ToList() : null;
            _work.Spend(action.Statements.Length + 8);
            var key = new string(System.Runtime.InteropServices.MemoryMarshal.Cast<int, char>(action.Statements));
            var same = key;
            if (types is not null) key += $"\n{action.Text.Split(':')[0]} {string.Join(' ', types.Select(t => t.Name))} {action.Real!.Targets.All(t => !t.Required)}";
            var kind = KindOf(action.Text);
            if (kind != 0) key += $"\n{kind}";
            if (!seen.Add(key)) continue;
            if (!action.Statements.Any(s => _places.All[s].Allows)) continue;
            if (!slices.TryGetValue(same, out var known))
            {
                Slice made = new(_places, _sides, action.Statements, _work);
                slices[same] = known = (made, _plain && Cover.Holds(made, _sides, 0, _work), _plain && Cover.Holds(made, _sides, 1, _work));
            }
            var slice = known.Slice;
            _covered[0] = known.First || !May(slice, 0, slice.All);
            _covered[1] = known.Second || !May(slice, 1, slice.All);
            _slice = new();
            if (!_covered[0] || !_covered[1]) Look(slice, action, types, types is not null && action.Real!.Targets.All(t => !t.Required));
            for (var side = 0; side < 2; side++)
            {
                foreach (var doubt in _covered[side] ? [] : _slice.All) _doubts[side].Add(doubt);
                _covered[side] = false;
            }
        }
    }

    /// <summary>Every action of the catalogue that some statement is about.</summary>
    public IEnumerable<ActionChoice> Actions() => _actions.Real(everyOne: true);

    /// <summary>How far the first side allows the action on resources of the type; null where it does not.</summary>
    public TypeAccess? Measure(ActionChoice action, CatalogResourceType? type)
    {
        if (!action.Statements.Any(s => _places.All[s].Allows)) return null;
        Slice slice = new(_places, _sides, action.Statements, _work);
        if (!May(slice, 0, slice.All)) return null;
        // Statements that ask nothing of caller or context decide by themselves.
        var free = slice.Where(s => s.Head.Conditions.Length == 0 && s.Head.Statement.Principal is null or { Negated: false, Entries: [{ Type: "AWS", Value: "*" }] });
        bool every = _plain, some = false;
        if (_plain && slice.Denies(0).IsEmpty && slice.EachAllows(0, slice.Where(s => s.Resources is null || (!s.Negated && s.Resources.Exists(r => r.IsEverything))) & free)) return new(type, true, false);
        var unbound = slice.Variables.Count > 0;
        if (_plain && !unbound)
        {
            foreach (var resource in new ResourceSpace(slice, RequestContext.Empty, null, type is null ? [] : [type], type is null, IsAllBuckets(action.Text), _memory, new(), _work, "aws").Choices)
            {
                var left = slice.All.Without(resource.Choice.Out);
                var open = (slice.Denies(0) & left).IsEmpty && slice.EachAllows(0, left & free);
                some |= open;
                every &= open;
            }
            if (some) return new(type, every, false);
        }
        _found[0] = null;
        _slice = new();
        Look(slice, action, type is null ? [] : [type], orNone: type is null);
        foreach (var doubt in _found[0] is null ? _slice.All : []) _doubts[0].Add(doubt);
        if (_found[0] is null) return null;
        _found[0] = null;
        every = _plain && !unbound && new ResourceSpace(slice, RequestContext.Empty, null, type is null ? [] : [type], type is null, IsAllBuckets(action.Text), _memory, new(), _work, "aws").Choices
            .TrueForAll(r => slice.EachAllows(0, slice.All.Without(r.Choice.Out)) && (slice.Denies(0) & free & slice.All.Without(r.Choice.Out)).IsEmpty);
        return new(type, every, Conditional: true);
    }

    private bool Open(int side) => _wanted[side] && _found[side] is null && !_covered[side];

    private bool May(Slice slice, int side, StatementBits standing) =>
        Open(side) && (_sides[side].Plain ? slice.EachAllows(side, standing) : slice.SomeAllow(side, standing));

    private void Look(Slice slice, ActionChoice action, List<CatalogResourceType>? types, bool orNone)
    {
        VariableSpace variables = new(slice, _slice, _work);
        // STS takes no AssumeRole from root users.
        var kinds = _kinds with { Action = action.Text, Root = _kinds.Root && !(_plain && action.Text.Equals(OnRoles[0], StringComparison.OrdinalIgnoreCase)) };
        foreach (var so in variables.Assignments())
        {
            if (_options.KeepValue is { } keep && so.Values.Any(v => !keep(v.Key, v.Values))) continue;
            Dictionary<string, Narrowed> narrowed = new(StringComparer.Ordinal);
            foreach (var caller in new CallerSpace(slice, kinds, so.Bound, _memory, _slice, _work).Choices(variables.Tracks(so.Bound), _options.KeepCaller))
            {
                var standing = slice.All.Without(so.Out).Without(caller.Choice.Out);
                if (!May(slice, 0, standing) && !May(slice, 1, standing)) continue;
                var bound = so.Bound;
                var name = "";
                if (variables.OfCaller.Count > 0)
                {
                    var full = caller.Ask("a:b", "*", new(caller.Known.Where(k => k.Values is not null).Select(k => KeyValuePair.Create(k.Key, (IReadOnlyList<string>)k.Values!)))).FullContext();
                    bound = new(so.Bound.Values.Concat(variables.OfCaller.Where(v => full.Find(v) is not null).Select(v => KeyValuePair.Create(v, full.Find(v)!))));
                    name = string.Join('\n', variables.OfCaller.Select(v => full.Find(v) is [var value] ? value : "\0"));
                }
                if (!narrowed.TryGetValue(name, out var rest)) narrowed[name] = rest = Narrow(slice, action, variables, bound, types, orNone);
                new Descent(this, slice, action, so, caller, rest).Run(standing);
                if (!Open(0) && !Open(1)) return;
            }
        }
    }

    /// <summary>What is left to choose once variables and caller are.</summary>
    private sealed record Narrowed(ResourceSpace Resources, List<SliceKey> Named, RequestContext Bound, List<List<Choice>> Keys, StatementBits[] Users, StatementBits[] OpenFrom, StatementBits[] DoubtFrom);

    private Narrowed Narrow(Slice slice, ActionChoice action, VariableSpace variables, RequestContext bound, List<CatalogResourceType>? types, bool orNone)
    {
        var account = slice.Key(KeyTies.ResourceAccount);
        ResourceSpace resources = new(slice, bound, account, types, orNone, IsAllBuckets(action.Text), _memory, _slice, _work, OnlyPartition(slice, types));
        List<List<Choice>> keys = [];
        List<SliceKey> named = [];
        List<StatementBits> users = [];
        var (now, epoch) = (slice.Key(KeyTies.Now), slice.Key(KeyTies.Epoch));
        foreach (var key in slice.Keys)
        {
            if (key == account || KeyTies.OfCaller.Contains(key.Name) || variables.Binds(key.Name) || (key == epoch && now is not null)) continue;
            var choices = key == now && epoch is not null ? KeySpace.Times(now, epoch, bound, _work) : KeySpace.Choices(key, slice.Keys, bound, null, _slice, _work, _options.KeepValue);
            keys.Add(choices);
            named.Add(key);
            users.Add(key == now && epoch is not null ? now.Users | epoch.Users : key.Users);
        }
        var (open, doubt) = (new StatementBits[keys.Count + 1], new StatementBits[keys.Count + 1]);
        for (var i = keys.Count - 1; i >= 0; i--)
        {
            open[i] = open[i + 1] | users[i];
            doubt[i] = keys[i].Aggregate(doubt[i + 1], (all, c) => all | c.Doubt);
        }
        return new(resources, named, bound, keys, [.. users], open, doubt);
    }

    /// <summary>Callers and resources are of one partition: AWS's own, where no resource names another. Null for any.</summary>
    private static string? OnlyPartition(Slice slice, List<CatalogResourceType>? types) => types is null
        || slice.Statements.Exists(s => s.Resources?.Exists(r => r.Pieces.Count > 1 && r.Pieces[1].Text.StartsWith("aws-", StringComparison.Ordinal)) == true) ? null : "aws";

    /// <summary>Actions that the evaluator treats in their own way.</summary>
    private static readonly string[] OnRoles = ["sts:AssumeRole", "sts:AssumeRole*", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];

    private static readonly string[] OnBucketPolicies = [.. new[] { "s3", "s3express" }.SelectMany(s => new[] { "Get", "Put", "Delete" }.Select(verb => $"{s}:{verb}BucketPolicy"))];

    private const string RetireGrant = "kms:RetireGrant";

    private IEnumerable<string> Special() => OnRoles.Concat(OnBucketPolicies).Append("kms:*").Concat(_reached ? [RetireGrant] : [])
        .Concat(_reached ? ActionCatalog.Current.Prefixes.Where(p => ActionCatalog.Current.Service(p)!.TakesResourceControl).Select(p => p + ":*") : []);

    /// <summary>Which of those an action is.</summary>
    public int KindOf(string action)
    {
        var kind = IsAllBuckets(action) ? 8 : 0;
        if (!_special) return kind;
        if (Array.Exists(OnBucketPolicies, r => r.Equals(action, StringComparison.OrdinalIgnoreCase))) kind += 32;
        if (_reached && !action.Equals(RetireGrant, StringComparison.OrdinalIgnoreCase) && ActionCatalog.Current.Service(action.AsSpan(0, action.IndexOf(':', StringComparison.Ordinal))) is { TakesResourceControl: true }) kind += 4;
        if (action.StartsWith("kms:", StringComparison.OrdinalIgnoreCase)) return kind + 2;
        return action.Equals(OnRoles[0], StringComparison.OrdinalIgnoreCase) ? kind + 16 : Array.Exists(OnRoles, r => Wildcard.Matches(r, action, ignoreCase: true)) ? kind + 1 : kind;
    }

    private static bool IsAllBuckets(string action) => action.Equals("s3:ListAllMyBuckets", StringComparison.OrdinalIgnoreCase);

    /// <summary>Down through resources and keys, for one action, one caller and one value of each variable.</summary>
    private sealed class Descent(Search search, Slice slice, ActionChoice action, VariableSpace.Assignment so, CallerChoice caller, Narrowed rest)
    {
        private readonly HashSet<(int Key, StatementBits Standing, StatementBits Doubt, int Traits)> _seen = [];
        private readonly Choice?[] _chosen = new Choice?[rest.Keys.Count];
        private readonly bool _plain = search._plain;
        private readonly RequestContext _full = caller.Ask(action.Text, "*", RequestContext.Empty).FullContext();
        private ResourceChoice _resource = null!;
        private int _side;

        public void Run(StatementBits standing)
        {
            for (_side = 0; _side < 2; _side++)
            {
                _seen.Clear();
                if (!search.May(slice, _side, standing)) continue;
                foreach (var resource in rest.Resources.Choices)
                {
                    _resource = resource;
                    var left = standing.Without(resource.Choice.Out);
                    if (Down(0, left, (so.Doubt | caller.Choice.Doubt | resource.Choice.Doubt) & left, 0)) break;
                }
            }
        }

        private bool Down(int key, StatementBits standing, StatementBits doubt, int traits)
        {
            search._work.Spend(6);
            var other = 1 - _side;
            if (!search.May(slice, _side, standing)) return false;
            var sure = standing.Without(rest.OpenFrom[key]).Without(doubt);
            if (!(sure & slice.BindingDenies(_side)).IsEmpty) return false;
            if (_plain)
            {
                if (slice.EachAllows(other, sure) && (slice.Denies(other) & standing).IsEmpty && (standing & slice.Of[other] & (doubt | rest.DoubtFrom[key])).IsEmpty
                    && search._sides[other].Groups.Count > 0) return false;
            }
            if (!_seen.Add((key, standing, doubt, traits))) return false;
            if (key == rest.Keys.Count) return Decide(standing, doubt);
            if ((rest.Users[key] & standing).IsEmpty)
            {
                _chosen[key] = null;
                return Down(key + 1, standing, doubt, traits);
            }
            foreach (var choice in ChoicesOf(key))
            {
                if (caller.IsNobody && _full.Find(choice.Sets[0].Key) is null && KeyTies.NeedsCredentials(choice.Sets[0].Key) && choice.Sets[0].Values is not null) continue;
                _chosen[key] = choice;
                var left = standing.Without(choice.Out);
                if (Down(key + 1, left, (doubt | choice.Doubt) & left, choice.Trait == 0 ? traits : HashCode.Combine(traits, key, choice.Trait))) return true;
            }
            return false;
        }

        /// <summary>What the request says by itself, as a root user's aws:userid, nobody chooses.</summary>
        private List<Choice> ChoicesOf(int key)
        {
            if (rest.Keys[key].Count == 0 || rest.Keys[key][0].Sets.Length > 1 || _full.Find(rest.Named[key].Name) is not { } said) return rest.Keys[key];
            return [KeySpace.Of(rest.Named[key], [.. said], rest.Bound, search._work)];
        }

        private bool Decide(StatementBits standing, StatementBits doubt)
        {
            if (_plain)
            {
                var sure = standing.Without(doubt);
                var other = 1 - _side;
                var certain = slice.EachAllows(_side, standing) && (slice.Denies(_side) & standing).IsEmpty && (doubt & slice.Of[_side]).IsEmpty
                    && (doubt & slice.Of[other]).IsEmpty && !(slice.EachAllows(other, standing) && (slice.Denies(other) & standing).IsEmpty);
                var possible = certain || (!doubt.IsEmpty && slice.EachAllows(_side, standing) && (slice.Denies(_side) & sure).IsEmpty
                    && !(slice.EachAllows(other, sure) && (slice.Denies(other) & standing).IsEmpty));
                if (!possible) return false;
                if (!certain)
                {
                    search._doubts[_side].Add(Why(doubt));
                    return false;
                }
            }
            else search._work.Spend(600);

            List<(string Key, string[]? Values)> chosen = [.. so.Values, .. caller.Known, .. _resource.Choice.Sets, .. _chosen.Where(c => c is not null).SelectMany(c => c!.Sets)];
            if (KeyTies.Broken(chosen, caller.Principal, out var exact) is { } broken)
            {
                if (!exact) search._doubts[_side].Add($"{broken}, which depend on each other");
                return false;
            }
            RequestContext context = new(chosen.Where(c => c.Values is not null).Select(c => KeyValuePair.Create(c.Key, (IReadOnlyList<string>)c.Values!)));
            var request = caller.Ask(action.Text, _resource.Text, context);
            if (_plain)
            {
                string? unclear = null;
                search._found[_side] = Readable(request).Append(request).FirstOrDefault(shown => Confirms(shown, out unclear));
                if (search._found[_side] is not null) return true;
                search._doubts[_side].Add(unclear ?? $"a request for {action.Text} on {_resource.Text} that the evaluator does not confirm");
                return false;
            }
            if (!Confirms(request, out var why))
            {
                if (why is not null) search._doubts[_side].Add(why);
                return false;
            }
            search._found[_side] = Readable(request).FirstOrDefault(shown => Confirms(shown, out _)) ?? request;
            return true;
        }

        /// <summary>The request with a real action and a resource that people can read, the better first. None of them is confirmed yet.</summary>
        private IEnumerable<AuthorizationRequest> Readable(AuthorizationRequest request)
        {
            var readable = request with { Action = search._actions.Readable(action), Resource = rest.Resources.Readable(_resource, caller.Owner ?? CallerSpace.Account) };
            // The shortest text that a star takes is none, and nothing is called that.
            if (readable.Resource is [.., '/' or '-']) yield return readable with { Resource = readable.Resource + "example" };
            yield return readable;
        }

        private bool Confirms(AuthorizationRequest request, out string? unclear)
        {
            PreparedRequest prepared = new(request);
            var (mine, others) = (search._sides[_side].Prepared.Decide(prepared), search._sides[1 - _side].Prepared.Decide(prepared));
            unclear = (mine.IsUncertain || others.IsUncertain) && !others.IsAllowed
                ? search._sides[mine.IsUncertain ? _side : 1 - _side].Prepared.Explain(prepared).Unevaluated.FirstOrDefault()?.Why : null;
            return !mine.IsUncertain && !others.IsUncertain && mine.IsAllowed && !others.IsAllowed;
        }

        private string Why(StatementBits doubt)
        {
            foreach (var choice in _chosen.Append(_resource.Choice).Append(caller.Choice))
            {
                if (choice?.Why is { } why && !(choice.Doubt & doubt).IsEmpty) return why;
            }
            return so.Why ?? "a condition that cannot be told";
        }
    }
}

using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>
/// Values of policy variables that stand for all. Where every pattern that holds a variable has the same plain text before it, a
/// value matters only by how far it brings the other patterns from there; a value of each such class decides for the whole class,
/// if there are as many that do not begin with each other as there are texts that could begin with one. Elsewhere values are
/// tried, what differs for one does differ, and that nothing does is no proof.
/// </summary>
internal sealed class VariableSpace(Slice slice, Doubts doubts, WorkBudget work)
{
    private const char FirstMark = '\ue000';

    private readonly List<string> _ordinary = [.. slice.Variables.Where(v => !KeyTies.OfCaller.Contains(v))];
    private readonly List<string> _ofCaller = [.. slice.Variables.Where(KeyTies.OfCaller.Contains)];

    /// <param name="Values">Null for a variable that the request has no value for.</param>
    public sealed record Assignment(RequestContext Bound, StatementBits Out, StatementBits Doubt, (string Key, string[]? Values)[] Values, string? Why);

    public IReadOnlyList<string> OfCaller => _ofCaller;

    public bool Binds(string key) => _ordinary.Contains(key, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Assignment> Assignments() => Bind(new(RequestContext.Empty, default, default, [], null), _ordinary);

    /// <summary>For the variables that follow from who calls.</summary>
    public Dictionary<string, (List<WalkPattern> Tracks, int Texts)> Tracks(RequestContext bound)
    {
        Dictionary<string, (List<WalkPattern> Tracks, int Texts)> tracks = new(StringComparer.OrdinalIgnoreCase);
        foreach (var name in _ofCaller)
        {
            var section = name.ToUpperInvariant() switch { "AWS:USERNAME" => PrincipalText.UserName, "AWS:PRINCIPALACCOUNT" => PrincipalText.Account, _ => 0 };
            tracks[name] = TracksOf(name, _ofCaller, bound, section, out var decidable);
            if (!decidable) doubts.Add($"the variable ${{{name}}}, whatever its value");
        }
        return tracks;
    }

    private IEnumerable<Assignment> Bind(Assignment so, List<string> open)
    {
        if (open.Count == 0)
        {
            yield return so;
            yield break;
        }
        // One that stands behind no other unbound one comes first.
        var name = open.Find(v => TracksOf(v, [.. open, .. _ofCaller], so.Bound, 0, out var aligned) is var _ && aligned) ?? open[0];
        var (tracks, texts) = TracksOf(name, [.. open, .. _ofCaller], so.Bound, 0, out var decidable);
        if (!decidable) doubts.Add($"the variable ${{{name}}}, whatever its value");
        List<string> rest = [.. open.Where(v => v != name)];
        var key = slice.Key(name) ?? new(name, [], default);
        foreach (var values in Values(key, so.Bound, tracks, texts))
        {
            var choice = KeySpace.Of(key, values, so.Bound, work);
            var bound = values is null ? so.Bound : new RequestContext(so.Bound.Values.Append(KeyValuePair.Create(name, (IReadOnlyList<string>)values)));
            Assignment next = new(bound, so.Out | choice.Out, so.Doubt | choice.Doubt, [.. so.Values, (name, values)], so.Why ?? choice.Why);
            foreach (var one in Bind(next, rest)) yield return one;
        }
    }

    private IEnumerable<string[]?> Values(SliceKey key, RequestContext bound, List<WalkPattern> tracks, int texts)
    {
        List<WalkPattern> own = [.. KeySpace.Patterns(key, bound)];
        var walk = new PatternWalk([.. own, .. tracks], SomeText.Shape, work);
        if (key.Conditions.Exists(c => c.Condition.Operator is not (StringOperator or ArnOperator or BoolOperator or NullOperator)))
        {
            doubts.Add($"the variable ${{{key.Name}}} and conditions on it that compare no texts");
            foreach (var text in KeySpace.Singles(key, bound, doubts, work)) yield return [text];
        }
        foreach (var one in walk.Classes())
        {
            yield return [one.Text];
            var only = walk.IsOne(one);
            var more = only ? [] : walk.MoreOf(one).Take(texts - 1).ToList();
            foreach (var text in more) yield return [text];
            if (more.Count < texts - 1 && !only) doubts.Add($"the variable ${{{key.Name}}} with a value like \"{one.Text}\"");
        }
        yield return [""];
        if (!KeyTies.IsAlwaysThere(key.Name)) yield return null;
        if (KeyTies.HasSeveral(key.Name) ?? key.Conditions.Exists(c => c.Condition.Qualifier is not SetQualifier.None))
        {
            foreach (var choice in KeySpace.Choices(key, [], bound, null, doubts, work).Where(c => c.Sets[0].Values is { Length: > 1 })) yield return choice.Sets[0].Values;
        }
    }

    /// <summary>The patterns that a value of the variable runs into, from where it stands in the others.</summary>
    private (List<WalkPattern> Tracks, int Texts) TracksOf(string name, IReadOnlyList<string> open, RequestContext bound, int section, out bool decidable)
    {
        decidable = true;
        var marked = new RequestContext(bound.Values.Concat(open.Select((v, i) => KeyValuePair.Create(v, (IReadOnlyList<string>)[((char)(FirstMark + i)).ToString()]))));
        var mark = FirstMark + open.Select((v, i) => (v, i)).First(o => o.v.Equals(name, StringComparison.OrdinalIgnoreCase)).i;
        List<WalkPattern> tracks = [];
        var texts = 1;
        foreach (var (_, patterns) in Dimensions(marked))
        {
            List<int[]> fronts = [];
            foreach (var (codes, _) in patterns)
            {
                var at = Array.IndexOf(codes, mark);
                if (at < 0) continue;
                var front = codes[..at];
                if (Array.Exists(front, c => c < 0 || IsMark(c)) || Array.IndexOf(codes, mark, at + 1) > 0) decidable = false;
                else if (!fronts.Exists(f => f.AsSpan().SequenceEqual(front))) fronts.Add(front);
            }
            if (fronts.Count == 0) continue;
            texts++;
            decidable &= fronts.TrueForAll(f => fronts.TrueForAll(g => f == g || !Begins(f, g)));
            foreach (var front in fronts)
            {
                foreach (var (codes, ignoreCase) in patterns)
                {
                    if (Array.IndexOf(codes, mark) >= 0) continue;
                    var other = Array.FindIndex(codes, IsMark);
                    if (other >= 0)
                    {
                        // Two variables at one place can be each other's beginning.
                        var before = codes[..other];
                        if (Array.Exists(before, c => c < 0) || Begins(front, before) || Begins(before, front)) decidable = false;
                        continue;
                    }
                    if (Advance(codes, front, ignoreCase) is { Length: > 0 } start) tracks.Add(new(codes, ignoreCase, section, ByState: true, start));
                }
            }
        }
        work.Spend(tracks.Count * 8 + 8);
        return (tracks, texts);
    }

    /// <summary>The patterns of each text that they are held against: a part of the resource, or of a key's value.</summary>
    private Dictionary<string, List<(int[] Codes, bool IgnoreCase)>> Dimensions(RequestContext marked)
    {
        Dictionary<string, List<(int[], bool)>> all = new(StringComparer.OrdinalIgnoreCase);
        foreach (var pattern in slice.Statements.SelectMany(s => s.Resources ?? []).DistinctBy(p => p.Text, StringComparer.Ordinal))
        {
            if (!pattern.IsEverything && PatternCodes.Resource(pattern, marked) is { } whole) Add("resource", whole, false);
        }
        foreach (var (key, condition, value) in slice.Keys.SelectMany(k => k.Conditions.SelectMany(c => c.Condition.Values.Select(v => (k.Name, c.Condition, v)))))
        {
            if (condition.Operator is ArnOperator && value.ArnPattern is { } arn) Arn("key " + key, arn);
            else if (condition.Operator is StringOperator && value.Pattern.Expand(marked, out _) is { } codes)
                Add("key " + key, PatternCodes.Normal(codes), condition.Operator.Name.EndsWith("IgnoreCase", StringComparison.Ordinal));
        }
        return all;

        void Arn(string what, ArnPattern pattern)
        {
            if (pattern.IsEverything) return;
            for (var i = 0; i < pattern.Pieces.Count; i++)
            {
                if (PatternCodes.Part(pattern, i, marked) is { } codes) Add($"{what} part {i}", PatternCodes.Normal(codes), false);
            }
        }

        void Add(string what, int[] codes, bool ignoreCase)
        {
            if (!all.TryGetValue(what, out var list)) all[what] = list = [];
            if (!list.Exists(l => l.Item2 == ignoreCase && l.Item1.AsSpan().SequenceEqual(codes))) list.Add((codes, ignoreCase));
            work.Spend(codes.Length / 4 + list.Count);
        }
    }

    private static bool IsMark(int code) => code is >= FirstMark and < FirstMark + 64;

    private static bool Begins(int[] text, int[] start) => text.AsSpan().StartsWith(start);

    /// <summary>Where in the pattern the text leads.</summary>
    private static int[] Advance(int[] codes, int[] front, bool ignoreCase)
    {
        SortedSet<int> places = [];
        Open(places, 0);
        foreach (var c in front)
        {
            SortedSet<int> next = [];
            foreach (var p in places)
            {
                if (p < codes.Length && PatternCodes.Takes(codes[p], (char)c, ignoreCase)) Open(next, PatternCodes.IsRun(codes[p]) ? p : p + 1);
            }
            places = next;
        }
        return [.. places];

        void Open(SortedSet<int> set, int place)
        {
            set.Add(place);
            while (place < codes.Length && PatternCodes.IsRun(codes[place])) set.Add(++place);
        }
    }
}

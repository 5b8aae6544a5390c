using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>One action for each way in which the statements' Action elements can come out.</summary>
internal sealed class ActionSpace
{
    private readonly List<Placed> _all;
    private readonly WorkBudget _work;
    private readonly List<string> _texts = [];
    private readonly List<int[]> _codes = [];
    private readonly List<List<int>> _users = [];
    private readonly List<int> _negated = [];

    /// <param name="also">Patterns that tell actions apart although no statement names them.</param>
    public ActionSpace(List<Placed> all, IEnumerable<string> also, WorkBudget work)
    {
        (_all, _work) = (all, work);
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (var placed in all)
        {
            if (placed.Statement.Action!.Negated) _negated.Add(placed.Id);
            foreach (var pattern in placed.Statement.Action.Patterns) _users[IdOf(pattern.Text)].Add(placed.Id);
            work.Spend(placed.Statement.Action.Patterns.Count);
        }
        foreach (var text in also) _ = IdOf(text);

        int IdOf(string text)
        {
            var small = text.ToLowerInvariant();
            if (ids.TryGetValue(small, out var id)) return id;
            ids[small] = id = _texts.Count;
            _texts.Add(small);
            _codes.Add(PatternCodes.Normal(Wildcard.Codes(small)));
            _users.Add([]);
            return id;
        }
    }

    /// <summary>Of all actions that there could be.</summary>
    public IEnumerable<ActionChoice> All()
    {
        var classes = new PatternWalk([.. _codes.Select(c => new WalkPattern(c))], ActionText.Shape, _work).Classes();
        foreach (var one in classes) yield return new(one.Text, Standing(one.Fits), null, one);
    }

    /// <summary>Of the catalogue's actions.</summary>
    /// <param name="everyOne">Each action, and not one for all that no statement tells apart.</param>
    public IEnumerable<ActionChoice> Real(bool everyOne)
    {
        var catalog = ActionCatalog.Current;
        foreach (var prefix in catalog.Prefixes)
        {
            List<int> near = [];
            var whole = true;
            for (var i = 0; i < _texts.Count; i++)
            {
                var colon = _texts[i].IndexOf(':', StringComparison.Ordinal);
                if (_texts[i] == "*") near.Add(i);
                else if (colon < 0 || !PatternCodes.Fits(_codes[i].AsSpan(0, colon).ToArray(), prefix, ignoreCase: false)) continue;
                else
                {
                    near.Add(i);
                    whole &= _texts[i].AsSpan(colon + 1) is "*";
                }
            }
            _work.Spend(_texts.Count + 4);
            if (near.Count == 0 && _negated.Count == 0) continue;
            int[]? shared = whole ? Standing([.. near]) : null;
            if (shared is { Length: 0 }) continue;
            HashSet<string> seen = new(StringComparer.Ordinal);
            foreach (var action in catalog.Service(prefix)!.Actions)
            {
                var text = $"{prefix}:{action.Name}";
                var small = shared is null ? text.ToLowerInvariant() : "";
                var standing = shared ?? Standing([.. near.Where(i => PatternCodes.Fits(_codes[i], small, ignoreCase: false))]);
                _work.Spend(near.Count + 2);
                if (standing.Length > 0) yield return new(text, standing, action, null);
                if (shared is not null && !everyOne) break;
            }
        }
    }

    /// <summary>A real action of the class, for people to read; the class's own text when there is none.</summary>
    public string Readable(ActionChoice one)
    {
        if (one.Class is not { } found) return one.Text;
        if (ActionCatalog.Current.Action(one.Text) is { } exact) return $"{one.Text[..one.Text.IndexOf(':', StringComparison.Ordinal)]}:{exact.Name}";
        var fits = new bool[_codes.Count];
        foreach (var i in found.Fits) fits[i] = true;
        foreach (var prefix in found.Fits.Select(i => _texts[i].Split(':')[0]).Append(one.Text.Split(':')[0]).Concat(["s3", "ec2", "iam", "sts", "kms"]).Distinct())
        {
            foreach (var action in ActionCatalog.Current.Service(prefix)?.Actions ?? [])
            {
                var text = $"{prefix}:{action.Name}";
                var small = text.ToLowerInvariant();
                var same = true;
                for (var i = 0; same && i < fits.Length; i++) same = PatternCodes.Fits(_codes[i], small, ignoreCase: false) == fits[i];
                if (same) return text;
            }
        }
        return one.Text;
    }

    private int[] Standing(int[] fits)
    {
        List<int> standing = [];
        HashSet<int>? excluded = _negated.Count == 0 ? null : [];
        foreach (var pattern in fits)
        {
            _work.Spend(_users[pattern].Count);
            foreach (var user in _users[pattern])
            {
                if (_all[user].Statement.Action!.Negated) excluded!.Add(user);
                else standing.Add(user);
            }
        }
        _work.Spend(_negated.Count);
        foreach (var statement in _negated)
        {
            if (!excluded!.Contains(statement)) standing.Add(statement);
        }
        standing.Sort();
        // A list may name the action twice.
        return [.. standing.Distinct()];
    }
}

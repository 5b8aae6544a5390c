using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <param name="Section">Which part of the text it reads, as the shape cuts it; 0 reads all.</param>
/// <param name="ByState">Texts are told apart by how far they bring the pattern, not only by whether they fit it.</param>
/// <param name="Start">Where in the pattern the text begins; null for its beginning.</param>
internal sealed record WalkPattern(int[] Codes, bool IgnoreCase = false, int Section = 0, bool ByState = false, int[]? Start = null);

/// <param name="Text">A shortest text of the class.</param>
/// <param name="Fits">The patterns that it fits, in order.</param>
/// <param name="State">How the shape ended.</param>
internal sealed record TextClass(string Text, int[] Fits, int State, int[] Marks);

/// <summary>
/// Finds, for a list of patterns, every combination of them that some text fits at once, with a shortest text each. The
/// patterns run side by side as one automaton whose states are the places still open, walked breadth first. At each state
/// only the characters that an open place names are tried, and one that none names; behind a star, places before it are
/// dropped, since whatever they lead to the star does too. So literal texts cost their length, whatever their number.
/// </summary>
internal sealed class PatternWalk
{
    private const string Fillers = "xyzwvutsrqponmlkjihgfedcba0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static readonly char[] MoreFillers = [.. Fillers, .. Enumerable.Range('\u00e0', 64).Select(c => (char)c)];

    private readonly IReadOnlyList<WalkPattern> _patterns;
    private readonly TextShape _shape;
    private readonly WorkBudget _work;
    private readonly int[] _codes, _owner, _starts, _segments;
    private int[] _next = new int[64];
    private int _count;

    public PatternWalk(IReadOnlyList<WalkPattern> patterns, TextShape shape, WorkBudget work)
    {
        (_patterns, _shape, _work) = (patterns, shape, work);
        _starts = new int[patterns.Count + 1];
        for (var i = 0; i < patterns.Count; i++) _starts[i + 1] = _starts[i] + patterns[i].Codes.Length + 1;
        _codes = new int[_starts[^1]];
        _owner = new int[_starts[^1]];
        for (var i = 0; i < patterns.Count; i++)
        {
            patterns[i].Codes.CopyTo(_codes, _starts[i]);
            _codes[_starts[i + 1] - 1] = PatternCodes.End;
            Array.Fill(_owner, i, _starts[i], _starts[i + 1] - _starts[i]);
        }
        // A star that stops at a colon says nothing about what an earlier place can do beyond one.
        _segments = new int[_codes.Length];
        for (var i = 1; i < _codes.Length; i++) _segments[i] = _segments[i - 1] + (_codes[i - 1] is ':' or Wildcard.AnyRun or PatternCodes.End ? 1 : 0);
        work.Spend(_codes.Length);
    }

    /// <summary>What this walk finds depends on, for keeping what it found.</summary>
    public string Name => _name ??= string.Concat(_patterns.Select(p =>
        $"{new string(System.Runtime.InteropServices.MemoryMarshal.Cast<int, char>(p.Codes))}\0{p.IgnoreCase}{p.Section}{p.ByState}{(p.Start is null ? "" : string.Join(',', p.Start))}\n")) + _shape.Name;

    private string? _name;

    /// <summary>The same as <see cref="Classes()"/>, worked out once.</summary>
    public List<TextClass> Classes(Dictionary<string, List<TextClass>> known)
    {
        if (!known.TryGetValue(Name, out var found)) known[Name] = found = Classes();
        return found;
    }

    /// <summary>One class for each combination; the texts with nothing special come first.</summary>
    public List<TextClass> Classes()
    {
        List<State> states = [];
        PlaceSets seen = new(), classes = new();
        List<TextClass> found = [];
        _count = 0;
        for (var i = 0; i < _patterns.Count; i++) Open(i);
        Visit(0, -1, '\0');
        for (var at = 0; at < states.Count; at++)
        {
            var state = states[at];
            foreach (var c in LettersOf(state))
            {
                if (_shape.Next(state.Shape, c) is not (>= 0 and var form)) continue;
                Step(state.Places, state.Shape, c);
                Visit(form, at, c);
            }
        }
        return found;

        void Visit(int form, int parent, char by)
        {
            var places = _next.AsSpan(0, _count);
            if (!seen.Add(places, form)) return;
            states.Add(new(places.ToArray(), form, parent, by));
            if (!_shape.Complete(form)) return;
            var marks = Marks(places);
            if (classes.Add(marks, MarkOf(form)))
                found.Add(new(Spell(states), [.. marks.Where(m => _codes[m] == PatternCodes.End).Select(m => _owner[m])], form, marks));
        }
    }

    /// <summary>The class that a text falls into; null for one of another shape.</summary>
    public TextClass? ClassOf(string text)
    {
        var form = 0;
        _count = 0;
        for (var i = 0; i < _patterns.Count; i++) Open(i);
        foreach (var c in text)
        {
            var places = _next.AsSpan(0, _count).ToArray();
            if (_shape.Next(form, c) is not (>= 0 and var next)) return null;
            Step(places, form, c);
            form = next;
        }
        if (!_shape.Complete(form)) return null;
        var marks = Marks(_next.AsSpan(0, _count));
        return new(text, [.. marks.Where(m => _codes[m] == PatternCodes.End).Select(m => _owner[m])], form, marks);
    }

    /// <summary>Whether the class is one text only: it fits a plain pattern, or stands where only plain text leads.</summary>
    /// <param name="section">The part of the text that is asked about.</param>
    public bool IsOne(TextClass one, int section = 0)
    {
        foreach (var mark in one.Marks)
        {
            var pattern = _patterns[_owner[mark]];
            if (pattern.IgnoreCase || (pattern.Section != 0 && pattern.Section != section)) continue;
            var place = mark - _starts[_owner[mark]];
            var from = pattern.Start ?? [0];
            if (from.All(f => f <= place && pattern.Codes.AsSpan(f, place - f).IndexOfAnyExceptInRange(0, int.MaxValue) < 0)) return true;
        }
        return false;
    }

    /// <summary>More texts of a class, of which none begins with another.</summary>
    /// <param name="vary">The part that must differ; the whole text when null.</param>
    public IEnumerable<string> MoreOf(TextClass one, Func<string, string>? vary = null)
    {
        var part = vary?.Invoke(one.Text) ?? one.Text;
        List<string> given = [part];
        var from = part.Length == 0 ? one.Text.Length : Math.Max(0, one.Text.LastIndexOf(part, StringComparison.Ordinal));
        foreach (var filler in "mnqtwyz2468")
        {
            foreach (var changed in Changed(part, filler))
            {
                var text = one.Text[..from] + changed + one.Text[(from + part.Length)..];
                if (given.Exists(g => g.StartsWith(changed, StringComparison.OrdinalIgnoreCase) || changed.StartsWith(g, StringComparison.OrdinalIgnoreCase))) continue;
                if (ClassOf(text) is not { } other || MarkOf(other.State) != MarkOf(one.State) || !other.Marks.AsSpan().SequenceEqual(one.Marks)) continue;
                given.Add(changed);
                yield return text;
                break;
            }
        }
    }

    private static IEnumerable<string> Changed(string part, char filler)
    {
        // Behind a star any place will do; else one that the pattern leaves open, which the ends are most often.
        for (var i = part.Length - 1; i >= 0 && i >= part.Length - 4; i--) yield return part[..i] + filler + part[(i + 1)..];
        for (var i = part.Length; i >= 0 && i >= part.Length - 1; i--) yield return part[..i] + filler + part[i..];
        if (part.Length > 4) yield return filler + part[1..];
        if (part.Length > 1) yield return filler + part;
    }

    /// <summary>Kinds of principals are classes of their own, and values with a colon; where an ARN's colons stand is not.</summary>
    private int MarkOf(int form) => _shape is PrincipalText or SomeText ? form : 0;

    private int[] Marks(ReadOnlySpan<int> places)
    {
        var count = 0;
        foreach (var place in places)
        {
            if (_codes[place] == PatternCodes.End || _patterns[_owner[place]].ByState) count++;
        }
        var marks = new int[count];
        count = 0;
        foreach (var place in places)
        {
            if (_codes[place] == PatternCodes.End || _patterns[_owner[place]].ByState) marks[count++] = place;
        }
        return marks;
    }

    private void Open(int pattern)
    {
        if (_patterns[pattern].Start is { } start)
        {
            foreach (var place in start) Put(_starts[pattern] + place);
        }
        else Close(pattern, _count, _starts[pattern]);
    }

    /// <summary>Adds a place and, since a run may be empty, what stands behind it.</summary>
    private void Close(int pattern, int from, int place)
    {
        while (true)
        {
            // Whatever an earlier place of the pattern leads to, this star leads to as well.
            if (_codes[place] == Wildcard.AnyRun) _count = from;
            else if (PatternCodes.IsRun(_codes[place]))
            {
                while (_count > from && _segments[_next[_count - 1]] == _segments[place] && _next[_count - 1] < place) _count--;
            }
            Put(place);
            if (!PatternCodes.IsRun(_codes[place])) return;
            place++;
        }
    }

    private void Put(int place)
    {
        if (_count > 0 && _next[_count - 1] >= place) return;
        if (_count == _next.Length) Array.Resize(ref _next, _count * 2);
        _next[_count++] = place;
    }

    private void Step(int[] places, int form, char c)
    {
        _work.Spend(places.Length * 3 + 12);
        var (reads, restarts) = (_shape.Reads(form, c), _shape.Restarts(form, c));
        _count = 0;
        if (restarts == 0)
        {
            for (var i = 0; i < places.Length;) i = StepOne(places, i, reads, c);
            return;
        }
        var at = 0;
        for (var pattern = 0; pattern < _patterns.Count; pattern++)
        {
            if ((restarts >> _patterns[pattern].Section & 1) != 0)
            {
                while (at < places.Length && _owner[places[at]] == pattern) at++;
                Open(pattern);
            }
            else if (at < places.Length && _owner[places[at]] == pattern) at = StepOne(places, at, reads, c);
        }
    }

    /// <summary>One pattern's places.</summary>
    /// <returns>Where the next pattern's begin.</returns>
    private int StepOne(int[] places, int i, uint reads, char c)
    {
        var pattern = _owner[places[i]];
        var (one, from) = (_patterns[pattern], _count);
        var reading = (reads >> one.Section & 1) != 0;
        for (; i < places.Length && _owner[places[i]] == pattern; i++)
        {
            var place = places[i];
            var code = _codes[place];
            if (!reading) Put(place);
            else if (code != PatternCodes.End && PatternCodes.Takes(code, c, one.IgnoreCase)) Close(pattern, from, PatternCodes.IsRun(code) ? place : place + 1);
        }
        return i;
    }

    private readonly List<char> _letters = [];

    /// <summary>A filler that nobody names comes first, so that texts that nothing names look alike.</summary>
    private List<char> LettersOf(State state)
    {
        _letters.Clear();
        foreach (var place in state.Places)
        {
            var code = _codes[place];
            if (code < 0) continue;
            Note((char)code);
            if (!_patterns[_owner[place]].IgnoreCase) continue;
            Note(char.ToLowerInvariant((char)code));
            Note(char.ToUpperInvariant((char)code));
        }
        foreach (var c in _shape.Letters(state.Shape)) Note(c);
        var named = _letters.Count;
        foreach (var filler in MoreFillers)
        {
            if (_letters.Contains(filler) || _shape.Next(state.Shape, filler) < 0) continue;
            _letters.Add(filler);
            (_letters[0], _letters[^1]) = (_letters[^1], _letters[0]);
            break;
        }
        _work.Spend(named);
        return _letters;

        void Note(char c)
        {
            if (!_letters.Contains(c)) _letters.Add(c);
        }
    }

    private static string Spell(List<State> states)
    {
        var length = 0;
        for (var s = states[^1]; s.Parent >= 0; s = states[s.Parent]) length++;
        return string.Create(length, states, static (text, all) =>
        {
            var at = text.Length;
            for (var s = all[^1]; s.Parent >= 0; s = all[s.Parent]) text[--at] = s.By;
        });
    }

    private readonly record struct State(int[] Places, int Shape, int Parent, char By);

    /// <summary>Sets of places, each with a number beside it, as they were first seen.</summary>
    private sealed class PlaceSets
    {
        private readonly List<(int[] Places, int Form, int Next)> _all = [];
        private int[] _heads = NewHeads(64);

        public bool Add(ReadOnlySpan<int> places, int form)
        {
            var hash = Hash(places, form);
            for (var i = _heads[hash & (_heads.Length - 1)]; i >= 0; i = _all[i].Next)
            {
                if (_all[i].Form == form && places.SequenceEqual(_all[i].Places)) return false;
            }
            if (_all.Count >= _heads.Length) Grow();
            ref var head = ref _heads[hash & (_heads.Length - 1)];
            _all.Add((places.ToArray(), form, head));
            head = _all.Count - 1;
            return true;
        }

        private void Grow()
        {
            _heads = NewHeads(_heads.Length * 4);
            for (var i = 0; i < _all.Count; i++)
            {
                ref var head = ref _heads[Hash(_all[i].Places, _all[i].Form) & (_heads.Length - 1)];
                _all[i] = _all[i] with { Next = head };
                head = i;
            }
        }

        private static int[] NewHeads(int size)
        {
            var heads = new int[size];
            Array.Fill(heads, -1);
            return heads;
        }

        private static int Hash(ReadOnlySpan<int> places, int form)
        {
            var hash = (uint)form * 0x9E3779B1;
            foreach (var place in places) hash = (hash ^ (uint)place) * 0x85EBCA6B + (hash >> 15);
            return (int)(hash ^ (hash >> 13));
        }
    }
}

using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>A pattern as this search walks it: characters, and wildcards that may or may not run over a colon.</summary>
internal sealed class PatternCodes
{
    private const int PartRun = -3, PartOne = -4;

    private PatternCodes(int[] codes, bool ignoreCase) => (Codes, IgnoreCase) = (codes, ignoreCase);

    public int[] Codes { get; }
    public bool IgnoreCase { get; }

    public static PatternCodes Text(int[] tokens, bool ignoreCase) => new(tokens, ignoreCase);

    /// <summary>The wildcards of all parts but the last stop at a colon.</summary>
    public static PatternCodes Arn(ArnPattern arn, RequestContext context)
    {
        if (arn.IsEverything) return new([Wildcard.AnyRun], false);
        List<int> codes = [];
        for (var i = 0; i < arn.Pieces.Count; i++)
        {
            if (i > 0) codes.Add(':');
            foreach (var code in arn.Pieces[i].Expand(context, out _) ?? [])
                codes.Add(i == arn.Pieces.Count - 1 ? code : code switch { Wildcard.AnyRun => PartRun, Wildcard.AnyOne => PartOne, _ => code });
        }
        return new([.. codes], false);
    }

    public static bool IsRun(int code) => code is Wildcard.AnyRun or PartRun;

    public bool Takes(int code, char c) => code switch
    {
        Wildcard.AnyRun or Wildcard.AnyOne => true,
        PartRun or PartOne => c != ':',
        _ => code == c || (IgnoreCase && char.ToLowerInvariant((char)code) == char.ToLowerInvariant(c)),
    };
}

/// <summary>
/// Finds, for a list of patterns, every combination of them that some text fits at once, with a shortest such text each. The
/// patterns run side by side as one automaton whose states are sets of places, walked breadth first; characters that no
/// pattern names are all alike, so one stands for the rest.
/// </summary>
internal sealed class PatternSpace(IReadOnlyList<PatternCodes> patterns, string what, WorkBudget work)
{
    private const string Fillers = "xyzwvutsrqponmlkjihgfedcba0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <param name="shape">What texts there are at all: a state and a character to the next state, or -1.</param>
    /// <param name="complete">Whether a text may end in a state of the shape.</param>
    /// <param name="found">Told of each text that reaches a new state, with what it fits.</param>
    public void Walk(Func<int, char, int> shape, Func<int, bool> complete, string extraLetters, Action<string, bool[]> found)
    {
        var letters = Letters(extraLetters);
        var starts = new int[patterns.Count + 1];
        for (var i = 0; i < patterns.Count; i++) starts[i + 1] = starts[i] + patterns[i].Codes.Length + 1;
        var words = (starts[^1] + 63) / 64;
        List<(ulong[] Places, int Shape, int Parent, char By)> states = [];
        HashSet<(string, int)> seen = [];

        var first = new ulong[words];
        for (var i = 0; i < patterns.Count; i++) Add(first, i, 0);
        Visit(first, 0, -1, '\0');
        for (var at = 0; at < states.Count; at++)
        {
            foreach (var c in letters)
            {
                if (shape(states[at].Shape, c) is >= 0 and var next) Visit(Step(states[at].Places, c), next, at, c);
            }
        }

        void Visit(ulong[] places, int form, int parent, char by)
        {
            if (!seen.Add((Key(places), form))) return;
            states.Add((places, form, parent, by));
            if (!complete(form)) return;
            var fits = new bool[patterns.Count];
            for (var i = 0; i < patterns.Count; i++) fits[i] = Has(places, starts[i] + patterns[i].Codes.Length);
            found(Spell(states.Count - 1), fits);
        }

        ulong[] Step(ulong[] places, char c)
        {
            if (!Spend(starts[^1] / 8 + 8)) throw new UndecidedException(what);
            var next = new ulong[words];
            for (var i = 0; i < patterns.Count; i++)
            {
                var codes = patterns[i].Codes;
                for (var p = 0; p < codes.Length; p++)
                {
                    if (!Has(places, starts[i] + p) || !patterns[i].Takes(codes[p], c)) continue;
                    Add(next, i, PatternCodes.IsRun(codes[p]) ? p : p + 1);
                }
            }
            return next;
        }

        void Add(ulong[] places, int pattern, int place)
        {
            var codes = patterns[pattern].Codes;
            while (true)
            {
                places[(starts[pattern] + place) / 64] |= 1UL << ((starts[pattern] + place) % 64);
                // A run may also be empty.
                if (place == codes.Length || !PatternCodes.IsRun(codes[place])) return;
                place++;
            }
        }

        string Spell(int state)
        {
            List<char> text = [];
            for (; states[state].Parent >= 0; state = states[state].Parent) text.Add(states[state].By);
            text.Reverse();
            return new([.. text]);
        }
    }

    private static bool Has(ulong[] places, int place) => (places[place / 64] >> (place % 64) & 1) != 0;

    private static string Key(ulong[] places) => new(System.Runtime.InteropServices.MemoryMarshal.Cast<ulong, char>(places));

    private bool Spend(long steps)
    {
        try
        {
            work.Spend(steps);
            return true;
        }
        catch (WorkLimitException)
        {
            return false;
        }
    }

    private List<char> Letters(string extra)
    {
        HashSet<char> letters = [.. extra];
        foreach (var pattern in patterns)
        {
            foreach (var code in pattern.Codes.Where(c => c >= 0))
            {
                letters.Add((char)code);
                if (!pattern.IgnoreCase) continue;
                letters.Add(char.ToLowerInvariant((char)code));
                letters.Add(char.ToUpperInvariant((char)code));
            }
        }
        var other = Fillers.FirstOrDefault(f => !letters.Contains(f) && !letters.Contains(char.ToUpperInvariant(f)) && !letters.Contains(char.ToLowerInvariant(f)), 'é');
        // The filler comes first, so that texts that nothing names look alike.
        return [other, .. letters.Order()];
    }
}

using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>
/// Sees without a search that each Allow of one side stands inside an Allow of the other, and each Deny of the other inside a Deny of
/// the one. A variable is a letter of its own here, so this holds whatever its value; what it does not see is left to the search.
/// </summary>
internal static class Cover
{
    private const char FirstMark = '\ue000';

    /// <summary>Whether the other side lets through whatever this one does.</summary>
    public static bool Holds(Slice slice, IReadOnlyList<Side> sides, int side, WorkBudget work)
    {
        var other = 1 - side;
        if (sides[side].Groups.Count != 1 || sides[other].Groups.Count != 1) return false;
        if (slice.Statements.Exists(s => s.Negated && s.Resources!.Exists(r => r.Variables.Any()))) return false;
        var (mine, others) = (slice.Statements.Where(s => s.Head.Side == side).ToList(), slice.Statements.Where(s => s.Head.Side == other).ToList());
        var marks = new RequestContext(slice.Variables.Select((v, i) => KeyValuePair.Create(v, (IReadOnlyList<string>)[((char)(FirstMark + i)).ToString()])));
        return mine.Where(s => s.Head.Allows).All(s => Inside(s, others, allow: true)) && others.Where(s => !s.Head.Allows).All(s => Inside(s, mine, allow: false));

        bool Inside(SliceStatement one, List<SliceStatement> all, bool allow) => all.Exists(w => w.Head.Allows == allow
            && SamePrincipal(one, w) && w.Head.Conditions.All(one.Head.Conditions.Contains) && Resources(one, w));

        bool Resources(SliceStatement one, SliceStatement wide)
        {
            if (one.Resources is null || wide.Resources is null) return one.Resources is null && wide.Resources is null;
            work.Spend(one.Resources.Count * (long)wide.Resources.Count);
            if (one.Negated != wide.Negated) return !wide.Negated && wide.Resources.Exists(r => r.IsEverything);
            return one.Negated
                ? wide.Resources.TrueForAll(w => one.Resources.Exists(r => Within(w, r)))
                : one.Resources.TrueForAll(r => wide.Resources.Exists(w => Within(r, w)));
        }

        bool Within(ArnPattern narrow, ArnPattern wide)
        {
            if (wide.IsEverything) return true;
            if (narrow.IsEverything) return false;
            // The same words may be a variable in one version and plain text in the other.
            if (narrow.Text == wide.Text && narrow.Variables.Any() == wide.Variables.Any()) return true;
            // A default stands for no letter of its own: only the same words are the same.
            if (HasDefault(narrow) || HasDefault(wide)) return false;
            return PatternCodes.Resource(narrow, marks) is { } n && PatternCodes.Resource(wide, marks) is { } w && Reads(w, n, work);
        }
    }

    private static bool HasDefault(ArnPattern pattern) => pattern.Variables.Any() && pattern.Text.Contains(',', StringComparison.Ordinal);

    private static bool SamePrincipal(SliceStatement one, SliceStatement wide)
    {
        var (a, b) = (one.Head.Statement.Principal, wide.Head.Statement.Principal);
        if (a is null || b is null) return a is null && b is null;
        if (a.Negated != b.Negated) return false;
        // A NotPrincipal is inside one that excludes the same; a Principal inside one that lists no less.
        var within = a.Entries.All(e => b.Entries.Any(o => o.Type == e.Type && o.Value == e.Value));
        return a.Negated ? within && b.Entries.All(e => a.Entries.Any(o => o.Type == e.Type && o.Value == e.Value)) : within;
    }

    /// <summary>The one pattern read as a text by the other: a star is taken by one that runs as far, a question mark by either.</summary>
    private static bool Reads(int[] wide, int[] narrow, WorkBudget work)
    {
        int w = 0, n = 0, star = -1, resume = 0;
        while (n < narrow.Length)
        {
            work.Spend(1);
            if (w < wide.Length && PatternCodes.IsRun(wide[w]))
            {
                star = w++;
                resume = n;
            }
            else if (w < wide.Length && TakesOne(wide[w], narrow[n]))
            {
                w++;
                n++;
            }
            else if (star >= 0 && (wide[star] == Wildcard.AnyRun || narrow[resume] == PatternCodes.PartRun || TakesOne(PatternCodes.PartOne, narrow[resume])))
            {
                w = star + 1;
                n = ++resume;
            }
            else return false;
        }
        while (w < wide.Length && PatternCodes.IsRun(wide[w])) w++;
        return w == wide.Length;
    }

    private static bool TakesOne(int wide, int narrow) => wide switch
    {
        Wildcard.AnyOne => !PatternCodes.IsRun(narrow) && !IsMark(narrow),
        PatternCodes.PartOne => narrow == PatternCodes.PartOne || (narrow >= 0 && narrow != ':' && !IsMark(narrow)),
        _ => wide == narrow,
    };

    private static bool IsMark(int code) => code is >= FirstMark and < FirstMark + 64;
}

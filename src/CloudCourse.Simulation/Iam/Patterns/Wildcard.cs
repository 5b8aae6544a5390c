namespace CloudCourse.Simulation.Iam.Patterns;

/// <summary>
/// Matches a text against a pattern of characters, <c>*</c> and <c>?</c>. It goes back to the last star only, so the
/// worst pattern costs pattern times text, never an exponential; each step is charged to the caller's budget.
/// </summary>
public static class Wildcard
{
    /// <summary>Marks <c>*</c>: any run of characters, the empty one too.</summary>
    public const int AnyRun = -1;

    /// <summary>Marks <c>?</c>: exactly one character.</summary>
    public const int AnyOne = -2;

    /// <summary>How many steps are charged at once.</summary>
    private const int Together = 256;

    public static bool Matches(ReadOnlySpan<int> pattern, ReadOnlySpan<char> text, bool ignoreCase, WorkBudget work)
    {
        int p = 0, t = 0, star = -1, resume = 0, steps = 0;
        while (t < text.Length)
        {
            if (++steps == Together)
            {
                work.Spend(steps);
                steps = 0;
            }
            if (p < pattern.Length && pattern[p] == AnyRun)
            {
                // Two stars in a row say no more than one.
                while (p < pattern.Length && pattern[p] == AnyRun) p++;
                star = p - 1;
                resume = t;
                if (p == pattern.Length) break;
            }
            else if (p < pattern.Length && (pattern[p] == AnyOne || Same(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                work.Spend(steps);
                return false;
            }
        }
        work.Spend(steps);
        while (p < pattern.Length && pattern[p] == AnyRun) p++;
        return p == pattern.Length;
    }

    /// <summary>Whether two texts of one length are the same.</summary>
    internal static bool Same(ReadOnlySpan<char> a, ReadOnlySpan<char> b, bool ignoreCase)
    {
        if (!ignoreCase) return a.SequenceEqual(b);
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i] && Fold(a[i]) != Fold(b[i])) return false;
        }
        return true;
    }

    /// <summary>The small letter. Each unit for itself, so a text keeps its length.</summary>
    internal static char Fold(char c) => c < 128 ? (c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c) : char.ToLowerInvariant(c);

    internal static string Fold(string text) => string.Create(text.Length, text, (folded, from) =>
    {
        for (var i = 0; i < folded.Length; i++) folded[i] = Fold(from[i]);
    });

    /// <summary>For short texts of our own, such as rules over a policy's action names.</summary>
    public static bool Matches(string pattern, string text, bool ignoreCase) =>
        Matches(Codes(pattern), text, ignoreCase, WorkBudget.ForOneMatch(pattern.Length, text.Length));

    public static int[] Codes(string pattern) =>
        [.. pattern.Select(c => c switch { '*' => AnyRun, '?' => AnyOne, _ => c })];

    private static bool Same(int code, char c, bool ignoreCase) =>
        code == c || (ignoreCase && code >= 0 && Fold((char)code) == Fold(c));
}

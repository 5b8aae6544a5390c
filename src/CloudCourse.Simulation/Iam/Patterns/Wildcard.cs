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

    public static bool Matches(ReadOnlySpan<int> pattern, ReadOnlySpan<char> text, bool ignoreCase, WorkBudget work)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            work.Spend(1);
            if (p < pattern.Length && pattern[p] == AnyRun)
            {
                star = p++;
                resume = t;
                // Two stars in a row say no more than one.
                while (p < pattern.Length && pattern[p] == AnyRun) p++;
                if (p == pattern.Length) return true;
            }
            else if (p < pattern.Length && (pattern[p] == AnyOne || Same(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                while (p < pattern.Length && pattern[p] == AnyRun) p++;
                t = ++resume;
            }
            else return false;
        }
        while (p < pattern.Length && pattern[p] == AnyRun) p++;
        return p == pattern.Length;
    }

    /// <summary>For short texts of our own, such as rules over a policy's action names.</summary>
    public static bool Matches(string pattern, string text, bool ignoreCase) =>
        Matches(Codes(pattern), text, ignoreCase, WorkBudget.ForOneMatch(pattern.Length, text.Length));

    public static int[] Codes(string pattern) =>
        [.. pattern.Select(c => c switch { '*' => AnyRun, '?' => AnyOne, _ => c })];

    private static bool Same(int code, char c, bool ignoreCase) =>
        code == c || (ignoreCase && code >= 0 && char.ToLowerInvariant((char)code) == char.ToLowerInvariant(c));
}

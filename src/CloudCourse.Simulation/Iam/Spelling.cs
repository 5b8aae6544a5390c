namespace CloudCourse.Simulation.Iam;

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class Spelling
{
    /// <summary>The candidate with the fewest changed letters, if they are few enough to be a slip; the first in order on a tie.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length > 128) return null;
        var lower = word.ToLowerInvariant();
        var best = Math.Max(1, word.Length / 4) + 1;
        string? nearest = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) >= best) continue;
            var distance = Distance(lower, candidate.ToLowerInvariant(), best);
            if (distance < best) (best, nearest) = (distance, candidate);
        }
        return nearest;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours.</summary>
    private static int Distance(string a, string b, int limit)
    {
        int[] before = new int[b.Length + 1], row = new int[b.Length + 1], next = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            next[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                next[j] = Math.Min(Math.Min(next[j - 1], row[j]) + 1, row[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) next[j] = Math.Min(next[j], before[j - 2] + 1);
                least = Math.Min(least, next[j]);
            }
            if (least >= limit) return limit;
            (before, row, next) = (row, next, before);
        }
        return row[b.Length];
    }
}

namespace CloudCourse.Course.Reading;

/// <summary>Finds the word that a misspelt one was meant to be.</summary>
public static class Spelling
{
    /// <summary>The nearest word within a third of the length, two changes at least (two letters changed places); null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> words)
    {
        var limit = word.Length <= 3 ? 1 : Math.Max(2, word.Length / 3);
        return words
            .Select(w => (Word: w, Distance: Distance(word.ToLowerInvariant(), w.ToLowerInvariant())))
            .Where(w => w.Distance <= limit)
            .OrderBy(w => w.Distance).ThenBy(w => w.Word, StringComparer.Ordinal)
            .Select(w => w.Word)
            .FirstOrDefault();
    }

    /// <summary>Levenshtein's distance: insertions, deletions and replacements, one each.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }
}

namespace CloudCourse.Course.Checking.English;

/// <summary>
/// The words of British English with all their forms: the dictionary <c>en-GB.dic</c> (SCOWL's, licence beside it), whose entries take prefixes
/// and suffixes by the rules of <c>en-GB.aff</c>, in Hunspell's format. English needs no more of that format than these rules.
/// </summary>
internal sealed class EnglishWords
{
    private static readonly Lazy<EnglishWords> Loaded = new(() => new(Lines("en-GB.aff"), Lines("en-GB.dic")));

    private readonly HashSet<string> _words = new(200_000, StringComparer.Ordinal);

    /// <param name="rules">Lines of an .aff file.</param>
    /// <param name="entries">Lines of a .dic file: a count, then a word a line, <c>word/FLAGS</c>.</param>
    internal EnglishWords(IEnumerable<string> rules, IEnumerable<string> entries)
    {
        var affixes = Affixes(rules).ToLookup(a => a.Flag);
        foreach (var line in entries.Skip(1))
        {
            var slash = line.IndexOf('/', StringComparison.Ordinal);
            var word = slash < 0 ? line : line[..slash];
            if (word.Length == 0) continue;
            _words.Add(word);
            if (slash < 0) continue;
            List<Affix> taken = [.. line[(slash + 1)..].SelectMany(flag => affixes[flag])];
            foreach (var suffix in taken.Where(a => !a.IsPrefix))
            {
                if (suffix.On(word) is not { } longer) continue;
                _words.Add(longer);
                foreach (var prefix in taken.Where(a => a.IsPrefix && a.Combines && suffix.Combines)) Add(prefix.On(longer));
            }
            foreach (var prefix in taken.Where(a => a.IsPrefix)) Add(prefix.On(word));
        }

        void Add(string? form)
        {
            if (form is not null) _words.Add(form);
        }
    }

    public static EnglishWords British => Loaded.Value;

    public int Count => _words.Count;

    /// <summary>As it is written, or, where it begins a sentence or stands in capitals, as it is written elsewhere.</summary>
    public bool Has(string word) =>
        _words.Contains(word)
        || (char.IsUpper(word[0]) && _words.Contains(word.ToLowerInvariant()))
        || (word.Length > 1 && word.All(char.IsUpper) && _words.Contains(word[0] + word[1..].ToLowerInvariant()));

    /// <summary>A line <c>SFX D Y 4</c> heads the rules of a flag and says whether they go with prefixes too; a rule is <c>SFX D y ied [^aeiou]y</c>.</summary>
    private static IEnumerable<Affix> Affixes(IEnumerable<string> rules)
    {
        var combines = false;
        foreach (var rule in rules)
        {
            var parts = rule.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts is ["PFX" or "SFX", _, "Y" or "N", _]) combines = parts[2] == "Y";
            else if (parts is ["PFX" or "SFX", [var flag], var strip, var add, var ending])
                yield return new(flag, parts[0] == "PFX", combines, strip == "0" ? "" : strip, add == "0" ? "" : add, ending);
        }
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var stream = typeof(EnglishWords).Assembly.GetManifestResourceStream(file)!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <param name="Ending">What the word must end with (or begin, for a prefix): letters, <c>[abc]</c> for one of these, <c>[^abc]</c> for none of these.</param>
    private sealed record Affix(char Flag, bool IsPrefix, bool Combines, string Strip, string Add, string Ending)
    {
        public string? On(string word)
        {
            if (!Fits(word)) return null;
            if (IsPrefix) return word.StartsWith(Strip, StringComparison.Ordinal) ? Add + word[Strip.Length..] : null;
            return word.EndsWith(Strip, StringComparison.Ordinal) ? word[..^Strip.Length] + Add : null;
        }

        private bool Fits(string word)
        {
            if (Ending == ".") return true;
            List<(bool Not, string Letters)> conditions = [];
            for (var i = 0; i < Ending.Length; i++)
            {
                if (Ending[i] != '[')
                {
                    conditions.Add((false, Ending[i].ToString()));
                    continue;
                }
                var close = Ending.IndexOf(']', i);
                var inside = Ending[(i + 1)..close];
                conditions.Add(inside[0] == '^' ? (true, inside[1..]) : (false, inside));
                i = close;
            }
            if (word.Length < conditions.Count) return false;
            var part = IsPrefix ? word[..conditions.Count] : word[^conditions.Count..];
            return conditions.Zip(part).All(c => c.First.Letters.Contains(c.Second) != c.First.Not);
        }
    }
}

using System.Text.RegularExpressions;
using CloudCourse.Course.Model;

namespace CloudCourse.Course.Rendering;

/// <summary>Finds the course's terms in running text.</summary>
public sealed class Glossary
{
    private readonly Dictionary<string, GlossaryTerm> _terms = new(StringComparer.OrdinalIgnoreCase);
    private readonly Regex? _pattern;

    private Glossary(IReadOnlyList<GlossaryTerm> terms)
    {
        foreach (var term in terms)
        {
            foreach (var form in term.AlsoWritten.Prepend(term.Name)) _terms.TryAdd(form, term);
        }
        if (_terms.Count == 0) return;
        // The longest first, so that "edge location" is not found as "edge"; an abbreviation only in its own letters.
        var forms = _terms.Keys.OrderByDescending(f => f.Length).ThenBy(f => f, StringComparer.Ordinal)
            .Select(f => IsAbbreviation(f) ? Regex.Escape(f) : $"(?i:{Regex.Escape(f)})");
        _pattern = new($@"(?<![\w-])(?<form>{string.Join('|', forms)})s?(?![\w-])", RegexOptions.CultureInvariant);
    }

    public static Glossary Of(IReadOnlyList<GlossaryTerm> terms) => new(terms);

    /// <summary>The terms in a text from left to right, each with the words that name it there.</summary>
    internal IEnumerable<(GlossaryTerm Term, int Start, int Length)> Find(string text)
    {
        if (_pattern is null) yield break;
        for (var match = _pattern.Match(text); match.Success; match = match.NextMatch())
            yield return (_terms[match.Groups["form"].Value], match.Index, match.Length);
    }

    private static bool IsAbbreviation(string form) => form.Count(char.IsAsciiLetterUpper) >= 2 && !form.Contains(' ', StringComparison.Ordinal);
}

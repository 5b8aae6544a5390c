using System.Text.RegularExpressions;
using CloudCourse.Course.Checking.English;
using CloudCourse.Course.Reading;
using CloudCourse.Course.Rendering.Prose;

namespace CloudCourse.Course.Checking.HouseRules;

/// <summary>
/// Every word of the course is one of British English, of the glossary, or of the course's own list <c>words.txt</c>. Code is not looked at, nor are words with digits or
/// capitals within, which are names.
/// </summary>
internal static partial class SpellingCheck
{
    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        HashSet<string> own = new(context.Reading.Words, StringComparer.Ordinal);
        foreach (var term in context.Catalog.Glossary.Values)
        {
            foreach (Match word in term.AlsoWritten.Prepend(term.Name).SelectMany(form => Word.Matches(form))) own.Add(word.Value);
        }
        HashSet<(string, string)> told = [];
        foreach (var document in context.Reading.Documents)
        {
            foreach (var block in document.Rendered.Prose)
            {
                foreach (var (word, offset) in Unknown(block, own))
                {
                    // A word that is always written so is told once a file.
                    if (told.Add((document.File, word)))
                        yield return document.Problem(block.PlaceOf(offset), $"`{word}` is in no dictionary: correct it, write it as code, or add it to {CourseReader.WordsFile} if it is a name or a word of the trade.");
                }
            }
        }
    }

    private static IEnumerable<(string Word, int Offset)> Unknown(ProseBlock block, HashSet<string> own)
    {
        foreach (Match match in Word.Matches(block.Text))
        {
            var word = match.Value.Replace('’', '\'');
            if (IsName(block.Text, match) || IsKnown(word, own)) continue;
            yield return (word, match.Index);
        }
    }

    private static bool IsKnown(string word, HashSet<string> own) =>
        EnglishWords.British.Has(word) || own.Contains(word) || own.Contains(char.ToLowerInvariant(word[0]) + word[1..])
        || (word.EndsWith("'s", StringComparison.Ordinal) && IsKnown(word[..^2], own))
        || (word.EndsWith('\'') && IsKnown(word[..^1], own));

    /// <summary>Single letters, abbreviations, names of programs and files.</summary>
    private static bool IsName(string text, Match match)
    {
        var word = match.Value;
        if (word.Length < 2 || word.Skip(1).Any(char.IsUpper)) return true;
        var before = match.Index > 0 ? text[match.Index - 1] : ' ';
        var end = match.Index + match.Length;
        var after = end < text.Length ? text[end] : ' ';
        var next = end + 1 < text.Length ? text[end + 1] : ' ';
        return char.IsDigit(before) || char.IsDigit(after) || before is '_' or '@' or '/' or '$' or '{' || after is '_' or '@' or '(' or '='
            || before is ProseBlock.Code || after is ProseBlock.Code
            || (before == '.' && match.Index > 1 && char.IsLetterOrDigit(text[match.Index - 2])) || (after is '.' or ':' && char.IsLetter(next));
    }

    [GeneratedRegex(@"\p{L}+(?:['’]\p{L}+)*")]
    private static partial Regex Word { get; }
}

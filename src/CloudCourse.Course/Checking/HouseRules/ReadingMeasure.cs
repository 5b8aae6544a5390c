using System.Text.RegularExpressions;
using CloudCourse.Course.Reading;
using CloudCourse.Course.Rendering.Prose;

namespace CloudCourse.Course.Checking.HouseRules;

/// <summary>What a lesson's text asks of its reader, counted.</summary>
public static partial class ReadingMeasure
{
    /// <summary>Silent reading of non-fiction in English: Brysbaert 2019, "How many words do we read per minute?", the mean of 190 studies.</summary>
    private const double WordsPerMinute = 238;

    // Ours: that long a figure is looked at. Code is read at the pace of its words.
    private const double MinutesPerFigure = 0.25;

    /// <summary>Minutes for a lesson without its lists of pages at the end.</summary>
    public static double Minutes(SourceDocument lesson)
    {
        var (body, end) = Body(lesson);
        var words = body.Where(b => b.Kind is not ProseKind.AlternativeText).Sum(b => b.Words);
        words += lesson.Rendered.CodeBlocks.Where(c => c.At.Line < end).Sum(c => WordCount.Of(c.Code));
        return words / WordsPerMinute + lesson.Rendered.Figures.Count * MinutesPerFigure;
    }

    /// <summary>The school year in the United States by whose end a text is understood: Flesch and Kincaid's formula (1975).</summary>
    public static double Grade(IReadOnlyCollection<ProseBlock> blocks)
    {
        int words = 0, sentences = 0, syllables = 0;
        foreach (var sentence in blocks.SelectMany(Sentences))
        {
            sentences++;
            foreach (Match word in Word.Matches(sentence.Text))
            {
                words++;
                syllables += Syllables(word.Value);
            }
        }
        return words == 0 ? 0 : 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
    }

    /// <summary>Running text only: cells and headings have no sentences.</summary>
    internal static IReadOnlyList<ProseBlock> RunningText(SourceDocument lesson) =>
        [.. Body(lesson).Blocks.Where(b => b.Kind is ProseKind.Paragraph or ProseKind.ListItem && b.Words >= 5)];

    internal static IEnumerable<(string Text, int Offset)> Sentences(ProseBlock block)
    {
        foreach (Match match in Sentence.Matches(block.Text))
        {
            if (Word.IsMatch(match.Value)) yield return (match.Value, match.Index + match.Length - match.Value.TrimStart().Length);
        }
    }

    internal static int Words(string text) => Word.Count(text);

    /// <summary>By groups of vowels, less what is silent at the end; a name in capitals, a number and code are one each.</summary>
    internal static int Syllables(string word)
    {
        if (word.Skip(1).Any(char.IsUpper) || !word.All(c => char.IsLetter(c) || c is '\'' or '’')) return 1;
        var lower = word.ToLowerInvariant();
        var count = Vowels.Count(lower);
        if (lower.Length > 3 && SilentEnd.IsMatch(lower)) count--;
        return Math.Max(1, count);
    }

    private static (IReadOnlyList<ProseBlock> Blocks, int EndLine) Body(SourceDocument lesson)
    {
        var prose = lesson.Rendered.Prose;
        var end = prose.FirstOrDefault(b => b.Kind is ProseKind.Heading && b.Text is "Further reading" or "Sources")?.At.Line ?? int.MaxValue;
        return ([.. prose.Where(b => b.At.Line < end)], end);
    }

    [GeneratedRegex(@"[\p{L}\p{N}\uFFFC]+(?:['’\-.,][\p{L}\p{N}]+)*")]
    private static partial Regex Word { get; }

    // A full stop within a name or a number ends nothing: a space or the end follows one that does.
    [GeneratedRegex(@"[^\s].*?(?:[.!?][""”')\]]*(?=\s|$)|$)", RegexOptions.Singleline)]
    private static partial Regex Sentence { get; }

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels { get; }

    [GeneratedRegex("[^laeiouy]es?$|[^td]ed$")]
    private static partial Regex SilentEnd { get; }
}

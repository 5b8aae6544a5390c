using CloudCourse.Course.Model;

namespace CloudCourse.Web.Quizzes;

/// <summary>
/// The questions of one try as the learner sees them: drawn and shuffled by the try's seed. What reaches the browser is
/// places on this paper (the second question's third choice), which say nothing about what is right.
/// </summary>
public sealed record QuizPaper(IReadOnlyList<PaperItem> Items)
{
    public static QuizPaper Draw(Quiz quiz, int seed)
    {
        var shuffle = new SeededShuffle(seed);
        var drawn = shuffle.Of(quiz.Items).Take(quiz.Pick).Select(i => i.Id).ToHashSet(StringComparer.Ordinal);

        // Drawn by lot, asked in the author's order, which goes from easy to hard.
        List<PaperItem> items = [];
        foreach (var item in quiz.Items.Where(i => drawn.Contains(i.Id)))
            items.Add(PaperItem.Lay(item, $"q{items.Count + 1}", ref shuffle));
        return new(items);
    }
}

/// <param name="Field">Name of the item's form field.</param>
/// <param name="Choices">Options, right sides or steps, shuffled.</param>
/// <param name="Lefts">Left sides of a match, shuffled.</param>
public sealed record PaperItem(QuizItem Item, string Field, IReadOnlyList<PaperChoice> Choices, IReadOnlyList<PaperLeft> Lefts)
{
    internal static PaperItem Lay(QuizItem item, string field, ref SeededShuffle shuffle)
    {
        IEnumerable<(string Source, string Html)> choices = item.Type switch
        {
            QuizItemType.Match => item.Pairs.Select(p => p.Right).Distinct(StringComparer.Ordinal).Select(r => (r, r)),
            QuizItemType.Order => item.Steps.Select(s => (s.Id, s.Html)),
            _ => item.Options.Select(o => (o.Id, o.Html)),
        };
        var laid = shuffle.Of(choices).Select((c, at) => new PaperChoice(Letter(at), c.Source, c.Html)).ToList();
        var lefts = shuffle.Of(item.Pairs).Select((p, at) => new PaperLeft($"{field}.{at + 1}", p)).ToList();
        return new(item, field, laid, lefts);
    }

    private static string Letter(int at) => ((char)('a' + at % 26)) + (at < 26 ? "" : (at / 26).ToString(System.Globalization.CultureInfo.InvariantCulture));
}

/// <param name="Key">What the form sends: the place on this paper.</param>
/// <param name="Source">The option's or step's id, or the right side's text. Never sent.</param>
/// <param name="Html">HTML of an option or step; plain text of a right side.</param>
public sealed record PaperChoice(string Key, string Source, string Html);

public sealed record PaperLeft(string Field, QuizPair Pair);

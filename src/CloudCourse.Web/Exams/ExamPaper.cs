using System.Security.Cryptography;
using System.Text;
using CloudCourse.Course.Model;
using CloudCourse.Progress;
using CloudCourse.Web.Quizzes;

namespace CloudCourse.Web.Exams;

public enum AnswerState { Open, Partly, Answered }

/// <param name="Number">As the learner counts, from 1.</param>
/// <param name="Given">What was answered so far.</param>
public sealed record ExamItem(int Number, string Name, Lesson Lesson, ExamPart Part, PaperItem Paper, Answer Given)
{
    public string Field => Paper.Field;

    public AnswerState State => Paper.Item.Type switch
    {
        QuizItemType.Match => Of(Paper.Lefts.Count(l => Given.Matches.ContainsKey(l.Pair.Id)), Paper.Lefts.Count),
        QuizItemType.Order => Of(Paper.Choices.Count(c => Given.Places.ContainsKey(c.Source)), Paper.Choices.Count),
        QuizItemType.Number => Given.Number.Length > 0 ? AnswerState.Answered : AnswerState.Open,
        _ => Paper.Choices.Any(c => Given.Chosen.Contains(c.Source)) ? AnswerState.Answered : AnswerState.Open,
    };

    private static AnswerState Of(int done, int all) => done == 0 ? AnswerState.Open : done < all ? AnswerState.Partly : AnswerState.Answered;
}

/// <summary>
/// The questions of one try at the exam, in the blueprint's order, with what was answered. The try keeps which were drawn; what the course no longer has is left out
/// and does not count. A field's name hangs on the question alone, so that it means the same after the course has changed.
/// </summary>
public sealed record ExamPaper(IReadOnlyList<ExamItem> Items)
{
    public static ExamPaper Of(CourseCatalog course, FinalExam exam, QuizTryView begun)
    {
        var fields = begun.Answers.Select(a => a.ItemId).Order(StringComparer.Ordinal).Select((id, at) => (id, Field: $"q{at + 1}"))
            .ToDictionary(f => f.id, f => f.Field, StringComparer.Ordinal);
        var answers = begun.Answers.ToDictionary(a => a.ItemId, StringComparer.Ordinal);
        List<ExamItem> items = [];
        foreach (var part in exam.Parts)
        {
            foreach (var question in FinalExam.Bank(course, part).Where(q => answers.ContainsKey(q.Name)))
            {
                SeededShuffle shuffle = new(begun.Seed ^ SeedOf(question.Name));
                items.Add(new(items.Count + 1, question.Name, question.Lesson, part,
                    PaperItem.Lay(question.Item, fields[question.Name], ref shuffle), AnswerSheet.FromRow(answers[question.Name])));
            }
        }
        return new(items);
    }

    /// <summary>Changes when the questions or their choices do: what was filled in on another paper would mean something else.</summary>
    public string Print => Hash(string.Join('\n', Items.Select(i =>
        $"{i.Name} {i.Field} {string.Join(' ', i.Paper.Choices.Select(c => c.Source))} {string.Join(' ', i.Paper.Lefts.Select(l => l.Pair.Id))}")));

    /// <summary>Every kept answer marked; a question that the course no longer has counts for nothing.</summary>
    public static IReadOnlyList<QuizAnswer> Mark(CourseCatalog course, FinalExam exam, QuizTryView begun)
    {
        var items = Of(course, exam, begun).Items.ToDictionary(i => i.Name, StringComparer.Ordinal);
        return
        [
            .. begun.Answers.Select(a =>
            {
                if (!items.TryGetValue(a.ItemId, out var item)) return a with { CorrectShare = 0, Points = 0, OutOf = 0 };
                var share = QuizScoring.Share(item.Paper.Item, item.Given);
                return a with { CorrectShare = share, Points = share, OutOf = 1 };
            }),
        ];
    }

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 6);

    private static int SeedOf(string name) => BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name)), 0);
}

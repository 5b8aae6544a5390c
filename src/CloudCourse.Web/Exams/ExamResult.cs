using CloudCourse.Course.Model;
using CloudCourse.Progress;
using CloudCourse.Web.Quizzes;

namespace CloudCourse.Web.Exams;

/// <param name="Share">Of the part's points, from 0 to 1; null where nothing of it was asked.</param>
public sealed record ExamPartResult(ExamPart Part, double Points, int Asked)
{
    public double? Share => Asked > 0 ? Points / Asked : null;
}

/// <summary>A question as it was answered and marked.</summary>
/// <param name="Section">Where a lesson tells it; null where only the lesson as a whole is known.</param>
public sealed record ExamMarked(ExamItem Item, double Share, LessonSection? Section)
{
    public string Href => Section?.Href ?? $"/lessons/{Item.Lesson.Slug}";
}

/// <summary>What to read once more, with the numbers of the questions that say so.</summary>
public sealed record ExamReading(string Href, string Lesson, string? Heading, IReadOnlyList<int> Questions);

/// <summary>A try at the exam that was handed in, as its review shows it. Marks are those that were given then.</summary>
public sealed record ExamResult(
    QuizTryView Try, bool Passed, IReadOnlyList<ExamPartResult> Parts, IReadOnlyList<ExamMarked> Items, IReadOnlyList<ExamReading> ToRead, int Withdrawn)
{
    public static ExamResult Of(CourseCatalog course, FinalExam exam, QuizTryView handedIn)
    {
        var rows = handedIn.Answers.ToDictionary(a => a.ItemId, StringComparer.Ordinal);
        List<ExamMarked> items =
        [
            .. ExamPaper.Of(course, exam, handedIn).Items
                .Select(i => new ExamMarked(i, rows[i.Name].CorrectShare, course.QuestionSections.GetValueOrDefault(i.Name))),
        ];
        var counted = items.Where(i => rows[i.Item.Name].OutOf > 0).ToLookup(i => i.Item.Part);
        return new(handedIn, handedIn.Share >= exam.PassMark,
            [.. exam.Parts.Select(p => new ExamPartResult(p, counted[p].Sum(i => i.Share), counted[p].Count()))],
            items,
            [
                .. items.Where(i => i.Share < 1).GroupBy(i => i.Href)
                    .Select(g => new ExamReading(g.Key, LessonOf(course, g.First()), g.First().Section?.Heading, [.. g.Select(i => i.Item.Number)])),
            ],
            handedIn.Answers.Count - items.Count);
    }

    private static string LessonOf(CourseCatalog course, ExamMarked marked) =>
        marked.Section is { } section && course.FindLesson(section.LessonSlug) is { } other ? other.Title : marked.Item.Lesson.Title;
}

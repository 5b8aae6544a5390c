using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>Every lesson asks at least three questions, and a section that a question names is there.</summary>
internal static class QuizCheck
{
    private const int Fewest = 3;

    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        foreach (var lesson in context.Catalog.Lessons)
        {
            var file = $"{context.FolderOf(lesson.Id)}/quiz.yml";
            if (lesson.Quiz is { Items.Count: < Fewest } quiz)
                yield return new(file, 1, 1, $"The quiz has {quiz.Items.Count} questions; a lesson asks at least {Fewest}.");
            else if (lesson.Quiz is null && !context.Reading.Problems.Any(p => p.File == file))
                yield return new(file, 1, 1, $"This file is missing; a lesson asks at least {Fewest} questions.");
            var anchors = lesson.Document.Contents.Select(c => c.Anchor).ToList();
            foreach (var item in lesson.Quiz?.Items.Where(i => i.Section is { } named && !anchors.Contains(named)) ?? [])
            {
                yield return context.Problem(file, $"section: {item.Section}", Spelling.Nearest(item.Section!, anchors) is { } like
                    ? $"The lesson has no section `{item.Section}`; `{like}` is near."
                    : $"The lesson has no section `{item.Section}`. Sections: {string.Join(", ", anchors)}.");
            }
        }
    }
}

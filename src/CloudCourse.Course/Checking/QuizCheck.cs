using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>Every lesson asks at least three questions.</summary>
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
        }
    }
}

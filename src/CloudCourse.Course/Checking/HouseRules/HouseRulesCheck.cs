using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking.HouseRules;

/// <summary>What our own course asks of its lessons and labs beyond a form that can be read: their parts, their length, their language.</summary>
public static class HouseRulesCheck
{
    public static IReadOnlyList<ContentProblem> Of(CheckContext context)
    {
        if (context.Reading.Catalog is not { } catalog) return [];
        List<ContentProblem> problems = [.. SpellingCheck.Of(context), .. FillInCheck.Of(context)];
        foreach (var lesson in catalog.Lessons.Where(l => l.Status is not ContentStatus.Retired))
        {
            var file = context.FileOf(lesson.Id);
            if (context.Reading.Documents.FirstOrDefault(d => d.File == file) is not { } text) continue;
            problems.AddRange(LessonPartsCheck.Of(context, lesson, text));
            problems.AddRange(ReadingCheck.Of(context, lesson, text));
        }
        foreach (var lab in catalog.Labs.Where(l => l.Status is not ContentStatus.Retired)) problems.AddRange(LabPartsCheck.Of(context, lab));
        return [.. problems.Distinct().Order()];
    }
}

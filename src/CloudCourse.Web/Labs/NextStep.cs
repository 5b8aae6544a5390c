using CloudCourse.Course.Model;

namespace CloudCourse.Web.Labs;

/// <summary>Where a learner goes after a lab: the lesson's next lab, its quiz, or the next lesson.</summary>
public sealed record NextStep(string Title, string Href)
{
    public static NextStep? After(CourseCatalog catalog, string labSlug)
    {
        var lessons = catalog.Lessons.ToList();
        var at = lessons.FindIndex(l => l.Labs.Any(lab => lab.Slug == labSlug));
        if (at < 0) return null;
        var lesson = lessons[at];
        var next = lesson.Labs.SkipWhile(l => l.Slug != labSlug).Skip(1).FirstOrDefault();
        if (next is not null) return new(next.Title, $"/labs/{next.Slug}");
        if (lesson.Quiz is { } quiz) return new(quiz.Title, $"/quizzes/{quiz.Slug}");
        return at + 1 < lessons.Count ? new(lessons[at + 1].Title, $"/lessons/{lessons[at + 1].Slug}") : null;
    }
}

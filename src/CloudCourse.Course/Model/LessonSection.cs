namespace CloudCourse.Course.Model;

/// <summary>A part of a lesson, under a heading of its own.</summary>
/// <param name="Heading">As the lesson has it.</param>
/// <param name="ModuleSlug">The module that the lesson belongs to.</param>
public sealed record LessonSection(string LessonSlug, string Anchor, string Heading, string ModuleSlug)
{
    public string Href => $"/lessons/{LessonSlug}#{Anchor}";

    /// <summary>The section that a place of <c>coverage.yml</c> names (<c>/lessons/policies#by-tag</c>); null where it names something else, or what is not there.</summary>
    public static LessonSection? Of(CourseCatalog catalog, string place) =>
        place.Split('/', '#') is ["", "lessons", var slug, var anchor] && catalog.FindLesson(slug) is { } lesson
            && lesson.Document.Contents.FirstOrDefault(c => c.Anchor == anchor) is { } heading
            ? new(slug, anchor, heading.Text, lesson.ModuleSlug) : null;
}

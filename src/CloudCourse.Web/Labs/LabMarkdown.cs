using CloudCourse.Course.Rendering;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Labs;

/// <summary>A lab's texts as HTML. They hold the learner's own names (bucket, account), so they are rendered when shown.</summary>
public static class LabMarkdown
{
    public static MarkupString Block(string markdown) => new(CourseMarkdown.Render(markdown, new()).Html);

    public static string Inline(string markdown) => CourseMarkdown.RenderInline(markdown);
}

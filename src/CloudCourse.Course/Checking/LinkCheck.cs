using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>A link inside the course leads to a page, and to a heading, that is there.</summary>
internal static class LinkCheck
{
    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        PageIndex pages = new(context);
        foreach (var document in context.Reading.Documents)
        {
            foreach (var link in document.Rendered.Links)
            {
                if (pages.Complaint(link.Url, document.Rendered.Anchors) is { } message) yield return document.Problem(link.At, message);
            }
        }
    }
}

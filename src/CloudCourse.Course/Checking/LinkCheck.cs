using CloudCourse.Course.Reading;
using CloudCourse.Course.Rendering;

namespace CloudCourse.Course.Checking;

/// <summary>A link inside the course leads to a page, and to a heading, that is there.</summary>
internal static class LinkCheck
{
    private static readonly string[] OtherPages = ["/", "/glossary", "/progress", "/playground/iam", "/playground/cloud", "/account/sign-up", "/account/sign-in", "/join"];

    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        var anchors = context.Reading.Documents
            .Where(d => d.File.EndsWith("/lesson.md", StringComparison.Ordinal))
            .GroupBy(d => d.Owner).ToDictionary(d => d.Key, d => d.First().Rendered.Anchors, StringComparer.Ordinal);
        foreach (var document in context.Reading.Documents)
        {
            foreach (var link in document.Rendered.Links)
            {
                if (Complaint(link, document, context, anchors) is { } message) yield return document.Problem(link.At, message);
            }
        }
    }

    private static string? Complaint(LinkUse link, SourceDocument document, CheckContext context, Dictionary<string, IReadOnlyList<string>> anchors)
    {
        var (path, anchor) = link.Url.Split('#', 2) is [var before, var after] ? (before, after) : (link.Url, null);
        if (path.Length == 0) return anchor is not null && document.Rendered.Anchors.Contains(anchor) ? null : NoAnchor(anchor, document.Rendered.Anchors, "here");
        if (path[0] != '/') return null;
        if (OtherPages.Contains(path)) return null;
        return path.Split('/') switch
        {
            ["", "lessons", var slug] when anchors.TryGetValue(slug, out var there) => anchor is null || there.Contains(anchor) ? null : NoAnchor(anchor, there, $"in {path}"),
            ["", "lessons", var slug] => NoPage("lesson", slug, anchors.Keys),
            ["", "labs", var slug] => context.Catalog.FindLab(slug) is not null ? null : NoPage("lab", slug, context.Catalog.Labs.Select(l => l.Slug)),
            ["", "quizzes", var slug] => context.Catalog.FindQuiz(slug) is not null ? null : NoPage("quiz", slug, context.Catalog.Quizzes.Select(q => q.Slug)),
            _ => $"`{path}` is not a page of the course: write /lessons/…, /labs/… or /quizzes/….",
        };
    }

    private static string NoAnchor(string? anchor, IEnumerable<string> there, string where) =>
        Spelling.Nearest(anchor ?? "", there) is { } like
            ? $"There is no heading with the anchor `#{anchor}` {where}; `#{like}` is near."
            : $"There is no heading with the anchor `#{anchor}` {where}.";

    private static string NoPage(string kind, string slug, IEnumerable<string> there) =>
        Spelling.Nearest(slug, there) is { } like
            ? $"There is no {kind} `{slug}`; `{like}` is near."
            : $"There is no {kind} `{slug}` in the course.";
}

using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>The pages of a course with what they may be linked at, and what is wrong with an address that leads to none.</summary>
internal sealed class PageIndex
{
    private static readonly string[] OtherPages =
        ["/", "/glossary", "/myths", "/exam", "/scenarios", "/progress", "/playground/iam", "/playground/cloud", "/playground/lambda", "/account/sign-up", "/account/sign-in", "/join"];

    private readonly CheckContext _context;
    private readonly Dictionary<string, IReadOnlyList<string>> _anchors;

    public PageIndex(CheckContext context)
    {
        _context = context;
        _anchors = context.Reading.Documents
            .Where(d => d.File.EndsWith("/lesson.md", StringComparison.Ordinal))
            .GroupBy(d => d.Owner).ToDictionary(d => d.Key, d => d.First().Rendered.Anchors, StringComparer.Ordinal);
    }

    /// <summary>Null where a link inside the course leads somewhere. Addresses elsewhere are not looked at.</summary>
    /// <param name="here">Anchors of the text that the link stands in.</param>
    public string? Complaint(string url, IReadOnlyList<string> here)
    {
        var (path, anchor) = Split(url);
        if (path.Length == 0) return anchor is not null && here.Contains(anchor) ? null : NoAnchor(anchor, here, "here");
        if (path is "/myths" && anchor is not null)
        {
            var myths = _context.Catalog.Myths.Select(m => m.Id).ToList();
            return myths.Contains(anchor) ? null : NoPage("myth", anchor, myths);
        }
        if (path[0] != '/' || OtherPages.Contains(path)) return null;
        return path.Split('/') switch
        {
            ["", "lessons", var slug] when _anchors.TryGetValue(slug, out var there) => anchor is null || there.Contains(anchor) ? null : NoAnchor(anchor, there, $"in {path}"),
            ["", "lessons", var slug] => NoPage("lesson", slug, _anchors.Keys),
            ["", "labs", var slug] => _context.Catalog.FindLab(slug) is not null ? null : NoPage("lab", slug, _context.Catalog.Labs.Select(l => l.Slug)),
            ["", "quizzes", var slug] => _context.Catalog.FindQuiz(slug) is not null ? null : NoPage("quiz", slug, _context.Catalog.Quizzes.Select(q => q.Slug)),
            ["", "scenarios", var slug] => _context.Catalog.FindScenario(slug) is not null ? null : NoPage("scenario", slug, _context.Catalog.Scenarios.Select(s => s.Slug)),
            _ => $"`{path}` is not a page of the course: write /lessons/…, /labs/… or /quizzes/….",
        };
    }

    /// <summary>As <see cref="Complaint"/>, of a place that covers something: a lesson needs its section, a quiz its question.</summary>
    public string? ComplaintOfCover(string place)
    {
        var (path, anchor) = Split(place);
        var parts = path.Split('/');
        if (parts is not ["", "lessons" or "labs" or "quizzes", _])
            return $"`{place}` is no place that covers something: write /lessons/slug#section, /labs/slug or /quizzes/slug#question.";
        if (parts[1] is "lessons" && anchor is null) return $"`{place}` names a whole lesson; name the section, as /lessons/{parts[2]}#section.";
        if (parts[1] is "quizzes" && _context.Catalog.FindQuiz(parts[2]) is { } quiz)
        {
            var questions = quiz.Items.Select(i => i.Id);
            return anchor is not null && questions.Contains(anchor) ? null
                : anchor is null ? $"`{place}` names a whole quiz; name the question, as /quizzes/{parts[2]}#question."
                : Spelling.Nearest(anchor, questions) is { } like ? $"The quiz `{parts[2]}` has no question `{anchor}`; `{like}` is near."
                : $"The quiz `{parts[2]}` has no question `{anchor}`.";
        }
        return Complaint(place, []);
    }

    private static (string Path, string? Anchor) Split(string url) => url.Split('#', 2) is [var before, var after] ? (before, after) : (url, null);

    private static string NoAnchor(string? anchor, IEnumerable<string> there, string where) =>
        Spelling.Nearest(anchor ?? "", there) is { } like
            ? $"There is no heading with the anchor `#{anchor}` {where}; `#{like}` is near."
            : $"There is no heading with the anchor `#{anchor}` {where}.";

    private static string NoPage(string kind, string slug, IEnumerable<string> there) =>
        Spelling.Nearest(slug, there) is { } like
            ? $"There is no {kind} `{slug}`; `{like}` is near."
            : $"There is no {kind} `{slug}` in the course.";
}

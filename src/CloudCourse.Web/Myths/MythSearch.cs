using CloudCourse.Course.Model;

namespace CloudCourse.Web.Myths;

/// <summary>A topic to choose: a module that has myths.</summary>
public sealed record MythTopic(string Slug, string Title, int Count);

/// <summary>Which myths a visitor asked for: by topic, and by words that each must hold.</summary>
public sealed record MythSearch(string? Topic, string Words)
{
    private const int LongestWords = 100;

    /// <param name="topic">A module's slug; what is no topic means all.</param>
    public static MythSearch Of(CourseCatalog course, string? topic, string? words)
    {
        var asked = (words ?? "").Trim();
        return new(TopicsOf(course).Any(t => t.Slug == topic) ? topic : null, asked.Length > LongestWords ? asked[..LongestWords] : asked);
    }

    /// <summary>Modules that have a myth, in the course's order.</summary>
    public static IReadOnlyList<MythTopic> TopicsOf(CourseCatalog course) =>
        [.. course.Modules.Select(m => new MythTopic(m.Slug, m.Title, course.Myths.Count(y => y.Section?.ModuleSlug == m.Slug))).Where(t => t.Count > 0)];

    /// <summary>In the order of the course's topics, those without a lesson last.</summary>
    public IReadOnlyList<Myth> In(CourseCatalog course)
    {
        var order = course.Modules.Select((m, at) => (m.Slug, at)).ToDictionary(m => m.Slug, m => m.at, StringComparer.Ordinal);
        string[] words = Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. course.Myths
                .Where(m => (Topic is null || m.Section?.ModuleSlug == Topic) && words.All(w => Holds(m, w)))
                .OrderBy(m => m.Section is { } section ? order.GetValueOrDefault(section.ModuleSlug) : int.MaxValue),
        ];
    }

    private static bool Holds(Myth myth, string word) =>
        myth.Belief.Contains(word, StringComparison.OrdinalIgnoreCase) || myth.FactText.Contains(word, StringComparison.OrdinalIgnoreCase);
}

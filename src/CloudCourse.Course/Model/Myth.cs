namespace CloudCourse.Course.Model;

/// <summary>Something that learners commonly believe, and what is so instead: an entry of <c>myths.yml</c> with all that hangs on its correction.</summary>
public sealed record Myth
{
    /// <summary>Names the entry on the page, <c>/myths#{id}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Of the correction that it tells: <c>E32</c>.</summary>
    public required string Correction { get; init; }

    /// <summary>As learners say it; a sentence without markup.</summary>
    public required string Belief { get; init; }

    /// <summary>HTML of one paragraph.</summary>
    public required string FactHtml { get; init; }

    /// <summary>The fact without its markup, to search in.</summary>
    public required string FactText { get; init; }

    /// <summary>Where the fact comes from, and when that page was read (<c>2026-11</c>).</summary>
    public required string Source { get; init; }
    public required string AsOf { get; init; }

    /// <summary>The lesson's section that tells it; null while no lesson of the course does.</summary>
    public LessonSection? Section { get; init; }

    /// <summary>The lab that shows it; null where none does.</summary>
    public string? LabSlug { get; init; }

    /// <summary>The lesson whose quiz asks about it; null where none does.</summary>
    public string? QuizSlug { get; init; }
}

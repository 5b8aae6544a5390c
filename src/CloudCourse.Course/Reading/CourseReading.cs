using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering;

namespace CloudCourse.Course.Reading;

/// <summary>What reading a content folder gave: as much of the course as could be built, and what is wrong with the rest.</summary>
public sealed record CourseReading
{
    /// <summary>Null only when <c>course.yml</c> itself cannot be read. Lessons, labs and quizzes that are broken are left out.</summary>
    public CourseCatalog? Catalog { get; init; }

    /// <summary>Sorted by file and place; empty for a course without fault.</summary>
    public required IReadOnlyList<ContentProblem> Problems { get; init; }

    /// <summary>Every Markdown text as it was rendered, with its links, figures and code blocks, for the content check.</summary>
    public required IReadOnlyList<SourceDocument> Documents { get; init; }

    /// <summary>Files of the content folder that no part of the course refers to.</summary>
    public required IReadOnlyList<string> Unused { get; init; }

    /// <summary>What the course has to teach and where it does; null where its folder says nothing of it.</summary>
    public CourseCoverage? Coverage { get; init; }

    /// <summary>The entries of <c>myths.yml</c> as written; the catalog has them with their sources and places.</summary>
    public IReadOnlyList<WrittenMyth> Myths { get; init; } = [];

    /// <summary>Words that no dictionary has and the course may use, from <c>words.txt</c>.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The file that each module, lesson, lab and quiz was read from, by its id.</summary>
    public required IReadOnlyDictionary<Guid, string> Files { get; init; }
}

/// <summary>One Markdown file (or, of a quiz, one member) and what rendering it met.</summary>
/// <param name="Owner">Slug of the lesson it belongs to.</param>
/// <param name="FirstLine">Line of the file on which <see cref="Rendered"/>'s line 1 stands.</param>
public sealed record SourceDocument(string File, string Owner, int FirstLine, RenderedMarkdown Rendered)
{
    public ContentProblem Problem(SourcePlace at, string message) => new(File, at.Line + FirstLine - 1, at.Column, message);
}

public sealed record CourseReadingOptions
{
    /// <summary>Also lessons and labs whose status is <c>draft</c>; the live course leaves them out.</summary>
    public bool IncludeDrafts { get; init; }
}

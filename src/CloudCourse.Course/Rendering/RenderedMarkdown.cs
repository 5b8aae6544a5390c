using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering.Prose;

namespace CloudCourse.Course.Rendering;

/// <summary>What a Markdown text became, and what was met on the way.</summary>
/// <param name="Html">Safe HTML: no raw HTML of the author's, no script, no style, only <c>https</c>, <c>mailto</c> and links inside the site.</param>
/// <param name="Contents">The headings of levels 2 and 3, in order.</param>
public sealed record RenderedMarkdown(string Html, IReadOnlyList<TocEntry> Contents)
{
    public IReadOnlyList<string> Anchors { get; init; } = [];
    public IReadOnlyList<LinkUse> Links { get; init; } = [];
    public IReadOnlyList<FigureUse> Figures { get; init; } = [];
    public IReadOnlyList<CodeBlockUse> CodeBlocks { get; init; } = [];

    /// <summary>The words without their markup, in order.</summary>
    public IReadOnlyList<ProseBlock> Prose { get; init; } = [];

    /// <summary>Names of the glossary's terms that are explained here.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>What the author must mend; the HTML shows something harmless in its place.</summary>
    public IReadOnlyList<RenderProblem> Problems { get; init; } = [];
}

/// <summary>A place in the rendered text; both from 1.</summary>
public readonly record struct SourcePlace(int Line, int Column);

public sealed record LinkUse(string Url, SourcePlace At);

/// <param name="Path">As written, relative to the Markdown file's folder.</param>
public sealed record FigureUse(string Path, string AlternativeText, SourcePlace At);

/// <param name="Info">What follows the fence: <c>json policy</c>.</param>
/// <param name="At">The fence; the code begins on the next line.</param>
public sealed record CodeBlockUse(string Info, string Code, SourcePlace At);

public sealed record RenderProblem(SourcePlace At, string Message);

/// <summary>How one text is to be rendered.</summary>
public sealed record RenderOptions
{
    /// <summary>Stands before every id, where several texts share a page.</summary>
    public string IdPrefix { get; init; } = "";

    /// <summary>Gives a figure's SVG text, or null where there is no such file. Absent where figures have no place.</summary>
    public Func<string, string?>? ReadFigure { get; init; }

    /// <summary>Marks the first use of each term; absent where none are to be marked.</summary>
    public Glossary? Glossary { get; init; }

    /// <summary>Where a note <c>[!MYTH]</c> with this title leads on; absent where it leads nowhere.</summary>
    public Func<string, string>? MythPage { get; init; }

    /// <summary>Only links into the course and to AWS's pages.</summary>
    internal bool KnownLinksOnly { get; init; }

    public static RenderOptions Plain { get; } = new();
}

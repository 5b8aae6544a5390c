using Markdig;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;

namespace CloudCourse.Course.Rendering;

/// <summary>
/// Turns the course's Markdown into safe HTML: no raw HTML, no style attributes (the pages' Content Security Policy forbids
/// them), only harmless links. Never throws for what an author or a learner can write. Classes for the style sheet:
/// <c>anchor</c> (a heading's link to itself), <c>callout callout-{note,tip,important,warning,myth,check}</c> with
/// <c>callout-title</c> and <c>callout-kind</c>, <c>code</c> with <c>code-label</c>, <c>tok-*</c>, <c>table-scroll</c>, <c>align-*</c>,
/// <c>figure</c>, <c>external</c>, <c>term-wrap</c>, <c>term</c>, <c>term-definition</c> (to be shown while its term is hovered or has focus).
/// </summary>
public static class CourseMarkdown
{
    private static readonly MarkdownPipeline Pages = Build(inlineOnly: false);
    private static readonly MarkdownPipeline Lines = Build(inlineOnly: true);

    /// <summary>A whole text with headings, lists, code and callouts.</summary>
    public static RenderedMarkdown Render(string markdown, RenderOptions options) => Render(markdown, options, Pages);

    /// <summary>
    /// Emphasis, code and links of a short text, such as a check's message; everything else stands as it is written. Links lead
    /// into the course or to AWS's pages only: a message may quote what a learner wrote.
    /// </summary>
    public static string RenderInline(string markdown) => Render(markdown, new() { KnownLinksOnly = true }, Lines).Html;

    /// <summary>As <see cref="RenderInline"/> for an author's text, whose links may lead anywhere, with what was met on the way.</summary>
    public static RenderedMarkdown RenderInlineWithUses(string markdown) => Render(markdown, RenderOptions.Plain, Lines);

    private static RenderedMarkdown Render(string markdown, RenderOptions options, MarkdownPipeline pipeline)
    {
        try
        {
            var document = Markdown.Parse(markdown, pipeline);
            if (options.Glossary is { } glossary) TermMarker.Mark(document, glossary);
            return new PageWriter(options, pipeline).Write(document, asLines: ReferenceEquals(pipeline, Lines));
        }
        catch (ArgumentException)
        {
            // Markdig refuses texts that nest more than a hundred levels deep; shown as written, they are harmless.
            return new($"<p>{PageWriter.Escape(markdown)}</p>", [])
            {
                Problems = [new(new(1, 1), "This nests too deep to be read as Markdown; write it flatter.")],
            };
        }
    }

    private static MarkdownPipeline Build(bool inlineOnly)
    {
        var builder = new MarkdownPipelineBuilder();
        if (inlineOnly)
        {
            builder.BlockParsers.Clear();
            builder.BlockParsers.Add(new ParagraphBlockParser { ParseSetextHeadings = false });
        }
        else
        {
            builder.UsePipeTables();
            builder.InlineParsers.InsertBefore<LinkInlineParser>(new CalloutMarkerParser());
        }
        return builder.Build();
    }
}

using Markdig;

namespace CloudCourse.Course.Rendering;

/// <summary>Turns the course's Markdown into safe HTML. Never throws for what an author or a learner can write.</summary>
public static class CourseMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    public static RenderedMarkdown Render(string markdown, RenderOptions options)
    {
        _ = options;
        return new(Markdown.ToHtml(markdown, Pipeline), []);
    }

    public static RenderedMarkdown RenderInlineWithUses(string markdown) => new(Markdown.ToHtml(markdown, Pipeline), []);

    /// <summary>Emphasis, code and links of a single line, such as a check's message; everything else is shown as it is written.</summary>
    public static string RenderInline(string markdown) => RenderInlineWithUses(markdown).Html;
}

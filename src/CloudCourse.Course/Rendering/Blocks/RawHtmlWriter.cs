using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CloudCourse.Course.Rendering.Blocks;

/// <summary>Raw HTML is shown as the text it is.</summary>
internal sealed class RawHtmlWriter(PageWriter page) : HtmlObjectRenderer<HtmlInline>
{
    public const string Message = "Raw HTML is shown as text. Put it in backticks if it is meant to be seen, or write Markdown.";

    protected override void Write(HtmlRenderer renderer, HtmlInline html)
    {
        // An element is one mistake, not two.
        if (!html.Tag.StartsWith("</", StringComparison.Ordinal)) page.Problem(html, Message);
        renderer.WriteEscape(html.Tag);
    }
}

internal sealed class RawHtmlBlockWriter(PageWriter page) : HtmlObjectRenderer<HtmlBlock>
{
    protected override void Write(HtmlRenderer renderer, HtmlBlock html)
    {
        page.Problem(html, RawHtmlWriter.Message);
        renderer.EnsureLine();
        renderer.Write("<p>").WriteEscape(html.Lines.ToString());
        renderer.WriteLine("</p>");
    }
}

using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace CloudCourse.Course.Rendering.Blocks;

/// <summary>
/// A glossary term: a button, so that the keyboard reaches it, described by its definition, which the style sheet shows
/// while the term is hovered or has focus. It needs no script.
/// </summary>
internal sealed class TermWriter(PageWriter page) : HtmlObjectRenderer<TermInline>
{
    protected override void Write(HtmlRenderer renderer, TermInline term)
    {
        var id = page.NextTermId();
        renderer.Write($"<span class=\"term-wrap\"><button type=\"button\" class=\"term\" aria-describedby=\"{id}\">");
        renderer.WriteEscape(term.Words);
        renderer.Write($"</button><span class=\"term-definition\" role=\"tooltip\" id=\"{id}\">");
        renderer.WriteEscape(term.Term.Definition);
        renderer.Write("</span></span>");
    }
}

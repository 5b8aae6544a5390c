using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace CloudCourse.Course.Rendering.Blocks;

/// <summary>
/// A glossary term: a button by its role, so that the keyboard reaches it, and text by its element, so that it wraps like a word and no
/// full stop after it goes to the next line. It is described by its definition, which the style sheet shows
/// while the term is hovered or has focus. It needs no script.
/// </summary>
internal sealed class TermWriter(PageWriter page) : HtmlObjectRenderer<TermInline>
{
    protected override void Write(HtmlRenderer renderer, TermInline term)
    {
        var id = page.NextTermId();
        page.Terms.Add(term.Term.Name);
        renderer.Write($"<span class=\"term-wrap\"><span class=\"term\" role=\"button\" tabindex=\"0\" aria-describedby=\"{id}\">");
        renderer.WriteEscape(term.Words);
        renderer.Write($"</span><span class=\"term-definition\" role=\"tooltip\" id=\"{id}\">");
        renderer.WriteEscape(term.Term.Definition);
        renderer.Write("</span></span>");
    }
}

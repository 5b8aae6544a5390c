using CloudCourse.Course.Model;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CloudCourse.Course.Rendering.Blocks;

/// <summary>A heading has an anchor from its words and is itself the link to it.</summary>
internal sealed class HeadingWriter(PageWriter page) : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
    {
        var text = PageWriter.PlainText(heading.Inline);
        if (heading.Level == 1) page.Problem(heading, "Headings begin at `##`: the page's title is the front matter's.");
        var level = Math.Clamp(heading.Level, 2, 6);
        var anchor = page.AnchorFor(text);
        page.Anchors.Add(anchor);
        if (level <= 3) page.Contents.Add(new TocEntry(level, anchor, text));

        renderer.EnsureLine();
        renderer.Write($"<h{level} id=\"{anchor}\">");
        // A link inside a link is not HTML; such a heading has only the anchor.
        var linksToItself = heading.Inline?.Descendants<LinkInline>().Any() != true;
        if (linksToItself) renderer.Write($"<a class=\"anchor\" href=\"#{anchor}\">");
        renderer.WriteLeafInline(heading);
        if (linksToItself) renderer.Write("</a>");
        renderer.WriteLine($"</h{level}>");
    }
}

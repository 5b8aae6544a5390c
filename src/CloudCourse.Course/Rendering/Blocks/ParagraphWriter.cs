using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CloudCourse.Course.Rendering.Blocks;

/// <summary>A paragraph; one that holds an image and nothing else is a figure.</summary>
internal sealed class ParagraphWriter(PageWriter page) : ParagraphRenderer
{
    private int _figures;

    protected override void Write(HtmlRenderer renderer, ParagraphBlock paragraph)
    {
        if (paragraph.Inline is { FirstChild: LinkInline { IsImage: true, NextSibling: null } image }) WriteFigure(renderer, image);
        else base.Write(renderer, paragraph);
    }

    private void WriteFigure(HtmlRenderer renderer, LinkInline image)
    {
        var path = image.Url ?? "";
        var words = PageWriter.PlainText(image);
        if (words.Length == 0) page.Problem(image, $"The figure {path} has no text for those who cannot see it: say in the brackets what it teaches.");
        page.Figures.Add(new(path, words, PageWriter.Place(image)));
        var svg = Draw(image, path, words);

        renderer.EnsureLine();
        renderer.Write("<figure class=\"figure\">");
        renderer.Write(svg ?? $"<p>{PageWriter.Escape(words)}</p>");
        if (!string.IsNullOrWhiteSpace(image.Title)) renderer.Write($"<figcaption>{PageWriter.Escape(image.Title)}</figcaption>");
        renderer.WriteLine("</figure>");
    }

    private string? Draw(LinkInline image, string path, string words)
    {
        if (page.Options.ReadFigure is not { } read)
        {
            page.Problem(image, "Figures have their place in lessons: this text is shown without its lesson's files.");
            return null;
        }
        if (!path.EndsWith(".svg", StringComparison.Ordinal) || path.Contains("..", StringComparison.Ordinal) || path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal))
        {
            page.Problem(image, $"`{path}` is not an SVG file below the lesson's folder, such as figures/name.svg.");
            return null;
        }
        if (read(path) is not { } text)
        {
            page.Problem(image, $"There is no file {path} beside this lesson.");
            return null;
        }
        var figure = Figures.SvgFigure.Inline(text, words, $"{page.Options.IdPrefix}fig_{++_figures}_");
        foreach (var problem in figure.Problems) page.Problem(image, $"{path}: {problem}");
        return figure.Html;
    }
}

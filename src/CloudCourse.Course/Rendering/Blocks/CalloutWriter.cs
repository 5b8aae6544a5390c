using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CloudCourse.Course.Rendering.Blocks;

/// <summary>A quotation that begins with <c>[!NOTE]</c> and the like is a callout; <c>[!CHECK]</c> folds its answer.</summary>
internal sealed class CalloutWriter(PageWriter page) : QuoteBlockRenderer
{
    protected override void Write(HtmlRenderer renderer, QuoteBlock quote)
    {
        if (CalloutMarker.Of(quote) is not { } marker)
        {
            ReportUnknown(quote);
            base.Write(renderer, quote);
            return;
        }
        // A callout says how its paragraphs are set, whatever list it may stand in.
        var wasImplicit = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.EnsureLine();
        renderer.WriteLine($"<div class=\"callout callout-{marker.Kind.ToString().ToLowerInvariant()}\" role=\"note\">");
        var first = (LeafBlock)quote[0];
        var rest = TakeTitle(marker);
        var title = PageWriter.PlainText(first.Inline);
        renderer.Write($"<p class=\"callout-title\"><span class=\"callout-kind\">{NameOf(marker.Kind)}</span>");
        if (first.Inline!.FirstChild is not null)
        {
            renderer.Write(" ");
            renderer.WriteLeafInline(first);
        }
        renderer.WriteLine("</p>");
        if (rest.FirstChild is not null)
        {
            renderer.Write("<p>");
            renderer.WriteChildren(rest);
            renderer.WriteLine("</p>");
        }
        if (marker.Kind is CalloutKind.Check) WriteAnswer(renderer, quote);
        else
        {
            foreach (var block in quote.Skip(1)) renderer.Render(block);
        }
        if (marker.Kind is CalloutKind.Myth && page.Options.MythPage is { } listed) WriteList(renderer, listed(title));
        renderer.WriteLine("</div>");
        renderer.ImplicitParagraph = wasImplicit;
    }

    private static void WriteList(HtmlRenderer renderer, string href) => renderer.WriteLine(href.Contains('#', StringComparison.Ordinal)
        ? $"<p class=\"callout-more\"><a href=\"{href}\">Its source, and more myths</a></p>"
        : $"<p class=\"callout-more\"><a href=\"{href}\">More myths</a></p>");

    /// <summary>The question may go on for some blocks; the answer begins after a line of hyphens.</summary>
    private void WriteAnswer(HtmlRenderer renderer, QuoteBlock quote)
    {
        var isAnswer = EndsWithRule(quote[0]);
        if (isAnswer) Open();
        foreach (var block in quote.Skip(1))
        {
            if (isAnswer) renderer.Render(block);
            else if (block is ThematicBreakBlock) Open();
            else if (EndsWithRule(block))
            {
                renderer.Write("<p>");
                renderer.WriteLeafInline((LeafBlock)block);
                renderer.WriteLine("</p>");
                Open();
            }
            else renderer.Render(block);
        }
        if (isAnswer) renderer.WriteLine("</details>");
        else page.Problem(quote, "This question has no answer: put one after a line `> ---`.");

        void Open()
        {
            isAnswer = true;
            renderer.WriteLine("<details><summary>Show the answer</summary>");
        }
    }

    /// <summary>Markdown takes a paragraph with hyphens under it for a heading; here it is the question's last paragraph.</summary>
    private static bool EndsWithRule(Block block) => block is HeadingBlock { IsSetext: true };

    /// <summary>Leaves the words of the marker's own line in their place and hands over those of the lines after it.</summary>
    private static ContainerInline TakeTitle(CalloutMarker marker)
    {
        var line = marker.NextSibling;
        marker.Remove();
        while (line is not null and not LineBreakInline) line = line.NextSibling;
        ContainerInline rest = new();
        if (line is null) return rest;
        var next = line.NextSibling;
        line.Remove();
        while (next is not null)
        {
            var following = next.NextSibling;
            next.Remove();
            rest.AppendChild(next);
            next = following;
        }
        return rest;
    }

    private void ReportUnknown(QuoteBlock quote)
    {
        if (quote is [LeafBlock { Inline: { } inline }, ..] && PageWriter.PlainText(inline).StartsWith("[!", StringComparison.Ordinal))
            page.Problem(quote, $"There is no callout of this name. Names: {string.Join(", ", Enum.GetNames<CalloutKind>().Select(n => $"[!{n.ToUpperInvariant()}]"))}.");
    }

    private static string NameOf(CalloutKind kind) => kind is CalloutKind.Check ? "Check yourself" : kind.ToString();
}

/// <summary>A marker that stands where no callout is made writes nothing.</summary>
internal sealed class CalloutMarkerWriter : HtmlObjectRenderer<CalloutMarker>
{
    protected override void Write(HtmlRenderer renderer, CalloutMarker marker)
    {
    }
}

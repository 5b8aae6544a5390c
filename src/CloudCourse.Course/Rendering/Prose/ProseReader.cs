using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CloudCourse.Course.Rendering.Prose;

/// <summary>Takes the words out of a document, before it is written: writing takes some of its parts apart.</summary>
internal static class ProseReader
{
    public static IReadOnlyList<ProseBlock> Of(MarkdownDocument document)
    {
        List<ProseBlock> blocks = [];
        foreach (var leaf in document.Descendants<LeafBlock>())
        {
            if (leaf is CodeBlock or HtmlBlock || leaf.Inline is not { } inlines) continue;
            var block = Read(leaf, inlines);
            if (block.Text.Length > 0) blocks.Add(block);
        }
        return blocks;
    }

    private static ProseBlock Read(LeafBlock leaf, ContainerInline inlines)
    {
        StringBuilder text = new();
        List<(int, SourcePlace)> pieces = [];
        foreach (var inline in Forwards(inlines))
        {
            var words = inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                TermInline term => term.Words,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                CodeInline or AutolinkInline => ProseBlock.Code.ToString(),
                LineBreakInline => " ",
                _ => "",
            };
            if (words.Length == 0) continue;
            pieces.Add((text.Length, PageWriter.Place(inline)));
            text.Append(words);
        }
        return new(KindOf(leaf), CalloutOf(leaf), leaf is HeadingBlock { IsSetext: false } heading ? heading.Level : 0, text.ToString(), PageWriter.Place(leaf)) { Pieces = pieces };
    }

    /// <summary>By each inline's next one: where a term was put in, Markdig's way back (which <c>Descendants</c> goes) leaves out what stands before it.</summary>
    private static IEnumerable<Inline> Forwards(ContainerInline container)
    {
        for (var at = container.FirstChild; at is not null; at = at.NextSibling)
        {
            if (at is not ContainerInline inner) yield return at;
            else
            {
                foreach (var inline in Forwards(inner)) yield return inline;
            }
        }
    }

    private static ProseKind KindOf(LeafBlock leaf) => leaf switch
    {
        HeadingBlock { IsSetext: false } => ProseKind.Heading,
        { Inline: { FirstChild: LinkInline { IsImage: true, NextSibling: null } } } => ProseKind.AlternativeText,
        { Parent: TableCell } => ProseKind.Cell,
        { Parent: ListItemBlock } => ProseKind.ListItem,
        _ => ProseKind.Paragraph,
    };

    private static string CalloutOf(Block leaf)
    {
        for (var at = leaf.Parent; at is not null; at = at.Parent)
        {
            if (at is QuoteBlock quote && CalloutMarker.Of(quote) is { } marker) return marker.Kind.ToString().ToLowerInvariant();
        }
        return "";
    }
}

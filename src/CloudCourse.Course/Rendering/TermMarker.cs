using CloudCourse.Course.Model;
using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CloudCourse.Course.Rendering;

/// <summary>A glossary term where a lesson first uses it.</summary>
internal sealed class TermInline(GlossaryTerm term, string words) : LeafInline
{
    public GlossaryTerm Term => term;

    /// <summary>As the lesson writes it, which may be a plural.</summary>
    public string Words => words;
}

/// <summary>Puts a <see cref="TermInline"/> in place of the first use of each term in running text.</summary>
internal static class TermMarker
{
    public static void Mark(MarkdownDocument document, Glossary glossary)
    {
        HashSet<GlossaryTerm> seen = new(ReferenceEqualityComparer.Instance);
        // Headings and figures have text of their own; a button inside a link would be neither.
        List<LiteralInline> literals =
        [
            .. document.Descendants<ParagraphBlock>()
                // A table scrolls by itself, which would cut the definition off at its edge.
                .Where(p => p.Parent is not TableCell)
                .SelectMany(p => p.Inline?.Descendants<LiteralInline>() ?? [])
                .Where(l => !IsInsideLink(l) && !IsCalloutTitle(l)),
        ];
        foreach (var literal in literals) Split(literal, glossary, seen);
    }

    private static void Split(LiteralInline literal, Glossary glossary, HashSet<GlossaryTerm> seen)
    {
        var text = literal.Content.ToString();
        var from = 0;
        foreach (var (term, start, length) in glossary.Find(text))
        {
            if (!seen.Add(term)) continue;
            if (start > from) literal.InsertBefore(Literal(literal, text[from..start]));
            literal.InsertBefore(new TermInline(term, text.Substring(start, length)) { Line = literal.Line, Column = literal.Column });
            from = start + length;
        }
        if (from > 0) literal.Content = new StringSlice(text[from..]);
    }

    private static LiteralInline Literal(LiteralInline like, string text) => new(text) { Line = like.Line, Column = like.Column };

    private static bool IsInsideLink(Inline inline)
    {
        for (var at = inline.Parent; at is not null; at = at.Parent)
        {
            if (at is LinkInline) return true;
        }
        return false;
    }

    private static bool IsCalloutTitle(Inline inline)
    {
        for (var at = inline; at is not null; at = at.PreviousSibling ?? at.Parent)
        {
            if (at is LineBreakInline) return false;
            if (at is CalloutMarker) return true;
        }
        return false;
    }
}

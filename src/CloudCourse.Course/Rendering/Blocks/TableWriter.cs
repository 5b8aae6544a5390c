using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace CloudCourse.Course.Rendering.Blocks;

/// <summary>A table in a region that scrolls by itself and can be reached by keyboard; alignment by class, not by style.</summary>
internal sealed class TableWriter : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"table-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>");
        var inBody = false;
        foreach (var row in table.OfType<TableRow>())
        {
            // Markdown has no table without a heading; an author leaves it empty.
            if (row.IsHeader && row.All(IsEmpty)) continue;
            if (row.IsHeader) renderer.Write("<thead>");
            else if (!inBody) renderer.Write("<tbody>");
            inBody |= !row.IsHeader;
            WriteRow(renderer, table, row);
            if (row.IsHeader) renderer.Write("</thead>");
        }
        if (inBody) renderer.Write("</tbody>");
        renderer.WriteLine("</table></div>");
    }

    private static bool IsEmpty(Block cell) => cell is TableCell { Count: 0 } or TableCell { Count: 1 } and [ParagraphBlock { Inline: null or { FirstChild: null } }];

    private static void WriteRow(HtmlRenderer renderer, Table table, TableRow row)
    {
        renderer.WriteLine("<tr>");
        for (var i = 0; i < row.Count; i++)
        {
            // The corner above the rows' names heads nothing: an empty heading would be read aloud as one.
            var isHeading = row.IsHeader && !IsEmpty(row[i]);
            var tag = isHeading ? "th" : "td";
            renderer.Write($"<{tag}{(isHeading ? " scope=\"col\"" : "")}");
            var alignment = i < table.ColumnDefinitions.Count ? table.ColumnDefinitions[i].Alignment : null;
            if (alignment is { } side) renderer.Write($" class=\"align-{side.ToString().ToLowerInvariant()}\"");
            renderer.Write(">");
            var wasImplicit = renderer.ImplicitParagraph;
            renderer.ImplicitParagraph = true;
            renderer.Write((TableCell)row[i]);
            renderer.ImplicitParagraph = wasImplicit;
            renderer.Write($"</{tag}>");
        }
        renderer.WriteLine("</tr>");
    }
}

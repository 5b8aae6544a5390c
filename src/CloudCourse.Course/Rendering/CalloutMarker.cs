using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CloudCourse.Course.Rendering;

internal enum CalloutKind { Note, Tip, Important, Warning, Myth, Check }

/// <summary>The <c>[!NOTE]</c> that makes a quotation a callout.</summary>
internal sealed class CalloutMarker(CalloutKind kind) : LeafInline
{
    public CalloutKind Kind => kind;

    /// <summary>The marker of a quotation, where it has one.</summary>
    public static CalloutMarker? Of(QuoteBlock quote) =>
        quote is [LeafBlock { Inline.FirstChild: CalloutMarker marker }, ..] ? marker : null;
}

/// <summary>Finds the marker at the very start of a quotation.</summary>
internal sealed class CalloutMarkerParser : InlineParser
{
    public CalloutMarkerParser() => OpeningCharacters = ['['];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (slice.PeekChar() != '!' || processor.Block is not { Parent: QuoteBlock quote } block || quote[0] != block) return false;
        if (slice.Start != block.Lines.Lines?[0].Slice.Start && processor.Inline is { PreviousSibling: not null } or LeafInline) return false;
        var end = slice.IndexOf(']');
        if (end < 0) return false;
        var word = slice.AsSpan()[2..(end - slice.Start)];
        foreach (var kind in Enum.GetValues<CalloutKind>())
        {
            if (!word.SequenceEqual(kind.ToString().ToUpperInvariant())) continue;
            var start = slice.Start;
            processor.Inline = new CalloutMarker(kind)
            {
                Span = new(processor.GetSourcePosition(start, out var line, out var column), processor.GetSourcePosition(end)),
                Line = line,
                Column = column,
            };
            slice.Start = end + 1;
            if (slice.CurrentChar == ' ') slice.SkipChar();
            return true;
        }
        return false;
    }
}

namespace CloudCourse.Course.Rendering.Prose;

public enum ProseKind { Heading, Paragraph, ListItem, Cell, AlternativeText }

/// <summary>One run of words as a reader meets it, with the place of each in its source.</summary>
/// <param name="Kind">What the words stand in.</param>
/// <param name="Callout">The kind of callout around it, in lower case: <c>myth</c>, <c>check</c>…; empty outside.</param>
/// <param name="Level">Of a heading, as written; else 0.</param>
/// <param name="Text">The words. <see cref="Code"/> stands for each piece of code.</param>
public sealed record ProseBlock(ProseKind Kind, string Callout, int Level, string Text, SourcePlace At)
{
    /// <summary>Stands in <see cref="Text"/> for code, of which nobody asks how it is spelt.</summary>
    public const char Code = '\uFFFC';

    /// <summary>Where a piece of the text begins: its offset there, and its place in the source.</summary>
    internal IReadOnlyList<(int Offset, SourcePlace Place)> Pieces { get; init; } = [];

    /// <summary>The place of a character of <see cref="Text"/>.</summary>
    public SourcePlace PlaceOf(int offset)
    {
        var (begins, place) = Pieces.LastOrDefault(p => p.Offset <= offset, (Offset: 0, Place: At));
        return new(place.Line, place.Column + offset - begins);
    }

    public int Words => WordCount.Of(Text);
}

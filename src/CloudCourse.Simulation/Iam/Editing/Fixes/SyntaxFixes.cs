namespace CloudCourse.Simulation.Iam.Editing.Fixes;

/// <summary>Commas, quotes and brackets. What the reader complains of is seen from the text itself, not from its words.</summary>
internal static class SyntaxFixes
{
    public static IEnumerable<PolicyFix> Mend(FixContext context)
    {
        var (text, at) = (context.Text, context.Finding.At);
        if (at.Start >= text.Length) yield break;
        var c = text[at.Start];
        var before = at.Start - 1;
        while (before >= 0 && char.IsWhiteSpace(text[before])) before--;

        if (c is '}' or ']' && before >= 0 && text[before] == ',')
            yield return new("Remove the comma", [new(before, before + 1, "")]);
        else if (c is '{' or '[' && at.End == at.Start + 1)
            yield return new($"Add the closing {(c == '{' ? '}' : ']')} at the end", [new(text.TrimEnd().Length, text.TrimEnd().Length, c == '{' ? "}" : "]")]);
        else if (c == '\'' && text.IndexOf('\'', at.Start + 1) is > 0 and var close && !text.AsSpan(at.Start, close - at.Start).ContainsAny('\n', '"'))
            yield return new("Write double quotes", [new(at.Start, at.Start + 1, "\""), new(close, close + 1, "\"")]);
        else if (c is '/' or '#')
            yield return new("Remove the comment", [new(at.Start, LineEnd(text, at.Start), "")]);
        else if (c == '"' && at.End <= text.Length && !text.AsSpan(at.Start + 1, at.End - at.Start - 1).Contains('"'))
            yield return new("Close the string", [Closing(text, at.End)]);
        else if (char.IsLetter(c))
            yield return new("Put it in quotes", [new(at.Start, at.Start, "\""), new(WordEnd(text, at.Start), WordEnd(text, at.Start), "\"")]);
        // A comma is missing after what the finding points at.
        if (at.End < text.Length && context.SkipSpace(at.End) is var next && next < text.Length && text[next] is '"' or '{' or '[' && text[at.End - 1] != ',')
            yield return new("Add the comma", [new(at.End, at.End, ",")]);
        else if (c is '"' or '{' or '[' && before >= 0 && text[before] is '"' or '}' or ']')
            yield return new("Add the comma", [new(before + 1, before + 1, ",")]);
    }

    /// <summary>Before a comma or bracket that was meant to come after the string.</summary>
    private static TextEdit Closing(string text, int end)
    {
        while (end > 0 && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is ',' or ']' or '}')) end--;
        return new(end, end, "\"");
    }

    private static int LineEnd(string text, int at) => text.IndexOfAny(['\r', '\n'], at) is >= 0 and var end ? end : text.Length;

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (',' or '"' or ']' or '}' or '[' or '{') && !(text[at] == ':' && (at + 1 == text.Length || !char.IsLetter(text[at + 1])))) at++;
        return at;
    }
}

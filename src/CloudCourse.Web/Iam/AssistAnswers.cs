using System.Text.Json.Serialization;
using CloudCourse.Simulation.Iam.Editing;
using CloudCourse.Simulation.Iam.Editing.Fixes;

namespace CloudCourse.Web.Iam;

/// <param name="Also">Edits that go with any choice: a comma that is missing.</param>
/// <param name="InString">The cursor is inside quotes.</param>
internal sealed record CompletionAnswer(int Start, int End, bool Incomplete, bool InString, IReadOnlyList<TextEdit> Also, IReadOnlyList<CompletionChoice> Items)
{
    public static CompletionAnswer Of(CompletionList list) => new(list.Start, list.End, list.IsIncomplete, list.IsInString,
        list.CommaAt is { } at ? [new(at, at, ",")] : [], [.. list.Items.Select(CompletionChoice.Of)]);
}

/// <param name="Kind">In lower case: action, key…</param>
/// <param name="Doc">Markdown; absent where the detail says all.</param>
/// <param name="Again">Choosing it leads to the next choice.</param>
internal sealed record CompletionChoice(
    string Label, string Kind, string Detail, string Insert,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Doc,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Snippet,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Again)
{
    public static CompletionChoice Of(Completion item) => new(item.Label, item.Kind.ToString().ToLowerInvariant(), item.Detail, item.Insert,
        item.Documentation.Length == 0 ? null : item.Documentation, item.IsSnippet, item.Again);
}

/// <summary>A finding, named by its code and place, and one way to mend it.</summary>
internal sealed record FixAnswer(string Code, int Start, int End, string Title, bool Preferred, IReadOnlyList<TextEdit> Edits)
{
    public static FixAnswer Of(FindingFix found) =>
        new(found.Finding.IssueCode, found.Finding.At.Start, found.Finding.At.End, found.Fix.Title, found.Fix.IsPreferred, found.Fix.Edits);
}

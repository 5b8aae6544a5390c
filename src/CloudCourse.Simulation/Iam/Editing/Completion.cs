namespace CloudCourse.Simulation.Iam.Editing;

public enum CompletionKind { Element, Value, Service, Action, Pattern, Resource, Principal, Operator, Key, Variable }

/// <summary>One thing that could stand at the cursor.</summary>
/// <param name="Label">What to show and what typing is compared with, without quotes.</param>
/// <param name="Detail">A few words beside the label.</param>
/// <param name="Insert">What takes the span's place, with the quotes that are missing.</param>
/// <param name="Documentation">Markdown; empty where the detail says all.</param>
/// <param name="IsSnippet">It has fields such as <c>${1:Account}</c>, in the syntax of the Language Server Protocol.</param>
/// <param name="Again">There is something to choose at the place where the cursor then is.</param>
public sealed record Completion(
    string Label, CompletionKind Kind, string Detail, string Insert, string Documentation = "", bool IsSnippet = false, bool Again = false);

/// <summary>What fits at the cursor, the likeliest first.</summary>
/// <param name="Start">Where the text that a choice replaces begins, in UTF-16 units.</param>
/// <param name="End">Just past it.</param>
/// <param name="CommaAt">Where a comma is missing that any choice needs; null where none is.</param>
/// <param name="IsIncomplete">There are more than are listed: ask again when more is typed.</param>
/// <param name="IsInString">The cursor is between quotes, or after the first of them.</param>
public sealed record CompletionList(
    int Start, int End, IReadOnlyList<Completion> Items, int? CommaAt = null, bool IsIncomplete = false, bool IsInString = false);

/// <summary>Some characters of the text replaced by others.</summary>
public sealed record TextEdit(int Start, int End, string Text);

using CloudCourse.Labs.ConsoleSteps.Flows;

namespace CloudCourse.Labs.ConsoleSteps;

/// <summary>Answers in the words of the page that asked.</summary>
internal static class ConsoleWords
{
    private const int Longest = 300;

    public static string Answer(ConsoleAnswers answers, ConsoleAccount account, ConsoleField field)
    {
        var words = field.Kind switch
        {
            FieldKind.Flag => answers.Flag(field.Id) ? "Yes" : "No",
            FieldKind.Many => answers.List(field.Id) is { Count: > 0 } chosen ? string.Join(", ", chosen.Select(c => Label(account, field, c.Value))) : "None",
            FieldKind.Radio or FieldKind.Select => answers.Text(field.Id) is { Length: > 0 } value ? Label(account, field, value) : field.None ?? "Nothing chosen",
            _ => answers.Text(field.Id) is { Length: > 0 } text ? text : "-",
        };
        return words.Length <= Longest ? words : string.Concat(words.AsSpan(0, Longest), "…");
    }

    /// <summary>Of what is in no list, the last part of an ARN is a name.</summary>
    private static string Label(ConsoleAccount account, ConsoleField field, string value) => ConsoleWalk.Chosen(account, field, value)?.Label ?? value[(value.LastIndexOf('/') + 1)..];
}

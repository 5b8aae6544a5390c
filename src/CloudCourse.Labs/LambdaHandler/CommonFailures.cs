using System.Text.RegularExpressions;
using CloudCourse.Course.Grading;
using CloudCourse.Labs.LambdaHandler.Checks;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaHandler;

/// <summary>Ways to fail that every check shares. An author may word them; these are the words otherwise.</summary>
internal static partial class CommonFailures
{
    public static readonly IReadOnlyDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["cannot-load"] = "Lambda could not load the function, so no event reached it: `{errorType}`. {errorMessage}",
        ["raised"] = "The handler raised `{errorType}` instead of returning: {errorMessage}",
        ["timed-out"] = "The handler did not return within the function's timeout, so Lambda stopped it. Look for a loop or a wait that does not end.",
        ["exited"] = "The function's environment ended before the handler returned (`{errorType}`): the code left the process or took more memory than the function has.",
        ["not-json"] = "The handler returned something that is not JSON: {errorMessage} Return dictionaries, lists, strings, numbers, booleans or `None`, at most 6 MB.",
        ["not-invoked"] = "This event was not tried, because earlier ones had ended the function's environment three times. Mend those first.",
    };

    /// <summary>The key for a failed invocation; null where it returned.</summary>
    public static string? Of(HandlerFailure? failure) => failure?.ErrorType switch
    {
        null => null,
        HandlerFailure.TimedOut => "timed-out",
        HandlerFailure.ExitError or HandlerFailure.OutOfMemory => "exited",
        HandlerFailure.MarshalError or HandlerFailure.ResponseTooLarge => "not-json",
        HandlerFailure.NotInvoked => "not-invoked",
        _ => "raised",
    };

    public static string Fill(string words, HandlerFailure? failed, CheckOutcome outcome)
    {
        var first = outcome.Differences.FirstOrDefault();
        Dictionary<string, string?> values = new()
        {
            ["errorType"] = failed?.ErrorType,
            ["errorMessage"] = failed?.ErrorMessage,
            ["line"] = failed?.At is { } at ? $"{at.Path}, line {at.Line}" : null,
            ["pointer"] = first?.Place(),
            ["expected"] = first?.Expected,
            ["got"] = first is null ? null : first.Got ?? "missing",
        };
        return Placeholder.Replace(words, m => values.TryGetValue(m.Groups[1].Value, out var value) ? Quoted(value) : m.Value).Trim();
    }

    /// <summary>A hidden check says nothing of what was seen.</summary>
    public static string WithoutValues(string words)
    {
        var sentences = words.Split(". ").Where(s => !Placeholder.IsMatch(s)).ToList();
        return sentences.Count > 0 ? string.Join(". ", sentences) : "The function did not do what this hidden check expects.";
    }

    /// <summary>The whole line, without its indentation.</summary>
    public static IReadOnlyList<FileLocation> Locate(HandlerLine? at, IReadOnlyList<SubmittedFile> files)
    {
        if (at is null || files.FirstOrDefault(f => f.Path == at.Path) is not { } file) return [];
        LineMap map = new(file.Text);
        var start = 0;
        while (start < file.Text.Length && map.Of(start).Line < at.Line) start++;
        while (start < file.Text.Length && file.Text[start] is ' ' or '\t') start++;
        var end = start;
        while (end < file.Text.Length && file.Text[end] is not ('\n' or '\r')) end++;
        return map.Of(start).Line == at.Line ? [new(file.Path, "", start, end)] : [];
    }

    // What a learner's code wrote goes into a sentence of Markdown: one line, no code fence of its own.
    private static string Quoted(string? value)
    {
        var line = (value ?? "nothing").ReplaceLineEndings(" ").Replace('`', '\'');
        return line.Length <= 200 ? line : line[..200] + "…";
    }

    [GeneratedRegex(@"\{([a-zA-Z]+)\}")]
    private static partial Regex Placeholder { get; }
}

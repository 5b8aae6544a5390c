using System.CommandLine;
using System.Text.Json;

namespace CloudCourse.Cli.Shared;

/// <summary>Makes a command that answers JSON lines.</summary>
public static class BulkCommand
{
    /// <summary>Types of findings, from the mildest; the usual levels of a command that validates.</summary>
    public static readonly IReadOnlyList<string> FindingLevels = ["suggestion", "warning", "security-warning", "error"];

    /// <param name="levels">From the mildest to the gravest, what <c>--fail-on</c> may name.</param>
    /// <param name="answer">Answers one line's object without its <c>id</c>; throws <see cref="BadInputException"/> for what it does not take.</param>
    /// <param name="summarize">Answers in words; the command then has <c>--summary</c>.</param>
    public static Command Create(
        CliIo io, string name, string description, IReadOnlyList<string> levels, Func<JsonElement, CancellationToken, ValueTask<BulkAnswer>> answer,
        Summarize? summarize = null)
    {
        var failOn = FailOn.Option(levels);
        Option<bool> summary = new("--summary") { Description = "Print a table with totals for people, instead of a JSON line for each line." };
        Command command = new(name, description + " Reads a JSON object a line on standard input and answers each with one line.") { failOn };
        if (summarize is not null) command.Add(summary);
        command.SetAction((parsed, cancel) => JsonLines.RunAsync(io, new(levels, parsed.GetValue(failOn)), answer, cancel,
            summarize is not null && parsed.GetValue(summary) ? new(io.Out, summarize) : null));
        return command;
    }
}

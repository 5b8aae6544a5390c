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
    public static Command Create(
        CliIo io, string name, string description, IReadOnlyList<string> levels, Func<JsonElement, CancellationToken, ValueTask<BulkAnswer>> answer)
    {
        var failOn = FailOn.Option(levels);
        Command command = new(name, description + " Reads a JSON object a line on standard input and answers each with one line.") { failOn };
        command.SetAction((parsed, cancel) => JsonLines.RunAsync(io, new(levels, parsed.GetValue(failOn)), answer, cancel));
        return command;
    }
}

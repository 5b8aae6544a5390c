using System.Text.Json.Nodes;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.CommandLine;

/// <summary>The terminal beside a script: what it is called in the browser, and what the script prints.</summary>
public static class TerminalForm
{
    /// <summary>As <c>form:</c> of a file names it.</summary>
    public const string Name = "terminal";

    public static IReadOnlyDictionary<string, FormMaker> Forms { get; } = new Dictionary<string, FormMaker> { [Name] = Describe };

    private static JsonObject Describe(LabDefinition lab, LabFile file, int seed)
    {
        var cloud = LabCloud.Read(lab);
        return new()
        {
            ["kind"] = Name,
            ["file"] = file.Path,
            ["prompt"] = $"{cloud.Caller.Split('/')[^1]}@{cloud.Region}",
            ["start"] = cloud.Start.ToString("s", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Everything that the script prints, line by line; the steps after it are not run.</summary>
    /// <exception cref="InvalidOperationException">The lab's own setup fails.</exception>
    public static TerminalTranscript Transcript(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, CancellationToken cancel)
    {
        var run = CloudRun.Sat(lab, files, seed, cancel);
        return new(run.Account.Now, [.. run.Typed.Select(e => new TranscriptLine(e.Typed, e.Line, e.At.Start, e.At.End, e.Output, e.ExitCode, e.Hint))], run.TooMuch);
    }
}

/// <param name="Now">The account's clock after the last line.</param>
/// <param name="TooMuch">Why the rest was not run; null where all was.</param>
public sealed record TerminalTranscript(DateTimeOffset Now, IReadOnlyList<TranscriptLine> Lines, string? TooMuch);

/// <param name="Line">Of the script, from 1.</param>
/// <param name="Start">Offset in the script, as is <paramref name="End"/>.</param>
/// <param name="Hint">Ours, not AWS's; null where the output says it all.</param>
public sealed record TranscriptLine(string Typed, int Line, int Start, int End, string Output, int ExitCode, string? Hint);

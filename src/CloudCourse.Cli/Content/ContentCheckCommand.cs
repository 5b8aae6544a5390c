using System.CommandLine;
using CloudCourse.Sandbox;

namespace CloudCourse.Cli.Content;

/// <summary><c>content check</c>: reads the course as the site does and says what is wrong, in which file and where.</summary>
public static class ContentCheckCommand
{
    public static Command Create(CliIo io)
    {
        Option<string?> path = ContentPath.Option();
        Option<bool> text = new("--text") { Description = "Only what is read: no lab is graded and no handler runs." };
        Command command = new("check", "Check the course's files.") { path, text };
        command.SetAction(async (parsed, cancel) => await ContentPath.FindAsync(parsed.GetValue(path), io) is { } folder
            ? await RunAsync(io, folder, parsed.GetValue(text), cancel)
            : ExitCode.BadUsage);
        return command;
    }

    private static async Task<int> RunAsync(CliIo io, string folder, bool onlyText, CancellationToken cancel)
    {
        await using var handlers = SandboxServices.Create();
        var (reading, problems) = await new ContentCheck(handlers, io.Error).RunAsync(folder, onlyText, cancel);
        foreach (var problem in problems) await io.Out.WriteLineAsync(problem.ToString().AsMemory(), cancel);
        await io.Out.WriteLineAsync(reading.Catalog is not { } course
            ? $"The course cannot be read; {Count(problems.Count, "problem")}."
            : $"{Count(course.Lessons.Count(), "lesson")}, {Count(course.Labs.Count(), "lab")}, {Count(course.Quizzes.Sum(q => q.Items.Count), "question")} checked; {Count(problems.Count, "problem")}.");
        if (reading.Coverage is { } coverage && ContentCoverageCommand.CountOfPlanned(coverage) is > 0 and var planned)
            await io.Out.WriteLineAsync($"{Count(planned, "point")} of the inventory still planned; `content coverage --planned` lists them.");
        return problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}

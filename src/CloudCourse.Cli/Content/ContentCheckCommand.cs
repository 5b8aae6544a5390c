using System.CommandLine;
using CloudCourse.Course.Reading;
using CloudCourse.Sandbox;

namespace CloudCourse.Cli.Content;

/// <summary><c>content check</c>: reads the course as the site does and says what is wrong, in which file and where.</summary>
public static class ContentCheckCommand
{
    public static Command Create(CliIo io)
    {
        Option<string?> path = new("--path") { Description = "The folder that holds course.yml; else the nearest content/ above here." };
        Command command = new("check", "Check the course's files.") { path };
        command.SetAction(async (parsed, cancel) =>
        {
            string folder;
            try
            {
                folder = ContentFolder.Find(parsed.GetValue(path), Environment.CurrentDirectory, AppContext.BaseDirectory);
            }
            catch (DirectoryNotFoundException e)
            {
                await io.Error.WriteLineAsync(e.Message);
                return ExitCode.BadUsage;
            }
            return await RunAsync(io, folder, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(CliIo io, string folder, CancellationToken cancel)
    {
        await using var handlers = SandboxServices.Create();
        var (course, problems) = await new ContentCheck(handlers, io.Error).RunAsync(folder, cancel);
        foreach (var problem in problems) await io.Out.WriteLineAsync(problem.ToString().AsMemory(), cancel);
        await io.Out.WriteLineAsync(course is null
            ? $"The course cannot be read; {Count(problems.Count, "problem")}."
            : $"{Count(course.Lessons.Count(), "lesson")}, {Count(course.Labs.Count(), "lab")}, {Count(course.Quizzes.Sum(q => q.Items.Count), "question")} checked; {Count(problems.Count, "problem")}.");
        return problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}

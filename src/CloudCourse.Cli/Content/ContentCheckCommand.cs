using System.CommandLine;
using CloudCourse.Course.Reading;

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
        var reading = CourseReader.Read(folder, new() { IncludeDrafts = true });
        foreach (var problem in reading.Problems) await io.Out.WriteLineAsync(problem.ToString().AsMemory(), cancel);
        var course = reading.Catalog;
        await io.Out.WriteLineAsync(
            $"{course?.Lessons.Count() ?? 0} lessons, {course?.Labs.Count() ?? 0} labs, {course?.Quizzes.Count() ?? 0} quizzes read; {reading.Problems.Count} problems.");
        return reading.Problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}

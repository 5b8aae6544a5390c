using System.CommandLine;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Cli.Content.New;

/// <summary><c>content new lesson|lab|question</c>: the files of a new part of the course, whose open places <c>content check</c> then names.</summary>
public static class ContentNewCommand
{
    public static Command Create(CliIo io) => new("new", "Begin a lesson, a lab or a question.") { Lesson(io), Lab(io), Question(io) };

    private static Command Lesson(CliIo io)
    {
        Argument<string> place = new("place") { Description = "module/lesson: the folders, which also name the lesson's page. A module that is not there is begun too." };
        Option<string?> title = Title();
        Option<string?> path = ContentPath.Option();
        Command command = new("lesson", "A lesson with its figure and quiz, as a draft.") { place, title, path };
        command.SetAction((parsed, cancel) => RunAsync(io, parsed.GetValue(path), (folder, course) => NewLesson.Files(folder, course, parsed.GetValue(place)!, parsed.GetValue(title))));
        return command;
    }

    private static Command Lab(CliIo io)
    {
        Argument<string> place = new("place") { Description = "module/lesson/lab: the folders; the last one also names the lab's page." };
        Option<string?> like = new("--like") { Description = "The lab (its page's name) whose settings, checks and solutions are copied, to be changed." };
        Option<string?> kind = new("--kind") { Description = "Copies the shortest lab of that kind; iam-policy where neither is said." };
        Option<string?> title = Title();
        Option<string?> path = ContentPath.Option();
        Command command = new("lab", "A lab that begins as a copy of one that works, as a draft.") { place, like, kind, title, path };
        command.SetAction((parsed, cancel) => RunAsync(io, parsed.GetValue(path), (folder, course) =>
            NewLab.Files(folder, course, parsed.GetValue(place)!, parsed.GetValue(like), parsed.GetValue(kind), parsed.GetValue(title))));
        return command;
    }

    private static Command Question(CliIo io)
    {
        Argument<string> lesson = new("lesson") { Description = "The lesson, by its page's name." };
        Argument<string> id = new("id") { Description = "Names the question in its quiz: lower-case words with hyphens." };
        Option<string> type = new("--type") { Description = "single, multiple, architecture, match, order or number.", DefaultValueFactory = _ => "single" };
        Option<string?> path = ContentPath.Option();
        Command command = new("question", "A question at the end of a lesson's quiz.") { lesson, id, type, path };
        command.SetAction((parsed, cancel) => RunAsync(io, parsed.GetValue(path), (folder, course) =>
            NewQuestion.Files(folder, course, parsed.GetValue(lesson)!, parsed.GetValue(id)!, parsed.GetValue(type)!)));
        return command;
    }

    private static Option<string?> Title() => new("--title") { Description = "As people read it; from the folder's name where it is not said." };

    private static async Task<int> RunAsync(CliIo io, string? path, Func<string, CourseCatalog, IReadOnlyList<NewFile>> make)
    {
        if (await ContentPath.FindAsync(path, io) is not { } folder) return ExitCode.BadUsage;
        try
        {
            if (CourseReader.Read(folder, new() { IncludeDrafts = true }).Catalog is not { } course)
                throw new NotPossibleException("course.yml cannot be read; `content check` says why.");
            foreach (var file in make(folder, course))
            {
                var full = Path.Combine(folder, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                await File.WriteAllTextAsync(full, file.Text);
                await io.Out.WriteLineAsync(file.Path);
            }
        }
        catch (NotPossibleException e)
        {
            await io.Error.WriteLineAsync(e.Message);
            return ExitCode.BadUsage;
        }
        await io.Out.WriteLineAsync("`content check --text` names every place that is still to be written.");
        return ExitCode.Done;
    }
}

/// <param name="Path">Below the content folder. Where the file exists it is replaced.</param>
internal sealed record NewFile(string Path, string Text);

/// <summary>What was asked for cannot be begun; the message says why, to the author.</summary>
internal sealed class NotPossibleException(string message) : Exception(message);

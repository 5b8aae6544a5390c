using System.CommandLine;
using CloudCourse.Course.Reading;

namespace CloudCourse.Cli.Content;

/// <summary>The content folder that a command works on.</summary>
internal static class ContentPath
{
    public static Option<string?> Option() => new("--path") { Description = "The folder that holds course.yml; else the nearest content/ above here." };

    /// <summary>Null where there is none, which was said on the error stream.</summary>
    public static async Task<string?> FindAsync(string? path, CliIo io)
    {
        try
        {
            return ContentFolder.Find(path, Environment.CurrentDirectory, AppContext.BaseDirectory);
        }
        catch (DirectoryNotFoundException e)
        {
            await io.Error.WriteLineAsync(e.Message);
            return null;
        }
    }
}

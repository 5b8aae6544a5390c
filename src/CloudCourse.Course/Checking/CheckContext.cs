using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>A course as it was read, and the means to point at a place in its files.</summary>
public sealed class CheckContext(CourseReading reading, string folder)
{
    public CourseReading Reading => reading;

    /// <exception cref="InvalidOperationException">The course could not be read at all.</exception>
    public CourseCatalog Catalog => reading.Catalog ?? throw new InvalidOperationException("There is no course to check.");

    public string FileOf(Guid id) => reading.Files[id];

    /// <summary>The folder of a lesson's or lab's own file.</summary>
    public string FolderOf(Guid id) => Parent(FileOf(id));

    /// <summary>Whether reading this folder met a problem, so that what seems to be missing may only be unread.</summary>
    public bool IsWhole(string path) => !reading.Problems.Any(p => p.File.StartsWith(path + "/", StringComparison.Ordinal));

    /// <summary>The first place of a text in a file, or the file's beginning.</summary>
    public ContentProblem Problem(string file, string near, string message)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(file, 1, 1, message);
        }
        var line = Array.FindIndex(lines, l => l.Contains(near, StringComparison.Ordinal));
        return line < 0 ? new(file, 1, 1, message) : new(file, line + 1, lines[line].IndexOf(near, StringComparison.Ordinal) + 1, message);
    }

    /// <summary>Every text of the course with its path, but for what is written about it for authors.</summary>
    internal IEnumerable<(string Path, string Text)> Texts()
    {
        SourceFolder source = new(folder, new());
        return source.Files("").Where(f => !f.EndsWith("README.md", StringComparison.Ordinal))
            .Select(source.TryRead).OfType<SourceFile>().Select(f => (f.Path, f.Text));
    }

    internal static string Parent(string file) => file.LastIndexOf('/') is >= 0 and var at ? file[..at] : "";
}

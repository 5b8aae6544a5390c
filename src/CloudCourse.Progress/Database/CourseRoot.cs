namespace CloudCourse.Progress;

/// <summary>
/// The folder that holds <c>content/</c>, and <c>data/</c> beside it. Found from wherever the program was started: <c>dotnet run</c>
/// starts the site in its project's folder and the command line in the caller's, and both must open the same database.
/// </summary>
public static class CourseRoot
{
    /// <param name="starts">Folders to look in and above, in order. The first itself, where none is in a course.</param>
    public static string Of(params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            for (var folder = new DirectoryInfo(Path.GetFullPath(start)); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "content", "course.yml"))) return folder.FullName;
            }
        }
        return Path.GetFullPath(starts[0]);
    }
}

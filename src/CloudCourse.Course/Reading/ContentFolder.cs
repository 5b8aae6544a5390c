namespace CloudCourse.Course.Reading;

/// <summary>Finds the folder that holds <c>course.yml</c>.</summary>
public static class ContentFolder
{
    /// <param name="configured"><c>Content:Path</c>; where given, no other place is tried.</param>
    /// <param name="starts">Folders to look in and above, in order: the application's own folder, its content root.</param>
    /// <exception cref="DirectoryNotFoundException">No folder holds a course; the message says where it was looked for and what to set.</exception>
    public static string Find(string? configured, params ReadOnlySpan<string> starts)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            var folder = Path.GetFullPath(configured);
            return File.Exists(Path.Combine(folder, CourseReader.CourseFile)) ? folder
                : throw new DirectoryNotFoundException($"There is no {CourseReader.CourseFile} in {folder}. Set Content:Path (environment variable Content__Path) to the folder that holds it.");
        }
        foreach (var start in starts)
        {
            for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
            {
                var folder = Path.Combine(at.FullName, "content");
                if (File.Exists(Path.Combine(folder, CourseReader.CourseFile))) return folder;
            }
        }
        throw new DirectoryNotFoundException(
            $"No folder content/{CourseReader.CourseFile} was found in or above {string.Join(" or ", starts.ToArray())}. Set Content:Path (environment variable Content__Path) to the course's folder.");
    }
}

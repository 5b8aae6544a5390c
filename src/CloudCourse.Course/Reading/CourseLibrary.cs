using CloudCourse.Course.Model;

namespace CloudCourse.Course.Reading;

/// <summary>Holds the course that is being taught. Safe to share; the catalog is replaced as a whole.</summary>
public sealed class CourseLibrary
{
    private volatile CourseReading _reading;
    private readonly CourseReadingOptions _options;

    private CourseLibrary(string folder, CourseReadingOptions options, CourseReading reading)
    {
        Folder = folder;
        _options = options;
        _reading = reading;
    }

    public string Folder { get; }

    public CourseCatalog Current => _reading.Catalog!;

    /// <summary>What is wrong in the files; the parts concerned may be missing from <see cref="Current"/>. For the log.</summary>
    public IReadOnlyList<ContentProblem> Problems => _reading.Problems;

    /// <param name="folder">From <see cref="ContentFolder.Find"/>.</param>
    /// <exception cref="FormatException"><c>course.yml</c> itself cannot be read: there is no course to teach.</exception>
    public static CourseLibrary Open(string folder, CourseReadingOptions? options = null)
    {
        options ??= new();
        var reading = CourseReader.Read(folder, options);
        return reading.Catalog is not null ? new(folder, options, reading)
            : throw new FormatException($"The course in {folder} cannot be read. {string.Join(" ", reading.Problems)}");
    }

    /// <summary>Reads the files again. The old course stays where the new one has no readable <c>course.yml</c>.</summary>
    /// <returns>Whether the course was replaced.</returns>
    public bool Reload()
    {
        var reading = CourseReader.Read(Folder, _options);
        if (reading.Catalog is null) return false;
        _reading = reading;
        return true;
    }
}

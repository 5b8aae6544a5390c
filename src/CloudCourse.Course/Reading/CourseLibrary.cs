using CloudCourse.Course.Model;

namespace CloudCourse.Course.Reading;

/// <summary>Holds the course that is being taught. Safe to share; the catalog is replaced as a whole.</summary>
public sealed class CourseLibrary
{
    private readonly Lock _reloading = new();
    private readonly CourseReadingOptions _options;
    private volatile State _state;

    private CourseLibrary(string folder, CourseReadingOptions options, CourseReading reading)
    {
        Folder = folder;
        _options = options;
        _state = new(reading.Catalog!, reading.Problems, 1, NewSignal());
    }

    public string Folder { get; }

    public CourseCatalog Current => _state.Catalog;

    /// <summary>What is wrong in the files as they were read last; the parts concerned may be missing from <see cref="Current"/>, or be as they were before. For the log, and for authors.</summary>
    public IReadOnlyList<ContentProblem> Problems => _state.Problems;

    /// <summary>From 1; one more after every <see cref="Reload"/>.</summary>
    public int Revision => _state.Revision;

    /// <param name="folder">From <see cref="ContentFolder.Find"/>.</param>
    /// <exception cref="FormatException"><c>course.yml</c> itself cannot be read: there is no course to teach.</exception>
    public static CourseLibrary Open(string folder, CourseReadingOptions? options = null)
    {
        options ??= new();
        var reading = CourseReader.Read(folder, options);
        return reading.Catalog is not null ? new(folder, options, reading)
            : throw new FormatException($"The course in {folder} cannot be read. {string.Join(" ", reading.Problems)}");
    }

    /// <summary>Reads the files again. The old course stays where the new one has no readable <c>course.yml</c>; <see cref="Problems"/> say why.</summary>
    /// <returns>Whether the course was replaced.</returns>
    public bool Reload()
    {
        lock (_reloading)
        {
            var before = _state;
            var reading = CourseReader.Read(Folder, _options);
            _state = new(reading.Catalog ?? before.Catalog, reading.Problems, before.Revision + 1, NewSignal());
            before.Replaced.SetResult();
            return reading.Catalog is not null;
        }
    }

    /// <summary>Waits until there is another revision than this one.</summary>
    /// <returns>The revision that there is then.</returns>
    public async Task<int> ChangedAsync(int since, CancellationToken cancel)
    {
        while (_state is { } now && now.Revision == since) await now.Replaced.Task.WaitAsync(cancel);
        return Revision;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record State(CourseCatalog Catalog, IReadOnlyList<ContentProblem> Problems, int Revision, TaskCompletionSource Replaced);
}

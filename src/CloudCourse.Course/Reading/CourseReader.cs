using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering;

namespace CloudCourse.Course.Reading;

/// <summary>
/// Reads a content folder into a course, in the format of <c>content/README.md</c>. An author's mistake is a problem with
/// its place and never an exception; reading goes on to report them all.
/// </summary>
public sealed class CourseReader
{
    internal const string CourseFile = "course.yml";
    internal const string WordsFile = "words.txt";

    private readonly ProblemList _problems = new();
    private readonly ActivityIds _ids = new();
    private readonly SourceFolder _folder;
    private readonly CourseReadingOptions _options;
    private readonly List<SourceDocument> _documents = [];
    private IReadOnlyList<WrittenMyth> _myths = [];

    private CourseReader(string contentFolder, CourseReadingOptions options)
    {
        _folder = new(contentFolder, _problems);
        _options = options;
    }

    /// <param name="contentFolder">The folder that holds <c>course.yml</c>.</param>
    public static CourseReading Read(string contentFolder, CourseReadingOptions? options = null)
    {
        CourseReader reader = new(contentFolder, options ?? new());
        var catalog = reader.ReadCourse();
        var coverage = CoverageReader.Read(reader._folder, reader._problems);
        return new()
        {
            Catalog = catalog is null ? null : catalog with
            {
                Myths = MythReader.Join(reader._myths, catalog, coverage),
                QuestionSections = CoverageReader.SectionsOfQuestions(coverage, catalog),
            },
            Coverage = coverage,
            Myths = reader._myths,
            Words = [.. (reader._folder.TryRead(WordsFile)?.Text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(w => w[0] != '#')],
            Problems = reader._problems.Sorted(),
            Documents = reader._documents,
            Files = reader._ids.Files,
            Unused = reader._folder.Unread(),
        };
    }

    private CourseCatalog? ReadCourse()
    {
        var terms = GlossaryReader.Read(_folder, _problems);
        if (_folder.Read(CourseFile, "the course's title and the order of its modules and lessons") is not { } file) return null;
        if (new YamlSource(file.Path, _problems).ReadObject(file.Text) is not { } course) return null;

        // Before the lessons, whose notes link to them.
        _myths = MythReader.Read(_folder, _problems, _documents);
        LessonReader lessons = new(_folder, _problems, _ids, Glossary.Of(terms), _myths, _documents);
        var id = _ids.Id(course, file.Path);
        var title = course.Text("title");
        var summary = course.Text("summary");
        var passMark = (double)course.Decimal("quizPassMark", 0, 1);
        List<Module> modules = [];
        foreach (var entry in course.Objects("modules"))
        {
            if (ReadModule(entry, lessons) is { } module) modules.Add(module);
        }
        var scenarios = new ScenarioReader(_folder, _problems, _documents).Read(course.Objects("scenarios", required: false));
        course.Finish();
        return new()
        {
            Scenarios = scenarios,
            Id = id,
            Title = title,
            Summary = summary,
            QuizPassMark = passMark,
            Modules = modules,
            Exam = ExamReader.Read(_folder, _problems, _ids, [.. modules.Select(m => m.Slug)]),
            Glossary = terms.ToDictionary(t => t.Name.ToLowerInvariant(), StringComparer.Ordinal),
        };
    }

    private Module? ReadModule(YamlObject entry, LessonReader reader)
    {
        var folder = entry.Slug("folder");
        var listed = entry.Objects("lessons");
        entry.Finish();
        if (folder.Length == 0) return null;

        var mark = _problems.Count;
        YamlObject? module = null;
        if (_folder.Read($"{folder}/module.yml", "the module's id, slug, title and summary") is { } file)
            module = new YamlSource(file.Path, _problems).ReadObject(file.Text);
        if (module is null) return null;

        var id = _ids.Id(module, $"{folder}/module.yml");
        var slug = _ids.Slug(module, $"{folder}/module.yml", "module");
        var title = module.Text("title");
        var summary = module.Text("summary");
        module.Finish();
        var whole = _problems.Count == mark;

        List<Lesson> lessons = [];
        foreach (var lessonEntry in listed)
        {
            var lessonFolder = lessonEntry.Slug("folder");
            var labs = lessonEntry.Texts("labs");
            lessonEntry.Finish();
            if (lessonFolder.Length == 0) continue;
            if (reader.Read($"{folder}/{lessonFolder}", slug, labs) is not { } lesson || !IsWanted(lesson.Status)) continue;
            lessons.Add(lesson with { Labs = [.. lesson.Labs.Where(l => IsWanted(l.Status))] });
        }
        return whole ? new() { Id = id, Slug = slug, Title = title, Summary = summary, Lessons = lessons } : null;
    }

    private bool IsWanted(ContentStatus status) => _options.IncludeDrafts || status is not ContentStatus.Draft;
}

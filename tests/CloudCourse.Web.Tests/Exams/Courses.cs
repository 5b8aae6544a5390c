using CloudCourse.Course.Model;
using CloudCourse.Web.Tests.Quizzes;

namespace CloudCourse.Web.Tests.Exams;

/// <summary>Courses of two modules with an exam of ten questions, half of each.</summary>
internal static class Courses
{
    /// <param name="modules">A module's slug and how many questions each of its lessons has.</param>
    public static CourseCatalog Of(params (string Slug, int[] Lessons)[] modules) => new()
    {
        Id = Guid.NewGuid(),
        Title = "A course",
        Summary = "",
        QuizPassMark = 0.7,
        Glossary = new Dictionary<string, GlossaryTerm>(),
        Modules =
        [
            .. modules.Select(m => new Module
            {
                Id = Guid.NewGuid(),
                Slug = m.Slug,
                Title = m.Slug,
                Summary = "",
                Lessons = [.. m.Lessons.Select((count, at) => LessonOf($"{m.Slug}-{at}", m.Slug, count))],
            }),
        ],
        Exam = new()
        {
            Id = Guid.NewGuid(),
            Title = "Final exam",
            Version = 1,
            Questions = 10,
            PassMark = 0.7,
            Minutes = 10,
            Parts = [.. modules.Select(m => new ExamPart(m.Slug, [m.Slug], 50, 5))],
        },
    };

    public static CourseCatalog Of((string Slug, int One) first, (string Slug, int One) second) => Of((first.Slug, [first.One]), (second.Slug, [second.One]));

    public static CourseCatalog Of((string Slug, int One, int Two) first, (string Slug, int One) second) => Of((first.Slug, [first.One, first.Two]), (second.Slug, [second.One]));

    public static CourseCatalog Of((string Slug, int One, int Two, int Three) first, (string Slug, int One) second) =>
        Of((first.Slug, [first.One, first.Two, first.Three]), (second.Slug, [second.One]));

    /// <summary>A course whose only part asks these questions.</summary>
    public static CourseCatalog Of(params IReadOnlyList<QuizItem> items)
    {
        var course = Of(("iam", 1), ("ec2", 1));
        var lesson = LessonOf("iam-0", "iam", 0);
        lesson = lesson with { Quiz = lesson.Quiz! with { Items = [.. items.Select((item, at) => item with { Id = $"item-{at}" })] } };
        return course with
        {
            Modules = [course.Modules[0] with { Lessons = [lesson] }],
            Exam = course.Exam! with { Questions = items.Count, Parts = [new("iam", ["iam"], 100, items.Count)] },
        };
    }

    private static Lesson LessonOf(string slug, string module, int questions) => new()
    {
        Id = Guid.NewGuid(),
        Slug = slug,
        Title = slug,
        Summary = "",
        Objectives = [],
        Concepts = [],
        Prerequisites = [],
        Minutes = 5,
        Version = 1,
        Status = ContentStatus.Live,
        ModuleSlug = module,
        Document = new("", []),
        Labs = [],
        Quiz = Items.Quiz(1, [.. Enumerable.Range(0, questions).Select(_ => Items.Choice(QuizItemType.Single, "a"))]) with { Slug = slug, LessonSlug = slug },
    };
}

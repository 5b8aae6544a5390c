namespace CloudCourse.Course.Model;

/// <summary>The whole course as read from <c>content/</c>. Immutable; replaced as a whole when files change.</summary>
public sealed record CourseCatalog
{
    public required Guid Id { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }

    /// <summary>Share of a quiz's points that counts as passed, from 0 to 1.</summary>
    public required double QuizPassMark { get; init; }

    /// <summary>In the order of <c>course.yml</c>, which is the only place that has an order.</summary>
    public required IReadOnlyList<Module> Modules { get; init; }

    /// <summary>Terms by lower-case name.</summary>
    public required IReadOnlyDictionary<string, GlossaryTerm> Glossary { get; init; }

    /// <summary>What learners commonly believe, in the order of <c>myths.yml</c>.</summary>
    public IReadOnlyList<Myth> Myths { get; init; } = [];

    /// <summary>Null where the course has none.</summary>
    public FinalExam? Exam { get; init; }

    /// <summary>By question (<c>policies/by-tag</c>, as the exam names them): the section of a lesson that tells what it asks, as far as <c>coverage.yml</c> says so.</summary>
    public IReadOnlyDictionary<string, LessonSection> QuestionSections { get; init; } = new Dictionary<string, LessonSection>();

    public PassMarks PassMarks => new(QuizPassMark, Exam);

    /// <summary>Systems to build and to try architectures for; a course may have none.</summary>
    public IReadOnlyList<Scenario> Scenarios { get; init; } = [];

    public IEnumerable<Lesson> Lessons => Modules.SelectMany(m => m.Lessons);
    public IEnumerable<LabDefinition> Labs => Lessons.SelectMany(l => l.Labs);
    public IEnumerable<Quiz> Quizzes => Lessons.Where(l => l.Quiz is not null).Select(l => l.Quiz!);

    public Lesson? FindLesson(string slug) => Lessons.FirstOrDefault(l => l.Slug == slug);
    public LabDefinition? FindLab(string slug) => Labs.FirstOrDefault(l => l.Slug == slug);
    public Scenario? FindScenario(string slug) => Scenarios.FirstOrDefault(s => s.Slug == slug);
    public Quiz? FindQuiz(string slug) => Quizzes.FirstOrDefault(q => q.Slug == slug);
}

public sealed record Module
{
    public required Guid Id { get; init; }
    public required string Slug { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required IReadOnlyList<Lesson> Lessons { get; init; }
}

/// <summary>One page of a module: the prose that a learner reads, with the labs and the quiz that practise it.</summary>
public sealed record Lesson
{
    /// <summary>Never changes, wherever the lesson moves.</summary>
    public required Guid Id { get; init; }

    /// <summary>Names the page in its URL, <c>/lessons/{slug}</c>; unique in the course.</summary>
    public required string Slug { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required IReadOnlyList<Objective> Objectives { get; init; }
    public required IReadOnlyList<string> Concepts { get; init; }
    public required IReadOnlyList<string> Prerequisites { get; init; }

    /// <summary>Reading time.</summary>
    public required int Minutes { get; init; }
    public required int Version { get; init; }
    public required ContentStatus Status { get; init; }
    public required string ModuleSlug { get; init; }
    public required LessonDocument Document { get; init; }
    public required IReadOnlyList<LabDefinition> Labs { get; init; }
    public Quiz? Quiz { get; init; }
}

/// <summary>What a lesson's Markdown became; safe HTML, rendered once when the course is read.</summary>
public sealed record LessonDocument(string Html, IReadOnlyList<TocEntry> Contents);

/// <param name="Level">2 or 3.</param>
public sealed record TocEntry(int Level, string Anchor, string Text);

/// <summary>Something the learner can do afterwards; every one is examined by a check or a question that names it.</summary>
public sealed record Objective(string Id, string Text);

public sealed record GlossaryTerm(string Name, string Definition, IReadOnlyList<string> AlsoWritten);

public enum ContentStatus { Draft, Live, Retired }

using CloudCourse.Course.Model;
using CloudCourse.Progress;

namespace CloudCourse.Web.Progress;

public enum StopKind { Lesson, Lab, Quiz, Exam }

public enum StopState { Todo, Started, Done }

/// <summary>One thing to do on the way through the course.</summary>
/// <param name="Minutes">The author's estimate; a quiz has none.</param>
/// <param name="Best">Share of the points of the best attempt, from 0 to 1; null before the first.</param>
/// <param name="LastAt">When the learner was last here, UTC.</param>
public sealed record Stop(StopKind Kind, Guid Id, string Slug, string Title, int? Minutes, StopState State, double? Best = null, DateTime? LastAt = null)
{
    public string Href => Kind switch
    {
        StopKind.Lesson => $"/lessons/{Slug}",
        StopKind.Lab => $"/labs/{Slug}",
        StopKind.Exam => "/exam",
        _ => $"/quizzes/{Slug}",
    };

    public string KindName => Kind switch { StopKind.Lesson => "Lesson", StopKind.Lab => "Lab", StopKind.Exam => "Exam", _ => "Quiz" };

    /// <summary>In words, as the state means something else for each kind.</summary>
    public string StateName => (Kind, State) switch
    {
        (_, StopState.Todo) => "Not begun",
        (StopKind.Lesson, StopState.Done) => "Read",
        (StopKind.Lesson, _) => "Opened",
        (_, StopState.Done) => "Passed",
        (_, _) => "Begun",
    };
}

public sealed record ModuleWalk(Module Module, IReadOnlyList<Stop> Stops)
{
    public int Done => Stops.Count(s => s.State is StopState.Done);
    public int Minutes => Stops.Sum(s => s.Minutes ?? 0);
}

/// <summary>The course as one learner has walked it, in the order in which it is meant to be walked.</summary>
public sealed record CourseWalk(IReadOnlyList<ModuleWalk> Modules)
{
    /// <summary>What stands at the end; null in a course without an exam.</summary>
    public Stop? Exam { get; init; }

    public IEnumerable<Stop> Stops => Modules.SelectMany(m => m.Stops).Concat(Exam is { } exam ? [exam] : []);
    public int Done => Stops.Count(s => s.State is StopState.Done);
    public int Total => Stops.Count();
    public bool HasBegun => Stops.Any(s => s.State is not StopState.Todo);

    /// <summary>Where the learner was last, or what comes after it when that is done; null when all is done.</summary>
    public Stop? Next
    {
        get
        {
            var latest = Stops.Where(s => s.LastAt is not null).MaxBy(s => s.LastAt);
            var ahead = latest is null ? Stops : Stops.SkipWhile(s => s.Id != latest.Id);
            return ahead.Concat(Stops).FirstOrDefault(s => s.State is not StopState.Done);
        }
    }

    /// <param name="learner">Null for a visitor of whom nothing is known.</param>
    public static CourseWalk Of(CourseCatalog course, LearnerOverview? learner) =>
        new([.. course.Modules.Select(m => new ModuleWalk(m, [.. m.Lessons.SelectMany(l => StopsOf(l, learner))]))])
        {
            Exam = course.Exam is { } exam ? ExamStop(exam, learner) : null,
        };

    private static Stop ExamStop(FinalExam exam, LearnerOverview? learner)
    {
        var tries = learner?.Quizzes.GetValueOrDefault(exam.Id);
        DateTime? open = learner is not null && learner.OpenTries.TryGetValue(exam.Id, out var begun) ? begun : null;
        return new(StopKind.Exam, exam.Id, "final", exam.Title, exam.Minutes, ActivityState(tries, hasDraft: open is not null), tries?.Share, Later(tries?.LastAt, open));
    }

    /// <summary>A lesson, then what practises it.</summary>
    public static IEnumerable<Stop> StopsOf(Lesson lesson, LearnerOverview? learner)
    {
        yield return new(StopKind.Lesson, lesson.Id, lesson.Slug, lesson.Title, lesson.Minutes, LessonState(lesson, learner),
            LastAt: learner?.Lessons.GetValueOrDefault(lesson.Id)?.LastReadAt);
        foreach (var lab in lesson.Labs)
        {
            var result = learner?.Labs.GetValueOrDefault(lab.Id);
            yield return new(StopKind.Lab, lab.Id, lab.Slug, lab.Title, lab.Minutes,
                ActivityState(result, hasDraft: learner?.Drafts.ContainsKey(lab.Id) ?? false), result?.Share, Later(result?.LastAt, DraftAt(lab, learner)));
        }
        if (lesson.Quiz is not { } quiz) yield break;
        var tries = learner?.Quizzes.GetValueOrDefault(quiz.Id);
        yield return new(StopKind.Quiz, quiz.Id, quiz.Slug, quiz.Title, null, ActivityState(tries, hasDraft: false), tries?.Share, tries?.LastAt);
    }

    private static DateTime? DraftAt(LabDefinition lab, LearnerOverview? learner) =>
        learner is not null && learner.Drafts.TryGetValue(lab.Id, out var at) ? at : null;

    private static DateTime? Later(DateTime? one, DateTime? other) => one is null || other > one ? other : one;

    private static StopState LessonState(Lesson lesson, LearnerOverview? learner) => learner?.Lessons.GetValueOrDefault(lesson.Id) switch
    {
        { FinishedAt: not null } => StopState.Done,
        { } => StopState.Started,
        null => StopState.Todo,
    };

    private static StopState ActivityState(ActivityProgress? result, bool hasDraft) => result switch
    {
        { Passed: true } => StopState.Done,
        { Attempts: > 0 } or { PracticeAttempts: > 0 } => StopState.Started,
        _ => hasDraft ? StopState.Started : StopState.Todo,
    };
}

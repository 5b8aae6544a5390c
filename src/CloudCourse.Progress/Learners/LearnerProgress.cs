using CloudCourse.Course.Model;
using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

public sealed record LessonProgress(DateTime FirstReadAt, DateTime LastReadAt, DateTime? FinishedAt);

/// <param name="Score">Of the best attempt that counts; null before the first one.</param>
/// <param name="Attempts">That count; practice is apart.</param>
public sealed record ActivityProgress(double? Score, double? OutOf, bool Passed, int Attempts, int PracticeAttempts, DateTime? LastAt)
{
    public double? Share => OutOf is > 0 ? Score / OutOf : null;
}

/// <summary>What a learner has done, by the ids of lessons, labs and quizzes; the exam is among the quizzes. What is absent was not begun.</summary>
/// <param name="Drafts">Labs with a draft, and when it was last saved.</param>
public sealed record LearnerOverview(
    IReadOnlyDictionary<Guid, LessonProgress> Lessons, IReadOnlyDictionary<Guid, ActivityProgress> Labs,
    IReadOnlyDictionary<Guid, ActivityProgress> Quizzes, IReadOnlyDictionary<Guid, DateTime> Drafts)
{
    /// <summary>Quizzes, and the exam, with a try that was begun and not handed in, and when it was begun.</summary>
    public IReadOnlyDictionary<Guid, DateTime> OpenTries { get; init; } = new Dictionary<Guid, DateTime>();
}

public enum LearnerDeed { ReadLesson, FinishedLesson, AttemptedLab, TookQuiz }

/// <summary>Something a learner did. <see cref="SubjectId"/> is a lesson's, lab's or quiz's id; <see cref="DetailId"/> the submission's or try's.</summary>
public sealed record LearnerEvent(DateTime At, LearnerDeed Deed, Guid SubjectId, Guid? DetailId, double? Score, double? OutOf, bool Practice);

/// <summary>The course as one learner has gone through it.</summary>
public sealed class LearnerProgress(IDbContextFactory<ProgressContext> contexts)
{
    /// <param name="quizPassMark">Share of a quiz's points that counts as passed, in a course without an exam.</param>
    public Task<LearnerOverview> OverviewAsync(Guid learnerId, double quizPassMark, CancellationToken cancel = default) =>
        OverviewAsync(learnerId, new PassMarks(quizPassMark), cancel);

    public async Task<LearnerOverview> OverviewAsync(Guid learnerId, PassMarks passMarks, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var lessons = await db.LessonVisits.Where(v => v.LearnerId == learnerId)
            .ToDictionaryAsync(v => v.LessonId, v => new LessonProgress(v.FirstReadAt, v.LastReadAt, v.FinishedAt), cancel);
        var results = await ActivityResult.OfAsync(db, db.Learners.Where(l => l.Id == learnerId).Select(l => l.Id), passMarks, cancel);
        var drafts = await db.Drafts.Where(d => d.LearnerId == learnerId).GroupBy(d => d.ActivityId)
            .Select(g => new { g.Key, At = g.Max(d => d.SavedAt) }).ToDictionaryAsync(g => g.Key, g => g.At, cancel);
        var open = await db.QuizTries.Where(t => t.LearnerId == learnerId && t.SubmittedAt == null)
            .ToDictionaryAsync(t => t.QuizId, t => t.StartedAt, cancel);
        return new(lessons, By(ActivityKind.Lab), By(ActivityKind.Quiz), drafts) { OpenTries = open };

        Dictionary<Guid, ActivityProgress> By(ActivityKind kind) => results.Where(r => r.Kind == kind)
            .GroupBy(r => r.ActivityId).ToDictionary(g => g.Key, ActivityResult.Summarize);
    }

    /// <summary>What the learner did, the latest first.</summary>
    public async Task<IReadOnlyList<LearnerEvent>> TimelineAsync(Guid learnerId, int most = 100, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var visits = await db.LessonVisits.Where(v => v.LearnerId == learnerId).OrderByDescending(v => v.LastReadAt).Take(most).ToListAsync(cancel);
        var attempts = await db.Attempts.Where(a => a.LearnerId == learnerId).OrderByDescending(a => a.SubmittedAt).Take(most)
            .Select(a => new LearnerEvent(a.SubmittedAt, LearnerDeed.AttemptedLab, a.ActivityId, a.SubmissionId, a.Score, a.OutOf, a.Practice)).ToListAsync(cancel);
        var tries = await db.QuizTries.Where(t => t.LearnerId == learnerId && t.SubmittedAt != null).OrderByDescending(t => t.SubmittedAt).Take(most)
            .Select(t => new LearnerEvent(t.SubmittedAt!.Value, LearnerDeed.TookQuiz, t.QuizId, t.Id, t.Score, t.OutOf, false)).ToListAsync(cancel);
        var lessons = visits.SelectMany<LessonVisit, LearnerEvent>(v => v.FinishedAt is { } finished
            ? [new(v.FirstReadAt, LearnerDeed.ReadLesson, v.LessonId, null, null, null, false), new(finished, LearnerDeed.FinishedLesson, v.LessonId, null, null, null, false)]
            : [new(v.FirstReadAt, LearnerDeed.ReadLesson, v.LessonId, null, null, null, false)]);
        return [.. lessons.Concat(attempts).Concat(tries).OrderByDescending(e => e.At).Take(most)];
    }
}

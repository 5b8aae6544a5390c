using CloudCourse.Course.Model;
using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>What the learners of one's own cohorts have done. For anybody else's cohort the answer is null.</summary>
public sealed class Gradebook(IDbContextFactory<ProgressContext> contexts, Cohorts cohorts, LearnerProgress progress)
{
    /// <summary>Every lab and quiz of the course, in its order, and its exam at the end.</summary>
    public static IReadOnlyList<GradebookColumn> ColumnsOf(CourseCatalog catalog) =>
    [
        .. from module in catalog.Modules
           from lesson in module.Lessons
           from column in ColumnsOf(lesson, module)
           select column,
        .. catalog.Exam is { } exam ? [new GradebookColumn(exam.Id, ActivityKind.Exam, "final", exam.Title, "At the end")] : Array.Empty<GradebookColumn>(),
    ];

    public async Task<GradebookView?> ForCohortAsync(
        Guid cohortId, Guid instructorAccountId, CourseCatalog catalog, CancellationToken cancel = default)
    {
        if (await cohorts.FindAsync(cohortId, instructorAccountId, cancel) is not { } cohort) return null;
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var learners = await Enrolled(db, db.LearnersOf(cohortId), cohortId).ToListAsync(cancel);
        var results = (await ActivityResult.OfAsync(db, db.LearnersOf(cohortId), catalog.PassMarks, cancel)).ToLookup(r => r.LearnerId);
        var columns = ColumnsOf(catalog);
        var shown = columns.Select(c => c.ActivityId).ToHashSet();
        return new(cohort, columns,
        [
            .. learners.OrderBy(l => l.Name, StringComparer.OrdinalIgnoreCase).Select(l =>
            {
                List<ActivityResult> own = [.. results[l.Id].Where(r => shown.Contains(r.ActivityId))];
                return new GradebookRow(l.Id, l.Name, l.Email, l.EnrolledAt, own.Max(r => (DateTime?)r.At),
                    own.GroupBy(r => r.ActivityId).ToDictionary(g => g.Key, ActivityResult.Summarize));
            }),
        ]);
    }

    /// <summary>One learner of the cohort, with all that was submitted and how it was graded, the latest first.</summary>
    public async Task<LearnerDetail?> LearnerDetailAsync(
        Guid cohortId, Guid learnerId, Guid instructorAccountId, CourseCatalog catalog, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        if (!await db.TaughtBy(instructorAccountId).AnyAsync(c => c.Id == cohortId, cancel)) return null;
        if (await Enrolled(db, db.LearnersOf(cohortId).Where(id => id == learnerId), cohortId).SingleOrDefaultAsync(cancel) is not { } learner) return null;

        var submissions = await db.Submissions.AsNoTracking().Where(s => s.LearnerId == learnerId)
            .OrderByDescending(s => s.SubmittedAt).ToListAsync(cancel);
        var attempts = await db.Attempts.AsNoTracking().Where(a => a.LearnerId == learnerId).ToDictionaryAsync(a => a.SubmissionId, cancel);
        var tries = await db.QuizTries.AsNoTracking().Include(t => t.Responses).Where(t => t.LearnerId == learnerId && t.SubmittedAt != null)
            .OrderByDescending(t => t.SubmittedAt).ToListAsync(cancel);
        var hints = await db.HintUses.Where(h => h.LearnerId == learnerId).OrderBy(h => h.At)
            .Select(h => new HintView(h.ActivityId, h.Tier, h.At)).ToListAsync(cancel);
        var overview = await progress.OverviewAsync(learnerId, catalog.PassMarks, cancel);
        return new(learner.Id, learner.Name, learner.Email, learner.EnrolledAt, learner.LastSeenAt, overview,
            [.. submissions.Select(s => s.ToView(attempts.GetValueOrDefault(s.Id)))], [.. tries.Select(QuizTries.View)], hints);
    }

    private static IEnumerable<GradebookColumn> ColumnsOf(Lesson lesson, Module module)
    {
        foreach (var lab in lesson.Labs) yield return new(lab.Id, ActivityKind.Lab, lab.Slug, lab.Title, module.Title);
        if (lesson.Quiz is { } quiz) yield return new(quiz.Id, ActivityKind.Quiz, quiz.Slug, quiz.Title, module.Title);
    }

    private sealed record EnrolledLearner(Guid Id, string Name, string? Email, DateTime EnrolledAt, DateTime LastSeenAt);

    private static IQueryable<EnrolledLearner> Enrolled(ProgressContext db, IQueryable<Guid> learners, Guid cohortId) =>
        from enrollment in db.Enrollments
        where enrollment.CohortId == cohortId && learners.Contains(enrollment.LearnerId)
        join account in db.Users on enrollment.Learner.AccountId equals account.Id into accounts
        from account in accounts.DefaultIfEmpty()
        select new EnrolledLearner(
            enrollment.LearnerId, enrollment.Learner.DisplayName, account!.Email, enrollment.EnrolledAt, enrollment.Learner.LastSeenAt);
}

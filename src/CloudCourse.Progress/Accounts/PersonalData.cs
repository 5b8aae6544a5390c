using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>All that is kept of one account, for its owner to take along.</summary>
public sealed record PersonalDataExport(
    string? Email, string DisplayName, DateTime CreatedAt, Guid? LearnerId, IReadOnlyList<string> Cohorts,
    IReadOnlyDictionary<Guid, LessonProgress> Lessons, IReadOnlyList<DraftView> Drafts, IReadOnlyList<SubmissionView> Submissions,
    IReadOnlyList<QuizTryView> QuizTries, IReadOnlyList<HintView> Hints);

/// <summary>What is kept of an account is its owner's: to take along and to have deleted.</summary>
public sealed class PersonalData(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    /// <summary>Everything but the password's hash; null when there is no such account.</summary>
    public async Task<PersonalDataExport?> ExportAsync(Guid accountId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == accountId, cancel) is not { } account) return null;
        var learner = await db.Learners.AsNoTracking().SingleOrDefaultAsync(l => l.AccountId == accountId, cancel);
        if (learner is null) return new(account.Email, account.DisplayName, account.CreatedAt, null, [], new Dictionary<Guid, LessonProgress>(), [], [], [], []);

        var id = learner.Id;
        var attempts = await db.Attempts.AsNoTracking().Where(a => a.LearnerId == id).ToDictionaryAsync(a => a.SubmissionId, cancel);
        var submissions = await db.Submissions.AsNoTracking().Where(s => s.LearnerId == id).OrderBy(s => s.SubmittedAt).ToListAsync(cancel);
        var tries = await db.QuizTries.AsNoTracking().Include(t => t.Responses).Where(t => t.LearnerId == id).OrderBy(t => t.StartedAt).ToListAsync(cancel);
        return new(
            account.Email, learner.DisplayName, account.CreatedAt, id,
            await db.Enrollments.Where(e => e.LearnerId == id).Select(e => e.Cohort.Name).ToListAsync(cancel),
            await db.LessonVisits.Where(v => v.LearnerId == id)
                .ToDictionaryAsync(v => v.LessonId, v => new LessonProgress(v.FirstReadAt, v.LastReadAt, v.FinishedAt), cancel),
            await db.Drafts.Where(d => d.LearnerId == id).OrderBy(d => d.SavedAt)
                .Select(d => new DraftView(d.ActivityId, d.File, d.Revision, d.Text, d.SavedAt)).ToListAsync(cancel),
            [.. submissions.Select(s => AsShown(s.ToView(attempts.GetValueOrDefault(s.Id))))],
            [.. tries.Select(QuizTries.View)],
            await db.HintUses.Where(h => h.LearnerId == id).OrderBy(h => h.At).Select(h => new HintView(h.ActivityId, h.Tier, h.At)).ToListAsync(cancel));
    }

    /// <summary>As the page shows it: of a hidden check its words and points, not its name, which says what it tries.</summary>
    private static SubmissionView AsShown(SubmissionView submission) => submission.Report is not { } report ? submission : submission with
    {
        Report = report with
        {
            Tasks = [.. report.Tasks.Select(t => t with { Checks = [.. t.Checks.Select(c => c.Hidden ? c with { Id = "hidden", Kind = "hidden", MessageKey = "" } : c)] })],
        },
    };

    /// <summary>Deletes the account and all its work, for good. A cohort that nobody teaches any more takes no newcomers.</summary>
    public Task<bool> DeleteAsync(Guid accountId, CancellationToken cancel = default) => contexts.WriteAsync(async db =>
    {
        if (!await db.Users.AnyAsync(u => u.Id == accountId, cancel)) return false;
        var own = await db.Learners.Where(l => l.AccountId == accountId).Select(l => l.Id).ToListAsync(cancel);
        var ids = await db.Learners.Where(l => own.Contains(l.Id) || (l.MergedIntoId != null && own.Contains(l.MergedIntoId.Value)))
            .Select(l => l.Id).ToListAsync(cancel);

        await db.GradeEvents.Where(g => db.Attempts.Any(a => a.Id == g.AttemptId && ids.Contains(a.LearnerId))).ExecuteDeleteAsync(cancel);
        await db.Attempts.Where(a => ids.Contains(a.LearnerId)).ExecuteDeleteAsync(cancel);
        await db.Submissions.Where(s => ids.Contains(s.LearnerId)).ExecuteDeleteAsync(cancel);
        await db.Drafts.Where(d => ids.Contains(d.LearnerId)).ExecuteDeleteAsync(cancel);
        await db.QuizTries.Where(t => ids.Contains(t.LearnerId)).ExecuteDeleteAsync(cancel);
        await db.HintUses.Where(h => ids.Contains(h.LearnerId)).ExecuteDeleteAsync(cancel);
        await db.SolutionViews.Where(v => ids.Contains(v.LearnerId)).ExecuteDeleteAsync(cancel);
        await db.LessonVisits.Where(v => ids.Contains(v.LearnerId)).ExecuteDeleteAsync(cancel);
        await db.Variants.Where(v => ids.Contains(v.LearnerId)).ExecuteDeleteAsync(cancel);
        await db.Enrollments.Where(e => ids.Contains(e.LearnerId)).ExecuteDeleteAsync(cancel);
        await db.Learners.Where(l => ids.Contains(l.Id)).ExecuteDeleteAsync(cancel);
        await db.Users.Where(u => u.Id == accountId).ExecuteDeleteAsync(cancel);

        var now = clock.UtcNow();
        foreach (var cohort in await db.Cohorts.Where(c => c.ArchivedAt == null
            && !db.Enrollments.Any(e => e.CohortId == c.Id && e.Role == EnrollmentRole.Instructor)).ToListAsync(cancel)) cohort.ArchivedAt = now;
        db.Audit(clock, accountId, "account.delete", accountId.ToString());
        return true;
    }, cancel);
}

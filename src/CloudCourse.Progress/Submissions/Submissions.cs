using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>What was handed in, stored before grading begins, and how it was graded, recorded once.</summary>
public sealed class Submissions(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    /// <summary>A submission whose grading was begun this often and never ended is given up: it may be what brings the server down.</summary>
    public const int MostGradingStarts = 3;

    /// <summary>Stores a submission. The same key from the same learner gives the one that is there, whatever else is handed over.</summary>
    public Task<Submission> KeepAsync(
        Guid learnerId, Guid activityId, string labHash, string engineVersion, int seed, IReadOnlyList<SubmittedFile> files,
        string idempotencyKey, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            if (idempotencyKey is not { Length: > 0 and <= 100 })
                throw new ArgumentException("An idempotency key has 1 to 100 characters.", nameof(idempotencyKey));
            var kept = await db.Submissions.SingleOrDefaultAsync(s => s.LearnerId == learnerId && s.IdempotencyKey == idempotencyKey, cancel);
            if (kept is not null) return kept.ToSubmission();

            var row = new SubmissionRow
            {
                Id = clock.NewId(),
                LearnerId = learnerId,
                ActivityId = activityId,
                IdempotencyKey = idempotencyKey,
                LabHash = labHash,
                EngineVersion = engineVersion,
                Seed = seed,
                FilesJson = JsonSerializer.Serialize(files, CourseJson.Options),
                SubmittedAt = clock.UtcNow(),
                Practice = await db.SolutionViews.AnyAsync(v => v.LearnerId == learnerId && v.ActivityId == activityId, cancel),
            };
            db.Submissions.Add(row);
            return row.ToSubmission();
        }, cancel);

    /// <summary>What still waits to be graded, the oldest first: at start, what a killed server left.</summary>
    public async Task<IReadOnlyList<Submission>> PendingAsync(int most = 100, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var rows = await db.Submissions.AsNoTracking().Where(s => s.State == SubmissionState.Pending)
            .OrderBy(s => s.SubmittedAt).Take(most).ToListAsync(cancel);
        return [.. rows.Select(r => r.ToSubmission())];
    }

    /// <summary>
    /// Say this before grading. False: there is nothing to grade, because it was graded meanwhile, or because grading it began
    /// <see cref="MostGradingStarts"/> times and never ended, and that now stands as an error that cost no attempt.
    /// </summary>
    public Task<bool> BeginGradingAsync(Guid submissionId, CancellationToken cancel = default) => contexts.WriteAsync(async db =>
    {
        if (await db.Submissions.SingleOrDefaultAsync(s => s.Id == submissionId, cancel) is not { State: SubmissionState.Pending } row) return false;
        if (row.GradingStarts++ < MostGradingStarts) return true;
        row.Close(new GradeReport
        {
            SubmissionId = row.Id,
            Status = GradeStatus.Error,
            Score = 0,
            OutOf = 0,
            Tasks = [],
            Message = $"Grading this was begun {MostGradingStarts} times and never finished. That is our fault and costs no attempt: " +
                "change something and submit again, or tell your instructor.",
        });
        return false;
    }, cancel);

    /// <summary>
    /// Records how a submission was graded and gives what now stands. The first report counts, whoever else graded it meanwhile.
    /// Ungradable and error make no attempt.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such submission.</exception>
    public Task<SubmissionView> RecordAsync(GradeReport report, TimeSpan duration, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            var row = await db.Submissions.SingleOrDefaultAsync(s => s.Id == report.SubmissionId, cancel)
                ?? throw new InvalidOperationException($"There is no submission {report.SubmissionId} to record a grade for");
            if (row.State is not SubmissionState.Pending)
                return row.ToView(await db.Attempts.SingleOrDefaultAsync(a => a.SubmissionId == row.Id, cancel));

            row.Close(report);
            if (row.State is not SubmissionState.Graded) return row.ToView(null);
            var last = await db.Attempts.Where(a => a.LearnerId == row.LearnerId && a.ActivityId == row.ActivityId)
                .MaxAsync(a => (int?)a.Number, cancel) ?? 0;
            var (attempt, grade) = SubmissionRows.Attempt(row, report, last + 1, clock.UtcNow(), duration, clock.NewId(), clock.NewId());
            db.Attempts.Add(attempt);
            db.GradeEvents.Add(grade);
            return row.ToView(attempt);
        }, cancel);

    /// <summary>One of the learner's own submissions; null for anybody else's.</summary>
    public async Task<SubmissionView?> FindAsync(Guid learnerId, Guid submissionId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var row = await db.Submissions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == submissionId && s.LearnerId == learnerId, cancel);
        return row?.ToView(await db.Attempts.AsNoTracking().SingleOrDefaultAsync(a => a.SubmissionId == row.Id, cancel));
    }

    /// <summary>The learner's attempts at one activity, the latest first.</summary>
    public async Task<IReadOnlyList<AttemptView>> AttemptsAsync(Guid learnerId, Guid activityId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Attempts.Where(a => a.LearnerId == learnerId && a.ActivityId == activityId).OrderByDescending(a => a.Number)
            .Select(a => new AttemptView(a.SubmissionId, a.ActivityId, a.Number, a.Score, a.OutOf, a.Passed, a.Practice, a.SubmittedAt, a.GradedAt, a.DurationMs))
            .ToListAsync(cancel);
    }

    /// <summary>The learner's submission for this activity that is still being graded, if there is one: a page that is opened again waits for it.</summary>
    public async Task<Guid?> PendingForAsync(Guid learnerId, Guid activityId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Submissions.Where(s => s.LearnerId == learnerId && s.ActivityId == activityId && s.State == SubmissionState.Pending)
            .OrderByDescending(s => s.SubmittedAt).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(cancel);
    }
}

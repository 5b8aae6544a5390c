using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>Classes, and who is in them. What an account does not teach does not exist for it: every answer is null or false.</summary>
public sealed class Cohorts(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    /// <summary>Makes a cohort that this account teaches. Whether it may is the caller's to check (role Instructor).</summary>
    public Task<CohortView> CreateAsync(Guid instructorAccountId, string name, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            var instructor = await LearnerAccounts.ForAccountAsync(db, clock, instructorAccountId, cancel);
            var cohort = new Cohort { Id = clock.NewId(), Name = Named(name), JoinCode = JoinCode.Make(), CreatedAt = clock.UtcNow() };
            db.Cohorts.Add(cohort);
            db.Enrollments.Add(new()
            {
                CohortId = cohort.Id,
                LearnerId = instructor.Id,
                Role = EnrollmentRole.Instructor,
                EnrolledAt = cohort.CreatedAt,
            });
            db.Audit(clock, instructorAccountId, "cohort.create", cohort.Id.ToString(), cohort.Name);
            return View(cohort, 0);
        }, cancel);

    /// <summary>The cohorts that this account teaches, archived ones last.</summary>
    public async Task<IReadOnlyList<CohortView>> ListForInstructorAsync(Guid instructorAccountId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var rows = await db.TaughtBy(instructorAccountId)
            .Select(c => new { Cohort = c, Learners = db.Enrollments.Count(e => e.CohortId == c.Id && e.Role == EnrollmentRole.Learner) })
            .AsNoTracking().ToListAsync(cancel);
        return [.. rows.OrderBy(r => r.Cohort.ArchivedAt is not null).ThenBy(r => r.Cohort.Name, StringComparer.OrdinalIgnoreCase).Select(r => View(r.Cohort, r.Learners))];
    }

    public async Task<CohortView?> FindAsync(Guid cohortId, Guid instructorAccountId, CancellationToken cancel = default) =>
        (await ListForInstructorAsync(instructorAccountId, cancel)).SingleOrDefault(c => c.Id == cohortId);

    /// <summary>The cohorts that a learner is in, by name.</summary>
    public async Task<IReadOnlyList<string>> NamesForLearnerAsync(Guid learnerId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Enrollments.Where(e => e.LearnerId == learnerId && e.Role == EnrollmentRole.Learner && e.Cohort.ArchivedAt == null)
            .OrderBy(e => e.Cohort.Name).Select(e => e.Cohort.Name).ToListAsync(cancel);
    }

    /// <summary>The name of the cohort that a code opens, to show before joining; null where it opens none.</summary>
    public async Task<string?> NameForCodeAsync(string code, CancellationToken cancel = default)
    {
        var normal = JoinCode.Normalize(code);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Cohorts.Where(c => c.JoinCode == normal && c.ArchivedAt == null).Select(c => c.Name).SingleOrDefaultAsync(cancel);
    }

    /// <param name="code">As typed: case, dash and spaces do not matter.</param>
    public Task<JoinResult> JoinAsync(string code, Guid learnerId, CancellationToken cancel = default) =>
        contexts.WriteAsync<JoinResult>(async db =>
        {
            var normal = JoinCode.Normalize(code);
            if (await db.Cohorts.SingleOrDefaultAsync(c => c.JoinCode == normal && c.ArchivedAt == null, cancel) is not { } cohort)
                return new JoinResult.UnknownCode();
            if (await db.Enrollments.AnyAsync(e => e.CohortId == cohort.Id && e.LearnerId == learnerId, cancel))
                return new JoinResult.AlreadyIn(cohort.Id, cohort.Name);
            db.Enrollments.Add(new() { CohortId = cohort.Id, LearnerId = learnerId, Role = EnrollmentRole.Learner, EnrolledAt = clock.UtcNow() });
            return new JoinResult.Joined(cohort.Id, cohort.Name);
        }, cancel);

    /// <summary>A new code; the old one is good for nothing from now on. Null when the cohort is not theirs.</summary>
    public Task<string?> RotateCodeAsync(Guid cohortId, Guid instructorAccountId, CancellationToken cancel = default) =>
        ChangeAsync<string?>(cohortId, instructorAccountId, "cohort.rotate-code", cohort => JoinCode.Show(cohort.JoinCode = JoinCode.Make()), null, cancel);

    public Task<bool> RenameAsync(Guid cohortId, Guid instructorAccountId, string name, CancellationToken cancel = default) =>
        ChangeAsync(cohortId, instructorAccountId, "cohort.rename", cohort => (cohort.Name = Named(name)) is not null, false, cancel);

    /// <summary>Closes a cohort to newcomers, or opens it again. Grades stay to be seen.</summary>
    public Task<bool> ArchiveAsync(Guid cohortId, Guid instructorAccountId, bool archived = true, CancellationToken cancel = default) =>
        ChangeAsync(cohortId, instructorAccountId, archived ? "cohort.archive" : "cohort.reopen", cohort =>
        {
            cohort.ArchivedAt = archived ? cohort.ArchivedAt ?? clock.UtcNow() : null;
            return true;
        }, false, cancel);

    /// <summary>Takes a learner out of the cohort; their work stays theirs.</summary>
    public Task<bool> RemoveLearnerAsync(Guid cohortId, Guid learnerId, Guid instructorAccountId, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            if (!await db.TaughtBy(instructorAccountId).AnyAsync(c => c.Id == cohortId, cancel)) return false;
            var enrolled = await db.Enrollments.SingleOrDefaultAsync(
                e => e.CohortId == cohortId && e.LearnerId == learnerId && e.Role == EnrollmentRole.Learner, cancel);
            if (enrolled is null) return false;
            db.Enrollments.Remove(enrolled);
            db.Audit(clock, instructorAccountId, "cohort.remove-learner", cohortId.ToString(), learnerId.ToString());
            return true;
        }, cancel);

    private Task<T> ChangeAsync<T>(Guid cohortId, Guid accountId, string action, Func<Cohort, T> change, T notTheirs, CancellationToken cancel) =>
        contexts.WriteAsync(async db =>
        {
            if (await db.TaughtBy(accountId).SingleOrDefaultAsync(c => c.Id == cohortId, cancel) is not { } cohort) return notTheirs;
            db.Audit(clock, accountId, action, cohortId.ToString(), cohort.Name);
            return change(cohort);
        }, cancel);

    private static string Named(string name) => name.Trim() is { Length: > 0 and <= 100 } good
        ? good
        : throw new ArgumentException("A cohort's name has 1 to 100 characters.", nameof(name));

    private static CohortView View(Cohort c, int learners) => new(c.Id, c.Name, JoinCode.Show(c.JoinCode), c.CreatedAt, c.ArchivedAt, learners);
}

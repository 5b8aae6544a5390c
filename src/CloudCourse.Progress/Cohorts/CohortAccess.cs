using CloudCourse.Progress.Rows;

namespace CloudCourse.Progress;

/// <summary>The one place that says whose cohort it is.</summary>
internal static class CohortAccess
{
    /// <summary>
    /// The cohorts that this account teaches. It must be an instructor in the cohort and have the role still, so that taking the role
    /// away works at once, whatever a cookie says.
    /// </summary>
    public static IQueryable<Cohort> TaughtBy(this ProgressContext db, Guid accountId) =>
        from cohort in db.Cohorts
        where db.Enrollments.Any(e => e.CohortId == cohort.Id && e.Role == EnrollmentRole.Instructor && e.Learner.AccountId == accountId)
            && db.UserRoles.Any(u => u.UserId == accountId && db.Roles.Any(r => r.Id == u.RoleId && r.Name == Roles.Instructor))
        select cohort;

    /// <summary>Ids of those who learn there; instructors are not graded.</summary>
    public static IQueryable<Guid> LearnersOf(this ProgressContext db, Guid cohortId) =>
        db.Enrollments.Where(e => e.CohortId == cohortId && e.Role == EnrollmentRole.Learner).Select(e => e.LearnerId);

    public static void Audit(this ProgressContext db, TimeProvider clock, Guid? actorId, string action, string subject, string? detail = null) =>
        db.AuditEvents.Add(new()
        {
            Id = clock.NewId(),
            At = clock.UtcNow(),
            ActorId = actorId,
            Action = action,
            Subject = subject,
            Detail = detail,
        });
}

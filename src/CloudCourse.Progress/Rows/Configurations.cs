using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CloudCourse.Progress.Rows;

// Only what the conventions would get wrong. Nothing cascades from a learner: SQL Server allows one path only, and
// grades are never deleted by accident.

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account) => account.Property(a => a.DisplayName).HasMaxLength(100);
}

internal sealed class LearnerConfiguration :
    IEntityTypeConfiguration<Learner>, IEntityTypeConfiguration<Variant>, IEntityTypeConfiguration<LessonVisit>
{
    public void Configure(EntityTypeBuilder<Learner> learner)
    {
        learner.Property(l => l.Id).ValueGeneratedNever();
        learner.Property(l => l.DisplayName).HasMaxLength(100);
        learner.Ignore(l => l.IsGuest);
        learner.HasIndex(l => l.AccountId).IsUnique();
        learner.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.SetNull);
    }

    public void Configure(EntityTypeBuilder<Variant> variant)
    {
        variant.HasKey(v => new { v.LearnerId, v.ActivityId });
        variant.OfLearner();
    }

    public void Configure(EntityTypeBuilder<LessonVisit> visit)
    {
        visit.HasKey(v => new { v.LearnerId, v.LessonId });
        visit.OfLearner();
    }
}

internal sealed class CohortConfiguration : IEntityTypeConfiguration<Cohort>, IEntityTypeConfiguration<Enrollment>
{
    public void Configure(EntityTypeBuilder<Cohort> cohort)
    {
        cohort.Property(c => c.Id).ValueGeneratedNever();
        cohort.Property(c => c.Name).HasMaxLength(100);
        cohort.Property(c => c.JoinCode).HasMaxLength(20).IsUnicode(false);
        cohort.HasIndex(c => c.JoinCode).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Enrollment> enrollment)
    {
        enrollment.HasKey(e => new { e.CohortId, e.LearnerId });
        enrollment.HasOne(e => e.Cohort).WithMany().HasForeignKey(e => e.CohortId).OnDelete(DeleteBehavior.Restrict);
        enrollment.HasOne(e => e.Learner).WithMany().HasForeignKey(e => e.LearnerId).OnDelete(DeleteBehavior.Restrict);
        enrollment.Property(e => e.Role).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
    }
}

internal sealed class DraftConfiguration : IEntityTypeConfiguration<Draft>, IEntityTypeConfiguration<DraftRevision>
{
    public void Configure(EntityTypeBuilder<Draft> draft)
    {
        draft.Property(d => d.Id).ValueGeneratedNever();
        draft.Property(d => d.File).HasMaxLength(200);
        draft.HasIndex(d => new { d.LearnerId, d.ActivityId, d.File }).IsUnique();
        draft.HasMany(d => d.History).WithOne().HasForeignKey(r => r.DraftId).OnDelete(DeleteBehavior.Cascade);
        draft.OfLearner();
    }

    public void Configure(EntityTypeBuilder<DraftRevision> revision)
    {
        revision.Property(r => r.Id).ValueGeneratedNever();
        revision.HasIndex(r => new { r.DraftId, r.Revision });
        revision.Property(r => r.Reason).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
    }
}

internal sealed class SubmissionConfiguration : IEntityTypeConfiguration<SubmissionRow>, IEntityTypeConfiguration<Attempt>,
    IEntityTypeConfiguration<GradeEvent>, IEntityTypeConfiguration<HintUse>, IEntityTypeConfiguration<SolutionView>,
    IEntityTypeConfiguration<LabRevision>
{
    public void Configure(EntityTypeBuilder<LabRevision> revision)
    {
        revision.HasKey(r => r.Hash);
        revision.Property(r => r.Hash).HasMaxLength(64).IsUnicode(false);
    }

    public void Configure(EntityTypeBuilder<SubmissionRow> submission)
    {
        submission.ToTable("Submissions");
        submission.Property(s => s.Id).ValueGeneratedNever();
        submission.Property(s => s.IdempotencyKey).HasMaxLength(100);
        submission.Property(s => s.LabHash).HasMaxLength(64).IsUnicode(false);
        submission.Property(s => s.EngineVersion).HasMaxLength(100);
        submission.Property(s => s.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        submission.HasIndex(s => new { s.LearnerId, s.IdempotencyKey }).IsUnique();
        submission.HasIndex(s => new { s.LearnerId, s.ActivityId, s.SubmittedAt });
        submission.HasIndex(s => new { s.State, s.SubmittedAt });
        submission.OfLearner();
    }

    public void Configure(EntityTypeBuilder<Attempt> attempt)
    {
        attempt.Property(a => a.Id).ValueGeneratedNever();
        attempt.HasIndex(a => a.SubmissionId).IsUnique();
        attempt.HasIndex(a => new { a.LearnerId, a.ActivityId, a.Number }).IsUnique();
        attempt.HasOne(a => a.Submission).WithMany().HasForeignKey(a => a.SubmissionId).OnDelete(DeleteBehavior.Restrict);
        attempt.OfLearner();
    }

    public void Configure(EntityTypeBuilder<GradeEvent> grade)
    {
        grade.Property(g => g.Id).ValueGeneratedNever();
        grade.HasIndex(g => new { g.AttemptId, g.At });
        grade.HasOne<Attempt>().WithMany().HasForeignKey(g => g.AttemptId).OnDelete(DeleteBehavior.Restrict);
        grade.Property(g => g.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        grade.Property(g => g.Reason).HasMaxLength(1000);
    }

    public void Configure(EntityTypeBuilder<HintUse> hint)
    {
        hint.HasKey(h => new { h.LearnerId, h.ActivityId, h.Tier });
        hint.OfLearner();
    }

    public void Configure(EntityTypeBuilder<SolutionView> view)
    {
        view.HasKey(v => new { v.LearnerId, v.ActivityId });
        view.OfLearner();
    }
}

internal sealed class QuizConfiguration : IEntityTypeConfiguration<QuizTry>, IEntityTypeConfiguration<QuizResponse>
{
    public void Configure(EntityTypeBuilder<QuizTry> quizTry)
    {
        quizTry.Property(t => t.Id).ValueGeneratedNever();
        quizTry.HasMany(t => t.Responses).WithOne().HasForeignKey(r => r.TryId).OnDelete(DeleteBehavior.Cascade);
        quizTry.HasIndex(t => new { t.LearnerId, t.QuizId, t.StartedAt });

        // One open try a quiz. Brackets are SQL Server's quotes, and SQLite reads them too.
        quizTry.HasIndex(t => new { t.LearnerId, t.QuizId }).IsUnique().HasFilter("[SubmittedAt] IS NULL");
        quizTry.OfLearner();
    }

    public void Configure(EntityTypeBuilder<QuizResponse> response)
    {
        response.HasKey(r => new { r.TryId, r.ItemId });
        response.Property(r => r.ItemId).HasMaxLength(100);
    }
}

internal sealed class OperationsConfiguration :
    IEntityTypeConfiguration<AuditEvent>, IEntityTypeConfiguration<SetupToken>, IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<AuditEvent> audit)
    {
        audit.Property(a => a.Id).ValueGeneratedNever();
        audit.Property(a => a.Action).HasMaxLength(100);
        audit.Property(a => a.Subject).HasMaxLength(300);
        audit.HasIndex(a => a.At);
    }

    public void Configure(EntityTypeBuilder<SetupToken> token)
    {
        token.Property(t => t.Id).ValueGeneratedNever();
        token.Property(t => t.Hash).HasMaxLength(64).IsUnicode(false);
        token.HasIndex(t => t.Hash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<DataProtectionKey> key)
    {
        key.Property(k => k.Id).ValueGeneratedNever();
        key.Property(k => k.Name).HasMaxLength(200);
        key.HasIndex(k => k.Name).IsUnique();
    }
}

internal static class LearnerReference
{
    public static void OfLearner<T>(this EntityTypeBuilder<T> row) where T : class =>
        row.HasOne(typeof(Learner)).WithMany().HasForeignKey("LearnerId").OnDelete(DeleteBehavior.Restrict);
}

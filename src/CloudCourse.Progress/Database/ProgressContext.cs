using CloudCourse.Progress.Rows;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CloudCourse.Progress;

/// <summary>Everything that is remembered of people: accounts, work, grades, cohorts.</summary>
public sealed class ProgressContext(DbContextOptions<ProgressContext> options)
    : IdentityDbContext<Account, IdentityRole<Guid>, Guid>(options)
{
    public DbSet<Learner> Learners => Set<Learner>();
    public DbSet<Variant> Variants => Set<Variant>();
    public DbSet<LessonVisit> LessonVisits => Set<LessonVisit>();
    public DbSet<Cohort> Cohorts => Set<Cohort>();
    public DbSet<Enrollment> Enrollments => Set<Enrollment>();
    public DbSet<Draft> Drafts => Set<Draft>();
    public DbSet<DraftRevision> DraftRevisions => Set<DraftRevision>();
    public DbSet<SubmissionRow> Submissions => Set<SubmissionRow>();
    public DbSet<Attempt> Attempts => Set<Attempt>();
    public DbSet<LabRevision> LabRevisions => Set<LabRevision>();
    public DbSet<GradeEvent> GradeEvents => Set<GradeEvent>();
    public DbSet<HintUse> HintUses => Set<HintUse>();
    public DbSet<SolutionView> SolutionViews => Set<SolutionView>();
    public DbSet<QuizTry> QuizTries => Set<QuizTry>();
    public DbSet<QuizResponse> QuizResponses => Set<QuizResponse>();
    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();
    public DbSet<SetupToken> SetupTokens => Set<SetupToken>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnConfiguring(DbContextOptionsBuilder options)
    {
        options.AddInterceptors(VersionStamp.Instance);

        // Identity reads its schema version from the application's services. Where there is no application (dotnet ef, a test), these.
        if (options.Options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider is null)
            options.UseApplicationServiceProvider(IdentitySchema.Services);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTime>().HaveConversion<UtcConverter>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.ApplyConfigurationsFromAssembly(typeof(ProgressContext).Assembly);
        foreach (var entity in model.Model.GetEntityTypes().Where(e => typeof(IVersioned).IsAssignableFrom(e.ClrType)))
            model.Entity(entity.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
    }
}

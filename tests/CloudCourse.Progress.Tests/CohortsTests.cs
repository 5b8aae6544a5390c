using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress.Tests;

public sealed class CohortsTests
{
    [Fact]
    public async Task A_code_is_typed_as_people_type()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (_, cohort) = await GradebookTests.CohortAsync(database);
        var learner = await database.GuestAsync();
        var cohorts = database.Get<Cohorts>();

        Assert.Matches("^[2-9A-HJKMNP-TW-Z]{5}-[2-9A-HJKMNP-TW-Z]{5}$", cohort.JoinCode);
        Assert.Equal("Evening class", await cohorts.NameForCodeAsync($" {cohort.JoinCode.ToLowerInvariant()} "));
        Assert.Equal(new JoinResult.Joined(cohort.Id, "Evening class"), await cohorts.JoinAsync(cohort.JoinCode.Replace("-", " ", StringComparison.Ordinal), learner));
        Assert.Equal(new JoinResult.AlreadyIn(cohort.Id, "Evening class"), await cohorts.JoinAsync(cohort.JoinCode, learner));
        Assert.Equal(["Evening class"], await cohorts.NamesForLearnerAsync(learner));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAA-AAAAA")]
    [InlineData("' OR 1=1 --")]
    public async Task An_unknown_code_opens_nothing(string code)
    {
        await using var database = await TestDatabase.CreateAsync();
        await GradebookTests.CohortAsync(database);

        Assert.IsType<JoinResult.UnknownCode>(await database.Get<Cohorts>().JoinAsync(code, await database.GuestAsync()));
        Assert.Null(await database.Get<Cohorts>().NameForCodeAsync(code));
    }

    [Fact]
    public async Task A_new_code_voids_the_old_one_and_an_archived_cohort_takes_nobody()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (teacher, cohort) = await GradebookTests.CohortAsync(database);
        var (cohorts, learner) = (database.Get<Cohorts>(), await database.GuestAsync());

        var code = await cohorts.RotateCodeAsync(cohort.Id, teacher);
        Assert.IsType<JoinResult.UnknownCode>(await cohorts.JoinAsync(cohort.JoinCode, learner));

        Assert.True(await cohorts.ArchiveAsync(cohort.Id, teacher));
        Assert.IsType<JoinResult.UnknownCode>(await cohorts.JoinAsync(code!, learner));
        Assert.NotNull((await cohorts.FindAsync(cohort.Id, teacher))!.ArchivedAt);

        Assert.True(await cohorts.ArchiveAsync(cohort.Id, teacher, archived: false));
        Assert.IsType<JoinResult.Joined>(await cohorts.JoinAsync(code!, learner));
    }

    [Fact]
    public async Task Who_is_taken_out_keeps_their_work()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (teacher, cohort) = await GradebookTests.CohortAsync(database);
        var ana = await GradebookTests.JoinAsync(database, cohort, "Ana", null);
        await database.AttemptAsync(ana, SmallCourse.ReadOneBucket.Id, 1, 4);

        Assert.True(await database.Get<Cohorts>().RemoveLearnerAsync(cohort.Id, ana, teacher));

        Assert.Empty((await database.Get<Gradebook>().ForCohortAsync(cohort.Id, teacher, SmallCourse.Catalog))!.Rows);
        Assert.Single(await database.Get<Submissions>().AttemptsAsync(ana, SmallCourse.ReadOneBucket.Id));
        Assert.Contains("cohort.remove-learner", await database.ReadAsync(db => db.AuditEvents.Select(a => a.Action).ToListAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_cohort_has_a_name(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        var teacher = await database.AccountAsync("teacher@example.org", Roles.Instructor);

        await Assert.ThrowsAsync<ArgumentException>(() => database.Get<Cohorts>().CreateAsync(teacher, name));
    }

    [Fact]
    public async Task Two_instructors_who_rename_at_once_both_succeed_in_turn()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (teacher, cohort) = await GradebookTests.CohortAsync(database);

        var renamed = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() =>
            database.Get<Cohorts>().RenameAsync(cohort.Id, teacher, $"Class {n}"))));

        Assert.All(renamed, Assert.True);
        Assert.StartsWith("Class ", (await database.Get<Cohorts>().FindAsync(cohort.Id, teacher))!.Name, StringComparison.Ordinal);
    }
}

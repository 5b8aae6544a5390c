using CloudCourse.Progress.Rows;

namespace CloudCourse.Progress.Tests;

public sealed class GradebookTests
{
    [Fact]
    public async Task It_shows_the_best_that_counts_with_attempts_and_the_last_activity()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (teacher, cohort) = await CohortAsync(database);
        var ana = await JoinAsync(database, cohort, "Ana", "ana@example.org");
        var ben = await JoinAsync(database, cohort, "ben", null);
        await database.AttemptAsync(ana, SmallCourse.ReadOneBucket.Id, 3, 4);
        await database.AttemptAsync(ana, SmallCourse.ReadOneBucket.Id, 2, 4);
        database.Clock.Advance(TimeSpan.FromDays(1));
        var quiz = await database.Get<QuizTries>().StartAsync(ana, SmallCourse.PoliciesQuiz.Id, 1);
        await database.Get<QuizTries>().SubmitAsync(ana, quiz.Id, [new("az", "{}", 0.5, 0.5, 1)]);

        var book = await database.Get<Gradebook>().ForCohortAsync(cohort.Id, teacher, SmallCourse.Catalog);

        Assert.Equal(["read-one-bucket", "own-password", "policies", "roles"], book!.Columns.Select(c => c.Slug));
        Assert.Equal(["Ana", "ben"], book.Rows.Select(r => r.Name)); // and not the one who teaches
        Assert.Equal(["ana@example.org", null], book.Rows.Select(r => r.Email));
        var today = database.Clock.GetUtcNow().UtcDateTime;
        Assert.Equal(new(3, 4, false, 2, 0, today.AddDays(-1)), book.Rows[0].Cells[SmallCourse.ReadOneBucket.Id]);
        Assert.Equal(new(0.5, 1, false, 1, 0, today), book.Rows[0].Cells[SmallCourse.PoliciesQuiz.Id]);
        Assert.Equal(today, book.Rows[0].LastAt);
        Assert.Empty(book.Rows[1].Cells);
        Assert.Null(book.Rows[1].LastAt);
        Assert.Equal(2, book.Cohort.Learners);
        _ = ben;
    }

    [Fact]
    public async Task One_learners_page_has_every_submission_with_its_files_and_report()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (teacher, cohort) = await CohortAsync(database);
        var ana = await JoinAsync(database, cohort, "Ana", "ana@example.org");
        await database.AttemptAsync(ana, SmallCourse.ReadOneBucket.Id, 3, 4);
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await database.SubmitAsync(ana, SmallCourse.ReadOneBucket.Id, "waiting", "not graded yet");
        var quiz = await database.Get<QuizTries>().StartAsync(ana, SmallCourse.PoliciesQuiz.Id, 1);
        await database.Get<QuizTries>().SubmitAsync(ana, quiz.Id, [new("az", "{}", 1, 1, 1)]);
        await database.Get<Hints>().OpenAsync(ana, SmallCourse.ReadOneBucket.Id, 1);

        var detail = await database.Get<Gradebook>().LearnerDetailAsync(cohort.Id, ana, teacher, SmallCourse.Catalog);

        Assert.Equal(("Ana", "ana@example.org"), (detail!.Name, detail.Email));
        Assert.Equal([SubmissionState.Pending, SubmissionState.Graded], detail.Submissions.Select(s => s.State));
        Assert.Equal("not graded yet", detail.Submissions[0].Submission.Files[0].Text);
        Assert.Equal((3, "denied"), (detail.Submissions[1].Attempt!.Score, detail.Submissions[1].Report!.Tasks[0].Checks[0].MessageKey));
        Assert.Equal("az", Assert.Single(Assert.Single(detail.QuizTries).Answers).ItemId);
        Assert.Equal(1, Assert.Single(detail.Hints).Tier);
        Assert.True(detail.Overview.Quizzes[SmallCourse.PoliciesQuiz.Id].Passed);
    }

    [Fact]
    public async Task Anothers_cohort_does_not_exist()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (_, cohort) = await CohortAsync(database);
        var ana = await JoinAsync(database, cohort, "Ana", "ana@example.org");
        var other = await database.AccountAsync("other@example.org", Roles.Instructor);

        await NothingAsync(database, cohort, ana, other);
    }

    [Fact]
    public async Task A_learner_of_the_cohort_is_not_its_instructor()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (_, cohort) = await CohortAsync(database);
        var account = await database.AccountAsync("ana@example.org", Roles.Instructor); // teaches elsewhere, learns here
        var ana = (await database.Get<Learners>().ForAccountAsync(account)).Id;
        await database.Get<Cohorts>().JoinAsync(cohort.JoinCode, ana);

        await NothingAsync(database, cohort, ana, account);
    }

    [Fact]
    public async Task Who_lost_the_role_sees_nothing_any_more_and_who_regains_it_does()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (teacher, cohort) = await CohortAsync(database);
        var ana = await JoinAsync(database, cohort, "Ana", "ana@example.org");

        Assert.Equal(RoleChange.Done, await database.Get<AccountRoles>().RemoveAsync("teacher@example.org", Roles.Instructor));
        await NothingAsync(database, cohort, ana, teacher);

        Assert.Equal(RoleChange.Done, await database.Get<AccountRoles>().AddAsync("TEACHER@example.org", "instructor"));
        Assert.NotNull(await database.Get<Gradebook>().ForCohortAsync(cohort.Id, teacher, SmallCourse.Catalog));
    }

    [Fact]
    public async Task A_learner_of_another_cohort_is_not_in_ones_own()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (teacher, cohort) = await CohortAsync(database);
        var stranger = await database.GuestAsync();

        Assert.Null(await database.Get<Gradebook>().LearnerDetailAsync(cohort.Id, stranger, teacher, SmallCourse.Catalog));
        Assert.False(await database.Get<Cohorts>().RemoveLearnerAsync(cohort.Id, stranger, teacher));
    }

    internal static async Task<(Guid Teacher, CohortView Cohort)> CohortAsync(TestDatabase database)
    {
        var teacher = await database.AccountAsync("teacher@example.org", Roles.Instructor);
        return (teacher, await database.Get<Cohorts>().CreateAsync(teacher, "Evening class"));
    }

    internal static async Task<Guid> JoinAsync(TestDatabase database, CohortView cohort, string name, string? email)
    {
        var learner = email is null ? await database.GuestAsync()
            : (await database.Get<Learners>().ForAccountAsync(await database.AccountAsync(email))).Id;
        Assert.True(await database.Get<Learners>().RenameAsync(learner, name));
        Assert.IsType<JoinResult.Joined>(await database.Get<Cohorts>().JoinAsync(cohort.JoinCode, learner));
        return learner;
    }

    private static async Task NothingAsync(TestDatabase database, CohortView cohort, Guid learner, Guid account)
    {
        var (gradebook, cohorts) = (database.Get<Gradebook>(), database.Get<Cohorts>());
        Assert.Null(await gradebook.ForCohortAsync(cohort.Id, account, SmallCourse.Catalog));
        Assert.Null(await gradebook.LearnerDetailAsync(cohort.Id, learner, account, SmallCourse.Catalog));
        Assert.DoesNotContain(await cohorts.ListForInstructorAsync(account), c => c.Id == cohort.Id);
        Assert.Null(await cohorts.FindAsync(cohort.Id, account));
        Assert.Null(await cohorts.RotateCodeAsync(cohort.Id, account));
        Assert.False(await cohorts.RenameAsync(cohort.Id, account, "Mine now"));
        Assert.False(await cohorts.ArchiveAsync(cohort.Id, account));
        Assert.False(await cohorts.RemoveLearnerAsync(cohort.Id, learner, account));
    }
}

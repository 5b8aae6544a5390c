using CloudCourse.Course.Grading;
using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress.Tests;

public sealed class SubmissionsTests
{
    private static readonly Guid Lab = Guid.NewGuid();

    [Fact]
    public async Task What_was_handed_in_stands_before_it_is_graded()
    {
        await using var database = await TestDatabase.CreateAsync();
        var learner = await database.GuestAsync();
        var kept = await database.SubmitAsync(learner, Lab, "key", "{ \"Version\": \"2012-10-17\" }");

        // Another process: only what the database holds.
        var pending = Assert.Single(await database.Get<Submissions>().PendingAsync());
        Assert.Equal(kept.Id, pending.Id);
        Assert.Equal((learner, Lab, "ABCD", "iam/1", 7), (pending.LearnerId, pending.ActivityId, pending.LabHash, pending.EngineVersion, pending.Seed));
        Assert.Equal([new("policy.json", "{ \"Version\": \"2012-10-17\" }")], pending.Files);
        Assert.Equal(database.Clock.GetUtcNow(), pending.SubmittedAt);
        Assert.Equal(TimeSpan.Zero, pending.SubmittedAt.Offset);
        Assert.Equal(kept.Id, await database.Get<Submissions>().PendingForAsync(learner, Lab));
    }

    [Fact]
    public async Task One_key_never_makes_two_submissions()
    {
        await using var database = await TestDatabase.CreateAsync();
        var learner = await database.GuestAsync();

        var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => database.SubmitAsync(learner, Lab, "key", $"text {n}"))));

        Assert.Single(kept.Select(s => s.Id).Distinct());
        Assert.Single(kept.Select(s => s.Files[0].Text).Distinct());
        Assert.Equal(1, await database.ReadAsync(db => db.Submissions.CountAsync()));
    }

    [Fact]
    public async Task Two_learners_may_use_one_key()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await database.SubmitAsync(await database.GuestAsync(), Lab, "key");
        var second = await database.SubmitAsync(await database.GuestAsync(), Lab, "key");

        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Of_several_graders_one_records()
    {
        await using var database = await TestDatabase.CreateAsync();
        var submission = await database.SubmitAsync(await database.GuestAsync(), Lab, "key");

        var views = await Task.WhenAll(Enumerable.Range(0, 6).Select(score => Task.Run(() =>
            database.Get<Submissions>().RecordAsync(Reports.Graded(submission.Id, score, 6), TimeSpan.FromMilliseconds(score)))));

        var attempt = await database.ReadAsync(db => db.Attempts.SingleAsync());
        var grade = await database.ReadAsync(db => db.GradeEvents.SingleAsync());
        Assert.Equal((attempt.Id, attempt.Score), (grade.AttemptId, grade.Score));
        Assert.All(views, v => Assert.Equal((SubmissionState.Graded, 1, attempt.Score), (v.State, v.Attempt!.Number, v.Report!.Score)));
    }

    [Fact]
    public async Task Attempts_are_numbered_without_a_gap_even_when_graded_at_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var learner = await database.GuestAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() => database.AttemptAsync(learner, Lab, n, 6))));

        var attempts = await database.Get<Submissions>().AttemptsAsync(learner, Lab);
        Assert.Equal([6, 5, 4, 3, 2, 1], attempts.Select(a => a.Number));
        Assert.Equal([0, 1, 2, 3, 4, 5], attempts.Select(a => a.Score).Order());
    }

    [Theory]
    [InlineData(GradeStatus.Ungradable, SubmissionState.Ungradable)]
    [InlineData(GradeStatus.Error, SubmissionState.Error)]
    public async Task What_could_not_be_graded_costs_no_attempt_and_is_remembered(GradeStatus status, SubmissionState state)
    {
        await using var database = await TestDatabase.CreateAsync();
        var learner = await database.GuestAsync();
        var submission = await database.SubmitAsync(learner, Lab, "key");

        await database.Get<Submissions>().RecordAsync(Reports.Of(submission.Id, status), TimeSpan.Zero);

        var found = await database.Get<Submissions>().FindAsync(learner, submission.Id);
        Assert.Equal((state, status, "what happened"), (found!.State, found.Report!.Status, found.Report.Message));
        Assert.Null(found.Attempt);
        Assert.Empty(await database.Get<Submissions>().AttemptsAsync(learner, Lab));
        Assert.Empty(await database.Get<Submissions>().PendingAsync());
        Assert.Equal(1, (await database.AttemptAsync(learner, Lab, 1, 2)).Attempt!.Number);
    }

    [Fact]
    public async Task A_report_comes_back_as_it_was()
    {
        await using var database = await TestDatabase.CreateAsync();
        var learner = await database.GuestAsync();
        var recorded = await database.AttemptAsync(learner, Lab, 3, 5);

        var found = await database.Get<Submissions>().FindAsync(learner, recorded.Submission.Id);

        var check = Assert.Single(Assert.Single(found!.Report!.Tasks).Checks);
        Assert.Equal(("ana-reads", CheckStatus.Failed, "denied", 3, 5), (check.Id, check.Status, check.MessageKey, check.Points, check.OutOf));
        Assert.Equal((1, 3, 5, false, 12), (found.Attempt!.Number, found.Attempt.Score, found.Attempt.OutOf, found.Attempt.Passed, found.Attempt.DurationMs));
    }

    [Fact]
    public async Task Nobody_finds_anothers_submission()
    {
        await using var database = await TestDatabase.CreateAsync();
        var recorded = await database.AttemptAsync(await database.GuestAsync(), Lab, 3, 5);

        Assert.Null(await database.Get<Submissions>().FindAsync(await database.GuestAsync(), recorded.Submission.Id));
    }

    [Fact]
    public async Task A_submission_that_brings_the_server_down_is_given_up_and_costs_no_attempt()
    {
        await using var database = await TestDatabase.CreateAsync();
        var learner = await database.GuestAsync();
        var submission = await database.SubmitAsync(learner, Lab, "key");
        var submissions = database.Get<Submissions>();

        for (var start = 0; start < Submissions.MostGradingStarts; start++)
        {
            Assert.Single(await submissions.PendingAsync()); // killed while grading: it is found again
            Assert.True(await submissions.BeginGradingAsync(submission.Id));
        }

        Assert.False(await submissions.BeginGradingAsync(submission.Id));
        Assert.Empty(await submissions.PendingAsync());
        var found = await submissions.FindAsync(learner, submission.Id);
        Assert.Equal((SubmissionState.Error, GradeStatus.Error), (found!.State, found.Report!.Status));
        Assert.Contains("costs no attempt", found.Report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_graded_is_not_begun_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        var recorded = await database.AttemptAsync(await database.GuestAsync(), Lab, 1, 1);

        Assert.False(await database.Get<Submissions>().BeginGradingAsync(recorded.Submission.Id));
    }
}

using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs;
using CloudCourse.Progress;
using CloudCourse.Progress.Rows;
using CloudCourse.Web.Labs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCourse.Web.Tests.Labs;

public sealed class GradingQueueTests(Site site) : IClassFixture<Site>
{
    private LabDefinition Lab => site.Services.GetRequiredService<CourseLibrary>().Current.FindLab("read-one-bucket")!;
    private Submissions Submissions => site.Services.GetRequiredService<Submissions>();
    private LabRevisions Revisions => site.Services.GetRequiredService<LabRevisions>();

    [Fact]
    public async Task A_submission_left_by_a_killed_server_is_graded_at_the_next_start()
    {
        var (learner, submission) = await KeepAsync(Lab);
        using GradingQueue next = new(Submissions, Revisions, Grading(site.Services.GetRequiredService<LabKinds>()), NullLogger<GradingQueue>.Instance);
        await next.StartAsync(default);

        var report = await next.GradeAsync(learner, submission.Id, null, default);

        Assert.Equal(GradeStatus.Graded, report.Status);
        Assert.Equal(SubmissionState.Graded, (await Submissions.FindAsync(learner, submission.Id))!.State);
        Assert.Single(await Submissions.AttemptsAsync(learner, Lab.Id));
        await next.StopAsync(default);
    }

    [Fact]
    public async Task A_submission_is_graded_by_the_lab_it_was_made_to_whatever_the_author_did_since()
    {
        var before = Lab with { Hash = new string('b', 64), Tasks = [Lab.Tasks[0] with { Checks = [Lab.Tasks[0].Checks[0]] }] };
        var (learner, submission) = await KeepAsync(before);

        var report = await site.Services.GetRequiredService<GradingQueue>().GradeAsync(learner, submission.Id, null, default);

        Assert.Equal(before.Points, report.OutOf);
    }

    [Fact]
    public async Task A_fault_of_ours_is_an_error_that_costs_no_attempt()
    {
        var broken = Lab with { Hash = new string('c', 64), Kind = "no-such-kind" };
        var (learner, submission) = await KeepAsync(broken);

        var report = await site.Services.GetRequiredService<GradingQueue>().GradeAsync(learner, submission.Id, null, default);

        Assert.Equal(GradeStatus.Error, report.Status);
        Assert.Contains(submission.Id.ToString("N"), report.Message, StringComparison.Ordinal);
        Assert.Empty(await Submissions.AttemptsAsync(learner, Lab.Id));
    }

    [Fact]
    public async Task Two_who_wait_for_one_submission_get_one_attempt()
    {
        var (learner, submission) = await KeepAsync(Lab);
        var queue = site.Services.GetRequiredService<GradingQueue>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => queue.GradeAsync(learner, submission.Id, null, default)));
        Assert.Single(await Submissions.AttemptsAsync(learner, Lab.Id));
    }

    private async Task<(Guid Learner, Submission Submission)> KeepAsync(LabDefinition lab)
    {
        var learner = (await site.Services.GetRequiredService<Learners>().CreateGuestAsync()).Id;
        await Revisions.KeepAsync(lab);
        SubmittedFile[] files = [.. lab.ForSeed(5).Files.Select(f => new SubmittedFile(f.Path, f.Starter))];
        return (learner, await Submissions.KeepAsync(learner, lab.Id, lab.Hash, "test", 5, files, Guid.NewGuid().ToString()));
    }

    private static LabGrading Grading(LabKinds kinds) => new(kinds, NullLogger<LabGrading>.Instance);
}

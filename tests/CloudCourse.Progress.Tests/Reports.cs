using CloudCourse.Course.Grading;

namespace CloudCourse.Progress.Tests;

internal static class Reports
{
    public static GradeReport Graded(Guid submission, int score, int outOf) => Of(submission, GradeStatus.Graded, score, outOf);

    public static GradeReport Of(Guid submission, GradeStatus status, int score = 0, int outOf = 0) => new()
    {
        SubmissionId = submission,
        Status = status,
        Score = score,
        OutOf = outOf,
        Message = status is GradeStatus.Graded ? null : "what happened",
        Tasks =
        [
            new("read", "Ana reads", [new()
            {
                Id = "ana-reads",
                Kind = "decision",
                Status = score == outOf ? CheckStatus.Passed : CheckStatus.Failed,
                Points = score,
                OutOf = outOf,
                MessageKey = score == outOf ? "passed" : "denied",
                Message = "said so",
            }]),
        ],
    };
}

internal static class Submitting
{
    public static Task<Submission> SubmitAsync(this TestDatabase database, Guid learner, Guid lab, string key, string text = "{}", int seed = 7) =>
        database.Get<Submissions>().KeepAsync(learner, lab, "ABCD", "iam/1", seed, [new("policy.json", text)], key);

    public static async Task<SubmissionView> AttemptAsync(this TestDatabase database, Guid learner, Guid lab, int score, int outOf)
    {
        var submission = await database.SubmitAsync(learner, lab, Guid.NewGuid().ToString());
        return await database.Get<Submissions>().RecordAsync(Reports.Graded(submission.Id, score, outOf), TimeSpan.FromMilliseconds(12));
    }
}

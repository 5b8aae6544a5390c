using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Progress.Rows;

namespace CloudCourse.Progress;

/// <summary>One attempt without its report.</summary>
/// <param name="SubmittedAt">UTC.</param>
public sealed record AttemptView(
    Guid SubmissionId, Guid ActivityId, int Number, int Score, int OutOf, bool Passed, bool Practice, DateTime SubmittedAt, DateTime GradedAt,
    int DurationMs);

/// <summary>A submission and what has become of it so far.</summary>
/// <param name="Report">Null while it is pending.</param>
/// <param name="Attempt">Null while it is pending, and where it cost no attempt.</param>
public sealed record SubmissionView(Submission Submission, SubmissionState State, GradeReport? Report, AttemptView? Attempt);

internal static class SubmissionRows
{
    public static Submission ToSubmission(this SubmissionRow row) => new()
    {
        Id = row.Id,
        LearnerId = row.LearnerId,
        ActivityId = row.ActivityId,
        LabHash = row.LabHash,
        EngineVersion = row.EngineVersion,
        Seed = row.Seed,
        Files = JsonSerializer.Deserialize<IReadOnlyList<SubmittedFile>>(row.FilesJson, CourseJson.Options)!,
        IdempotencyKey = row.IdempotencyKey,
        SubmittedAt = new(row.SubmittedAt, TimeSpan.Zero),
    };

    public static AttemptView ToView(this Attempt a) =>
        new(a.SubmissionId, a.ActivityId, a.Number, a.Score, a.OutOf, a.Passed, a.Practice, a.SubmittedAt, a.GradedAt, a.DurationMs);

    public static SubmissionView ToView(this SubmissionRow row, Attempt? attempt) =>
        new(row.ToSubmission(), row.State, Report(attempt?.ReportJson ?? row.ProblemJson), attempt?.ToView());

    /// <summary>Sets the state that the report gives; a report that makes no attempt is kept here.</summary>
    public static void Close(this SubmissionRow row, GradeReport report)
    {
        row.State = report.Status switch
        {
            GradeStatus.Graded => SubmissionState.Graded,
            GradeStatus.Ungradable => SubmissionState.Ungradable,
            _ => SubmissionState.Error,
        };
        if (row.State is not SubmissionState.Graded) row.ProblemJson = JsonSerializer.Serialize(report, CourseJson.Options);
    }

    /// <summary>The attempt that a graded submission becomes, and the event that set its grade.</summary>
    public static (Attempt Attempt, GradeEvent Grade) Attempt(
        SubmissionRow row, GradeReport report, int number, DateTime gradedAt, TimeSpan duration, Guid attemptId, Guid eventId) => (
        new()
        {
            Id = attemptId,
            SubmissionId = row.Id,
            LearnerId = row.LearnerId,
            ActivityId = row.ActivityId,
            Number = number,
            Score = report.Score,
            OutOf = report.OutOf,
            Passed = report.Passed,
            Practice = row.Practice,
            ReportJson = JsonSerializer.Serialize(report, CourseJson.Options),
            SubmittedAt = row.SubmittedAt,
            GradedAt = gradedAt,
            DurationMs = (int)Math.Clamp(duration.TotalMilliseconds, 0, int.MaxValue),
        },
        new()
        {
            Id = eventId,
            AttemptId = attemptId,
            Kind = GradeEventKind.Automatic,
            Score = report.Score,
            OutOf = report.OutOf,
            At = gradedAt,
        });

    private static GradeReport? Report(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<GradeReport>(json, CourseJson.Options);
}

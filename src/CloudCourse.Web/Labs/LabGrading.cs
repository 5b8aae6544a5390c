using System.Diagnostics;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs;

namespace CloudCourse.Web.Labs;

/// <summary>Grades files by the lab's kind, and turns every fault of ours into a report that costs no attempt.</summary>
public sealed partial class LabGrading(LabKinds kinds, ILogger<LabGrading> log)
{
    public string EngineVersion(LabDefinition lab) => kinds.Find(lab.Kind)?.Grader.EngineVersion ?? "";

    public LabKind? Kind(LabDefinition lab) => kinds.Find(lab.Kind);

    /// <param name="lab">As the author wrote it; the learner's variant is made here.</param>
    public async Task<(GradeReport Report, TimeSpan Took)> GradeAsync(
        Guid submissionId, LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, bool includeHidden,
        IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        GradeReport report;
        try
        {
            var kind = kinds.Find(lab.Kind) ?? throw new InvalidOperationException($"There is no lab kind '{lab.Kind}'.");
            var variant = lab.ForSeed(seed);
            report = await kind.Grader.GradeAsync(new(submissionId, variant, files, seed, includeHidden), progress, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            LogFault(e, submissionId, lab.Slug);
            report = new GradeReport
            {
                SubmissionId = submissionId,
                Status = GradeStatus.Error,
                Score = 0,
                OutOf = lab.Points,
                Tasks = [],
                Message = $"Grading failed, and the fault is ours. Your files are kept and no attempt was used. Try again; if it fails again, tell your instructor this number: {submissionId:N}.",
            };
        }
        return (report, Stopwatch.GetElapsedTime(started));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Grading submission {Submission} of lab {Lab} failed")]
    private partial void LogFault(Exception e, Guid submission, string lab);
}

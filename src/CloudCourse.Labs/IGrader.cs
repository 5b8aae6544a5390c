using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs;

/// <summary>Runs, inspects and grades the labs of one kind. Knows nothing of pages, people or databases; safe to share.</summary>
public interface IGrader
{
    /// <summary>Changes whenever the same submission could get another verdict or other evidence; stands with each attempt.</summary>
    string EngineVersion { get; }

    /// <summary>An author's mistakes in a lab of this kind: a check kind that does not exist, a member missing or misspelt.</summary>
    IEnumerable<string> CheckDefinition(LabDefinition lab);

    /// <summary>Findings as the learner types. Quick, pure, and never throws for what a learner can write.</summary>
    IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files);

    /// <summary>
    /// As <see cref="Inspect(LabDefinition, IReadOnlyList{SubmittedFile})"/>, in the world that this learner's seed makes: a kind that
    /// can try the files out says more.
    /// </summary>
    IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed) => Inspect(lab, files);

    /// <summary>
    /// Runs the lab's checks. A learner's mistake is a result; an exception is our fault, and the caller reports it as
    /// <see cref="GradeStatus.Error"/>, which costs no attempt.
    /// </summary>
    Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel);
}

/// <param name="Lab">The learner's variant: placeholders are filled.</param>
/// <param name="IncludeHidden">False for Run, true for Submit.</param>
public sealed record GradingRequest(Guid SubmissionId, LabDefinition Lab, IReadOnlyList<SubmittedFile> Files, int Seed, bool IncludeHidden);

/// <param name="QueuePlace">Place in the sandbox's queue, 1 next; null once running.</param>
public sealed record GradingProgress(int? QueuePlace, int ChecksDone, int ChecksTotal);

/// <summary>A finding and the file it is in.</summary>
public sealed record FileFinding(string File, Finding Finding);

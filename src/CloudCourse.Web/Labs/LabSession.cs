using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs;
using CloudCourse.Progress;

namespace CloudCourse.Web.Labs;

/// <summary>All that one learner may do in one lab. Every method takes the learner and reaches nobody else's rows.</summary>
public sealed class LabSession(
    CourseLibrary library, Seeds seeds, Drafts drafts, Submissions submissions, LabRevisions revisions,
    Hints hints, Solutions solutions, LabGrading grading, GradingQueue queue, LabLimits limits)
{
    public bool MayRun(Guid learner) => limits.MayRun(learner);

    public bool MaySubmit(Guid learner) => limits.MaySubmit(learner);

    /// <summary>The learner's variant of the lab, and each file as last saved; null where the slug names no lab.</summary>
    public async Task<OpenedLab?> OpenAsync(Guid learner, string slug, CancellationToken cancel)
    {
        if (library.Current.FindLab(slug) is not { } authored || grading.Kind(authored) is not { } kind) return null;
        var lab = authored.ForSeed(await seeds.ForAsync(learner, authored.Id, cancel));
        var saved = (await drafts.ListAsync(learner, lab.Id, cancel)).ToDictionary(d => d.File);
        return new(lab, kind, [.. lab.Files.Select(AsSaved)]);

        EditorFile AsSaved(LabFile file)
        {
            var (text, revision) = saved.TryGetValue(file.Path, out var draft) ? (draft.Text, draft.Revision) : (file.Starter, 0);
            var policy = kind.PolicyOf?.Invoke(lab, file.Path);
            return new(file.Path, file.Language, text, revision, file.Starter, policy?.Type, policy?.ResourceType, file.Form);
        }
    }

    public async Task<LabStanding> StandingAsync(Guid learner, LabDefinition lab, CancellationToken cancel) => new(
        await submissions.AttemptsAsync(learner, lab.Id, cancel),
        (await hints.OpenedAsync(learner, lab.Id, cancel)).Count,
        await solutions.AccessAsync(learner, lab, cancel),
        await submissions.PendingForAsync(learner, lab.Id, cancel));

    /// <summary>Tries the visible checks; nothing is recorded.</summary>
    public async Task<GradeReport> RunAsync(
        Guid learner, LabDefinition lab, IReadOnlyList<SubmittedFile> files, IProgress<GradingProgress> progress, CancellationToken cancel)
    {
        var seed = await seeds.ForAsync(learner, lab.Id, cancel);
        return (await grading.GradeAsync(Guid.Empty, Authored(lab), files, seed, includeHidden: false, progress, cancel)).Report;
    }

    /// <summary>Keeps the submission, then has it graded; when the caller leaves, the grading goes on.</summary>
    public async Task<GradeReport> SubmitAsync(
        Guid learner, LabDefinition lab, IReadOnlyList<SubmittedFile> files, string idempotencyKey,
        IProgress<GradingProgress> progress, CancellationToken cancel)
    {
        var authored = Authored(lab);
        await revisions.KeepAsync(authored, cancel);
        var seed = await seeds.ForAsync(learner, lab.Id, cancel);
        var submission = await submissions.KeepAsync(
            learner, authored.Id, authored.Hash, grading.EngineVersion(authored), seed, files, idempotencyKey, cancel);
        return await queue.GradeAsync(learner, submission.Id, progress, cancel);
    }

    /// <summary>
    /// Whether an earlier submission to this lab waits to be graded. One at a time: a learner whose handlers loop would else
    /// take every worker, and everybody would wait.
    /// </summary>
    public async Task<bool> IsGradingAsync(Guid learner, LabDefinition lab, CancellationToken cancel) =>
        await submissions.PendingForAsync(learner, lab.Id, cancel) is not null;

    /// <summary>Waits for a submission that was handed in before this page was opened.</summary>
    public Task<GradeReport> WaitAsync(Guid learner, Guid submission, IProgress<GradingProgress> progress, CancellationToken cancel) =>
        queue.GradeAsync(learner, submission, progress, cancel);

    /// <summary>Opens the next tier, and answers how many are open now.</summary>
    public async Task<int> RevealHintAsync(Guid learner, LabDefinition lab, CancellationToken cancel)
    {
        var next = (await hints.OpenedAsync(learner, lab.Id, cancel)).Count + 1;
        if (next <= lab.Hints.Count) await hints.OpenAsync(learner, lab.Id, next, cancel);
        return Math.Min(next, lab.Hints.Count);
    }

    /// <summary>The first good solution, once this learner may see it; seeing it is recorded.</summary>
    public async Task<LabSolution?> SolutionAsync(Guid learner, LabDefinition lab, CancellationToken cancel) =>
        (await solutions.ShowAsync(learner, lab, cancel)).MaySee ? lab.Solutions.FirstOrDefault(s => s.IsGood) : null;

    /// <summary>What a file held before, the latest first.</summary>
    public Task<IReadOnlyList<DraftHistoryEntry>> EarlierAsync(Guid learner, LabDefinition lab, string file, CancellationToken cancel) =>
        drafts.HistoryAsync(learner, lab.Id, file, cancel);

    /// <summary>One of the learner's own graded submissions.</summary>
    public Task<SubmissionView?> SubmissionAsync(Guid learner, Guid submission, CancellationToken cancel) =>
        submissions.FindAsync(learner, submission, cancel);

    private LabDefinition Authored(LabDefinition lab) =>
        library.Current.FindLab(lab.Slug) ?? throw new InvalidOperationException($"The lab {lab.Slug} left the course.");
}

public sealed record OpenedLab(LabDefinition Lab, LabKind Kind, IReadOnlyList<EditorFile> Files);

/// <param name="Attempts">The latest first.</param>
/// <param name="Pending">A submission that is still being graded.</param>
public sealed record LabStanding(IReadOnlyList<AttemptView> Attempts, int HintsShown, SolutionAccess Solution, Guid? Pending);

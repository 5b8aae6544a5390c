using System.Collections.ObjectModel;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.PureGrading;

/// <summary>
/// Grades labs of one file by checks that only compute. <typeparamref name="TWork"/> is what a kind makes of the file once, for all
/// its checks.
/// </summary>
internal abstract class PureGrader<TWork> : IGrader where TWork : class
{
    public abstract string EngineVersion { get; }

    protected abstract IReadOnlyList<PureCheck<TWork>> Kinds { get; }

    /// <summary>Words for ways to fail that an author may leave unwritten.</summary>
    protected virtual IReadOnlyDictionary<string, string> CommonWords => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>An author's mistakes in <c>settings</c>.</summary>
    protected virtual IEnumerable<string> SettingsProblems(LabDefinition lab) => [];

    /// <summary>The work, or why the file cannot be graded, with its place in the words.</summary>
    protected abstract (TWork? Work, string? Message) Read(GradingRequest request, SubmittedFile file);

    public abstract IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files);

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        if (lab.Files.Count != 1) yield return $"A lab of this kind has one file; this one has {lab.Files.Count}";
        foreach (var problem in SettingsProblems(lab)) yield return problem;
        foreach (var check in lab.Tasks.SelectMany(t => t.Checks))
        {
            if (Find(check) is not { } kind)
            {
                yield return $"Check {check.Id}: there is no check kind {check.Kind}; there are {string.Join(", ", Kinds.Select(k => k.Kind))}";
                continue;
            }
            var problems = kind.Problems(check).ToList();
            foreach (var problem in problems) yield return $"Check {check.Id}: {problem}";
            if (problems.Count > 0) continue;
            foreach (var missing in kind.Failures(check).Prepend("passed").Where(k => !check.Messages.ContainsKey(k))) yield return $"Check {check.Id}: the message {missing} is missing";
            foreach (var unknown in check.Messages.Keys.Where(k => k != "passed" && !kind.Failures(check).Contains(k) && !CommonWords.ContainsKey(k)))
                yield return $"Check {check.Id} can never show its message {unknown}";
        }
    }

    public Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(Grade(request, progress, cancel));
    }

    /// <summary>The lab's one file; null where it was not handed in.</summary>
    protected static SubmittedFile? TheFile(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        lab.Files.Count == 0 ? null : files.FirstOrDefault(f => f.Path == lab.Files[0].Path);

    private GradeReport Grade(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        List<LabTask> tasks = [.. request.Lab.Tasks.Select(t => t with { Checks = [.. t.Checks.Where(c => request.IncludeHidden || !c.Hidden)] }).Where(t => t.Checks.Count > 0)];
        GradeReport report = new()
        {
            SubmissionId = request.SubmissionId,
            Status = GradeStatus.Ungradable,
            Score = 0,
            OutOf = tasks.Sum(t => t.Checks.Sum(c => c.Points)),
            Tasks = [],
        };
        if (TheFile(request.Lab, request.Files) is not { } file) return report with { Message = $"{request.Lab.Files[0].Path} was not handed in." };
        var (work, message) = Read(request, file);
        if (work is null) return report with { Message = message };

        var (done, total) = (0, tasks.Sum(t => t.Checks.Count));
        List<TaskResult> results = [];
        foreach (var task in tasks)
        {
            List<CheckResult> checks = [];
            foreach (var check in task.Checks)
            {
                cancel.ThrowIfCancellationRequested();
                checks.Add(Run(check, work, file.Path));
                progress?.Report(new(null, ++done, total));
            }
            results.Add(new(task.Id, task.Title, checks));
        }
        return report with { Status = GradeStatus.Graded, Score = results.Sum(t => t.Checks.Sum(c => c.Points)), Tasks = results };
    }

    private CheckResult Run(CheckDefinition check, TWork work, string file)
    {
        var kind = Find(check) ?? throw new InvalidOperationException($"Check {check.Id} is of the unknown kind {check.Kind}.");
        var outcome = kind.Run(check, work);
        var key = outcome.Failure ?? "passed";
        var words = check.Messages.TryGetValue(key, out var authored) ? authored : CommonWords[key];
        return new()
        {
            Id = check.Id,
            Kind = check.Kind,
            Status = outcome.Failure is null ? CheckStatus.Passed : CheckStatus.Failed,
            Points = outcome.Failure is null ? check.Points : 0,
            OutOf = check.Points,
            MessageKey = key,
            Message = check.Hidden ? words : outcome.Values.Aggregate(words, (text, v) => text.Replace($"{{{v.Key}}}", v.Value, StringComparison.Ordinal)),
            Hidden = check.Hidden,
            Evidence = check.Hidden ? null : outcome.Evidence,
            Locations = check.Hidden || outcome.Failure is null ? [] : [.. outcome.Locations.Select(at => new FileLocation(file, at.Pointer, at.Start, at.End))],
        };
    }

    private PureCheck<TWork>? Find(CheckDefinition check) => Kinds.FirstOrDefault(k => k.Kind == check.Kind);
}

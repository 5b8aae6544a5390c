using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.Forms;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.SimulatedCloud;

/// <summary>Grades labs in which the learner's files are calls in a simulated AWS account: the account is run, and then looked at.</summary>
public sealed class SimulatedCloudGrader : IGrader
{
    public string EngineVersion => "simulated-cloud-6";

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        lab = lab.ForSeed(1);
        var problems = LabCloudProblems.Of(lab);
        if (problems.Count > 0) return problems;
        var cloud = LabCloud.Read(lab);
        return [.. lab.Tasks.SelectMany(t => t.Checks).SelectMany(c => Problems(c, lab, cloud).Select(p => $"{c.Id}: {p}"))];
    }

    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
    [
        .. LabCloud.Read(lab).Steps.Where(s => s.File is not null).DistinctBy(s => s.File).SelectMany(step => files.FirstOrDefault(f => f.Path == step.File) is { } file
            ? SubmittedCalls.Inspect(step, file.Text).Select(f => new FileFinding(file.Path, f)) : []),
    ];

    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed)
    {
        var found = Inspect(lab, files);
        // Beside a form one sees at once what AWS would answer. Where there is only text, finding that out is part of the lab.
        return lab.Files.Any(f => f.Form is not null) ? [.. found, .. Rehearsal.Findings(lab, files, seed)] : found;
    }

    public Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(Grade(request, progress, cancel));
    }

    private static GradeReport Grade(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        var planned = request.Lab.Tasks.Select(t => (Task: t, Checks: t.Checks.Where(c => request.IncludeHidden || !c.Hidden).ToList())).Where(t => t.Checks.Count > 0).ToList();
        GradeReport report = new()
        {
            SubmissionId = request.SubmissionId,
            Status = GradeStatus.Ungradable,
            Score = 0,
            OutOf = planned.Sum(p => p.Checks.Sum(c => c.Points)),
            Tasks = [],
        };
        var run = CloudRun.Of(request.Lab, request.Files, request.Seed, cancel);
        if (run.Unreadable is { } unreadable)
        {
            var (line, column) = new LineMap(request.Files.FirstOrDefault(f => f.Path == unreadable.File)?.Text ?? "").Of(unreadable.Finding.At.Start);
            return report with { Message = $"{unreadable.File}, line {line}, column {column}: {unreadable.Finding.Details}" };
        }
        if (run.Calls.TakeWhile(c => c.File is null).FirstOrDefault(c => !c.Succeeded) is { } ours)
            throw new InvalidOperationException($"The lab {request.Lab.Slug} cannot be set up: {ours.Operation} is not done: {ours.NotMade ?? ours.Error?.Message}");

        List<TaskResult> tasks = [];
        var (done, total) = (0, planned.Sum(p => p.Checks.Count));
        foreach (var (task, checks) in planned)
        {
            List<CheckResult> results = [];
            foreach (var check in checks)
            {
                cancel.ThrowIfCancellationRequested();
                var kind = CloudCheck.Kinds[check.Kind];
                results.Add(kind.Run(check, run).Result(check, kind));
                progress?.Report(new(null, ++done, total));
            }
            tasks.Add(new(task.Id, task.Title, results));
        }
        return report with { Status = GradeStatus.Graded, Score = tasks.Sum(t => t.Checks.Sum(c => c.Points)), Tasks = tasks };
    }

    private static IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab, LabCloud cloud)
    {
        if (!CloudCheck.Kinds.TryGetValue(check.Kind, out var kind))
        {
            yield return $"there is no check kind `{check.Kind}`; a simulated-cloud lab has {string.Join(", ", CloudCheck.Kinds.Keys)}";
            yield break;
        }
        if (!check.Messages.ContainsKey(CloudOutcome.Passing)) yield return "`messages` has no `passed`";
        foreach (var key in check.Messages.Keys.Where(k => k != CloudOutcome.Passing && !kind.Keys.ContainsKey(k)))
            yield return $"`{check.Kind}` has no message key `{key}`; it has {string.Join(", ", kind.Keys.Keys)}";
        if (check.Messages.Keys.All(k => k == CloudOutcome.Passing)) yield return "`messages` has nothing for a failure";
        if (check.Hidden && check.Messages.FirstOrDefault(m => m.Value.Contains('{', StringComparison.Ordinal)) is { Key: not null } leak)
            yield return $"the hidden check's message `{leak.Key}` has a placeholder; it would tell what is hidden";
        foreach (var problem in kind.Problems(check, lab, cloud)) yield return problem;
    }
}

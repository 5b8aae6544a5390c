using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.SimulatedCloud;

/// <summary>What every kind of lab does that looks at a run in the simulated account: an author's mistakes, and the report.</summary>
internal static class CloudGrading
{
    /// <param name="run">Of the request's lab and files.</param>
    /// <exception cref="InvalidOperationException">The lab's own setup fails.</exception>
    public static GradeReport Report(
        GradingRequest request, CloudRun run, IReadOnlyDictionary<string, CloudCheck> kinds, IProgress<GradingProgress>? progress, CancellationToken cancel)
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
        if (run.Unreadable is { } unreadable)
        {
            var (line, column) = new LineMap(request.Files.FirstOrDefault(f => f.Path == unreadable.File)?.Text ?? "").Of(unreadable.Finding.At.Start);
            return report with { Message = $"{unreadable.File}, line {line}, column {column}: {unreadable.Finding.Details}" };
        }
        if (run.Calls.Take(run.SetUp).FirstOrDefault(c => !c.Succeeded) is { } ours)
            throw new InvalidOperationException($"The lab {request.Lab.Slug} cannot be set up: {ours.Operation} is not done: {ours.NotMade ?? ours.Error?.Message}");

        List<TaskResult> tasks = [];
        var (done, total) = (0, planned.Sum(p => p.Checks.Count));
        foreach (var (task, checks) in planned)
        {
            List<CheckResult> results = [];
            foreach (var check in checks)
            {
                cancel.ThrowIfCancellationRequested();
                var kind = kinds[check.Kind];
                results.Add(kind.Run(check, run).Result(check, kind));
                progress?.Report(new(null, ++done, total));
            }
            tasks.Add(new(task.Id, task.Title, results));
        }
        return report with { Status = GradeStatus.Graded, Score = tasks.Sum(t => t.Checks.Sum(c => c.Points)), Tasks = tasks };
    }

    public static IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab, LabCloud cloud, IReadOnlyDictionary<string, CloudCheck> kinds, string labKind)
    {
        if (!kinds.TryGetValue(check.Kind, out var kind))
        {
            yield return $"there is no check kind `{check.Kind}`; a {labKind} lab has {string.Join(", ", kinds.Keys)}";
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

using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Catalog;

namespace CloudCourse.Labs.IamPolicy;

/// <summary>Grades labs in which the learner writes identity policies.</summary>
public sealed class IamPolicyGrader : IGrader
{
    public string EngineVersion { get; } = $"iam-2+{ActionCatalog.Current.AsOf}";

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        foreach (var file in lab.Files.Where(f => f.Language != "json"))
            yield return $"{file.Path}: an IAM policy's language is json, not {file.Language}";
        foreach (var (name, text) in SubmittedPolicies.AttachedBy(lab))
        {
            foreach (var finding in PolicyFindings.Of(text).Where(f => f.Type is FindingType.Error))
                yield return $"settings.attached {name}: {finding.Details}";
        }
        foreach (var check in lab.Tasks.SelectMany(t => t.Checks))
        {
            foreach (var problem in Problems(check)) yield return $"{check.Id}: {problem}";
        }
    }

    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        [.. lab.Files.SelectMany(f => files.Where(s => s.Path == f.Path).Take(1))
            .SelectMany(s => PolicyFindings.Of(s.Text).Select(finding => new FileFinding(s.Path, finding)))];

    public Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        var policies = SubmittedPolicies.Read(request.Lab, request.Files);
        var planned = request.Lab.Tasks.Select(t => (Task: t, Checks: t.Checks.Where(c => request.IncludeHidden || !c.Hidden).ToList())).ToList();
        var outOf = planned.Sum(p => p.Checks.Sum(c => c.Points));
        if (policies.Unreadable is { } unreadable) return Task.FromResult(Ungradable(request, unreadable, outOf));

        IamPolicyChecks checks = new(policies);
        List<TaskResult> tasks = [];
        var (done, total) = (0, planned.Sum(p => p.Checks.Count));
        foreach (var (task, list) in planned)
        {
            List<CheckResult> results = [];
            foreach (var check in list)
            {
                cancel.ThrowIfCancellationRequested();
                results.Add(checks.Run(check));
                progress?.Report(new(null, ++done, total));
            }
            if (results.Count > 0) tasks.Add(new(task.Id, task.Title, results));
        }
        return Task.FromResult(new GradeReport
        {
            SubmissionId = request.SubmissionId,
            Status = GradeStatus.Graded,
            Score = tasks.Sum(t => t.Checks.Sum(c => c.Points)),
            OutOf = outOf,
            Tasks = tasks,
        });
    }

    private static GradeReport Ungradable(GradingRequest request, FileFinding unreadable, int outOf)
    {
        var text = request.Files.FirstOrDefault(f => f.Path == unreadable.File)?.Text ?? "";
        var (line, column) = new LineMap(text).Of(unreadable.Finding.At.Start);
        return new()
        {
            SubmissionId = request.SubmissionId,
            Status = GradeStatus.Ungradable,
            Score = 0,
            OutOf = outOf,
            Tasks = [],
            Message = $"{unreadable.File}, line {line}, column {column}: {unreadable.Finding.Details}",
        };
    }

    private static IEnumerable<string> Problems(CheckDefinition check)
    {
        if (!IamPolicyChecks.Kinds.Contains(check.Kind))
        {
            yield return $"there is no check kind `{check.Kind}`; an iam-policy lab has {string.Join(", ", IamPolicyChecks.Kinds)}";
            yield break;
        }
        if (!check.Messages.ContainsKey("passed")) yield return "`messages` has no `passed`";
        var keys = IamPolicyChecks.Keys(check.Kind);
        foreach (var key in check.Messages.Keys.Where(k => k != "passed" && !keys.ContainsKey(k)))
            yield return $"`{check.Kind}` has no message key `{key}`; it has {string.Join(", ", keys.Keys)}";
        if (check.Messages.Keys.All(k => k == "passed")) yield return "`messages` has nothing for a failure";
        if (check.Hidden && check.Messages.FirstOrDefault(m => m.Value.Contains('{', StringComparison.Ordinal)) is { Key: not null } leak)
            yield return $"the hidden check's message `{leak.Key}` has a placeholder; it would tell what is hidden";
        if (check.Kind is IamPolicyChecks.Grammar) yield break;

        foreach (var problem in DecisionCases.Problems(check.Given)) yield return problem;
        if (check.Kind is IamPolicyChecks.DecisionKind && check.Given.ValueKind is JsonValueKind.Object && check.Given.TryGetProperty("requests", out _))
            yield return "`decision` takes one request; use `decisions` for `requests`";
        if (check.Expect.ValueKind is not JsonValueKind.Object || !check.Expect.TryGetProperty("decision", out var decision)
            || decision.ValueKind is not JsonValueKind.String || !IamPolicyChecks.Expectations.Contains(decision.GetString()))
            yield return $"`expect.decision` is one of {string.Join(", ", IamPolicyChecks.Expectations)}";
    }
}

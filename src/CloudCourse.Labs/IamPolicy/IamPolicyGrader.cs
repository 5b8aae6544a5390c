using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.IamPolicy.Checks;
using CloudCourse.Labs.IamPolicy.World;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Labs.IamPolicy;

/// <summary>Grades labs in which the learner writes IAM policies: of identities, of roles and resources, boundaries, and those of an organization.</summary>
public sealed class IamPolicyGrader : IGrader
{
    public string EngineVersion { get; } = $"iam-8+{ActionCatalog.Current.AsOf}";

    /// <summary>What the linter and the editor take a file for; null for a file that is no policy, such as an account's groups.</summary>
    public static PolicyType? TypeOf(LabDefinition lab, string path)
    {
        var place = LabAccountReader.Read(lab).PlaceOf(path);
        return place.Type is PolicyUse.Account ? null : place.Grammar;
    }

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        // An author's ARNs are judged as a learner has them: with an account's number where the placeholder stands.
        lab = lab.ForSeed(1);
        foreach (var file in lab.Files.Where(f => f.Language != "json"))
            yield return $"{file.Path}: an IAM policy's language is json, not {file.Language}";
        var broken = false;
        foreach (var problem in LabAccountReader.Problems(lab))
        {
            broken = true;
            yield return problem;
        }
        if (broken) yield break;
        foreach (var check in lab.Tasks.SelectMany(t => t.Checks))
        {
            foreach (var problem in Problems(check, lab)) yield return $"{check.Id}: {problem}";
        }
    }

    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files)
    {
        var account = LabAccountReader.Read(lab);
        List<FileFinding> findings = [];
        foreach (var file in lab.Files)
        {
            if (files.FirstOrDefault(f => f.Path == file.Path) is not { } submitted) continue;
            var read = PolicyFile.Read(file.Path, submitted.Text, account);
            account = read.Account;
            findings.AddRange((read.SyntaxError is { } error ? [error] : read.File!.Findings).Select(f => new FileFinding(file.Path, f)));
        }
        return findings;
    }

    public Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        var policies = SubmittedPolicies.Read(request.Lab, request.Files);
        var planned = request.Lab.Tasks.Select(t => (Task: t, Checks: t.Checks.Where(c => request.IncludeHidden || !c.Hidden).ToList())).ToList();
        var outOf = planned.Sum(p => p.Checks.Sum(c => c.Points));
        if (policies.Unreadable is { } unreadable) return Task.FromResult(Ungradable(request, unreadable, outOf));

        List<TaskResult> tasks = [];
        var (done, total) = (0, planned.Sum(p => p.Checks.Count));
        foreach (var (task, list) in planned)
        {
            List<CheckResult> results = [];
            foreach (var check in list)
            {
                cancel.ThrowIfCancellationRequested();
                var kind = IamCheck.Kinds[check.Kind];
                results.Add(kind.Run(check, policies).Result(check, kind));
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

    private static IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab)
    {
        if (!IamCheck.Kinds.TryGetValue(check.Kind, out var kind))
        {
            yield return $"there is no check kind `{check.Kind}`; an iam-policy lab has {string.Join(", ", IamCheck.Kinds.Keys)}";
            yield break;
        }
        if (!check.Messages.ContainsKey("passed")) yield return "`messages` has no `passed`";
        foreach (var key in check.Messages.Keys.Where(k => k != "passed" && !kind.Keys.ContainsKey(k)))
            yield return $"`{check.Kind}` has no message key `{key}`; it has {string.Join(", ", kind.Keys.Keys)}";
        if (check.Messages.Keys.All(k => k == "passed")) yield return "`messages` has nothing for a failure";
        if (check.Hidden && check.Messages.FirstOrDefault(m => m.Value.Contains('{', StringComparison.Ordinal)) is { Key: not null } leak)
            yield return $"the hidden check's message `{leak.Key}` has a placeholder; it would tell what is hidden";
        foreach (var problem in kind.Problems(check, lab)) yield return problem;
    }
}

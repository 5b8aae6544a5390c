using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.TaskDefinition.Checks;
using CloudCourse.Simulation.Ecs;

namespace CloudCourse.Labs.TaskDefinition;

/// <summary>Grades ECS task definitions: one JSON file, RegisterTaskDefinition's input.</summary>
public sealed class TaskDefinitionGrader : IGrader
{
    private static readonly TaskDefinitionCheck[] _checks = [new RegistersCheck(), new ValueCheck(), new PortCheck(), new SizeCheck(), new FindingCheck()];

    public string EngineVersion => "task-definition-2";

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        if (lab.Files.Count != 1) yield return $"A task-definition lab has one file, the definition; this one has {lab.Files.Count}";
        foreach (var check in lab.Tasks.SelectMany(t => t.Checks))
        {
            if (Find(check) is not { } kind)
            {
                yield return $"Check {check.Id}: there is no check kind {check.Kind}; there are {string.Join(", ", _checks.Select(c => c.Kind))}";
                continue;
            }
            var problems = kind.Problems(check).ToList();
            foreach (var problem in problems) yield return $"Check {check.Id}: {problem}";
            if (problems.Count > 0) continue;
            var keys = kind.Failures(check).Prepend("passed").ToList();
            foreach (var missing in keys.Where(k => !check.Messages.ContainsKey(k))) yield return $"Check {check.Id}: the message {missing} is missing";
            foreach (var unknown in check.Messages.Keys.Where(k => !keys.Contains(k))) yield return $"Check {check.Id} can never show its message {unknown}";
        }
    }

    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        Definition(lab, files) is { } file ? [.. RegisterTaskDefinition.Check(file.Text).Findings.Select(f => new FileFinding(file.Path, f.Finding))] : [];

    public Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(Grade(request, progress, cancel));
    }

    private static GradeReport Grade(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        List<LabTask> tasks = [.. request.Lab.Tasks.Select(t => t with { Checks = [.. t.Checks.Where(c => request.IncludeHidden || !c.Hidden)] }).Where(t => t.Checks.Count > 0)];
        var total = tasks.Sum(t => t.Checks.Count);
        GradeReport report = new()
        {
            SubmissionId = request.SubmissionId,
            Status = GradeStatus.Ungradable,
            Score = 0,
            OutOf = tasks.Sum(t => t.Checks.Sum(c => c.Points)),
            Tasks = [],
        };
        if (Definition(request.Lab, request.Files) is not { } file)
            return report with { Message = $"{request.Lab.Files[0].Path} was not handed in: put the task definition there." };

        TaskDefinitionReview review = new(file.Path, file.Text);
        if (review.Registration.Task is not { } task)
        {
            var first = review.Registration.Findings[0].Finding;
            return report with { Message = $"{review.Place(first.At)}: {first.Details}" };
        }

        var done = 0;
        List<TaskResult> results = [];
        foreach (var part in tasks)
        {
            List<CheckResult> checks = [];
            foreach (var check in part.Checks)
            {
                cancel.ThrowIfCancellationRequested();
                checks.Add(Run(check, review, task));
                progress?.Report(new(null, ++done, total));
            }
            results.Add(new(part.Id, part.Title, checks));
        }
        return report with { Status = GradeStatus.Graded, Score = results.Sum(t => t.Checks.Sum(c => c.Points)), Tasks = results };
    }

    private static CheckResult Run(CheckDefinition check, TaskDefinitionReview review, Simulation.Ecs.TaskDefinition task)
    {
        var kind = Find(check) ?? throw new InvalidOperationException($"Check {check.Id} is of the unknown kind {check.Kind}.");
        var outcome = kind.Run(check, review, task);
        var key = outcome.Failure ?? "passed";
        return new()
        {
            Id = check.Id,
            Kind = check.Kind,
            Status = outcome.Failure is null ? CheckStatus.Passed : CheckStatus.Failed,
            Points = outcome.Failure is null ? check.Points : 0,
            OutOf = check.Points,
            MessageKey = key,
            Message = Fill(check.Messages[key], check.Hidden ? [] : outcome.Values),
            Hidden = check.Hidden,
            Evidence = check.Hidden ? null : outcome.Evidence.ToJson(),
            Locations = check.Hidden ? [] : [.. outcome.Locations.Select(at => new FileLocation(review.File, at.Pointer, at.Start, at.End))],
        };
    }

    private static string Fill(string message, IEnumerable<KeyValuePair<string, string>> values) =>
        values.Aggregate(message, (text, v) => text.Replace($"{{{v.Key}}}", v.Value, StringComparison.Ordinal));

    private static TaskDefinitionCheck? Find(CheckDefinition check) => _checks.FirstOrDefault(c => c.Kind == check.Kind);

    private static SubmittedFile? Definition(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        lab.Files.Count == 0 ? null : files.FirstOrDefault(f => f.Path == lab.Files[0].Path);
}

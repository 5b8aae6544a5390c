using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PurchaseOptions.Checks;
using CloudCourse.Simulation.Ec2.Purchasing;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.PurchaseOptions;

/// <summary>Grades choices of purchase options: one JSON file, a choice for each workload, run through a month.</summary>
public sealed class PurchaseOptionsGrader : IGrader
{
    private static readonly PurchaseCheck[] _checks = [new BillCheck(), new CashCheck(), new UninterruptedCheck(), new TermCheck(), new DeadlineCheck(), new CheapestCheck()];

    public string EngineVersion => "purchase-options-1";

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        if (lab.Files.Count != 1) yield return $"A purchase-options lab has one file, the choices; this one has {lab.Files.Count}";
        var settings = PurchaseSettings.Problems(lab).ToList();
        foreach (var problem in settings) yield return problem;
        if (settings.Count > 0) yield break;
        var scenario = PurchaseSettings.Scenario(lab);
        foreach (var check in lab.Tasks.SelectMany(t => t.Checks))
        {
            if (Find(check) is not { } kind)
            {
                yield return $"Check {check.Id}: there is no check kind {check.Kind}; there are {string.Join(", ", _checks.Select(c => c.Kind))}";
                continue;
            }
            foreach (var problem in kind.Problems(check, scenario)) yield return $"Check {check.Id}: {problem}";
            string[] keys = ["passed", kind.Failure];
            foreach (var missing in keys.Where(k => !check.Messages.ContainsKey(k))) yield return $"Check {check.Id}: the message {missing} is missing";
            foreach (var unknown in check.Messages.Keys.Where(k => !keys.Contains(k))) yield return $"Check {check.Id} can never show its message {unknown}";
        }
    }

    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) => Choices(lab, files) is { } file
        ? [.. PurchaseChoicesFile.Read(file.Text, PurchaseSettings.Scenario(lab)).Findings.Select(f => new FileFinding(file.Path, f))] : [];

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
        if (Choices(request.Lab, request.Files) is not { } file)
            return report with { Message = $"{request.Lab.Files[0].Path} was not handed in: put the choices there." };
        var scenario = PurchaseSettings.Scenario(request.Lab);
        var read = PurchaseChoicesFile.Read(file.Text, scenario);
        if (read.Findings is [var first, ..])
        {
            var (line, column) = new LineMap(file.Text).Of(first.At.Start);
            var more = read.Findings.Count == 1 ? "" : $" ({read.Findings.Count - 1} more in the editor's list.)";
            return report with { Message = $"The month cannot be run yet. Line {line}, column {column}: {first.Details}{more}" };
        }

        GradedMonth month = new(scenario, read, request.Seed);
        var done = 0;
        List<TaskResult> results = [];
        foreach (var part in tasks)
        {
            List<CheckResult> checks = [];
            foreach (var check in part.Checks)
            {
                cancel.ThrowIfCancellationRequested();
                checks.Add(Run(check, month, file.Path));
                progress?.Report(new(null, ++done, total));
            }
            results.Add(new(part.Id, part.Title, checks));
        }
        return report with { Status = GradeStatus.Graded, Score = results.Sum(t => t.Checks.Sum(c => c.Points)), Tasks = results };
    }

    private static CheckResult Run(CheckDefinition check, GradedMonth month, string file)
    {
        var kind = Find(check) ?? throw new InvalidOperationException($"Check {check.Id} is of the unknown kind {check.Kind}.");
        var outcome = kind.Run(check, month);
        var key = outcome.Failed ? kind.Failure : "passed";
        return new()
        {
            Id = check.Id,
            Kind = check.Kind,
            Status = outcome.Failed ? CheckStatus.Failed : CheckStatus.Passed,
            Points = outcome.Failed ? 0 : check.Points,
            OutOf = check.Points,
            MessageKey = key,
            Message = Fill(check.Messages[key], check.Hidden ? [] : outcome.Values),
            Hidden = check.Hidden,
            Evidence = check.Hidden ? null : outcome.Evidence.ToJson(),
            Locations = check.Hidden ? [] : [.. outcome.At.Select(at => new FileLocation(file, at.Pointer, at.Start, at.End))],
        };
    }

    private static string Fill(string message, IEnumerable<KeyValuePair<string, string>> values) =>
        values.Aggregate(message, (text, v) => text.Replace($"{{{v.Key}}}", v.Value, StringComparison.Ordinal));

    private static PurchaseCheck? Find(CheckDefinition check) => _checks.FirstOrDefault(c => c.Kind == check.Kind);

    private static SubmittedFile? Choices(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        lab.Files.Count == 0 ? null : files.FirstOrDefault(f => f.Path == lab.Files[0].Path);
}

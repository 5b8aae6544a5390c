using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.LambdaHandler.Checks;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaHandler;

/// <summary>
/// Runs a learner's Lambda function against the checks' events: one environment a grading, warm from the second event on.
/// Code that does not load is gradable: Lambda takes it too, and fails at the first invocation.
/// </summary>
public sealed class LambdaHandlerGrader(IHandlerRuntime runtime) : IGrader
{
    private const int MaxFileCharacters = 256 * 1024;

    private static readonly HandlerCheck[] Kinds = [new LoadsCheck(), new ReturnsCheck(), new LogsCheck(), new RaisesCheck()];

    public string EngineVersion => "lambda-handler-2";

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        foreach (var problem in FunctionSettings.Problems(lab)) yield return problem;
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
            foreach (var missing in kind.Failures.Prepend("passed").Where(k => !check.Messages.ContainsKey(k))) yield return $"Check {check.Id}: the message {missing} is missing";
            foreach (var unknown in check.Messages.Keys.Where(k => k != "passed" && !kind.Failures.Contains(k) && !CommonFailures.Words.ContainsKey(k)))
                yield return $"Check {check.Id} can never show its message {unknown}";
        }
    }

    /// <summary>Nothing while typing: whether Python can run a text is known by running it.</summary>
    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        [.. files.Where(f => f.Text.Length > MaxFileCharacters).Select(f => new FileFinding(f.Path,
            new Finding(FindingType.Error, "FILE_TOO_LARGE", TooLarge(f), new Location("", MaxFileCharacters, f.Text.Length))))];

    public async Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        List<LabTask> tasks = [.. request.Lab.Tasks.Select(t => t with { Checks = [.. t.Checks.Where(c => request.IncludeHidden || !c.Hidden)] }).Where(t => t.Checks.Count > 0)];
        List<CheckDefinition> checks = [.. tasks.SelectMany(t => t.Checks)];
        GradeReport report = new()
        {
            SubmissionId = request.SubmissionId,
            Status = GradeStatus.Ungradable,
            Score = 0,
            OutOf = checks.Sum(c => c.Points),
            Tasks = [],
        };
        if (request.Lab.Files.FirstOrDefault(f => request.Files.All(s => s.Path != f.Path)) is { } missing)
            return report with { Message = $"{missing.Path} was not handed in." };
        if (request.Files.FirstOrDefault(f => f.Text.Length > MaxFileCharacters) is { } large) return report with { Message = TooLarge(large) };
        var status = await runtime.GetStatusAsync(cancel);
        if (!status.Available)
            return report with { Status = GradeStatus.Error, Message = $"Your function was not run, and this cost no attempt. {status.Details}" };

        var events = checks.Where(c => Find(c)!.NeedsEvent).ToList();
        var run = await runtime.RunAsync(
            FunctionSettings.Code(request), [.. events.Select(c => new HandlerEvent(c.Id, c.Given.GetProperty("event").GetRawText()))],
            new QueuePlaces(progress, checks.Count), cancel);
        var invocations = events.Zip(run.Invocations).ToDictionary(p => p.First, p => p.Second);

        List<TaskResult> results = [.. tasks.Select(t => new TaskResult(t.Id, t.Title, [.. t.Checks.Select(c => Judge(c, run, invocations.GetValueOrDefault(c), request.Files))]))];
        progress?.Report(new(null, checks.Count, checks.Count));
        return report with
        {
            Status = GradeStatus.Graded,
            Score = results.Sum(t => t.Checks.Sum(c => c.Points)),
            Tasks = results,
            Measurements = Measure(run, invocations, request.Lab.Limits.MemoryMiB),
        };
    }

    private static CheckResult Judge(CheckDefinition check, HandlerRun run, Invocation? invocation, IReadOnlyList<SubmittedFile> files)
    {
        var kind = Find(check)!;
        var failed = run.Init ?? invocation?.FunctionError;
        var outcome = run.Init is not null ? new("cannot-load") : kind.Judge(check, invocation);
        var key = outcome.Failure ?? "passed";
        var words = check.Messages.TryGetValue(key, out var authored) ? authored : CommonFailures.Words[key];
        return new()
        {
            Id = check.Id,
            Kind = check.Kind,
            Status = outcome.Failure is null ? CheckStatus.Passed : CheckStatus.Failed,
            Points = outcome.Failure is null ? check.Points : 0,
            OutOf = check.Points,
            MessageKey = key,
            Message = check.Hidden ? CommonFailures.WithoutValues(words) : CommonFailures.Fill(words, failed, outcome),
            Hidden = check.Hidden,
            Evidence = check.Hidden ? null : HandlerEvidence.Of(check, run, invocation, outcome).ToJson(),
            Locations = check.Hidden || outcome.Failure is null ? [] : CommonFailures.Locate(failed?.At, files),
        };
    }

    /// <summary>
    /// The whole run, and what each REPORT line says of a check's invocation, as <c>check/member</c>; of hidden checks nothing.
    /// Billed as Lambda bills since August 2025: the time to load is part of the first invocation.
    /// </summary>
    private static Dictionary<string, double> Measure(HandlerRun run, Dictionary<CheckDefinition, Invocation> invocations, int memoryMiB)
    {
        if (run.Invocations.Count == 0) return [];
        Dictionary<string, double> measured = new()
        {
            ["durationMs"] = Math.Round(run.Invocations.Sum(i => i.Report.DurationMs), 2),
            ["billedMs"] = run.Invocations.Sum(i => (double)i.Report.BilledMs),
            ["initMs"] = Math.Round(run.Invocations.Sum(i => i.Report.InitMs ?? 0), 2),
            ["maxMemoryMiB"] = run.Invocations.Max(i => i.Report.MaxMemoryMiB),
        };
        foreach (var (check, invocation) in invocations.Where(i => !i.Key.Hidden))
            foreach (var (name, value) in ReportLine.Measure(invocation.Report, memoryMiB)) measured[$"{check.Id}/{name}"] = value;
        return measured;
    }

    private static string TooLarge(SubmittedFile file) => $"{file.Path} has {file.Text.Length} characters; this lab takes up to {MaxFileCharacters}.";

    private static HandlerCheck? Find(CheckDefinition check) => Kinds.FirstOrDefault(k => k.Kind == check.Kind);

    private sealed class QueuePlaces(IProgress<GradingProgress>? progress, int total) : IProgress<int>
    {
        public void Report(int place) => progress?.Report(new(place, 0, total));
    }
}

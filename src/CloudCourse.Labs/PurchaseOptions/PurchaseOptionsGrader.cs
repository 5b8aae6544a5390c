using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Labs.PurchaseOptions.Checks;
using CloudCourse.Simulation.Ec2.Purchasing;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.PurchaseOptions;

/// <summary>Grades choices of purchase options: one JSON file, a choice for each workload, run through a month.</summary>
internal sealed class PurchaseOptionsGrader : PureGrader<GradedMonth>
{
    private static readonly PurchaseCheck[] _checks = [new BillCheck(), new CashCheck(), new UninterruptedCheck(), new TermCheck(), new DeadlineCheck(), new CheapestCheck()];

    public override string EngineVersion => "purchase-options-1";

    protected override IReadOnlyList<PureCheck<GradedMonth>> Kinds => _checks;

    protected override IEnumerable<string> SettingsProblems(LabDefinition lab)
    {
        var problems = PurchaseSettings.Problems(lab).ToList();
        if (problems.Count > 0) return problems;
        var scenario = PurchaseSettings.Scenario(lab);
        return
            from check in lab.Tasks.SelectMany(t => t.Checks)
            from problem in _checks.FirstOrDefault(c => c.Kind == check.Kind)?.Misfits(check, scenario) ?? []
            select $"Check {check.Id}: {problem}";
    }

    protected override (GradedMonth? Work, string? Message) Read(GradingRequest request, SubmittedFile file)
    {
        var scenario = PurchaseSettings.Scenario(request.Lab);
        var read = PurchaseChoicesFile.Read(file.Text, scenario);
        if (read.Findings is not [var first, ..]) return (new(scenario, read, request.Seed), null);
        var (line, column) = new LineMap(file.Text).Of(first.At.Start);
        var more = read.Findings.Count == 1 ? "" : $" ({read.Findings.Count - 1} more in the editor's list.)";
        return (null, $"The month cannot be run yet. Line {line}, column {column}: {first.Details}{more}");
    }

    public override IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        TheFile(lab, files) is { } file ? [.. PurchaseChoicesFile.Read(file.Text, PurchaseSettings.Scenario(lab)).Findings.Select(f => new FileFinding(file.Path, f))] : [];
}

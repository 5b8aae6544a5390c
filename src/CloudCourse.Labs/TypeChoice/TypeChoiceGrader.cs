using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.TypeChoice;

/// <summary>Grades the choice of an instance type for each workload: whether it fits, and what it costs.</summary>
internal sealed class TypeChoiceGrader : PureGrader<TypeWork>
{
    public override string EngineVersion => "type-choice-1";

    protected override IReadOnlyList<PureCheck<TypeWork>> Kinds { get; } = [new FitsCheck(), new CheapestCheck()];

    protected override IReadOnlyDictionary<string, string> CommonWords { get; } =
        TypeFit.Keys.Select(k => (k, "`{type}` does not fit `{workload}`. {why}")).Append(("misfit", "`{type}` does not fit `{workload}`, so its price cannot be compared yet."))
            .ToDictionary(w => w.Item1, w => w.Item2, StringComparer.Ordinal);

    protected override IEnumerable<string> SettingsProblems(LabDefinition lab)
    {
        var problems = TypeSettings.Problems(lab).ToList();
        if (problems.Count > 0) return problems;
        var ids = TypeSettings.Of(lab).Workloads.Select(w => w.Id).ToList();
        return lab.Tasks.SelectMany(t => t.Checks).Where(c => TypeWork.Named(c) is { } id && !ids.Contains(id)).Select(c => $"Check {c.Id}: `workload` is none of the settings'");
    }

    protected override (TypeWork? Work, string? Message) Read(GradingRequest request, SubmittedFile file)
    {
        var settings = TypeSettings.Of(request.Lab);
        var document = TypeDocument.Read(file.Text, settings);
        if (document.Findings is not [var first, ..]) return (new(settings, document), null);
        var (line, column) = new LineMap(file.Text).Of(first.At.Start);
        return (null, $"Line {line}, column {column}: {first.Details}");
    }

    public override IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        TheFile(lab, files) is { } file ? [.. TypeDocument.Read(file.Text, TypeSettings.Of(lab)).Findings.Select(f => new FileFinding(file.Path, f))] : [];
}

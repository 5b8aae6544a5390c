using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.Architecture;

/// <summary>Grades the choice of an architecture by playing a month of the brief's load on it.</summary>
internal sealed class ArchitectureGrader : PureGrader<ArchitectureWork>
{
    public override string EngineVersion => "architecture-3";

    protected override IReadOnlyList<PureCheck<ArchitectureWork>> Kinds { get; } = [new WorksCheck(), new BillCheck(), new LatencyCheck(), new SparedCheck()];

    protected override IReadOnlyDictionary<string, string> CommonWords { get; } = new Dictionary<string, string>();

    protected override IEnumerable<string> SettingsProblems(LabDefinition lab) => ArchitectureSettings.Problems(lab);

    protected override (ArchitectureWork? Work, string? Message) Read(GradingRequest request, SubmittedFile file)
    {
        var document = ChoiceDocument.Read(file.Text);
        if (document.Choice is { } choice) return (new(ArchitectureSettings.Of(request.Lab), document, choice), null);
        var first = document.Findings[0];
        var (line, column) = new LineMap(file.Text).Of(first.At.Start);
        return (null, $"Line {line}, column {column}: {first.Details}");
    }

    public override IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        TheFile(lab, files) is { } file ? [.. ChoiceDocument.Read(file.Text).Findings.Select(f => new FileFinding(file.Path, f))] : [];
}

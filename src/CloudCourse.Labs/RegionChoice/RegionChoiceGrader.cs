using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Labs.RegionChoice.Checks;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure.RegionChoice;

namespace CloudCourse.Labs.RegionChoice;

/// <summary>Grades the choice of a Region for a brief: the choice, the ranking of what fits, and what rules the others out.</summary>
internal sealed class RegionChoiceGrader : PureGrader<RegionWork>
{
    public override string EngineVersion => "region-choice-2";

    protected override IReadOnlyList<PureCheck<RegionWork>> Kinds { get; } =
        [new ResidencyCheck(), new ServicesCheck(), new BudgetCheck(), new LatencyCheck(), new RankingCheck(), new RuledOutCheck()];

    protected override IReadOnlyDictionary<string, string> CommonWords { get; } = new Dictionary<string, string>
    {
        [ChoiceCheck.NoRegion] = "{unknown} Write the code of a candidate as `region`.",
    };

    protected override IEnumerable<string> SettingsProblems(LabDefinition lab) => BriefSettings.Problems(lab);

    protected override (RegionWork? Work, string? Message) Read(GradingRequest request, SubmittedFile file)
    {
        var brief = BriefSettings.Of(request.Lab);
        var (answer, findings) = RegionAnswer.Read(file.Text, brief);
        if (answer is not null) return (new(RegionComparison.Of(brief), answer), null);
        var (line, column) = new LineMap(file.Text).Of(findings[0].At.Start);
        return (null, $"Line {line}, column {column}: {findings[0].Details}");
    }

    public override IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        TheFile(lab, files) is { } file ? [.. RegionAnswer.Read(file.Text, BriefSettings.Of(lab)).Findings.Select(f => new FileFinding(file.Path, f))] : [];
}

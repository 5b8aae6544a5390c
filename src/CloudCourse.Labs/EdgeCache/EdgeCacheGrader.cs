using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure.EdgeCache;

namespace CloudCourse.Labs.EdgeCache;

/// <summary>Grades cache behaviors by running a site's requests through them.</summary>
internal sealed class EdgeCacheGrader : PureGrader<EdgeWork>
{
    public override string EngineVersion => "edge-cache-1";

    protected override IReadOnlyList<PureCheck<EdgeWork>> Kinds { get; } =
    [
        new HitRatioCheck(), new SpeedCheck(), new OriginLoadCheck(), new AnswerCheck("private", "leaked", r => r.Leak),
        new AnswerCheck("right-answer", "wrong", r => r.Wrong), new FreshnessCheck(),
    ];

    protected override IEnumerable<string> SettingsProblems(LabDefinition lab)
    {
        var problems = SiteSettings.Problems(lab).ToList();
        if (problems.Count > 0) return problems;
        var names = SiteSettings.Of(lab).Site.Pages.Select(p => p.Name).ToHashSet();
        return lab.Tasks.SelectMany(t => t.Checks)
            .Where(c => c.Kind == "freshness" && c.Given.ValueKind is System.Text.Json.JsonValueKind.Object && c.Given.TryGetProperty("page", out var page) && !names.Contains(page.ToString()))
            .Select(c => $"Check {c.Id}: the site has no page of this name; it has {string.Join(", ", names)}");
    }

    protected override (EdgeWork? Work, string? Message) Read(GradingRequest request, SubmittedFile file)
    {
        var document = BehaviorDocument.Read(file.Text);
        if (Run(request.Lab, document) is { } result) return (new(SiteSettings.Of(request.Lab).Site, document, result), null);
        var first = document.Findings.First(f => f.Type is FindingType.Error);
        var (line, column) = new LineMap(file.Text).Of(first.At.Start);
        return (null, $"Line {line}, column {column}: {first.Details}");
    }

    public override IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        TheFile(lab, files) is { } file ? [.. BehaviorDocument.Read(file.Text).Findings.Select(f => new FileFinding(file.Path, f))] : [];

    /// <summary>Null where the document cannot run.</summary>
    internal static EdgeResult? Run(LabDefinition lab, BehaviorDocument document)
    {
        if (!document.Runs) return null;
        var (site, visits) = SiteSettings.Of(lab);
        return EdgeSimulation.Run(site, document.Behaviors, document.Otherwise!, visits);
    }
}

using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.Sort;

/// <summary>Grades labs in which cards are put into columns; which cards, the learner's seed decides.</summary>
internal sealed class SortGrader : PureGrader<SortWork>
{
    public override string EngineVersion => "sort-1";

    protected override IReadOnlyList<PureCheck<SortWork>> Kinds { get; } = [new SortedCheck()];

    protected override IReadOnlyDictionary<string, string> CommonWords { get; } = new Dictionary<string, string>
    {
        ["left"] = "{left} of {group} still to put into a column.",
    };

    protected override IEnumerable<string> SettingsProblems(LabDefinition lab)
    {
        SortSettings settings;
        try
        {
            settings = SortSettings.Read(lab);
        }
        catch (JsonException e)
        {
            return [$"settings{e.Path?.TrimStart('$')}: {e.Message}"];
        }
        return Problems(lab, settings);
    }

    private static IEnumerable<string> Problems(LabDefinition lab, SortSettings settings)
    {
        var cards = settings.Groups.SelectMany(g => g.Cards).ToList();
        if (lab.Files is not [{ Form: SortForm.Name }]) yield return $"files: the file has `form: {SortForm.Name}`";
        if (settings.Columns.Count is < 2 or > 5) yield return "settings.columns: there are two to five";
        foreach (var twice in cards.GroupBy(c => c.Id, StringComparer.Ordinal).Where(g => g.Count() > 1)) yield return $"settings.groups: the card `{twice.Key}` stands twice";
        foreach (var card in cards.Where(c => settings.Columns.All(k => k.Id != c.Column))) yield return $"settings.groups: the card `{card.Id}` belongs into `{card.Column}`, and there is no such column";
        foreach (var card in cards.Where(c => !c.Source.StartsWith("https://", StringComparison.Ordinal))) yield return $"settings.groups: the source of `{card.Id}` is no address";
        if (settings.PerGroup is { } count && settings.Groups.FirstOrDefault(g => g.Cards.Count < count || count < 1) is { } few) yield return $"settings.perGroup: `{few.Title}` has {few.Cards.Count} cards, not {count}";
        foreach (var check in lab.Tasks.SelectMany(t => t.Checks))
        {
            if (check.Given.ValueKind is JsonValueKind.Object && check.Given.TryGetProperty("group", out var group) && settings.Groups.All(g => g.Title != group.ToString()))
                yield return $"Check {check.Id}: there is no group `{group}`";
        }
    }

    protected override (SortWork? Work, string? Message) Read(GradingRequest request, SubmittedFile file)
    {
        var (work, problem) = SortWork.Read(request.Lab, file, request.Seed);
        if (problem is null) return (work, null);
        var (line, column) = new LineMap(file.Text).Of(problem.At.Start);
        return (null, $"{file.Path}, line {line}, column {column}: {problem.Details}");
    }

    public override IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        TheFile(lab, files) is { } file && SortWork.Read(lab, file, 1).Problem is { } problem ? [new(file.Path, problem)] : [];
}

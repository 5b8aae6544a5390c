using System.Globalization;
using CloudCourse.Labs.Scenarios;
using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Web.Scenarios;

/// <summary>What an address asks of a scenario: the option, and a learner's own figures. What cannot be read is told, and the story's figure taken instead.</summary>
public sealed class AskedScenario
{
    private const int LongestShown = 40;

    private readonly Dictionary<string, double> _figures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _switches = new(StringComparer.Ordinal);

    public AskedScenario(ScenarioPlan plan, IQueryCollection query)
    {
        Plan = plan;
        var option = (string?)query["option"];
        Option = plan.Options.FirstOrDefault(o => o.Id == option) ?? plan.Options[0];
        foreach (var field in plan.Fields) Read(field, query.TryGetValue(field.Name, out var typed) ? (string?)typed ?? "" : null);
        foreach (var one in plan.Switched) _switches[one.Name] = (string?)query[one.Name] switch { "yes" => true, "no" => false, _ => one.Value };
        Load = plan.LoadOf(_figures);
        Needs = plan.NeedsOf(_switches);
    }

    public ScenarioPlan Plan { get; }
    public PlannedOption Option { get; }
    public ScenarioLoad Load { get; }
    public ScenarioNeeds Needs { get; }

    /// <summary>By field: what stands in it, as typed.</summary>
    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>By field: what is wrong with it.</summary>
    public Dictionary<string, string> Errors { get; } = new(StringComparer.Ordinal);

    public double Figure(ScenarioField field) => _figures[field.Name];

    public bool IsOn(ScenarioSwitch one) => _switches[one.Name];

    /// <summary>The same with another option.</summary>
    public string AddressOf(PlannedOption option)
    {
        List<string> parts = [$"option={option.Id}"];
        parts.AddRange(Plan.Fields.Where(f => !Errors.ContainsKey(f.Name) && _figures[f.Name] != f.Value).Select(f => $"{f.Name}={Plain(_figures[f.Name])}"));
        parts.AddRange(Plan.Switched.Where(s => _switches[s.Name] != s.Value).Select(s => $"{s.Name}={(_switches[s.Name] ? "yes" : "no")}"));
        return $"/scenarios/{Plan.Scenario.Slug}?{string.Join('&', parts)}";
    }

    public static string Plain(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private void Read(ScenarioField field, string? typed)
    {
        Texts[field.Name] = typed is null ? Plain(field.Value) : typed.Length > LongestShown ? typed[..LongestShown] : typed;
        _figures[field.Name] = field.Value;
        if (typed is null) return;
        var range = $"Write a number from {ScenarioWords.Number(field.From)} to {ScenarioWords.Number(field.To)}.";
        var problem = typed.Trim() is not { Length: > 0 } text ? "Nothing stands here."
            : text.Length > LongestShown || !double.TryParse(text.Replace(" ", "", StringComparison.Ordinal), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) || double.IsNaN(number) ? "This is no number."
            : number < field.From ? "This is too small."
            : number > field.To ? "This is too large."
            : null;
        if (problem is null) _figures[field.Name] = double.Parse(typed.Replace(" ", "", StringComparison.Ordinal), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        else Errors[field.Name] = $"{problem} {range} Until then it is counted with {Plain(field.Value)}.";
    }
}

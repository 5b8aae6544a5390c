using System.Globalization;
using System.Text.RegularExpressions;
using CloudCourse.Labs.Scenarios;
using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Web.Scenarios;

/// <summary>What an address asks of a scenario: the option, and a learner's own figures. What cannot be read is told, and the story's figure taken instead.</summary>
public sealed partial class AskedScenario
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
        if (option is not null && Option.Id != option) UnknownOption = option.Length > LongestShown ? option[..LongestShown] : option;
        foreach (var one in plan.Switched)
        {
            _switches[one.Name] = (string?)query[one.Name] switch { "yes" => true, "no" => false, _ => one.Value };
            if ((string?)query[one.Name] is not (null or "yes" or "no")) Errors[one.Name] = $"Choose yes or no. For now it is {(one.Value ? "yes" : "no")}.";
        }
        Load = plan.LoadOf(_figures);
        Needs = plan.NeedsOf(_switches);
    }

    public ScenarioPlan Plan { get; }
    public PlannedOption Option { get; }
    public ScenarioLoad Load { get; }
    public ScenarioNeeds Needs { get; }

    /// <summary>An option that was asked for and does not exist; the first is played then.</summary>
    public string? UnknownOption { get; }

    /// <summary>By field: what stands in it, as typed.</summary>
    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>By field: what is wrong with it.</summary>
    public Dictionary<string, string> Errors { get; } = new(StringComparer.Ordinal);

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
        var (number, problem) = Number(typed);
        problem ??= number < field.From ? "This is too small." : number > field.To ? "This is too large." : null;
        if (problem is null) _figures[field.Name] = number;
        else Errors[field.Name] = $"{problem} {range} For now {Plain(field.Value)} is used.";
    }

    private static (double Number, string? Problem) Number(string typed)
    {
        var text = typed.Replace(" ", "", StringComparison.Ordinal);
        if (text.Length == 0) return (0, "The field is empty.");
        // A comma stands between thousands here. Where it could mean a decimal, nobody should be misread by a factor of ten.
        var plain = Thousands().IsMatch(text) ? text.Replace(",", "", StringComparison.Ordinal) : text;
        if (plain.Contains(',', StringComparison.Ordinal)) return (0, "This is not a number: write decimals after a point.");
        return text.Length <= LongestShown && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) ? (number, null) : (0, "This is not a number.");
    }

    [GeneratedRegex(@"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();
}

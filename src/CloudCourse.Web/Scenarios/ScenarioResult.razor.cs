using CloudCourse.Labs.Scenarios;
using CloudCourse.Simulation.Scenarios;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Scenarios;

public sealed partial class ScenarioResult
{
    private ScenarioOutcome _own = null!;
    private List<(PlannedOption Option, ScenarioOutcome Outcome)> _all = [];
    private int _cheapest;
    private BreakEven _even = null!;

    [Parameter, EditorRequired] public required AskedScenario Asked { get; set; }

    protected override void OnParametersSet()
    {
        var (plan, load, needs) = (Asked.Plan, Asked.Load, Asked.Needs);
        _all = [.. plan.Options.Select(o => (o, ScenarioModel.Run(load, needs, o.Choice)))];
        _own = _all.First(a => a.Option == Asked.Option).Outcome;
        _cheapest = _all.Index().Where(a => a.Item.Outcome.Works).OrderBy(a => a.Item.Outcome.UsdPerMonth).Select(a => a.Index).FirstOrDefault(-1);
        _even = BreakEven.Of(load, needs, [.. plan.Options.Select(o => o.Choice)], plan.Range.From * plan.PiecesPerDay, plan.Range.To * plan.PiecesPerDay);
    }

    private string Said => $"{Asked.Option.Title}: {ScenarioWords.Usd(_own.UsdPerMonth)} a month. {(_own.Works ? "It does the work." : $"It does not do the work: {_own.Troubles[0].Title}.")}";

    private string Day => Asked.Load.Peak > 1
        ? $"The load of a day rises evenly to its peak at eight in the evening, {ScenarioWords.Number(Asked.Load.Peak)} times the average, and falls evenly again. For the rest of the day it is a quarter of the average, or more where the peak is less than 1.75 times the average."
        : "The work is spread evenly over the day.";

    internal static string Letter(int at) => ((char)('A' + at)).ToString();

    private static string Time(double? seconds) => seconds is { } known ? ScenarioWords.Time(known) : "–";

    private static string Word(TroubleWeight weight) => weight switch { TroubleWeight.Stops => "Fails", TroubleWeight.Hurts => "Watch out", _ => "Good to know" };

    private static string Css(TroubleWeight weight) => weight switch { TroubleWeight.Stops => "stops", TroubleWeight.Hurts => "hurts", _ => "know" };
}

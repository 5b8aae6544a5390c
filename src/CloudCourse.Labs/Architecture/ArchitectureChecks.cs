using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Labs.Architecture;

/// <summary>A check of a month that was played. Each takes <c>times</c> in <c>given</c>: so many times the brief's load.</summary>
internal abstract class ArchitectureCheck(string kind, string failure, params string[] expects) : PureCheck<ArchitectureWork>(kind, failure)
{
    protected string Failure => failure;

    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given", "times").Concat(Unknown(check.Expect, "expect", expects))) yield return problem;
        if (Number(check.Given, "times") is <= 0) yield return "`given`: `times` is a number above 0";
        foreach (var problem in Wrong(check)) yield return problem;
    }

    public override CheckOutcome Run(CheckDefinition check, ArchitectureWork work)
    {
        var times = Number(check.Given, "times") ?? 1;
        var outcome = work.Play(times);
        Dictionary<string, string> values = new(StringComparer.Ordinal) { ["usd"] = ScenarioWords.Usd(outcome.UsdPerMonth), ["servers"] = outcome.Servers };
        var (holds, goal) = Decide(check, outcome, values);
        var load = times == 1 ? "" : $"With {ScenarioWords.Number(times)} times the load: ";
        Location[] places = holds ? [] : [work.Document.Places["compute"]];
        return new(holds ? null : Failure, new ArchitectureEvidence(load + goal, outcome.Servers, outcome.Lines).ToJson(), places, values);
    }

    protected virtual IEnumerable<string> Wrong(CheckDefinition check) => [];

    protected abstract (bool Holds, string Goal) Decide(CheckDefinition check, ScenarioOutcome outcome, Dictionary<string, string> values);
}

/// <summary><c>works</c>: nothing stops the work.</summary>
internal sealed class WorksCheck() : ArchitectureCheck("works", "stops")
{
    protected override (bool, string) Decide(CheckDefinition check, ScenarioOutcome outcome, Dictionary<string, string> values)
    {
        if (outcome.Works) return (true, "The work is done.");
        (values["trouble"], values["story"]) = (outcome.Troubles[0].Title, outcome.Troubles[0].Story);
        return (false, $"{outcome.Troubles[0].Title}. {outcome.Troubles[0].Story}");
    }
}

/// <summary><c>bill</c>: a month costs at most <c>atMostUsd</c>.</summary>
internal sealed class BillCheck() : ArchitectureCheck("bill", "over", "atMostUsd")
{
    protected override IEnumerable<string> Wrong(CheckDefinition check) => Number(check.Expect, "atMostUsd") is > 0 ? [] : ["`expect` needs `atMostUsd`"];

    protected override (bool, string) Decide(CheckDefinition check, ScenarioOutcome outcome, Dictionary<string, string> values)
    {
        var budget = (decimal)Number(check.Expect, "atMostUsd")!.Value;
        values["budget"] = ScenarioWords.Usd(budget);
        values["dearest"] = outcome.Lines.OrderByDescending(l => l.Usd).Select(l => $"{l.What.ToLowerInvariant()}, {l.How}").FirstOrDefault("nothing");
        return (outcome.UsdPerMonth <= budget, $"A month costs {ScenarioWords.Usd(outcome.UsdPerMonth)}; the budget is {ScenarioWords.Usd(budget)}.");
    }
}

/// <summary><c>latency</c>: the <c>percentile</c> 50 or 99 is done within <c>atMostMs</c>.</summary>
internal sealed class LatencyCheck() : ArchitectureCheck("latency", "slow", "percentile", "atMostMs")
{
    protected override IEnumerable<string> Wrong(CheckDefinition check)
    {
        if (Number(check.Expect, "percentile") is not (50 or 99)) yield return "`expect` needs `percentile`: 50 or 99";
        if (Number(check.Expect, "atMostMs") is not > 0) yield return "`expect` needs `atMostMs`";
    }

    protected override (bool, string) Decide(CheckDefinition check, ScenarioOutcome outcome, Dictionary<string, string> values)
    {
        var (percentile, goal) = (Number(check.Expect, "percentile")!.Value, Number(check.Expect, "atMostMs")!.Value / 1000);
        var reached = percentile == 50 ? outcome.Median : outcome.P99;
        values["goal"] = ScenarioWords.Time(goal);
        values["reached"] = reached is { } known ? ScenarioWords.Time(known) : "no end";
        return (reached <= goal, $"p{percentile} is {values["reached"]}; the goal is {values["goal"]}.");
    }
}

/// <summary><c>spared</c>: none of these troubles stops or hurts the work, by their titles.</summary>
internal sealed class SparedCheck() : ArchitectureCheck("spared", "happens", "trouble")
{
    protected override IEnumerable<string> Wrong(CheckDefinition check) => Text(check.Expect, "trouble") is { Length: > 0 } ? [] : ["`expect` needs `trouble`: its title"];

    protected override (bool, string) Decide(CheckDefinition check, ScenarioOutcome outcome, Dictionary<string, string> values)
    {
        var title = Text(check.Expect, "trouble")!;
        var met = outcome.Troubles.FirstOrDefault(t => t.Title == title && t.Weight is not TroubleWeight.Know);
        values["story"] = met?.Story ?? "";
        return (met is null, met is null ? $"{title}: it does no harm." : $"{title}: {met.Story}");
    }
}

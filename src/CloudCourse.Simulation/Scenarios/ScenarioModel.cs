namespace CloudCourse.Simulation.Scenarios;

/// <summary>
/// Plays a month of a load on a choice: what it costs, how long a piece of work takes, and what fails. Sums of AWS's prices and limits and of
/// the assumptions in <see cref="Assumed"/>; nothing is drawn by lot, so the same load gives the same month.
/// </summary>
public static class ScenarioModel
{
    /// <param name="times">Whether the median and the 99th percentile are wanted; without them a chart of many loads is quicker.</param>
    public static ScenarioOutcome Run(ScenarioLoad load, ScenarioNeeds needs, ScenarioChoice choice, bool times = true)
    {
        DayCurve day = new(load.Peak);
        Play play = new(load, needs, choice, day, times);
        PlatformTroubles.Add(play);
        switch (choice.Compute)
        {
            case Compute.Lambda: FunctionModel.Run(play); break;
            case Compute.FargateTask: TaskModel.Run(play); break;
            default: ServerModel.Run(play); break;
        }
        return play.Outcome();
    }
}

/// <summary>A month while it is worked out.</summary>
internal sealed class Play(ScenarioLoad load, ScenarioNeeds needs, ScenarioChoice choice, DayCurve day, bool times)
{
    private readonly List<CostLine> _lines = [];
    private readonly List<Trouble> _troubles = [];
    private readonly List<Fact> _facts = [];
    private readonly List<string> _assumptions = [];

    public ScenarioLoad Load => load;
    public ScenarioNeeds Needs => needs;
    public ScenarioChoice Choice => choice;
    public DayCurve Day => day;
    public bool WantsTimes => times;
    public double? Median { get; set; }
    public double? P99 { get; set; }

    /// <summary>The part of the pieces that take longer than the brief allows; null where that was not worked out apart from <see cref="P99"/>.</summary>
    public double? LateShare { get; set; }
    public string Times { get; set; } = "";
    public string Servers { get; set; } = "";

    /// <summary>At the busiest moment.</summary>
    public double PeakPerSecond => load.PerSecond * day.Rates.Max();

    public void Pay(string what, string how, double usd, params Fact[] facts)
    {
        _lines.Add(new(what, how, decimal.Round((decimal)Math.Min(usd, 1e15), 9)));
        foreach (var fact in facts) Use(fact);
    }

    public void Stops(string title, string story, Fact? fact = null) => Add(TroubleWeight.Stops, title, story, fact);

    public void Hurts(string title, string story, Fact? fact = null) => Add(TroubleWeight.Hurts, title, story, fact);

    public void Know(string title, string story, Fact? fact = null) => Add(TroubleWeight.Know, title, story, fact);

    public void Assume(string words) => _assumptions.Add(words);

    public void Use(Fact fact)
    {
        if (!_facts.Contains(fact)) _facts.Add(fact);
    }

    private void Add(TroubleWeight weight, string title, string story, Fact? fact)
    {
        _troubles.Add(new(weight, title, story, fact));
        if (fact is not null) Use(fact);
    }

    public ScenarioOutcome Outcome()
    {
        var late = LateShare ?? (P99 > needs.WithinSeconds ? 1 : 0);
        if (needs.WithinSeconds > 0 && late > 0.01 && _troubles.TrueForAll(t => t.Weight is not TroubleWeight.Stops))
            Stops("Too slow", $"99 of 100 should be done within {ScenarioWords.Time(needs.WithinSeconds)}{(P99 is { } reached ? $"; it takes {ScenarioWords.Time(reached)}" : "")}.");
        return new(_lines.Sum(l => l.Usd), _lines, Median, P99, Times, Servers, [.. _troubles.OrderBy(t => t.Weight)], _facts, _assumptions);
    }
}

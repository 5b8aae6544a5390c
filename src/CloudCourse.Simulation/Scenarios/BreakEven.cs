namespace CloudCourse.Simulation.Scenarios;

/// <summary>What each choice costs as the load grows, and at which load another is the cheapest that works.</summary>
/// <param name="Loads">Pieces a day, ascending, evenly on a logarithmic scale.</param>
/// <param name="Lines">One for each choice, in their order: for each load what a month costs, or null where the choice does not work.</param>
/// <param name="Cheapest">From which load on which choice (by place) is the cheapest that works; -1 where none works.</param>
public sealed record BreakEven(IReadOnlyList<double> Loads, IReadOnlyList<IReadOnlyList<decimal?>> Lines, IReadOnlyList<(double From, int Choice)> Cheapest)
{
    public const int Points = 41;

    /// <param name="from">Pieces a day, above 0.</param>
    public static BreakEven Of(ScenarioLoad load, ScenarioNeeds needs, IReadOnlyList<ScenarioChoice> choices, double from, double to)
    {
        if (!(from > 0 && to > from)) throw new ArgumentOutOfRangeException(nameof(from), "A chart's loads ascend from one above 0.");
        double[] loads = [.. Enumerable.Range(0, Points).Select(i => from * Math.Pow(to / from, (double)i / (Points - 1)))];
        decimal?[][] lines = [.. choices.Select(c => loads.Select(l => Usd(c, l)).ToArray())];
        List<(double Load, int Best)> probes = [.. loads.Select((l, i) => (l, Best(c => lines[c][i])))];
        // A choice may be the cheapest only just before it stops working, between two points of the chart.
        for (var i = 1; i < Points; i++)
        {
            foreach (var (choice, line) in choices.Zip(lines))
            {
                if (line[i - 1] is null == line[i] is null) continue;
                var (low, high) = Halve(loads[i - 1], loads[i], l => Usd(choice, l) is null == line[i - 1] is null);
                probes.AddRange([(low, BestAt(low)), (high, BestAt(high))]);
            }
        }
        probes.Sort((a, b) => a.Load.CompareTo(b.Load));
        List<(double, int)> cheapest = [(loads[0], probes[0].Best)];
        foreach (var (before, now) in probes.Zip(probes.Skip(1)))
        {
            if (now.Best != before.Best) cheapest.Add((Halve(before.Load, now.Load, l => BestAt(l) == before.Best).High, now.Best));
        }
        return new(loads, lines, cheapest);

        decimal? Usd(ScenarioChoice choice, double perDay) => ScenarioModel.Run(load with { PerDay = perDay }, needs, choice, times: false) is { Works: true } outcome ? outcome.UsdPerMonth : null;

        int Best(Func<int, decimal?> usd)
        {
            var (best, least) = (-1, decimal.MaxValue);
            for (var c = 0; c < choices.Count; c++)
            {
                if (usd(c) is { } own && own < least) (best, least) = (c, own);
            }
            return best;
        }

        int BestAt(double perDay) => Best(c => Usd(choices[c], perDay));

        // Closes in on the load from which on something no longer holds.
        static (double Low, double High) Halve(double low, double high, Func<double, bool> holds)
        {
            for (var i = 0; i < 14; i++)
            {
                var middle = Math.Sqrt(low * high);
                if (holds(middle)) low = middle;
                else high = middle;
            }
            return (low, high);
        }
    }
}

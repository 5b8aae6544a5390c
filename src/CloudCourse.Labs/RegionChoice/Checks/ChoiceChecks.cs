using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure.RegionChoice;

namespace CloudCourse.Labs.RegionChoice.Checks;

/// <summary>A check of the one Region that was chosen; without one it fails with <see cref="NoRegion"/>.</summary>
internal abstract class ChoiceCheck(string kind, string failure) : PureCheck<RegionWork>(kind, failure)
{
    public const string NoRegion = "no-region";

    public override IEnumerable<string> Problems(CheckDefinition check) => Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect"));

    public override CheckOutcome Run(CheckDefinition check, RegionWork work)
    {
        if (work is not { Chosen: { } chosen, Answer.Region: { } named })
            return new(NoRegion, null, [work.Answer.Unknown?.At ?? work.Answer.Whole], new Dictionary<string, string> { ["unknown"] = work.Answer.Unknown?.Value ?? "No candidate is chosen yet." });
        var (failed, evidence) = Judge(check, work, chosen);
        var best = work.Comparison.Fitting[0];
        var worst = chosen.Cities.Zip(best.Cities).MaxBy(c => c.First.Share * (c.First.Ms - c.Second.Ms));
        return new(failed ? failure : null, evidence.ToJson(), [named.At], new Dictionary<string, string>
        {
            ["region"] = chosen.Region.Place(),
            ["country"] = RegionWords.Country(chosen.Region.Country),
            ["missing"] = RegionWords.Services(chosen.Missing),
            ["price"] = RegionWords.Usd(chosen.MonthlyUsd),
            ["budget"] = RegionWords.Usd(work.Comparison.Brief.BudgetUsdPerMonth),
            ["latency"] = RegionWords.Ms(chosen.LatencyMs),
            ["best"] = RegionWords.Ms(best.LatencyMs),
            ["city"] = worst.First.City,
            ["cityLatency"] = RegionWords.WholeMs(worst.First.Ms),
            ["cityBest"] = RegionWords.WholeMs(worst.Second.Ms),
        });
    }

    protected abstract (bool Failed, RegionEvidence Evidence) Judge(CheckDefinition check, RegionWork work, RegionStanding chosen);

    protected static RegionRow Row(RegionStanding standing, string? note = null, bool? holds = null) => new(
        standing.Region.Code, standing.Region.Name, RegionWords.Country(standing.Region.Country), Math.Round(standing.LatencyMs, 1), standing.MonthlyUsd, note, holds);
}

/// <summary><c>residency</c>: the chosen Region is in a country where the data may be.</summary>
internal sealed class ResidencyCheck() : ChoiceCheck("residency", "outside")
{
    protected override (bool Failed, RegionEvidence Evidence) Judge(CheckDefinition check, RegionWork work, RegionStanding chosen)
    {
        var fits = !chosen.RuledOutBy.Contains(Criterion.Residency);
        var note = $"In {RegionWords.Country(chosen.Region.Country)}: {(fits ? "the data may be here." : "the data may not be here.")}";
        return (!fits, new([Row(chosen, note, fits)], [], []));
    }
}

/// <summary><c>services</c>: the chosen Region has every service of the brief.</summary>
internal sealed class ServicesCheck() : ChoiceCheck("services", "missing")
{
    protected override (bool Failed, RegionEvidence Evidence) Judge(CheckDefinition check, RegionWork work, RegionStanding chosen)
    {
        var has = chosen.Missing.Count == 0;
        return (!has, new([Row(chosen, has ? $"Has {RegionWords.Services(work.Comparison.Brief.Services)}." : $"Has no {RegionWords.Services(chosen.Missing)}.", has)], [], [RegionSources.Services]));
    }
}

/// <summary><c>budget</c>: the brief's workload costs no more there than the budget. A Region without a known price passes: nothing speaks against it.</summary>
internal sealed class BudgetCheck() : ChoiceCheck("budget", "over")
{
    protected override (bool Failed, RegionEvidence Evidence) Judge(CheckDefinition check, RegionWork work, RegionStanding chosen)
    {
        var over = chosen.RuledOutBy.Contains(Criterion.Budget);
        var note = work.Comparison.Brief.BudgetUsdPerMonth is { } budget ? $"The budget is {RegionWords.Usd(budget)}." : "There is no limit.";
        return (over, new([Row(chosen, note, !over)], [], [RegionSources.Prices]));
    }
}

/// <summary><c>latency</c>: the chosen Region's weighted round trip is at most <c>expect: { withinPercent }</c> above the best Region's that fits.</summary>
internal sealed class LatencyCheck() : ChoiceCheck("latency", "slow")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect", "withinPercent"))) yield return problem;
        if (Number(check.Expect, "withinPercent") is not >= 0) yield return "`expect` needs `withinPercent`, 0 or more";
    }

    protected override (bool Failed, RegionEvidence Evidence) Judge(CheckDefinition check, RegionWork work, RegionStanding chosen)
    {
        var percent = Number(check.Expect, "withinPercent")!.Value;
        var best = work.Comparison.Fitting[0];
        var slow = chosen.LatencyMs > best.LatencyMs * (1 + (percent / 100));
        RegionRow[] rows = chosen == best
            ? [Row(chosen, "The quickest of those that fit.", true)]
            : [Row(chosen, $"{((chosen.LatencyMs / best.LatencyMs) - 1).ToString("+0 %;-0 %", CultureInfo.InvariantCulture)} against the best that fits.", !slow), Row(best, "The quickest of those that fit.")];
        CityRow[] cities = [.. chosen.Cities.Zip(best.Cities).Select(c => new CityRow(c.First.City, c.First.Share, Math.Round(c.First.Ms, 1), c.First.Measured, Math.Round(c.Second.Ms, 1)))];
        return (slow, new(rows, cities, [RegionSources.Latency]));
    }
}

using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure.RegionChoice;

namespace CloudCourse.Labs.RegionChoice.Checks;

/// <summary>
/// <c>ranking</c>: every candidate that fits, and no other, the quickest first, beginning with the chosen one. Regions whose weighted round
/// trips are less than a millisecond apart may stand either way: the model is no finer.
/// </summary>
internal sealed class RankingCheck() : PureCheck<RegionWork>("ranking", "unfit", "left-out", "order", "not-first")
{
    private const double Indistinct = 1;

    public override IEnumerable<string> Problems(CheckDefinition check) => Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect"));

    public override CheckOutcome Run(CheckDefinition check, RegionWork work)
    {
        var (comparison, answer) = work;
        var ranked = answer.Ranking.Select(r => (At: r.At, Standing: comparison.Find(r.Value)!)).ToList();
        var unfit = ranked.FirstOrDefault(r => !r.Standing.Fits);
        var leftOut = comparison.Fitting.FirstOrDefault(f => ranked.All(r => r.Standing != f));
        var early = ranked.Zip(ranked.Skip(1)).FirstOrDefault(p => p.First.Standing.LatencyMs >= p.Second.Standing.LatencyMs + Indistinct);
        var (failure, at, subject, other) = Judge();
        RegionEvidence evidence = new([.. comparison.Fitting.Select((s, i) => RankRow(s, i, ranked.FindIndex(r => r.Standing == s)))], [], [RegionSources.Latency, RegionSources.Prices]);
        return new(failure, evidence.ToJson(), [at], new Dictionary<string, string>
        {
            ["region"] = subject?.Region.Place() ?? "",
            ["latency"] = subject is null ? "" : RegionWords.Ms(subject.LatencyMs),
            ["why"] = subject is { Fits: false } ? RegionWords.Why(subject, subject.RuledOutBy[0], comparison.Brief) : "",
            ["other"] = other?.Region.Place() ?? "",
            ["otherLatency"] = other is null ? "" : RegionWords.Ms(other.LatencyMs),
        });

        (string? Failure, Location At, RegionStanding? Subject, RegionStanding? Other) Judge()
        {
            if (unfit.Standing is { } no) return ("unfit", unfit.At, no, null);
            if (leftOut is not null) return ("left-out", answer.RankingAt, leftOut, null);
            if (early.First.Standing is { } first) return ("order", early.First.At, first, early.Second.Standing);
            return answer.Region is { } chosen && ranked[0].Standing == work.Chosen ? (null, chosen.At, null, null)
                : ("not-first", answer.Region?.At ?? answer.Whole, ranked[0].Standing, null);
        }
    }

    private static RegionRow RankRow(RegionStanding standing, int rank, int learners)
    {
        var note = learners < 0 ? "Fits, and is not in your ranking." : $"Place {rank + 1} by the data, place {learners + 1} in yours.";
        return new(standing.Region.Code, standing.Region.Name, RegionWords.Country(standing.Region.Country), Math.Round(standing.LatencyMs, 1), standing.MonthlyUsd, note, rank == learners);
    }
}

/// <summary><c>ruled-out</c>: every candidate that does not fit is given a criterion that rules it out.</summary>
internal sealed class RuledOutCheck() : PureCheck<RegionWork>("ruled-out", "no-reason", "untrue")
{
    public override IEnumerable<string> Problems(CheckDefinition check) => Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect"));

    public override CheckOutcome Run(CheckDefinition check, RegionWork work)
    {
        var (comparison, answer) = work;
        var untrue = comparison.Standings.FirstOrDefault(s => answer.RuledOut.TryGetValue(s.Region.Code, out var said) && !s.RuledOutBy.Contains(said.Value));
        var unsaid = comparison.Standings.FirstOrDefault(s => !s.Fits && !answer.RuledOut.ContainsKey(s.Region.Code));
        var subject = untrue ?? unsaid;
        var unclear = untrue is null && unsaid is not null ? answer.Unclear.GetValueOrDefault(unsaid.Region.Code) : null;
        Location at = untrue is null ? unclear?.At ?? answer.RuledOutAt : answer.RuledOut[untrue.Region.Code].At;
        RegionEvidence evidence = new([.. comparison.Standings.Where(s => !s.Fits || answer.RuledOut.ContainsKey(s.Region.Code)).Select(Row)], [], [RegionSources.Services, RegionSources.Prices]);
        return new(untrue is not null ? "untrue" : unsaid is not null ? "no-reason" : null, evidence.ToJson(), [at], new Dictionary<string, string>
        {
            ["region"] = subject?.Region.Place() ?? "",
            ["wrote"] = unclear is null ? "`ruledOut` does not say why" : $"`ruledOut` says {unclear.Value}, which is none of {string.Join(", ", RegionAnswer.Criteria.Keys.Select(k => $"`{k}`"))}",
            ["said"] = untrue is null ? "" : RegionAnswer.Word(answer.RuledOut[untrue.Region.Code].Value),
            ["fact"] = untrue is null ? "" : Fact(untrue, answer.RuledOut[untrue.Region.Code].Value),
        });

        RegionRow Row(RegionStanding standing)
        {
            var said = answer.RuledOut.GetValueOrDefault(standing.Region.Code)?.Value;
            var isTrue = said is { } criterion && standing.RuledOutBy.Contains(criterion);
            var note = said is null ? answer.Unclear.TryGetValue(standing.Region.Code, out var word) ? $"You say {word.Value.Trim('`')}, which is no criterion." : "You gave no reason." : $"You say {RegionAnswer.Word(said.Value)}: {(isTrue ? RegionWords.Why(standing, said.Value, comparison.Brief) : Fact(standing, said.Value))}.";
            return new(standing.Region.Code, standing.Region.Name, RegionWords.Country(standing.Region.Country), Math.Round(standing.LatencyMs, 1), standing.MonthlyUsd, note, isTrue);
        }

        string Fact(RegionStanding standing, Criterion criterion) => criterion switch
        {
            Criterion.Residency => $"it is in {RegionWords.Country(standing.Region.Country)}, where the data may be",
            Criterion.Services => $"it has {RegionWords.Services(comparison.Brief.Services)}",
            _ when standing.MonthlyUsd is null => "no price is known for it",
            _ => $"{RegionWords.Usd(standing.MonthlyUsd)} a month is within {RegionWords.Usd(comparison.Brief.BudgetUsdPerMonth)}",
        };
    }
}

using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Lambda.Costs;

namespace CloudCourse.Labs.FunctionCost;

/// <summary><c>bill</c>: the month costs at most <c>atMostUsd</c>, before the free tier.</summary>
internal sealed class BillCheck() : PureCheck<CostWork>("bill", "over", "hanging", "architecture")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect", "atMostUsd"))) yield return problem;
        if (Number(check.Expect, "atMostUsd") is not > 0) yield return "`expect` needs `atMostUsd`";
    }

    public override CheckOutcome Run(CheckDefinition check, CostWork work)
    {
        var (budget, result) = ((decimal)Number(check.Expect, "atMostUsd")!.Value, work.Result);
        var enough = Math.Clamp((int)Math.Ceiling(result.LongestMs / 1000), 1, 900);
        var other = result.Size.Architecture == "arm64" ? "x86_64" : "arm64";
        var elsewhere = work.With(result.Size with { Architecture = other });
        var key = result.Usd <= budget ? null
            : result.Size.Timeout > enough && work.With(result.Size with { Timeout = enough }).Usd <= budget ? "hanging"
            : elsewhere.Usd <= budget ? "architecture" : "over";
        CostEvidence evidence = new($"The month costs {CostWords.Usd(result.Usd)}; the budget is {CostWords.Usd(budget)}.", CostLine.Of(result),
            [.. CostBoard.Sizes(work.Month, result.Size).Select(s => CostLine.Of(work.With(s)))]);
        Location[] places = key is null ? [] : [.. new[] { key is "hanging" ? "Timeout" : key is "architecture" ? "Architectures" : "MemorySize" }.Where(work.Document.Places.ContainsKey).Select(n => work.Document.Places[n])];
        return new(key, evidence.ToJson(), places, new Dictionary<string, string>
        {
            ["usd"] = CostWords.Usd(result.Usd),
            ["budget"] = CostWords.Usd(budget),
            ["gbSeconds"] = CostWords.Count((long)result.GBSeconds),
            ["requests"] = CostWords.Count(result.Requests),
            ["hangingUsd"] = CostWords.Usd(result.HangingUsd),
            ["hanging"] = CostWords.Count(result.Hanging),
            ["timeout"] = $"{result.Size.Timeout}",
            ["longest"] = CostWords.Ms(result.LongestMs),
            ["other"] = other,
            ["otherUsd"] = CostWords.Usd(elsewhere.Usd),
            ["memory"] = $"{result.Size.MemorySize}",
        });
    }
}

/// <summary><c>percentile</c>: of the events that can end, <c>percentile</c> 50, 95 or 99 waits at most <c>atMostMs</c>.</summary>
internal sealed class PercentileCheck() : PureCheck<CostWork>("percentile", "slow")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect", "percentile", "atMostMs"))) yield return problem;
        if (Number(check.Expect, "percentile") is not (50 or 95 or 99)) yield return "`expect` needs `percentile`: 50, 95 or 99";
        if (Number(check.Expect, "atMostMs") is not > 0) yield return "`expect` needs `atMostMs`";
    }

    public override CheckOutcome Run(CheckDefinition check, CostWork work)
    {
        var (percentile, goal, result) = (Number(check.Expect, "percentile")!.Value, Number(check.Expect, "atMostMs")!.Value, work.Result);
        var reached = percentile switch { 50 => result.P50, 95 => result.P95, _ => result.P99 };
        CostEvidence evidence = new($"p{percentile} is {CostWords.Ms(reached)}; the goal is {CostWords.Ms(goal)}.", CostLine.Of(result), [.. CostBoard.Sizes(work.Month, result.Size).Select(s => CostLine.Of(work.With(s)))]);
        // Nothing that fails is quick.
        var isSlow = reached > goal || result.OutOfMemory;
        return new(isSlow ? "slow" : null, evidence.ToJson(), isSlow && work.Document.Places.TryGetValue("MemorySize", out var at) ? [at] : [], new Dictionary<string, string>
        {
            ["reached"] = CostWords.Ms(reached),
            ["goal"] = CostWords.Ms(goal),
            ["memory"] = $"{result.Size.MemorySize}",
            ["processor"] = CostWords.Percent(FunctionMonth.Processor(result.Size.MemorySize)),
        });
    }
}

/// <summary><c>finishes</c>: every event whose other side answers ends well.</summary>
internal sealed class FinishesCheck() : PureCheck<CostWork>("finishes", "cut-off", "out-of-memory")
{
    public override IEnumerable<string> Problems(CheckDefinition check) => Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect"));

    public override CheckOutcome Run(CheckDefinition check, CostWork work)
    {
        var result = work.Result;
        var key = result.OutOfMemory ? "out-of-memory" : result.CutOff > 0 ? "cut-off" : null;
        CostEvidence evidence = new(key is null ? $"The longest event that can end takes {CostWords.Ms(result.LongestMs)}, and the timeout is {result.Size.Timeout} s." : $"{CostWords.Count(result.OutOfMemory ? result.Requests : result.CutOff)} events of the month fail.", CostLine.Of(result), []);
        var place = key is "out-of-memory" ? "MemorySize" : "Timeout";
        return new(key, evidence.ToJson(), key is not null && work.Document.Places.TryGetValue(place, out var at) ? [at] : [], new Dictionary<string, string>
        {
            ["count"] = CostWords.Count(result.CutOff),
            ["timeout"] = $"{result.Size.Timeout}",
            ["longest"] = CostWords.Ms(result.LongestMs),
            ["memory"] = $"{result.Size.MemorySize}",
            ["needs"] = $"{work.Month.Work.NeedsMB}",
        });
    }
}

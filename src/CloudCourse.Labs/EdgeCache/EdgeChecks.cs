using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure.EdgeCache;

namespace CloudCourse.Labs.EdgeCache;

/// <summary><c>hit-ratio</c>: edge locations answer at least this share of the requests.</summary>
internal sealed class HitRatioCheck() : PureCheck<EdgeWork>("hit-ratio", "low")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect", "atLeastPercent"))) yield return problem;
        if (Number(check.Expect, "atLeastPercent") is not (> 0 and <= 100)) yield return "`expect` needs `atLeastPercent`";
    }

    public override CheckOutcome Run(CheckDefinition check, EdgeWork work)
    {
        var (goal, result) = (Number(check.Expect, "atLeastPercent")!.Value / 100, work.Result);
        var worst = result.Pages.MaxBy(p => p.Requests - p.Hits)!;
        EdgeEvidence evidence = new($"{EdgeWords.Percent(result.HitRatio)} of {EdgeWords.Count(result.Requests)} requests were answered at the edge; the goal is {EdgeWords.Percent(goal)}.", result.Pages, null);
        return new(result.HitRatio < goal ? "low" : null, evidence.ToJson(), [], new Dictionary<string, string>
        {
            ["ratio"] = EdgeWords.Percent(result.HitRatio),
            ["page"] = worst.Name,
            ["misses"] = EdgeWords.Count(worst.Requests - worst.Hits),
        });
    }
}

/// <summary><c>latency</c>: <c>percentile</c> 50 or 95 of all requests is at most <c>atMostMs</c>.</summary>
internal sealed class SpeedCheck() : PureCheck<EdgeWork>("latency", "slow")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect", "percentile", "atMostMs"))) yield return problem;
        if (Number(check.Expect, "percentile") is not (50 or 95)) yield return "`expect` needs `percentile`, 50 or 95";
        if (Number(check.Expect, "atMostMs") is not > 0) yield return "`expect` needs `atMostMs`";
    }

    public override CheckOutcome Run(CheckDefinition check, EdgeWork work)
    {
        var (goal, isMedian) = (Number(check.Expect, "atMostMs")!.Value, Number(check.Expect, "percentile") is 50);
        var (before, after) = isMedian ? (work.Result.Before.Median, work.Result.After.Median) : (work.Result.Before.P95, work.Result.After.P95);
        var worst = work.Result.Cities.MaxBy(c => c.AfterP95)!;
        EdgeEvidence evidence = new($"p{(isMedian ? 50 : 95)} is {EdgeWords.Ms(after)}; without the edge {EdgeWords.Ms(before)}; the goal is {EdgeWords.Ms(goal)}.", work.Result.Pages, null);
        return new(after > goal ? "slow" : null, evidence.ToJson(), [], new Dictionary<string, string>
        {
            ["reached"] = EdgeWords.Ms(after),
            ["before"] = EdgeWords.Ms(before),
            ["city"] = worst.City,
            ["cityLatency"] = EdgeWords.Ms(worst.AfterP95),
        });
    }
}

/// <summary><c>origin-load</c>: at most this share of the requests reaches the origin.</summary>
internal sealed class OriginLoadCheck() : PureCheck<EdgeWork>("origin-load", "heavy")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect", "atMostPercent"))) yield return problem;
        if (Number(check.Expect, "atMostPercent") is not (> 0 and <= 100)) yield return "`expect` needs `atMostPercent`";
    }

    public override CheckOutcome Run(CheckDefinition check, EdgeWork work)
    {
        var (goal, result) = (Number(check.Expect, "atMostPercent")!.Value / 100, work.Result);
        var worst = result.Pages.MaxBy(p => p.ToOrigin)!;
        EdgeEvidence evidence = new($"{EdgeWords.Count(result.ToOrigin)} of {EdgeWords.Count(result.Requests)} requests reached the origin ({EdgeWords.Percent(result.OriginLoad)}); the goal is {EdgeWords.Percent(goal)}.", result.Pages, null);
        return new(result.OriginLoad > goal ? "heavy" : null, evidence.ToJson(), [], new Dictionary<string, string>
        {
            ["load"] = EdgeWords.Percent(result.OriginLoad),
            ["page"] = worst.Name,
            ["requests"] = EdgeWords.Count(worst.ToOrigin),
        });
    }
}

/// <summary><c>private</c>: nobody gets a page that was made for somebody else. <c>right-answer</c>: nor, on other pages, another answer than was asked for.</summary>
internal sealed class AnswerCheck(string kind, string failure, Func<EdgeResult, Misanswer?> find) : PureCheck<EdgeWork>(kind, failure)
{
    public override IEnumerable<string> Problems(CheckDefinition check) => Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect"));

    public override CheckOutcome Run(CheckDefinition check, EdgeWork work)
    {
        var found = find(work.Result);
        Location[] at = found is not null && work.Document.Places.TryGetValue(found.Behavior, out var place) ? [place] : [];
        EdgeEvidence evidence = new(found is null ? "Every answer was made for the request that got it." : "An answer went to a request that it was not made for.",
            [.. work.Result.Pages.Where(p => p.Name == found?.Page)], found is null ? null : EdgeWords.Story(found));
        return new(found is null ? null : failure, evidence.ToJson(), at, new Dictionary<string, string>
        {
            ["path"] = found?.Path ?? "",
            ["behavior"] = found?.Behavior ?? "",
            ["story"] = found is null ? "" : EdgeWords.Story(found),
        });
    }
}

/// <summary><c>freshness</c>: nobody gets a copy of <c>given: { page }</c> older than <c>expect: { atMostSeconds }</c>.</summary>
internal sealed class FreshnessCheck() : PureCheck<EdgeWork>("freshness", "stale")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given", "page").Concat(Unknown(check.Expect, "expect", "atMostSeconds"))) yield return problem;
        if (Text(check.Given, "page") is null) yield return "`given` needs a `page`, by its name in the settings";
        if (Number(check.Expect, "atMostSeconds") is not > 0) yield return "`expect` needs `atMostSeconds`";
    }

    public override CheckOutcome Run(CheckDefinition check, EdgeWork work)
    {
        var limit = Number(check.Expect, "atMostSeconds")!.Value;
        var page = work.Result.Pages.FirstOrDefault(p => p.Name == Text(check.Given, "page")) ?? throw new InvalidOperationException($"Check {check.Id}: the site has no page {Text(check.Given, "page")}.");
        var stale = page.OldestSeconds > limit;
        EdgeEvidence evidence = new($"The oldest copy of {page.Name} that anybody got was {EdgeWords.Age(page.OldestSeconds)} old; the limit is {limit.ToString("0", CultureInfo.InvariantCulture)} s.", [page],
            stale ? $"At {EdgeWords.Clock(page.OldestAt)} somebody got `{page.OldestPath}` as it was at {EdgeWords.Clock(page.OldestAt - page.OldestSeconds)}." : null);
        return new(stale ? "stale" : null, evidence.ToJson(), [], new Dictionary<string, string>
        {
            ["path"] = page.OldestPath,
            ["age"] = EdgeWords.Age(page.OldestSeconds),
            ["ttl"] = page.Ttl.ToString(CultureInfo.InvariantCulture),
        });
    }
}

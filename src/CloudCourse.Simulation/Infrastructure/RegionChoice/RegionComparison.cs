namespace CloudCourse.Simulation.Infrastructure.RegionChoice;

/// <summary>A brief's candidates, each held against residency, services, budget and its users' round trips.</summary>
public sealed class RegionComparison
{
    private RegionComparison(Brief brief)
    {
        Brief = brief;
        Standings = [.. brief.Candidates.Select(r => Stand(brief, r))];
        Fitting = [.. Standings.Where(s => s.Fits).OrderBy(s => s.LatencyMs).ThenBy(s => s.MonthlyUsd).ThenBy(s => s.Region.Code, StringComparer.Ordinal)];
    }

    public Brief Brief { get; }

    /// <summary>In the brief's order.</summary>
    public IReadOnlyList<RegionStanding> Standings { get; }

    /// <summary>Those that nothing rules out, the quickest for the users first.</summary>
    public IReadOnlyList<RegionStanding> Fitting { get; }

    public static RegionComparison Of(Brief brief) => new(brief);

    public RegionStanding? Find(string code) => Standings.FirstOrDefault(s => s.Region.Code == code);

    private static RegionStanding Stand(Brief brief, Region region)
    {
        var total = brief.Users.Sum(u => u.Weight);
        List<CityRoundTrip> cities = [.. brief.Users.Select(u => (u, Latency.FromCity(u.Point, region))).Select(p => new CityRoundTrip(p.u.Name, p.u.Weight / total, p.Item2.Ms, p.Item2.Measured))];
        var missing = brief.Services.Where(s => ServiceAvailability.IsIn(s, region.Code) is not true).ToList();
        var price = brief.Workload.MonthlyUsd(region.Code);
        List<Criterion> ruledOutBy = [];
        if (brief.Countries.Count > 0 && !brief.Countries.Contains(region.Country)) ruledOutBy.Add(Criterion.Residency);
        if (missing.Count > 0) ruledOutBy.Add(Criterion.Services);
        if (brief.BudgetUsdPerMonth is { } budget && price > budget) ruledOutBy.Add(Criterion.Budget);
        return new(region, cities, cities.Sum(c => c.Share * c.Ms), missing, price, ruledOutBy);
    }
}

/// <param name="LatencyMs">A round trip, averaged over the users by their weight.</param>
/// <param name="Missing">Services that the Region does not have.</param>
/// <param name="MonthlyUsd">Null where the facts have no price; then the budget rules nothing out.</param>
public sealed record RegionStanding(
    Region Region, IReadOnlyList<CityRoundTrip> Cities, double LatencyMs, IReadOnlyList<string> Missing, decimal? MonthlyUsd, IReadOnlyList<Criterion> RuledOutBy)
{
    public bool Fits => RuledOutBy.Count == 0;
}

/// <param name="Share">Of all the users, from 0 to 1.</param>
/// <param name="Measured">False where the formula was used.</param>
public sealed record CityRoundTrip(string City, double Share, double Ms, bool Measured);

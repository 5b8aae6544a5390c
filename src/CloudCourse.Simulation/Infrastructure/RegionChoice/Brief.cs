namespace CloudCourse.Simulation.Infrastructure.RegionChoice;

/// <summary>What a Region is looked for, and among which.</summary>
/// <param name="Countries">Where the data may be stored, as ISO 3166-1 codes; empty where it may be anywhere.</param>
/// <param name="Services">By the names that <see cref="ServiceAvailability.IsIn"/> takes.</param>
/// <param name="BudgetUsdPerMonth">For <see cref="Workload"/>; null where money is no question.</param>
public sealed record Brief(
    IReadOnlyList<string> Countries, IReadOnlyList<UserCity> Users, IReadOnlyList<string> Services, Workload Workload,
    decimal? BudgetUsdPerMonth, IReadOnlyList<Region> Candidates);

/// <param name="Weight">The share of requests that come from here; all of a brief's weights count together.</param>
public sealed record UserCity(string Name, GeoPoint Point, double Weight);

/// <summary>Instances that run all month, On-Demand with Linux, and their gp3 volumes.</summary>
public sealed record Workload(InstanceType Type, int Instances, int VolumeGB)
{
    /// <summary>USD; null where the facts have no price for the Region.</summary>
    public decimal? MonthlyUsd(string region) =>
        Type.Prices.GetValueOrDefault(region)?.OnDemand is { } hourly && Prices.EbsPerGBMonth(region, "gp3") is { } volume
            ? (Instances * hourly * Prices.HoursPerMonth) + (VolumeGB * volume)
            : null;
}

/// <summary>What rules a Region out, in the order in which to ask.</summary>
public enum Criterion
{
    Residency,
    Services,
    Budget,
}

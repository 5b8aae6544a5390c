using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.RegionChoice;

/// <summary>Where the figures of these labs are from: each is said beside the figure.</summary>
internal static class RegionSources
{
    public static string Latency { get; } =
        $"Round trips: averages between AWS Regions measured in {Simulation.Infrastructure.Latency.MeasuredAsOf}, where a user's city has a measured Region; else a model: 4 ms and 1.5 times the great circle at the speed of light in fibre. Both plus 10 ms for the user's own line, an assumption.";

    public static string Prices { get; } = $"{Simulation.Infrastructure.Prices.AsOf}. On-Demand, Linux, {Simulation.Infrastructure.Prices.HoursPerMonth} hours, gp3; without traffic and tax.";

    public static string Services { get; } = $"Services by Region: AWS's public parameters, {ServiceAvailability.AsOf}.";
}

using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Simulation.Infrastructure.RegionChoice;

namespace CloudCourse.Labs.RegionChoice;

/// <summary>The figures that decided a check, as JSON in the report and drawn by <c>RegionChoicePanel</c>.</summary>
/// <param name="Rows">Regions with their figures, in the order in which they answer the check.</param>
/// <param name="Cities">Round trips, of checks about latency.</param>
/// <param name="Sources">Where the figures are from, and of when.</param>
public sealed record RegionEvidence(IReadOnlyList<RegionRow> Rows, IReadOnlyList<CityRow> Cities, IReadOnlyList<string> Sources)
{
    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CourseJson.Options);

    /// <summary>Null where the report holds none, as for hidden checks.</summary>
    public static RegionEvidence? Of(CheckResult check) => check.Evidence?.Deserialize<RegionEvidence>(CourseJson.Options);
}

/// <param name="Country">Where it is, in words.</param>
/// <param name="Note">What this row says in this check; null where the figures say all.</param>
/// <param name="Holds">Whether the learner is right about it; null where nothing is judged.</param>
public sealed record RegionRow(string Code, string Name, string Country, double LatencyMs, decimal? MonthlyUsd, string? Note, bool? Holds);

/// <param name="BestMs">To the quickest Region that fits.</param>
/// <param name="Measured">False where the formula was used.</param>
public sealed record CityRow(string City, double Share, double Ms, bool Measured, double BestMs);

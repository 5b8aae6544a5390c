using CloudCourse.Simulation.Infrastructure.RegionChoice;

namespace CloudCourse.Labs.RegionChoice;

/// <summary>A submission held against its brief, once for all the lab's checks.</summary>
internal sealed record RegionWork(RegionComparison Comparison, RegionAnswer Answer)
{
    /// <summary>What the facts say of the chosen Region; null where none was chosen.</summary>
    public RegionStanding? Chosen => Answer.Region is { } region ? Comparison.Find(region.Value) : null;
}

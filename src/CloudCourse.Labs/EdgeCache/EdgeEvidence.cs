using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Simulation.Infrastructure.EdgeCache;

namespace CloudCourse.Labs.EdgeCache;

/// <summary>The figures that decided a check, as JSON in the report and drawn by <c>EdgeCachePanel</c>.</summary>
/// <param name="Goal">What was asked for, in words, and what was reached.</param>
/// <param name="Pages">The paths in question; all where the figure is of all.</param>
/// <param name="Story">A request that shows the fault, step by step; null where there is none.</param>
public sealed record EdgeEvidence(string Goal, IReadOnlyList<PageResult> Pages, string? Story)
{
    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CourseJson.Options);

    /// <summary>Null where the report holds none, as for hidden checks.</summary>
    public static EdgeEvidence? Of(CheckResult check) => check.Evidence?.Deserialize<EdgeEvidence>(CourseJson.Options);
}

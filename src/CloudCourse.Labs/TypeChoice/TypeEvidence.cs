using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.TypeChoice;

/// <summary>What was needed and what was chosen, as JSON in the report and drawn by <c>TypeChoicePanel</c>.</summary>
public sealed record TypeEvidence(IReadOnlyList<TypeLine> Lines)
{
    internal static TypeEvidence Of(TypeWork work, IEnumerable<Workload> needs) => new([.. needs.Select(n => TypeLine.Of(work.Settings, n, work.Document.Types[n.Id]))]);

    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CourseJson.Options);

    /// <summary>Null where the report holds none, as for hidden checks.</summary>
    public static TypeEvidence? Of(CheckResult check) => check.Evidence?.Deserialize<TypeEvidence>(CourseJson.Options);
}

/// <param name="Needs">In words.</param>
/// <param name="Has">What the type has, in words.</param>
/// <param name="UsdPerMonth">Of 730 hours, On-Demand.</param>
/// <param name="Misfit">Why it does not fit; null where it does.</param>
public sealed record TypeLine(string Workload, string Title, string Needs, string Type, string Has, decimal UsdPerMonth, string? Misfit)
{
    internal static TypeLine Of(TypeSettings settings, Workload need, InstanceType type) =>
        new(need.Id, need.Title, NeedsOf(need), type.Name, HasOf(type), Math.Round(settings.Price(type)!.Value * Prices.HoursPerMonth, 2), TypeFit.Of(settings, need, type)?.Why);

    internal static string NeedsOf(Workload need) => string.Join(", ", new[]
    {
        $"{need.Vcpus} vCPUs{(need.Steady ? " all day" : " now and then")}", TypeFit.Gib(need.MemoryGiB), string.Join(" or ", need.Architectures),
        need.StoreGB > 0 ? $"{need.StoreGB} GB of fast disk in the host" : "", need.GpuGiB > 0 ? $"an NVIDIA GPU with {need.GpuGiB} GiB" : "",
    }.Where(w => w.Length > 0));

    internal static string HasOf(InstanceType type) => string.Join(", ", new[]
    {
        $"{type.Vcpus} vCPUs{(type.Burstable ? " on credits" : "")}", TypeFit.Gib(type.MemoryGiB), string.Join(" or ", type.Architectures), Extras(type),
    }.Where(w => w.Length > 0));

    internal static string Extras(InstanceType type) => string.Join(", ", new[]
    {
        type.StoreGB > 0 ? $"{type.StoreGB:#,0} GB {(type.StoreIsMagnetic ? "magnetic" : "NVMe")}" : "",
        string.Join(", ", type.Gpus.Select(g => $"{g.Count} {g.Name} ({TypeFit.Gib(g.MemoryMiB / 1024.0)})")),
    }.Where(w => w.Length > 0));
}

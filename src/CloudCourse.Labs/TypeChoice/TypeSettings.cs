using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.TypeChoice;

/// <summary>What a workload asks of its machine.</summary>
/// <param name="Architectures">For which its program exists.</param>
/// <param name="Steady">It is busy all day, so that credits are used up.</param>
/// <param name="GpuGiB">Memory that it needs on an NVIDIA GPU; 0 where it needs none.</param>
/// <param name="StoreGB">Fast disks in the host that it needs; 0 where it needs none.</param>
internal sealed record Workload(string Id, string Title, int Vcpus, double MemoryGiB, IReadOnlyList<string> Architectures, bool Steady = false, int GpuGiB = 0, int StoreGB = 0);

/// <summary>The workloads of a lab and the types that stand beside the editor, from its <c>settings</c>.</summary>
internal sealed record TypeSettings(string Region, IReadOnlyList<Workload> Workloads, IReadOnlyList<InstanceType> Shown)
{
    private static readonly JsonSerializerOptions Strict = new(CourseJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    // A lab's settings do not change while its catalog lives, and the view asks at every pause of typing.
    private static readonly ConditionalWeakTable<LabDefinition, TypeSettings> Made = [];

    private sealed record Raw(string Region, IReadOnlyList<Workload> Workloads, IReadOnlyList<string> Shown);

    /// <exception cref="InvalidOperationException">The settings mean nothing; <see cref="Problems"/> says so to authors first.</exception>
    public static TypeSettings Of(LabDefinition lab) => Made.GetValue(lab, _ => Read(lab) is ({ } settings, []) ? settings : throw new InvalidOperationException($"{lab.Slug}: {Problems(lab).First()}"));

    public static IEnumerable<string> Problems(LabDefinition lab) => Read(lab).Problems;

    /// <summary>USD per hour, On-Demand; null where there is no such price.</summary>
    public decimal? Price(InstanceType type) => type.Prices.GetValueOrDefault(Region)?.OnDemand;

    private static (TypeSettings? Settings, List<string> Problems) Read(LabDefinition lab)
    {
        Raw? raw;
        try
        {
            raw = lab.Settings.ValueKind is JsonValueKind.Object ? lab.Settings.Deserialize<Raw>(Strict) : null;
        }
        catch (JsonException e)
        {
            return (null, [$"settings: {e.Message}"]);
        }
        if (raw is null) return (null, ["settings: give `region`, `workloads` and `shown`"]);
        List<string> problems = [];
        if (Simulation.Infrastructure.Region.Find(raw.Region) is null) problems.Add("settings: `region` is a Region's code");
        if (raw.Workloads.Count == 0) problems.Add("settings: there is no workload");
        foreach (var twice in raw.Workloads.GroupBy(w => w.Id, StringComparer.Ordinal).Where(g => g.Count() > 1)) problems.Add($"settings: the workload `{twice.Key}` is there twice");
        foreach (var name in raw.Shown.Where(n => InstanceType.Find(n) is null)) problems.Add($"settings: the facts have no instance type `{name}`");
        if (problems.Count > 0) return (null, problems);
        TypeSettings settings = new(raw.Region, raw.Workloads, [.. raw.Shown.Select(n => InstanceType.Find(n)!)]);
        problems.AddRange(raw.Shown.Where(n => settings.Price(InstanceType.Find(n)!) is null).Select(n => $"settings: the facts have no price of `{n}` in {raw.Region}"));
        problems.AddRange(raw.Workloads.Where(w => TypeFit.Cheapest(settings, w) is null).Select(w => $"settings: no type fits `{w.Id}`"));
        return (settings, problems);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ec2.Purchasing;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.PurchaseOptions;

/// <summary>A lab's <c>settings</c>: the workloads to buy for, as <c>content/README.md</c> tells.</summary>
internal static class PurchaseSettings
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <exception cref="InvalidOperationException">An author's mistake, which <see cref="Problems"/> names.</exception>
    public static PurchaseScenario Scenario(LabDefinition lab) =>
        Read(lab, out var problem) ?? throw new InvalidOperationException($"The settings of {lab.Slug} cannot be read: {problem}");

    public static IEnumerable<string> Problems(LabDefinition lab)
    {
        if (Read(lab, out var problem) is not { } scenario) return [$"settings: {problem}"];
        return Problems(scenario).Select(p => $"settings: {p}");
    }

    private static IEnumerable<string> Problems(PurchaseScenario scenario)
    {
        if (scenario.ReplacedAfterMinutes < 1 || scenario.CapacityBackAfterHours < 1) yield return "both waits are 1 or more";
        if (scenario.Workloads.Count == 0) yield return "there is no workload";
        foreach (var twice in scenario.Workloads.GroupBy(w => w.Id).Where(g => g.Count() > 1)) yield return $"the workload {twice.Key} is there twice";
        foreach (var w in scenario.Workloads)
        {
            if (InstanceType.Find(w.InstanceType) is not { } type) { yield return $"{w.Id}: the facts have no instance type {w.InstanceType}"; continue; }
            if (!type.Prices.TryGetValue(scenario.Region, out var price) || price.OnDemand is null) yield return $"{w.Id}: the facts have no price of {w.InstanceType} in {scenario.Region}";
            if (w.Count is < 1 or > 100) yield return $"{w.Id}: count is from 1 to 100";
            if (w.NeededMonths is < 1 or > 120) yield return $"{w.Id}: neededMonths is from 1 to 120";
            if (w.SavesTo is not SavesTo.Memory && w.CheckpointMinutes < 1) yield return $"{w.Id}: checkpointMinutes is 1 or more where something is saved";
            if (w.Hours is { From: < 0 or > 23 } or { To: < 0 or > 24 } or { Day: < 0 or > 30 }) { yield return $"{w.Id}: hours are from 0 to 24, and the day from 0 to 30"; continue; }
            if (w.Job is { } job && (job.WorkHours < 1 || job.DeadlineHours < job.WorkHours)) { yield return $"{w.Id}: the deadline is sooner than the work is long"; continue; }
            if (w.Windows.Count == 0) yield return $"{w.Id}: nothing of it fits into the month";
        }
    }

    private static PurchaseScenario? Read(LabDefinition lab, out string problem)
    {
        try
        {
            problem = "give region, replacedAfterMinutes, capacityBackAfterHours and workloads";
            return lab.Settings.ValueKind is JsonValueKind.Object ? lab.Settings.Deserialize<PurchaseScenario>(Options) : null;
        }
        catch (JsonException e)
        {
            problem = e.Message;
            return null;
        }
    }
}

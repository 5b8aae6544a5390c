using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.Infrastructure.RegionChoice;

namespace CloudCourse.Labs.RegionChoice;

/// <summary>The brief, from a lab's <c>settings</c>.</summary>
internal static class BriefSettings
{
    private static readonly JsonSerializerOptions _strict = new(CourseJson.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    private sealed record Raw(string[]? Countries, RawUser[]? Users, string[]? Services, RawWorkload? Workload, decimal? Budget, string[]? Candidates);

    private sealed record RawUser(string? City, double Latitude, double Longitude, double Weight);

    private sealed record RawWorkload(string? InstanceType, int Instances, int VolumeGB);

    /// <exception cref="InvalidOperationException">The settings mean nothing; <see cref="Problems"/> says so to authors first.</exception>
    public static Brief Of(LabDefinition lab) => Read(lab) is (var brief, []) ? brief! : throw new InvalidOperationException($"{lab.Slug}: {Problems(lab).First()}");

    public static IEnumerable<string> Problems(LabDefinition lab) => Read(lab).Problems;

    private static (Brief? Brief, List<string> Problems) Read(LabDefinition lab)
    {
        Raw? raw;
        try
        {
            raw = lab.Settings.Deserialize<Raw>(_strict);
        }
        catch (JsonException e)
        {
            return (null, [$"settings: {e.Message}"]);
        }
        List<string> problems = [];
        if (raw?.Users is not { Length: > 0 }) problems.Add("settings: `users` needs cities, each with `city`, `latitude`, `longitude` and `weight`");
        else problems.AddRange(raw.Users.Where(u => u.City is null or "" || u.Weight <= 0 || Math.Abs(u.Latitude) > 90 || Math.Abs(u.Longitude) > 180).Select(u => $"settings: the user city `{u.City}` needs a name, a place on Earth and a weight above 0"));
        if (raw?.Candidates is not { Length: > 1 }) problems.Add("settings: `candidates` needs two Region codes or more");
        else problems.AddRange(raw.Candidates.Where(c => Region.Find(c) is null).Select(c => $"settings: there is no Region `{c}`"));
        problems.AddRange((raw?.Services ?? []).Where(s => ServiceAvailability.NameOf(s) is null).Select(s => $"settings: the facts know no service `{s}`"));
        if (raw?.Workload is not { InstanceType: { } type, Instances: > 0, VolumeGB: >= 0 } || InstanceType.Find(type) is null)
            problems.Add("settings: `workload` needs an `instanceType` that the facts know, `instances` and `volumeGB`");
        if (problems.Count > 0) return (null, problems);

        Brief brief = new(raw!.Countries ?? [], [.. raw.Users!.Select(u => new UserCity(u.City!, new(u.Latitude, u.Longitude), u.Weight))], raw.Services ?? [],
            new(InstanceType.Find(raw.Workload!.InstanceType!)!, raw.Workload.Instances, raw.Workload.VolumeGB), raw.Budget, [.. raw.Candidates!.Select(c => Region.Find(c)!)]);
        if (RegionComparison.Of(brief).Fitting.Count == 0) problems.Add("settings: no candidate fits residency, services and budget together");
        return (brief, problems);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.Infrastructure.EdgeCache;

namespace CloudCourse.Labs.EdgeCache;

/// <summary>The site, from a lab's <c>settings</c>, and its requests, drawn once: every learner has the same.</summary>
internal sealed record SiteSettings(Site Site, IReadOnlyList<Visit> Visits)
{
    private const int MostRequests = 30_000;

    private static readonly JsonSerializerOptions _strict = new(CourseJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    // A lab's settings do not change while its catalog lives, and the view asks at every pause of typing.
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<LabDefinition, SiteSettings> _read = [];

    private sealed record Raw(string? Origin, ViewerCity[]? Viewers, Page[]? Pages, int Requests, int Minutes, int Seed);

    /// <exception cref="InvalidOperationException">The settings mean nothing; <see cref="Problems"/> says so to authors first.</exception>
    public static SiteSettings Of(LabDefinition lab) => _read.GetValue(lab, _ =>
        Read(lab) is ({ } site, []) ? new(site, Visit.Of(site)) : throw new InvalidOperationException($"{lab.Slug}: {Problems(lab).First()}"));

    public static IEnumerable<string> Problems(LabDefinition lab) => Read(lab).Problems;

    private static (Site? Site, List<string> Problems) Read(LabDefinition lab)
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
        if (Region.Find(raw?.Origin ?? "") is null) problems.Add("settings: `origin` is a Region's code");
        if (raw?.Viewers is not { Length: > 0 } viewers || viewers.Any(v => v.City is null || v.Continent is null || v.Language is null || v.Weight <= 0 || Math.Abs(v.Latitude) > 90 || Math.Abs(v.Longitude) > 180))
            problems.Add("settings: `viewers` needs cities, each with `city`, `continent`, `latitude`, `longitude`, `weight` above 0 and `language`");
        if (raw?.Pages is not { Length: > 0 } pages || pages.Any(p => p.Name is null || p.Path is not ['/', ..] || p.Items is < 1 or > 10_000 || p.Share <= 0 || p.Kilobytes < 0 || p.OriginMs < 0))
            problems.Add("settings: `pages` needs a `name`, a `path` that starts with /, `items` from 1, a `share` above 0, `kilobytes` and `originMs` in each");
        else if (pages.FirstOrDefault(p => p.VariesBy is not (null or Visit.PageQuery or Visit.SessionCookie or Visit.LanguageHeader)) is { } odd)
            problems.Add($"settings: `variesBy` is {Visit.PageQuery}, {Visit.SessionCookie} or {Visit.LanguageHeader}, not `{odd.VariesBy}`");
        else if (pages.FirstOrDefault(p => !(p.CacheControl is null or "private" or "no-store" || (p.CacheControl.StartsWith("max-age=", StringComparison.Ordinal) && uint.TryParse(p.CacheControl.AsSpan(8), out _)))) is { } said)
            problems.Add($"settings: `cacheControl` is private, no-store or max-age=…, not `{said.CacheControl}`");
        if (raw?.Requests is not (> 0 and <= MostRequests)) problems.Add($"settings: `requests` is from 1 to {MostRequests}");
        if (raw?.Minutes is not (> 0 and <= 1440)) problems.Add("settings: `minutes` is from 1 to 1440");
        return problems.Count > 0 ? (null, problems) : (new(Region.Find(raw!.Origin!)!, raw.Viewers!, raw.Pages!, raw.Requests, raw.Minutes * 60, raw.Seed), problems);
    }
}

using System.Globalization;
using CloudCourse.Simulation.Infrastructure.EdgeCache;

namespace CloudCourse.Labs.EdgeCache;

/// <summary>A submission that ran.</summary>
internal sealed record EdgeWork(Site Site, BehaviorDocument Document, EdgeResult Result);

/// <summary>Figures as people read them.</summary>
internal static class EdgeWords
{
    public const string Source =
        "All figures are this course's simulation, the same at each run: edge cities as CloudFront listed them in May 2025, distances by latency's model (4 ms and 1.5 times the great circle at the speed of light in fibre, 10 ms for a viewer's line), a new TLS connection for each request, 20 Mbit/s. Where regional edge caches stand is approximate. Caches start empty; eviction, waiting for each other and a slow origin are not modelled.";

    public static string Ms(double ms) => ms.ToString("#,0", CultureInfo.InvariantCulture) + " ms";

    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Count(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>"00:12:05" from the start.</summary>
    public static string Clock(double seconds) => TimeSpan.FromSeconds(Math.Floor(seconds)).ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture);

    public static string Age(double seconds) => seconds < 120 ? $"{seconds.ToString("0", CultureInfo.InvariantCulture)} s" : $"{(seconds / 60).ToString("0", CultureInfo.InvariantCulture)} min";

    public static string Story(Misanswer m) =>
        $"At {Clock(m.FirstAt)} somebody in {m.FirstCity} asked for `{m.Path}` and the answer for {m.FirstAnswer} was kept. At {Clock(m.SecondAt)} somebody in {m.SecondCity} asked for the same path, needed the answer for {m.SecondAnswer}, and got the kept one.";
}

using System.Globalization;

namespace CloudCourse.Simulation.Infrastructure.EdgeCache;

/// <summary>
/// A site's requests through CloudFront's caches, which start empty and fill at a miss: edge location, regional edge cache, origin. What is never
/// kept goes from the edge straight to the origin.
/// </summary>
/// <remarks>
/// Modelled: a new connection for each request (three round trips with TLS 1.3), distances, the origin's time, 20 Mbit/s to the viewer, expiry by
/// TTL and Cache-Control, the cache key. A viewer asks the nearest edge city. A copy keeps its age on the way from the regional cache to the edge. Not modelled: eviction, requests that wait
/// for each other, conditional requests (304), connections kept open, errors, and an origin that slows down under load. Whatever the key leaves out still reaches the origin, as with an origin request
/// policy for all of the viewer's values.
/// </remarks>
public static class EdgeSimulation
{
    private const int TripsToFirstByte = 3;
    private const double MsPerKilobyte = 0.4;
    private const double Compressed = 0.3;

    /// <summary>About where regional edge caches are, by the Region they stand beside. AWS names no full list; 13 is its count.</summary>
    private static readonly Region[] _regional =
    [
        .. new[] { "us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-central-1", "eu-west-1", "eu-west-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2", "sa-east-1" }
            .Select(code => Region.Find(code)!),
    ];

    /// <param name="behaviors">In their order; the first that matches counts.</param>
    /// <param name="otherwise">The default behavior.</param>
    /// <param name="visits">Of this site, as <see cref="Visit.Of"/> gives them.</param>
    public static EdgeResult Run(Site site, IReadOnlyList<CacheBehavior> behaviors, CacheBehavior otherwise, IReadOnlyList<Visit> visits)
    {
        var ways = site.Viewers.Select(v => Way.Of(site, v)).ToList();
        Dictionary<(int, int), (string Path, CacheBehavior Behavior, long Ttl)> known = [];
        Dictionary<(string Place, string Key), Copy> caches = [];
        var (before, after) = (new double[visits.Count], new double[visits.Count]);
        var groups = site.Pages.Select(p => new Tally(p)).ToList();
        Misanswer? leak = null, wrong = null;
        for (var i = 0; i < visits.Count; i++)
        {
            var visit = visits[i];
            var (page, way, tally) = (site.Pages[visit.Page], ways[visit.City], groups[visit.Page]);
            if (!known.TryGetValue((visit.Page, visit.Item), out var rule))
            {
                var path = page.Path.Replace("{n}", visit.Item.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
                var behavior = behaviors.FirstOrDefault(b => b.Matches(path)) ?? otherwise;
                known[(visit.Page, visit.Item)] = rule = (path, behavior, behavior.TtlOf(page));
            }
            before[i] = (TripsToFirstByte * way.ViewerToOrigin) + page.OriginMs + (page.Kilobytes * MsPerKilobyte);
            var ms = (TripsToFirstByte * way.ViewerToEdge) + (page.Kilobytes * MsPerKilobyte * (rule.Behavior.Compress && page.Compresses ? Compressed : 1));
            tally.Requests++;
            tally.Ttl = Math.Max(tally.Ttl, rule.Ttl);
            if (rule.Ttl == 0)
            {
                ms += way.EdgeToOrigin + page.OriginMs;
                tally.ToOrigin++;
            }
            else
            {
                var key = Key(rule.Path, rule.Behavior, visit, site.Viewers[visit.City].Language);
                var answer = Variant(page, visit, site);
                if (!caches.TryGetValue((way.Edge.Code, key), out var copy) || copy.Until <= visit.At)
                {
                    ms += way.EdgeToRegional;
                    if (!caches.TryGetValue((way.Regional.Code, key), out copy) || copy.Until <= visit.At)
                    {
                        ms += way.RegionalToOrigin + page.OriginMs;
                        copy = new(visit.At, visit.At + rule.Ttl, answer, i);
                        caches[(way.Regional.Code, key)] = copy;
                        tally.ToOrigin++;
                    }
                    caches[(way.Edge.Code, key)] = copy;
                }
                else tally.Hits++;
                if (visit.At - copy.From is var age && age > tally.OldestSeconds) (tally.OldestSeconds, tally.OldestPath, tally.OldestAt) = (age, rule.Path, visit.At);
                if (copy.Answer != answer)
                {
                    Misanswer found = new(page.Name, rule.Path, rule.Behavior.PathPattern, visits[copy.Visit].At, site.Viewers[visits[copy.Visit].City].City, copy.Answer, visit.At, site.Viewers[visit.City].City, answer);
                    if (page.IsPersonal) leak ??= found;
                    else wrong ??= found;
                    tally.Misanswered++;
                }
            }
            after[i] = ms;
        }
        return new(Spread.Of(before), Spread.Of(after), visits.Count, groups.Sum(g => g.Hits), groups.Sum(g => g.ToOrigin),
            [.. groups.Select(g => new PageResult(g.Page.Name, g.Page.Path, g.Requests, g.Hits, g.ToOrigin, g.Ttl, g.OldestSeconds, g.OldestPath, g.OldestAt, g.Misanswered))],
            [.. site.Viewers.Select((v, c) => new CityResult(v.City, v.Continent, ways[c].Edge.City, Of(before, c).Median, Of(after, c).Median, Of(after, c).P95))], leak, wrong);

        Spread Of(double[] times, int city) => Spread.Of([.. times.Where((_, i) => visits[i].City == city)]);
    }

    private static string Key(string path, CacheBehavior behavior, Visit visit, string language) => string.Join('\n', path,
        behavior.QueryStrings.Holds(Visit.PageQuery) ? visit.PageNumber : 0,
        behavior.QueryStrings.Holds(Visit.CampaignQuery) ? visit.Campaign : 0,
        behavior.Cookies.Holds(Visit.SessionCookie) ? visit.Session : 0,
        behavior.Headers.Holds(Visit.LanguageHeader, ignoreCase: true) ? language : "",
        behavior.Headers.Holds(Visit.BrowserHeader, ignoreCase: true) ? visit.Browser : 0);

    /// <summary>What the right answer depends on, in words; two visits with the same words get the same answer.</summary>
    private static string Variant(Page page, Visit visit, Site site) => page.VariesBy switch
    {
        Visit.PageQuery => $"page={visit.PageNumber}",
        Visit.SessionCookie => $"session {visit.Session}",
        Visit.LanguageHeader => site.Viewers[visit.City].Language,
        _ => "",
    };

    private sealed record Copy(double From, double Until, string Answer, int Visit);

    private sealed class Tally(Page page)
    {
        public Page Page => page;
        public int Requests, Hits, ToOrigin, Misanswered;
        public long Ttl;
        public double OldestSeconds, OldestAt;
        public string OldestPath = "";
    }

    private sealed record Way(EdgeLocation Edge, Region Regional, double ViewerToOrigin, double ViewerToEdge, double EdgeToRegional, double RegionalToOrigin, double EdgeToOrigin)
    {
        public static Way Of(Site site, ViewerCity viewer)
        {
            var edge = EdgeLocation.NearestTo(viewer.Point);
            var regional = _regional.MinBy(r => r.Point.KmTo(edge.Point))!;
            return new(edge, regional, Latency.FromUser(viewer.Point, site.Origin.Point), Latency.FromUser(viewer.Point, edge.Point),
                Latency.BetweenPlaces(edge.Point, regional.Point), Latency.Between(regional, site.Origin).Ms, Latency.BetweenPlaces(edge.Point, site.Origin.Point));
        }
    }
}

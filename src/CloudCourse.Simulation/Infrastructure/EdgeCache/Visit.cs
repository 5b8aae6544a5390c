using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Infrastructure.EdgeCache;

/// <summary>One request of a viewer.</summary>
/// <param name="Item">From 1.</param>
/// <param name="PageNumber">The query string <c>page</c>; 0 where there is none.</param>
/// <param name="Campaign">The query string <c>utm_source</c>, which changes nothing in any answer; 0 where there is none.</param>
/// <param name="Session">The viewer, as the cookie <c>session</c> says.</param>
/// <param name="Browser">Which of 60 the header <c>User-Agent</c> names.</param>
public readonly record struct Visit(double At, int City, int Page, int Item, int PageNumber, int Campaign, int Session, int Browser)
{
    public const string PageQuery = "page", CampaignQuery = "utm_source", SessionCookie = "session", LanguageHeader = "Accept-Language", BrowserHeader = "User-Agent";

    /// <summary>The site's requests, in order; the same seed gives the same.</summary>
    public static IReadOnlyList<Visit> Of(Site site)
    {
        SeededSource chance = new((ulong)site.Seed, 0);
        var cities = Cumulative(site.Viewers.Select(v => v.Weight));
        var pages = Cumulative(site.Pages.Select(p => p.Share));
        // The n-th item is asked for a 1/n as often as the first: about what is seen of popular things.
        var items = site.Pages.Select(p => Cumulative(Enumerable.Range(1, p.Items).Select(n => 1.0 / n))).ToList();
        var numbers = Cumulative(Enumerable.Range(1, 40).Select(n => 1.0 / n));
        List<Visit> visits = new(site.Requests);
        for (var i = 0; i < site.Requests; i++)
        {
            var city = Pick(cities);
            var page = Pick(pages);
            var item = Pick(items[page]) + 1;
            var number = site.Pages[page].VariesBy == PageQuery ? Pick(numbers) + 1 : 0;
            var isDocument = site.Pages[page].OriginMs > 50 && !site.Pages[page].IsPersonal;
            var campaign = isDocument && Draw() < 0.4 ? 1 + (int)(Draw() * 200) : 0;
            visits.Add(new((double)site.Seconds * i / site.Requests, city, page, item, number, campaign, 1 + (int)(Draw() * 2000), (int)(Draw() * 60)));
        }
        return visits;

        double Draw()
        {
            (var number, chance) = chance.Next();
            return (number >> 11) * (1.0 / (1UL << 53));
        }

        int Pick(double[] cumulative)
        {
            var found = Array.BinarySearch(cumulative, Draw() * cumulative[^1]);
            return Math.Min(cumulative.Length - 1, found < 0 ? ~found : found + 1);
        }
    }

    private static double[] Cumulative(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(w => sum += w)];
    }
}

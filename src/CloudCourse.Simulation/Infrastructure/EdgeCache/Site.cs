namespace CloudCourse.Simulation.Infrastructure.EdgeCache;

/// <summary>A site with one origin, its viewers and what they ask for.</summary>
/// <param name="Requests">How many come, spread evenly over <paramref name="Seconds"/>.</param>
public sealed record Site(Region Origin, IReadOnlyList<ViewerCity> Viewers, IReadOnlyList<Page> Pages, int Requests, int Seconds, int Seed);

/// <param name="Weight">The share of requests that come from here; all weights count together.</param>
/// <param name="Language">What their browsers send as <c>Accept-Language</c>.</param>
public sealed record ViewerCity(string City, string Continent, double Latitude, double Longitude, double Weight, string Language)
{
    public GeoPoint Point => new(Latitude, Longitude);
}

/// <summary>Paths that behave alike.</summary>
/// <param name="Path">With <c>{n}</c> where a number stands, from 1 to <paramref name="Items"/>; the first are asked for most.</param>
/// <param name="Share">Of requests; all shares count together.</param>
/// <param name="Compresses">Text shrinks to 30 % when compressed; pictures do not.</param>
/// <param name="CacheControl">What the origin says: <c>private</c>, <c>max-age=60</c>, or null where it says nothing.</param>
/// <param name="VariesBy">What changes the answer: <c>page</c> (a query string, from 1 to 40), <c>session</c> (a cookie), <c>Accept-Language</c> (a header); null for nothing.</param>
/// <param name="OriginMs">What the origin takes to answer.</param>
public sealed record Page(string Name, string Path, int Items, double Share, double Kilobytes, bool Compresses, string? CacheControl, string? VariesBy, double OriginMs)
{
    public bool IsPersonal => VariesBy == Visit.SessionCookie;
}

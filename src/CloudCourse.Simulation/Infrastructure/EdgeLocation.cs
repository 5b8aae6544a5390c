namespace CloudCourse.Simulation.Infrastructure;

/// <summary>A city with CloudFront points of presence.</summary>
/// <param name="Code">The airport's code that AWS uses for it, such as <c>DUB</c>.</param>
/// <param name="PointsOfPresence">How many there were in 2024; null where the facts do not tell.</param>
/// <seealso href="https://aws.amazon.com/cloudfront/features/"/>
public sealed record EdgeLocation(string Code, string City, string Country, GeoPoint Point, string Continent, string PriceClass, int? PointsOfPresence)
{
    private static readonly Lazy<IReadOnlyList<EdgeLocation>> Locations = new(() =>
        [.. FactFile.Read<Raw[]>("edge", "edgeLocations").Select(r => new EdgeLocation(r.Code, r.City, r.Country, new(r.Lat, r.Lon), r.Continent, r.PriceRegion, r.Pops2024))]);

    public static IReadOnlyList<EdgeLocation> All => Locations.Value;

    /// <summary>The nearest by distance, which in this model is the quickest too.</summary>
    public static EdgeLocation NearestTo(GeoPoint point) => All.MinBy(e => e.Point.KmTo(point))!;

    private sealed record Raw(string Code, string City, string Country, double Lat, double Lon, string Continent, string PriceRegion, int? Pops2024);
}

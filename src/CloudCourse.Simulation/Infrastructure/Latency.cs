namespace CloudCourse.Simulation.Infrastructure;

/// <summary>Round-trip times in milliseconds. Where a pair of Regions was measured, the measurement; else a formula from the distance.</summary>
public static class Latency
{
    private static readonly Lazy<Model> Facts = new(Load);

    /// <summary>Between two zones of one Region: AWS says single-digit milliseconds; measurements are around one.</summary>
    public const double BetweenZonesMs = 1;

    private sealed record Model(
        Dictionary<string, Dictionary<string, double>> Measured, double FixedMs, double KmPerMsOneWay, double Stretch,
        Dictionary<string, double> StretchByAreas, Dictionary<string, string> AreaOf, double FixedLineMs, double MobileMs);

    /// <param name="Measured">False where the formula was used.</param>
    public readonly record struct RoundTrip(double Ms, bool Measured);

    public static RoundTrip Between(Region a, Region b)
    {
        if (a.Code == b.Code) return new(BetweenZonesMs, false);
        var facts = Facts.Value;
        if (facts.Measured.TryGetValue(a.Code, out var row) && row.TryGetValue(b.Code, out var ms)) return new(ms, true);
        return new(Formula(a.Point, b.Point, Stretch(a.Code, b.Code)), false);
    }

    /// <summary>From a user in a city to a Region or an edge location.</summary>
    /// <param name="mobile">A phone on a mobile network; else a fixed line. What either adds is an assumption for teaching, not a measurement.</param>
    public static double FromUser(GeoPoint user, GeoPoint place, bool mobile = false) =>
        Formula(user, place, Facts.Value.Stretch) + (mobile ? Facts.Value.MobileMs : Facts.Value.FixedLineMs);

    /// <summary>
    /// From a user on a fixed line in a city to a Region. Where a measured Region is in that city, what was measured from there and what the
    /// user's own line adds; else the formula.
    /// </summary>
    public static RoundTrip FromCity(GeoPoint city, Region region)
    {
        var facts = Facts.Value;
        foreach (var (code, row) in facts.Measured)
        {
            if (code != region.Code && row.TryGetValue(region.Code, out var ms) && Region.Find(code)!.Point.KmTo(city) <= SameCityKm)
                return new(ms + facts.FixedLineMs, true);
        }
        return new(FromUser(city, region.Point), false);
    }

    /// <summary>Between two of AWS's places that are not both Regions, such as an edge location and a regional edge cache: the formula.</summary>
    public static double BetweenPlaces(GeoPoint a, GeoPoint b) => Formula(a, b, Facts.Value.Stretch);

    /// <summary>When the round trips between Regions were measured, such as <c>2023-11</c>.</summary>
    public static string MeasuredAsOf => FactFile.AsOf("latency", "measured")[..7];

    private const double SameCityKm = 50;

    /// <summary>No signal through fibre is quicker.</summary>
    public static double Floor(GeoPoint a, GeoPoint b) => 2 * a.KmTo(b) / Facts.Value.KmPerMsOneWay;

    private static double Formula(GeoPoint a, GeoPoint b, double stretch) => Facts.Value.FixedMs + (stretch * 2 * a.KmTo(b) / Facts.Value.KmPerMsOneWay);

    private static double Stretch(string a, string b)
    {
        var facts = Facts.Value;
        return facts.AreaOf.TryGetValue(a, out var from) && facts.AreaOf.TryGetValue(b, out var to)
            && (facts.StretchByAreas.TryGetValue($"{from} | {to}", out var stretch) || facts.StretchByAreas.TryGetValue($"{to} | {from}", out stretch))
            ? stretch : facts.Stretch;
    }

    private static Model Load()
    {
        using var document = FactFile.Open("latency");
        var root = document.RootElement;
        return new(
            FactFile.Read<Dictionary<string, Dictionary<string, double>>>("latency", "rttMs"),
            root.GetProperty("fixedMs").GetDouble(), root.GetProperty("kmPerMsOneWay").GetDouble(), root.GetProperty("stretch").GetDouble(),
            FactFile.Read<Dictionary<string, double>>("latency", "stretchByAreaPair"),
            FactFile.Read<Dictionary<string, string>>("latency", "areaOf"),
            root.GetProperty("lastMileMs").GetProperty("fixed").GetDouble(), root.GetProperty("lastMileMs").GetProperty("mobile").GetDouble());
    }
}

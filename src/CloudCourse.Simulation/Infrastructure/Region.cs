namespace CloudCourse.Simulation.Infrastructure;

/// <summary>Whether an account has a Region from the start.</summary>
public enum OptIn
{
    NotRequired,

    /// <summary>An account enables it before use.</summary>
    Required,

    /// <summary>Its partition has accounts of its own.</summary>
    SeparateAccount,
}

/// <summary>An AWS Region.</summary>
/// <param name="Code">Such as <c>eu-west-1</c>.</param>
/// <param name="Partition">Such as <c>aws</c> or <c>aws-cn</c>.</param>
/// <param name="Country">ISO 3166-1 code.</param>
/// <param name="City">About where it is; AWS does not publish where its data centres stand.</param>
/// <param name="ZoneIds">AZ ids such as <c>euw1-az1</c>, the same for every account; none for Regions that are listed by code only.</param>
/// <seealso href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html"/>
public sealed record Region(
    string Code, string Name, string Partition, string Country, string Geography, string City, GeoPoint Point, OptIn OptIn,
    int? LaunchYear, IReadOnlyList<string> ZoneIds, IReadOnlyList<string> LocalZoneIds)
{
    private static readonly Lazy<Dictionary<string, Region>> ByCode = new(() =>
        FactFile.Read<Raw[]>("regions", "regions").ToDictionary(r => r.Code, r => r.Region, StringComparer.Ordinal));

    public static IReadOnlyCollection<Region> All => ByCode.Value.Values;

    public static Region? Find(string code) => ByCode.Value.GetValueOrDefault(code);

    /// <summary>
    /// Zone names such as <c>eu-west-1a</c>. In the oldest Regions each account of before November 2025 has its own mapping of names to ids;
    /// this simulation's accounts are new, and a name is the letter of its place.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html"/>
    public IEnumerable<AvailabilityZone> Zones => ZoneIds.Select((id, i) => new AvailabilityZone($"{Code}{(char)('a' + i)}", id, Code));

    private sealed record Raw(
        string Code, string Name, string Partition, string Country, string Geography, string City, double Lat, double Lon, string OptIn,
        int? LaunchYear, string[]? AzIds, string[]? LocalZones)
    {
        public Region Region => new(Code, Name, Partition, Country, Geography, City, new(Lat, Lon), OptIn switch
        {
            "not-required" => Infrastructure.OptIn.NotRequired,
            "required" => Infrastructure.OptIn.Required,
            _ => Infrastructure.OptIn.SeparateAccount,
        }, LaunchYear, AzIds ?? [], LocalZones ?? []);
    }
}

/// <param name="Name">Such as <c>eu-west-1a</c>.</param>
/// <param name="Id">Such as <c>euw1-az1</c>.</param>
public sealed record AvailabilityZone(string Name, string Id, string Region);

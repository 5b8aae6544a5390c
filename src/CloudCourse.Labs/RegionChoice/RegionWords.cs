using System.Globalization;
using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.Infrastructure.RegionChoice;

namespace CloudCourse.Labs.RegionChoice;

/// <summary>Figures as people read them.</summary>
internal static class RegionWords
{
    public static string Ms(double ms) => ms.ToString("0.0", CultureInfo.InvariantCulture) + " ms";

    public static string WholeMs(double ms) => ms.ToString("0", CultureInfo.InvariantCulture) + " ms";

    public static string Usd(decimal? usd) => usd is { } price ? price.ToString("'$'#,0.00", CultureInfo.InvariantCulture) : "no price known";

    public static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";

    public static string Service(string service) => ServiceAvailability.NameOf(service) ?? service;

    public static string Services(IEnumerable<string> services) => string.Join(", ", services.Select(Service));

    public static string Place(this Region region) => $"{region.Name}, `{region.Code}`";

    /// <summary>ISO 3166-1 to English.</summary>
    public static string Country(string code) => Countries.GetValueOrDefault(code, code);

    /// <summary>What a criterion says about a Region, with its figure.</summary>
    public static string Why(RegionStanding standing, Criterion criterion, Brief brief) => criterion switch
    {
        Criterion.Residency => $"it is in {Country(standing.Region.Country)}",
        Criterion.Services => $"it has no {Services(standing.Missing)}",
        _ => $"{Usd(standing.MonthlyUsd)} a month is above {Usd(brief.BudgetUsdPerMonth)}",
    };

    // Of countries with Regions only; .NET would take them from the host, whose data differ.
    private static readonly Dictionary<string, string> Countries = new()
    {
        ["AE"] = "the United Arab Emirates",
        ["AU"] = "Australia",
        ["BH"] = "Bahrain",
        ["BR"] = "Brazil",
        ["CA"] = "Canada",
        ["CH"] = "Switzerland",
        ["CN"] = "China",
        ["DE"] = "Germany",
        ["ES"] = "Spain",
        ["FR"] = "France",
        ["GB"] = "the United Kingdom",
        ["ID"] = "Indonesia",
        ["IE"] = "Ireland",
        ["IL"] = "Israel",
        ["IN"] = "India",
        ["IT"] = "Italy",
        ["JP"] = "Japan",
        ["KR"] = "South Korea",
        ["MX"] = "Mexico",
        ["MY"] = "Malaysia",
        ["NZ"] = "New Zealand",
        ["SE"] = "Sweden",
        ["SG"] = "Singapore",
        ["TH"] = "Thailand",
        ["TW"] = "Taiwan",
        ["US"] = "the United States",
        ["ZA"] = "South Africa",
    };
}

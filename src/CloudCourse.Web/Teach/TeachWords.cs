using System.Globalization;

namespace CloudCourse.Web.Teach;

/// <summary>Numbers and dates as the instructor's tables write them.</summary>
internal static class TeachWords
{
    /// <summary>At most two decimals: 3, 2.5, 0.67.</summary>
    public static string Points(double points) => points.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100)} %");

    public static string Day(DateTime utc) => utc.ToString("d MMM", CultureInfo.InvariantCulture);

    public static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}

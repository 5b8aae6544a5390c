using System.Globalization;

namespace CloudCourse.Simulation.Scenarios;

/// <summary>Figures as people read them.</summary>
public static class ScenarioWords
{
    public static string Usd(decimal usd) => usd switch
    {
        0 => "0.00 USD",
        < 0.01m => "less than 0.01 USD",
        < 1_000_000 => usd.ToString("#,0.00", CultureInfo.InvariantCulture) + " USD",
        _ => usd.ToString("#,0", CultureInfo.InvariantCulture) + " USD",
    };

    /// <summary>Three figures that count.</summary>
    public static string Number(double number)
    {
        if (number == 0 || !double.IsFinite(number)) return number == 0 ? "0" : "endlessly many";
        var size = Math.Abs(number);
        if (size >= 1000) return Math.Round(number).ToString("#,0", CultureInfo.InvariantCulture);
        var digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        return Math.Round(number, digits).ToString("0.######", CultureInfo.InvariantCulture);
    }

    public static string Time(double seconds) => seconds switch
    {
        < 0.0995 => $"{Number(seconds * 1000)} ms",
        < 1 => $"{Math.Round(seconds * 1000).ToString("0", CultureInfo.InvariantCulture)} ms",
        < 120 => $"{Number(seconds)} s",
        < 7200 => $"{Number(seconds / 60)} min",
        _ => $"{Number(seconds / 3600)} h",
    };

    public static string Percent(double share) => share switch
    {
        0 => "0 %",
        < 0.001 => "less than 0.1 %",
        _ => (100 * share).ToString(share < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %",
    };

    public static string Memory(double mb) => mb >= 1024 ? $"{Number(mb / 1024)} GB" : $"{Number(mb)} MB";
}

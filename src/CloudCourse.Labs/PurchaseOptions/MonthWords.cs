using System.Globalization;
using CloudCourse.Simulation.Ec2.Purchasing;

namespace CloudCourse.Labs.PurchaseOptions;

/// <summary>How a month's figures are said.</summary>
internal static class MonthWords
{
    public static string Usd(decimal usd) => usd.ToString("'$'#,0.00", CultureInfo.InvariantCulture);

    public static string Number(decimal value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    public static string Rate(decimal usd) => usd.ToString("'$'0.0####", CultureInfo.InvariantCulture);

    /// <summary>"day 3, 09:20": the month begins on day 1.</summary>
    public static string Moment(int minute) => string.Create(CultureInfo.InvariantCulture, $"day {(minute / 1440) + 1}, {minute / 60 % 24:00}:{minute % 60:00}");

    /// <summary>"4 h 5 min".</summary>
    public static string Span(int minutes) => minutes < 60 ? $"{minutes} min" : minutes % 60 == 0 ? $"{minutes / 60:N0} h" : $"{minutes / 60:N0} h {minutes % 60} min";

    /// <summary>AWS's band as a person says it.</summary>
    public static string Band(string band) => band switch
    {
        ['<', .. var most] => $"fewer than {most}",
        ['>', .. var least] => $"more than {least}",
        _ => $"{band.Replace("-", " to ", StringComparison.Ordinal)}",
    };

    public static string Words(this Misfit misfit) => misfit switch
    {
        Misfit.Interrupts => "may not be interrupted",
        Misfit.TermTooLong => "longer than needed",
        _ => "may miss the deadline",
    };

    public static string Sentence(MonthInterruption i)
    {
        var notice = i.NoticeMinutes == 0 ? "notice, and hibernation at once" : $"notice two minutes before, then {i.Behavior}";
        var lost = i.LostMinutes == 0 ? "nothing lost" : $"{Span(i.LostMinutes)} of work lost";
        var free = i.NotCharged ? "; in its first hour, not charged" : "";
        return $"{Moment(i.Minute)}: instance {i.Instance} of {i.Workload} taken back ({notice}); {lost}, an instance again after {Span(i.BackAfterMinutes)}{free}.";
    }
}

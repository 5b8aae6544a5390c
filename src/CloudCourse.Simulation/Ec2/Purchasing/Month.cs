namespace CloudCourse.Simulation.Ec2.Purchasing;

/// <summary>What a month of choices came to.</summary>
/// <param name="Lines">One for each workload, in the scenario's order.</param>
/// <param name="Interruptions">In the order of time.</param>
public sealed record Month(IReadOnlyList<MonthLine> Lines, IReadOnlyList<MonthInterruption> Interruptions)
{
    /// <summary>730 hours, AWS's month in prices by the hour.</summary>
    public const int Minutes = Infrastructure.Prices.HoursPerMonth * 60;

    /// <summary>USD, what was paid upfront spread over its term.</summary>
    public decimal Usd => Lines.Sum(l => l.Usd);

    /// <summary>USD that leave the account in this month.</summary>
    public decimal CashUsd => Lines.Sum(l => l.CashUsd);
}

/// <param name="Usd">Of the month, upfront payments spread.</param>
/// <param name="CashUsd">Paid in the month: with a commitment its upfront part, all of it, and this month's rest.</param>
/// <param name="UnusedUsd">Part of <paramref name="Usd"/>: committed hours in which nothing ran.</param>
/// <param name="RedoneUsd">Part of <paramref name="Usd"/>: work that was done a second time.</param>
/// <param name="HourlyRate">USD for an instance hour.</param>
/// <param name="UsedHours">Instance hours run.</param>
/// <param name="DownMinutes">Minutes in which an instance was missing.</param>
/// <param name="MissedDeadlines">Runs that ended late.</param>
/// <param name="Runs">When anything of it ran, in minutes of the month.</param>
public sealed record MonthLine(
    Workload Workload, PurchaseChoice Choice, decimal Usd, decimal CashUsd, decimal UnusedUsd, decimal RedoneUsd, decimal HourlyRate,
    decimal UsedHours, int RedoneMinutes, int DownMinutes, int MissedDeadlines, IReadOnlyList<MonthRun> Runs);

/// <param name="Start">Minute of the month, as is <paramref name="End"/>.</param>
/// <param name="End">When the last instance was done.</param>
public sealed record MonthRun(int Start, int End, bool Missed);

/// <param name="Minute">Of the month.</param>
/// <param name="Instance">From 1.</param>
/// <param name="NoticeMinutes">2, or 0 where it hibernates: that begins with the notice.</param>
/// <param name="LostMinutes">Work that was not saved.</param>
/// <param name="BackAfterMinutes">Until an instance ran again.</param>
/// <param name="NotCharged">It came in the instance's first hour.</param>
public sealed record MonthInterruption(
    string Workload, int Minute, int Instance, string Behavior, int NoticeMinutes, int LostMinutes, int BackAfterMinutes, bool NotCharged);

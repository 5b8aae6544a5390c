using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Simulation.Ec2.Purchasing;

namespace CloudCourse.Labs.PurchaseOptions;

/// <summary>What a check of this lab kind shows, drawn by <c>PurchaseOptionsPanel</c>: the month, or single workloads of it.</summary>
/// <param name="Usd">The month's bill, upfront payments spread over their terms.</param>
/// <param name="WholeMonth">The month's picture is drawn; else only the lines are told.</param>
/// <param name="Sources">Where the figures come from.</param>
public sealed record PurchaseEvidence(
    bool WholeMonth, decimal Usd, decimal CashUsd, IReadOnlyList<LineEvidence> Lines, IReadOnlyList<MonthInterruption> Interruptions, int InterruptionsLeftOut,
    IReadOnlyList<PriceSource> Sources, string Region)
{
    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CourseJson.Options);

    /// <summary>Null where the report holds none, as for hidden checks.</summary>
    public static PurchaseEvidence? Of(CheckResult check) => check.Evidence?.Deserialize<PurchaseEvidence>(CourseJson.Options);
}

/// <summary>A workload in the month's bill. Amounts in USD, rounded to cents.</summary>
/// <param name="PlannedHours">Instance hours without interruptions.</param>
/// <param name="Band">How often AWS took back Spot Instances of the type in a month; null where the choice is not Spot.</param>
/// <param name="Offers">What else there was, cheapest first.</param>
/// <param name="LatestEndHours">A job's end after its start, with one interruption at the worst minute.</param>
public sealed record LineEvidence(
    string Id, string Title, string InstanceType, int Count, string Choice, decimal HourlyRate, decimal PlannedHours, decimal Usd, decimal CashUsd, decimal UnusedUsd,
    decimal RedoneUsd, int RedoneMinutes, int DownMinutes, int MissedDeadlines, string? Band, decimal? LatestEndHours, int? DeadlineHours,
    IReadOnlyList<MonthRun> Runs, IReadOnlyList<OfferEvidence> Offers);

/// <param name="UsdPerNeededMonth">A commitment that is longer than the need is paid to its end.</param>
/// <param name="Misfits">Why it does not fit; empty where it does.</param>
public sealed record OfferEvidence(string Choice, decimal UsdPerNeededMonth, IReadOnlyList<Misfit> Misfits, bool Chosen);

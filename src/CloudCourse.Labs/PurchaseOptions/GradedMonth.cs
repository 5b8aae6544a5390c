using CloudCourse.Simulation.Ec2.Purchasing;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.PurchaseOptions;

/// <summary>A learner's month, run once for all the lab's checks.</summary>
internal sealed class GradedMonth(PurchaseScenario scenario, PurchaseChoicesFile file, int seed)
{
    /// <summary>More than a person reads; the strip shows the first of them.</summary>
    private const int MaxInterruptions = 60;

    public PurchaseScenario Scenario => scenario;
    public Month Month { get; } = MonthOfChoices.Run(scenario, file.Choices, seed);

    public Location At(string workload) => file.At[workload];

    /// <summary>The line of a workload, or all where none is named.</summary>
    public IReadOnlyList<MonthLine> Lines(string? workload) => [.. Month.Lines.Where(l => workload is null || l.Workload.Id == workload)];

    public PurchaseEvidence Evidence(IReadOnlyList<MonthLine> lines, bool wholeMonth)
    {
        var interruptions = Month.Interruptions.Where(i => lines.Any(l => l.Workload.Id == i.Workload)).ToList();
        return new(wholeMonth, Cents(Month.Usd), Cents(Month.CashUsd), [.. lines.Select(Line)], [.. interruptions.Take(MaxInterruptions)],
            Math.Max(0, interruptions.Count - MaxInterruptions), PurchasePrices.Sources(scenario.Region, lines.Select(l => l.Choice)), scenario.Region);
    }

    private LineEvidence Line(MonthLine line)
    {
        var w = line.Workload;
        return new(w.Id, w.Title, w.InstanceType, w.Count, line.Choice.Words, Math.Round(line.HourlyRate, 5), w.PlannedHours, Cents(line.Usd), Cents(line.CashUsd), Cents(line.UnusedUsd),
            Cents(line.RedoneUsd), line.RedoneMinutes, line.DownMinutes, line.MissedDeadlines,
            line.Choice is SpotChoice ? PurchasePrices.Interruptions(w.Type, scenario.Region)?.Band : null,
            Fit.LatestEndMinutes(scenario, w, line.Choice) is { } end ? Math.Round(end / 60m, 2) : null, w.Job?.DeadlineHours, line.Runs,
            [.. Fit.Alternatives(scenario, w).Select(a => new OfferEvidence(a.Choice.Words, Cents(a.UsdPerNeededMonth), a.Misfits, a.Choice == line.Choice))]);
    }

    private static decimal Cents(decimal usd) => Math.Round(usd, 2, MidpointRounding.AwayFromZero);
}

using System.Globalization;
using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Lambda.Costs;

namespace CloudCourse.Labs.FunctionCost;

/// <summary>The figures that decided a check, as JSON in the report and drawn by <c>FunctionCostPanel</c>.</summary>
/// <param name="Goal">What was asked for, in words, and what was reached.</param>
/// <param name="Others">The same month with other memory; may be empty.</param>
public sealed record CostEvidence(string Goal, CostLine Own, IReadOnlyList<CostLine> Others)
{
    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CourseJson.Options);

    /// <summary>Null where the report holds none, as for hidden checks.</summary>
    public static CostEvidence? Of(CheckResult check) => check.Evidence?.Deserialize<CostEvidence>(CourseJson.Options);
}

/// <summary>A month with one size of the function.</summary>
public sealed record CostLine(int MemorySize, int Timeout, string Architecture, decimal Usd, double P50, double P95, double P99, bool OutOfMemory, long CutOff)
{
    internal static CostLine Of(MonthResult r) => new(r.Size.MemorySize, r.Size.Timeout, r.Size.Architecture, Math.Round(r.Usd, 4), Math.Round(r.P50, 3), Math.Round(r.P95, 3), Math.Round(r.P99, 3), r.OutOfMemory, r.CutOff);
}

/// <summary>Figures as people read them.</summary>
internal static class CostWords
{
    public static string Source =>
        $"Prices: the AWS Lambda pricing page, as of {LambdaPrices.AsOf}. Processor by memory: AWS's page on configuring memory (1,769 MB are one vCPU). Arrivals, sizes and work are this course's simulation, the same at each run; environments stay warm for ten minutes, which is our assumption.";

    public static string Ms(double ms) => ms.ToString("#,0", CultureInfo.InvariantCulture) + " ms";

    public static string Usd(decimal usd) => usd.ToString("#,0.00", CultureInfo.InvariantCulture) + " USD";

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}

using System.Globalization;

namespace CloudCourse.Simulation.CloudWatch;

/// <summary>How values of a period become one number: <c>Sum</c>, <c>Average</c>, …, or a percentile such as <c>p99.9</c>.</summary>
/// <param name="Name">As AWS writes it.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html"/>
public sealed record Statistic(string Name, double? Percentile)
{
    private static readonly string[] Plain = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

    /// <summary>Null for what is none, and for the trimmed and ranked ones, which are not simulated.</summary>
    public static Statistic? Read(string text)
    {
        if (Plain.Contains(text)) return new(text, null);
        return text.StartsWith('p') && double.TryParse(text.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100 ? new(text, percent) : null;
    }

    /// <summary>Trimmed means, winsorized means, percentile ranks and the like: AWS has them.</summary>
    public static bool IsKnownToAws(string text) =>
        text is "IQM" || new[] { "tm", "TM(", "wm", "WM(", "PR(", "tc", "TC(", "ts", "TS(" }.Any(p => text.StartsWith(p, StringComparison.Ordinal));

    /// <summary>Null where nothing was measured; a percentile also where some values are known only in sum.</summary>
    public double? Of(IReadOnlyList<Sample> samples)
    {
        if (samples.Count == 0) return null;
        var count = samples.Sum(s => s.Count);
        return Name switch
        {
            "SampleCount" => count,
            "Sum" => samples.Sum(s => s.Sum),
            "Average" => count > 0 ? samples.Sum(s => s.Sum) / count : null,
            "Minimum" => samples.Min(s => s.Minimum),
            "Maximum" => samples.Max(s => s.Maximum),
            _ => samples.All(s => s.IsOneValue) ? ValueAt(samples, count, Percentile!.Value / 100) : null,
        };
    }

    /// <summary>The smallest value that at least that share of all values does not exceed.</summary>
    private static double ValueAt(IReadOnlyList<Sample> samples, double count, double share)
    {
        var passed = 0.0;
        double value = 0;
        foreach (var sample in samples.OrderBy(s => s.Minimum))
        {
            value = sample.Minimum;
            if ((passed += sample.Count) >= (count * share) - 1e-9) break;
        }
        return value;
    }
}

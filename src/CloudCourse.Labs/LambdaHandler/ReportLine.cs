using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaHandler;

/// <summary>
/// Lambda's REPORT line, which ends an invocation's log. Its figures are measurements, so they stand apart from the evidence
/// and come together with it only where the log is shown.
/// </summary>
public static class ReportLine
{
    private const string EndOfRequest = "END RequestId: ";

    /// <summary>The figures of one invocation, by name with the unit in it.</summary>
    public static IEnumerable<(string Name, double Value)> Measure(InvocationReport report, int memoryMiB)
    {
        yield return ("durationMs", Math.Round(report.DurationMs, 2));
        yield return ("billedMs", report.BilledMs);
        if (report.InitMs is { } init) yield return ("initMs", Math.Round(init, 2));
        yield return ("maxMemoryMiB", report.MaxMemoryMiB);
        yield return ("memorySizeMiB", memoryMiB);
    }

    /// <summary>The line for one check's invocation; null where nothing was measured, or the log has no end.</summary>
    public static string? Of(string checkId, IReadOnlyList<string> log, IReadOnlyDictionary<string, double>? measured)
    {
        var request = log.LastOrDefault(l => l.StartsWith(EndOfRequest, StringComparison.Ordinal))?[EndOfRequest.Length..].Trim();
        if (request is null || Value("durationMs") is not { } duration) return null;
        InvocationReport report = new(duration, (int)(Value("billedMs") ?? 0), Value("initMs"), (int)(Value("maxMemoryMiB") ?? 0));
        return report.Line(request, (int)(Value("memorySizeMiB") ?? 0));

        double? Value(string name) => measured is not null && measured.TryGetValue($"{checkId}/{name}", out var value) ? value : null;
    }
}

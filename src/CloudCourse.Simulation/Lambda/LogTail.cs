using System.Globalization;
using System.Text;

namespace CloudCourse.Simulation.Lambda;

/// <summary>The end of an invocation's log, as a caller gets it who asks for it with <c>LogType</c>.</summary>
internal static class LogTail
{
    private const int MaxBytes = 4096;

    /// <summary>Base64 of the last 4 KB. Its REPORT line tells virtual times, so the same run gives the same text; memory is a measurement and left out.</summary>
    public static string Of(StartedInvocation started, InvocationOutcome outcome)
    {
        var report = string.Create(CultureInfo.InvariantCulture, $"REPORT RequestId: {started.RequestId}\tDuration: {outcome.DurationMs:F2} ms\tBilled Duration: {outcome.BilledMs} ms\tMemory Size: {started.Version.MemorySize} MB")
            + (outcome.InitMs is { } init ? string.Create(CultureInfo.InvariantCulture, $"\tInit Duration: {init:F2} ms") : "");
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', outcome.Log.Append(report)) + "\n");
        return Convert.ToBase64String(bytes.AsSpan(Math.Max(0, bytes.Length - MaxBytes)));
    }
}

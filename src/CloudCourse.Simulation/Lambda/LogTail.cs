using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Logs;

namespace CloudCourse.Simulation.Lambda;

/// <summary>An invocation's log: what of it a caller gets who asks for it with <c>LogType</c>, and all of it for CloudWatch Logs.</summary>
internal static class LogTail
{
    private const int MaxBytes = 4096;

    /// <summary>Base64 of the last 4 KB. Its REPORT line tells virtual times, so the same run gives the same text; memory is a measurement and left out.</summary>
    public static string Of(StartedInvocation started, InvocationOutcome outcome)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', outcome.Log.Append(Report(started, outcome))) + "\n");
        return Convert.ToBase64String(bytes.AsSpan(Math.Max(0, bytes.Length - MaxBytes)));
    }

    /// <summary>Writes it under the function's role, whose permission it takes.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html"/>
    public static void Write(Turn turn, StartedInvocation started, InvocationOutcome outcome)
    {
        var version = started.Version;
        var writer = Caller.Session(turn.AccountId, version.RoleArn[(version.RoleArn.LastIndexOf('/') + 1)..], version.Name);
        // When a line was written within the invocation is nowhere kept: the end's lines have the end's time, all others that of the start.
        var lines = outcome.Log.Select(l => (l.StartsWith("END RequestId: ", StringComparison.Ordinal) ? turn.Now : started.At, l)).Append((turn.Now, Report(started, outcome)));
        turn.WriteLog(writer, version.Region, $"/aws/lambda/{version.Name}", started.Environment, lines);
    }

    private static string Report(StartedInvocation started, InvocationOutcome outcome) =>
        string.Create(CultureInfo.InvariantCulture, $"REPORT RequestId: {started.RequestId}\tDuration: {outcome.DurationMs:F2} ms\tBilled Duration: {outcome.BilledMs} ms\tMemory Size: {started.Version.MemorySize} MB")
            + (outcome.InitMs is { } init ? string.Create(CultureInfo.InvariantCulture, $"\tInit Duration: {init:F2} ms") : "");
}

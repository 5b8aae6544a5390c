using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Labs.SimulatedCloud.Evidence;

/// <summary>Turns calls and events into what the panel draws. However much a learner writes, this stays a page.</summary>
internal static class CallReader
{
    private const int MostEvents = 60;
    private const int LongestWords = 1200;

    public static CallEvidence Of(MadeCall call, CloudRun run)
    {
        var error = call.Error;
        var at = error?.At ?? call.At;
        var (line, column) = call.File is { } file && at.End > 0 ? run.Lines(file).Of(at.Start) : (0, 0);
        return new(call.Operation, call.File, line, column, line > 0 && !call.Succeeded ? Excerpt(run.Text(call.File!), at.Start, at.End) : null,
            call.Succeeded, error?.Code, error is null ? null : Clip(error.Message), error is null ? call.NotMade : error.Advice is { } advice ? Clip(advice) : null,
            error is { HttpStatus: 0, Problems.Count: > 0 }, [.. (error?.Denied ?? []).Select(Of)]);
    }

    public static DecidedEvidence Of(AuthorizedAction action) => new(action.Action, action.Resource, action.Decision, [.. action.By.Take(10)]);

    /// <summary>All that happened from the learner's first call on; calls that only look are left out.</summary>
    public static (IReadOnlyList<EventEvidence> Events, int LeftOut) Events(CloudRun run)
    {
        var all = run.Account.History.Where(e => e.Number >= run.FirstOwn && !IsLook(e)).ToList();
        return ([.. all.Take(MostEvents).Select(e => Of(e))], Math.Max(0, all.Count - MostEvents));
    }

    private static bool IsLook(HistoryEvent e) => e is ApiCall { Error: null } call
        && (call.Operation.StartsWith("Describe", StringComparison.Ordinal) || call.Operation.StartsWith("List", StringComparison.Ordinal) || call.Operation.StartsWith("Get", StringComparison.Ordinal));

    public static EventEvidence Of(HistoryEvent e) => e switch
    {
        ApiCall call => new(call.Time, call.Service, call.Error is { } error ? $"{call.Operation} is refused: {error.Code}" : call.Operation, true, call.Error is not null),
        Change change => new(change.Time, change.Service, Clip(change.What), false, false),
        _ => throw new InvalidOperationException($"{e.GetType().Name} is no event that this draws."),
    };

    internal static string Clip(string text) => text.Length <= LongestWords ? text : string.Concat(text.AsSpan(0, LongestWords), "…");

    private static string? Excerpt(string text, int start, int end)
    {
        start = Math.Clamp(start, 0, text.Length);
        end = Math.Clamp(end, start, Math.Min(text.Length, start + 80));
        var excerpt = text[start..end].ReplaceLineEndings("\n").Split('\n')[0];
        return excerpt.Length > 1 ? excerpt : null;
    }
}

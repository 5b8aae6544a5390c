using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Logs;

/// <summary>Logs that other services write.</summary>
public static class LogWriting
{
    /// <summary>
    /// Writes lines into a stream, and makes group and stream where they are missing, as far as the writer may. Who may not call
    /// PutLogEvents there leaves no log behind, and nobody is told: that is how it is with a function's role.
    /// </summary>
    /// <param name="writer">Under whose permissions it is written.</param>
    /// <returns>Whether the lines were written.</returns>
    public static bool WriteLog(this Turn turn, Caller writer, string region, string group, string stream, IEnumerable<(DateTimeOffset At, string Line)> lines)
    {
        var known = turn.State.Logs.Groups.Find(LogGroup.KeyOf(region, group));
        if (known is null)
        {
            if (!May("CreateLogGroup", "")) return false;
            known = GroupOperations.Make(turn, new(region, group, turn.AccountId, turn.Now));
        }
        var into = known.Streams.Find(stream);
        if (into is null && !May("CreateLogStream", stream)) return false;
        into ??= new(stream, turn.Now);
        var before = into.Last;
        var isAllowed = May("PutLogEvents", stream);
        if (isAllowed) into = into.With(turn.Now, lines.Where(l => l.Line.Length > 0).Select(l => (l.At.ToUnixTimeMilliseconds(), l.Line)));
        turn.Put(known with { Streams = known.Streams.Put(stream, into) });
        SubscriptionOperations.Deliver(turn, known, into, before);
        return isAllowed;

        bool May(string action, string of) => Authorizer.Decide(turn, writer, region, LogCalls.On(region, turn.AccountId, group, action, of, known)).IsAllowed;
    }
}

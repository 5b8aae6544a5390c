using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Logs;

/// <summary>Writing, reading and searching log events.</summary>
internal static class EventOperations
{
    private const int MostBytes = 1_048_576, MostEvents = 10_000;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutLogEvents", c => [LogCalls.On(c, "PutLogEvents", "logStreamName")], Put),
        new("GetLogEvents", c => [LogCalls.On(c, "GetLogEvents", "logStreamName")], Get),
        new("FilterLogEvents", c => [LogCalls.On(c, "FilterLogEvents")], Filter),
    ];

    public static IEnumerable<LogEvent> Kept(LogGroup group, LogStream stream, DateTimeOffset now)
    {
        var oldest = group.OldestAt(now);
        return oldest == long.MinValue ? stream.Events : stream.Events.SkipWhile(e => e.Timestamp < oldest);
    }

    /// <summary>56 digits.</summary>
    public static string IdOf(LogEvent one) => $"3{one.Timestamp:D20}{one.Number:D35}";

    public static string SequenceToken(LogStream stream) => $"4966{stream.Last + 1:D52}";

    private static Output Put(Call call)
    {
        var group = LogCalls.Group(call);
        var (stream, given, at) = (LogCalls.Stream(call, group), call.Structures("logEvents"), call.At("logEvents"));
        if (given.Count is 0 or > MostEvents) throw LogCalls.Constraint("[]", "logEvents", given.Count == 0 ? "have length greater than or equal to 1" : $"have length less than or equal to {MostEvents}", at);
        List<(long Timestamp, string Message)> events = [.. given.Select(e => (e.Integer("timestamp")!.Value, e.Text("message")!.Value))];
        var bytes = 0L;
        for (var i = 0; i < events.Count; i++)
        {
            var (timestamp, message) = events[i];
            if (timestamp < 0) throw LogCalls.Constraint($"{timestamp}", $"logEvents.{i + 1}.member.timestamp", "have value greater than or equal to 0", given[i].At);
            if (message.Length == 0) throw LogCalls.Constraint("", $"logEvents.{i + 1}.member.message", "have length greater than or equal to 1", given[i].At);
            var length = Encoding.UTF8.GetByteCount(message) + LogEvent.Overhead;
            if (length > MostBytes) throw LogCalls.Invalid($"Log event too large: {length} bytes exceeds limit of {MostBytes}", given[i].At);
            bytes += length;
            if (i > 0 && timestamp < events[i - 1].Timestamp) throw LogCalls.Invalid("Log events in a single PutLogEvents request must be in chronological order.", given[i].At, "Sort them by timestamp.");
        }
        if (bytes > MostBytes) throw LogCalls.Invalid($"Upload too large: {bytes} bytes exceeds limit of {MostBytes}", at, "Every event counts its text in UTF-8 and 26 bytes.");
        if (events[^1].Timestamp - events[0].Timestamp > 86_400_000) throw LogCalls.Invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.", at);

        var now = call.Now.ToUnixTimeMilliseconds();
        var (tooNew, expired, tooOld) = (now + 2 * 3_600_000, group.OldestAt(call.Now), now - 14L * 86_400_000);
        var taken = events.Where(e => e.Timestamp <= tooNew && e.Timestamp >= tooOld && e.Timestamp >= expired).ToList();
        var before = stream.Last;
        stream = stream.With(call.Now, taken);
        call.Turn.Put(group with { Streams = group.Streams.Put(stream.Name, stream) });
        SubscriptionOperations.Deliver(call.Turn, group, stream, before);
        Output output = new() { ["nextSequenceToken"] = SequenceToken(stream) };
        if (taken.Count < events.Count)
        {
            Output rejected = [];
            if (events.FindIndex(e => e.Timestamp > tooNew) is >= 0 and var first) rejected["tooNewLogEventStartIndex"] = first;
            if (events.FindLastIndex(e => e.Timestamp < tooOld) is >= 0 and var old) rejected["tooOldLogEventEndIndex"] = old + 1;
            if (events.FindLastIndex(e => e.Timestamp < expired && e.Timestamp >= tooOld) is >= 0 and var gone) rejected["expiredLogEventEndIndex"] = gone + 1;
            output["rejectedLogEventsInfo"] = rejected;
        }
        return output;
    }

    private static (long From, long To) Range(Call call)
    {
        var (from, to) = (call.Integer("startTime") ?? 0, call.Integer("endTime"));
        foreach (var (member, value) in new[] { ("startTime", from), ("endTime", to ?? 0) })
        {
            if (value < 0) throw LogCalls.Constraint($"{value}", member, "have value greater than or equal to 0", call.At(member));
        }
        return (from, to ?? long.MaxValue);
    }

    private static Output Get(Call call)
    {
        var group = LogCalls.Group(call);
        var (stream, (from, to), limit) = (LogCalls.Stream(call, group), Range(call), LogCalls.Limit(call, MostEvents, MostEvents));
        var forwards = call.Flag("startFromHead");
        (long, long)? token = null;
        if (call.Text("nextToken") is { } text)
        {
            // f/ and b/, then the place: a time and a number.
            if (text.Length != 42 || text[..2] is not ("f/" or "b/") || !long.TryParse(text.AsSpan(2, 20), NumberStyles.None, CultureInfo.InvariantCulture, out var time) || !long.TryParse(text.AsSpan(22, 20), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw LogCalls.Invalid("The specified nextToken is invalid.", call.At("nextToken"), "A token comes from the answer before and is used as it is.");
            (forwards, token) = (text[0] == 'f', (time, number));
        }
        // GetLogEvents leaves out what is at the end time itself.
        var all = Kept(group, stream, call.Now).Where(e => e.Timestamp >= from && e.Timestamp < to);
        if (token is { } place) all = forwards ? all.Where(e => (e.Timestamp, e.Number).CompareTo(place) > 0) : all.Where(e => (e.Timestamp, e.Number).CompareTo(place) < 0);
        List<LogEvent> page = [.. Fitting(forwards ? all : all.Reverse(), limit)];
        if (!forwards) page.Reverse();
        var (first, last) = page.Count > 0 ? ((page[0].Timestamp, page[0].Number), (page[^1].Timestamp, page[^1].Number)) : (token ?? (0, 0), token ?? (0, 0));
        return new()
        {
            ["events"] = new Array([.. page.Select(e => (Node)new Output { ["timestamp"] = e.Timestamp, ["message"] = e.Message, ["ingestionTime"] = e.IngestionTime })]),
            ["nextForwardToken"] = $"f/{last.Item1:D20}{last.Item2:D20}",
            ["nextBackwardToken"] = $"b/{first.Item1:D20}{first.Item2:D20}",
        };
    }

    /// <summary>As many as were asked for and fit into a megabyte; one at least.</summary>
    private static IEnumerable<LogEvent> Fitting(IEnumerable<LogEvent> events, int limit)
    {
        var bytes = 0L;
        foreach (var one in events.Take(limit))
        {
            bytes += Encoding.UTF8.GetByteCount(one.Message) + LogEvent.Overhead;
            if (bytes > MostBytes && bytes > Encoding.UTF8.GetByteCount(one.Message) + LogEvent.Overhead) yield break;
            yield return one;
        }
    }

    private static Output Filter(Call call)
    {
        var group = LogCalls.Group(call);
        var (names, prefix) = (call.Texts("logStreamNames"), call.Text("logStreamNamePrefix"));
        if (names.Count > 0 && prefix is not null) throw LogCalls.Invalid("LogStream names and LogStream name prefix are mutually exclusive parameters.", call.At("logStreamNamePrefix"));
        if (names.Count > 100) throw LogCalls.Constraint("[]", "logStreamNames", "have length less than or equal to 100", call.At("logStreamNames"));
        foreach (var name in names)
        {
            if (!group.Streams.Has(name.Value)) throw LogCalls.Missing("log stream", name.At);
        }
        var (from, to) = Range(call);
        var limit = LogCalls.Limit(call, MostEvents, MostEvents);
        var pattern = FilterPattern.Read(call.Text("filterPattern") ?? "", call.At("filterPattern"));
        var streams = group.Streams.Values.Where(s => names.Count > 0 ? names.Any(n => n.Value == s.Name) : s.Name.StartsWith(prefix ?? "", StringComparison.Ordinal));
        var found = streams.SelectMany(s => Kept(group, s, call.Now).Where(e => e.Timestamp >= from && e.Timestamp <= to && pattern.Matches(e.Message)).Select(e => (Event: e, Stream: s.Name)))
            .OrderBy(e => e.Event.Timestamp).ThenBy(e => e.Stream, StringComparer.Ordinal).ThenBy(e => e.Event.Number);
        var after = 0;
        if (call.Text("nextToken") is { } token && !(token.StartsWith("Bxkq6k", StringComparison.Ordinal) && int.TryParse(token.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out after)))
            throw LogCalls.Invalid("The specified nextToken is invalid.", call.At("nextToken"), "A token comes from the answer before and is used as it is.");
        var page = found.Skip(after).Take(limit + 1).ToList();
        Output output = new()
        {
            ["events"] = new Array([.. page.Take(limit).Select(e => (Node)new Output
            {
                ["logStreamName"] = e.Stream, ["timestamp"] = e.Event.Timestamp, ["message"] = e.Event.Message, ["ingestionTime"] = e.Event.IngestionTime, ["eventId"] = IdOf(e.Event),
            })]),
            ["searchedLogStreams"] = new Array(),
        };
        if (page.Count > limit) output["nextToken"] = $"Bxkq6k{after + limit}";
        return output;
    }
}

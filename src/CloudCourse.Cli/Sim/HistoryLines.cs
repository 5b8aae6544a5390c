using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Cli.Sim;

/// <summary>A history as JSON lines: the same account and the same script give the same bytes.</summary>
internal static class HistoryLines
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(HistoryEvent happened)
    {
        JsonObject line = new() { ["event"] = happened is ApiCall ? "ApiCall" : "Change", ["number"] = happened.Number, ["time"] = Time(happened.Time) };
        switch (happened)
        {
            case ApiCall call:
                (line["caller"], line["region"], line["service"], line["operation"]) = (call.Caller, call.Region, call.Service, call.Operation);
                line["input"] = JsonNode.Parse(call.Input, documentOptions: new() { MaxDepth = 256 });
                if (call.Error is { } error)
                {
                    JsonObject refused = new() { ["code"] = error.Code, ["message"] = error.Message };
                    if (error.HttpStatus > 0) refused["httpStatus"] = error.HttpStatus;
                    if (error.Advice is { } advice) refused["advice"] = advice;
                    if (error.At is { } at) refused["pointer"] = at.Pointer;
                    line["error"] = refused;
                }
                else line["output"] = call.Output!.DeepClone();
                line["authorized"] = new JsonArray([.. call.Authorized.Select(a => (JsonNode)new JsonObject
                {
                    ["action"] = a.Action, ["resource"] = a.Resource, ["decision"] = a.Decision.ToString(), ["by"] = new JsonArray([.. a.By.Select(b => (JsonNode)b)]),
                })]);
                break;
            case Change change:
                (line["service"], line["resource"], line["what"]) = (change.Service, change.Resource, change.What);
                if (change.From is { } from) line["from"] = from;
                if (change.To is { } to) line["to"] = to;
                if (change.Cause is { } cause) line["cause"] = cause;
                break;
        }
        return line.ToJsonString(Compact);
    }

    /// <summary>What became of all requests of each stream of visitors; none where nobody came.</summary>
    public static IEnumerable<string> Visitors(SimulatedAccount account) => account.State.Traffic.Streams.Values.Select(s =>
        new JsonObject { ["event"] = "Visitors", ["name"] = s.Name, ["asked"] = s.Asked, ["served"] = s.Served, ["lost"] = s.Asked - s.Served }.ToJsonString(Compact));

    public static IEnumerable<string> Bill(SimulatedAccount account)
    {
        foreach (var line in account.State.Bill.LinesAt(account.Now))
            yield return new JsonObject { ["event"] = "BillLine", ["service"] = line.Service, ["region"] = line.Region, ["what"] = line.What, ["seconds"] = line.Seconds, ["usd"] = line.Usd }.ToJsonString(Compact);
        yield return new JsonObject { ["event"] = "Bill", ["time"] = Time(account.Now), ["usd"] = account.State.Bill.TotalAt(account.Now) }.ToJsonString(Compact);
    }

    /// <summary>An event in a line for people.</summary>
    public static string Sentence(HistoryEvent happened) => happened switch
    {
        ApiCall { Error: { } error } call => $"{Clock(call)}  {call.Service} {call.Operation} refused: {error.Code}: {error.Message.Split('\n')[^1]}",
        ApiCall call => $"{Clock(call)}  {call.Service} {call.Operation}",
        Change change => $"{Clock(change)}    {change.What}",
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private static string Clock(HistoryEvent happened) => happened.Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}

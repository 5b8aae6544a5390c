using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.S3.Objects;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Notifications;

/// <summary>
/// Tells queues, topics, functions and EventBridge what happened in a bucket. AWS does it within seconds; here it is done in the same
/// turn, so that nobody waits for nothing.
/// </summary>
internal static class Notifier
{
    public const string Service = "s3.amazonaws.com";

    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <param name="happened">Such as <c>ObjectCreated:Put</c>.</param>
    public static void Tell(Call call, Bucket bucket, string happened, string key, ObjectVersion version)
    {
        if (bucket.Notifications.IsEmpty) return;
        var address = call.Caller.Context.Find("aws:SourceIp") is [var ip, ..] ? ip : "203.0.113.10";
        Tell(call.Turn, new(S3Calls.PrincipalId(call.Turn, call.Caller), address, call.AccountId), bucket, happened, key, version);
    }

    public static void Tell(Turn turn, Doer doer, Bucket bucket, string happened, string key, ObjectVersion version)
    {
        if (bucket.Notifications.IsEmpty) return;
        turn.State = turn.State with { S3 = turn.State.S3 with { Writes = turn.State.S3.Writes + 1 } };
        var sequencer = string.Create(CultureInfo.InvariantCulture, $"00{turn.Now.ToUnixTimeSeconds():X8}{turn.State.S3.Writes:X8}");
        var (request, host) = (turn.RequestId(), turn.LongId(56));
        foreach (var rule in bucket.Notifications.Rules.Where(r => r.Wants(happened, key)))
        {
            var record = S3Events.Record(turn, doer, bucket, happened, key, version, sequencer, request, host, rule.Id);
            turn.Send(new(Service, bucket.Arn, rule.Arn, new Output { ["Records"] = new Array(record) }.ToJsonString(Plain)));
        }
        if (!bucket.Notifications.EventBridge) return;
        var said = S3Events.ToEventBridge(turn, doer, bucket, happened, key, version, sequencer, request);
        turn.Send(new(Service, bucket.Arn, $"arn:aws:events:{bucket.Region}:{turn.AccountId}:event-bus/default", said.ToJsonString(Plain)));
    }
}

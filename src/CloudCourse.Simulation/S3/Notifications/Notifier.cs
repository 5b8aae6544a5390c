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

    /// <summary>Who did it, as notifications say.</summary>
    internal readonly record struct Doer(string PrincipalId, string Address, string Requester);

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
            var record = Record(turn, doer, bucket, happened, key, version, sequencer, (request, host), rule.Id);
            turn.Send(new(Service, bucket.Arn, rule.Arn, new Output { ["Records"] = new Array(record) }.ToJsonString(Plain)));
        }
        if (bucket.Notifications.EventBridge && EventBridgeEvent(turn, doer, bucket, happened, key, version, sequencer, request) is { } said)
            turn.Send(new(Service, bucket.Arn, $"arn:aws:events:{bucket.Region}:{turn.AccountId}:event-bus/default", said.ToJsonString(Plain)));
    }

    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html"/>
    private static Output Record(Turn turn, Doer doer, Bucket bucket, string happened, string key, ObjectVersion version, string sequencer, (string Request, string Host) ids, string ruleId)
    {
        Output about = new() { ["key"] = Listing.Encode(key) };
        var isCreated = happened.StartsWith("ObjectCreated", StringComparison.Ordinal);
        // What is gone has no size.
        if (!happened.EndsWith(":Delete", StringComparison.Ordinal) || happened.StartsWith("ObjectTagging", StringComparison.Ordinal))
        {
            if (isCreated) about["size"] = version.Body.Length;
            about["eTag"] = version.IsDeleteMarker ? "d41d8cd98f00b204e9800998ecf8427e" : version.ETag;
        }
        if (bucket.Versioning is not Versioning.Never) about["versionId"] = version.VersionId;
        about["sequencer"] = sequencer;
        var isNewer = happened.StartsWith("Lifecycle", StringComparison.Ordinal) || happened.StartsWith("ObjectTagging", StringComparison.Ordinal);
        Output record = new()
        {
            ["eventVersion"] = isNewer ? "2.3" : "2.1",
            ["eventSource"] = "aws:s3",
            ["awsRegion"] = bucket.Region,
            ["eventTime"] = Time(turn.Now),
            ["eventName"] = happened,
            ["userIdentity"] = new Output { ["principalId"] = doer.PrincipalId },
            ["requestParameters"] = new Output { ["sourceIPAddress"] = doer.Address },
            ["responseElements"] = new Output { ["x-amz-request-id"] = ids.Request, ["x-amz-id-2"] = ids.Host },
            ["s3"] = new Output
            {
                ["s3SchemaVersion"] = "1.0",
                ["configurationId"] = ruleId,
                ["bucket"] = new Output
                {
                    ["name"] = bucket.Name,
                    ["ownerIdentity"] = new Output { ["principalId"] = $"A{S3State.CanonicalId(turn.AccountId)[..13].ToUpperInvariant()}" },
                    ["arn"] = bucket.Arn,
                },
                ["object"] = about,
            },
        };
        if (happened == "LifecycleTransition")
            record["lifecycleEventData"] = new Output { ["transitionEventData"] = new Output { ["destinationStorageClass"] = version.Head.StorageClass } };
        return record;
    }

    /// <summary>The same as an event of EventBridge; null for what S3 does not tell there.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html"/>
    private static Output? EventBridgeEvent(Turn turn, Doer doer, Bucket bucket, string happened, string key, ObjectVersion version, string sequencer, string request)
    {
        var isLifecycle = happened.StartsWith("Lifecycle", StringComparison.Ordinal);
        var (type, reason) = happened switch
        {
            "ObjectCreated:Put" => ("Object Created", "PutObject"),
            "ObjectCreated:Copy" => ("Object Created", "CopyObject"),
            "ObjectCreated:CompleteMultipartUpload" => ("Object Created", "CompleteMultipartUpload"),
            "ObjectTagging:Put" => ("Object Tags Added", null),
            "ObjectTagging:Delete" => ("Object Tags Deleted", null),
            "LifecycleTransition" => ("Object Storage Class Changed", null),
            _ => ("Object Deleted", isLifecycle ? "Lifecycle Expiration" : "DeleteObject"),
        };
        Output about = new() { ["key"] = key };
        if (type == "Object Created") about["size"] = version.Body.Length;
        if (type != "Object Deleted") about["etag"] = version.ETag;
        if (bucket.Versioning is not Versioning.Never) about["version-id"] = version.VersionId;
        if (type is "Object Created" or "Object Deleted") about["sequencer"] = sequencer;
        Output detail = new()
        {
            ["version"] = "0",
            ["bucket"] = new Output { ["name"] = bucket.Name },
            ["object"] = about,
            ["request-id"] = request,
            ["requester"] = isLifecycle ? Service : doer.Requester,
        };
        if (!isLifecycle) detail["source-ip-address"] = doer.Address;
        detail.Set("reason", reason);
        if (type == "Object Deleted") detail["deletion-type"] = happened.EndsWith("DeleteMarkerCreated", StringComparison.Ordinal) ? "Delete Marker Created" : "Permanently Deleted";
        if (happened == "LifecycleTransition") detail["destination-storage-class"] = version.Head.StorageClass;
        var id = turn.HexId(32);
        return new()
        {
            ["version"] = "0",
            ["id"] = $"{id[..8]}-{id[8..12]}-{id[12..16]}-{id[16..20]}-{id[20..]}",
            ["detail-type"] = type,
            ["source"] = "aws.s3",
            ["account"] = turn.AccountId,
            ["time"] = S3Calls.Time(turn.Now),
            ["region"] = bucket.Region,
            ["resources"] = new Array(bucket.Arn),
            ["detail"] = detail,
        };
    }
}

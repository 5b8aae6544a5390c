using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.S3.Objects;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Notifications;

/// <summary>Who did it, as notifications say.</summary>
/// <param name="PrincipalId">Such as <c>AWS:AIDA…</c>.</param>
/// <param name="Requester">An account, or a service.</param>
public sealed record Doer(string PrincipalId, string Address, string Requester);

/// <summary>What S3 says of what happened in a bucket.</summary>
public static class S3Events
{
    /// <summary>A record as queues, topics and functions get it.</summary>
    /// <param name="happened">Such as <c>ObjectCreated:Put</c>.</param>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html"/>
    public static Output Record(Turn turn, Doer doer, Bucket bucket, string happened, string key, ObjectVersion version, string sequencer, string request, string host, string ruleId)
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
            ["eventTime"] = Notifier.Time(turn.Now),
            ["eventName"] = happened,
            ["userIdentity"] = new Output { ["principalId"] = doer.PrincipalId },
            ["requestParameters"] = new Output { ["sourceIPAddress"] = doer.Address },
            ["responseElements"] = new Output { ["x-amz-request-id"] = request, ["x-amz-id-2"] = host },
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

    /// <summary>The same as an event of EventBridge.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html"/>
    public static Output ToEventBridge(Turn turn, Doer doer, Bucket bucket, string happened, string key, ObjectVersion version, string sequencer, string request)
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
            ["requester"] = isLifecycle ? Notifier.Service : doer.Requester,
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

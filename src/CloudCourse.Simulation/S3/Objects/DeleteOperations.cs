using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.S3.Notifications;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Deleting objects: with versioning a marker is laid on top, and a version goes only by its id.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html"/>
internal static class DeleteOperations
{
    private const int MostAtOnce = 1000;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("DeleteObject", c => Needs(c, c.Bucket(), c.Key(), c.Text("VersionId"), c.Text("IfMatch")), DeleteOne),
        // It is decided for each key by itself, and what is refused stands in the answer.
        new("DeleteObjects", c =>
        {
            _ = c.Bucket();
            return [];
        }, DeleteMany),
    ];

    /// <summary>Who asks whether the ETag is the same learns something of the object, so that is to be allowed too; * asks for none.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html"/>
    private static List<Permission> Needs(Call call, Bucket bucket, string key, string? version, string? match)
    {
        var tags = Versions.Peek(bucket, key, version)?.Tags ?? ImmutableSortedDictionary<string, string>.Empty;
        List<Permission> needs =
        [
            version is null
                ? call.OnObject(bucket, key, "s3:DeleteObject", S3Calls.WithTags(tags, ("s3:if-match", match)))
                : call.OnObject(bucket, key, "s3:DeleteObjectVersion", S3Calls.WithTags(tags, ("s3:versionid", version), ("s3:if-match", match))),
        ];
        if (match is not (null or "*")) needs.Add(call.OnObject(bucket, key, "s3:GetObject", S3Calls.WithTags(tags)));
        return needs;
    }

    private static Output DeleteOne(Call call)
    {
        var (bucket, key) = (call.Bucket(), call.Key());
        if (call.Text("VersionId") is { } version) Versions.CheckId(call, version, "VersionId");
        if (call.Text("IfMatch") is { } match)
        {
            // It is about the current version only.
            if (call.Text("VersionId") is not null)
                throw Turn.Error("NotImplemented", "A header you provided implies functionality that is not implemented", "IfMatch is about the current version: leave VersionId out, or IfMatch.", 501, call.At("IfMatch")).Saying(("Header", "If-Match"));
            var there = Versions.Find(call, bucket, key, null, "Key", "VersionId");
            if (!Preconditions.Names(match, there)) throw Preconditions.Failed(call, "IfMatch", $"The object's ETag is \"{there.ETag}\".");
        }
        if (call.Input.InUse("IfMatchLastModifiedTime") is { } other || (other = call.Input.InUse("IfMatchSize")) is not null)
            throw Turn.Error("NotImplemented", "A header you provided implies functionality that is not implemented", $"{other.Name} is for directory buckets only.", 501, other.NameAt);
        var done = Delete(call, key, call.Text("VersionId"));
        Output output = [];
        if (done.Marker is { } marker)
        {
            output["DeleteMarker"] = true;
            output["VersionId"] = marker;
        }
        else if (done.Version is { } deleted) output["VersionId"] = deleted;
        return output;
    }

    /// <param name="Version">The version that was named; null where none was.</param>
    /// <param name="Marker">The id of the marker that was laid down, or taken away.</param>
    private readonly record struct Deleted(string? Version, string? Marker);

    private static Deleted Delete(Call call, string key, string? versionId)
    {
        var bucket = call.Bucket();
        var stored = bucket.Keys.Find(key);
        if (versionId is not null)
        {
            if (stored?.Find(versionId) is not { } version) return new(versionId, null);
            Versions.Remove(call.Turn, bucket, stored, version);
            Notifier.Tell(call, bucket, "ObjectRemoved:Delete", key, version);
            return new(versionId, version.IsDeleteMarker ? versionId : null);
        }
        if (bucket.Versioning is Versioning.Never)
        {
            // What is not there is as good as deleted.
            if (stored is null) return default;
            Versions.Remove(call.Turn, bucket, stored, stored.Latest);
            Notifier.Tell(call, bucket, "ObjectRemoved:Delete", key, stored.Latest);
            return default;
        }
        ObjectVersion marker = new(Versions.NewId(call.Turn, bucket)!, call.Now) { IsDeleteMarker = true };
        Versions.Add(call.Turn, bucket, key, marker);
        Notifier.Tell(call, bucket, "ObjectRemoved:DeleteMarkerCreated", key, marker);
        return new(null, marker.VersionId);
    }

    private static Output DeleteMany(Call call)
    {
        var given = call.Structure("Delete")!;
        var objects = given.Structures("Objects");
        if (objects.Count is 0 or > MostAtOnce) throw S3Errors.Malformed(call.At("Delete"), $"There are 1 to {MostAtOnce:N0} objects in one request.");
        var quiet = given.Flag("Quiet")?.Value ?? false;
        List<Output> deleted = [], errors = [];
        foreach (var one in objects)
        {
            var (key, version) = (one.Text("Key")!.Value, one.Text("VersionId")?.Value);
            if (Problem(call, one, key, version) is { } error)
            {
                Output refused = new() { ["Key"] = key };
                refused.Set("VersionId", version);
                refused["Code"] = error.Code;
                refused["Message"] = error.Message;
                errors.Add(refused);
                continue;
            }
            var done = Delete(call, key, version);
            if (quiet) continue;
            Output entry = new() { ["Key"] = key };
            entry.Set("VersionId", done.Version);
            if (done.Marker is { } marker)
            {
                entry["DeleteMarker"] = true;
                entry["DeleteMarkerVersionId"] = marker;
            }
            deleted.Add(entry);
        }
        Output output = [];
        if (deleted.Count > 0) output["Deleted"] = new Array([.. deleted]);
        if (errors.Count > 0) output["Errors"] = new Array([.. errors]);
        return output;
    }

    private static AwsError? Problem(Call call, JsonObject one, string key, string? version)
    {
        if (key.Length == 0) return S3Errors.Malformed(one.At).Error;
        var bucket = call.Bucket();
        foreach (var need in Needs(call, bucket, key, version, one.Text("ETag")?.Value))
        {
            var decided = call.Ask(need);
            if (decided.Evaluation.Decision is not Decision.Allowed) return Authorizer.Refusal(SimulatedServices.Find("s3")!, call.Caller, decided);
        }
        if (version is not null && !Versions.IsId(version)) return Versions.Missing(call, key, version, "Delete").Error;
        if (one.Text("ETag") is { } match)
        {
            if (Versions.Peek(bucket, key, version) is not { IsDeleteMarker: false } there) return S3Errors.NoSuchKey(call, key, "Delete").Error;
            if (!Preconditions.Names(match.Value, there)) return Preconditions.Failed(call, "Delete").Error;
        }
        if ((one.InUse("LastModifiedTime") ?? one.InUse("Size")) is not null) return new("NotImplemented", "A header you provided implies functionality that is not implemented", 501);
        return null;
    }
}

using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Finding an object or one of its versions, and putting new ones in.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html"/>
internal static class Versions
{
    public const string Null = "null";

    /// <summary>The permission on the object that the call names; with a version's id it is another action.</summary>
    public static Permission Needs(Call call, string action, string ofVersion, params (string, string?)[] keys)
    {
        var (bucket, key, version) = (call.Bucket(), call.Key(), call.Text("VersionId"));
        var tags = Peek(bucket, key, version)?.Tags ?? ImmutableSortedDictionary<string, string>.Empty;
        return version is null
            ? call.OnObject(bucket, key, action, S3Calls.WithTags(tags, keys))
            : call.OnObject(bucket, key, ofVersion, S3Calls.WithTags(tags, [.. keys, ("s3:versionid", version)]));
    }

    /// <summary>What is there, without a word if nothing is.</summary>
    public static ObjectVersion? Peek(Bucket bucket, string key, string? version) =>
        bucket.Keys.Find(key) is not { } stored ? null : version is null ? stored.Latest : stored.Find(version);

    /// <summary>The object that the call names by Key and perhaps VersionId.</summary>
    public static ObjectVersion Named(Call call) => Find(call, call.Bucket(), call.Key(), call.Text("VersionId"), "Key", "VersionId");

    public static ObjectVersion Find(Call call, Bucket bucket, string key, string? version, string keyMember, string versionMember)
    {
        var stored = bucket.Keys.Find(key);
        if (version is not null)
        {
            CheckId(call, version, versionMember);
            var found = stored?.Find(version);
            if (found is null)
            {
                MayKnow(call, bucket);
                throw Missing(call, key, version, versionMember);
            }
            return found.IsDeleteMarker
                ? throw Turn.Error("MethodNotAllowed", "The specified method is not allowed against this resource.", "This version is a delete marker: it has nothing to read.", 405, call.At(versionMember)).Saying(("ResourceType", "DeleteMarker"))
                : found;
        }
        if (stored is { Latest.IsDeleteMarker: false }) return stored.Latest;
        MayKnow(call, bucket);
        throw S3Errors.NoSuchKey(call, key, keyMember);
    }

    /// <summary>Whether a text could be a version's id. AWS tells nothing of what ids look like; they have 32 characters.</summary>
    public static bool IsId(string version) => version == Null || (version.Length == 32 && version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'));

    /// <exception cref="AwsException">InvalidArgument: no version of any object has such an id.</exception>
    public static void CheckId(Call call, string version, string member, string argument = "versionId")
    {
        if (IsId(version)) return;
        throw S3Errors.Argument(call.At(member), version.Length == 0 ? "Version id cannot be the empty string" : "Invalid version id specified", "PutObject and ListObjectVersions tell an object's version ids.")
            .Saying(("ArgumentName", argument), ("ArgumentValue", version));
    }

    public static AwsException Missing(Call call, string key, string version, string member) =>
        Turn.Error("NoSuchVersion", "The specified version does not exist.", $"\"{key.Shortened()}\" has no version {version.Shortened()}.", 404, call.At(member)).Saying(("Key", key), ("VersionId", version));

    /// <summary>Who may not list the bucket does not learn what is not in it: that answer is the refusal to list.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"/>
    private static void MayKnow(Call call, Bucket bucket)
    {
        var decided = call.Ask(call.OnBucket(bucket, "s3:ListBucket"));
        if (decided.Evaluation.Decision is Decision.Allowed) return;
        var refusal = Authorizer.Refusal(SimulatedServices.Find("s3")!, call.Caller, decided);
        throw new AwsException(refusal with { Advice = $"There is no such object. Who may not list the bucket is not told that: with s3:ListBucket on {bucket.Arn} the answer is 404. {refusal.Advice}" });
    }

    /// <summary>The id of what is written now; null where versioning was never on.</summary>
    public static string? NewId(Turn turn, Bucket bucket) => bucket.Versioning switch
    {
        Versioning.Enabled => turn.LongId(32),
        Versioning.Suspended => Null,
        _ => null,
    };

    /// <summary>Puts a version on top: with versioning beside the others, without it in place of the one that has no id.</summary>
    /// <param name="version">Its id says whether it replaces.</param>
    public static void Add(Turn turn, Bucket bucket, string key, ObjectVersion version)
    {
        var stored = bucket.Keys.Find(key);
        if (stored is not null && version.VersionId == Null && stored.Find(Null) is { } replaced)
        {
            bucket = Forget(turn, bucket, replaced);
            stored = Without(stored, Null);
        }
        bucket = turn.Store(bucket, version.Head.StorageClass, version.Body.Length);
        StoredKey next = stored is null ? new(key, version, []) : new(key, version, stored.Older.Insert(0, stored.Latest with { Replaced = turn.Now }));
        turn.Put(bucket with { Keys = bucket.Keys.Put(key, next) });
    }

    /// <summary>Takes one version away for good. The next older one is the latest then.</summary>
    public static void Remove(Turn turn, Bucket bucket, StoredKey stored, ObjectVersion version)
    {
        bucket = Forget(turn, bucket, version);
        var rest = Without(stored, version.VersionId);
        turn.Put(bucket with { Keys = rest is null ? bucket.Keys.Remove(stored.Key) : bucket.Keys.Put(stored.Key, rest) });
    }

    /// <summary>The same version with something about it changed, such as its tags.</summary>
    public static void Replace(Turn turn, Bucket bucket, string key, ObjectVersion version)
    {
        var stored = bucket.Keys.Find(key)!;
        var next = stored.Latest.VersionId == version.VersionId ? stored with { Latest = version }
            : stored with { Older = stored.Older.SetItem(stored.Older.FindIndex(v => v.VersionId == version.VersionId), version) };
        turn.Put(bucket with { Keys = bucket.Keys.Put(key, next) });
    }

    private static Bucket Forget(Turn turn, Bucket bucket, ObjectVersion version) => turn.Store(bucket, version.Head.StorageClass, -version.Body.Length);

    private static StoredKey? Without(StoredKey stored, string versionId)
    {
        if (stored.Latest.VersionId != versionId) return stored with { Older = stored.Older.RemoveAll(v => v.VersionId == versionId) };
        return stored.Older.IsEmpty ? null : new(stored.Key, stored.Older[0] with { Replaced = null }, stored.Older.RemoveAt(0));
    }
}

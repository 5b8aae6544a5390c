using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.S3.Buckets;
using CloudCourse.Simulation.S3.Notifications;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Writing objects.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html"/>
internal static class WriteOperations
{
    public static IReadOnlyList<Operation> All { get; } = [new("PutObject", MayPut, Put)];

    private static IEnumerable<Permission> MayPut(Call call) => MayWrite(call, call.Bucket(), call.Key());

    /// <summary>What any way of writing an object needs on the object that is written.</summary>
    public static IEnumerable<Permission> MayWrite(Call call, Bucket bucket, string key, params (string, string?)[] more)
    {
        var tags = Tags.OfHeader(call);
        // Most writes say nothing that a policy could ask about.
        var keys = call.Input.Members.Count <= 3 && more.Length == 0 && tags.IsEmpty && call.Text("Body") is not null && bucket.Encryption == Encryption.S3 ? [] : Keys(call, more);
        if (!tags.IsEmpty) keys = [.. keys, .. tags.Select(t => ($"s3:RequestObjectTag/{t.Key}", (string?)t.Value))];
        var permission = call.OnObject(bucket, key, "s3:PutObject", keys);
        yield return tags.IsEmpty ? permission : permission with { Context = new Dictionary<string, IReadOnlyList<string>>(permission.Context) { ["s3:RequestObjectTagKeys"] = [.. tags.Keys] } };
        if (Preconditions.ReadsOnWrite(call)) yield return call.OnObject(bucket, key, "s3:GetObject", keys);
        if (!tags.IsEmpty) yield return permission with { Action = "s3:PutObjectTagging" };
        if (call.Text("ACL") is not null) yield return call.OnObject(bucket, key, "s3:PutObjectAcl", keys);
    }

    private static (string, string?)[] Keys(Call call, (string, string?)[] more) =>
    [
        ("s3:x-amz-acl", call.Text("ACL")),
        ("s3:x-amz-server-side-encryption", call.Text("ServerSideEncryption")),
        ("s3:x-amz-server-side-encryption-aws-kms-key-id", call.Text("SSEKMSKeyId")),
        ("s3:x-amz-storage-class", call.Text("StorageClass")),
        ("s3:x-amz-website-redirect-location", call.Text("WebsiteRedirectLocation")),
        ("s3:if-match", call.Text("IfMatch")),
        ("s3:if-none-match", call.Text("IfNoneMatch")),
        .. more,
    ];

    private static Output Put(Call call)
    {
        var (bucket, key) = (call.Bucket(), call.Key());
        AclOperations.CheckCanned(call, "ACL", bucket.Ownership, bucket.Block, ofBucket: false);
        Heads.CheckLock(call);
        var head = Heads.Read(call, bucket);
        var tags = Tags.OfHeader(call);
        var (body, etag, checksum) = Uploads.Read(call, Checksums.OfClients);
        Preconditions.OfWrite(call, bucket, key);
        var written = Write(call, bucket, key, new(Versions.Null, call.Now)
        {
            Body = body,
            // What KMS encrypts has an ETag that is no MD5.
            ETag = head.Encryption.IsKms ? call.Turn.HexId(32) : etag,
            Head = head,
            Checksum = checksum,
            Tags = tags,
        }, "Put");
        Output output = new() { ["ETag"] = $"\"{written.ETag}\"" };
        output.Summed(checksum);
        output.Encrypted(call, bucket, head.Encryption);
        // While versioning is suspended the id is null, and S3 does not tell it here.
        if (bucket.Versioning is Versioning.Enabled) output["VersionId"] = written.VersionId;
        output.Set("Expiration", Lifecycle.LifecycleSettings.Expiration(bucket, key, written));
        return output;
    }

    /// <summary>Puts the object in, and tells whoever wants to know.</summary>
    /// <param name="by">How it came: <c>Put</c>, <c>Copy</c>, <c>CompleteMultipartUpload</c>.</param>
    public static ObjectVersion Write(Call call, Bucket bucket, string key, ObjectVersion version, string by)
    {
        version = version with { VersionId = Versions.NewId(call.Turn, bucket) ?? Versions.Null };
        Versions.Add(call.Turn, bucket, key, version);
        Notifier.Tell(call, bucket, $"ObjectCreated:{by}", key, version);
        return version;
    }
}

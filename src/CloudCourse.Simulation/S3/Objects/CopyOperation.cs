using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3.Buckets;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Copying an object, also onto itself to change what goes with it.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html"/>
internal static class CopyOperation
{
    public static IReadOnlyList<Operation> All { get; } = [new("CopyObject", MayCopy, Copy)];

    /// <summary>What is copied.</summary>
    internal sealed record Source(Bucket Bucket, string Key, string? VersionId);

    /// <summary>Reads CopySource: <c>bucket/key</c>, encoded as in an address, perhaps with <c>?versionId=</c>; or an object with Bucket and Key, as boto3 takes it, written out by its client.</summary>
    internal static Source SourceOf(Call call)
    {
        if (call.Prepared is Source known) return known;
        var text = call.Need("CopySource");
        var (path, version) = (text, (string?)null);
        if (text.IndexOf("?versionId=", StringComparison.Ordinal) is >= 0 and var at) (path, version) = (text[..at], text[(at + "?versionId=".Length)..]);
        path = Uri.UnescapeDataString(path).TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == path.Length - 1)
            throw S3Errors.Argument(call.At("CopySource"), "Copy Source must mention the source bucket and key: sourcebucket/sourcekey", $"\"{text.Shortened()}\" does not.");
        var bucket = call.State.S3.Buckets.Find(path[..slash]) ?? throw S3Errors.NoSuchBucket(call, path[..slash], "CopySource");
        if (call.Text("ExpectedSourceBucketOwner") is { } owner && owner != call.AccountId) throw Turn.Error("AccessDenied", "Access Denied", null, 403, call.At("ExpectedSourceBucketOwner"));
        Source source = new(bucket, path[(slash + 1)..], version);
        call.Prepared = source;
        return source;
    }

    /// <summary>The object that is copied from, as the request wants it.</summary>
    internal static ObjectVersion Found(Call call, Source from)
    {
        if (from.VersionId is { } named && Versions.Peek(from.Bucket, from.Key, named) is { IsDeleteMarker: true })
            throw S3Errors.Request(call.At("CopySource"), "The source of a copy request may not specifically refer to a delete marker by version id.", "A marker has no bytes: name the version that it hides.");
        var source = Versions.Find(call, from.Bucket, from.Key, from.VersionId, "CopySource", "CopySource");
        Preconditions.OfSource(call, source);
        return source.Head.StorageClass is "GLACIER" or "DEEP_ARCHIVE"
            ? throw S3Errors.Archived(call.At("CopySource"), source.Head.StorageClass, "Operation is not valid for the source object's storage class") : source;
    }

    internal static Permission MayRead(Call call, Source source)
    {
        var tags = Versions.Peek(source.Bucket, source.Key, source.VersionId)?.Tags ?? ImmutableSortedDictionary<string, string>.Empty;
        return source.VersionId is null
            ? call.OnObject(source.Bucket, source.Key, "s3:GetObject", S3Calls.WithTags(tags))
            : call.OnObject(source.Bucket, source.Key, "s3:GetObjectVersion", S3Calls.WithTags(tags, ("s3:versionid", source.VersionId)));
    }

    private static bool CopiesTags(Call call) => call.Text("TaggingDirective") is null or "COPY";

    private static IEnumerable<Permission> MayCopy(Call call)
    {
        var (bucket, key, source) = (call.Bucket(), call.Key(), SourceOf(call));
        yield return MayRead(call, source);
        var tagged = CopiesTags(call) && Versions.Peek(source.Bucket, source.Key, source.VersionId) is { Tags.IsEmpty: false };
        if (tagged) yield return MayRead(call, source) with { Action = source.VersionId is null ? "s3:GetObjectTagging" : "s3:GetObjectVersionTagging" };
        foreach (var permission in WriteOperations.MayWrite(call, bucket, key, ("s3:x-amz-copy-source", $"{source.Bucket.Name}/{source.Key}"), ("s3:x-amz-metadata-directive", call.Text("MetadataDirective"))))
            yield return permission;
        if (tagged) yield return call.OnObject(bucket, key, "s3:PutObjectTagging");
    }

    private static Output Copy(Call call)
    {
        var (bucket, key, from) = (call.Bucket(), call.Key(), SourceOf(call));
        var replaces = Directive(call, "MetadataDirective", "Unknown metadata directive.");
        var retags = Directive(call, "TaggingDirective", "Unknown tagging directive.");
        AclOperations.CheckCanned(call, "ACL", bucket.Ownership, bucket.Block, ofBucket: false);
        Heads.CheckLock(call);
        var source = Found(call, from);
        var storageClass = Heads.StorageClass(call);
        var changes = replaces || storageClass is not null || call.Text("ServerSideEncryption") is not null || call.Text("WebsiteRedirectLocation") is not null;
        if (!changes && bucket.Name == from.Bucket.Name && key == from.Key && from.VersionId is null)
            throw S3Errors.Request(call.At("CopySource"), "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.", "To give it other metadata, say MetadataDirective: REPLACE.");
        Uploads.CheckRoom(call, source.Body.Length);
        Preconditions.OfWrite(call, bucket, key);

        var encryption = Heads.ReadEncryption(call, bucket);
        // With COPY, what the request says of metadata counts for nothing; class, redirection and encryption are never copied.
        var head = replaces ? Heads.Read(call, bucket) : source.Head with { StorageClass = storageClass ?? "STANDARD", WebsiteRedirectLocation = call.Text("WebsiteRedirectLocation"), Encryption = encryption };
        var algorithm = Uploads.Algorithm(call);
        var checksum = algorithm is not null ? new(algorithm, Checksums.Of(algorithm, source.Body), "FULL_OBJECT")
            : source.Checksum is { Type: "FULL_OBJECT" } same ? same
            : new Checksum(source.Checksum?.Algorithm ?? Checksums.OfService, Checksums.Of(source.Checksum?.Algorithm ?? Checksums.OfService, source.Body), "FULL_OBJECT");
        var written = WriteOperations.Write(call, bucket, key, new(Versions.Null, call.Now)
        {
            Body = source.Body,
            ETag = encryption.IsKms ? call.Turn.HexId(32) : source.Parts.Count > 0 || source.Head.Encryption.IsKms ? source.Body.Read(bytes => Checksums.ETag(bytes.Span)) : source.ETag,
            Head = head,
            Checksum = checksum,
            Tags = retags ? Tags.OfHeader(call) : source.Tags,
        }, "Copy");

        Output result = new() { ["ETag"] = $"\"{written.ETag}\"", ["LastModified"] = S3Calls.Time(written.Modified) };
        result.Summed(checksum);
        Output output = new() { ["CopyObjectResult"] = result };
        if (from.Bucket.Versioning is not Versioning.Never) output["CopySourceVersionId"] = source.VersionId;
        if (bucket.Versioning is Versioning.Enabled) output["VersionId"] = written.VersionId;
        output.Encrypted(call, bucket, encryption);
        output.Set("Expiration", Lifecycle.LifecycleSettings.Expiration(bucket, key, written));
        return output;
    }

    /// <summary>Whether what the request says takes the place of what the source has.</summary>
    private static bool Directive(Call call, string member, string message) => call.Text(member) switch
    {
        null or "COPY" => false,
        "REPLACE" => true,
        _ => throw S3Errors.Argument(call.At(member), message, $"{member} is COPY or REPLACE."),
    };
}

using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Lists of objects and of their versions, page by page.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html"/>
internal static class ListOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("ListObjects", c => [MayList(c, "s3:ListBucket")], ListFirst),
        new("ListObjectsV2", c => [MayList(c, "s3:ListBucket")], ListSecond),
        new("ListObjectVersions", c => [MayList(c, "s3:ListBucketVersions")], ListVersions),
    ];

    /// <summary>With the keys by which policies let people see a part of a bucket only.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html"/>
    public static Permission MayList(Call call, string action, string most = "MaxKeys") => call.OnBucket(call.Bucket(), action,
        ("s3:prefix", call.Text("Prefix")), ("s3:delimiter", call.Text("Delimiter")), ("s3:max-keys", call.Text(most)));

    private static Output ListFirst(Call call)
    {
        var (bucket, listing) = (call.Bucket(), Listing.Read(call));
        var marker = call.Text("Marker") ?? "";
        var (page, more) = Page(bucket, listing, listing.After(marker));
        var output = listing.Head(bucket, more, page.Where(e => e.Common is not null).Select(e => e.Common!));
        output["Marker"] = listing.Written(marker);
        // Without a delimiter the last key of the page is where the next begins.
        if (more && listing.Delimiter.Length > 0) output["NextMarker"] = listing.Written(page[^1].Place);
        Contents(call, output, listing, page, withOwner: true);
        return output;
    }

    private static Output ListSecond(Call call)
    {
        var (bucket, listing) = (call.Bucket(), Listing.Read(call));
        var (token, startAfter) = (call.Text("ContinuationToken"), call.Text("StartAfter"));
        // A token knows better where the list stands than the caller does.
        var before = token is not null ? listing.After(PageTokens.Read(call, token)) : startAfter is { Length: > 0 } ? k => Utf8Order.Compare(k, startAfter) <= 0 : listing.After("");
        var (page, more) = Page(bucket, listing, before);
        var output = listing.Head(bucket, more, page.Where(e => e.Common is not null).Select(e => e.Common!));
        output["KeyCount"] = page.Count;
        output.Set("ContinuationToken", token);
        output.Set("StartAfter", startAfter is null ? null : listing.Written(startAfter));
        if (more) output["NextContinuationToken"] = PageTokens.Make(page[^1].Place);
        Contents(call, output, listing, page, call.Flag("FetchOwner"));
        return output;
    }

    private static (List<Listing.Entry> Page, bool More) Page(Bucket bucket, Listing listing, Func<string, bool> before)
    {
        if (listing.Most == 0) return ([], false);
        List<Listing.Entry> page = [];
        foreach (var entry in listing.Walk(bucket.Keys, before, k => !k.Latest.IsDeleteMarker))
        {
            if (page.Count == listing.Most) return (page, true);
            page.Add(entry);
        }
        return (page, false);
    }

    private static void Contents(Call call, Output output, Listing listing, List<Listing.Entry> page, bool withOwner)
    {
        Array contents = [];
        foreach (var entry in page)
        {
            if (entry.Key is not { } stored) continue;
            var one = Describe(stored.Latest, listing.Written(stored.Key));
            if (withOwner) one["Owner"] = call.Owner();
            contents.Add((Node)one);
        }
        if (contents.Count > 0) output["Contents"] = contents;
    }

    private static Output Describe(ObjectVersion version, string key)
    {
        Output one = new()
        {
            ["Key"] = key,
            ["LastModified"] = S3Calls.Time(version.Modified),
            ["ETag"] = $"\"{version.ETag}\"",
            ["Size"] = version.Body.Length,
            ["StorageClass"] = version.Head.StorageClass,
        };
        if (version.Checksum is { } checksum)
        {
            one["ChecksumAlgorithm"] = new Array(checksum.Algorithm);
            one["ChecksumType"] = checksum.Type;
        }
        return one;
    }

    private static Output ListVersions(Call call)
    {
        var (bucket, listing) = (call.Bucket(), Listing.Read(call));
        var (keyMarker, versionMarker) = (call.Text("KeyMarker") ?? "", call.Text("VersionIdMarker"));
        if (versionMarker is not null && keyMarker.Length == 0)
            throw S3Errors.Argument(call.At("VersionIdMarker"), "A version-id marker cannot be specified without a key marker.");
        if (versionMarker is { Length: > 0 }) Versions.CheckId(call, versionMarker, "VersionIdMarker", "version-id-marker");
        var before = versionMarker is null ? listing.After(keyMarker) : k => Utf8Order.Compare(k, keyMarker) < 0;

        List<Output> versions = [], markers = [];
        List<string> commons = [];
        string nextKey = "", nextVersion = "";
        var more = false;
        foreach (var entry in listing.Most == 0 ? [] : listing.Walk(bucket.Keys, before, _ => true))
        {
            if (entry.Common is { } common)
            {
                if (versions.Count + markers.Count + commons.Count == listing.Most)
                {
                    more = true;
                    break;
                }
                commons.Add(common);
                (nextKey, nextVersion) = (common, "");
                continue;
            }
            foreach (var version in Rest(entry.Key!, keyMarker, versionMarker))
            {
                if (versions.Count + markers.Count + commons.Count == listing.Most)
                {
                    more = true;
                    break;
                }
                (version.IsDeleteMarker ? markers : versions).Add(DescribeVersion(call, listing, entry.Key!, version));
                (nextKey, nextVersion) = (entry.Key!.Key, version.VersionId);
            }
            if (more) break;
        }
        var output = listing.Head(bucket, more, commons);
        output["KeyMarker"] = listing.Written(keyMarker);
        output["VersionIdMarker"] = versionMarker ?? "";
        if (more)
        {
            output["NextKeyMarker"] = listing.Written(nextKey);
            if (nextVersion.Length > 0) output["NextVersionIdMarker"] = nextVersion;
        }
        if (versions.Count > 0) output["Versions"] = new Array([.. versions]);
        if (markers.Count > 0) output["DeleteMarkers"] = new Array([.. markers]);
        return output;
    }

    /// <summary>A key's versions after the marker; all of them where the marker is of another key, or gone.</summary>
    private static IEnumerable<ObjectVersion> Rest(StoredKey stored, string keyMarker, string? versionMarker) =>
        versionMarker is null || stored.Key != keyMarker || stored.Find(versionMarker) is null ? stored.All : stored.All.SkipWhile(v => v.VersionId != versionMarker).Skip(1);

    private static Output DescribeVersion(Call call, Listing listing, StoredKey stored, ObjectVersion version)
    {
        var one = version.IsDeleteMarker ? new() { ["Key"] = listing.Written(stored.Key), ["LastModified"] = S3Calls.Time(version.Modified) } : Describe(version, listing.Written(stored.Key));
        one["VersionId"] = version.VersionId;
        one["IsLatest"] = ReferenceEquals(version, stored.Latest);
        one["Owner"] = call.Owner();
        return one;
    }
}

using CloudCourse.Simulation.S3;

namespace CloudCourse.Simulation.Tests.S3;

/// <summary>https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html</summary>
public sealed class VersionTests : S3Test
{
    public VersionTests() => Bucket(versioned: true);

    [Fact]
    public void Every_version_is_kept_and_found_by_its_id()
    {
        var ids = Enumerable.Range(0, 5).Select(i => (string)Put("a", $"{i}")["VersionId"]!).ToList();
        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal("4", Get("a"));
        for (var i = 0; i < 5; i++) Assert.Equal($"{i}", Text(Do("GetObject", new { Bucket = "pictures", Key = "a", VersionId = ids[i] })));
        var listed = Do("ListObjectVersions", new { Bucket = "pictures" });
        Assert.Equal(ids.AsEnumerable().Reverse(), Keys(listed, "Versions", "VersionId"));
        Assert.Equal([true, false, false, false, false], listed["Versions"]!.AsArray().Select(v => (bool)v!["IsLatest"]!));
    }

    [Fact]
    public void A_marker_hides_and_its_deletion_brings_back()
    {
        Put("a");
        var deleted = Do("DeleteObject", new { Bucket = "pictures", Key = "a" });
        Assert.True((bool)deleted["DeleteMarker"]!);
        Assert.Equal("NoSuchKey", Refused("GetObject", new { Bucket = "pictures", Key = "a" }));
        var error = ErrorOf("GetObject", new { Bucket = "pictures", Key = "a", VersionId = (string)deleted["VersionId"]! });
        Assert.Equal(("MethodNotAllowed", 405, "The specified method is not allowed against this resource."), (error.Code, error.HttpStatus, error.Message));
        error = ErrorOf("CopyObject", new { Bucket = "pictures", Key = "b", CopySource = $"pictures/a?versionId={(string)deleted["VersionId"]!}" });
        Assert.Equal(("InvalidRequest", 400, "The source of a copy request may not specifically refer to a delete marker by version id."), (error.Code, error.HttpStatus, error.Message));
        Assert.Equal("NoSuchKey", Refused("CopyObject", new { Bucket = "pictures", Key = "b", CopySource = "pictures/a" }));
        Assert.Null(Do("ListObjectsV2", new { Bucket = "pictures" })["Contents"]);
        Assert.Equal("BucketNotEmpty", Refused("DeleteBucket", new { Bucket = "pictures" }));
        var undone = Do("DeleteObject", new { Bucket = "pictures", Key = "a", VersionId = (string)deleted["VersionId"]! });
        Assert.Equal((true, (string)deleted["VersionId"]!), ((bool)undone["DeleteMarker"]!, (string)undone["VersionId"]!));
        Assert.Equal("hello", Get("a"));
    }

    [Fact]
    public void Deleting_many_tells_markers_and_versions()
    {
        var id = (string)Put("a")["VersionId"]!;
        var first = Do("DeleteObjects", new { Bucket = "pictures", Delete = new { Objects = new[] { new { Key = "a" } } } })["Deleted"]![0]!;
        Assert.True((bool)first["DeleteMarker"]!);
        var second = Do("DeleteObjects", new { Bucket = "pictures", Delete = new { Objects = new[] { new { Key = "a", VersionId = id }, new { Key = "a", VersionId = (string)first["DeleteMarkerVersionId"]! } } } })["Deleted"]!.AsArray();
        Assert.Equal(id, (string)second[0]!["VersionId"]!);
        Assert.Null(second[0]!["DeleteMarker"]);
        Assert.True((bool)second[1]!["DeleteMarker"]!);
        Do("DeleteBucket", new { Bucket = "pictures" });
    }

    [Fact]
    public void While_suspended_there_is_one_version_called_null()
    {
        var old = (string)Put("a", "old")["VersionId"]!;
        Do("PutBucketVersioning", new { Bucket = "pictures", VersioningConfiguration = new { Status = "Suspended" } });
        Put("a", "one");
        Put("a", "two");
        Assert.Equal("null", (string)Do("GetObject", new { Bucket = "pictures", Key = "a" })["VersionId"]!);
        Assert.Equal(["null", old], Keys(Do("ListObjectVersions", new { Bucket = "pictures" }), "Versions", "VersionId"));
        var deleted = Do("DeleteObject", new { Bucket = "pictures", Key = "a" });
        Assert.Equal((true, "null"), ((bool)deleted["DeleteMarker"]!, (string)deleted["VersionId"]!));
        Assert.Equal([old], Keys(Do("ListObjectVersions", new { Bucket = "pictures" }), "Versions", "VersionId"));
        Assert.Equal("old", Text(Do("GetObject", new { Bucket = "pictures", Key = "a", VersionId = old })));
    }

    [Fact]
    public void What_was_there_before_versioning_is_the_version_null()
    {
        Bucket("plain");
        Put("a", "first", "plain");
        Do("PutBucketVersioning", new { Bucket = "plain", VersioningConfiguration = new { Status = "Enabled" } });
        var id = (string)Put("a", "second", "plain")["VersionId"]!;
        Assert.Equal("first", Text(Do("GetObject", new { Bucket = "plain", Key = "a", VersionId = "null" })));
        Assert.Equal([id, "null"], Keys(Do("ListObjectVersions", new { Bucket = "plain" }), "Versions", "VersionId"));
        // Copying an old version onto its key brings it back.
        Do("CopyObject", new { Bucket = "plain", Key = "a", CopySource = "plain/a?versionId=null" });
        Assert.Equal("first", Get("a", "plain"));
    }

    [Fact]
    public void Versions_are_listed_page_by_page_and_nothing_is_lost_or_doubled()
    {
        foreach (var key in new[] { "a", "b/1", "b/2", "c" })
        {
            for (var i = 0; i < 3; i++) Put(key, $"{i}");
            Do("DeleteObject", new { Bucket = "pictures", Key = key });
        }
        foreach (var delimiter in new[] { "", "/" })
        {
            var whole = Do("ListObjectVersions", new { Bucket = "pictures", Delimiter = delimiter });
            for (var size = 1; size < 8; size++)
            {
                List<string> versions = [], markers = [], commons = [];
                string key = "", version = "";
                while (true)
                {
                    var page = Do("ListObjectVersions", version.Length == 0 ? new { Bucket = "pictures", Delimiter = delimiter, MaxKeys = size, KeyMarker = key } : (object)new { Bucket = "pictures", Delimiter = delimiter, MaxKeys = size, KeyMarker = key, VersionIdMarker = version });
                    versions.AddRange(Keys(page, "Versions", "VersionId"));
                    markers.AddRange(Keys(page, "DeleteMarkers", "VersionId"));
                    commons.AddRange(Keys(page, "CommonPrefixes", "Prefix"));
                    if (!(bool)page["IsTruncated"]!) break;
                    (key, version) = ((string)page["NextKeyMarker"]!, (string?)page["NextVersionIdMarker"] ?? "");
                }
                Assert.Equal(Keys(whole, "Versions", "VersionId"), versions);
                Assert.Equal(Keys(whole, "DeleteMarkers", "VersionId"), markers);
                Assert.Equal(Keys(whole, "CommonPrefixes", "Prefix"), commons);
            }
        }
        Assert.Equal("InvalidArgument", Refused("ListObjectVersions", new { Bucket = "pictures", VersionIdMarker = "x" }));
    }

    [Fact]
    public void Bytes_are_counted_as_they_come_and_go()
    {
        Put("a", "12345");
        Put("a", "123");
        Assert.Equal(8, Account.Account.State.S3.Bytes);
        foreach (var id in Keys(Do("ListObjectVersions", new { Bucket = "pictures" }), "Versions", "VersionId")) Do("DeleteObject", new { Bucket = "pictures", Key = "a", VersionId = id });
        Assert.Equal(0, Account.Account.State.S3.Bytes);
        Assert.Equal(0, Account.Account.State.S3.Buckets["pictures"].Stored["STANDARD"]);
        Assert.Equal(0, Account.Account.State.S3.Buckets["pictures"].Keys.Count);
    }
}

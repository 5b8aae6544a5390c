using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.S3;

/// <summary>https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html: days are counted to the next midnight UTC.</summary>
public sealed class LifecycleTests : S3Test
{
    private void Rules(params object[] rules) => Do("PutBucketLifecycleConfiguration", new { Bucket = "pictures", LifecycleConfiguration = new { Rules = rules } });

    private void Wait(double days) => Account.Account.Advance(TimeSpan.FromDays(days));

    [Fact]
    public void An_object_expires_at_midnight_after_its_days()
    {
        Bucket();
        Rules(new { ID = "tidy up", Status = "Enabled", Filter = new { Prefix = "tmp/" }, Expiration = new { Days = 3 } });
        Assert.Equal("expiry-date=\"Fri, 06 Nov 2026 00:00:00 GMT\", rule-id=\"tidy%20up\"", (string)Put("tmp/a")["Expiration"]!);
        Assert.Null(Put("b")["Expiration"]);
        Account.Account.AdvanceTo(new(2026, 11, 5, 23, 59, 59, TimeSpan.Zero));
        Assert.Equal("hello", Get("tmp/a"));
        Account.Account.AdvanceTo(new(2026, 11, 6, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("NoSuchKey", Refused("GetObject", new { Bucket = "pictures", Key = "tmp/a" }));
        Assert.Equal("hello", Get("b"));
        Do("DeleteBucketLifecycle", new { Bucket = "pictures" });
        Wait(2);
        Assert.Null(Account.Account.NextEventAt);
    }

    [Fact]
    public void With_versions_a_marker_is_laid_and_old_versions_go()
    {
        Bucket(versioned: true);
        Rules(new { Status = "Enabled", Filter = new { }, Expiration = new { Days = 1 }, NoncurrentVersionExpiration = new { NoncurrentDays = 1 } });
        Put("a", "1");
        Put("a", "2");
        Wait(2);
        var listed = Do("ListObjectVersions", new { Bucket = "pictures" });
        Assert.Single(listed["DeleteMarkers"]!.AsArray());
        Assert.Single(listed["Versions"]!.AsArray());
        Wait(4);
        Assert.Equal(0, Account.Account.State.S3.Buckets["pictures"].Keys.Count);
        Assert.Equal(0, Account.Account.State.S3.Bytes);
    }

    [Fact]
    public void Objects_move_to_colder_classes_and_uploads_are_aborted()
    {
        Bucket();
        Rules(new
        {
            Status = "Enabled",
            Filter = new { },
            Transitions = new[] { new { Days = 30, StorageClass = "STANDARD_IA" }, new { Days = 60, StorageClass = "GLACIER" } },
            AbortIncompleteMultipartUpload = new { DaysAfterInitiation = 7 },
        });
        Do("PutObject", new { Bucket = "pictures", Key = "big", Body = Convert.ToBase64String(new byte[200_000]) });
        Put("small");
        Do("CreateMultipartUpload", new { Bucket = "pictures", Key = "film" });
        Wait(31);
        string? ClassOf(string key) => (string?)Do("HeadObject", new { Bucket = "pictures", Key = key })["StorageClass"];
        Assert.Equal(("STANDARD_IA", null), (ClassOf("big"), ClassOf("small")));
        Assert.Null(Do("ListMultipartUploads", new { Bucket = "pictures" })["Uploads"]);
        Wait(30);
        Assert.Equal("GLACIER", ClassOf("big"));
        Assert.Equal(("STANDARD_IA", "GLACIER"), Account.Account.History.OfType<Change>().Where(c => c.To == "GLACIER").Select(c => (c.From!, c.To!)).Single());
    }
}

using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.S3;

/// <summary>What each operation needs: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html</summary>
public sealed class PermissionTests : S3Test
{
    private const string OnBucket = "arn:aws:s3:::pictures", OnObject = "arn:aws:s3:::pictures/a";

    public PermissionTests()
    {
        Bucket();
        Put("a");
    }

    [Theory]
    [InlineData("ListBuckets", "{}", "s3:ListAllMyBuckets", "*")]
    [InlineData("CreateBucket", """{"Bucket": "new", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}""", "s3:CreateBucket", "arn:aws:s3:::new")]
    [InlineData("HeadBucket", "", "s3:ListBucket", OnBucket)]
    [InlineData("ListObjects", "", "s3:ListBucket", OnBucket)]
    [InlineData("ListObjectsV2", "", "s3:ListBucket", OnBucket)]
    [InlineData("ListObjectVersions", "", "s3:ListBucketVersions", OnBucket)]
    [InlineData("ListMultipartUploads", "", "s3:ListBucketMultipartUploads", OnBucket)]
    [InlineData("GetBucketLocation", "", "s3:GetBucketLocation", OnBucket)]
    [InlineData("GetBucketVersioning", "", "s3:GetBucketVersioning", OnBucket)]
    [InlineData("PutBucketVersioning", """{"Bucket": "pictures", "VersioningConfiguration": {"Status": "Enabled"}}""", "s3:PutBucketVersioning", OnBucket)]
    [InlineData("GetBucketEncryption", "", "s3:GetEncryptionConfiguration", OnBucket)]
    [InlineData("DeleteBucketEncryption", "", "s3:PutEncryptionConfiguration", OnBucket)]
    [InlineData("GetPublicAccessBlock", "", "s3:GetBucketPublicAccessBlock", OnBucket)]
    [InlineData("DeletePublicAccessBlock", "", "s3:PutBucketPublicAccessBlock", OnBucket)]
    [InlineData("GetBucketOwnershipControls", "", "s3:GetBucketOwnershipControls", OnBucket)]
    [InlineData("GetBucketAcl", "", "s3:GetBucketAcl", OnBucket)]
    [InlineData("DeleteBucketTagging", "", "s3:PutBucketTagging", OnBucket)]
    [InlineData("DeleteBucketWebsite", "", "s3:DeleteBucketWebsite", OnBucket)]
    [InlineData("DeleteBucketCors", "", "s3:PutBucketCORS", OnBucket)]
    [InlineData("DeleteBucketLifecycle", "", "s3:PutLifecycleConfiguration", OnBucket)]
    [InlineData("DeleteBucketPolicy", "", "s3:DeleteBucketPolicy", OnBucket)]
    [InlineData("GetBucketNotificationConfiguration", "", "s3:GetBucketNotification", OnBucket)]
    [InlineData("PutBucketNotificationConfiguration", """{"Bucket": "pictures", "NotificationConfiguration": {}}""", "s3:PutBucketNotification", OnBucket)]
    [InlineData("PutObject", "o", "s3:PutObject", OnObject)]
    [InlineData("GetObject", "o", "s3:GetObject", OnObject)]
    [InlineData("HeadObject", "o", "s3:GetObject", OnObject)]
    [InlineData("GetObject", """{"Bucket": "pictures", "Key": "a", "VersionId": "null"}""", "s3:GetObjectVersion", OnObject)]
    [InlineData("GetObjectAcl", "o", "s3:GetObjectAcl", OnObject)]
    [InlineData("GetObjectTagging", "o", "s3:GetObjectTagging", OnObject)]
    [InlineData("DeleteObjectTagging", "o", "s3:DeleteObjectTagging", OnObject)]
    [InlineData("PutObjectTagging", """{"Bucket": "pictures", "Key": "a", "Tagging": {"TagSet": []}}""", "s3:PutObjectTagging", OnObject)]
    [InlineData("DeleteObject", "o", "s3:DeleteObject", OnObject)]
    [InlineData("DeleteObject", """{"Bucket": "pictures", "Key": "a", "VersionId": "null"}""", "s3:DeleteObjectVersion", OnObject)]
    [InlineData("CreateMultipartUpload", "o", "s3:PutObject", OnObject)]
    public void An_operation_needs_this_and_no_more(string operation, string input, string action, string resource)
    {
        var json = input switch { "" => """{"Bucket": "pictures"}""", "o" => """{"Bucket": "pictures", "Key": "a"}""", _ => input };
        As("nobody", Allow("s3:GetObjectLegalHold", "*"));
        var code = Account.Refused("s3", operation, json);
        Assert.Equal(operation.StartsWith("Head", StringComparison.Ordinal) ? "403" : "AccessDenied", code);
        var denied = Assert.Single(((ApiCall)Account.Account.History[^1]).Error!.Denied);
        Assert.Equal((action, resource), (denied.Action, denied.Resource));
        As("somebody", Allow(action, resource == "*" ? "arn:aws:s3:::*" : resource));
        Account.Do("s3", operation, json);
    }

    [Fact]
    public void S3_words_its_refusal_with_the_resource_in_quotation_marks()
    {
        As("ana", Allow("s3:PutObject", "*"));
        var error = ErrorOf("GetObject", new { Bucket = "pictures", Key = "a" });
        Assert.Equal(("AccessDenied", 403), (error.Code, error.HttpStatus));
        Assert.Equal("User: arn:aws:iam::111122223333:user/ana is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::pictures/a\" because no identity-based policy allows the s3:GetObject action", error.Message);
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: 404 with s3:ListBucket, 403 without
    [Fact]
    public void Who_may_not_list_does_not_learn_what_is_not_there()
    {
        As("ana", Allow("s3:GetObject", "arn:aws:s3:::pictures/*"));
        var error = ErrorOf("GetObject", new { Bucket = "pictures", Key = "b" });
        Assert.Equal(("AccessDenied", 403), (error.Code, error.HttpStatus));
        Assert.Equal("s3:ListBucket", Assert.Single(error.Denied).Action);
        Assert.Equal("403", Refused("HeadObject", new { Bucket = "pictures", Key = "b" }));
        As("ana", Allow("s3:GetObject", "arn:aws:s3:::pictures/*"), Allow("s3:ListBucket", "arn:aws:s3:::pictures"));
        Assert.Equal("NoSuchKey", Refused("GetObject", new { Bucket = "pictures", Key = "b" }));
        Assert.Equal("404", Refused("HeadObject", new { Bucket = "pictures", Key = "b" }));
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
    [Fact]
    public void A_prefix_bounds_what_is_listed()
    {
        As("ana", Allow("s3:ListBucket", "arn:aws:s3:::pictures", new { StringLike = new Dictionary<string, string> { ["s3:prefix"] = "home/ana/*" }, NumericLessThanEquals = new Dictionary<string, string> { ["s3:max-keys"] = "10" } }));
        Do("ListObjectsV2", new { Bucket = "pictures", Prefix = "home/ana/2026", MaxKeys = 10 });
        Assert.Equal("AccessDenied", Refused("ListObjectsV2", new { Bucket = "pictures", Prefix = "home/ana/2026", MaxKeys = 11 }));
        Assert.Equal("AccessDenied", Refused("ListObjectsV2", new { Bucket = "pictures", Prefix = "home/bob/", MaxKeys = 10 }));
        Assert.Equal("AccessDenied", Refused("ListObjectsV2", new { Bucket = "pictures" }));
    }

    [Fact]
    public void Tags_and_encryption_are_keys_of_a_decision()
    {
        Do("PutObjectTagging", new { Bucket = "pictures", Key = "a", Tagging = new { TagSet = new[] { new { Key = "class", Value = "public" } } } });
        Put("b");
        As("ana", Allow("s3:GetObject", "*", new { StringEquals = new Dictionary<string, string> { ["s3:ExistingObjectTag/class"] = "public" } }),
            Allow("s3:PutObject", "*", new { StringEquals = new Dictionary<string, string> { ["s3:x-amz-server-side-encryption"] = "aws:kms" } }));
        Assert.Equal("hello", Get("a"));
        Assert.Equal("AccessDenied", Refused("GetObject", new { Bucket = "pictures", Key = "b" }));
        Assert.Equal("AccessDenied", Refused("PutObject", new { Bucket = "pictures", Key = "c" }));
        Do("PutObject", new { Bucket = "pictures", Key = "c", ServerSideEncryption = "aws:kms" });
        Assert.Equal("AccessDenied", Refused("PutObject", new { Bucket = "pictures", Key = "c", ServerSideEncryption = "aws:kms", Tagging = "a=1" }));
        Assert.Equal("s3:PutObjectTagging", ((ApiCall)Account.Account.History[^1]).Error!.Denied[0].Action);
    }

    [Fact]
    public void Copying_needs_reading_and_writing()
    {
        As("ana", Allow("s3:PutObject", "arn:aws:s3:::pictures/b"));
        Assert.Equal("AccessDenied", Refused("CopyObject", new { Bucket = "pictures", Key = "b", CopySource = "pictures/a" }));
        As("ana", Allow("s3:GetObject", "arn:aws:s3:::pictures/a"));
        Assert.Equal("AccessDenied", Refused("CopyObject", new { Bucket = "pictures", Key = "b", CopySource = "pictures/a" }));
        As("ana", Allow("s3:GetObject", "arn:aws:s3:::pictures/a"), Allow("s3:PutObject", "arn:aws:s3:::pictures/b"));
        Do("CopyObject", new { Bucket = "pictures", Key = "b", CopySource = "pictures/a" });
    }

    [Fact]
    public void Deleting_many_is_decided_key_by_key()
    {
        Put("b");
        As("ana", Allow("s3:DeleteObject", "arn:aws:s3:::pictures/a"));
        var output = Do("DeleteObjects", new { Bucket = "pictures", Delete = new { Objects = new[] { new { Key = "a" }, new { Key = "b" } } } });
        Assert.Equal(["a"], Keys(output, "Deleted"));
        var error = Assert.Single(output["Errors"]!.AsArray())!;
        Assert.Equal(("b", "AccessDenied"), ((string)error["Key"]!, (string)error["Code"]!));
        Assert.Equal(["s3:DeleteObject", "s3:DeleteObject"], ((ApiCall)Account.Account.History.Last(h => h is ApiCall)).Authorized.Select(a => a.Action));
    }

    [Fact]
    public void Every_operation_of_the_model_is_there()
    {
        var missing = Simulation.Shapes.ServiceModel.Of("s3").Operations.Select(o => o.Name).Except(SimulatedServices.Find("s3")!.Operations.Select(o => o.Name));
        Assert.Empty(missing);
    }

    [Fact]
    public void The_same_seed_gives_the_same_history()
    {
        static string Run()
        {
            TestAccount account = new();
            account.Do("s3", "CreateBucket", """{"Bucket": "pictures", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}""");
            account.Do("s3", "PutBucketVersioning", """{"Bucket": "pictures", "VersioningConfiguration": {"Status": "Enabled"}}""");
            account.Do("s3", "PutObject", """{"Bucket": "pictures", "Key": "a"}""");
            account.Do("s3", "CreateMultipartUpload", """{"Bucket": "pictures", "Key": "a"}""");
            return string.Join('\n', account.Account.History.OfType<ApiCall>().Select(c => c.Output!.ToJsonString()));
        }
        Assert.Equal(Run(), Run());
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
    [Fact]
    public void Whoever_deletes_by_an_ETag_may_read_the_object_too()
    {
        Account.As = Caller.Root(TestAccount.Id);
        var etag = (string)Put("a")["ETag"]!;
        As("ana", Allow("s3:DeleteObject", "arn:aws:s3:::pictures/*"));
        Assert.Equal("AccessDenied", Refused("DeleteObject", new { Bucket = "pictures", Key = "a", IfMatch = etag }));
        var many = Do("DeleteObjects", new { Bucket = "pictures", Delete = new { Objects = new[] { new { Key = "a", ETag = etag } } } });
        Assert.Equal(["AccessDenied"], Keys(many, "Errors", "Code"));
        Do("DeleteObject", new { Bucket = "pictures", Key = "a", IfMatch = "*" });

        Account.As = Caller.Root(TestAccount.Id);
        Put("a");
        As("ana", Allow("s3:DeleteObject", "arn:aws:s3:::pictures/*", new { StringEquals = new Dictionary<string, string> { ["s3:if-match"] = etag } }), Allow("s3:GetObject", "arn:aws:s3:::pictures/*"));
        Assert.Equal("AccessDenied", Refused("DeleteObject", new { Bucket = "pictures", Key = "a" }));
        Do("DeleteObject", new { Bucket = "pictures", Key = "a", IfMatch = etag });
    }
}

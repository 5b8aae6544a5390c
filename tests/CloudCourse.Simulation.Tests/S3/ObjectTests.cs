using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.S3;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.S3;

public sealed class ObjectTests : S3Test
{
    public ObjectTests() => Bucket();

    [Fact]
    public void What_is_put_can_be_got()
    {
        var put = Do("PutObject", new
        {
            Bucket = "pictures",
            Key = "ä b/c.txt",
            Body = Base64("hello"),
            ContentType = "text/plain",
            CacheControl = "no-cache",
            ContentEncoding = "identity",
            Metadata = new { Who = "ana" },
            Expires = "2026-12-01T00:00:00Z",
            Tagging = "a=1&b=x%20y",
        });
        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", (string)put["ETag"]!);
        Assert.Equal(("AES256", "NhCmhg==", "FULL_OBJECT"), ((string)put["ServerSideEncryption"]!, (string)put["ChecksumCRC32"]!, (string)put["ChecksumType"]!));
        var got = Do("GetObject", new { Bucket = "pictures", Key = "ä b/c.txt" });
        Assert.Equal("hello", Text(got));
        Assert.Equal(5, (int)got["ContentLength"]!);
        Assert.Equal(("text/plain", "no-cache", "identity", "bytes", 2), ((string)got["ContentType"]!, (string)got["CacheControl"]!, (string)got["ContentEncoding"]!, (string)got["AcceptRanges"]!, (int)got["TagCount"]!));
        Assert.Equal("""{"who":"ana"}""", got["Metadata"]!.ToJsonString());
        Assert.Equal("2026-11-02T09:00:00Z", (string)got["LastModified"]!);
        Assert.Equal("Tue, 01 Dec 2026 00:00:00 GMT", (string)got["ExpiresString"]!);
        var head = Do("HeadObject", new { Bucket = "pictures", Key = "ä b/c.txt" });
        got.Remove("Body");
        Assert.Equal(got.ToJsonString(), head.ToJsonString());
        Assert.Equal("x y", (string)Do("GetObjectTagging", new { Bucket = "pictures", Key = "ä b/c.txt" })["TagSet"]![1]!["Value"]!);
    }

    [Fact]
    public void An_object_without_a_word_has_S3s_own_type()
    {
        Put("a");
        Assert.Equal("binary/octet-stream", (string)Do("HeadObject", new { Bucket = "pictures", Key = "a" })["ContentType"]!);
        Assert.Equal("text/css", (string)Do("GetObject", new { Bucket = "pictures", Key = "a", ResponseContentType = "text/css" })["ContentType"]!);
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    [Theory]
    [InlineData("GetObject", """{"Key": "b"}""", "NoSuchKey", 404, "The specified key does not exist.")]
    [InlineData("HeadObject", """{"Key": "b"}""", "404", 404, "Not Found")]
    [InlineData("GetObject", """{"Key": "a", "VersionId": "v5n1PPUjOCMHLyyfq0ayjoZ5RZLfVQKA"}""", "NoSuchVersion", 404, "The specified version does not exist.")]
    [InlineData("HeadObject", """{"Key": "a", "VersionId": "v5n1PPUjOCMHLyyfq0ayjoZ5RZLfVQKA"}""", "404", 404, "Not Found")]
    [InlineData("GetObject", """{"Key": "a", "VersionId": "abc"}""", "InvalidArgument", 400, "Invalid version id specified")]
    [InlineData("HeadObject", """{"Key": "a", "VersionId": "abc"}""", "400", 400, "Bad Request")]
    [InlineData("GetObjectTagging", """{"Key": "a", "VersionId": "abc"}""", "InvalidArgument", 400, "Invalid version id specified")]
    [InlineData("DeleteObject", """{"Key": "a", "VersionId": "abc"}""", "InvalidArgument", 400, "Invalid version id specified")]
    [InlineData("CopyObject", """{"Key": "c", "CopySource": "pictures/a?versionId=abc"}""", "InvalidArgument", 400, "Invalid version id specified")]
    [InlineData("ListObjectVersions", """{"KeyMarker": "a", "VersionIdMarker": "abc"}""", "InvalidArgument", 400, "Invalid version id specified")]
    [InlineData("DeleteObject", """{"Key": "a", "VersionId": "null", "IfMatch": "*"}""", "NotImplemented", 501, "A header you provided implies functionality that is not implemented")]
    [InlineData("DeleteObject", """{"Key": "none", "IfMatch": "*"}""", "NoSuchKey", 404, "The specified key does not exist.")]
    [InlineData("PutObject", """{"Key": "c", "Body": "aGVsbG8=", "ChecksumCRC32": "AAAA"}""", "InvalidRequest", 400, "Value for x-amz-checksum-crc32 header is invalid.")]
    [InlineData("PutObject", """{"Key": "c", "Body": "aGVsbG8=", "ChecksumSHA256": "%"}""", "InvalidRequest", 400, "Value for x-amz-checksum-sha256 header is invalid.")]
    [InlineData("PutObject", """{"Key": "c", "ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": "2030-01-01T00:00:00Z"}""", "InvalidRequest", 400, "Bucket is missing ObjectLockConfiguration")]
    [InlineData("PutObject", """{"Key": "c", "ObjectLockLegalHoldStatus": "ON"}""", "InvalidRequest", 400, "Bucket is missing ObjectLockConfiguration")]
    [InlineData("CopyObject", """{"Key": "c", "CopySource": "pictures/a", "ObjectLockLegalHoldStatus": "ON"}""", "InvalidRequest", 400, "Bucket is missing ObjectLockConfiguration")]
    [InlineData("CreateMultipartUpload", """{"Key": "c", "ObjectLockMode": "COMPLIANCE"}""", "InvalidRequest", 400, "Bucket is missing ObjectLockConfiguration")]
    [InlineData("GetObject", """{"Key": "a", "VersionId": "a b"}""", "InvalidArgument", 400, "Invalid version id specified")]
    [InlineData("GetObject", """{"Key": "a", "Range": "bytes=5-"}""", "InvalidRange", 416, "The requested range is not satisfiable")]
    [InlineData("GetObject", """{"Key": "a", "Range": "bytes=-0"}""", "InvalidRange", 416, "The requested range is not satisfiable")]
    [InlineData("HeadObject", """{"Key": "a", "Range": "bytes=7-9"}""", "416", 416, "Requested Range Not Satisfiable")]
    [InlineData("GetObject", """{"Key": "a", "PartNumber": 2}""", "InvalidPartNumber", 416, "The requested partnumber is not satisfiable")]
    [InlineData("GetObject", """{"Key": "a", "IfMatch": "\"x\""}""", "PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold")]
    [InlineData("GetObject", """{"Key": "a", "IfUnmodifiedSince": "2026-11-01T00:00:00Z"}""", "PreconditionFailed", 412, null)]
    [InlineData("GetObject", """{"Key": "a", "IfNoneMatch": "\"5d41402abc4b2a76b9719d911017c592\""}""", "304", 304, "Not Modified")]
    [InlineData("GetObject", """{"Key": "a", "IfModifiedSince": "2026-11-02T09:00:00Z"}""", "304", 304, "Not Modified")]
    [InlineData("HeadObject", """{"Key": "a", "IfMatch": "x"}""", "412", 412, "Precondition Failed")]
    [InlineData("GetObjectTagging", """{"Key": "b"}""", "NoSuchKey", 404, null)]
    [InlineData("GetObjectAcl", """{"Key": "b"}""", "NoSuchKey", 404, null)]
    [InlineData("GetObjectAttributes", """{"Key": "b", "ObjectAttributes": ["ETag"]}""", "NoSuchKey", 404, null)]
    [InlineData("GetObjectAttributes", """{"Key": "a", "ObjectAttributes": ["Colour"]}""", "InvalidArgument", 400, null)]
    [InlineData("PutObject", """{"Key": "c", "Body": "aGVsbG8=", "ContentMD5": "AAAA"}""", "InvalidDigest", 400, null)]
    [InlineData("PutObject", """{"Key": "c", "Body": "aGVsbG8=", "ContentMD5": "1B2M2Y8AsgTpgAmY7PhCfg=="}""", "BadDigest", 400, "The Content-MD5 you specified did not match what we received.")]
    [InlineData("PutObject", """{"Key": "c", "Body": "aGVsbG8=", "ChecksumCRC32": "AAAAAA=="}""", "BadDigest", 400, "The CRC32 you specified did not match the calculated checksum.")]
    [InlineData("PutObject", """{"Key": "c", "Body": "aGVsbG8=", "ChecksumAlgorithm": "CRC1"}""", "InvalidRequest", 400, null)]
    [InlineData("PutObject", """{"Key": "c", "Body": "aGVsbG8=", "ContentLength": 7}""", "IncompleteBody", 400, null)]
    [InlineData("PutObject", """{"Key": "c", "Body": "%%%"}""", "ParamValidation", 0, null)]
    [InlineData("PutObject", """{"Key": ""}""", "ParamValidation", 0, null)]
    [InlineData("PutObject", """{"Key": "c", "StorageClass": "BASEMENT"}""", "InvalidStorageClass", 400, "The storage class you specified is not valid")]
    [InlineData("PutObject", """{"Key": "c", "ACL": "public-read"}""", "AccessControlListNotSupported", 400, "The bucket does not allow ACLs")]
    [InlineData("PutObject", """{"Key": "c", "ServerSideEncryption": "rot13"}""", "InvalidArgument", 400, "The encryption method specified is not supported")]
    [InlineData("PutObject", """{"Key": "c", "SSEKMSKeyId": "k"}""", "InvalidArgument", 400, null)]
    [InlineData("PutObject", """{"Key": "c", "Tagging": "a=1&a=2"}""", "InvalidArgument", 400, null)]
    [InlineData("PutObject", """{"Key": "a", "IfNoneMatch": "*"}""", "PreconditionFailed", 412, null)]
    [InlineData("PutObject", """{"Key": "a", "IfNoneMatch": "x"}""", "NotImplemented", 501, null)]
    [InlineData("PutObject", """{"Key": "a", "IfMatch": "x"}""", "PreconditionFailed", 412, null)]
    [InlineData("PutObject", """{"Key": "c", "IfMatch": "x"}""", "NoSuchKey", 404, null)]
    [InlineData("PutObject", """{"Key": "c", "SSECustomerAlgorithm": "AES256"}""", "NotSimulated", 501, null)]
    [InlineData("PutObjectTagging", """{"Key": "a", "Tagging": {"TagSet": [{"Key": "", "Value": "1"}]}}""", "InvalidTag", 400, "The TagKey you have provided is invalid")]
    [InlineData("CopyObject", """{"Key": "c", "CopySource": "pictures"}""", "InvalidArgument", 400, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")]
    [InlineData("CopyObject", """{"Key": "c", "CopySource": "nothing/a"}""", "NoSuchBucket", 404, null)]
    [InlineData("CopyObject", """{"Key": "c", "CopySource": "pictures/b"}""", "NoSuchKey", 404, null)]
    [InlineData("CopyObject", """{"Key": "a", "CopySource": "pictures/a"}""", "InvalidRequest", 400, "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.")]
    [InlineData("CopyObject", """{"Key": "c", "CopySource": "pictures/a", "MetadataDirective": "KEEP"}""", "InvalidArgument", 400, "Unknown metadata directive.")]
    [InlineData("CopyObject", """{"Key": "c", "CopySource": "pictures/a", "CopySourceIfNoneMatch": "5d41402abc4b2a76b9719d911017c592"}""", "PreconditionFailed", 412, null)]
    [InlineData("CopyObject", """{"Key": "c", "CopySource": "pictures/a", "CopySourceIfMatch": "x"}""", "PreconditionFailed", 412, null)]
    public void A_move_that_S3_refuses_is_refused(string operation, string input, string code, int status, string? message)
    {
        Put("a");
        var json = JsonNode.Parse(input)!.AsObject();
        json["Bucket"] = "pictures";
        Assert.Equal(code, Account.Refused("s3", operation, json.ToJsonString()));
        var error = ((ApiCall)Account.Account.History[^1]).Error!;
        Assert.Equal(status, error.HttpStatus);
        if (message is not null) Assert.Equal(message, error.Message);
        json["Bucket"] = "nowhere";
        if (status != 0 && code != "NotSimulated") Assert.Contains(Account.Refused("s3", operation, json.ToJsonString()), new[] { "NoSuchBucket", "404" });
    }

    [Fact]
    public void A_key_has_1024_bytes_at_most()
    {
        Put(new string('k', 1024));
        Assert.Equal("KeyTooLongError", Refused("PutObject", new { Bucket = "pictures", Key = new string('k', 1025) }));
        Assert.Equal("KeyTooLongError", Refused("PutObject", new { Bucket = "pictures", Key = new string('ä', 513) }));
        Assert.Equal("MetadataTooLarge", Refused("PutObject", new { Bucket = "pictures", Key = "k", Metadata = new { a = new string('x', 2048) } }));
        Assert.Equal("BadRequest", Refused("PutObject", new { Bucket = "pictures", Key = "k", Tagging = string.Join('&', Enumerable.Range(0, 11).Select(i => $"t{i}=1")) }));
    }

    // https://www.rfc-editor.org/rfc/rfc9110#name-range
    [Theory]
    [InlineData("bytes=0-0", "h", "bytes 0-0/5")]
    [InlineData("bytes=1-3", "ell", "bytes 1-3/5")]
    [InlineData("bytes=3-", "lo", "bytes 3-4/5")]
    [InlineData("bytes=-2", "lo", "bytes 3-4/5")]
    [InlineData("bytes=-9", "hello", "bytes 0-4/5")]
    [InlineData("bytes=2-99", "llo", "bytes 2-4/5")]
    [InlineData("bytes=3-1", "hello", null)]
    [InlineData("lines=1-2", "hello", null)]
    [InlineData("bytes=0-1,3-4", "hello", null)]
    public void A_range_gives_these_bytes(string range, string text, string? contentRange)
    {
        Put("a");
        var got = Do("GetObject", new { Bucket = "pictures", Key = "a", Range = range });
        Assert.Equal((text, text.Length, contentRange), (Text(got), (int)got["ContentLength"]!, (string?)got["ContentRange"]));
    }

    [Fact]
    public void Any_slice_of_a_body_is_that_slice_of_its_bytes()
    {
        var bytes = Enumerable.Range(0, 40).Select(i => (byte)(i * 7)).ToArray();
        var body = StoredBody.Of(bytes);
        for (var from = 0; from < bytes.Length; from++)
        {
            for (var length = 0; from + length <= bytes.Length; length++) Assert.Equal(bytes[from..(from + length)], body.Slice(from, length).ToBytes());
        }
        Assert.Equal(bytes, StoredBody.Join([body.Slice(0, 1), body.Slice(1, 1), body.Slice(2, 38)]).ToBytes());
    }

    // The check values of "123456789": https://reveng.sourceforge.io/crc-catalogue/
    [Theory]
    [InlineData("CRC32", "y/Q5Jg==")]
    [InlineData("CRC32C", "4waSgw==")]
    [InlineData("CRC64NVME", "rosUhgp5mIg=")]
    [InlineData("SHA1", "98O8HYCOBHMq32eZZczDTKeuNEE=")]
    [InlineData("SHA256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=")]
    public void Checksums_are_the_standards(string algorithm, string sum)
    {
        Do("PutObject", new { Bucket = "pictures", Key = "n", Body = Base64("123456789"), ChecksumAlgorithm = algorithm });
        var got = Do("GetObject", new { Bucket = "pictures", Key = "n", ChecksumMode = "ENABLED" });
        Assert.Equal(sum, (string)got[$"Checksum{algorithm}"]!);
        Do("PutObject", new JsonObject { ["Bucket"] = "pictures", ["Key"] = "n", ["Body"] = Base64("123456789"), [$"Checksum{algorithm}"] = sum });
        Assert.Equal(sum, (string)Do("GetObjectAttributes", new { Bucket = "pictures", Key = "n", ObjectAttributes = new[] { "Checksum", "ObjectSize" } })["Checksum"]![$"Checksum{algorithm}"]!);
    }

    [Fact]
    public void Base64_of_any_form_is_kept_in_one()
    {
        Do("PutObject", new { Bucket = "pictures", Key = "n", Body = "aGVs\nbG8=" });
        Do("PutObject", new { Bucket = "pictures", Key = "m", Body = "aGVsbG9=" });
        Assert.Equal("aGVsbG8=", (string)Do("GetObject", new { Bucket = "pictures", Key = "n" })["Body"]!);
        Assert.Equal("aGVsbG8=", (string)Do("GetObject", new { Bucket = "pictures", Key = "m" })["Body"]!);
    }

    [Fact]
    public void A_conditional_write_goes_through_once()
    {
        var etag = (string)Do("PutObject", new { Bucket = "pictures", Key = "n", Body = Base64("1"), IfNoneMatch = "*" })["ETag"]!;
        Do("PutObject", new { Bucket = "pictures", Key = "n", Body = Base64("2"), IfMatch = etag });
        Assert.Equal("PreconditionFailed", Refused("PutObject", new { Bucket = "pictures", Key = "n", Body = Base64("3"), IfMatch = etag }));
        Assert.Equal("2", Get("n"));
    }

    [Fact]
    public void A_copy_takes_what_goes_with_the_object_unless_it_is_replaced()
    {
        Bucket("archive");
        Do("PutObject", new { Bucket = "pictures", Key = "a b+c", Body = Base64("x"), ContentType = "text/plain", Metadata = new { who = "ana" }, Tagging = "t=1", StorageClass = "STANDARD_IA" });
        var copied = Do("CopyObject", new { Bucket = "archive", Key = "k", CopySource = "pictures/a%20b%2Bc", Metadata = new { who = "bob" } });
        Assert.Equal("\"9dd4e461268c8034f5c8564e155c67a6\"", (string)copied["CopyObjectResult"]!["ETag"]!);
        var got = Do("GetObject", new { Bucket = "archive", Key = "k" });
        Assert.Equal(("x", "text/plain", "ana", null, 1), (Text(got), (string)got["ContentType"]!, (string)got["Metadata"]!["who"]!, (string?)got["StorageClass"], (int)got["TagCount"]!));
        Do("CopyObject", new { Bucket = "archive", Key = "k", CopySource = "archive/k", MetadataDirective = "REPLACE", Metadata = new { who = "bob" }, TaggingDirective = "REPLACE", Tagging = "" });
        got = Do("GetObject", new { Bucket = "archive", Key = "k" });
        Assert.Equal(("x", "binary/octet-stream", "bob", null), (Text(got), (string)got["ContentType"]!, (string)got["Metadata"]!["who"]!, (int?)got["TagCount"]));
    }

    [Fact]
    public void Encryption_is_the_buckets_unless_the_request_says_otherwise()
    {
        Do("PutBucketEncryption", new { Bucket = "pictures", ServerSideEncryptionConfiguration = new { Rules = new[] { new { ApplyServerSideEncryptionByDefault = new { SSEAlgorithm = "aws:kms", KMSMasterKeyID = "abc" }, BucketKeyEnabled = true } } } });
        var put = Put("a");
        Assert.Equal(("aws:kms", "arn:aws:kms:eu-west-1:111122223333:key/abc", true), ((string)put["ServerSideEncryption"]!, (string)put["SSEKMSKeyId"]!, (bool)put["BucketKeyEnabled"]!));
        Assert.NotEqual("\"5d41402abc4b2a76b9719d911017c592\"", (string)put["ETag"]!);
        Assert.Equal("AES256", (string)Do("PutObject", new { Bucket = "pictures", Key = "b", ServerSideEncryption = "AES256" })["ServerSideEncryption"]!);
    }

    [Fact]
    public void Deleting_what_is_not_there_succeeds()
    {
        Put("a");
        Assert.Empty(Do("DeleteObject", new { Bucket = "pictures", Key = "b" }));
        Assert.Empty(Do("DeleteObject", new { Bucket = "pictures", Key = "a" }));
        var many = new { Bucket = "pictures", Delete = new { Objects = new[] { new { Key = "a" }, new { Key = "b" } } } };
        Assert.Equal(["a", "b"], Keys(Do("DeleteObjects", many), "Deleted"));
        Assert.Empty(Do("DeleteObjects", new { many.Bucket, Delete = new { many.Delete.Objects, Quiet = true } }));
        Assert.Equal("MalformedXML", Refused("DeleteObjects", new { Bucket = "pictures", Delete = new { Objects = Array.Empty<object>() } }));
        Assert.Equal("MalformedXML", Refused("DeleteObjects", new { Bucket = "pictures", Delete = new { Objects = Enumerable.Range(0, 1001).Select(i => new { Key = $"{i}" }) } }));
        Assert.Equal(0, Account.Account.State.S3.Bytes);
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses: an error's body says more than code and message.
    [Theory]
    [InlineData("PutObject", """{"Key": "c", "StorageClass": "BASEMENT"}""", """{"StorageClassRequested":"BASEMENT"}""")]
    [InlineData("PutObject", """{"Key": "c", "Body": "aGVsbG8=", "ContentMD5": "AAAA"}""", """{"Content-MD5":"AAAA"}""")]
    [InlineData("PutObject", """{"Key": "c", "Body": "aGVsbG8=", "ContentMD5": "1B2M2Y8AsgTpgAmY7PhCfg=="}""", """{"CalculatedDigest":"XUFAKrxLKna5cZ2REBfFkg==","ExpectedDigest":"d41d8cd98f00b204e9800998ecf8427e"}""")]
    [InlineData("GetObject", """{"Key": "a", "PartNumber": 2}""", """{"ActualPartCount":"1","PartNumberRequested":"2"}""")]
    [InlineData("GetObject", """{"Key": "a", "VersionId": "abc"}""", """{"ArgumentName":"versionId","ArgumentValue":"abc"}""")]
    [InlineData("GetBucketPolicy", "{}", """{"BucketName":"pictures"}""")]
    [InlineData("GetPublicAccessBlock", "{}", """{"BucketName":"pictures"}""")]
    [InlineData("GetBucketTagging", "{}", """{"BucketName":"pictures"}""")]
    [InlineData("GetBucketCors", "{}", """{"BucketName":"pictures"}""")]
    [InlineData("GetBucketWebsite", "{}", """{"BucketName":"pictures"}""")]
    [InlineData("GetBucketLifecycleConfiguration", "{}", """{"BucketName":"pictures"}""")]
    [InlineData("DeleteBucket", "{}", """{"BucketName":"pictures"}""")]
    public void An_error_says_what_it_is_about(string operation, string input, string fields)
    {
        Put("a");
        Do("DeletePublicAccessBlock", new { Bucket = "pictures" });
        var asked = JsonNode.Parse(input)!.AsObject();
        asked["Bucket"] = "pictures";
        Assert.Equal(fields, ErrorOf(operation, asked).Fields!.ToJsonString());
    }

    [Fact]
    public void Of_many_to_delete_only_those_that_cannot_be_are_refused()
    {
        Put("a");
        var answer = Do("DeleteObjects", new { Bucket = "pictures", Delete = new { Objects = new object[] { new { Key = "b" }, new { Key = "a", VersionId = "abc" }, new { Key = "a", ETag = "x" } } } });
        Assert.Equal("""[{"Key":"b"}]""", answer["Deleted"]!.ToJsonString());
        Assert.Equal(["NoSuchVersion", "PreconditionFailed"], Keys(answer, "Errors", "Code"));
        Assert.Equal("hello", Get("a"));
    }

    [Fact]
    public void Archived_objects_are_not_read()
    {
        Do("PutObject", new { Bucket = "pictures", Key = "a", Body = Base64("x"), StorageClass = "GLACIER" });
        var upload = (string)Do("CreateMultipartUpload", new { Bucket = "pictures", Key = "b" })["UploadId"]!;
        foreach (var (error, message) in new[]
        {
            (ErrorOf("GetObject", new { Bucket = "pictures", Key = "a" }), "The operation is not valid for the object's storage class"),
            (ErrorOf("CopyObject", new { Bucket = "pictures", Key = "b", CopySource = "pictures/a" }), "Operation is not valid for the source object's storage class"),
            (ErrorOf("UploadPartCopy", new { Bucket = "pictures", Key = "b", UploadId = upload, PartNumber = 1, CopySource = "pictures/a" }), "Operation is not valid for the source object's storage class"),
        })
        {
            Assert.Equal(("InvalidObjectState", 403, message, """{"StorageClass":"GLACIER"}"""), (error.Code, error.HttpStatus, error.Message, error.Fields!.ToJsonString()));
        }
        Assert.Equal("GLACIER", (string)Do("HeadObject", new { Bucket = "pictures", Key = "a" })["StorageClass"]!);
    }

    [Fact]
    public void The_bill_has_what_the_facts_price_and_says_what_they_do_not()
    {
        Account.Region = "us-east-1";
        Do("CreateBucket", new { Bucket = "priced" });
        Do("PutObject", new { Bucket = "priced", Key = "a", Body = Convert.ToBase64String(new byte[1 << 20]) });
        Do("GetObject", new { Bucket = "priced", Key = "a" });
        Account.Region = "eu-west-1";
        Put("b");
        Account.Account.Advance(TimeSpan.FromHours(730));
        var lines = Account.Account.State.Bill.LinesAt(Account.Account.Now);
        Assert.Equal(0.000005m * 2, lines.Single(l => l is { Region: "us-east-1", What: "PUT, COPY, POST and LIST requests" }).Usd);
        Assert.Equal(0.0000004m, lines.Single(l => l is { Region: "us-east-1", What: "GET and other requests" }).Usd);
        Assert.Equal(0.023m / 1024, lines.Single(l => l is { Region: "us-east-1", What: "storage, STANDARD" }).Usd, 8);
        Assert.All(lines.Where(l => l.Region == "eu-west-1"), l => Assert.True(l.Usd == 0 && l.What.EndsWith("(no price known here: not counted)", StringComparison.Ordinal)));
    }
}

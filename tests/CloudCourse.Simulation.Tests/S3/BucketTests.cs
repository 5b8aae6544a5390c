using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.S3;

public sealed class BucketTests : S3Test
{
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    [Theory]
    [InlineData("ab")]
    [InlineData("Pictures")]
    [InlineData("my_bucket")]
    [InlineData("-pictures")]
    [InlineData("pictures-")]
    [InlineData("my..bucket")]
    [InlineData("192.168.5.4")]
    [InlineData("xn--pictures")]
    [InlineData("sthree-pictures")]
    [InlineData("amzn-s3-demo-pictures")]
    [InlineData("pictures-s3alias")]
    [InlineData("pictures--ol-s3")]
    [InlineData("pictures.mrap")]
    [InlineData("pictures--x-s3")]
    [InlineData("pictures--table-s3")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void A_name_that_S3_does_not_take_is_refused(string name) =>
        Assert.Equal("InvalidBucketName", Refused("CreateBucket", new { Bucket = name, CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } }));

    [Theory]
    [InlineData("abc")]
    [InlineData("my.example.s3.bucket")]
    [InlineData("1-2-3")]
    [InlineData("log-delivery-march-2020")]
    public void A_name_by_the_rules_is_taken(string name) => Bucket(name);

    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html and ErrorResponses.html
    [Theory]
    [InlineData("eu-west-1", null, "IllegalLocationConstraintException", "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.")]
    [InlineData("eu-west-1", "eu-central-1", "IllegalLocationConstraintException", "The eu-central-1 location constraint is incompatible for the region specific endpoint this request was sent to.")]
    [InlineData("eu-west-1", "us-east-1", "InvalidLocationConstraint", "The specified location-constraint is not valid")]
    [InlineData("us-east-1", "us-east-1", "InvalidLocationConstraint", "The specified location-constraint is not valid")]
    [InlineData("us-east-1", "moon-1", "InvalidLocationConstraint", "The specified location-constraint is not valid")]
    public void Where_a_bucket_may_not_stand_is_said(string region, string? constraint, string code, string message)
    {
        Account.Region = region;
        var error = constraint is null ? ErrorOf("CreateBucket", new { Bucket = "pictures" }) : ErrorOf("CreateBucket", new { Bucket = "pictures", CreateBucketConfiguration = new { LocationConstraint = constraint } });
        Assert.Equal((code, message, 400), (error.Code, error.Message, error.HttpStatus));
    }

    [Theory]
    [InlineData("us-east-1", null, null)]
    [InlineData("us-east-1", "eu-central-1", "eu-central-1")]
    [InlineData("us-east-1", "EU", "eu-west-1")]
    [InlineData("eu-west-1", "eu-west-1", "eu-west-1")]
    public void A_bucket_stands_where_it_was_asked_for(string region, string? constraint, string? location)
    {
        Account.Region = region;
        Do("CreateBucket", constraint is null ? new { Bucket = "pictures" } : new { Bucket = "pictures", CreateBucketConfiguration = new { LocationConstraint = constraint } });
        Assert.Equal(location, (string?)Do("GetBucketLocation", new { Bucket = "pictures" })["LocationConstraint"]);
        Assert.Equal(location ?? "us-east-1", (string?)Do("HeadBucket", new { Bucket = "pictures" })["BucketRegion"]);
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        Bucket();
        var error = ErrorOf("CreateBucket", new { Bucket = "pictures", CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } });
        Assert.Equal(("BucketAlreadyOwnedByYou", 409), (error.Code, error.HttpStatus));
        Assert.Equal("BucketAlreadyExists", Refused("CreateBucket", new { Bucket = "test", CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } }));
        Account.Region = "us-east-1";
        Do("CreateBucket", new { Bucket = "old" });
        Do("CreateBucket", new { Bucket = "old" });
    }

    [Fact]
    public void Only_an_empty_bucket_can_be_deleted()
    {
        Bucket();
        Put("a");
        var error = ErrorOf("DeleteBucket", new { Bucket = "pictures" });
        Assert.Equal(("BucketNotEmpty", 409, "The bucket you tried to delete is not empty"), (error.Code, error.HttpStatus, error.Message));
        Do("DeleteObject", new { Bucket = "pictures", Key = "a" });
        Do("DeleteBucket", new { Bucket = "pictures" });
        Assert.Equal("NoSuchBucket", Refused("ListObjectsV2", new { Bucket = "pictures" }));
    }

    [Fact]
    public void Buckets_are_listed_page_by_page()
    {
        foreach (var name in new[] { "bee", "ant", "cat" }) Bucket(name);
        var first = Do("ListBuckets", new { MaxBuckets = 2 });
        Assert.Equal(["ant", "bee"], Keys(first, "Buckets", "Name"));
        var second = Do("ListBuckets", new { MaxBuckets = 2, ContinuationToken = (string)first["ContinuationToken"]! });
        Assert.Equal(["cat"], Keys(second, "Buckets", "Name"));
        Assert.Null(second["ContinuationToken"]);
        Assert.Equal(["bee"], Keys(Do("ListBuckets", new { Prefix = "b" }), "Buckets", "Name"));
        Assert.Equal("InvalidArgument", Refused("ListBuckets", new { ContinuationToken = "x" }));
    }

    [Fact]
    public void A_new_bucket_has_the_settings_of_today()
    {
        Bucket();
        Assert.Equal("""{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}""",
            Do("GetPublicAccessBlock", new { Bucket = "pictures" })["PublicAccessBlockConfiguration"]!.ToJsonString());
        Assert.Equal("BucketOwnerEnforced", (string)Do("GetBucketOwnershipControls", new { Bucket = "pictures" })["OwnershipControls"]!["Rules"]![0]!["ObjectOwnership"]!);
        Assert.Equal("AES256", (string)Do("GetBucketEncryption", new { Bucket = "pictures" })["ServerSideEncryptionConfiguration"]!["Rules"]![0]!["ApplyServerSideEncryptionByDefault"]!["SSEAlgorithm"]!);
        Assert.Empty(Do("GetBucketVersioning", new { Bucket = "pictures" }));
        Assert.Equal("FULL_CONTROL", (string)Do("GetBucketAcl", new { Bucket = "pictures" })["Grants"]![0]!["Permission"]!);
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    [Theory]
    [InlineData("GetBucketPolicy", "NoSuchBucketPolicy")]
    [InlineData("GetBucketPolicyStatus", "NoSuchBucketPolicy")]
    [InlineData("GetBucketTagging", "NoSuchTagSet")]
    [InlineData("GetBucketWebsite", "NoSuchWebsiteConfiguration")]
    [InlineData("GetBucketCors", "NoSuchCORSConfiguration")]
    [InlineData("GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration")]
    public void What_was_never_set_is_not_there(string operation, string code)
    {
        Bucket();
        var error = ErrorOf(operation, new { Bucket = "pictures" });
        Assert.Equal((code, 404), (error.Code, error.HttpStatus));
        var missing = ErrorOf(operation, new { Bucket = "nothing" });
        Assert.Equal(("NoSuchBucket", "The specified bucket does not exist", 404), (missing.Code, missing.Message, missing.HttpStatus));
    }

    [Fact]
    public void Settings_are_given_back_as_they_were_put()
    {
        Bucket();
        var tags = new { TagSet = new[] { new { Key = "team", Value = "web" } } };
        Do("PutBucketTagging", new { Bucket = "pictures", Tagging = tags });
        Assert.Equal(JsonSerializer.Serialize(tags.TagSet), Do("GetBucketTagging", new { Bucket = "pictures" })["TagSet"]!.ToJsonString());
        var website = new { IndexDocument = new { Suffix = "index.html" }, ErrorDocument = new { Key = "error.html" } };
        Do("PutBucketWebsite", new { Bucket = "pictures", WebsiteConfiguration = website });
        Assert.Equal(JsonSerializer.Serialize(website), Do("GetBucketWebsite", new { Bucket = "pictures" }).ToJsonString());
        var cors = new { CORSRules = new[] { new { AllowedMethods = new[] { "GET" }, AllowedOrigins = new[] { "*" } } } };
        Do("PutBucketCors", new { Bucket = "pictures", CORSConfiguration = cors });
        Assert.Equal(JsonSerializer.Serialize(cors), Do("GetBucketCors", new { Bucket = "pictures" }).ToJsonString());
        foreach (var operation in new[] { "DeleteBucketTagging", "DeleteBucketWebsite", "DeleteBucketCors", "DeleteBucketEncryption", "DeletePublicAccessBlock" }) Do(operation, new { Bucket = "pictures" });
        Assert.Equal("NoSuchPublicAccessBlockConfiguration", Refused("GetPublicAccessBlock", new { Bucket = "pictures" }));
    }

    public static TheoryData<string, string, string> WrongSettings => new()
    {
        { "PutBucketVersioning", """{"VersioningConfiguration": {"Status": "On"}}""", "MalformedXML" },
        { "PutBucketVersioning", """{"VersioningConfiguration": {}}""", "IllegalVersioningConfigurationException" },
        { "PutBucketEncryption", """{"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "rot13"}}]}}""", "MalformedXML" },
        { "PutBucketEncryption", """{"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256", "KMSMasterKeyID": "k"}}]}}""", "InvalidArgument" },
        { "PutBucketOwnershipControls", """{"OwnershipControls": {"Rules": [{"ObjectOwnership": "Mine"}]}}""", "MalformedXML" },
        { "PutBucketTagging", """{"Tagging": {"TagSet": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}}""", "InvalidTag" },
        { "PutBucketTagging", """{"Tagging": {"TagSet": [{"Key": "aws:a", "Value": "1"}]}}""", "InvalidTag" },
        { "PutBucketWebsite", """{"WebsiteConfiguration": {}}""", "InvalidArgument" },
        { "PutBucketWebsite", """{"WebsiteConfiguration": {"IndexDocument": {"Suffix": "a/b"}}}""", "InvalidArgument" },
        { "PutBucketCors", """{"CORSConfiguration": {"CORSRules": [{"AllowedMethods": ["FETCH"], "AllowedOrigins": ["*"]}]}}""", "InvalidRequest" },
        { "PutBucketCors", """{"CORSConfiguration": {"CORSRules": []}}""", "MalformedXML" },
        { "PutBucketAcl", """{"ACL": "public-read"}""", "AccessControlListNotSupported" },
        { "PutBucketAcl", """{"ACL": "mine"}""", "InvalidArgument" },
        { "PutBucketAcl", "{}", "MissingSecurityHeader" },
        { "PutBucketLifecycleConfiguration", """{"LifecycleConfiguration": {"Rules": []}}""", "MalformedXML" },
        { "PutBucketLifecycleConfiguration", """{"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "Filter": {}}]}}""", "InvalidRequest" },
        { "PutBucketLifecycleConfiguration", """{"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "Filter": {}, "Expiration": {"Days": 0}}]}}""", "InvalidArgument" },
        { "PutBucketLifecycleConfiguration", """{"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "Filter": {}, "Expiration": {"Date": "2026-12-01T10:00:00Z"}}]}}""", "InvalidArgument" },
        { "PutBucketLifecycleConfiguration", """{"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "Filter": {}, "Transitions": [{"Days": 10, "StorageClass": "STANDARD_IA"}]}]}}""", "InvalidArgument" },
        { "PutBucketLifecycleConfiguration", """{"LifecycleConfiguration": {"Rules": [{"ID": "a", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 1}}, {"ID": "a", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 1}}]}}""", "InvalidArgument" },
    };

    [Theory, MemberData(nameof(WrongSettings))]
    public void Settings_that_S3_does_not_take_are_refused(string operation, string input, string code)
    {
        Bucket();
        var json = JsonNode.Parse(input)!.AsObject();
        json["Bucket"] = "pictures";
        Assert.Equal(code, Account.Refused("s3", operation, json.ToJsonString()));
    }

    [Fact]
    public void Head_says_no_more_than_a_number()
    {
        var error = ErrorOf("HeadBucket", new { Bucket = "pictures" });
        Assert.Equal(("404", "Not Found", 404), (error.Code, error.Message, error.HttpStatus));
        Bucket();
        As("ana", Allow("s3:GetObject", "*"));
        error = ErrorOf("HeadBucket", new { Bucket = "pictures" });
        Assert.Equal(("403", "Forbidden", 403), (error.Code, error.Message, error.HttpStatus));
        Assert.Equal("s3:ListBucket", error.Denied[0].Action);
    }

    [Fact]
    public void An_expected_owner_is_checked()
    {
        Bucket();
        Do("HeadBucket", new { Bucket = "pictures", ExpectedBucketOwner = TestAccount.Id });
        Assert.Equal("AccessDenied", Refused("GetBucketLocation", new { Bucket = "pictures", ExpectedBucketOwner = "999988887777" }));
    }

    private string Policy(object statement) => JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = statement });

    [Fact]
    public void Block_Public_Access_refuses_a_public_policy_and_takes_another()
    {
        Bucket();
        var open = Policy(new { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" });
        var error = ErrorOf("PutBucketPolicy", new { Bucket = "pictures", Policy = open });
        Assert.Equal(("AccessDenied", 403), (error.Code, error.HttpStatus));
        Assert.EndsWith("because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.", error.Message);
        Do("PutBucketPolicy", new { Bucket = "pictures", Policy = Policy(new { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*", Condition = new { StringEquals = new Dictionary<string, string> { ["aws:PrincipalAccount"] = "444455556666" } } }) });
        Assert.False((bool)Do("GetBucketPolicyStatus", new { Bucket = "pictures" })["PolicyStatus"]!["IsPublic"]!);
        Do("PutPublicAccessBlock", new { Bucket = "pictures", PublicAccessBlockConfiguration = new { BlockPublicAcls = true } });
        Do("PutBucketPolicy", new { Bucket = "pictures", Policy = open });
        Assert.True((bool)Do("GetBucketPolicyStatus", new { Bucket = "pictures" })["PolicyStatus"]!["IsPublic"]!);
        Assert.Equal(open, (string)Do("GetBucketPolicy", new { Bucket = "pictures" })["Policy"]!);

        Put("a");
        Account.As = new(new AnonymousPrincipal());
        Assert.Equal("hello", Get("a"));
        Account.As = Caller.Root(TestAccount.Id);
        Do("PutPublicAccessBlock", new { Bucket = "pictures", PublicAccessBlockConfiguration = new { RestrictPublicBuckets = true } });
        Account.As = new(new AnonymousPrincipal());
        Assert.Equal("AccessDenied", Refused("GetObject", new { Bucket = "pictures", Key = "a" }));
    }

    // The words are S3's: https://repost.aws/knowledge-center/s3-invalid-principal-in-policy-error and the user guide's troubleshooting pages
    [Theory]
    [InlineData("not json", "Policies must be valid JSON and the first byte must be '{'")]
    [InlineData("""{"Version": "2012-10-17"}""", "Missing required field Statement")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::pictures/*"}}""", "Missing required field Principal")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Resource": "arn:aws:s3:::pictures/*"}}""", "Missing required field Action")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/nobody"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::pictures/*"}}""", "Invalid principal in policy")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sqs:SendMessage", "Resource": "arn:aws:s3:::pictures/*"}}""", "Policy has invalid action")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::others/*"}}""", "Policy has invalid resource")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::pictures"}}""", "Action does not apply to any resource(s) in statement")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::pictures/*"}}""", "Action does not apply to any resource(s) in statement")]
    public void A_malformed_policy_is_refused_in_S3s_words(string policy, string message)
    {
        Bucket();
        var error = ErrorOf("PutBucketPolicy", new { Bucket = "pictures", Policy = policy });
        Assert.Equal(("MalformedPolicy", message, 400), (error.Code, error.Message, error.HttpStatus));
    }

    [Fact]
    public void A_bucket_policy_lets_in_and_keeps_out()
    {
        Bucket();
        Put("a");
        As("ana");
        Assert.Equal("AccessDenied", Refused("GetObject", new { Bucket = "pictures", Key = "a" }));
        Account.As = Caller.Root(TestAccount.Id);
        Do("PutBucketPolicy", new { Bucket = "pictures", Policy = Policy(new { Effect = "Allow", Principal = new { AWS = $"arn:aws:iam::{TestAccount.Id}:user/ana" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::pictures/*" }) });
        As("ana");
        Assert.Equal("hello", Get("a"));
        Account.As = Caller.Root(TestAccount.Id);
        Do("PutBucketPolicy", new { Bucket = "pictures", Policy = Policy(new { Effect = "Deny", Principal = "*", Action = "s3:*", Resource = new[] { "arn:aws:s3:::pictures", "arn:aws:s3:::pictures/*" }, Condition = new { Bool = new Dictionary<string, string> { ["aws:SecureTransport"] = "false" } } }) });
        As("ana", Allow("s3:GetObject", "*"));
        Assert.Equal("hello", Get("a"));
        Account.As = Account.As with { Context = new(new Dictionary<string, IReadOnlyList<string>> { ["aws:SecureTransport"] = ["false"] }) };
        var error = ErrorOf("GetObject", new { Bucket = "pictures", Key = "a" });
        Assert.Equal("User: arn:aws:iam::111122223333:user/ana is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::pictures/a\" with an explicit deny in a resource-based policy", error.Message);
    }
}

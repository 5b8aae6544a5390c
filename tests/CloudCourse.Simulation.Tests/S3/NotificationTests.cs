using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.S3.Notifications;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.S3;

/// <summary>https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html</summary>
public sealed class NotificationTests : S3Test
{
    private const string Function = "arn:aws:lambda:eu-west-1:111122223333:function:resize", Queue = "arn:aws:sqs:eu-west-1:111122223333:uploads";

    public NotificationTests() => Bucket();

    private static object Rule(string events, string? prefix = null, string? suffix = null, string arn = Function)
    {
        var rules = new[] { ("prefix", prefix), ("suffix", suffix) }.Where(r => r.Item2 is not null).Select(r => new { Name = r.Item1, Value = r.Item2 });
        return new { LambdaFunctionArn = arn, Events = new[] { events }, Filter = new { Key = new { FilterRules = rules } } };
    }

    private static object Configuration(params object[] rules) => new { Bucket = "pictures", SkipDestinationValidation = true, NotificationConfiguration = new { LambdaFunctionConfigurations = rules } };

    [Fact]
    public void A_destination_that_does_not_let_S3_in_is_refused()
    {
        var error = ErrorOf("PutBucketNotificationConfiguration", new { Bucket = "pictures", NotificationConfiguration = new { LambdaFunctionConfigurations = new[] { Rule("s3:ObjectCreated:*") } } });
        Assert.Equal(("InvalidArgument", "Unable to validate the following destination configurations", 400), (error.Code, error.Message, error.HttpStatus));
        error = ErrorOf("PutBucketNotificationConfiguration", new { Bucket = "pictures", NotificationConfiguration = new { QueueConfigurations = new[] { new { QueueArn = Queue, Events = new[] { "s3:ObjectCreated:*" } } } } });
        Assert.Equal("Unable to validate the following destination configurations", error.Message);
    }

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:111122223333:function:resize", "s3:ObjectCreated:*", "The notification destination service region is not valid for the bucket location constraint")]
    [InlineData(Queue, "s3:ObjectCreated:*", "The ARN is not well formed")]
    [InlineData("resize", "s3:ObjectCreated:*", "The ARN is not well formed")]
    [InlineData(Function, "s3:ObjectMade:*", "The event is not supported for notifications")]
    public void A_rule_that_S3_does_not_take_is_refused(string arn, string happened, string message)
    {
        var error = ErrorOf("PutBucketNotificationConfiguration", Configuration(Rule(happened, arn: arn)));
        Assert.Equal(("InvalidArgument", message), (error.Code, error.Message));
    }

    // The examples of valid and invalid configurations on the page above.
    [Theory]
    [InlineData("images/", ".jpg", "images/", ".png", false)]
    [InlineData("images/", null, "logs/", null, false)]
    [InlineData("", "jpg", "", "pg", true)]
    [InlineData("Image", null, "Ima", null, true)]
    [InlineData("image1", "jpg", "image", "jpg", true)]
    [InlineData(null, null, null, null, true)]
    [InlineData("a", null, null, ".jpg", true)]
    public void Rules_that_overlap_for_one_event_are_refused(string? prefix, string? suffix, string? otherPrefix, string? otherSuffix, bool overlap)
    {
        var both = Configuration(Rule("s3:ObjectCreated:*", prefix, suffix), Rule("s3:ObjectCreated:Put", otherPrefix, otherSuffix));
        if (overlap) Assert.Equal("InvalidArgument", Refused("PutBucketNotificationConfiguration", both));
        else Do("PutBucketNotificationConfiguration", both);
        Do("PutBucketNotificationConfiguration", Configuration(Rule("s3:ObjectCreated:*", prefix, suffix), Rule("s3:ObjectRemoved:*", otherPrefix, otherSuffix)));
    }

    [Fact]
    public void A_configuration_is_given_back_and_replaced_as_a_whole()
    {
        Do("PutBucketNotificationConfiguration", new { Bucket = "pictures", SkipDestinationValidation = true, NotificationConfiguration = new { EventBridgeConfiguration = new { }, QueueConfigurations = new[] { new { Id = "q", QueueArn = Queue, Events = new[] { "s3:ObjectRemoved:*" } } }, LambdaFunctionConfigurations = new[] { Rule("s3:ObjectCreated:*", "in/") } } });
        var kept = Do("GetBucketNotificationConfiguration", new { Bucket = "pictures" });
        Assert.Equal(("q", Queue), ((string)kept["QueueConfigurations"]![0]!["Id"]!, (string)kept["QueueConfigurations"]![0]!["QueueArn"]!));
        Assert.Equal("in/", (string)kept["LambdaFunctionConfigurations"]![0]!["Filter"]!["Key"]!["FilterRules"]![0]!["Value"]!);
        Assert.NotEmpty((string)kept["LambdaFunctionConfigurations"]![0]!["Id"]!);
        Assert.NotNull(kept["EventBridgeConfiguration"]);
        Do("PutBucketNotificationConfiguration", new { Bucket = "pictures", NotificationConfiguration = new { } });
        Assert.Empty(Do("GetBucketNotificationConfiguration", new { Bucket = "pictures" }));
    }

    [Theory]
    [InlineData("s3:ObjectCreated:*", "ObjectCreated:Put", true)]
    [InlineData("s3:ObjectCreated:*", "ObjectCreated:CompleteMultipartUpload", true)]
    [InlineData("s3:ObjectCreated:Put", "ObjectCreated:Put", true)]
    [InlineData("s3:ObjectCreated:Put", "ObjectCreated:Copy", false)]
    [InlineData("s3:ObjectRemoved:*", "ObjectCreated:Put", false)]
    [InlineData("s3:LifecycleTransition", "LifecycleTransition", true)]
    public void A_rule_wants_its_events(string wanted, string happened, bool wants) =>
        Assert.Equal(wants, new NotificationRule("", "", "", [wanted], "in/", ".jpg").Wants(happened, "in/a.jpg"));

    [Fact]
    public void What_happens_is_handed_over_for_the_keys_that_a_rule_names()
    {
        Do("PutBucketNotificationConfiguration", Configuration(Rule("s3:ObjectCreated:*", "in/", ".jpg"), Rule("s3:ObjectRemoved:Delete", "in/")));
        int Handed() => Account.Account.History.OfType<Change>().Count(c => c.What.Contains($"hand over to {Function}", StringComparison.Ordinal));
        Put("in/a.jpg");
        Assert.Equal(1, Handed());
        Put("in/a.png");
        Put("out/a.jpg");
        Assert.Equal(1, Handed());
        Do("CopyObject", new { Bucket = "pictures", Key = "in/b.jpg", CopySource = "pictures/in/a.png" });
        Assert.Equal(2, Handed());
        Do("DeleteObject", new { Bucket = "pictures", Key = "in/b.jpg" });
        Assert.Equal(3, Handed());
        Do("DeleteObject", new { Bucket = "pictures", Key = "in/b.jpg" });
        Assert.Equal(3, Handed());
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    [Fact]
    public void The_record_has_AWSs_shape()
    {
        As("ana", Allow("s3:*", "*"));
        Do("PutBucketVersioning", new { Bucket = "pictures", VersioningConfiguration = new { Status = "Enabled" } });
        var id = (string)Put("in/a b+ä.jpg")["VersionId"]!;
        Said said = new("in/a b+ä.jpg");
        Account.Account.Happen(said);
        var (record, toEventBridge) = (said.Record!, said.ToEventBridge!);
        var expected = new JsonObject
        {
            ["eventVersion"] = "2.1",
            ["eventSource"] = "aws:s3",
            ["awsRegion"] = "eu-west-1",
            ["eventTime"] = "2026-11-02T09:00:00.000Z",
            ["eventName"] = "ObjectCreated:Put",
            ["userIdentity"] = new JsonObject { ["principalId"] = "AWS:AIDA" },
            ["requestParameters"] = new JsonObject { ["sourceIPAddress"] = "203.0.113.10" },
            ["responseElements"] = new JsonObject { ["x-amz-request-id"] = "REQUEST", ["x-amz-id-2"] = "HOST" },
            ["s3"] = new JsonObject
            {
                ["s3SchemaVersion"] = "1.0",
                ["configurationId"] = "resize",
                ["bucket"] = new JsonObject { ["name"] = "pictures", ["ownerIdentity"] = record["s3"]!["bucket"]!["ownerIdentity"]!.DeepClone(), ["arn"] = "arn:aws:s3:::pictures" },
                ["object"] = new JsonObject { ["key"] = "in/a+b%2B%C3%A4.jpg", ["size"] = 5, ["eTag"] = "5d41402abc4b2a76b9719d911017c592", ["versionId"] = id, ["sequencer"] = "0067" },
            },
        };
        Assert.Equal(expected.ToJsonString(), record.ToJsonString());
        Assert.Equal(("Object Created", "aws.s3", "in/a b+ä.jpg", "PutObject"), ((string)toEventBridge["detail-type"]!, (string)toEventBridge["source"]!, (string)toEventBridge["detail"]!["object"]!["key"]!, (string)toEventBridge["detail"]!["reason"]!));
    }

    /// <summary>Changes nothing: it takes down what S3 would say in this turn.</summary>
    private sealed record Said(string Key) : ScheduledEvent
    {
        public JsonObject? Record { get; private set; }
        public JsonObject? ToEventBridge { get; private set; }

        public override void Run(Turn turn)
        {
            var bucket = turn.State.S3.Buckets["pictures"];
            Doer ana = new("AWS:AIDA", "203.0.113.10", TestAccount.Id);
            Record = S3Events.Record(turn, ana, bucket, "ObjectCreated:Put", Key, bucket.Keys.Find(Key)!.Latest, "0067", "REQUEST", "HOST", "resize");
            ToEventBridge = S3Events.ToEventBridge(turn, ana, bucket, "ObjectCreated:Put", Key, bucket.Keys.Find(Key)!.Latest, "0067", "REQUEST");
        }
    }
}

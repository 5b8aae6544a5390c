using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Sns;

/// <summary>https://docs.aws.amazon.com/sns/latest/api/API_Operations.html</summary>
public sealed class SnsTests
{
    private readonly TestAccount _account = new();

    private static string Topic(string name = "news") => $"arn:aws:sns:eu-west-1:{TestAccount.Id}:{name}";

    private static string QueueArn(string name) => $"arn:aws:sqs:eu-west-1:{TestAccount.Id}:{name}";

    public SnsTests() => Do("CreateTopic", new { Name = "news" });

    private JsonObject Do(string operation, object input) => _account.Do("sns", operation, JsonSerializer.Serialize(input));

    private AwsError ErrorOf(string operation, object input)
    {
        _account.Refused("sns", operation, JsonSerializer.Serialize(input));
        return ((ApiCall)_account.Account.History[^1]).Error!;
    }

    private void Queue(string name, bool isOpen = true)
    {
        Dictionary<string, string> attributes = [];
        if (name.EndsWith(".fifo", StringComparison.Ordinal)) attributes["FifoQueue"] = "true";
        if (isOpen) attributes["Policy"] = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Effect = "Allow", Principal = new { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = QueueArn(name), Condition = new { ArnLike = new Dictionary<string, string> { ["aws:SourceArn"] = Topic("*") } } } });
        _account.Do("sqs", "CreateQueue", JsonSerializer.Serialize(new { QueueName = name, Attributes = attributes }));
    }

    private string Subscribe(string queue, object? attributes = null, string topic = "news") =>
        (string)Do("Subscribe", new { TopicArn = Topic(topic), Protocol = "sqs", Endpoint = QueueArn(queue), Attributes = attributes ?? new { } })["SubscriptionArn"]!;

    private List<JsonObject> Received(string queue) =>
        [.. (_account.Do("sqs", "ReceiveMessage", JsonSerializer.Serialize(new { QueueUrl = $"https://sqs.eu-west-1.amazonaws.com/{TestAccount.Id}/{queue}", MaxNumberOfMessages = 10, MessageAttributeNames = new[] { "All" }, AttributeNames = new[] { "All" } }))["Messages"]?.AsArray() ?? []).Select(m => m!.AsObject())];

    [Fact]
    public void A_message_reaches_every_queue_in_its_envelope_or_raw()
    {
        Queue("one");
        Queue("two");
        var arn = Subscribe("one");
        Subscribe("two", new { RawMessageDelivery = "true" });
        var id = (string)Do("Publish", new { TopicArn = Topic(), Message = "hello", Subject = "greeting", MessageAttributes = new { kind = new { DataType = "String", StringValue = "test" } } })["MessageId"]!;
        var envelope = JsonNode.Parse((string)Assert.Single(Received("one"))["Body"]!)!.AsObject();
        Assert.Equal(["Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp", "SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL", "MessageAttributes"], envelope.Select(m => m.Key));
        Assert.Equal(("Notification", id, Topic(), "greeting", "hello", "2026-11-02T09:00:00.000Z", """{"kind":{"Type":"String","Value":"test"}}"""), ((string)envelope["Type"]!, (string)envelope["MessageId"]!, (string)envelope["TopicArn"]!, (string)envelope["Subject"]!, (string)envelope["Message"]!, (string)envelope["Timestamp"]!, envelope["MessageAttributes"]!.ToJsonString()));
        var raw = Assert.Single(Received("two"));
        Assert.Equal(("hello", "test"), ((string)raw["Body"]!, (string)raw["MessageAttributes"]!["kind"]!["StringValue"]!));
        Do("Unsubscribe", new { SubscriptionArn = arn });
        Do("Publish", new { TopicArn = Topic(), Message = "again" });
        Assert.Empty(Received("one"));
        Assert.Single(Received("two"));
    }

    [Fact]
    public void A_queue_that_does_not_let_SNS_in_gets_nothing_and_the_dead_letter_queue_does()
    {
        Queue("closed", isOpen: false);
        Queue("letters");
        Subscribe("closed", new { RedrivePolicy = JsonSerializer.Serialize(new { deadLetterTargetArn = QueueArn("letters") }) });
        Do("Publish", new { TopicArn = Topic(), Message = "hello" });
        Assert.Empty(Received("closed"));
        Assert.Equal("hello", (string)JsonNode.Parse((string)Assert.Single(Received("letters"))["Body"]!)!["Message"]!);
        Assert.Contains(_account.Account.History.OfType<Change>(), c => c.What.Contains($"could not hand over to {QueueArn("closed")}", StringComparison.Ordinal));
    }

    // https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
    [Theory]
    [InlineData("""{"kind":["order"]}""", true)]
    [InlineData("""{"kind":["refund"]}""", false)]
    [InlineData("""{"kind":[{"prefix":"or"}],"price":[{"numeric":[">",10,"<=",100]}]}""", true)]
    [InlineData("""{"price":[{"numeric":["<",100]}]}""", false)]
    [InlineData("""{"kind":[{"anything-but":["order"]}]}""", false)]
    [InlineData("""{"shop":[{"exists":false}]}""", true)]
    [InlineData("""{"kind":[{"exists":true}]}""", true)]
    [InlineData("""{"tags":["red"]}""", true)]
    [InlineData("""{"tags":["green"]}""", false)]
    [InlineData("""{"kind":[{"equals-ignore-case":"ORDER"}]}""", true)]
    [InlineData("""{"kind":[{"suffix":"er"}]}""", true)]
    [InlineData("""{"$or":[{"kind":["refund"]},{"price":[100]}]}""", true)]
    public void A_filter_of_attributes(string filter, bool arrives)
    {
        Queue("one");
        Subscribe("one", new { FilterPolicy = filter });
        Do("Publish", new { TopicArn = Topic(), Message = "x", MessageAttributes = new { kind = new { DataType = "String", StringValue = "order" }, price = new { DataType = "Number", StringValue = "100.0" }, tags = new { DataType = "String.Array", StringValue = "[\"red\",\"blue\"]" } } });
        Assert.Equal(arrives ? 1 : 0, Received("one").Count);
    }

    [Theory]
    [InlineData("""{"order":{"total":[{"numeric":[">",5]}]}}""", """{"order":{"total":6}}""", true)]
    [InlineData("""{"order":{"total":[{"numeric":[">",5]}]}}""", """{"order":{"total":4}}""", false)]
    [InlineData("""{"a":["x"]}""", "no JSON", false)]
    public void A_filter_of_bodies(string filter, string message, bool arrives)
    {
        Queue("one");
        Subscribe("one", new { FilterPolicy = filter, FilterPolicyScope = "MessageBody", RawMessageDelivery = "true" });
        Do("Publish", new { TopicArn = Topic(), Message = message });
        Assert.Equal(arrives ? 1 : 0, Received("one").Count);
    }

    [Fact]
    public void A_FIFO_topic_keeps_groups_and_leaves_out_what_comes_twice()
    {
        Do("CreateTopic", new { Name = "news.fifo", Attributes = new { FifoTopic = "true", ContentBasedDeduplication = "true" } });
        Queue("one.fifo");
        Subscribe("one.fifo", new { RawMessageDelivery = "true" }, "news.fifo");
        var first = Do("Publish", new { TopicArn = Topic("news.fifo"), Message = "a", MessageGroupId = "g" });
        var again = Do("Publish", new { TopicArn = Topic("news.fifo"), Message = "a", MessageGroupId = "g" });
        Assert.Equal((string)first["SequenceNumber"]!, (string)again["SequenceNumber"]!);
        Do("Publish", new { TopicArn = Topic("news.fifo"), Message = "b", MessageGroupId = "g" });
        var received = Received("one.fifo");
        Assert.Equal(["a", "b"], received.Select(m => (string)m["Body"]!));
        Assert.Equal("g", (string)received[0]["Attributes"]!["MessageGroupId"]!);
    }

    [Fact]
    public void A_structured_message_has_a_text_for_each_protocol()
    {
        Queue("one");
        Subscribe("one", new { RawMessageDelivery = "true" });
        Do("Publish", new { TopicArn = Topic(), MessageStructure = "json", Message = """{"default":"for all","sqs":"for queues"}""" });
        Assert.Equal("for queues", (string)Assert.Single(Received("one"))["Body"]!);
    }

    [Fact]
    public void An_address_is_asked_first()
    {
        Assert.Equal("pending confirmation", (string)Do("Subscribe", new { TopicArn = Topic(), Protocol = "email", Endpoint = "ann@example.com" })["SubscriptionArn"]!);
        Do("Publish", new { TopicArn = Topic(), Message = "too early" });
        Assert.Equal("PendingConfirmation", (string)Do("ListSubscriptionsByTopic", new { TopicArn = Topic() })["Subscriptions"]![0]!["SubscriptionArn"]!);
        var asked = _account.Account.History.OfType<Change>().Single(c => c.To == "pending confirmation").What;
        var arn = (string)Do("ConfirmSubscription", new { TopicArn = Topic(), Token = asked[(asked.LastIndexOf(' ') + 1)..] })["SubscriptionArn"]!;
        Do("Publish", new { TopicArn = Topic(), Message = "now" });
        Assert.Equal(["ann@example.com gets by email: now"], _account.Account.History.OfType<Change>().Where(c => c.What.Contains("by email", StringComparison.Ordinal)).Select(c => c.What));
        Assert.Equal("false", (string)Do("GetSubscriptionAttributes", new { SubscriptionArn = arn })["Attributes"]!["PendingConfirmation"]!);
    }

    /// <seealso href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html"/>
    [Theory]
    [InlineData("Topic", 1)]
    [InlineData("MessageGroup", 2)]
    public void A_FIFO_topic_looks_for_what_came_before_in_its_scope_and_tells_a_standard_queue_no_group(string scope, int delivered)
    {
        Do("CreateTopic", new { Name = "news.fifo", Attributes = new { FifoTopic = "true", FifoThroughputScope = scope } });
        Queue("one");
        Subscribe("one", new { RawMessageDelivery = "true" }, "news.fifo");
        foreach (var group in (string[])["a", "b", "b"]) Do("Publish", new { TopicArn = Topic("news.fifo"), Message = "m", MessageGroupId = group, MessageDeduplicationId = "d" });
        var received = _account.Do("sqs", "ReceiveMessage", JsonSerializer.Serialize(new { QueueUrl = $"https://sqs.eu-west-1.amazonaws.com/{TestAccount.Id}/one", MaxNumberOfMessages = 10, AttributeNames = new[] { "All" } }))["Messages"]!.AsArray();
        Assert.Equal(delivered, received.Count);
        Assert.All(received, m => Assert.False(m!["Attributes"]!.AsObject().ContainsKey("MessageGroupId")));
    }

    public static TheoryData<string, object, string, string> Refused => new()
    {
        { "CreateTopic", new { Name = "a b" }, "InvalidParameter", "Invalid parameter: Topic Name" },
        { "CreateTopic", new { Name = "a.fifo" }, "InvalidParameter", "Invalid parameter: Topic Name" },
        { "Publish", new { TopicArn = Topic("none"), Message = "x" }, "NotFound", "Topic does not exist" },
        { "Publish", new { TopicArn = Topic(), Message = "" }, "InvalidParameter", "Invalid parameter: Empty message" },
        { "Publish", new { TopicArn = Topic(), Message = new string('x', 262_145) }, "InvalidParameter", "Invalid parameter: Message too long" },
        { "Publish", new { TopicArn = Topic(), Message = "x", Subject = "a\nb" }, "InvalidParameter", "Invalid parameter: Subject" },
        { "Publish", new { Message = "x" }, "InvalidParameter", "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter" },
        { "Publish", new { PhoneNumber = "+100", Message = "x" }, "NotSimulated", "The simulation sends no text messages." },
        { "Publish", new { TopicArn = Topic(), Message = "{}", MessageStructure = "json" }, "InvalidParameter", "Invalid parameter: Message Structure - No default entry in JSON message body" },
        { "Publish", new { TopicArn = Topic(), Message = "{", MessageStructure = "json" }, "InvalidParameter", "Invalid parameter: Message Structure - JSON message body failed to parse" },
        { "Publish", new { TopicArn = Topic(), Message = "x", MessageDeduplicationId = "d" }, "InvalidParameter", "Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type" },
        { "Publish", new { TopicArn = Topic(), Message = "x", MessageAttributes = new { a = new { DataType = "Text", StringValue = "x" } } }, "ParameterValueInvalid", "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String." },
        { "Subscribe", new { TopicArn = Topic(), Protocol = "pigeon", Endpoint = "x" }, "InvalidParameter", "Invalid parameter: Amazon SNS does not support this protocol string: pigeon" },
        { "Subscribe", new { TopicArn = Topic(), Protocol = "sqs", Endpoint = "x" }, "InvalidParameter", "Invalid parameter: SQS endpoint ARN" },
        { "Subscribe", new { TopicArn = Topic(), Protocol = "sqs", Endpoint = QueueArn("q.fifo") }, "InvalidParameter", "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics" },
        { "Subscribe", new { TopicArn = Topic(), Protocol = "email", Endpoint = "a@b.c", Attributes = new { RawMessageDelivery = "true" } }, "InvalidParameter", "Invalid parameter: Attributes Reason: Delivery protocol [email] does not support raw message delivery." },
        { "ConfirmSubscription", new { TopicArn = Topic(), Token = "x" }, "InvalidParameter", "Invalid parameter: Token" },
        { "Unsubscribe", new { SubscriptionArn = Topic() + ":none" }, "NotFound", "Subscription does not exist" },
        { "SetTopicAttributes", new { TopicArn = Topic(), AttributeName = "Colour", AttributeValue = "x" }, "InvalidParameter", "Invalid parameter: AttributeName" },
        { "SetTopicAttributes", new { TopicArn = Topic(), AttributeName = "Policy", AttributeValue = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}""" }, "InvalidParameter", "Invalid parameter: Policy statement action out of service scope!" },
        // Attributes count towards a message's size: https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
        { "PublishBatch", new { TopicArn = Topic(), PublishBatchRequestEntries = Enumerable.Range(0, 2).Select(i => new { Id = $"{i}", Message = new string('x', 131_000), MessageAttributes = new { a = new { DataType = "String", StringValue = new string('x', 100) } } }) }, "BatchRequestTooLong", "The length of all the batch messages put together is more than the limit." },
        { "CreateTopic", new { Name = "a.fifo", Attributes = new { FifoTopic = "true", FifoThroughputScope = "Group" } }, "InvalidParameter", "Invalid parameter: FifoThroughputScope Reason: must be Topic or MessageGroup" },
        { "RemovePermission", new { TopicArn = Topic(), Label = "x" }, "InvalidParameter", "Invalid parameter: Label does not exist" },
        { "PublishBatch", new { TopicArn = Topic(), PublishBatchRequestEntries = System.Array.Empty<object>() }, "EmptyBatchRequest", "The batch request doesn't contain any entries." },
        { "PublishBatch", new { TopicArn = Topic(), PublishBatchRequestEntries = new[] { new { Id = "a", Message = "x" }, new { Id = "a", Message = "y" } } }, "BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_call_that_SNS_refuses(string operation, object input, string code, string message)
    {
        var error = ErrorOf(operation, input);
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Fact]
    public void Entries_of_a_batch_succeed_and_fail_by_themselves()
    {
        Queue("one");
        Subscribe("one", new { RawMessageDelivery = "true" });
        var done = Do("PublishBatch", new { TopicArn = Topic(), PublishBatchRequestEntries = new[] { new { Id = "a", Message = "1" }, new { Id = "b", Message = "" } } });
        Assert.Equal("a", (string)Assert.Single(done["Successful"]!.AsArray())!["Id"]!);
        Assert.Equal(("b", "InvalidParameter"), ((string)done["Failed"]![0]!["Id"]!, (string)done["Failed"]![0]!["Code"]!));
        Assert.Equal(["1"], Received("one").Select(m => (string)m["Body"]!));
    }

    [Fact]
    public void Lists_come_by_the_hundred()
    {
        for (var i = 0; i < 101; i++) Do("CreateTopic", new { Name = $"t{i:D3}" });
        var first = Do("ListTopics", new { });
        Assert.Equal(100, first["Topics"]!.AsArray().Count);
        var second = Do("ListTopics", new { NextToken = (string)first["NextToken"]! });
        Assert.Equal(2, second["Topics"]!.AsArray().Count);
        Assert.Null(second["NextToken"]);
    }

    [Fact]
    public void Publishing_takes_permission_by_the_user_s_policies_or_the_topic_s()
    {
        _account.Do("iam", "CreateUser", """{"UserName":"ann"}""");
        _account.As = Caller.User(TestAccount.Id, "ann");
        var error = ErrorOf("Publish", new { TopicArn = Topic(), Message = "x" });
        Assert.Equal(("AuthorizationError", 403, $"User: arn:aws:iam::{TestAccount.Id}:user/ann is not authorized to perform: SNS:Publish on resource: {Topic()} because no identity-based policy allows the SNS:Publish action"), (error.Code, error.HttpStatus, error.Message));
        _account.As = Caller.Root(TestAccount.Id);
        Do("SetTopicAttributes", new { TopicArn = Topic(), AttributeName = "Policy", AttributeValue = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Sid = "s", Effect = "Allow", Principal = new { AWS = $"arn:aws:iam::{TestAccount.Id}:user/ann" }, Action = "sns:Publish", Resource = Topic() } }) });
        Do("AddPermission", new { TopicArn = Topic(), Label = "others", AWSAccountId = new[] { "444455556666" }, ActionName = new[] { "Subscribe" } });
        _account.As = Caller.User(TestAccount.Id, "ann");
        Do("Publish", new { TopicArn = Topic(), Message = "x" });
        Assert.Equal("AuthorizationError", ErrorOf("Subscribe", new { TopicArn = Topic(), Protocol = "email", Endpoint = "a@b.c" }).Code);
    }

    [Fact]
    public void Topics_are_made_once_tagged_and_deleted()
    {
        Assert.Equal(Topic(), (string)Do("CreateTopic", new { Name = "news" })["TopicArn"]!);
        Assert.Equal("InvalidParameter", ErrorOf("CreateTopic", new { Name = "news", Attributes = new { DisplayName = "x" } }).Code);
        Do("TagResource", new { ResourceArn = Topic(), Tags = new[] { new { Key = "a", Value = "1" }, new { Key = "b", Value = "2" } } });
        Do("UntagResource", new { ResourceArn = Topic(), TagKeys = new[] { "a" } });
        Assert.Equal("""[{"Key":"b","Value":"2"}]""", Do("ListTagsForResource", new { ResourceArn = Topic() })["Tags"]!.ToJsonString());
        Queue("one");
        Assert.Equal(Subscribe("one"), Subscribe("one"));
        Assert.Equal("1", (string)Do("GetTopicAttributes", new { TopicArn = Topic() })["Attributes"]!["SubscriptionsConfirmed"]!);
        Do("DeleteTopic", new { TopicArn = Topic() });
        Do("DeleteTopic", new { TopicArn = Topic() });
        Assert.Empty(Do("ListSubscriptions", new { })["Subscriptions"]!.AsArray());
    }
}

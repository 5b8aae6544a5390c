using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Sqs;

/// <summary>https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html</summary>
public sealed class MessageTests : SqsTest
{
    [Fact]
    public void A_message_is_received_hidden_and_deleted()
    {
        Queue();
        var sent = Send("orders", "hello");
        Assert.Equal("5d41402abc4b2a76b9719d911017c592", (string)sent["MD5OfMessageBody"]!);
        Wait(5);
        var message = Assert.Single(Receive("orders"));
        Assert.Equal(("hello", (string)sent["MessageId"]!, "5d41402abc4b2a76b9719d911017c592"), ((string)message["Body"]!, (string)message["MessageId"]!, (string)message["MD5OfBody"]!));
        var attributes = message["Attributes"]!;
        Assert.Equal(("1", "1793610000000", "1793610005000", TestAccount.Id), ((string)attributes["ApproximateReceiveCount"]!, (string)attributes["SentTimestamp"]!, (string)attributes["ApproximateFirstReceiveTimestamp"]!, (string)attributes["SenderId"]!));
        Assert.Equal(("0", "1", "0"), Counts("orders"));
        Assert.Empty(Receive("orders"));
        Delete("orders", message);
        Wait(60);
        Assert.Empty(Receive("orders"));
        Delete("orders", message); // again: nothing to do, and no error
    }

    [Fact]
    public void A_message_that_is_not_deleted_comes_back_after_its_time_out_with_another_handle()
    {
        Queue();
        Send("orders", "hello");
        var first = Assert.Single(Receive("orders"));
        Wait(29.9);
        Assert.Empty(Receive("orders"));
        Wait(0.1);
        var second = Assert.Single(Receive("orders"));
        Assert.Equal(("2", "1793610000000"), ((string)second["Attributes"]!["ApproximateReceiveCount"]!, (string)second["Attributes"]!["ApproximateFirstReceiveTimestamp"]!));
        Assert.NotEqual(Handle(first), Handle(second));
        Delete("orders", first); // an old handle of a standard queue: no error, and the message stays
        Assert.Equal(("0", "1", "0"), Counts("orders"));
        Delete("orders", second);
        Assert.Equal(("0", "0", "0"), Counts("orders"));
    }

    [Fact]
    public void A_time_out_can_be_changed_while_it_runs()
    {
        Queue();
        Send("orders", "hello");
        var message = Assert.Single(Receive("orders"));
        Change(100);
        Wait(60);
        Assert.Empty(Receive("orders"));
        Change(0);
        Assert.Equal(("1", "0", "0"), Counts("orders"));
        var error = ErrorOf("ChangeMessageVisibility", new { QueueUrl = Base + "orders", ReceiptHandle = Handle(message), VisibilityTimeout = 1 });
        Assert.Equal("AWS.SimpleQueueService.MessageNotInflight", error.Code);
        Delete("orders", message); // the last handle still deletes it
        error = ErrorOf("ChangeMessageVisibility", new { QueueUrl = Base + "orders", ReceiptHandle = Handle(message), VisibilityTimeout = 1 });
        Assert.Equal("InvalidParameterValue", error.Code);
        Assert.EndsWith("Reason: Message does not exist or is not available for visibility timeout change.", error.Message);

        void Change(int seconds) => Do("ChangeMessageVisibility", new { QueueUrl = Base + "orders", ReceiptHandle = Handle(message), VisibilityTimeout = seconds });
    }

    [Fact]
    public void A_message_stays_hidden_for_twelve_hours_at_most()
    {
        Queue();
        Send("orders", "hello");
        var message = Assert.Single(Receive("orders"));
        Wait(10);
        var error = ErrorOf("ChangeMessageVisibility", new { QueueUrl = Base + "orders", ReceiptHandle = Handle(message), VisibilityTimeout = 43_200 });
        Assert.Equal("Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]", error.Message);
        Do("ChangeMessageVisibility", new { QueueUrl = Base + "orders", ReceiptHandle = Handle(message), VisibilityTimeout = 43_190 });
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AQEBAAAAAAAAAAEAAAABAAAAAAAAAAAAAAAA")]
    public void A_made_up_handle_is_refused(string handle)
    {
        Queue();
        Send("orders", "x");
        Receive("orders");
        var error = ErrorOf("DeleteMessage", new { QueueUrl = Base + "orders", ReceiptHandle = handle });
        Assert.Equal(("ReceiptHandleIsInvalid", 404), (error.Code, error.HttpStatus));
    }

    [Fact]
    public void A_handle_is_of_one_queue_only()
    {
        Queue();
        Queue("others");
        Send("orders", "x");
        Send("others", "y");
        Receive("others");
        Assert.Equal("ReceiptHandleIsInvalid", ErrorOf("DeleteMessage", new { QueueUrl = Base + "others", ReceiptHandle = Handle(Receive("orders")[0]) }).Code);
    }

    [Fact]
    public void Messages_wait_for_their_delay()
    {
        Queue("orders", ("DelaySeconds", "10"));
        Send("orders", "late");
        Do("SendMessage", new { QueueUrl = Base + "orders", MessageBody = "soon", DelaySeconds = 2 });
        Assert.Equal(("0", "0", "2"), Counts("orders"));
        Wait(2);
        Assert.Equal(["soon"], Bodies(Receive("orders")));
        Wait(8);
        Assert.Equal(["late"], Bodies(Receive("orders")));
    }

    [Fact]
    public void Whoever_waits_gets_what_becomes_visible_meanwhile_and_is_told_how_long_it_took()
    {
        Queue();
        Do("SendMessage", new { QueueUrl = Base + "orders", MessageBody = "soon", DelaySeconds = 7 });
        Do("SendMessage", new { QueueUrl = Base + "orders", MessageBody = "later", DelaySeconds = 15 });
        var input = JsonSerializer.Serialize(new { QueueUrl = Base + "orders", MaxNumberOfMessages = 10, WaitTimeSeconds = 5 });
        var nothing = Account.Try("sqs", "ReceiveMessage", input);
        Assert.Equal((TimeSpan.FromSeconds(5), 0), (nothing.Waited, nothing.Output!.Count));
        var some = Account.Try("sqs", "ReceiveMessage", input.Replace(":5", ":20", StringComparison.Ordinal));
        Assert.Equal(TimeSpan.FromSeconds(7), some.Waited);
        Assert.Equal("soon", (string)Assert.Single(some.Output!["Messages"]!.AsArray())!["Body"]!);
        Assert.Equal(("0", "1", "1"), Counts("orders"));
        Wait(36.9);
        Assert.Equal(["later"], Bodies(Receive("orders")));
        Wait(0.1); // seven seconds of waiting and thirty of time-out
        Assert.Equal(["soon"], Bodies(Receive("orders")));
    }

    [Fact]
    public void A_message_expires_at_the_end_of_its_retention_period_in_flight_or_not()
    {
        Queue("orders", ("MessageRetentionPeriod", "60"), ("VisibilityTimeout", "43200"));
        Send("orders", "a");
        Receive("orders");
        Wait(30);
        Send("orders", "b");
        Wait(30);
        Assert.Equal(["b"], Bodies(Receive("orders")));
        Assert.Equal(("0", "1", "0"), Counts("orders"));
        Wait(30);
        Assert.Empty(Receive("orders"));
        Assert.Equal(("0", "0", "0"), Counts("orders"));
    }

    [Fact]
    public void A_time_out_of_zero_shows_the_message_to_the_next()
    {
        Queue();
        Send("orders", "a");
        for (var i = 1; i <= 3; i++)
        {
            var message = Do("ReceiveMessage", new { QueueUrl = Base + "orders", VisibilityTimeout = 0, AttributeNames = new[] { "ApproximateReceiveCount" } })["Messages"]![0]!;
            Assert.Equal($"{i}", (string)message["Attributes"]!["ApproximateReceiveCount"]!);
        }
        Assert.Equal(("1", "0", "0"), Counts("orders"));
    }

    // The rule of https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html, written out once more below.
    [Fact]
    public void Message_attributes_have_the_documented_digest_and_are_given_to_who_asks()
    {
        Queue();
        var sent = Do("SendMessage", new { QueueUrl = Base + "orders", MessageBody = "x", MessageAttributes = new { City = new { DataType = "String", StringValue = "Any City" }, Population = new { DataType = "Number", StringValue = "1250800" }, Bytes = new { DataType = "Binary.png", BinaryValue = "AAEC" } }, MessageSystemAttributes = new { AWSTraceHeader = new { DataType = "String", StringValue = "Root=1" } } });
        Assert.Equal(Digest(("Bytes", "Binary.png", 2, [0, 1, 2]), ("City", "String", 1, "Any City"u8.ToArray()), ("Population", "Number", 1, "1250800"u8.ToArray())), (string)sent["MD5OfMessageAttributes"]!);
        Assert.Equal(Digest(("AWSTraceHeader", "String", 1, "Root=1"u8.ToArray())), (string)sent["MD5OfMessageSystemAttributes"]!);
        var some = Do("ReceiveMessage", new { QueueUrl = Base + "orders", MessageAttributeNames = new[] { "Ci.*", "Nothing" }, VisibilityTimeout = 0 })["Messages"]![0]!;
        Assert.Equal("""{"City":{"StringValue":"Any City","DataType":"String"}}""", some["MessageAttributes"]!.ToJsonString());
        Assert.Equal(Digest(("City", "String", 1, "Any City"u8.ToArray())), (string)some["MD5OfMessageAttributes"]!);
        Assert.Null(some["Attributes"]);
        var all = Do("ReceiveMessage", new { QueueUrl = Base + "orders", MessageAttributeNames = new[] { "All" }, AttributeNames = new[] { "All" } })["Messages"]![0]!;
        Assert.Equal((string)sent["MD5OfMessageAttributes"]!, (string)all["MD5OfMessageAttributes"]!);
        Assert.Equal("Root=1", (string)all["Attributes"]!["AWSTraceHeader"]!);
    }

    private static string Digest(params (string Name, string Type, byte Kind, byte[] Value)[] attributes)
    {
        List<byte> all = [];
        foreach (var (name, type, kind, value) in attributes)
        {
            all.AddRange([0, 0, 0, (byte)name.Length, .. System.Text.Encoding.UTF8.GetBytes(name), 0, 0, 0, (byte)type.Length, .. System.Text.Encoding.UTF8.GetBytes(type), kind, 0, 0, 0, (byte)value.Length, .. value]);
        }
        return Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData([.. all]));
    }

    public static TheoryData<object, string, string> Bad => new()
    {
        { new { MessageBody = "" }, "MissingParameter", "The request must contain the parameter MessageBody." },
        { new { MessageBody = "\u0001" }, "InvalidMessageContents", "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF" },
        { new { MessageBody = new string('é', 525_000) }, "InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes." },
        { new { MessageBody = "x", DelaySeconds = 901 }, "InvalidParameterValue", "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900." },
        { new { MessageBody = "x", MessageDeduplicationId = "d" }, "InvalidParameterValue", "Value d for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type." },
        { new { MessageBody = "x", MessageAttributes = new { a = new { DataType = "Text", StringValue = "x" } } }, "InvalidParameterValue", "The type of message (user) attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String." },
        { new { MessageBody = "x", MessageAttributes = new { a = new { DataType = "String" } } }, "InvalidParameterValue", "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'." },
        { new { MessageBody = "x", MessageAttributes = new { a = new { DataType = "Number", StringValue = "x" } } }, "InvalidParameterValue", "Can't cast the value of message (user) attribute 'a' to a number." },
        { new { MessageBody = "x", MessageAttributes = new { AWSx = new { DataType = "String", StringListValues = new[] { "x" } } } }, "AWS.SimpleQueueService.UnsupportedOperation", "Message attribute list values in SendMessage operation are not supported." },
        { new { MessageBody = "x", MessageAttributes = Enumerable.Range(0, 11).ToDictionary(i => $"a{i}", _ => new { DataType = "String", StringValue = "x" }) }, "InvalidParameterValue", "Number of message attributes [11] exceeds the allowed maximum [10]." },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_message_that_SQS_does_not_take(object message, string code, string words)
    {
        Queue();
        var input = JsonSerializer.SerializeToNode(message)!.AsObject();
        input["QueueUrl"] = Base + "orders";
        var error = ErrorOf("SendMessage", input);
        Assert.Equal((code, words), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("MaxNumberOfMessages", 0, "Must be between 1 and 10, if provided.")]
    [InlineData("MaxNumberOfMessages", 11, "Must be between 1 and 10, if provided.")]
    [InlineData("WaitTimeSeconds", 21, "Must be >= 0 and <= 20, if provided.")]
    [InlineData("VisibilityTimeout", 43201, "Must be >= 0 and <= 43200, if provided.")]
    public void A_receive_has_its_bounds(string member, int value, string reason)
    {
        Queue();
        var error = ErrorOf("ReceiveMessage", new Dictionary<string, object> { ["QueueUrl"] = Base + "orders", [member] = value });
        Assert.Equal(("InvalidParameterValue", $"Value {value} for parameter {member} is invalid. Reason: {reason}"), (error.Code, error.Message));
    }

    [Fact]
    public void Entries_of_a_batch_succeed_and_fail_by_themselves()
    {
        Queue();
        var sent = Do("SendMessageBatch", new { QueueUrl = Base + "orders", Entries = new[] { new { Id = "a", MessageBody = "one" }, new { Id = "b", MessageBody = "" }, new { Id = "c", MessageBody = "three" } } });
        Assert.Equal(["a", "c"], sent["Successful"]!.AsArray().Select(e => (string)e!["Id"]!));
        var failed = Assert.Single(sent["Failed"]!.AsArray())!;
        Assert.Equal(("b", true, "MissingParameter"), ((string)failed["Id"]!, (bool)failed["SenderFault"]!, (string)failed["Code"]!));
        var messages = Receive("orders");
        Assert.Equal(["one", "three"], Bodies(messages));
        var changed = Do("ChangeMessageVisibilityBatch", new { QueueUrl = Base + "orders", Entries = new[] { new { Id = "x", ReceiptHandle = Handle(messages[0]), VisibilityTimeout = 0 } } });
        Assert.Equal("x", (string)Assert.Single(changed["Successful"]!.AsArray())!["Id"]!);
        var deleted = Do("DeleteMessageBatch", new { QueueUrl = Base + "orders", Entries = new[] { new { Id = "x", ReceiptHandle = Handle(messages[1]) }, new { Id = "y", ReceiptHandle = "no" } } });
        Assert.Equal("ReceiptHandleIsInvalid", (string)Assert.Single(deleted["Failed"]!.AsArray())!["Code"]!);
        Assert.Equal(("1", "0", "0"), Counts("orders"));
    }

    public static TheoryData<string[], int, string> BadBatches => new()
    {
        { [], 1, "EmptyBatchRequest" },
        { [.. Enumerable.Range(0, 11).Select(i => $"m{i}")], 1, "TooManyEntriesInBatchRequest" },
        { ["a", "a"], 1, "BatchEntryIdsNotDistinct" },
        { ["a b"], 1, "InvalidBatchEntryId" },
        { ["a", "b"], 600_000, "BatchRequestTooLong" },
    };

    [Theory]
    [MemberData(nameof(BadBatches))]
    public void A_batch_that_SQS_does_not_take(string[] ids, int length, string code)
    {
        Queue();
        Assert.Equal($"AWS.SimpleQueueService.{code}", ErrorOf("SendMessageBatch", new { QueueUrl = Base + "orders", Entries = ids.Select(i => new { Id = i, MessageBody = new string('x', length) }) }).Code);
    }

    [Fact]
    public void Another_service_sends_only_where_the_queue_s_policy_lets_it()
    {
        Queue();
        Delivery delivery = new("sns.amazonaws.com", "arn:aws:sns:eu-west-1:111122223333:news", Arn("orders"), "hello") { Attributes = """{"kind":{"DataType":"String","StringValue":"test"}}""" };
        Account.Account.Happen(new Sends(delivery));
        Assert.Empty(Receive("orders"));
        Do("SetQueueAttributes", new { QueueUrl = Base + "orders", Attributes = new { Policy = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Effect = "Allow", Principal = new { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = Arn("orders"), Condition = new { ArnEquals = new Dictionary<string, string> { ["aws:SourceArn"] = delivery.SourceArn } } } }) } });
        Account.Account.Happen(new Sends(delivery));
        Account.Account.Happen(new Sends(delivery with { SourceArn = "arn:aws:sns:eu-west-1:111122223333:other" }));
        var message = Do("ReceiveMessage", new { QueueUrl = Base + "orders", MaxNumberOfMessages = 10, MessageAttributeNames = new[] { "All" } })["Messages"]!.AsArray();
        Assert.Equal("test", (string)Assert.Single(message)!["MessageAttributes"]!["kind"]!["StringValue"]!);
    }

    internal sealed record Sends(Delivery Delivery) : ScheduledEvent
    {
        public override void Run(Turn turn) => turn.Send(Delivery);
    }
}

using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Sqs;

/// <summary>https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html</summary>
public sealed class QueueTests : SqsTest
{
    [Fact]
    public void A_new_queue_has_the_documented_defaults()
    {
        Assert.Equal(Base + "orders", Queue());
        var attributes = Do("GetQueueAttributes", new { QueueUrl = Base + "orders", AttributeNames = new[] { "All" } })["Attributes"]!;
        foreach (var (name, value) in new[] { ("VisibilityTimeout", "30"), ("MessageRetentionPeriod", "345600"), ("DelaySeconds", "0"), ("MaximumMessageSize", "1048576"), ("ReceiveMessageWaitTimeSeconds", "0"), ("QueueArn", Arn("orders")), ("SqsManagedSseEnabled", "true"), ("CreatedTimestamp", "1793610000") })
            Assert.Equal(value, (string)attributes[name]!);
        Assert.Null(attributes["FifoQueue"]);
        Queue("orders.fifo");
        Assert.Equal(("true", "false", "queue", "perQueue"), (Attribute("orders.fifo", "FifoQueue"), Attribute("orders.fifo", "ContentBasedDeduplication"), Attribute("orders.fifo", "DeduplicationScope"), Attribute("orders.fifo", "FifoThroughputLimit")));
    }

    [Theory]
    [InlineData("VisibilityTimeout", 0, 43200)]
    [InlineData("MessageRetentionPeriod", 60, 1209600)]
    [InlineData("DelaySeconds", 0, 900)]
    [InlineData("MaximumMessageSize", 1024, 1048576)]
    [InlineData("ReceiveMessageWaitTimeSeconds", 0, 20)]
    [InlineData("KmsDataKeyReusePeriodSeconds", 60, 86400)]
    public void An_attribute_has_its_bounds(string name, int least, int most)
    {
        Queue();
        foreach (var good in new[] { least, most }) Do("SetQueueAttributes", new { QueueUrl = Base + "orders", Attributes = new Dictionary<string, string> { [name] = $"{good}" } });
        foreach (var bad in new[] { $"{least - 1}", $"{most + 1}", "x", "" })
        {
            var error = ErrorOf("SetQueueAttributes", new { QueueUrl = Base + "orders", Attributes = new Dictionary<string, string> { [name] = bad } });
            Assert.Equal(("InvalidAttributeValue", $"Invalid value for the parameter {name}.", 400), (error.Code, error.Message, error.HttpStatus));
        }
    }

    private static string PolicyOf(string[] actions, int statements = 1) => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Statement = Enumerable.Repeat(new { Effect = "Allow", Principal = new { AWS = TestAccount.Id }, Action = actions, Resource = Arn("a") }, statements),
    });

    public static TheoryData<string, object, string, string> Refused => new()
    {
        { "CreateQueue", new { QueueName = "a b" }, "InvalidParameterValue", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length" },
        { "CreateQueue", new { QueueName = new string('a', 81) }, "InvalidParameterValue", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length" },
        { "CreateQueue", new { QueueName = "a", Attributes = new { FifoQueue = "true" } }, "InvalidParameterValue", "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length." },
        { "CreateQueue", new { QueueName = "a.fifo" }, "InvalidParameterValue", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length" },
        { "CreateQueue", new { QueueName = "a", Attributes = new { Nonsense = "1" } }, "InvalidAttributeName", "Unknown Attribute Nonsense." },
        { "CreateQueue", new { QueueName = "a", Attributes = new { ContentBasedDeduplication = "true" } }, "InvalidAttributeName", "Unknown Attribute ContentBasedDeduplication." },
        { "CreateQueue", new { QueueName = "a", Attributes = new { Policy = "{" } }, "InvalidAttributeValue", "Invalid value for the parameter Policy." },
        { "CreateQueue", new { QueueName = "a", Attributes = new { Policy = PolicyOf(["s3:GetObject"]) } }, "InvalidAttributeValue", "Invalid value for the parameter Policy." },
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
        { "CreateQueue", new { QueueName = "a", Attributes = new { Policy = PolicyOf(["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:PurgeQueue", "sqs:ListQueueTags"]) } }, "OverLimit", "8 actions in one statement were found, maximum allowed is 7." },
        { "CreateQueue", new { QueueName = "a", Attributes = new { Policy = PolicyOf(["sqs:SendMessage"], 21) } }, "OverLimit", "21 statements were found, maximum allowed is 20." },
        { "CreateQueue", new { QueueName = "orders", Attributes = new { DelaySeconds = "3" } }, "QueueAlreadyExists", "A queue already exists with the same name and a different value for attribute DelaySeconds" },
        { "GetQueueUrl", new { QueueName = "other" }, "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist." },
        { "SendMessage", new { QueueUrl = Base + "other", MessageBody = "x" }, "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist." },
        { "SendMessage", new { QueueUrl = "orders", MessageBody = "x" }, "InvalidAddress", "The address orders is not valid for this endpoint." },
        { "GetQueueAttributes", new { QueueUrl = Base + "orders", AttributeNames = new[] { "Size" } }, "InvalidAttributeName", "Unknown Attribute Size." },
        { "ListQueues", new { MaxResults = 1001 }, "InvalidParameterValue", "Value 1001 for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000." },
        { "RemovePermission", new { QueueUrl = Base + "orders", Label = "l" }, "InvalidParameterValue", "Value l for parameter Label is invalid. Reason: can't find label on existing policy." },
        { "AddPermission", new { QueueUrl = Base + "orders", Label = "l", AWSAccountIds = new[] { "444455556666" }, Actions = new[] { "CreateQueue" } }, "InvalidParameterValue", "Value SQS:CreateQueue for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions." },
        { "StartMessageMoveTask", new { SourceArn = Arn("orders") }, "InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue." },
        { "StartMessageMoveTask", new { SourceArn = Arn("other") }, "ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist." },
        { "CancelMessageMoveTask", new { TaskHandle = "x" }, "ResourceNotFoundException", "Task does not exist." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_call_that_SQS_refuses(string operation, object input, string code, string message)
    {
        Queue();
        var error = ErrorOf(operation, input);
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Fact]
    public void The_same_queue_again_is_the_same_queue()
    {
        Queue("orders", ("VisibilityTimeout", "60"));
        Assert.Equal(Base + "orders", Queue("orders", ("VisibilityTimeout", "60")));
        Assert.Equal(Base + "orders", Queue());
    }

    [Fact]
    public void A_deleted_name_is_free_after_a_minute()
    {
        Queue();
        Do("DeleteQueue", new { QueueUrl = Base + "orders" });
        Wait(59);
        var error = ErrorOf("CreateQueue", new { QueueName = "orders" });
        Assert.Equal(("AWS.SimpleQueueService.QueueDeletedRecently", 400), (error.Code, error.HttpStatus));
        Wait(1);
        Queue();
    }

    [Fact]
    public void A_queue_is_purged_once_a_minute()
    {
        Queue();
        Send("orders", "a");
        Receive("orders");
        Send("orders", "b");
        Do("PurgeQueue", new { QueueUrl = Base + "orders" });
        Assert.Equal(("0", "0", "0"), Counts("orders"));
        var error = ErrorOf("PurgeQueue", new { QueueUrl = Base + "orders" });
        Assert.Equal(("AWS.SimpleQueueService.PurgeQueueInProgress", 403, "Only one PurgeQueue operation on orders is allowed every 60 seconds."), (error.Code, error.HttpStatus, error.Message));
        Wait(60);
        Do("PurgeQueue", new { QueueUrl = Base + "orders" });
    }

    [Fact]
    public void Queues_are_listed_by_prefix_and_page()
    {
        foreach (var name in (string[])["a1", "a2", "a3", "b1"]) Queue(name);
        Assert.Equal(3, Do("ListQueues", new { QueueNamePrefix = "a" })["QueueUrls"]!.AsArray().Count);
        var first = Do("ListQueues", new { QueueNamePrefix = "a", MaxResults = 2 });
        Assert.Equal([Base + "a1", Base + "a2"], first["QueueUrls"]!.AsArray().Select(u => (string)u!));
        var second = Do("ListQueues", new { QueueNamePrefix = "a", MaxResults = 2, NextToken = (string)first["NextToken"]! });
        Assert.Equal([Base + "a3"], second["QueueUrls"]!.AsArray().Select(u => (string)u!));
        Assert.Null(second["NextToken"]);
        Assert.Empty(Do("ListQueues", new { QueueNamePrefix = "z" }));
        Account.Region = "us-east-1";
        Assert.Empty(Do("ListQueues", new { }));
    }

    [Fact]
    public void Tags_come_and_go_and_count_for_policies()
    {
        Do("CreateQueue", new { QueueName = "orders", tags = new { team = "shop" } });
        Do("TagQueue", new { QueueUrl = Base + "orders", Tags = new { stage = "test" } });
        Assert.Equal("{\"stage\":\"test\",\"team\":\"shop\"}", Do("ListQueueTags", new { QueueUrl = Base + "orders" })["Tags"]!.ToJsonString());
        As("ann", new { Effect = "Allow", Action = "sqs:*", Resource = "*", Condition = new { StringEquals = new Dictionary<string, string> { ["aws:ResourceTag/team"] = "shop" } } });
        Send("orders", "x");
        Do("UntagQueue", new { QueueUrl = Base + "orders", TagKeys = new[] { "team" } });
        Assert.Equal("AccessDenied", ErrorOf("SendMessage", new { QueueUrl = Base + "orders", MessageBody = "x" }).Code);
    }

    [Theory]
    [InlineData("SendMessage", "sqs:SendMessage")]
    [InlineData("SendMessageBatch", "sqs:SendMessage")]
    [InlineData("ReceiveMessage", "sqs:ReceiveMessage")]
    [InlineData("DeleteMessage", "sqs:DeleteMessage")]
    [InlineData("DeleteMessageBatch", "sqs:DeleteMessage")]
    [InlineData("ChangeMessageVisibility", "sqs:ChangeMessageVisibility")]
    [InlineData("ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility")]
    [InlineData("PurgeQueue", "sqs:PurgeQueue")]
    [InlineData("DeleteQueue", "sqs:DeleteQueue")]
    [InlineData("GetQueueAttributes", "sqs:GetQueueAttributes")]
    [InlineData("SetQueueAttributes", "sqs:SetQueueAttributes")]
    [InlineData("AddPermission", "sqs:AddPermission")]
    [InlineData("RemovePermission", "sqs:RemovePermission")]
    [InlineData("TagQueue", "sqs:TagQueue")]
    [InlineData("UntagQueue", "sqs:UntagQueue")]
    [InlineData("ListQueueTags", "sqs:ListQueueTags")]
    [InlineData("ListDeadLetterSourceQueues", "sqs:ListDeadLetterSourceQueues")]
    public void Every_operation_asks_for_its_permission(string operation, string action)
    {
        Queue();
        As("ann");
        var url = Base + "orders";
        object input = operation switch
        {
            "SendMessage" => new { QueueUrl = url, MessageBody = "x" },
            "SendMessageBatch" => new { QueueUrl = url, Entries = new[] { new { Id = "a", MessageBody = "b" } } },
            "DeleteMessage" => new { QueueUrl = url, ReceiptHandle = "h" },
            "DeleteMessageBatch" or "ChangeMessageVisibilityBatch" => new { QueueUrl = url, Entries = new[] { new { Id = "a", ReceiptHandle = "h" } } },
            "ChangeMessageVisibility" => new { QueueUrl = url, ReceiptHandle = "h", VisibilityTimeout = 1 },
            "SetQueueAttributes" => new { QueueUrl = url, Attributes = new { DelaySeconds = "1" } },
            "AddPermission" => new { QueueUrl = url, Label = "l", AWSAccountIds = new[] { "444455556666" }, Actions = new[] { "SendMessage" } },
            "RemovePermission" => new { QueueUrl = url, Label = "l" },
            "TagQueue" => new { QueueUrl = url, Tags = new { a = "b" } },
            "UntagQueue" => new { QueueUrl = url, TagKeys = new[] { "a" } },
            _ => new { QueueUrl = url },
        };
        var error = ErrorOf(operation, input);
        Assert.Equal(("AccessDenied", 403), (error.Code, error.HttpStatus));
        Assert.Equal(action, Assert.Single(error.Denied).Action);
        Assert.Equal($"User: arn:aws:iam::111122223333:user/ann is not authorized to perform: {action.ToLowerInvariant()} on resource: {Arn("orders")} because no identity-based policy allows the {action.ToLowerInvariant()} action", error.Message);
    }

    [Fact]
    public void The_queue_s_own_policy_lets_a_user_in_and_AddPermission_writes_one()
    {
        Queue();
        As("ann");
        Account.As = Caller.Root(TestAccount.Id);
        Do("SetQueueAttributes", new { QueueUrl = Base + "orders", Attributes = new { Policy = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Sid = "s", Effect = "Allow", Principal = new { AWS = $"arn:aws:iam::{TestAccount.Id}:user/ann" }, Action = "sqs:SendMessage", Resource = Arn("orders") } }) } });
        Do("AddPermission", new { QueueUrl = Base + "orders", Label = "others", AWSAccountIds = new[] { "444455556666" }, Actions = new[] { "ReceiveMessage", "DeleteMessage" } });
        Assert.Contains("\"Action\":[\"SQS:ReceiveMessage\",\"SQS:DeleteMessage\"]", Attribute("orders", "Policy"));
        Account.As = Caller.User(TestAccount.Id, "ann");
        Send("orders", "x");
        Assert.Equal("AccessDenied", ErrorOf("ReceiveMessage", new { QueueUrl = Base + "orders" }).Code);
        Account.As = Caller.Root(TestAccount.Id);
        Do("RemovePermission", new { QueueUrl = Base + "orders", Label = "others" });
        Do("RemovePermission", new { QueueUrl = Base + "orders", Label = "s" });
        Assert.Empty(Do("GetQueueAttributes", new { QueueUrl = Base + "orders", AttributeNames = new[] { "Policy" } }));
        Account.As = Caller.User(TestAccount.Id, "ann");
        Assert.Equal("AccessDenied", ErrorOf("SendMessage", new { QueueUrl = Base + "orders", MessageBody = "x" }).Code);
    }
}

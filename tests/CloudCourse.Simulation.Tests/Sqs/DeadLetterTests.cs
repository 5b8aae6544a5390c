using System.Text.Json;

namespace CloudCourse.Simulation.Tests.Sqs;

/// <summary>https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html</summary>
public sealed class DeadLetterTests : SqsTest
{
    public DeadLetterTests()
    {
        Queue("letters");
        Queue("orders", ("RedrivePolicy", Redrive("letters", 2)), ("VisibilityTimeout", "10"));
    }

    [Fact]
    public void What_was_received_too_often_goes_to_the_dead_letter_queue_when_it_would_be_received_again()
    {
        var id = (string)Send("orders", "bad")["MessageId"]!;
        for (var i = 0; i < 2; i++)
        {
            Assert.Single(Receive("orders"));
            Wait(10);
        }
        Assert.Empty(Receive("letters"));
        Assert.Empty(Receive("orders"));
        var letter = Assert.Single(Receive("letters"));
        Assert.Equal((id, "bad", Arn("orders"), "1793610000000"), ((string)letter["MessageId"]!, (string)letter["Body"]!, (string)letter["Attributes"]!["DeadLetterQueueSourceArn"]!, (string)letter["Attributes"]!["SentTimestamp"]!));
        Assert.Equal([Base + "orders"], Do("ListDeadLetterSourceQueues", new { QueueUrl = Base + "letters" })["queueUrls"]!.AsArray().Select(u => (string)u!));
        Assert.Empty(Do("ListDeadLetterSourceQueues", new { QueueUrl = Base + "orders" })["queueUrls"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:none","maxReceiveCount":3}""", "Dead letter target does not exist.")]
    [InlineData("""{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:letters","maxReceiveCount":0}""", "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.")]
    [InlineData("""{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:letters"}""", "Redrive policy does not contain mandatory attribute: maxReceiveCount.")]
    [InlineData("""{"maxReceiveCount":3}""", "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.")]
    [InlineData("nonsense", "Redrive policy is not a valid JSON map.")]
    [InlineData("""{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:f.fifo","maxReceiveCount":3}""", "Dead-letter target must be same type of queue as the source.")]
    [InlineData("""{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:closed","maxReceiveCount":3}""", "The dead-letter queue's RedriveAllowPolicy does not allow this queue to use it.")]
    public void A_redrive_policy_that_cannot_work_is_refused(string policy, string reason)
    {
        Queue("f.fifo");
        Queue("closed", ("RedriveAllowPolicy", """{"redrivePermission":"denyAll"}"""));
        var error = ErrorOf("SetQueueAttributes", new { QueueUrl = Base + "orders", Attributes = new { RedrivePolicy = policy } });
        Assert.Equal("InvalidParameterValue", error.Code);
        Assert.EndsWith($"for parameter RedrivePolicy is invalid. Reason: {reason}", error.Message);
    }

    [Theory]
    [InlineData("""{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:eu-west-1:111122223333:orders"]}""", true)]
    [InlineData("""{"redrivePermission":"allowAll"}""", true)]
    [InlineData("""{"redrivePermission":"byQueue"}""", false)]
    [InlineData("""{"redrivePermission":"some"}""", false)]
    [InlineData("""{"redrivePermission":"allowAll","sourceQueueArns":["arn:aws:sqs:eu-west-1:111122223333:orders"]}""", false)]
    public void Who_may_use_a_queue_for_dead_letters(string policy, bool isTaken)
    {
        object input = new { QueueUrl = Base + "letters", Attributes = new { RedriveAllowPolicy = policy } };
        if (!isTaken) Assert.Equal("InvalidParameterValue", ErrorOf("SetQueueAttributes", input).Code);
        else
        {
            Do("SetQueueAttributes", input);
            Do("SetQueueAttributes", new { QueueUrl = Base + "orders", Attributes = new { RedrivePolicy = Redrive("letters", 5) } });
        }
    }

    private void Letters(int count)
    {
        for (var i = 0; i < count; i++) Send("orders", $"{i}");
        for (var i = 0; i < 3; i++)
        {
            while (Receive("orders").Count > 0)
            {
            }
            Wait(10);
        }
    }

    [Fact]
    public void Letters_go_back_where_they_came_from_as_new_messages()
    {
        Letters(3);
        Assert.Equal(("3", "0", "0"), Counts("letters"));
        Do("StartMessageMoveTask", new { SourceArn = Arn("letters"), MaxNumberOfMessagesPerSecond = 2 });
        Assert.Equal("AWS.SimpleQueueService.UnsupportedOperation", ErrorOf("StartMessageMoveTask", new { SourceArn = Arn("letters") }).Code);
        Wait(0);
        Assert.Equal(("1", "2"), (Counts("letters").Item1, Counts("orders").Item1));
        Wait(1);
        var task = Do("ListMessageMoveTasks", new { SourceArn = Arn("letters") })["Results"]![0]!;
        Assert.Equal(("COMPLETED", 3L, 3L), ((string)task["Status"]!, (long)task["ApproximateNumberOfMessagesMoved"]!, (long)task["ApproximateNumberOfMessagesToMove"]!));
        Assert.Null(task["TaskHandle"]);
        Assert.All(Receive("orders"), m => Assert.Equal("1", (string)m["Attributes"]!["ApproximateReceiveCount"]!));
    }

    [Fact]
    public void A_redrive_can_go_elsewhere_be_cancelled_and_fail()
    {
        Letters(3);
        Queue("other");
        var handle = (string)Do("StartMessageMoveTask", new { SourceArn = Arn("letters"), DestinationArn = Arn("other"), MaxNumberOfMessagesPerSecond = 1 })["TaskHandle"]!;
        Wait(0);
        Assert.Equal(1L, (long)Do("CancelMessageMoveTask", new { TaskHandle = handle })["ApproximateNumberOfMessagesMoved"]!);
        Assert.Equal("AWS.SimpleQueueService.UnsupportedOperation", ErrorOf("CancelMessageMoveTask", new { TaskHandle = handle }).Code);
        Wait(5);
        Assert.Equal(("2", "1"), (Counts("letters").Item1, Counts("other").Item1));
        Do("PurgeQueue", new { QueueUrl = Base + "letters" });
        Send("letters", "never was in another queue");
        Do("StartMessageMoveTask", new { SourceArn = Arn("letters") });
        Wait(1);
        var tasks = Do("ListMessageMoveTasks", new { SourceArn = Arn("letters"), MaxResults = 10 })["Results"]!.AsArray();
        Assert.Equal(("FAILED", "CouldNotDetermineMessageSource", "CANCELLED"), ((string)tasks[0]!["Status"]!, (string)tasks[0]!["FailureReason"]!, (string)tasks[1]!["Status"]!));
    }

    [Fact]
    public void A_redrive_needs_permission_at_both_ends()
    {
        Letters(1);
        As("ann", new { Effect = "Allow", Action = "sqs:*", Resource = Arn("letters") });
        var error = ErrorOf("StartMessageMoveTask", new { SourceArn = Arn("letters") });
        Assert.Equal(("AccessDenied", "sqs:SendMessage", Arn("orders")), (error.Code, error.Denied[0].Action, error.Denied[0].Resource));
        As("bob", new { Effect = "Allow", Action = new[] { "sqs:StartMessageMoveTask", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:SendMessage" }, Resource = "*" });
        Do("StartMessageMoveTask", new { SourceArn = Arn("letters") });
        Assert.Equal("AccessDenied", ErrorOf("ListMessageMoveTasks", new { SourceArn = Arn("letters") }).Code);
    }
}

using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.Sqs;

/// <summary>https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html</summary>
public sealed class FifoTests : SqsTest
{
    private const string Name = "orders.fifo";

    [Fact]
    public void A_group_keeps_its_order_and_is_blocked_while_one_of_its_messages_is_in_flight()
    {
        Queue(Name, ("ContentBasedDeduplication", "true"));
        foreach (var (group, body) in new[] { ("a", "a1"), ("b", "b1"), ("a", "a2"), ("b", "b2"), ("a", "a3") }) Send(Name, body, group);
        var first = Receive(Name, 2);
        Assert.Equal(["a1", "a2"], Bodies(first)); // as many of one group as there are
        Assert.Equal(["b1", "b2"], Bodies(Receive(Name)));
        Assert.Empty(Receive(Name));
        Delete(Name, first[0]);
        Assert.Empty(Receive(Name)); // a2 is in flight
        Delete(Name, first[1]);
        Assert.Equal(["a3"], Bodies(Receive(Name)));
        Wait(30);
        Assert.Equal(["b1", "b2", "a3"], Bodies(Receive(Name)));
    }

    [Fact]
    public void A_message_that_comes_back_comes_before_those_behind_it()
    {
        Queue(Name, ("ContentBasedDeduplication", "true"));
        foreach (var body in (string[])["1", "2", "3"]) Send(Name, body, "g");
        var got = Receive(Name, 2);
        Do("ChangeMessageVisibility", new { QueueUrl = Base + Name, ReceiptHandle = Handle(got[0]), VisibilityTimeout = 0 });
        Assert.Empty(Receive(Name));
        Do("ChangeMessageVisibility", new { QueueUrl = Base + Name, ReceiptHandle = Handle(got[1]), VisibilityTimeout = 0 });
        Assert.Equal(["1", "2", "3"], Bodies(Receive(Name)));
    }

    [Fact]
    public void What_is_sent_twice_within_five_minutes_arrives_once()
    {
        Queue(Name);
        var (first, again) = (Send(Name, "x", "g", "id"), Send(Name, "y", "h", "id"));
        Assert.Equal(((string)first["MessageId"]!, (string)first["SequenceNumber"]!), ((string)again["MessageId"]!, (string)again["SequenceNumber"]!));
        Delete(Name, Assert.Single(Receive(Name)));
        Wait(299);
        Send(Name, "x", "g", "id"); // also after it was received and deleted
        Assert.Empty(Receive(Name));
        Wait(1);
        Assert.True(string.CompareOrdinal((string)Send(Name, "x", "g", "id")["SequenceNumber"]!, (string)first["SequenceNumber"]!) > 0);
        Assert.Equal(["x"], Bodies(Receive(Name)));
    }

    [Fact]
    public void The_scope_of_deduplication_can_be_the_group()
    {
        Queue(Name, ("DeduplicationScope", "messageGroup"), ("FifoThroughputLimit", "perMessageGroupId"));
        Send(Name, "x", "g", "id");
        Send(Name, "y", "h", "id");
        Assert.Equal(["x", "y"], Bodies(Receive(Name)));
        Assert.Equal("InvalidAttributeValue", ErrorOf("SetQueueAttributes", new { QueueUrl = Base + Name, Attributes = new { DeduplicationScope = "queue" } }).Code);
    }

    [Theory]
    [InlineData("""{"MessageBody":"x"}""", "MissingParameter", "The request must contain the parameter MessageGroupId.")]
    [InlineData("""{"MessageBody":"x","MessageGroupId":"g"}""", "InvalidParameterValue", "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly")]
    [InlineData("""{"MessageBody":"x","MessageGroupId":"a b","MessageDeduplicationId":"d"}""", "InvalidParameterValue", "Value a b for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.")]
    [InlineData("""{"MessageBody":"x","MessageGroupId":"g","MessageDeduplicationId":"d","DelaySeconds":1}""", "InvalidParameterValue", "Value 1 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.")]
    public void A_message_that_a_FIFO_queue_does_not_take(string input, string code, string message)
    {
        Queue(Name);
        var json = JsonNode.Parse(input)!.AsObject();
        json["QueueUrl"] = Base + Name;
        var error = ErrorOf("SendMessage", json);
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Fact]
    public void An_expired_handle_deletes_nothing()
    {
        Queue(Name);
        Send(Name, "x", "g", "1");
        var message = Receive(Name)[0];
        Wait(30);
        var error = ErrorOf("DeleteMessage", new { QueueUrl = Base + Name, ReceiptHandle = Handle(message) });
        Assert.Equal("InvalidParameterValue", error.Code);
        Assert.EndsWith("Reason: The receipt handle has expired.", error.Message);
    }

    [Fact]
    public void The_same_attempt_gets_the_same_messages_while_nothing_has_happened_to_them()
    {
        Queue(Name);
        Send(Name, "x", "g", "1");
        var first = Attempt();
        Assert.Equal(Handle(first!), Handle(Attempt()!));
        Delete(Name, first!);
        Assert.Null(Attempt());
        Queue();
        Assert.Equal("InvalidParameterValue", ErrorOf("ReceiveMessage", new { QueueUrl = Base + "orders", ReceiveRequestAttemptId = "a" }).Code);

        JsonObject? Attempt() => Do("ReceiveMessage", new { QueueUrl = Base + Name, ReceiveRequestAttemptId = "a" })["Messages"]?[0]?.AsObject();
    }

    /// <summary>Whatever fails and however long it takes: each group's messages are done in order, and each is done, in the dead-letter queue, or expired.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void No_message_is_lost_and_no_group_loses_its_order(int seed)
    {
        Random random = new(seed);
        var isFifo = seed % 2 == 0;
        var (name, letters) = isFifo ? ("work.fifo", "letters.fifo") : ("work", "letters");
        Queue(letters);
        (string, string)[] attributes = [("RedrivePolicy", Redrive(letters, 3)), ("MessageRetentionPeriod", "7200"), ("VisibilityTimeout", "20")];
        Queue(name, attributes);
        Dictionary<string, List<int>> done = [];
        HashSet<int> given = [];
        List<(JsonObject Message, DateTimeOffset Until)> held = [];
        var sent = 0;
        for (var step = 0; step < 600; step++)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    if (isFifo) Send(name, $"{sent}", $"g{random.Next(4)}", $"{sent}");
                    else Send(name, $"{sent}");
                    sent++;
                    break;
                case 2:
                    foreach (var message in Receive(name, random.Next(1, 11)))
                    {
                        given.Add(int.Parse((string)message["Body"]!));
                        held.Add((message, Account.Account.Now.AddSeconds(20)));
                    }
                    break;
                case 3 when held.Count > 0:
                    // A worker takes the oldest that it holds, and succeeds, or drops it with what it holds of the group behind it.
                    var (next, until) = held[0];
                    held.RemoveAt(0);
                    if (Account.Account.Now >= until || random.Next(3) == 0)
                    {
                        if (isFifo) held.RemoveAll(h => GroupOf(h.Message) == GroupOf(next));
                        break;
                    }
                    Delete(name, next);
                    Done(next);
                    break;
                default:
                    Wait(random.Next(12));
                    break;
            }
        }
        for (var i = 0; i < 40; i++)
        {
            Wait(20);
            foreach (var message in Receive(name))
            {
                given.Add(int.Parse((string)message["Body"]!));
                Delete(name, message);
                Done(message);
            }
        }
        HashSet<int> dead = [];
        for (List<JsonObject> some; (some = Receive(letters)).Count > 0;)
        {
            foreach (var message in some)
            {
                Assert.Equal(Arn(name), (string)message["Attributes"]!["DeadLetterQueueSourceArn"]!);
                Assert.True(dead.Add(int.Parse((string)message["Body"]!)));
                Delete(letters, message);
            }
        }
        Assert.Equal(("0", "0", "0"), Counts(name));
        Assert.Equal(Enumerable.Range(0, sent), given.Order());
        Assert.Equal(Enumerable.Range(0, sent), done.Values.SelectMany(d => d).Concat(dead).Order());
        if (isFifo) Assert.All(done.Values, d => Assert.Equal(d.Order(), d));

        void Done(JsonObject message)
        {
            var group = GroupOf(message);
            if (!done.TryGetValue(group, out var list)) done[group] = list = [];
            list.Add(int.Parse((string)message["Body"]!));
        }

        static string GroupOf(JsonObject message) => (string?)message["Attributes"]!["MessageGroupId"] ?? "";
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Sqs;

/// <summary>An account with queues to try things in.</summary>
public abstract class SqsTest
{
    internal TestAccount Account { get; } = new();

    internal const string Base = "https://sqs.eu-west-1.amazonaws.com/111122223333/";

    internal static string Arn(string name) => $"arn:aws:sqs:eu-west-1:{TestAccount.Id}:{name}";

    internal JsonObject Do(string operation, object input) => Account.Do("sqs", operation, JsonSerializer.Serialize(input));

    internal AwsError ErrorOf(string operation, object input)
    {
        Account.Refused("sqs", operation, JsonSerializer.Serialize(input));
        return ((ApiCall)Account.Account.History[^1]).Error!;
    }

    internal string Queue(string name = "orders", params (string Name, string Value)[] attributes)
    {
        var all = attributes.ToDictionary(a => a.Name, a => a.Value);
        if (name.EndsWith(".fifo", StringComparison.Ordinal)) all["FifoQueue"] = "true";
        return (string)Do("CreateQueue", new { QueueName = name, Attributes = all })["QueueUrl"]!;
    }

    internal JsonObject Send(string queue, string body, string? group = null, string? deduplication = null) => (group, deduplication) switch
    {
        (null, _) => Do("SendMessage", new { QueueUrl = Base + queue, MessageBody = body }),
        (_, null) => Do("SendMessage", new { QueueUrl = Base + queue, MessageBody = body, MessageGroupId = group }),
        _ => Do("SendMessage", new { QueueUrl = Base + queue, MessageBody = body, MessageGroupId = group, MessageDeduplicationId = deduplication }),
    };

    internal List<JsonObject> Receive(string queue, int most = 10) =>
        [.. (Do("ReceiveMessage", new { QueueUrl = Base + queue, MaxNumberOfMessages = most, MessageSystemAttributeNames = new[] { "All" } })["Messages"]?.AsArray() ?? []).Select(m => m!.AsObject())];

    internal static IEnumerable<string> Bodies(IEnumerable<JsonObject> messages) => messages.Select(m => (string)m["Body"]!);

    internal static string Handle(JsonObject message) => (string)message["ReceiptHandle"]!;

    internal void Delete(string queue, JsonObject message) => Do("DeleteMessage", new { QueueUrl = Base + queue, ReceiptHandle = Handle(message) });

    internal string Attribute(string queue, string name) => (string)Do("GetQueueAttributes", new { QueueUrl = Base + queue, AttributeNames = new[] { name } })["Attributes"]![name]!;

    /// <summary>Visible, in flight, delayed.</summary>
    internal (string, string, string) Counts(string queue) =>
        (Attribute(queue, "ApproximateNumberOfMessages"), Attribute(queue, "ApproximateNumberOfMessagesNotVisible"), Attribute(queue, "ApproximateNumberOfMessagesDelayed"));

    internal void Wait(double seconds) => Account.Account.Advance(TimeSpan.FromSeconds(seconds));

    internal static string Redrive(string target, int most) => JsonSerializer.Serialize(new { deadLetterTargetArn = Arn(target), maxReceiveCount = most });

    /// <summary>From now on the calls are those of a user with these permissions.</summary>
    internal void As(string name, params object[] statements)
    {
        Account.As = Caller.Root(TestAccount.Id);
        Account.Do("iam", "CreateUser", JsonSerializer.Serialize(new { UserName = name }));
        if (statements.Length > 0) Account.Do("iam", "PutUserPolicy", JsonSerializer.Serialize(new { UserName = name, PolicyName = "p", PolicyDocument = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = statements }) }));
        Account.As = Caller.User(TestAccount.Id, name);
    }
}

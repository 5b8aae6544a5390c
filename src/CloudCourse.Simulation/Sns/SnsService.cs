using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Sns;

/// <summary>
/// Amazon SNS: topics that hand messages to queues and functions; mail and web addresses are noted in the history. Filters are read as
/// EventBridge's patterns are. Nothing is billed: no prices of it are among our facts.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/sns/latest/api/API_Operations.html"/>
public sealed class SnsService : SimulatedService
{
    public override string Name => "sns";

    public override string DeniedCode => "AuthorizationError";

    public override int LongestInput(string operation) => 4 << 20;

    public override IReadOnlyList<Operation> Operations { get; } = [.. TopicOperations.All, .. Subscribing.All, .. Publishing.All];

    /// <summary>SNS writes its name in capitals.</summary>
    public override string Denied(string sentence) => sentence.Replace("sns:", "SNS:", StringComparison.Ordinal).Replace("arn:aws:SNS:", "arn:aws:sns:", StringComparison.Ordinal);

    public override IReadOnlySet<string> NotTaken(string operation) => operation is "CreateTopic" ? OfCreate : base.NotTaken(operation);

    private static readonly HashSet<string> OfCreate = ["DataProtectionPolicy"];

    internal override DeliveryDoor? DoorOf(AccountState state, string arn) => state.Sns.Topics.Find(arn) is { } topic ? new("sns:Publish", topic.Policy.Policy) : null;

    internal override DeliveryResult Receive(Turn turn, Delivery delivery)
    {
        try
        {
            var topic = turn.State.Sns.Topics[delivery.TargetArn];
            Message message = new(delivery.Body, new("", 0, 0))
            {
                Subject = delivery.Subject ?? (delivery.From is "s3.amazonaws.com" ? "Amazon S3 Notification" : null),
                Attributes = delivery.Attributes is { } attributes ? Sqs.MessageAttributeList.Read(JsonReader.Read(attributes).Value as JsonObject) : Sqs.MessageAttributeList.None,
                GroupId = delivery.MessageGroupId,
                DeduplicationId = topic.IsFifo ? delivery.DeduplicationId : null,
            };
            Publishing.Check(topic, message);
            Publishing.Publish(turn, topic, message);
            return DeliveryResult.Arrived;
        }
        catch (AwsException e)
        {
            return new(e.Error.Code, e.Error.Message);
        }
    }
}

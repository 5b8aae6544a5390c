using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Sqs;

/// <summary>
/// Amazon SQS: standard and FIFO queues. A receive sees every message that is there, in the order of sending also in a standard queue, and
/// none twice while it is in flight: AWS promises less. Nothing is billed: no prices of it are among our facts.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html"/>
public sealed class SqsService : SimulatedService
{
    public override string Name => "sqs";

    public override int LongestInput(string operation) => 16 << 20;

    public override IReadOnlyList<Operation> Operations { get; } = [.. QueueOperations.All, .. MessageOperations.All, .. QueuePolicies.All, .. RedriveOperations.All];

    /// <summary>SQS writes the action in small letters.</summary>
    public override string Denied(string sentence)
    {
        foreach (var operation in Operations) sentence = sentence.Replace($"sqs:{operation.Name}", $"sqs:{operation.Name.ToLowerInvariant()}", StringComparison.Ordinal);
        return sentence;
    }

    internal override AwsException Unreadable(string member, JsonValue value) => SqsErrors.Invalid($"Value for parameter {member} is invalid. Reason: Must be an integer.", value.At, NumberAdvice(member));

    internal override DeliveryDoor? DoorOf(AccountState state, string arn) => SqsPolling.Find(state, arn) is { } queue ? new("sqs:SendMessage", queue.Settings.Policy?.Policy) : null;

    internal override DeliveryResult Receive(Turn turn, Delivery delivery)
    {
        var queue = SqsPolling.Find(turn.State, delivery.TargetArn)!;
        try
        {
            Outgoing message = new(delivery.Body)
            {
                Attributes = delivery.Attributes is { } attributes ? MessageAttributeList.Read(JsonReader.Read(attributes).Value as JsonObject) : MessageAttributeList.None,
                GroupId = delivery.MessageGroupId,
                DeduplicationId = queue.IsFifo ? delivery.DeduplicationId : null,
            };
            Sending.Check(queue, message);
            Sending.Put(turn, queue, message, delivery.From);
            return DeliveryResult.Arrived;
        }
        catch (AwsException e)
        {
            return new(e.Error.Code, e.Error.Message);
        }
    }
}

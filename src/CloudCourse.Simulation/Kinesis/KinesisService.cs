using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;

namespace CloudCourse.Simulation.Kinesis;

/// <summary>Amazon Kinesis Data Streams. An on-demand stream keeps its four shards. Nothing is billed: no prices of it are among our facts.</summary>
/// <seealso href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Operations.html"/>
public sealed class KinesisService : SimulatedService
{
    public override string Name => "kinesis";

    public override string DeniedCode => "AccessDeniedException";

    public override int LongestInput(string operation) => 24 << 20;

    internal override AwsError Worded(string operation, AwsError error) => error.Code == DeniedCode ? error with { HttpStatus = 400 } : error;

    public override IReadOnlyList<Operation> Operations { get; } = [.. StreamOperations.All, .. RecordOperations.All];

    public override IReadOnlySet<string> NotTaken(string operation) => Refused;

    private static readonly HashSet<string> Refused = ["WarmThroughputMiBps", "MaxRecordSizeInKiB", "RecordDistributionStrategy", "StreamId", "DryRun", "ShardFilter", "StreamCreationTimestamp"];

    internal override void CountRefused(Call call, string operation, AwsError error)
    {
        if (error.Code != "ProvisionedThroughputExceededException") return;
        var stream = operation == "GetRecords" ? RecordOperations.Iterator(call).Stream : call.Stream();
        var of = KinesisMetrics.Of(stream.Region, stream.Name);
        if (operation == "GetRecords") call.Turn.Measure(of, (KinesisMetrics.GetSuccess, 0), (KinesisMetrics.GetThrottled, 1));
        else if (operation == "PutRecord") call.Turn.Measure(of, (KinesisMetrics.PutSuccess, 0), (KinesisMetrics.PutThrottled, 1));
    }

    internal override DeliveryDoor? DoorOf(AccountState state, string arn) => KinesisPolling.Find(state, arn) is { CanBeUsed: true } ? new("kinesis:PutRecord", null) : null;

    /// <summary>Its group is a delivery's partition key; without one each goes anywhere.</summary>
    internal override DeliveryResult Receive(Turn turn, Delivery delivery)
    {
        var stream = KinesisPolling.Find(turn.State, delivery.TargetArn)!;
        var (key, bytes) = (delivery.MessageGroupId ?? turn.HexId(32), Encoding.UTF8.GetBytes(delivery.Body));
        return RecordOperations.Put(turn, stream, new(key, Convert.ToBase64String(bytes), bytes.Length, KinesisCalls.HashOf(key))) is null
            ? new("ProvisionedThroughputExceededException", "Rate exceeded for a shard of the stream.") : DeliveryResult.Arrived;
    }
}

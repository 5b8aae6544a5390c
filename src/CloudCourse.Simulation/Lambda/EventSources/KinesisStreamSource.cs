using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Kinesis;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>Shards of Kinesis. A shard that came out of a split or a merge waits until those that it came from are read to their end, so each key keeps its order.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html"/>
internal sealed class KinesisStreamSource : StreamSource
{
    public override string Actions => "GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams";

    /// <remarks>AWS's words name ListStreams too, yet mappings are made and read without it: it is an action of no stream.</remarks>
    public override IReadOnlyList<string> OnStream => ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream", "kinesis:ListShards"];
    public override IReadOnlyList<string> OnAll => [];

    /// <summary>Once a second.</summary>
    public override TimeSpan Every => TimeSpan.FromSeconds(1);
    public override string InfoMember => "KinesisBatchInfo";
    public override string? FilteredMember => "data";

    public override TimeSpan Kept(AccountState state, string arn) => TimeSpan.FromHours(KinesisPolling.Find(state, arn)?.RetentionHours ?? 24);

    public override IReadOnlyList<string>? Shards(AccountState state, string arn) => Find(state, arn)?.Shards.Select(s => s.Id).ToList();

    public override object? Seen(AccountState state, string arn) => KinesisPolling.Find(state, arn);

    public override bool HasChanged(AccountState before, AccountState now, string arn, string shard) => !ReferenceEquals(Find(before, arn)?.Find(shard), Find(now, arn)?.Find(shard));

    public override IEnumerable<string> Parents(AccountState state, string arn, string shard)
    {
        if (Find(state, arn)?.Find(shard) is not { } child) yield break;
        if (child.Parent is { } parent) yield return parent;
        if (child.AdjacentParent is { } adjacent) yield return adjacent;
    }

    public override string? Beginning(AccountState state, string arn, string shard, MappingSettings settings)
    {
        if (Find(state, arn) is not { } stream || stream.Find(shard) is not { } found) return null;
        var from = KinesisPolling.StartAt(stream, found, settings.StartingPosition!, settings.StartingPositionTimestamp);
        return from > 0 ? found.SequenceNumber(from - 1) : null;
    }

    public override IEnumerable<SourceItem> After(AccountState state, EventSourceMapping mapping, FunctionVersion version, string shard, string? cursor)
    {
        if (Find(state, mapping.SourceArn) is not { } stream || stream.Find(shard) is not { } found) yield break;
        var from = cursor is null ? 0 : found.NumberOf(cursor)!.Value + 1;
        var oldest = state.Now.AddHours(-stream.RetentionHours);
        for (var place = found.PlaceOf(from); place < found.Records.Count; place++)
        {
            var record = found.Records[place];
            if (record.Arrived >= oldest)
                yield return new(found.SequenceNumber(record.Number), record.Arrived, KinesisPolling.ForFunction(stream, found, record, version.RoleArn).ToJsonString(), Key: record.PartitionKey);
        }
    }

    /// <summary>A stream that is being deleted gives nothing any more.</summary>
    private static DataStream? Find(AccountState state, string arn) => KinesisPolling.Find(state, arn) is { Status: not "DELETING" } stream ? stream : null;
}

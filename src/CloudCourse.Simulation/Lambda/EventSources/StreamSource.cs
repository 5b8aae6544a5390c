using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Streams;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>A kind of stream that Lambda reads.</summary>
internal abstract class StreamSource
{
    private static readonly Dictionary<string, StreamSource> Kinds = new(StringComparer.Ordinal) { ["dynamodb"] = new DynamoDbStreamSource(), ["kinesis"] = new KinesisStreamSource() };

    public static StreamSource? Of(string service) => Kinds.GetValueOrDefault(service);

    /// <summary>What the role has to be allowed, as AWS words it.</summary>
    public abstract string Actions { get; }

    /// <summary>The actions on the stream, and those on everything.</summary>
    public abstract IReadOnlyList<string> OnStream { get; }
    public abstract IReadOnlyList<string> OnAll { get; }

    /// <summary>How often Lambda looks into a shard.</summary>
    public abstract TimeSpan Every { get; }

    /// <summary>Of a discarded batch's record: the member that tells where it was.</summary>
    public abstract string InfoMember { get; }
    public abstract string? FilteredMember { get; }
    public abstract TimeSpan Kept(AccountState state, string arn);

    /// <summary>Null where there is no such stream.</summary>
    public abstract IReadOnlyList<string>? Shards(AccountState state, string arn);

    /// <summary>The part of the state that changes with the stream's records.</summary>
    public abstract object? Seen(AccountState state, string arn);

    /// <summary>Whether there may be something new in a shard.</summary>
    public virtual bool HasChanged(AccountState before, AccountState now, string arn, string shard) => true;

    /// <summary>The shards that have to be read to their end before this one.</summary>
    public virtual IEnumerable<string> Parents(AccountState state, string arn, string shard) => [];

    /// <summary>The record after which a mapping begins; null for the oldest that there is.</summary>
    public abstract string? Beginning(AccountState state, string arn, string shard, MappingSettings settings);

    /// <summary>Records after one, oldest first.</summary>
    public abstract IEnumerable<SourceItem> After(AccountState state, EventSourceMapping mapping, FunctionVersion version, string shard, string? cursor);

    public bool May(Turn turn, FunctionVersion version, string arn) => OnStream.All(a => RoleCalls.May(turn, version, a, arn)) && OnAll.All(a => RoleCalls.May(turn, version, a, "*"));
}

/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html"/>
internal sealed class DynamoDbStreamSource : StreamSource
{
    public override string Actions => "GetRecords, GetShardIterator, DescribeStream, and ListStreams";
    public override IReadOnlyList<string> OnStream => ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"];
    public override IReadOnlyList<string> OnAll => ["dynamodb:ListStreams"];

    /// <summary>Four times a second.</summary>
    public override TimeSpan Every => TimeSpan.FromMilliseconds(250);
    public override string InfoMember => "DDBStreamBatchInfo";
    public override string? FilteredMember => null;
    public override TimeSpan Kept(AccountState state, string arn) => TableStream.Kept;

    public override IReadOnlyList<string>? Shards(AccountState state, string arn) => state.FindStream(arn) is { } stream ? [stream.ShardId] : null;

    public override object? Seen(AccountState state, string arn) => state.FindStream(arn);

    public override string? Beginning(AccountState state, string arn, string shard, MappingSettings settings) =>
        settings.StartingPosition is "LATEST" && state.FindStream(arn) is { Next: > 1 } stream ? TableStream.SequenceNumber(stream.Next - 1) : null;

    public override IEnumerable<SourceItem> After(AccountState state, EventSourceMapping mapping, FunctionVersion version, string shard, string? cursor)
    {
        if (state.FindStream(mapping.SourceArn) is not { } stream) yield break;
        var from = cursor is null ? 0 : TableStream.NumberOf(cursor)!.Value + 1;
        foreach (var record in stream.From(from, state.Now))
        {
            yield return new(TableStream.SequenceNumber(record.Number), record.At, StreamRecords.LambdaRecord(stream, record).ToJsonString(), Key: record.Keys.ToJson().ToJsonString());
        }
    }
}

using System.Globalization;
using CloudCourse.Simulation.Cloud;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Kinesis;

/// <summary>How event source mappings read streams: by shard and place. Whoever polls has asked for permission before.</summary>
internal static class KinesisPolling
{
    public static DataStream? Find(AccountState state, string arn) =>
        arn.Split(':', 6) is ["arn", "aws", "kinesis", var region, var account, var resource] && account == state.AccountId && resource.StartsWith("stream/", StringComparison.Ordinal)
            ? state.Kinesis.Streams.Find(DataStream.KeyOf(region, resource[7..])) : null;

    /// <summary>The place at which a reader begins.</summary>
    /// <param name="type"><c>TRIM_HORIZON</c>, <c>LATEST</c> or <c>AT_TIMESTAMP</c>.</param>
    public static long StartAt(DataStream stream, Shard shard, string type, DateTimeOffset? at) => type switch
    {
        "LATEST" => stream.Last + 1,
        "AT_TIMESTAMP" => shard.Records.Find(r => r.Arrived >= at)?.Number ?? stream.Last + 1,
        _ => 0,
    };

    /// <summary>Records from a place on, the place after them, and whether the shard is closed and read to its end.</summary>
    public static (IReadOnlyList<StreamRecord> Records, long Next, bool IsEnd) Read(Shard shard, long from, int most, long mostBytes)
    {
        List<StreamRecord> records = [];
        var bytes = 0L;
        var place = shard.PlaceOf(from);
        for (; place < shard.Records.Count && records.Count < most; place++)
        {
            var record = shard.Records[place];
            if ((bytes += record.Bytes) > mostBytes && records.Count > 0) break;
            records.Add(record);
        }
        return (records, records.Count > 0 ? records[^1].Number + 1 : from, shard.Closed is not null && place >= shard.Records.Count);
    }

    /// <summary>Records that are still kept, of one shard, from a place on. A stream or shard that is gone gives none, and its end.</summary>
    public static (IReadOnlyList<StreamRecord> Records, long Next, bool IsEnd) Read(AccountState state, string streamArn, string shardId, long from, int most, long mostBytes) =>
        Find(state, streamArn) is { } stream && stream.Find(shardId) is { } shard ? Read(shard.Trimmed(state.Now.AddHours(-stream.RetentionHours)), from, most, mostBytes) : ([], from, true);

    /// <summary>The record that Lambda makes of one.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html"/>
    public static Output ForFunction(DataStream stream, Shard shard, StreamRecord record, string roleArn) => new()
    {
        ["kinesis"] = new Output
        {
            ["kinesisSchemaVersion"] = "1.0",
            ["partitionKey"] = record.PartitionKey,
            ["sequenceNumber"] = shard.SequenceNumber(record.Number),
            ["data"] = record.Data,
            ["approximateArrivalTimestamp"] = Node.Parse((record.Arrived.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture)),
        },
        ["eventSource"] = "aws:kinesis",
        ["eventVersion"] = "1.0",
        ["eventID"] = $"{shard.Id}:{shard.SequenceNumber(record.Number)}",
        ["eventName"] = "aws:kinesis:record",
        ["invokeIdentityArn"] = roleArn,
        ["awsRegion"] = stream.Region,
        ["eventSourceARN"] = stream.Arn,
    };
}

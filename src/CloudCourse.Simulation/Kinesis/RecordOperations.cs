using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Kinesis;

/// <summary>Writing and reading records.</summary>
/// <seealso href="https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html"/>
internal static class RecordOperations
{
    private const int MostBytes = 1 << 20, MostBytesTogether = 10 << 20, RecordsPerSecond = 1000, ReadsPerSecond = 5, BytesReadPerSecond = 2 << 20;
    private static readonly TimeSpan IteratorLasts = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<Operation> All { get; } =
    [
        KinesisCalls.OnStream("PutRecord", (c, s) =>
        {
            var entry = Read(c.Input, "");
            if (!s.CanBeUsed) throw KinesisCalls.NotFound(c, s.Name, c.Input.Head());
            var (shard, number) = Put(c.Turn, s, entry) ?? throw Exceeded(c.Turn, s, entry);
            c.Turn.Measure(KinesisMetrics.Of(s.Region, s.Name), (KinesisMetrics.PutSuccess, 1));
            return new() { ["ShardId"] = shard.Id, ["SequenceNumber"] = shard.SequenceNumber(number), ["EncryptionType"] = "NONE" };
        }),
        KinesisCalls.OnStream("PutRecords", PutAll),
        KinesisCalls.OnStream("GetShardIterator", GetIterator),
        new("GetRecords", c => [KinesisCalls.On(Iterator(c).Stream, "GetRecords")], Get),
        new("ListShards", NeedsToList, ListShards),
    ];

    /// <summary>A record on its way, and the hash key that decides where it goes.</summary>
    internal readonly record struct Entry(string PartitionKey, string Data, int Bytes, UInt128 Hash);

    private static Entry Read(JsonObject json, string path)
    {
        var (key, data) = (json.Text("PartitionKey")?.Value, json.Text("Data")?.Value ?? "");
        var at = json.Last("Data")?.Value.At ?? json.Head();
        if (key is null or { Length: 0 }) throw KinesisCalls.Constraint(key ?? "null", path + "partitionKey", key is null ? "not be null" : "have length greater than or equal to 1", json.Head());
        if (key.Length > 256) throw KinesisCalls.Constraint(key, path + "partitionKey", "have length less than or equal to 256", json.Last("PartitionKey")!.Value.At);
        var bytes = new byte[data.Length];
        if (!Convert.TryFromBase64String(data, bytes, out var length)) throw Turn.Error("SerializationException", "Data is no base64 text.", at: at);
        if (length + Encoding.UTF8.GetByteCount(key) > MostBytes) throw KinesisCalls.Constraint("java.nio.HeapByteBuffer", path + "data", $"have length less than or equal to {MostBytes}", at);
        var hash = json.Text("ExplicitHashKey") is not { } given ? KinesisCalls.HashOf(key)
            : UInt128.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var own) ? own
            : throw KinesisCalls.Argument($"Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {given.Value.Shortened()}", given.At);
        return new(key, data, length, hash);
    }

    private static Shard ShardFor(DataStream stream, Entry entry) => stream.Open.First(s => entry.Hash >= s.Starts && entry.Hash <= s.Ends);

    private static AwsException Exceeded(Turn turn, DataStream stream, Entry entry) => Turn.Error("ProvisionedThroughputExceededException", Words(turn, stream, ShardFor(stream, entry)),
        "A shard takes 1,000 records and 1 MB a second. Wait and try again; or spread the partition keys over more shards.");

    private static string Words(Turn turn, DataStream stream, Shard shard) => $"Rate exceeded for shard {shard.Id} in stream {stream.Name} under account {turn.AccountId}.";

    /// <summary>Writes a record; null where its shard takes no more in this second.</summary>
    internal static (Shard Shard, long Number)? Put(Turn turn, DataStream stream, Entry entry)
    {
        var shard = ShardFor(stream, entry);
        var bytes = entry.Bytes + Encoding.UTF8.GetByteCount(entry.PartitionKey);
        var writes = shard.Writes.With(turn.Now, bytes);
        if (writes.Count > RecordsPerSecond || writes.Bytes > MostBytes) return null;
        var number = stream.Last + 1;
        var trimmed = shard.Trimmed(turn.Now.AddHours(-stream.RetentionHours));
        turn.Put(stream with { Last = number, Shards = stream.Shards.SetItem(shard.Index, trimmed with { Writes = writes, Records = trimmed.Records.Add(new(number, entry.PartitionKey, entry.Data, entry.Bytes, turn.Now)) }) });
        turn.Measure(KinesisMetrics.Of(stream.Region, stream.Name), (KinesisMetrics.IncomingRecords, 1), (KinesisMetrics.IncomingBytes, bytes));
        return (shard, number);
    }

    private static Output PutAll(Call call, DataStream stream)
    {
        var given = call.Structures("Records");
        if (given.Count is 0 or > 500) throw KinesisCalls.Constraint("[]", "records", given.Count == 0 ? "have length greater than or equal to 1" : "have length less than or equal to 500", call.At("Records"));
        List<Entry> entries = [.. given.Select((e, i) => Read(e, $"records.{i + 1}.member."))];
        if (entries.Sum(e => (long)e.Bytes + e.PartitionKey.Length) > MostBytesTogether) throw KinesisCalls.Argument("Records size exceeds 10 MB limit", call.At("Records"));
        if (!stream.CanBeUsed) throw KinesisCalls.NotFound(call, stream.Name, call.Input.Head());
        Array results = [];
        var failed = 0;
        foreach (var entry in entries)
        {
            var now = call.State.Kinesis.Streams[stream.Key];
            if (Put(call.Turn, now, entry) is var (shard, number)) results.Add((Node)new Output { ["SequenceNumber"] = shard.SequenceNumber(number), ["ShardId"] = shard.Id });
            else
            {
                failed++;
                call.Turn.Measure(KinesisMetrics.Of(now.Region, now.Name), (KinesisMetrics.PutThrottled, 1));
                results.Add((Node)new Output { ["ErrorCode"] = "ProvisionedThroughputExceededException", ["ErrorMessage"] = Words(call.Turn, now, ShardFor(now, entry)) });
            }
        }
        return new() { ["FailedRecordCount"] = failed, ["Records"] = results, ["EncryptionType"] = "NONE" };
    }

    private static Output GetIterator(Call call, DataStream stream)
    {
        var (id, type) = (call.Need("ShardId"), call.Need("ShardIteratorType"));
        if (!stream.CanBeUsed) throw KinesisCalls.NotFound(call, stream.Name, call.Input.Head());
        var shard = stream.Find(id) ?? throw Turn.Error("ResourceNotFoundException", $"Shard {id.Shortened()} in stream {stream.Name} under account {call.AccountId} does not exist", at: call.At("ShardId"));
        var at = call.Input.Moment("Timestamp");
        long from;
        switch (type)
        {
            case "AT_SEQUENCE_NUMBER" or "AFTER_SEQUENCE_NUMBER":
                var text = call.Text("StartingSequenceNumber") ?? throw KinesisCalls.Argument($"Must either specify ShardIteratorType = {type} with a StartingSequenceNumber.", call.At("ShardIteratorType"));
                var number = shard.NumberOf(text) ?? throw KinesisCalls.Argument($"StartingSequenceNumber {text.Shortened()} used in GetShardIterator on shard {id} in stream {stream.Name} under account {call.AccountId} is invalid because it did not come from this stream.", call.At("StartingSequenceNumber"));
                from = type is "AT_SEQUENCE_NUMBER" ? number : number + 1;
                break;
            case "AT_TIMESTAMP" when at is null:
                throw KinesisCalls.Argument("Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current Request has no timestamp.", call.At("ShardIteratorType"));
            case "AT_TIMESTAMP" when at > call.Now:
                throw KinesisCalls.Argument($"The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: {at.Value.ToUnixTimeMilliseconds()}, currentTimestampInMillis: {call.Now.ToUnixTimeMilliseconds()}", call.At("Timestamp"));
            case "AT_TIMESTAMP" or "TRIM_HORIZON" or "LATEST":
                from = KinesisPolling.StartAt(stream, shard, type, at);
                break;
            default:
                throw KinesisCalls.Constraint(type, "shardIteratorType", "satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]", call.At("ShardIteratorType"));
        }
        return new() { ["ShardIterator"] = IteratorText(stream, shard, from, call.Now) };
    }

    private static string IteratorText(DataStream stream, Shard shard, long from, DateTimeOffset now) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stream.Name}/{stream.Created.UtcTicks}/{shard.Index}/{from}/{now.UtcTicks}")));

    internal static (DataStream Stream, Shard Shard, long From, DateTimeOffset Made) Iterator(Call call)
    {
        var text = call.Need("ShardIterator");
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split('/') is [var name, var created, var index, var from, var made]
            && long.TryParse(created, out var creation) && int.TryParse(index, out var place) && long.TryParse(from, out var number) && long.TryParse(made, out var ticks)
            && number >= 0 && ticks >= 0 && ticks <= call.Now.UtcTicks)
        {
            if (call.State.Kinesis.Streams.Find(DataStream.KeyOf(call.Region, name)) is not { } stream || stream.Created.UtcTicks != creation) throw KinesisCalls.NotFound(call, name, call.At("ShardIterator"));
            if (place >= 0 && place < stream.Shards.Count) return (stream, stream.Shards[place], number, new(ticks, TimeSpan.Zero));
        }
        throw KinesisCalls.Argument("Invalid ShardIterator.", call.At("ShardIterator"), "GetShardIterator gives one, and each GetRecords the next.");
    }

    private static Output Get(Call call)
    {
        var (stream, shard, from, made) = Iterator(call);
        var limit = (int)(KinesisCalls.Between(call, "Limit", 1, 10_000) ?? 10_000);
        if (call.Now - made > IteratorLasts)
            throw Turn.Error("ExpiredIteratorException", $"Iterator expired. The iterator was created at time {KinesisCalls.Time(made)} while right now it is {KinesisCalls.Time(call.Now)} which is further in the future than the tolerated delay of 300000 milliseconds.", "An iterator is good for five minutes. Make another from the last sequence number.", at: call.At("ShardIterator"));
        var reads = shard.Reads.With(call.Now, 0);
        if (reads.Count > ReadsPerSecond || shard.ReadsFrom > call.Now)
            throw Turn.Error("ProvisionedThroughputExceededException", Words(call.Turn, stream, shard), "A shard answers five reads a second, and 2 MB a second over time.", at: call.At("ShardIterator"));
        shard = shard.Trimmed(call.Now.AddHours(-stream.RetentionHours));
        var (records, next, isEnd) = KinesisPolling.Read(shard, from, limit, MostBytesTogether);
        var bytes = records.Sum(r => (long)r.Bytes);
        // What is more than a second's worth is made up for by waiting.
        var blocked = bytes > BytesReadPerSecond ? call.Now.AddSeconds((double)bytes / BytesReadPerSecond) : shard.ReadsFrom;
        call.Turn.Put(stream with { Shards = stream.Shards.SetItem(shard.Index, shard with { Reads = reads, ReadsFrom = blocked }) });
        call.Turn.Measure(KinesisMetrics.Of(stream.Region, stream.Name), (KinesisMetrics.GetSuccess, 1), (KinesisMetrics.GetRecords, records.Count), (KinesisMetrics.GetBytes, bytes),
            (KinesisMetrics.IteratorAge, records.Count == 0 ? 0 : (call.Now - records[^1].Arrived).TotalMilliseconds));
        Output output = new()
        {
            ["Records"] = new Array([.. records.Select(r => (Node)new Output
            {
                ["SequenceNumber"] = shard.SequenceNumber(r.Number), ["ApproximateArrivalTimestamp"] = KinesisCalls.Time(r.Arrived), ["Data"] = r.Data, ["PartitionKey"] = r.PartitionKey, ["EncryptionType"] = "NONE",
            })]),
            ["MillisBehindLatest"] = shard.PlaceOf(next) < shard.Records.Count ? (long)(call.Now - shard.Records[shard.PlaceOf(next)].Arrived).TotalMilliseconds : 0L,
        };
        if (!isEnd) output["NextShardIterator"] = IteratorText(stream, shard, next, call.Now);
        else output["ChildShards"] = new Array([.. stream.Shards.Where(s => s.Parent == shard.Id || s.AdjacentParent == shard.Id)
            .Select(s => (Node)new Output { ["ShardId"] = s.Id, ["ParentShards"] = new Array([.. ((string?[])[s.Parent, s.AdjacentParent]).OfType<string>().Select(p => (Node)p)]), ["HashKeyRange"] = StreamOperations.Range(s) })]);
        return output;
    }

    /// <summary>A page's token stands for the stream too.</summary>
    private static DataStream Listed(Call call, out string? after)
    {
        after = call.Text("ExclusiveStartShardId");
        if (call.Text("NextToken") is not { } token) return call.Stream();
        if (call.Text("StreamName") is not null || call.Text("StreamARN") is not null) throw KinesisCalls.Argument("NextToken and StreamName cannot be provided together.", call.At("NextToken"));
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split('/') is [var name, var shard]
            && call.State.Kinesis.Streams.Find(DataStream.KeyOf(call.Region, name)) is { } stream)
        {
            after = shard;
            return stream;
        }
        throw KinesisCalls.Argument("NextToken is invalid.", call.At("NextToken"));
    }

    private static IEnumerable<Permission> NeedsToList(Call call) => [KinesisCalls.On(Listed(call, out _), "ListShards")];

    private static Output ListShards(Call call)
    {
        var stream = Listed(call, out var after);
        var limit = (int)(KinesisCalls.Between(call, "MaxResults", 1, 10_000) ?? 1000);
        var page = stream.Shards.Where(s => after is null || string.CompareOrdinal(s.Id, after) > 0).Take(limit + 1).ToList();
        Output output = new() { ["Shards"] = new Array([.. page.Take(limit).Select(s => (Node)StreamOperations.Told(s))]) };
        if (page.Count > limit) output["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{stream.Name}/{page[limit - 1].Id}"));
        return output;
    }
}

using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Streams;

/// <summary>Reading the streams of DynamoDB's tables. Its actions are DynamoDB's. A stream has one shard here; DynamoDB closes a shard every few hours and goes on in another.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html"/>
public sealed class DynamoDbStreamsService : SimulatedService
{
    private const int MaxRecords = 1000, MaxBytes = 1024 * 1024;

    private static readonly TimeSpan IteratorLife = TimeSpan.FromMinutes(15);

    public override string Name => "dynamodbstreams";

    public override string DeniedCode => "AccessDeniedException";

    internal override AwsException Unreadable(string member, JsonValue value) => DynamoDbService.NotANumber(member, value);

    public override IReadOnlySet<string> NotTaken(string operation) => operation == "DescribeStream" ? OfDescribe : base.NotTaken(operation);

    private static readonly HashSet<string> OfDescribe = ["ShardFilter"];

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        new("ListStreams", _ => [new("dynamodb:ListStreams", "*")], List),
        new("DescribeStream", c => [new("dynamodb:DescribeStream", c.Need("StreamArn"))], Describe),
        new("GetShardIterator", c => [new("dynamodb:GetShardIterator", c.Need("StreamArn"))], Start),
        new("GetRecords", c => [new("dynamodb:GetRecords", Iterator.Read(c).Arn)], Records),
    ];

    private static TableStream Find(Call call, string arn, Location at) => call.State.FindStream(arn) is { } stream && arn.Contains($":{call.Region}:", StringComparison.Ordinal) ? stream
        : throw Turn.Error("ResourceNotFoundException", $"Requested resource not found: Stream: {arn.Shortened()} not found", "DescribeTable tells a table's stream as LatestStreamArn.", at: at);

    private static Output List(Call call)
    {
        Constraints constraints = new();
        var limit = (int)(constraints.AtLeast(call.Input, "Limit", 1, most: 100) ?? 100);
        constraints.Check();
        var (table, after) = (call.Text("TableName"), call.Text("ExclusiveStartStreamArn"));
        var streams = call.State.DynamoDb.In(call.Region).Streams.Values
            .Where(s => call.State.FindStream(s.Arn) is not null && (table is null || s.TableName == table) && (after is null || string.CompareOrdinal(s.Arn, after) > 0)).Take(limit + 1).ToList();
        Output output = new() { ["Streams"] = new Array([.. streams.Take(limit).Select(s => new Output { ["StreamArn"] = s.Arn, ["TableName"] = s.TableName, ["StreamLabel"] = s.Label })]) };
        if (streams.Count > limit) output["LastEvaluatedStreamArn"] = streams[limit - 1].Arn;
        return output;
    }

    private static Output Describe(Call call)
    {
        Constraints constraints = new();
        constraints.AtLeast(call.Input, "Limit", 1, most: 100);
        constraints.Check();
        var stream = Find(call, call.Need("StreamArn"), call.At("StreamArn"));
        Output range = new() { ["StartingSequenceNumber"] = TableStream.SequenceNumber(1) };
        if (stream.Closed is not null) range["EndingSequenceNumber"] = TableStream.SequenceNumber(Math.Max(1, stream.Next - 1));
        Array shards = call.Text("ExclusiveStartShardId") == stream.ShardId ? [] : [new Output { ["ShardId"] = stream.ShardId, ["SequenceNumberRange"] = range }];
        Output description = new()
        {
            ["StreamArn"] = stream.Arn,
            ["StreamLabel"] = stream.Label,
            ["StreamStatus"] = stream.Closed is null ? "ENABLED" : "DISABLED",
            ["StreamViewType"] = stream.View,
            ["CreationRequestDateTime"] = Requests.Time(stream.Created),
            ["TableName"] = stream.TableName,
            ["KeySchema"] = TableDescription.Keys(stream.Keys),
            ["Shards"] = shards,
        };
        return new() { ["StreamDescription"] = description };
    }

    private static Output Start(Call call)
    {
        Constraints constraints = new();
        var type = constraints.OneOf(call.Input, "ShardIteratorType", ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"])!;
        constraints.Check();
        var stream = Find(call, call.Need("StreamArn"), call.At("StreamArn"));
        if (call.Need("ShardId") != stream.ShardId)
            throw Turn.Error("ResourceNotFoundException", $"Requested resource not found: Shard: {call.Need("ShardId").Shortened()} in Stream: {stream.Arn} not found", "DescribeStream lists a stream's shards.", at: call.At("ShardId"));
        var from = type switch
        {
            "TRIM_HORIZON" => stream.Oldest(call.Now),
            "LATEST" => stream.Next,
            "AT_SEQUENCE_NUMBER" => Number(call, stream),
            _ => Number(call, stream) + 1,
        };
        return new() { ["ShardIterator"] = new Iterator(stream.Arn, from, call.Now).ToString() };
    }

    private static long Number(Call call, TableStream stream)
    {
        if (call.Text("SequenceNumber") is not { } text) throw DynamoErrors.Validation("Must specify SequenceNumber when ShardIteratorType is AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER", at: call.Input.Head());
        if (TableStream.NumberOf(text) is not { } number || number >= stream.Next) throw DynamoErrors.Validation("Invalid SequenceNumber", "Take it from a record of this shard.", call.At("SequenceNumber"));
        return number >= stream.Oldest(call.Now) ? number
            : throw Turn.Error("TrimmedDataAccessException", "The operation attempted to read past the oldest stream record in a shard.", "Records are kept for 24 hours. TRIM_HORIZON is the oldest that is left.", at: call.At("SequenceNumber"));
    }

    private static Output Records(Call call)
    {
        Constraints constraints = new();
        var limit = (int)(constraints.AtLeast(call.Input, "Limit", 1, most: MaxRecords) ?? MaxRecords);
        constraints.Check();
        var at = Iterator.Read(call);
        var stream = Find(call, at.Arn, call.At("ShardIterator"));
        if (call.Now - at.Given > IteratorLife) throw Turn.Error("ExpiredIteratorException", "Iterator expired", "An iterator is good for 15 minutes: each GetRecords gives the next.", at: call.At("ShardIterator"));
        if (at.Next < stream.Oldest(call.Now) && at.Next < stream.Next && stream.Records.Count > 0)
            throw Turn.Error("TrimmedDataAccessException", "The operation attempted to read past the oldest stream record in a shard.", "Records are kept for 24 hours.", at: call.At("ShardIterator"));
        Array records = [];
        long bytes = 0, next = at.Next;
        foreach (var record in stream.From(at.Next, call.Now).Take(limit))
        {
            bytes += StreamRecords.SizeOf(record);
            if (records.Count > 0 && bytes > MaxBytes) break;
            records.Add(StreamRecords.Record(stream, record));
            next = record.Number + 1;
        }
        Output output = new() { ["Records"] = records };
        // A shard that is closed and read to its end has no next.
        if (stream.Closed is null || next < stream.Next) output["NextShardIterator"] = new Iterator(at.Arn, next, call.Now).ToString();
        return output;
    }

    /// <summary>A place in a shard, handed out as a text that says nothing to who holds it.</summary>
    private sealed record Iterator(string Arn, long Next, DateTimeOffset Given)
    {
        public override string ToString() =>
            $"{Arn}|1|{Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Next};{Given.ToUnixTimeMilliseconds()}")))}";

        public static Iterator Read(Call call)
        {
            var parts = call.Need("ShardIterator").Split('|');
            Span<byte> bytes = stackalloc byte[64];
            if (parts.Length == 3 && parts[2].Length <= 80 && Convert.TryFromBase64String(parts[2], bytes, out var count)
                && Encoding.ASCII.GetString(bytes[..count]).Split(';') is [var next, var given]
                && long.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var moment) && moment < 253_402_300_800_000)
            {
                return new(parts[0], number, DateTimeOffset.FromUnixTimeMilliseconds(moment));
            }
            throw DynamoErrors.Validation("Invalid ShardIterator", "GetShardIterator gives one, and each GetRecords the next.", call.At("ShardIterator"));
        }
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Kinesis;

/// <summary>https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Operations.html</summary>
public sealed class KinesisTests
{
    private readonly TestAccount _account = new();

    public KinesisTests() => Make("clicks", 2);

    private JsonObject Do(string operation, object input) => _account.Do("kinesis", operation, JsonSerializer.Serialize(input));

    private AwsError ErrorOf(string operation, object input)
    {
        _account.Refused("kinesis", operation, JsonSerializer.Serialize(input));
        return ((ApiCall)_account.Account.History[^1]).Error!;
    }

    private void Wait(double seconds) => _account.Account.Advance(TimeSpan.FromSeconds(seconds));

    private void Make(string name, int shards)
    {
        Do("CreateStream", new { StreamName = name, ShardCount = shards });
        Wait(5);
    }

    private static string Data(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private JsonObject Put(string key, string text = "x") => Do("PutRecord", new { StreamName = "clicks", PartitionKey = key, Data = Data(text) });

    private string Iterator(string shard, string type = "TRIM_HORIZON", string? after = null, string? timestamp = null)
    {
        Dictionary<string, object> input = new() { ["StreamName"] = "clicks", ["ShardId"] = shard, ["ShardIteratorType"] = type };
        if (after is not null) input["StartingSequenceNumber"] = after;
        if (timestamp is not null) input["Timestamp"] = timestamp;
        return (string)Do("GetShardIterator", input)["ShardIterator"]!;
    }

    private JsonObject Get(string iterator, int limit = 10_000) => Do("GetRecords", new { ShardIterator = iterator, Limit = limit });

    private static List<string> Texts(JsonObject records) => [.. records["Records"]!.AsArray().Select(r => Encoding.UTF8.GetString(Convert.FromBase64String((string)r!["Data"]!)))];

    private const string First = "shardId-000000000000", Second = "shardId-000000000001";

    private string Status(string name = "clicks") => (string)Do("DescribeStreamSummary", new { StreamName = name })["StreamDescriptionSummary"]!["StreamStatus"]!;

    private void PutAt(string shard, string text) => Do("PutRecord", new { StreamName = "clicks", PartitionKey = "k", ExplicitHashKey = shard == First ? "0" : "340282366920938463463374607431768211455", Data = Data(text) });

    [Fact]
    public void A_stream_is_made_used_and_deleted()
    {
        Do("CreateStream", new { StreamName = "new", ShardCount = 1 });
        Assert.Equal("CREATING", Status("new"));
        Assert.Equal("ResourceNotFoundException", ErrorOf("PutRecord", new { StreamName = "new", PartitionKey = "k", Data = "eA==" }).Code);
        Assert.Equal("ResourceInUseException", ErrorOf("CreateStream", new { StreamName = "new", ShardCount = 1 }).Code);
        Wait(5);
        Assert.Equal("ACTIVE", Status("new"));
        Do("DeleteStream", new { StreamName = "new" });
        Assert.Equal("DELETING", Status("new"));
        Wait(5);
        Assert.Equal("Stream new under account 111122223333 not found.", ErrorOf("DescribeStream", new { StreamName = "new" }).Message);
        Assert.Equal(["clicks"], Do("ListStreams", new { })["StreamNames"]!.AsArray().Select(n => (string)n!));
    }

    // Two shards share the hash keys from 0 to 2^128 - 1; MD5 decides.
    [Fact]
    public void A_partition_key_s_MD5_decides_its_shard()
    {
        var shards = Do("ListShards", new { StreamName = "clicks" })["Shards"]!;
        Assert.Equal(("0", "170141183460469231731687303715884105727", "170141183460469231731687303715884105728", "340282366920938463463374607431768211455"), ((string)shards[0]!["HashKeyRange"]!["StartingHashKey"]!, (string)shards[0]!["HashKeyRange"]!["EndingHashKey"]!, (string)shards[1]!["HashKeyRange"]!["StartingHashKey"]!, (string)shards[1]!["HashKeyRange"]!["EndingHashKey"]!));
        foreach (var key in (string[])["a", "b", "user-17", "é"])
        {
            var isFirst = System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes(key))[0] < 128;
            Assert.Equal(isFirst ? First : Second, (string)Put(key)["ShardId"]!);
        }
    }

    [Fact]
    public void Every_kind_of_iterator_begins_where_it_says()
    {
        List<string> numbers = [];
        foreach (var text in (string[])["1", "2", "3"])
        {
            PutAt(First, text);
            Wait(10);
        }
        var all = Get(Iterator(First));
        numbers.AddRange(all["Records"]!.AsArray().Select(r => (string)r!["SequenceNumber"]!));
        Assert.Equal(["1", "2", "3"], Texts(all));
        Assert.Equal(numbers.Order(StringComparer.Ordinal), numbers);
        Assert.Equal(["2", "3"], Texts(Get(Iterator(First, "AT_SEQUENCE_NUMBER", numbers[1]))));
        Assert.Equal(["3"], Texts(Get(Iterator(First, "AFTER_SEQUENCE_NUMBER", numbers[1]))));
        Assert.Equal(["2", "3"], Texts(Get(Iterator(First, "AT_TIMESTAMP", timestamp: "2026-11-02T09:00:15Z"))));
        Wait(1);
        var latest = Iterator(First, "LATEST");
        Assert.Empty(Texts(Get(latest)));
        PutAt(First, "4");
        Assert.Equal(["4"], Texts(Get(latest)));
        Assert.Empty(Texts(Get(Iterator(Second))));
    }

    [Fact]
    public void Reading_goes_on_from_iterator_to_iterator_and_tells_how_far_behind_it_is()
    {
        foreach (var text in (string[])["1", "2", "3"]) PutAt(First, text);
        Wait(2);
        var page = Get(Iterator(First), 2);
        Assert.Equal(["1", "2"], Texts(page));
        Assert.Equal(2000, (long)page["MillisBehindLatest"]!);
        page = Get((string)page["NextShardIterator"]!, 2);
        Assert.Equal(["3"], Texts(page));
        Assert.Equal(0, (long)page["MillisBehindLatest"]!);
        var old = (string)page["NextShardIterator"]!;
        Wait(300);
        Assert.Empty(Texts(Get(old)));
        Wait(1);
        Assert.Equal("ExpiredIteratorException", ErrorOf("GetRecords", new { ShardIterator = old }).Code);
    }

    [Fact]
    public void A_shard_takes_and_gives_so_much_a_second()
    {
        for (var i = 0; i < 2; i++)
        {
            var done = Do("PutRecords", new { StreamName = "clicks", Records = Enumerable.Range(0, 500).Select(_ => new { PartitionKey = "a", Data = "eA==" }) });
            Assert.Equal(0, (int)done["FailedRecordCount"]!);
        }
        var more = Do("PutRecords", new { StreamName = "clicks", Records = new[] { new { PartitionKey = "a", Data = "eA==" } } });
        Assert.Equal((1, "ProvisionedThroughputExceededException", "Rate exceeded for shard shardId-000000000000 in stream clicks under account 111122223333."), ((int)more["FailedRecordCount"]!, (string)more["Records"]![0]!["ErrorCode"]!, (string)more["Records"]![0]!["ErrorMessage"]!));
        Assert.Equal("ProvisionedThroughputExceededException", ErrorOf("PutRecord", new { StreamName = "clicks", PartitionKey = "a", Data = "eA==" }).Code);
        Wait(1);
        Put("a");
        var iterator = Iterator(First);
        for (var i = 0; i < 5; i++) Get(iterator);
        Assert.Equal("ProvisionedThroughputExceededException", ErrorOf("GetRecords", new { ShardIterator = iterator }).Code);
        Wait(1);
        Get(iterator);
    }

    [Fact]
    public void A_split_shard_is_read_to_its_end_and_then_its_children()
    {
        PutAt(First, "before");
        Do("SplitShard", new { StreamName = "clicks", ShardToSplit = First, NewStartingHashKey = "1000" });
        Assert.Equal("UPDATING", Status());
        Assert.Equal("ResourceInUseException", ErrorOf("SplitShard", new { StreamName = "clicks", ShardToSplit = Second, NewStartingHashKey = "1" }).Code);
        PutAt(First, "after");
        var page = Get(Iterator(First));
        Assert.Equal(["before"], Texts(page));
        Assert.Null(page["NextShardIterator"]);
        Assert.Equal(["shardId-000000000002", "shardId-000000000003"], page["ChildShards"]!.AsArray().Select(s => (string)s!["ShardId"]!));
        Assert.Equal(["after"], Texts(Get(Iterator("shardId-000000000002"))));
        Wait(5);
        Do("MergeShards", new { StreamName = "clicks", ShardToMerge = "shardId-000000000003", AdjacentShardToMerge = Second });
        var merged = Do("DescribeStream", new { StreamName = "clicks" })["StreamDescription"]!["Shards"]![4]!;
        Assert.Equal(("shardId-000000000003", Second, "1000"), ((string)merged["ParentShardId"]!, (string)merged["AdjacentParentShardId"]!, (string)merged["HashKeyRange"]!["StartingHashKey"]!));
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(1, null)]
    [InlineData(5, "LimitExceededException")]
    public void The_number_of_shards_changes_by_half_to_double(int target, string? code)
    {
        object input = new { StreamName = "clicks", TargetShardCount = target, ScalingType = "UNIFORM_SCALING" };
        if (code is not null)
        {
            Assert.Equal(code, ErrorOf("UpdateShardCount", input).Code);
            return;
        }
        Do("UpdateShardCount", input);
        Wait(5);
        var open = Do("ListShards", new { StreamName = "clicks" })["Shards"]!.AsArray().Where(s => s!["SequenceNumberRange"]!["EndingSequenceNumber"] is null).ToList();
        Assert.Equal(target, open.Count);
        var next = UInt128.Zero;
        foreach (var shard in open) // no gap, no overlap
        {
            Assert.Equal(next, UInt128.Parse((string)shard!["HashKeyRange"]!["StartingHashKey"]!));
            next = UInt128.Parse((string)shard["HashKeyRange"]!["EndingHashKey"]!) + 1;
        }
        Assert.Equal(UInt128.Zero, next);
    }

    [Fact]
    public void Records_are_kept_for_the_retention_period()
    {
        PutAt(First, "old");
        Wait(23 * 3600);
        PutAt(First, "new");
        Wait(3600);
        Assert.Equal(["old", "new"], Texts(Get(Iterator(First))));
        Wait(1);
        Assert.Equal(["new"], Texts(Get(Iterator(First))));
        Do("IncreaseStreamRetentionPeriod", new { StreamName = "clicks", RetentionPeriodHours = 48 });
        Wait(24 * 3600);
        Assert.Equal(["new"], Texts(Get(Iterator(First))));
        Assert.Equal("InvalidArgumentException", ErrorOf("IncreaseStreamRetentionPeriod", new { StreamName = "clicks", RetentionPeriodHours = 24 }).Code);
        Do("DecreaseStreamRetentionPeriod", new { StreamName = "clicks", RetentionPeriodHours = 24 });
        Assert.Empty(Texts(Get(Iterator(First))));
    }

    public static TheoryData<string, object, string, string> Refused => new()
    {
        { "CreateStream", new { StreamName = "a b", ShardCount = 1 }, "ValidationException", "1 validation error detected: Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+" },
        { "CreateStream", new { StreamName = "a", ShardCount = 0 }, "ValidationException", "1 validation error detected: Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1" },
        { "PutRecord", new { StreamName = "none", PartitionKey = "k", Data = "eA==" }, "ResourceNotFoundException", "Stream none under account 111122223333 not found." },
        { "PutRecord", new { StreamName = "clicks", PartitionKey = new string('k', 257), Data = "eA==" }, "ValidationException", $"1 validation error detected: Value '{new string('k', 80)}…' at 'partitionKey' failed to satisfy constraint: Member must have length less than or equal to 256" },
        { "PutRecord", new { StreamName = "clicks", PartitionKey = "k", Data = Convert.ToBase64String(new byte[1 << 20]) }, "ValidationException", "1 validation error detected: Value 'java.nio.HeapByteBuffer' at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576" },
        { "PutRecord", new { StreamName = "clicks", PartitionKey = "k", Data = "eA==", ExplicitHashKey = "340282366920938463463374607431768211456" }, "InvalidArgumentException", "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456" },
        { "PutRecord", new { PartitionKey = "k", Data = "eA==" }, "InvalidArgumentException", "Either StreamName or StreamARN must be specified." },
        { "GetRecords", new { ShardIterator = "x" }, "InvalidArgumentException", "Invalid ShardIterator." },
        { "GetShardIterator", new { StreamName = "clicks", ShardId = "shardId-9", ShardIteratorType = "LATEST" }, "ResourceNotFoundException", "Shard shardId-9 in stream clicks under account 111122223333 does not exist" },
        { "GetShardIterator", new { StreamName = "clicks", ShardId = First, ShardIteratorType = "FIRST" }, "ValidationException", "1 validation error detected: Value 'FIRST' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]" },
        { "MergeShards", new { StreamName = "clicks", ShardToMerge = First, AdjacentShardToMerge = First }, "InvalidArgumentException", "Shards shardId-000000000000 and shardId-000000000000 in stream clicks under account 111122223333 are not an adjacent pair of shards eligible for merging." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_call_that_Kinesis_refuses(string operation, object input, string code, string message)
    {
        var error = ErrorOf(operation, input);
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Fact]
    public void Shards_come_by_page_and_tags_come_and_go()
    {
        var first = Do("ListShards", new { StreamName = "clicks", MaxResults = 1 });
        var second = Do("ListShards", new { NextToken = (string)first["NextToken"]!, MaxResults = 1 });
        Assert.Equal(Second, (string)Assert.Single(second["Shards"]!.AsArray())!["ShardId"]!);
        Assert.Null(second["NextToken"]);
        Do("AddTagsToStream", new { StreamName = "clicks", Tags = new { a = "1", b = "2" } });
        Do("RemoveTagsFromStream", new { StreamName = "clicks", TagKeys = new[] { "a" } });
        Assert.Equal("b", (string)Assert.Single(Do("ListTagsForStream", new { StreamName = "clicks" })["Tags"]!.AsArray())!["Key"]!);
    }

    [Fact]
    public void Reading_and_writing_take_permission_for_the_stream()
    {
        var iterator = Iterator(First);
        _account.Do("iam", "CreateUser", """{"UserName":"ann"}""");
        _account.Do("iam", "PutUserPolicy", JsonSerializer.Serialize(new { UserName = "ann", PolicyName = "p", PolicyDocument = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kinesis:PutRecord","Resource":"arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"}}""" }));
        _account.As = Caller.User(TestAccount.Id, "ann");
        Put("a");
        var error = ErrorOf("GetRecords", new { ShardIterator = iterator });
        Assert.Equal(("AccessDeniedException", 400, "kinesis:GetRecords"), (error.Code, error.HttpStatus, error.Denied[0].Action));
        Assert.Equal("AccessDeniedException", ErrorOf("PutRecords", new { StreamName = "clicks", Records = new[] { new { PartitionKey = "a", Data = "eA==" } } }).Code);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html"/>
public sealed class KinesisMappingTests
{
    private const string Reads = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kinesis:GetRecords","kinesis:GetShardIterator","kinesis:DescribeStream","kinesis:ListShards"],"Resource":"arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"},
         {"Effect":"Allow","Action":["sqs:SendMessage","sqs:ReceiveMessage"],"Resource":"*"}]}
        """;

    private static readonly string Arn = $"arn:aws:kinesis:{LiveWorld.Region}:{TestAccount.Id}:stream/clicks";
    private static readonly string Dead = $"arn:aws:sqs:{LiveWorld.Region}:{TestAccount.Id}:dead";

    private static Task<JsonObject> PutAsync(LiveWorld world, string text, string key = "k", string? hash = null)
    {
        JsonObject input = new() { ["StreamName"] = "clicks", ["PartitionKey"] = key, ["Data"] = LiveWorld.Base64(text) };
        if (hash is not null) input["ExplicitHashKey"] = hash;
        return world.DoAsync("kinesis", "PutRecord", input.ToJsonString());
    }

    private static string TextOf(JsonNode? record) => Encoding.UTF8.GetString(Convert.FromBase64String((string)record!["kinesis"]!["data"]!));

    private static string NumberOf(JsonNode? record) => (string)record!["kinesis"]!["sequenceNumber"]!;

    private static async Task<LiveWorld> StreamAsync(int shards, ulong seed = 7)
    {
        LiveWorld world = new(seed);
        await world.DoAsync("kinesis", "CreateStream", new { StreamName = "clicks", ShardCount = shards });
        await world.DoAsync("sqs", "CreateQueue", new { QueueName = "dead" });
        await world.AdvanceAsync(10);
        return world;
    }

    private static async Task<(List<List<string>> Got, string Uuid)> MapAsync(LiveWorld world, object? settings = null, Func<JsonArray, string>? answers = null)
    {
        List<List<string>> got = [];
        await world.FunctionAsync("f", c =>
        {
            var records = c.Event!["Records"]!.AsArray();
            got.Add([.. records.Select(TextOf)]);
            return Task.FromResult(answers is null ? "null" : answers(records));
        }, Reads);
        JsonObject input = new() { ["FunctionName"] = "f", ["EventSourceArn"] = Arn, ["StartingPosition"] = "TRIM_HORIZON" };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject()) input[name] = value?.DeepClone();
        var mapping = await world.DoAsync("lambda", "CreateEventSourceMapping", input.ToJsonString());
        return (got, (string)mapping["UUID"]!);
    }

    private static async Task<JsonObject?> DeadLetterAsync(LiveWorld world)
    {
        var received = await world.DoAsync("sqs", "ReceiveMessage", new { QueueUrl = $"https://sqs.{LiveWorld.Region}.amazonaws.com/{TestAccount.Id}/dead", MaxNumberOfMessages = 10 });
        return received["Messages"] is JsonArray { Count: > 0 } messages ? JsonNode.Parse((string)Assert.Single(messages)!["Body"]!)!.AsObject() : null;
    }

    /// <summary>Member by member as on AWS's page.</summary>
    [Fact]
    public async Task The_event_is_AWSs()
    {
        await using var world = await StreamAsync(1);
        JsonNode? seen = null;
        await MapAsync(world, answers: records =>
        {
            seen = records[0]!.DeepClone();
            return "null";
        });
        await world.AdvanceAsync(10.25);
        var put = await PutAsync(world, "hello+>", "visitor-7");
        var arrived = (world.Account.Now.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture);
        await world.AdvanceAsync(5);
        var number = (string)put["SequenceNumber"]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse($$"""
            {
              "kinesis": {"kinesisSchemaVersion": "1.0", "partitionKey": "visitor-7", "sequenceNumber": "{{number}}", "data": "{{LiveWorld.Base64("hello+>")}}", "approximateArrivalTimestamp": {{arrived}}},
              "eventSource": "aws:kinesis", "eventVersion": "1.0", "eventID": "shardId-000000000000:{{number}}", "eventName": "aws:kinesis:record",
              "invokeIdentityArn": "arn:aws:iam::{{TestAccount.Id}}:role/f-role", "awsRegion": "eu-west-1", "eventSourceARN": "{{Arn}}"
            }
            """), seen), seen?.ToJsonString());
    }

    [Theory]
    [InlineData("TRIM_HORIZON", "early late after")]
    [InlineData("AT_TIMESTAMP", "late after")]
    [InlineData("LATEST", "after")]
    public async Task Where_it_begins(string position, string expected)
    {
        await using var world = await StreamAsync(1);
        await PutAsync(world, "early");
        await world.AdvanceAsync(60);
        var moment = world.Account.Now.ToUnixTimeSeconds();
        await world.AdvanceAsync(1);
        await PutAsync(world, "late");
        var (got, uuid) = await MapAsync(world, position is "AT_TIMESTAMP" ? new { StartingPosition = position, StartingPositionTimestamp = moment } : new { StartingPosition = position });
        await world.AdvanceAsync(20);
        await PutAsync(world, "after");
        await world.AdvanceAsync(20);
        Assert.Equal(expected, string.Join(' ', got.SelectMany(g => g)));
        Assert.Equal("OK", (string)(await world.DoAsync("lambda", "GetEventSourceMapping", new { UUID = uuid }))["LastProcessingResult"]!);
    }

    [Fact]
    public async Task Every_shard_has_a_batch_of_its_own()
    {
        await using var world = await StreamAsync(2);
        var (got, _) = await MapAsync(world, new { BatchSize = 2 });
        const string high = "340282366920938463463374607431768211455";
        for (var i = 0; i < 3; i++)
        {
            await PutAsync(world, $"low{i}", hash: "0");
            await PutAsync(world, $"high{i}", hash: high);
        }
        await world.AdvanceAsync(30);
        Assert.Equal([["low0", "low1"], ["high0", "high1"], ["low2"], ["high2"]], got);
        var looks = world.Account.History.Count;
        await world.AdvanceAsync(3600);
        Assert.Equal(looks, world.Account.History.Count);
        Assert.Null(world.Account.NextEventAt);
    }

    [Fact]
    public async Task A_window_gathers_until_the_batch_is_full()
    {
        await using var world = await StreamAsync(1);
        var (got, _) = await MapAsync(world, new { BatchSize = 3, MaximumBatchingWindowInSeconds = 30 });
        await world.AdvanceAsync(10);
        await PutAsync(world, "a");
        await world.AdvanceAsync(20);
        Assert.Empty(got);
        await world.AdvanceAsync(12);
        Assert.Equal([["a"]], got);
        foreach (var text in (string[])["b", "c", "d"]) await PutAsync(world, text);
        await world.AdvanceAsync(2);
        Assert.Equal(["b", "c", "d"], got[^1]);
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html"/>
    [Fact]
    public async Task A_batch_given_up_is_told_of_with_its_place()
    {
        await using var world = await StreamAsync(1);
        var (got, _) = await MapAsync(world, new { MaximumRetryAttempts = 1, DestinationConfig = new { OnFailure = new { Destination = Dead } } }, _ => throw new InvalidOperationException("bad"));
        await world.AdvanceAsync(10);
        var first = (string)(await PutAsync(world, "a"))["SequenceNumber"]!;
        await world.AdvanceAsync(0.5);
        var last = (string)(await PutAsync(world, "b"))["SequenceNumber"]!;
        await world.AdvanceAsync(60);
        Assert.Equal([["a", "b"], ["a", "b"]], got);
        var letter = (await DeadLetterAsync(world))!;
        Assert.Equal(["requestContext", "responseContext", "version", "timestamp", "KinesisBatchInfo"], letter.Select(m => m.Key));
        Assert.Equal(("RetryAttemptsExhausted", 2, LiveWorld.Arn("f")), ((string)letter["requestContext"]!["condition"]!, (int)letter["requestContext"]!["approximateInvokeCount"]!, (string)letter["requestContext"]!["functionArn"]!));
        Assert.Equal("""{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"}""", letter["responseContext"]!.ToJsonString());
        var info = letter["KinesisBatchInfo"]!.AsObject();
        Assert.Equal(["shardId", "startSequenceNumber", "endSequenceNumber", "approximateArrivalOfFirstRecord", "approximateArrivalOfLastRecord", "batchSize", "streamArn"], info.Select(m => m.Key));
        Assert.Equal(("shardId-000000000000", first, last, 2, Arn), ((string)info["shardId"]!, (string)info["startSequenceNumber"]!, (string)info["endSequenceNumber"]!, (int)info["batchSize"]!, (string)info["streamArn"]!));
        Assert.Equal(TimeSpan.FromMilliseconds(500), DateTimeOffset.Parse((string)info["approximateArrivalOfLastRecord"]!, CultureInfo.InvariantCulture) - DateTimeOffset.Parse((string)info["approximateArrivalOfFirstRecord"]!, CultureInfo.InvariantCulture));
        // The records are still in the stream for whoever reads the letter.
        var iterator = await world.DoAsync("kinesis", "GetShardIterator", new { StreamName = "clicks", ShardId = (string)info["shardId"]!, ShardIteratorType = "AT_SEQUENCE_NUMBER", StartingSequenceNumber = first });
        Assert.Equal(2, (await world.DoAsync("kinesis", "GetRecords", new { ShardIterator = (string)iterator["ShardIterator"]!, Limit = 2 }))["Records"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_is_too_old_is_given_up_without_another_try()
    {
        await using var world = await StreamAsync(1);
        var (got, _) = await MapAsync(world, new { MaximumRecordAgeInSeconds = 60, BatchSize = 1, DestinationConfig = new { OnFailure = new { Destination = Dead } } }, records => TextOf(records[0]) is "bad" ? throw new InvalidOperationException("bad") : "null");
        await world.AdvanceAsync(10);
        await PutAsync(world, "bad");
        await world.AdvanceAsync(50);
        await PutAsync(world, "good");
        await world.AdvanceAsync(80);
        Assert.Equal("good", Assert.Single(got[^1]));
        Assert.InRange(got.Count, 5, 8);
        var letter = (await DeadLetterAsync(world))!;
        Assert.Equal("RecordAgeExceeded", (string)letter["requestContext"]!["condition"]!);
        Assert.False(letter.ContainsKey("responseContext"));
    }

    [Fact]
    public async Task Bisecting_finds_the_bad_record()
    {
        await using var world = await StreamAsync(1);
        var (got, _) = await MapAsync(world, new { BisectBatchOnFunctionError = true, MaximumRetryAttempts = 0 }, records => records.Any(r => TextOf(r) is "bad") ? throw new InvalidOperationException("bad") : "null");
        foreach (var text in (string[])["a", "b", "bad", "d"]) await PutAsync(world, text);
        await world.AdvanceAsync(60);
        Assert.Equal([["a", "b", "bad", "d"], ["a", "b"], ["bad", "d"], ["bad"], ["d"]], got);
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html"/>
    [Fact]
    public async Task The_lowest_reported_number_is_the_checkpoint()
    {
        await using var world = await StreamAsync(1);
        var tries = 0;
        var (got, _) = await MapAsync(world, new { FunctionResponseTypes = (string[])["ReportBatchItemFailures"] }, records => ++tries == 1
            ? $$"""{"batchItemFailures": [{"itemIdentifier": "{{NumberOf(records[3])}}"}, {"itemIdentifier": "{{NumberOf(records[2])}}"}]}""" : """{"batchItemFailures": []}""");
        foreach (var text in (string[])["a", "b", "c", "d"]) await PutAsync(world, text);
        await world.AdvanceAsync(60);
        Assert.Equal([["a", "b", "c", "d"], ["c", "d"]], got);
    }

    /// <summary>A split's children wait for the parent, so a key's records stay in order.</summary>
    [Fact]
    public async Task A_shard_is_read_after_those_that_it_came_from()
    {
        await using var world = await StreamAsync(1);
        var failures = 3;
        var (got, _) = await MapAsync(world, new { BatchSize = 1 }, records => TextOf(records[0]) is "before" && failures-- > 0 ? throw new InvalidOperationException("not yet") : "null");
        await world.AdvanceAsync(10);
        await PutAsync(world, "before", hash: "7");
        await world.DoAsync("kinesis", "SplitShard", new { StreamName = "clicks", ShardToSplit = "shardId-000000000000", NewStartingHashKey = "170141183460469231731687303715884105728" });
        await PutAsync(world, "after", hash: "7");
        await world.AdvanceAsync(60);
        Assert.Equal(["before", "before", "before", "before", "after"], got.Select(g => g[0]));
        await world.DoAsync("kinesis", "MergeShards", new { StreamName = "clicks", ShardToMerge = "shardId-000000000001", AdjacentShardToMerge = "shardId-000000000002" });
        await PutAsync(world, "merged", hash: "7");
        await world.AdvanceAsync(20);
        Assert.Equal("merged", Assert.Single(got[^1]));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public async Task Nothing_is_lost_and_each_key_keeps_its_order_in_several_batches_of_a_shard(ulong seed)
    {
        Random random = new((int)seed);
        await using var world = await StreamAsync(2, seed);
        List<string> done = [];
        await MapAsync(world, new { ParallelizationFactor = 3, BatchSize = 4, BisectBatchOnFunctionError = seed == 2 }, records =>
        {
            if (random.Next(3) == 0) throw new InvalidOperationException("now and then");
            done.AddRange(records.Select(r => $"{r!["kinesis"]!["partitionKey"]} {TextOf(r)}"));
            return "null";
        });
        for (var i = 0; i < 80; i++) await PutAsync(world, $"{i:D3}", $"k{i % 9}");
        await world.AdvanceAsync(1800);
        Assert.Equal(80, done.Count);
        foreach (var key in done.GroupBy(d => d.Split(' ')[0])) Assert.Equal(key.Order(StringComparer.Ordinal), key);
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html"/>
    [Fact]
    public async Task Filters_look_into_the_data()
    {
        await using var world = await StreamAsync(1);
        var (got, _) = await MapAsync(world, new { FilterCriteria = new { Filters = (object[])[new { Pattern = """{"data": {"page": [{"prefix": "/shop"}]}}""" }] } });
        foreach (var text in (string[])["""{"page":"/shop/1"}""", """{"page":"/"}""", "no JSON", """{"page":"/shop/2"}"""]) await PutAsync(world, text);
        await world.AdvanceAsync(20);
        Assert.Equal(["""{"page":"/shop/1"}""", """{"page":"/shop/2"}"""], got.SelectMany(g => g));
    }

    /// <summary>The language is EventBridge's, whole: wildcards, alternatives, what is absent. What nests too deep to be looked into is a text.</summary>
    [Theory]
    [InlineData("""{"data": {"page": [{"wildcard": "/shop/*/reviews"}]}}""", "/shop/1/reviews")]
    [InlineData("""{"data": {"$or": [{"page": ["/"]}, {"kind": ["bot"]}]}}""", "/ bot")]
    [InlineData("""{"data": {"kind": [{"exists": false}]}}""", "/ /shop/1/reviews")]
    [InlineData("""{"data": [{"prefix": "{\"a\":"}]}""", "deep")]
    [InlineData("""{"data": ["a text"]}""", "text")]
    public async Task Filters_are_patterns_of_EventBridge(string pattern, string expected)
    {
        await using var world = await StreamAsync(1);
        var (got, _) = await MapAsync(world, new { FilterCriteria = new { Filters = (object[])[new { Pattern = pattern }] } });
        Dictionary<string, string> texts = new()
        {
            ["""{"page":"/"}"""] = "/",
            ["""{"page":"/shop/1/reviews"}"""] = "/shop/1/reviews",
            ["""{"page":"x","kind":"bot"}"""] = "bot",
            [string.Concat(Enumerable.Repeat("""{"a":""", 64)) + "1" + new string('}', 64)] = "deep",
            ["a text"] = "text",
        };
        foreach (var text in texts.Keys) await PutAsync(world, text);
        await world.AdvanceAsync(20);
        Assert.Equal(expected, string.Join(' ', got.SelectMany(g => g).Select(t => texts[t])));
    }

    [Fact]
    public async Task A_lost_permission_and_a_lost_stream_are_told()
    {
        await using var world = await StreamAsync(1);
        var (got, uuid) = await MapAsync(world);
        await world.AdvanceAsync(10);
        await world.DoAsync("iam", "DeleteRolePolicy", new { RoleName = "f-role", PolicyName = "own" });
        await PutAsync(world, "a");
        await world.AdvanceAsync(10);
        Assert.StartsWith("PROBLEM: The role", await ResultAsync(), StringComparison.Ordinal);
        await world.DoAsync("iam", "PutRolePolicy", new { RoleName = "f-role", PolicyName = "own", PolicyDocument = Reads });
        await world.AdvanceAsync(10);
        Assert.Equal(["a"], Assert.Single(got));
        await world.DoAsync("kinesis", "DeleteStream", new { StreamName = "clicks" });
        await world.AdvanceAsync(10);
        Assert.Equal("PROBLEM: Stream not found", await ResultAsync());

        async Task<string> ResultAsync() => (string)(await world.DoAsync("lambda", "GetEventSourceMapping", new { UUID = uuid }))["LastProcessingResult"]!;
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html"/>
    public static TheoryData<string, string, string> Refusals => new()
    {
        { """{"StartingPosition": "OLDEST"}""", "ValidationException", "enum value set" },
        { """{"StartingPosition": "AT_TIMESTAMP"}""", "InvalidParameterValueException", "StartingPositionTimestamp" },
        { """{"StartingPosition": "AT_TIMESTAMP", "StartingPositionTimestamp": 4102444800}""", "InvalidParameterValueException", "StartingPositionTimestamp cannot be in the future." },
        { """{"StartingPosition": "LATEST", "StartingPositionTimestamp": 1700000000}""", "InvalidParameterValueException", "StartingPositionTimestamp" },
        { """{"BatchSize": 10001}""", "ValidationException", "less than or equal to 10000" },
        { """{"ParallelizationFactor": 11}""", "ValidationException", "less than or equal to 10" },
        { """{"ScalingConfig": {"MaximumConcurrency": 2}}""", "InvalidParameterValueException", "ScalingConfig is not valid for Kinesis event sources." },
        { """{"EventSourceArn": "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks/consumer/c:1"}""", "NotSimulated", "enhanced fan-out" },
        { """{"DestinationConfig": {"OnFailure": {"Destination": "arn:aws:s3:::given-up"}}}""", "NotSimulated", "S3 buckets" },
        { """{"DestinationConfig": {"OnFailure": {"Destination": "arn:aws:lambda:eu-west-1:111122223333:function:h"}}}""", "InvalidParameterValueException", "The provided destination ARN" },
        { """{"TumblingWindowInSeconds": 60}""", "NotSimulated", "TumblingWindowInSeconds" },
        { """{"FunctionName": "h"}""", "InvalidParameterValueException", "Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams Actions on your stream in IAM." },
        { """{"FunctionName": "all", "EventSourceArn": "arn:aws:kinesis:eu-west-1:111122223333:stream/none"}""", "InvalidParameterValueException", "Stream not found" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_AWS_refuses_is_refused(string other, string code, string words)
    {
        await using var world = await StreamAsync(1);
        await world.FunctionAsync("g", _ => Task.FromResult("null"), Reads);
        await world.FunctionAsync("h", _ => Task.FromResult("null"));
        await world.FunctionAsync("all", _ => Task.FromResult("null"), """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesis:*","Resource":"*"}]}""");
        JsonObject input = new() { ["FunctionName"] = "g", ["EventSourceArn"] = Arn, ["StartingPosition"] = "LATEST" };
        foreach (var (name, value) in JsonNode.Parse(other)!.AsObject()) input[name] = value?.DeepClone();
        var result = await world.TryAsync("lambda", "CreateEventSourceMapping", input.ToJsonString());
        Assert.Equal(code, result.Error?.Code);
        Assert.Contains(words, result.Error!.Message, StringComparison.Ordinal);
    }
}

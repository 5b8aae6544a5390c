using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html"/>
public sealed class StreamMappingTests
{
    private const string Reads = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:GetRecords","dynamodb:GetShardIterator","dynamodb:DescribeStream","dynamodb:ListStreams","lambda:InvokeFunction"],"Resource":"*"}]}""";

    private static async Task<string> TableAsync(LiveWorld world)
    {
        var table = await world.DoAsync("dynamodb", "CreateTable", """
            {"TableName": "orders", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
             "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
            """);
        await world.AdvanceAsync(60);
        return (string)table["TableDescription"]!["LatestStreamArn"]!;
    }

    private static Task PutAsync(LiveWorld world, string id, string kind = "order") =>
        world.DoAsync("dynamodb", "PutItem", $$"""{"TableName": "orders", "Item": {"id": {"S": "{{id}}" }, "kind": {"S": "{{kind}}" } } }""");

    private static async Task<(LiveWorld World, List<List<string>> Got, string Uuid)> WorldAsync(object? settings = null, Func<IReadOnlyList<string>, string>? answers = null, ulong seed = 7)
    {
        LiveWorld world = new(seed);
        List<List<string>> got = [];
        await world.FunctionAsync("f", c =>
        {
            var ids = c.Event!["Records"]!.AsArray().Select(r => (string)r!["dynamodb"]!["Keys"]!["id"]!["S"]!).ToList();
            got.Add(ids);
            return Task.FromResult(answers is null ? "null" : answers(c.Event["Records"]!.AsArray().Select(r => $"{r!["dynamodb"]!["Keys"]!["id"]!["S"]} {r["dynamodb"]!["SequenceNumber"]}").ToList()));
        }, Reads);
        JsonObject input = new() { ["FunctionName"] = "f", ["EventSourceArn"] = await TableAsync(world), ["StartingPosition"] = "TRIM_HORIZON" };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject()) input[name] = value?.DeepClone();
        var mapping = await world.DoAsync("lambda", "CreateEventSourceMapping", input.ToJsonString());
        Assert.Equal("Creating", (string)mapping["State"]!);
        return (world, got, (string)mapping["UUID"]!);
    }

    [Fact]
    public async Task Records_arrive_in_order_and_in_batches()
    {
        var (world, got, uuid) = await WorldAsync(new { BatchSize = 3 });
        await using var _ = world;
        for (var i = 0; i < 7; i++) await PutAsync(world, $"{i}");
        await world.AdvanceAsync(30);
        Assert.Equal([["0", "1", "2"], ["3", "4", "5"], ["6"]], got);
        await PutAsync(world, "7");
        await world.AdvanceAsync(5);
        Assert.Equal("7", Assert.Single(got[^1]));
        Assert.Equal(("Enabled", "OK"), await StateAsync(world, uuid));
        var planned = world.Account.NextEventAt;
        await world.AdvanceAsync(3600);
        Assert.True(planned is null || world.Account.NextEventAt is null || world.Account.History.Count < 400, "nobody looks while nothing changes");
    }

    private static async Task<(string, string)> StateAsync(LiveWorld world, string uuid)
    {
        var mapping = await world.DoAsync("lambda", "GetEventSourceMapping", new { UUID = uuid });
        return ((string)mapping["State"]!, (string)mapping["LastProcessingResult"]!);
    }

    [Fact]
    public async Task A_window_gathers()
    {
        var (world, got, _) = await WorldAsync(new { MaximumBatchingWindowInSeconds = 20, BatchSize = 4 });
        await using var __ = world;
        await world.AdvanceAsync(10);
        await PutAsync(world, "a");
        await world.AdvanceAsync(15);
        Assert.Empty(got);
        await PutAsync(world, "b");
        await world.AdvanceAsync(10);
        Assert.Equal([["a", "b"]], got);
        for (var i = 0; i < 4; i++) await PutAsync(world, $"{i}");
        await world.AdvanceAsync(2); // full before the window ends
        Assert.Equal(["0", "1", "2", "3"], got[^1]);
    }

    [Fact]
    public async Task Latest_begins_with_what_comes_then()
    {
        var (world, got, _) = await WorldAsync(new { StartingPosition = "LATEST" });
        await using var __ = world;
        await PutAsync(world, "before");
        await world.AdvanceAsync(10);
        await PutAsync(world, "after");
        await world.AdvanceAsync(10);
        Assert.Equal([["after"]], got);
    }

    [Fact]
    public async Task A_batch_that_fails_blocks_its_shard_until_it_is_given_up()
    {
        var (world, got, uuid) = await WorldAsync(new { BatchSize = 1, MaximumRetryAttempts = 2 }, ids => ids[0].StartsWith("bad", StringComparison.Ordinal) ? throw new InvalidOperationException("bad") : "null");
        await using var _ = world;
        JsonNode? handed = null;
        await world.FunctionAsync("unused", _ => Task.FromResult("null"));
        await PutAsync(world, "bad");
        await PutAsync(world, "good");
        await world.AdvanceAsync(60);
        Assert.Equal(["bad", "bad", "bad", "good"], got.Select(g => g[0]));
        Assert.Contains(world.Account.History.OfType<Change>(), c => c.What.Contains("gives 1 record of", StringComparison.Ordinal) && c.What.EndsWith("RetryAttemptsExhausted", StringComparison.Ordinal));
        Assert.Equal(("Enabled", "OK"), await StateAsync(world, uuid));
        Assert.Null(handed);
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html"/>
    [Fact]
    public async Task Bisecting_finds_the_one_that_is_bad()
    {
        var (world, got, _) = await WorldAsync(new { BisectBatchOnFunctionError = true, MaximumRetryAttempts = 0 }, ids => ids.Any(i => i.StartsWith("bad", StringComparison.Ordinal)) ? throw new InvalidOperationException("bad") : "null");
        await using var __ = world;
        foreach (var id in (string[])["a", "b", "bad", "d"]) await PutAsync(world, id);
        await world.AdvanceAsync(60);
        Assert.Equal([["a", "b", "bad", "d"], ["a", "b"], ["bad", "d"], ["bad"], ["d"]], got);
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html"/>
    [Fact]
    public async Task Reported_failures_are_a_checkpoint()
    {
        var failed = false;
        var (world, got, _) = await WorldAsync(new { FunctionResponseTypes = (string[])["ReportBatchItemFailures"] }, ids =>
        {
            if (failed) return "{}";
            failed = true;
            return $$"""{"batchItemFailures": [{"itemIdentifier": "{{ids[2].Split(' ')[1]}}"}]}""";
        });
        await using var __ = world;
        foreach (var id in (string[])["a", "b", "c", "d"]) await PutAsync(world, id);
        await world.AdvanceAsync(60);
        Assert.Equal([["a", "b", "c", "d"], ["c", "d"]], got);
    }

    [Fact]
    public async Task Filters_keep_the_function_from_what_it_does_not_want()
    {
        var (world, got, _) = await WorldAsync(new { FilterCriteria = new { Filters = (object[])[new { Pattern = """{"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": [{"prefix": "or"}]}}}}""" }] } });
        await using var __ = world;
        await PutAsync(world, "a");
        await PutAsync(world, "b", "invoice");
        await PutAsync(world, "a", "order"); // no insert, and no change either
        await PutAsync(world, "c", "orchid");
        await world.AdvanceAsync(20);
        Assert.Equal(["a", "c"], got.SelectMany(g => g));
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_read_until_it_is_back()
    {
        var (world, got, uuid) = await WorldAsync();
        await using var _ = world;
        await world.AdvanceAsync(10);
        await world.DoAsync("iam", "DeleteRolePolicy", new { RoleName = "f-role", PolicyName = "own" });
        await PutAsync(world, "a");
        await world.AdvanceAsync(10);
        Assert.Empty(got);
        Assert.StartsWith("PROBLEM", (await StateAsync(world, uuid)).Item2, StringComparison.Ordinal);
        await world.DoAsync("iam", "PutRolePolicy", new { RoleName = "f-role", PolicyName = "own", PolicyDocument = Reads });
        await world.AdvanceAsync(10);
        Assert.Equal([["a"]], got);
    }

    [Fact]
    public async Task A_disabled_mapping_goes_on_where_it_was()
    {
        var (world, got, uuid) = await WorldAsync();
        await using var _ = world;
        await world.AdvanceAsync(10);
        await PutAsync(world, "a");
        await world.AdvanceAsync(5);
        Assert.Equal("Disabling", (string)(await world.DoAsync("lambda", "UpdateEventSourceMapping", new { UUID = uuid, Enabled = false }))["State"]!);
        Assert.Equal("ResourceInUseException", (await world.TryAsync("lambda", "DeleteEventSourceMapping", new { UUID = uuid })).Error!.Code);
        await world.AdvanceAsync(10);
        await PutAsync(world, "b");
        await world.AdvanceAsync(10);
        Assert.Single(got);
        await world.DoAsync("lambda", "UpdateEventSourceMapping", new { UUID = uuid, Enabled = true });
        await world.AdvanceAsync(10);
        Assert.Equal([["a"], ["b"]], got);
        Assert.Equal("Deleting", (string)(await world.DoAsync("lambda", "DeleteEventSourceMapping", new { UUID = uuid }))["State"]!);
        await world.AdvanceAsync(10);
        Assert.Equal("ResourceNotFoundException", (await world.TryAsync("lambda", "GetEventSourceMapping", new { UUID = uuid })).Error!.Code);
    }

    /// <summary>Whatever fails and is throttled: without a limit of tries every record is done in the end, in the order of its key.</summary>
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public async Task Nothing_is_lost_and_each_key_keeps_its_order(ulong seed)
    {
        Random random = new((int)seed);
        List<string> done = [];
        var (world, _, _) = await WorldAsync(new { ParallelizationFactor = 4, BatchSize = 5, BisectBatchOnFunctionError = seed == 2 }, ids =>
        {
            if (random.Next(3) == 0) throw new InvalidOperationException("now and then");
            done.AddRange(ids);
            return "null";
        }, seed);
        await using var __ = world;
        await world.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "f", ReservedConcurrentExecutions = 2 });
        for (var i = 0; i < 60; i++) await PutAsync(world, $"k{i % 7}", $"{i}");
        await world.AdvanceAsync(1800);
        Assert.Equal(60, done.Distinct().Count());
        foreach (var key in done.GroupBy(d => d.Split(' ')[0]))
        {
            var numbers = key.Select(d => d.Split(' ')[1]).Distinct().ToList();
            Assert.Equal(numbers.Order(StringComparer.Ordinal), numbers);
        }
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"/>
    public static TheoryData<string, string, string> Refusals => new()
    {
        { """{"StartingPosition": null}""", "ValidationException", "Value null at 'startingPosition'" },
        { """{"StartingPosition": "OLDEST"}""", "ValidationException", "enum value set" },
        { """{"StartingPosition": "AT_TIMESTAMP"}""", "InvalidParameterValueException", "Unsupported starting position" },
        { """{"BatchSize": 0}""", "ValidationException", "greater than or equal to 1" },
        { """{"BatchSize": 10001}""", "ValidationException", "less than or equal to 10000" },
        { """{"MaximumBatchingWindowInSeconds": 301}""", "ValidationException", "less than or equal to 300" },
        { """{"ParallelizationFactor": 11}""", "ValidationException", "less than or equal to 10" },
        { """{"MaximumRecordAgeInSeconds": 59}""", "InvalidParameterValueException", "MaximumRecordAgeInSeconds" },
        { """{"ScalingConfig": {"MaximumConcurrency": 2}}""", "InvalidParameterValueException", "ScalingConfig is not valid for DynamoDB event sources." },
        { """{"FilterCriteria": {"Filters": [{"Pattern": "{\"a\": \"b\"}"}]}}""", "InvalidParameterValueException", "Invalid filter pattern definition." },
        { """{"FunctionResponseTypes": ["Other"]}""", "ValidationException", "ReportBatchItemFailures" },
        { """{"TumblingWindowInSeconds": 30}""", "NotSimulated", "TumblingWindowInSeconds" },
        { """{"FunctionName": "h"}""", "InvalidParameterValueException", "Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM." },
        { """{"FunctionName": "none"}""", "ResourceNotFoundException", "Function not found" },
        { """{"EventSourceArn": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2020-01-01T00:00:00.000"}""", "InvalidParameterValueException", "Stream not found" },
        { """{"EventSourceArn": "arn:aws:ec2:eu-west-1:111122223333:instance/i"}""", "InvalidParameterValueException", "Unrecognized event source" },
        { """{"EventSourceArn": "arn:aws:kafka:eu-west-1:111122223333:cluster/c/1"}""", "NotSimulated", "more event sources" },
        { """{"Marker": 1}""", "ResourceConflictException", "provided mapping already exists. Please update or delete the existing mapping with UUID" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_AWS_refuses_is_refused(string other, string code, string words)
    {
        var (world, _, _) = await WorldAsync();
        await using var __ = world;
        await world.FunctionAsync("h", _ => Task.FromResult("null"));
        await world.FunctionAsync("g", _ => Task.FromResult("null"), Reads);
        JsonObject input = new() { ["FunctionName"] = code is "ResourceConflictException" ? "f" : "g", ["EventSourceArn"] = world.Account.State.Lambda.Mappings.Values.Single().SourceArn, ["StartingPosition"] = "LATEST" };
        foreach (var (name, value) in JsonNode.Parse(other)!.AsObject()) if (name is not "Marker") input[name] = value?.DeepClone();
        if (input["StartingPosition"] is null) input.Remove("StartingPosition");
        var result = await world.TryAsync("lambda", "CreateEventSourceMapping", input.ToJsonString());
        Assert.Equal(code, result.Error?.Code);
        Assert.Contains(words, result.Error!.Message, StringComparison.Ordinal);
    }
}

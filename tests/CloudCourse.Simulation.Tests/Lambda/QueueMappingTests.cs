using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Sqs;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html"/>
public sealed class QueueMappingTests
{
    private const string Reads = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],"Resource":"*"}]}""";

    private static string ArnOf(string queue) => $"arn:aws:sqs:{LiveWorld.Region}:{TestAccount.Id}:{queue}";

    private static string UrlOf(string queue) => $"https://sqs.{LiveWorld.Region}.amazonaws.com/{TestAccount.Id}/{queue}";

    private static async Task<(LiveWorld World, List<List<string>> Got)> WorldAsync(Func<JsonArray, string>? answers = null, object? settings = null, object? attributes = null, string queue = "jobs", ulong seed = 7)
    {
        LiveWorld world = new(seed);
        List<List<string>> got = [];
        await world.FunctionAsync("f", c =>
        {
            c.Sleep(200);
            var records = c.Event!["Records"]!.AsArray();
            got.Add([.. records.Select(r => (string)r!["body"]!)]);
            return Task.FromResult(answers?.Invoke(records) ?? "null");
        }, Reads);
        await world.DoAsync("sqs", "CreateQueue", new { QueueName = "dead" + (queue.EndsWith(".fifo", StringComparison.Ordinal) ? ".fifo" : ""), Attributes = queue.EndsWith(".fifo", StringComparison.Ordinal) ? new Dictionary<string, string> { ["FifoQueue"] = "true" } : [] });
        await world.DoAsync("sqs", "CreateQueue", new { QueueName = queue, Attributes = attributes ?? new { } });
        JsonObject input = new() { ["FunctionName"] = "f", ["EventSourceArn"] = ArnOf(queue) };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject()) input[name] = value?.DeepClone();
        await world.DoAsync("lambda", "CreateEventSourceMapping", input.ToJsonString());
        await world.AdvanceAsync(10);
        return (world, got);
    }

    private static Task SendAsync(LiveWorld world, string body, string? group = null, string queue = "jobs") => group is null
        ? world.DoAsync("sqs", "SendMessage", new { QueueUrl = UrlOf(queue), MessageBody = body })
        : world.DoAsync("sqs", "SendMessage", new { QueueUrl = UrlOf(queue), MessageBody = body, MessageGroupId = group, MessageDeduplicationId = body });

    private static int Left(LiveWorld world, string queue) => world.Account.State.Sqs.Queues[Queue.KeyOf(LiveWorld.Region, queue)].Contents.Messages.Count;

    [Fact]
    public async Task Messages_arrive_and_are_deleted()
    {
        var (world, got) = await WorldAsync();
        await using var _ = world;
        for (var i = 0; i < 23; i++) await SendAsync(world, $"{i}");
        await world.AdvanceAsync(20);
        Assert.Equal(23, got.SelectMany(g => g).Distinct().Count());
        Assert.All(got, g => Assert.InRange(g.Count, 1, 10));
        Assert.Equal(0, Left(world, "jobs"));
        var history = world.Account.History.Count;
        await world.AdvanceAsync(3600);
        Assert.InRange(world.Account.History.Count - history, 0, 3); // nobody polls an empty queue
    }

    [Fact]
    public async Task What_fails_comes_back_and_then_goes_to_the_dead_letters()
    {
        var (world, got) = await WorldAsync(_ => throw new InvalidOperationException("no"),
            attributes: new { VisibilityTimeout = "30", RedrivePolicy = $$"""{"deadLetterTargetArn":"{{ArnOf("dead")}}","maxReceiveCount":"3"}""" });
        await using var _ = world;
        await SendAsync(world, "bad");
        await world.AdvanceAsync(300);
        Assert.Equal(3, got.Count);
        var times = world.Began.Select(b => b.At).ToList();
        Assert.Equal(30, (times[1] - times[0]).TotalSeconds, 1.0);
        Assert.Equal((0, 1), (Left(world, "jobs"), Left(world, "dead")));
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html"/>
    [Theory]
    [InlineData("""{"batchItemFailures": [{"itemIdentifier": "@@"}]}""", 1)]
    [InlineData("""{"batchItemFailures": []}""", 0)]
    [InlineData("{}", 0)]
    [InlineData("null", 0)]
    [InlineData("""{"batchItemFailures": [{"itemIdentifier": ""}]}""", 3)]
    [InlineData("""{"batchItemFailures": [{"itemIdentifier": null}]}""", 3)]
    [InlineData("""{"batchItemFailures": [{"id": "@@"}]}""", 3)]
    [InlineData("\"no\"", 3)]
    public async Task Reported_failures_alone_come_back(string answer, int comeBack)
    {
        var isFirst = true;
        var (world, got) = await WorldAsync(records =>
        {
            if (!isFirst) return "null";
            isFirst = false;
            return answer.Replace("@@", (string)records[1]!["messageId"]!, StringComparison.Ordinal);
        }, new { FunctionResponseTypes = (string[])["ReportBatchItemFailures"], MaximumBatchingWindowInSeconds = 2 });
        await using var _ = world;
        foreach (var body in (string[])["a", "b", "c"]) await SendAsync(world, body);
        await world.AdvanceAsync(120);
        Assert.Equal(3, got[0].Count);
        Assert.Equal(comeBack, got.Skip(1).Sum(g => g.Count));
        Assert.Equal(0, Left(world, "jobs"));
    }

    [Fact]
    public async Task A_window_fills_large_batches()
    {
        var (world, got) = await WorldAsync(settings: new { BatchSize = 100, MaximumBatchingWindowInSeconds = 5 });
        await using var _ = world;
        for (var i = 0; i < 60; i++) await SendAsync(world, $"{i}");
        await world.AdvanceAsync(4);
        Assert.Empty(got);
        await world.AdvanceAsync(4);
        Assert.Equal(60, Assert.Single(got).Count);
    }

    [Fact]
    public async Task Filters_delete_what_nobody_wants()
    {
        var (world, got) = await WorldAsync(settings: new { FilterCriteria = new { Filters = (object[])[new { Pattern = """{"body": {"total": [{"numeric": [">", 100]}]}}""" }] } });
        await using var _ = world;
        foreach (var body in (string[])["""{"total": 50}""", """{"total": 150}""", "no json"]) await SendAsync(world, body);
        await world.AdvanceAsync(10);
        Assert.Equal("""{"total": 150}""", Assert.Single(got.SelectMany(g => g)));
        Assert.Equal(0, Left(world, "jobs"));
    }

    [Fact]
    public async Task Maximum_concurrency_holds_without_throttling()
    {
        var (world, got) = await WorldAsync(settings: new { BatchSize = 1, ScalingConfig = new { MaximumConcurrency = 2 } });
        await using var _ = world;
        for (var i = 0; i < 12; i++) await SendAsync(world, $"{i}");
        await world.AdvanceAsync(30);
        Assert.Equal(12, got.Count);
        Assert.Equal(2, world.Began.Select(b => b.Environment).Distinct().Count());
        Assert.DoesNotContain(world.Account.History.OfType<Change>(), c => c.What.Contains("throttled", StringComparison.Ordinal));
    }

    /// <summary>Under failures, throttles and a dead-letter queue: every message is done or a dead letter, and no group overtakes itself.</summary>
    [Theory]
    [InlineData("jobs", 1)]
    [InlineData("jobs", 2)]
    [InlineData("jobs.fifo", 3)]
    [InlineData("jobs.fifo", 4)]
    public async Task Nothing_is_lost(string queue, int seed)
    {
        Random random = new(seed);
        HashSet<string> done = [];
        List<string> order = [];
        var isFifo = queue.EndsWith(".fifo", StringComparison.Ordinal);
        var (world, _) = await WorldAsync(records =>
        {
            if (random.Next(3) == 0) throw new InvalidOperationException("now and then");
            foreach (var record in records)
            {
                if (done.Add((string)record!["body"]!)) order.Add((string)record["body"]!);
            }
            return "null";
        }, new { BatchSize = 4 }, isFifo
            ? new Dictionary<string, string> { ["FifoQueue"] = "true", ["VisibilityTimeout"] = "20" }
            : new Dictionary<string, string> { ["VisibilityTimeout"] = "20", ["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{ArnOf("dead")}}","maxReceiveCount":"5"}""" }, queue, (ulong)seed);
        await using var __ = world;
        await world.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "f", ReservedConcurrentExecutions = 2 });
        for (var i = 0; i < 50; i++) await SendAsync(world, $"{i % 5}-{i:D2}", isFifo ? $"{i % 5}" : null, queue);
        await world.AdvanceAsync(3600);
        Assert.Equal(0, Left(world, queue));
        var dead = isFifo ? 0 : Left(world, "dead");
        Assert.True(done.Count + dead >= 50, $"{done.Count} done, {dead} dead");
        Assert.True(world.Began.Select(b => b.Environment).Distinct().Count() <= 2);
        if (!isFifo) return;
        foreach (var group in order.GroupBy(o => o[0])) Assert.Equal(group.Order(StringComparer.Ordinal), group);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_history()
    {
        Assert.Equal(await RunAsync(), await RunAsync());

        static async Task<string> RunAsync()
        {
            var number = 0;
            var (world, _) = await WorldAsync(_ => number++ % 4 == 0 ? throw new InvalidOperationException("no") : "null");
            await using var __ = world;
            for (var i = 0; i < 30; i++) await SendAsync(world, $"{i}");
            await world.AdvanceAsync(200);
            return world.History;
        }
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { """{"FunctionName": "slow"}""", "InvalidParameterValueException", "Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds" },
        { """{"FunctionName": "bare"}""", "InvalidParameterValueException", "The provided execution role does not have permissions to call ReceiveMessage on SQS" },
        { """{"EventSourceArn": "arn:aws:sqs:eu-west-1:111122223333:none"}""", "InvalidParameterValueException", "SQS Error Code: AWS.SimpleQueueService.NonExistentQueue" },
        { """{"StartingPosition": "LATEST"}""", "InvalidParameterValueException", "StartingPosition is not valid for SQS event sources." },
        { """{"BatchSize": 11}""", "InvalidParameterValueException", "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10" },
        { """{"EventSourceArn": "arn:aws:sqs:eu-west-1:111122223333:f.fifo", "MaximumBatchingWindowInSeconds": 1}""", "InvalidParameterValueException", "Batching window is not supported for FIFO queues" },
        { """{"ScalingConfig": {"MaximumConcurrency": 1}}""", "ValidationException", "greater than or equal to 2" },
        { """{"EventSourceArn": "arn:aws:sqs:us-east-1:111122223333:jobs"}""", "InvalidParameterValueException", "is not in the function's Region" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_AWS_refuses_is_refused(string other, string code, string words)
    {
        var (world, _) = await WorldAsync();
        await using var __ = world;
        await world.FunctionAsync("g", _ => Task.FromResult("null"), Reads);
        await world.FunctionAsync("bare", _ => Task.FromResult("null"));
        await world.FunctionAsync("slow", _ => Task.FromResult("null"), Reads, new { Timeout = 60 });
        await world.DoAsync("sqs", "CreateQueue", new { QueueName = "f.fifo", Attributes = new { FifoQueue = "true" } });
        JsonObject input = new() { ["FunctionName"] = "g", ["EventSourceArn"] = ArnOf("jobs") };
        foreach (var (name, value) in JsonNode.Parse(other)!.AsObject()) input[name] = value?.DeepClone();
        var result = await world.TryAsync("lambda", "CreateEventSourceMapping", input.ToJsonString());
        Assert.Equal(code, result.Error?.Code);
        Assert.Contains(words, result.Error!.Message, StringComparison.Ordinal);
    }
}

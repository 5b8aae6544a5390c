using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge;
using CloudCourse.Simulation.EventBridge.Routing;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Tests.Cloud;
using CloudCourse.Simulation.Tests.Lambda;
using InputTransformer = CloudCourse.Simulation.EventBridge.InputTransformer;

namespace CloudCourse.Simulation.Tests.EventBridge;

/// <summary>https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html</summary>
public sealed class EventDeliveryTests
{
    private const string RuleArn = "arn:aws:events:eu-west-1:111122223333:rule/orders";

    private static async Task<List<JsonNode>> ListenAsync(LiveWorld world)
    {
        List<JsonNode> seen = [];
        await world.FunctionAsync("f", context =>
        {
            seen.Add(context.Event!);
            return Task.FromResult("null");
        });
        return seen;
    }

    private static Task AllowAsync(LiveWorld world, string source) =>
        world.DoAsync("lambda", "AddPermission", new { FunctionName = "f", StatementId = $"s{source.GetHashCode(StringComparison.Ordinal)}", Action = "lambda:InvokeFunction", Principal = "events.amazonaws.com", SourceArn = source });

    private static Task PutAsync(LiveWorld world, object detail, string? bus = null) =>
        world.DoAsync("events", "PutEvents", new { Entries = new[] { new { Source = "shop", DetailType = "Order", Detail = JsonSerializer.Serialize(detail), EventBusName = bus ?? "default" } } });

    [Fact]
    public async Task A_matching_event_reaches_a_function_once_that_lets_the_rule_in()
    {
        await using LiveWorld world = new();
        var seen = await ListenAsync(world);
        await world.DoAsync("events", "PutRule", new { Name = "orders", EventPattern = """{"source": ["shop"], "detail": {"total": [{"numeric": [">", 100]}]}}""" });
        await world.DoAsync("events", "PutTargets", new { Rule = "orders", Targets = new[] { new { Id = "f", Arn = LiveWorld.Arn("f") } } });
        await PutAsync(world, new { total = 101 });
        await world.AdvanceAsync(5);
        Assert.Empty(seen);
        Assert.Contains(world.Account.History.OfType<Change>(), c => c.To == "AccessDenied" && c.Resource == RuleArn);
        await AllowAsync(world, RuleArn);
        await PutAsync(world, new { total = 99 });
        await PutAsync(world, new { total = 150, note = "ä" });
        await world.AdvanceAsync(5);
        var theEvent = Assert.Single(seen);
        Assert.Equal(("0", "Order", "shop", "111122223333", "eu-west-1", "ä"),
            ((string)theEvent["version"]!, (string)theEvent["detail-type"]!, (string)theEvent["source"]!, (string)theEvent["account"]!, (string)theEvent["region"]!, (string)theEvent["detail"]!["note"]!));
        await world.DoAsync("events", "DisableRule", new { Name = "orders" });
        await PutAsync(world, new { total = 200 });
        await world.AdvanceAsync(5);
        Assert.Single(seen);
    }

    [Fact]
    public async Task The_deepest_detail_that_is_taken_is_delivered()
    {
        await using LiveWorld world = new();
        var seen = await ListenAsync(world);
        await AllowAsync(world, RuleArn);
        await world.DoAsync("events", "PutRule", new { Name = "orders", EventPattern = """{"source": ["shop"]}""" });
        await world.DoAsync("events", "PutTargets", new { Rule = "orders", Targets = new[] { new { Id = "f", Arn = LiveWorld.Arn("f") } } });
        var deepest = $$"""{"a":{{new string('[', JsonReader.MaxDepth)}}{{new string(']', JsonReader.MaxDepth)}}}""";
        await world.DoAsync("events", "PutEvents", new { Entries = new[] { new { Source = "shop", DetailType = "Order", Detail = deepest } } });
        await world.AdvanceAsync(5);
        Assert.Equal(deepest, Assert.Single(seen)["detail"]!.ToJsonString());
    }

    [Fact]
    public async Task A_schedule_comes_in_time_until_it_is_changed()
    {
        await using LiveWorld world = new();
        var seen = await ListenAsync(world);
        await AllowAsync(world, "arn:aws:events:eu-west-1:111122223333:rule/tick");
        await world.DoAsync("events", "PutRule", new { Name = "tick", ScheduleExpression = "rate(5 minutes)" });
        await world.DoAsync("events", "PutTargets", new { Rule = "tick", Targets = new[] { new { Id = "f", Arn = LiveWorld.Arn("f") } } });
        await world.AdvanceAsync(16 * 60);
        Assert.Equal(3, seen.Count);
        Assert.Equal(("Scheduled Event", "aws.events", "arn:aws:events:eu-west-1:111122223333:rule/tick", "{}"),
            ((string)seen[0]["detail-type"]!, (string)seen[0]["source"]!, (string)seen[0]["resources"]![0]!, seen[0]["detail"]!.ToJsonString()));
        await world.DoAsync("events", "PutRule", new { Name = "tick", ScheduleExpression = "cron(0 12 * * ? *)" });
        await world.AdvanceAsync(24 * 3600);
        Assert.Equal(4, seen.Count);
        Assert.Equal("2026-11-02T12:00:00Z", (string)seen[3]["time"]!);
        await world.DoAsync("events", "DisableRule", new { Name = "tick" });
        await world.AdvanceAsync(24 * 3600);
        Assert.Equal(4, seen.Count);
    }

    [Fact]
    public async Task A_rule_sends_to_another_bus_under_its_role()
    {
        await using LiveWorld world = new();
        var seen = await ListenAsync(world);
        await AllowAsync(world, "arn:aws:events:eu-west-1:111122223333:rule/far/all");
        await world.DoAsync("events", "CreateEventBus", new { Name = "far" });
        await world.DoAsync("events", "PutRule", new { Name = "all", EventBusName = "far", EventPattern = """{"source": ["shop"]}""" });
        await world.DoAsync("events", "PutTargets", new { Rule = "all", EventBusName = "far", Targets = new[] { new { Id = "f", Arn = LiveWorld.Arn("f") } } });
        await world.DoAsync("events", "PutRule", new { Name = "orders", EventPattern = """{"source": ["shop"]}""" });
        await world.DoAsync("iam", "CreateRole", new { RoleName = "courier", AssumeRolePolicyDocument = LiveWorld.Trust.Replace("lambda", "events", StringComparison.Ordinal) });
        await world.DoAsync("events", "PutTargets", new { Rule = "orders", Targets = new[] { new { Id = "far", Arn = "arn:aws:events:eu-west-1:111122223333:event-bus/far", RoleArn = "arn:aws:iam::111122223333:role/courier" } } });
        await PutAsync(world, new { });
        await world.AdvanceAsync(5);
        Assert.Empty(seen);
        await world.DoAsync("iam", "PutRolePolicy", new { RoleName = "courier", PolicyName = "p", PolicyDocument = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"events:PutEvents","Resource":"*"}}""" });
        await PutAsync(world, new { n = 2 });
        await world.AdvanceAsync(5);
        Assert.Equal(2, (int)Assert.Single(seen)["detail"]!["n"]!);
    }

    [Fact]
    public async Task Buckets_and_instances_tell_the_default_bus()
    {
        await using LiveWorld world = new();
        var seen = await ListenAsync(world);
        await AllowAsync(world, RuleArn);
        await world.DoAsync("events", "PutRule", new { Name = "orders", EventPattern = """{"source": [{"prefix": "aws."}]}""" });
        await world.DoAsync("events", "PutTargets", new { Rule = "orders", Targets = new[] { new { Id = "f", Arn = LiveWorld.Arn("f") } } });
        await world.DoAsync("s3", "CreateBucket", new { Bucket = "pictures", CreateBucketConfiguration = new { LocationConstraint = LiveWorld.Region } });
        await world.DoAsync("s3", "PutBucketNotificationConfiguration", new { Bucket = "pictures", NotificationConfiguration = new { EventBridgeConfiguration = new { } } });
        await world.DoAsync("s3", "PutObject", new { Bucket = "pictures", Key = "a.jpg" });
        await world.AdvanceAsync(5);
        Assert.Equal(("Object Created", "a.jpg"), ((string)seen[0]["detail-type"]!, (string)seen[0]["detail"]!["object"]!["key"]!));
        var images = await world.DoAsync("ec2", "DescribeImages", new { Owners = new[] { "amazon" } });
        await world.DoAsync("ec2", "RunInstances", new { ImageId = (string)images["Images"]![0]!["ImageId"]!, InstanceType = "t3.micro", MinCount = 1, MaxCount = 1 });
        await world.AdvanceAsync(120);
        Assert.Equal(["pending", "running"], seen.Skip(1).Where(e => (string)e["detail-type"]! == "EC2 Instance State-change Notification").Select(e => (string)e["detail"]!["state"]!));
    }

    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    [Fact]
    public void What_a_target_does_not_take_goes_to_the_dead_letter_queue_with_the_reason()
    {
        TestAccount account = new();
        JsonNode Do(string service, string operation, object input) => account.Do(service, operation, JsonSerializer.Serialize(input));
        var queues = new[] { "dead", "orders.fifo" }.ToDictionary(q => q, q => (string)Do("sqs", "CreateQueue", new { QueueName = q, Attributes = new Dictionary<string, string> { [q == "dead" ? "VisibilityTimeout" : "FifoQueue"] = q == "dead" ? "30" : "true" } })["QueueUrl"]!);
        foreach (var (name, url) in queues)
        {
            var policy = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Effect = "Allow", Principal = new { Service = "events.amazonaws.com" }, Action = "sqs:SendMessage", Resource = $"arn:aws:sqs:eu-west-1:111122223333:{name}", Condition = new { ArnEquals = new Dictionary<string, string> { ["aws:SourceArn"] = RuleArn } } } });
            Do("sqs", "SetQueueAttributes", new { QueueUrl = url, Attributes = new { Policy = policy } });
        }
        Do("events", "PutRule", new { Name = "orders", EventPattern = """{"source": ["shop"]}""" });
        Do("events", "PutTargets", new
        {
            Rule = "orders",
            Targets = new object[]
            {
                new { Id = "gone", Arn = LiveWorld.Arn("gone"), DeadLetterConfig = new { Arn = "arn:aws:sqs:eu-west-1:111122223333:dead" } },
                new { Id = "queue", Arn = "arn:aws:sqs:eu-west-1:111122223333:orders.fifo", InputPath = "$.detail", SqsParameters = new { MessageGroupId = "g" } },
            },
        });
        Do("events", "PutEvents", new { Entries = new[] { new { Source = "shop", DetailType = "Order", Detail = """{"n":1}""" } } });
        var lost = Do("sqs", "ReceiveMessage", new { QueueUrl = queues["dead"], MessageAttributeNames = new[] { "All" } })["Messages"]![0]!;
        Assert.Equal(("NO_RESOURCE", RuleArn, "0"), ((string)lost["MessageAttributes"]!["ERROR_CODE"]!["StringValue"]!, (string)lost["MessageAttributes"]!["RULE_ARN"]!["StringValue"]!, (string)lost["MessageAttributes"]!["RETRY_ATTEMPTS"]!["StringValue"]!));
        Assert.Equal("shop", (string)JsonNode.Parse((string)lost["Body"]!)!["source"]!);
        Assert.Equal("""{"n":1}""", (string)Do("sqs", "ReceiveMessage", new { QueueUrl = queues["orders.fifo"] })["Messages"]![0]!["Body"]!);
    }

    private const string Event = """{"version":"0","id":"1","detail-type":"Order","source":"shop","account":"1","time":"2026-11-02T09:00:00Z","region":"eu-west-1","resources":["a","b"],"detail":{"state":"RUNNING","said":"\"yes\"","n":5,"o":{"x":1},"list":[{"k":1},{"k":2}],"nothing":null}}""";

    private static string Made(EventTarget target) =>
        TargetInput.Of(target, (Simulation.Findings.JsonObject)JsonReader.Read(Event).Value!, Event, RuleArn, "orders", TestAccount.Start);

    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-examples
    [Theory]
    [InlineData("""{"a": <s>, "b": "it is <s>", "n": <n>}""", """{"a": "RUNNING", "b": "it is RUNNING", "n": 5}""")]
    [InlineData("\"<s> is <n>\"", "\"RUNNING is 5\"")]
    [InlineData("<s> is <n>, a < b", "RUNNING is 5, a < b")]
    [InlineData("<o>", """{"x":1}""")]
    [InlineData("""{"o": <o>, "all": <l>}""", """{"o": {"x":1}, "all": [1,2]}""")]
    [InlineData("""{"q": "<q>"}""", """{"q": "\"yes\""}""")]
    [InlineData("""{"none": <none>, "text": "<none>"}""", """{"none": null, "text": ""}""")]
    [InlineData("""{"rule": "<aws.events.rule-name>", "arn": <aws.events.rule-arn>, "at": <aws.events.event.ingestion-time>}""", """{"rule": "orders", "arn": "arn:aws:events:eu-west-1:111122223333:rule/orders", "at": "2026-11-02T09:00:00Z"}""")]
    [InlineData("""{"escaped": "\"<s>\"", "after": <n>}""", """{"escaped": "\"RUNNING\"", "after": 5}""")]
    public void A_template_is_filled(string template, string output) => Assert.Equal(output, Made(new("t", "arn")
    {
        Transformer = new InputTransformer(
        System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(new Dictionary<string, string> { ["s"] = "$.detail.state", ["n"] = "$.detail.n", ["o"] = "$.detail.o", ["q"] = "$.detail.said", ["l"] = "$.detail.list[*].k", ["none"] = "$.detail.absent" }), template)
    }));

    [Theory]
    [InlineData("$", Event)]
    [InlineData("$.detail.n", "5")]
    [InlineData("$.detail.o", """{"x":1}""")]
    [InlineData("$.resources[1]", "\"b\"")]
    [InlineData("$.detail.list[*].k", "[1,2]")]
    public void A_path_takes_a_part(string path, string output) => Assert.Equal(output, Made(new("t", "arn") { InputPath = path }));

    [Fact]
    public void The_whole_event_in_a_template_is_JSON()
    {
        var json = JsonNode.Parse(Made(new("t", "arn") { Transformer = new InputTransformer(System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty, """{"all": <aws.events.event.json>, "head": <aws.events.event>}""") }))!;
        Assert.Equal("RUNNING", (string)json["all"]!["detail"]!["state"]!);
        Assert.False(json["head"]!.AsObject().ContainsKey("detail"));
    }
}

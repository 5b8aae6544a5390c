using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Tests.Cloud;
using CloudCourse.Simulation.Tests.Lambda;

namespace CloudCourse.Simulation.Tests.CloudWatch;

/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"/>
public sealed class FunctionMetricsTests
{
    private static Task<string> Handler(HandlerContext context)
    {
        context.Sleep((double?)context.Event?["ms"] ?? 10);
        return context.Event?["fail"] is null ? Task.FromResult("null") : throw new InvalidOperationException("no");
    }

    [Fact]
    public async Task Invocations_errors_and_durations_stand_at_the_minute_of_the_beginning()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", Handler, more: new { Timeout = 300 });
        foreach (var ms in new[] { 9, 19, 99 }) await world.InvokeAsync("f", $$"""{"ms": {{ms}}}""");
        await world.InvokeAsync("f", """{"fail": 1}""");
        await world.AdvanceAsync(120);
        await world.InvokeAsync("f", """{"ms": 119999}""");
        await world.AdvanceAsync(300);
        const string Of = "FunctionName=f";
        string Points(string metric, string dimensions = Of, string statistic = "Sum") => world.Account.Points("AWS/Lambda", metric, dimensions, statistic);
        Assert.Equal(("09:00=4 09:02=1", "09:00=1 09:02=0", "09:00=4 09:02=1"), (Points("Invocations"), Points("Errors"), Points("Invocations", "")));
        Assert.Equal(("09:00=20 09:02=120000", "09:00=100 09:02=120000"), (Points("Duration", statistic: "p75"), Points("Duration", statistic: "Maximum")));
        Assert.Equal("09:00=4 09:02=1", Points("Invocations", "FunctionName=f,Resource=f"));
        Assert.Equal("09:00=1 09:02=1", Points("ConcurrentExecutions", statistic: "Maximum"));
        Assert.Contains("Invocations[FunctionName=f,Resource=f]", world.Account.Listed("AWS/Lambda"));
        Assert.Contains("UnreservedConcurrentExecutions[]", world.Account.Listed("AWS/Lambda"));
    }

    [Fact]
    public async Task A_weighted_alias_is_told_by_version_too()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", Handler);
        await world.DoAsync("lambda", "PublishVersion", new { FunctionName = "f" });
        await world.DoAsync("lambda", "UpdateFunctionConfiguration", new { FunctionName = "f", MemorySize = 256 });
        await world.AdvanceAsync(5);
        await world.DoAsync("lambda", "PublishVersion", new { FunctionName = "f" });
        await world.AdvanceAsync(5);
        await world.DoAsync("lambda", "CreateAlias", new { FunctionName = "f", Name = "live", FunctionVersion = "1", RoutingConfig = new { AdditionalVersionWeights = new Dictionary<string, double> { ["2"] = 0.5 } } });
        for (var i = 0; i < 12; i++) await world.InvokeAsync("f:live");
        await world.AdvanceAsync(60);
        int Sum(string dimensions) => world.Account.Points("AWS/Lambda", "Invocations", dimensions, period: 3600) is { Length: > 0 } points ? int.Parse(points.Split('=')[1]) : 0;
        Assert.Equal(12, Sum("FunctionName=f,Resource=f:live"));
        var (one, two) = (Sum("FunctionName=f,Resource=f:live,ExecutedVersion=1"), Sum("FunctionName=f,Resource=f:live,ExecutedVersion=2"));
        Assert.True(one > 0 && two > 0 && one + two == 12, $"{one} and {two}");
    }

    [Fact]
    public async Task Throttles_count_whether_somebody_waits_or_not_and_are_no_invocations()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", Handler);
        await world.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "f", ReservedConcurrentExecutions = 0 });
        Assert.Equal("TooManyRequestsException", (await world.TryAsync("lambda", "Invoke", new { FunctionName = "f" })).Error!.Code);
        Assert.Equal("09:00=1", world.Account.Points("AWS/Lambda", "Throttles", "FunctionName=f"));
        await world.SendAsync("f"); // of a function that is switched off it is dropped, without a try
        await world.AdvanceAsync(2);
        Assert.Equal(("09:00=1", "09:00=1"), (world.Account.Points("AWS/Lambda", "Throttles", "FunctionName=f"), world.Account.Points("AWS/Lambda", "AsyncEventsDropped", "FunctionName=f")));
        Assert.Equal("", world.Account.Points("AWS/Lambda", "Invocations", "FunctionName=f"));
        await world.FunctionAsync("slow", c =>
        {
            c.Sleep(2500);
            return Task.FromResult("null");
        });
        await world.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "slow", ReservedConcurrentExecutions = 1 });
        await world.SendAsync("slow");
        await world.SendAsync("slow");
        await world.AdvanceAsync(2); // at once, and a second later
        Assert.Equal("09:00=2", world.Account.Points("AWS/Lambda", "Throttles", "FunctionName=slow"));
    }

    [Fact]
    public async Task Events_that_nobody_waits_for_are_followed_to_their_end()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", Handler, """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}}""", new { DeadLetterConfig = new { TargetArn = $"arn:aws:sqs:eu-west-1:{TestAccount.Id}:gone" } });
        await world.SendAsync("f", """{"fail": 1}""");
        await world.AdvanceAsync(600);
        string Sum(string metric) => world.Account.Points("AWS/Lambda", metric, "FunctionName=f", period: 3600);
        Assert.Equal(("09:00=1", "09:00=3", "09:00=3", "09:00=1", "09:00=1"), (Sum("AsyncEventsReceived"), Sum("Invocations"), Sum("Errors"), Sum("AsyncEventsDropped"), Sum("DeadLetterErrors")));
        Assert.StartsWith("09:00=18", world.Account.Points("AWS/Lambda", "AsyncEventAge", "FunctionName=f", "Maximum", 3600));
    }

    [Fact]
    public async Task How_old_records_of_a_stream_are_when_their_function_gets_them()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", Handler, """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:ListStreams", "kinesis:SubscribeToShard"], "Resource": "*"}]}""");
        await world.DoAsync("kinesis", "CreateStream", new { StreamName = "clicks", ShardCount = 1 });
        await world.AdvanceAsync(60);
        await world.DoAsync("lambda", "CreateEventSourceMapping", new { FunctionName = "f", EventSourceArn = $"arn:aws:kinesis:eu-west-1:{TestAccount.Id}:stream/clicks", StartingPosition = "TRIM_HORIZON", MaximumBatchingWindowInSeconds = 20 });
        await world.AdvanceAsync(60);
        await world.DoAsync("kinesis", "PutRecord", new { StreamName = "clicks", PartitionKey = "k", Data = "AQID" });
        await world.AdvanceAsync(60);
        var age = world.Account.Points("AWS/Lambda", "IteratorAge", "FunctionName=f", "Maximum", 3600);
        Assert.InRange(double.Parse(age.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture), 20_000, 22_000);
        Assert.Equal("09:00=1", world.Account.Points("AWS/Lambda", "Invocations", "FunctionName=f", period: 3600));
    }

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
    [Fact]
    public async Task An_alarm_on_a_functions_errors_invokes_another_if_that_lets_it()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", Handler);
        List<JsonNode> told = [];
        await world.FunctionAsync("mend", c =>
        {
            told.Add(c.Event!);
            return Task.FromResult("null");
        });
        await world.DoAsync("cloudwatch", "PutMetricAlarm", new
        {
            AlarmName = "failing",
            Namespace = "AWS/Lambda",
            MetricName = "Errors",
            Dimensions = new[] { new { Name = "FunctionName", Value = "f" } },
            Statistic = "Sum",
            Period = 60,
            EvaluationPeriods = 1,
            Threshold = 1,
            ComparisonOperator = "GreaterThanOrEqualToThreshold",
            TreatMissingData = "notBreaching",
            AlarmActions = new[] { LiveWorld.Arn("mend") },
        });
        await world.InvokeAsync("f", """{"fail": 1}""");
        await world.AdvanceAsync(70);
        Assert.Empty(told);
        await world.DoAsync("lambda", "AddPermission", new { FunctionName = "mend", StatementId = "alarm", Action = "lambda:InvokeFunction", Principal = "lambda.alarms.cloudwatch.amazonaws.com", SourceAccount = TestAccount.Id });
        await world.AdvanceAsync(600);
        await world.InvokeAsync("f", """{"fail": 1}""");
        await world.AdvanceAsync(70);
        var one = Assert.Single(told);
        Assert.Equal(("aws.cloudwatch", "failing", "ALARM", "OK"), ((string)one["source"]!, (string)one["alarmData"]!["alarmName"]!, (string)one["alarmData"]!["state"]!["value"]!, (string)one["alarmData"]!["previousState"]!["value"]!));
    }

    /// <summary>A program measures, asks what was measured, and is told what it may not.</summary>
    [Fact]
    public async Task A_function_measures_itself_as_far_as_its_role_lets_it()
    {
        await using LiveWorld world = new();
        List<string> answers = [];
        await world.FunctionAsync("f", async c =>
        {
            async Task Do(string operation, object input)
            {
                var answer = await c.Call("cloudwatch", operation, JsonSerializer.Serialize(input));
                answers.Add(answer["error"] is { } error ? (string)error["code"]! : answer["output"]!.AsObject().Count == 0 ? "done" : answer["output"]!.ToJsonString());
            }
            await Do("PutMetricData", new { Namespace = "Shop", MetricData = new[] { new { MetricName = "Orders", Value = 3 } } });
            await Do("PutMetricData", new { Namespace = "Bank", MetricData = new[] { new { MetricName = "Orders", Value = 3 } } });
            await Do("GetMetricStatistics", new { Namespace = "Shop", MetricName = "Orders", StartTime = "2026-11-02T09:00:00Z", EndTime = "2026-11-02T10:00:00Z", Period = 3600, Statistics = new[] { "Sum" } });
            await Do("GetMetricData", new { StartTime = "2026-11-02T09:00:00Z", EndTime = "2026-11-02T10:00:00Z", MetricDataQueries = Array.Empty<object>() });
            return "null";
        }, """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*", "Condition": {"StringEquals": {"cloudwatch:namespace": "Shop"}}}, {"Effect": "Allow", "Action": "cloudwatch:GetMetricStatistics", "Resource": "*"}]}""");
        await world.InvokeAsync("f");
        Assert.Equal(["done", "AccessDenied", """{"Label":"Orders","Datapoints":[{"Timestamp":"2026-11-02T09:00:00.000Z","Unit":"None","Sum":3}]}""", "AccessDenied"], answers);
    }
}

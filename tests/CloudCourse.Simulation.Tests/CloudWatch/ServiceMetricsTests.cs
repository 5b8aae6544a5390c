using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.CloudWatch;

/// <summary>What services measure of themselves, in the names, units and dimensions of AWS. The account's clock begins at nine.</summary>
public sealed class ServiceMetricsTests
{
    private readonly TestAccount _account = new();

    private string Points(string space, string metric, string dimensions, string statistic = "Sum", int period = 60) => _account.Account.Points(space, metric, dimensions, statistic, period);

    private void Pass(double minutes) => _account.Account.Advance(TimeSpan.FromMinutes(minutes));

    private string Queue(string name, object? attributes = null) =>
        (string)_account.Do("sqs", "CreateQueue", JsonSerializer.Serialize(new { QueueName = name, Attributes = attributes ?? new { VisibilityTimeout = "90" } }))["QueueUrl"]!;

    private void Send(string url, string body, int delay = 0) => _account.Do("sqs", "SendMessage", JsonSerializer.Serialize(new { QueueUrl = url, MessageBody = body, DelaySeconds = delay }));

    private JsonArray? Receive(string url, int most = 10) => _account.Do("sqs", "ReceiveMessage", JsonSerializer.Serialize(new { QueueUrl = url, MaxNumberOfMessages = most }))["Messages"]?.AsArray();

    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    [Fact]
    public void Messages_sent_received_and_deleted_are_counted()
    {
        var url = Queue("orders");
        foreach (var body in new[] { "one", "three", "seven77" }) Send(url, body);
        Pass(1);
        var got = Receive(url)!;
        Assert.Null(Receive(url));
        _account.Do("sqs", "DeleteMessage", JsonSerializer.Serialize(new { QueueUrl = url, ReceiptHandle = (string)got[0]!["ReceiptHandle"]! }));
        const string Of = "QueueName=orders";
        Assert.Equal(("09:00=3", "09:01=3", "09:01=1", "09:01=1"), (Points("AWS/SQS", "NumberOfMessagesSent", Of), Points("AWS/SQS", "NumberOfMessagesReceived", Of),
            Points("AWS/SQS", "NumberOfEmptyReceives", Of), Points("AWS/SQS", "NumberOfMessagesDeleted", Of)));
        Assert.Equal(("09:00=15", "09:00=5", "09:00=7"), (Points("AWS/SQS", "SentMessageSize", Of), Points("AWS/SQS", "SentMessageSize", Of, "p50"), Points("AWS/SQS", "SentMessageSize", Of, "Maximum")));
        Assert.Equal("", Points("AWS/SQS", "NumberOfMessagesSent", "QueueName=others"));
    }

    [Fact]
    public void How_full_a_queue_is_is_told_at_each_minutes_end_also_while_nobody_looks()
    {
        var url = Queue("orders");
        Send(url, "a");
        Send(url, "later", 150);
        Pass(1);
        Receive(url, 1);
        Pass(5);
        const string Of = "QueueName=orders";
        // Received at 09:01 for 90 s, so visible again in the minute 09:02; the delay ends there too.
        Assert.Equal("09:00=1 09:01=0 09:02=2 09:03=2 09:04=2 09:05=2", Points("AWS/SQS", "ApproximateNumberOfMessagesVisible", Of));
        Assert.Equal("09:00=0 09:01=1 09:02=0 09:03=0 09:04=0 09:05=0", Points("AWS/SQS", "ApproximateNumberOfMessagesNotVisible", Of));
        Assert.Equal("09:00=1 09:01=1 09:02=0 09:03=0 09:04=0 09:05=0", Points("AWS/SQS", "ApproximateNumberOfMessagesDelayed", Of));
        Assert.Equal("09:00=60 09:01=120 09:02=180 09:03=240 09:04=300 09:05=360", Points("AWS/SQS", "ApproximateAgeOfOldestMessage", Of, "Maximum"));
        var whole = Points("AWS/SQS", "ApproximateNumberOfMessagesVisible", Of);
        Send(url, "b"); // what was worked out is now kept
        Assert.Equal(whole, Points("AWS/SQS", "ApproximateNumberOfMessagesVisible", Of));
    }

    [Fact]
    public void An_empty_queue_falls_silent_after_six_hours()
    {
        var url = Queue("orders");
        Send(url, "a");
        Pass(600);
        Assert.EndsWith("18:59=36000", Points("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName=orders", "Maximum"));
        _account.Do("sqs", "PurgeQueue", JsonSerializer.Serialize(new { QueueUrl = url }));
        Pass(400);
        Assert.EndsWith(" 01:00=0", Points("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName=orders", "Maximum"));
    }

    [Fact]
    public void Poison_stands_behind_the_others_and_is_as_old_as_its_stay_in_a_dead_letter_queue()
    {
        var letters = Queue("letters");
        var url = Queue("orders", new { VisibilityTimeout = "0", RedrivePolicy = """{"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:111122223333:letters", "maxReceiveCount": 3}""" });
        Send(url, "poison");
        Pass(2);
        Send(url, "fine");
        for (var i = 0; i < 3; i++) Assert.Equal("poison", (string)Receive(url, 1)![0]!["Body"]!);
        Pass(1);
        Assert.Equal("09:00=60 09:01=120 09:02=60", Points("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName=orders", "Maximum"));
        Receive(url, 1);
        Pass(1);
        Assert.EndsWith("09:03=60", Points("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName=letters", "Maximum"));
        Assert.Equal("", Points("AWS/SQS", "NumberOfMessagesSent", "QueueName=letters")); // what is moved there is not sent
        Assert.NotNull(letters);
    }

    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
    [Fact]
    public void Units_of_tables_and_indexes_are_counted_and_so_is_what_was_throttled()
    {
        _account.Do("dynamodb", "CreateTable", """
            {"TableName": "orders", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "state", "AttributeType": "S"}],
             "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
             "GlobalSecondaryIndexes": [{"IndexName": "by-state", "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}, "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 100}}]}
            """);
        Pass(1);
        _account.Do("dynamodb", "PutItem", JsonSerializer.Serialize(new { TableName = "orders", Item = new { id = new { S = "1" }, state = new { S = "new" }, note = new { S = new string('x', 1500) } } }));
        _account.Do("dynamodb", "GetItem", """{"TableName": "orders", "Key": {"id": {"S": "1"}}}""");
        _account.Do("dynamodb", "GetItem", """{"TableName": "orders", "Key": {"id": {"S": "1"}}, "ConsistentRead": true}""");
        _account.Do("dynamodb", "Query", """{"TableName": "orders", "IndexName": "by-state", "KeyConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": {":s": {"S": "new"}}}""");
        const string Table = "TableName=orders", Index = "TableName=orders,GlobalSecondaryIndexName=by-state";
        Assert.Equal(("09:01=2", "09:01=2"), (Points("AWS/DynamoDB", "ConsumedWriteCapacityUnits", Table), Points("AWS/DynamoDB", "ConsumedWriteCapacityUnits", Index)));
        Assert.Equal(("09:01=1.5", "09:01=0.5"), (Points("AWS/DynamoDB", "ConsumedReadCapacityUnits", Table), Points("AWS/DynamoDB", "ConsumedReadCapacityUnits", Index)));

        var refused = 0;
        for (var i = 0; i < 70; i++)
        {
            if (!_account.Try("dynamodb", "PutItem", """{"TableName": "orders", "Item": {"id": {"S": "2"}}}""").Succeeded) refused++;
        }
        Assert.InRange(refused, 1, 69);
        Assert.Equal(($"09:01={refused}", $"09:01={refused}"), (Points("AWS/DynamoDB", "ThrottledRequests", Table + ",Operation=PutItem"), Points("AWS/DynamoDB", "WriteThrottleEvents", Table)));
        Pass(5);
        Assert.Equal("ConditionalCheckFailedException", _account.Refused("dynamodb", "PutItem", """{"TableName": "orders", "Item": {"id": {"S": "1"}}, "ConditionExpression": "attribute_not_exists(id)"}"""));
        Assert.Equal("09:06=1", Points("AWS/DynamoDB", "ConditionalCheckFailedRequests", Table));
    }

    // https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
    [Fact]
    public void Records_of_streams_are_counted_and_how_old_they_were_when_read()
    {
        _account.Do("kinesis", "CreateStream", """{"StreamName": "clicks", "ShardCount": 1}""");
        Pass(1);
        var data = Convert.ToBase64String(new byte[100]);
        for (var i = 0; i < 3; i++) _account.Do("kinesis", "PutRecord", JsonSerializer.Serialize(new { StreamName = "clicks", PartitionKey = "k", Data = data }));
        Pass(2);
        var iterator = (string)_account.Do("kinesis", "GetShardIterator", """{"StreamName": "clicks", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"}""")["ShardIterator"]!;
        for (var i = 0; i < 5; i++) _account.Do("kinesis", "GetRecords", JsonSerializer.Serialize(new { ShardIterator = iterator }));
        Assert.Equal("ProvisionedThroughputExceededException", _account.Refused("kinesis", "GetRecords", JsonSerializer.Serialize(new { ShardIterator = iterator })));
        const string Of = "StreamName=clicks";
        Assert.Equal(("09:01=3", "09:01=303", "09:01=3"), (Points("AWS/Kinesis", "IncomingRecords", Of), Points("AWS/Kinesis", "IncomingBytes", Of), Points("AWS/Kinesis", "PutRecord.Success", Of)));
        Assert.Equal(("09:03=15", "09:03=120000", "09:03=5", "09:03=6", "09:03=1"), (Points("AWS/Kinesis", "GetRecords.Records", Of), Points("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", Of, "Maximum"),
            Points("AWS/Kinesis", "GetRecords.Success", Of), Points("AWS/Kinesis", "GetRecords.Success", Of, "SampleCount"), Points("AWS/Kinesis", "ReadProvisionedThroughputExceeded", Of)));
    }

    // https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
    [Fact]
    public void What_topics_and_rules_hand_on_is_counted_by_how_it_ends()
    {
        Queue("mine", new { Policy = """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": ["sns.amazonaws.com", "events.amazonaws.com"]}, "Action": "sqs:SendMessage", "Resource": "*"}}""" });
        Queue("closed");
        var topic = (string)_account.Do("sns", "CreateTopic", """{"Name": "news"}""")["TopicArn"]!;
        void Subscribe(string queue, string filter) => _account.Do("sns", "Subscribe", JsonSerializer.Serialize(new { TopicArn = topic, Protocol = "sqs", Endpoint = $"arn:aws:sqs:eu-west-1:{TestAccount.Id}:{queue}", Attributes = new { FilterPolicy = filter, FilterPolicyScope = "MessageBody" } }));
        Subscribe("mine", """{"kind": ["order"]}""");
        Subscribe("closed", """{"kind": [{"exists": true}]}""");
        foreach (var kind in new[] { "order", "other" }) _account.Do("sns", "Publish", JsonSerializer.Serialize(new { TopicArn = topic, Message = $$"""{"kind": "{{kind}}"}""" }));
        string Sns(string metric) => Points("AWS/SNS", metric, "TopicName=news");
        Assert.Equal(("09:00=2", "09:00=34", "09:00=1", "09:00=2", "09:00=1"), (Sns("NumberOfMessagesPublished"), Sns("PublishSize"), Sns("NumberOfNotificationsDelivered"), Sns("NumberOfNotificationsFailed"), Sns("NumberOfNotificationsFilteredOut")));

        _account.Do("events", "PutRule", JsonSerializer.Serialize(new { Name = "orders", EventPattern = """{"source": ["shop"]}""" }));
        _account.Do("events", "PutTargets", JsonSerializer.Serialize(new
        {
            Rule = "orders",
            Targets = new object[]
        {
            new { Id = "a", Arn = $"arn:aws:sqs:eu-west-1:{TestAccount.Id}:mine" },
            new { Id = "b", Arn = $"arn:aws:sqs:eu-west-1:{TestAccount.Id}:closed", DeadLetterConfig = new { Arn = $"arn:aws:sqs:eu-west-1:{TestAccount.Id}:mine" } },
        }
        }));
        foreach (var source in new[] { "shop", "bank" }) _account.Do("events", "PutEvents", JsonSerializer.Serialize(new { Entries = new[] { new { Source = source, DetailType = "x", Detail = "{}" } } }));
        Pass(10);
        string Events(string metric) => Points("AWS/Events", metric, "RuleName=orders");
        Assert.Equal(("09:00=1", "09:00=2", "09:00=1", "09:00=1", ""), (Events("TriggeredRules"), Events("Invocations"), Events("FailedInvocations"), Events("InvocationsSentToDlq"), Events("RetryInvocationAttempts")));
    }

    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
    [Fact]
    public void What_visitors_ask_for_is_measured_of_the_load_balancer_and_the_instances()
    {
        WebSite site = new();
        site.Pass(10);
        site.Visit((0, 900), (10, 900));
        site.Pass(12);
        var account = site.Cloud.Account;
        var listed = account.Listed("AWS/ApplicationELB");
        Assert.Equal(9, listed.Count);
        var of = $"LoadBalancer={account.State.LoadBalancing.LoadBalancers.Values.Single().Arn.Split("loadbalancer/")[1]}";
        Assert.Contains($"RequestCount[{of}]", listed);
        var minutes = Enumerable.Range(10, 10).ToList();
        // 900 come each second; three instances answer 200 each.
        Assert.Equal(string.Join(' ', minutes.Select(m => $"09:{m}={900 * 60}")), account.Points("AWS/ApplicationELB", "RequestCount", of));
        Assert.Equal(string.Join(' ', minutes.Select(m => $"09:{m}={600 * 60}")), account.Points("AWS/ApplicationELB", "HTTPCode_Target_2XX_Count", of));
        Assert.Equal(string.Join(' ', minutes.Select(m => $"09:{m}={300 * 60}")), account.Points("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", of));
        Assert.Equal($"09:00={900 * 600}", account.Points("AWS/ApplicationELB", "RequestCount", of, period: 3600));
        Assert.StartsWith("09:10=0.34", account.Points("AWS/ApplicationELB", "TargetResponseTime", of, "p99"));
        var group = $"TargetGroup={account.State.LoadBalancing.TargetGroups.Values.Single().Arn[account.State.LoadBalancing.TargetGroups.Values.Single().Arn.IndexOf("targetgroup/", StringComparison.Ordinal)..]}";
        Assert.StartsWith("09:10=18000", account.Points("AWS/ApplicationELB", "RequestCountPerTarget", group));
        var instance = account.State.Ec2.Regions["eu-west-1"].Instances.Values.First();
        Assert.Equal("09:10=100 09:15=100", account.Points("AWS/EC2", "CPUUtilization", $"InstanceId={instance.Id}", "Average"));
        Assert.Equal("09:10=3 09:15=3", account.Points("AWS/EC2", "CPUUtilization", "AutoScalingGroupName=web", "SampleCount"));
        Assert.Contains("CPUUtilization[AutoScalingGroupName=web]", account.Listed("AWS/EC2"));
    }

    [Fact]
    public void A_long_run_is_told_minute_by_minute_all_the_same()
    {
        WebSite site = new();
        site.Pass(10);
        site.Visit((0, 100), (900, 100));
        site.Pass(800);
        Assert.True(site.Visitors.Series.Together > 6, "samples are longer than a minute by now");
        var of = $"LoadBalancer={site.Cloud.Account.State.LoadBalancing.LoadBalancers.Values.Single().Arn.Split("loadbalancer/")[1]}";
        var told = site.Cloud.Account.Points("AWS/ApplicationELB", "RequestCount", of).Split(' ');
        Assert.All(told, t => Assert.EndsWith("=6000", t));
        Assert.InRange(told.Length, 798, 800);
    }

    [Fact]
    public void Status_checks_of_instances_fail_while_their_zone_is_down()
    {
        _account.Do("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "Monitoring": {"Enabled": true}}""");
        Pass(3);
        var instance = _account.Account.State.Ec2.Regions["eu-west-1"].Instances.Values.Single();
        _account.Account.Happen(new ZoneFails("eu-west-1", instance.Zone));
        Pass(2);
        _account.Account.Happen(new ZoneRecovers("eu-west-1", instance.Zone));
        Pass(2);
        _account.Do("ec2", "StopInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}""");
        Pass(10);
        foreach (var check in new[] { "StatusCheckFailed", "StatusCheckFailed_System", "StatusCheckFailed_Instance" })
            Assert.Equal("09:01=0 09:02=0 09:03=1 09:04=1 09:05=0 09:06=0", Points("AWS/EC2", check, $"InstanceId={instance.Id}", "Maximum"));
        Assert.Equal(3, _account.Account.Listed("AWS/EC2").Count);
    }

    [Fact]
    public void Nothing_is_told_of_what_was_not_used() => Assert.Empty(_account.Account.Listed("AWS/SQS").Concat(_account.Account.Listed("AWS/EC2")).Concat(_account.Account.Listed("AWS/Lambda")));

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
    [Fact]
    public void Minutes_are_kept_for_fifteen_days_then_five_minutes()
    {
        var url = Queue("orders");
        for (var minute = 0; minute < 25_000; minute++)
        {
            if (minute is 7 or > 24) _account.Do("sqs", "ReceiveMessage", JsonSerializer.Serialize(new { QueueUrl = url }));
            Pass(1);
        }
        string At(int period) => _account.Do("cloudwatch", "GetMetricStatistics", JsonSerializer.Serialize(new
        {
            Namespace = "AWS/SQS",
            MetricName = "NumberOfEmptyReceives",
            Dimensions = new[] { new { Name = "QueueName", Value = "orders" } },
            StartTime = TestAccount.Start,
            EndTime = TestAccount.Start.AddMinutes(30),
            Period = period,
            Statistics = new[] { "Sum" },
        }))["Datapoints"]!.ToJsonString();
        Assert.Equal("[]", At(60));
        Assert.Equal("""[{"Timestamp":"2026-11-02T09:05:00.000Z","Unit":"Count","Sum":1},{"Timestamp":"2026-11-02T09:25:00.000Z","Unit":"Count","Sum":5}]""", At(300));
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.CloudWatch;

/// <summary>What follows from an alarm on a service's own metric: a message, an event, an invocation.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html"/>
public sealed class AlarmActionTests
{
    private const string Arn = "arn:aws:sqs:eu-west-1:111122223333:";
    private readonly TestAccount _account = new();

    private string Queue(string name) => (string)_account.Do("sqs", "CreateQueue", JsonSerializer.Serialize(new
    {
        QueueName = name,
        Attributes = new { Policy = """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": ["sns.amazonaws.com", "events.amazonaws.com"]}, "Action": "sqs:SendMessage", "Resource": "*"}}""" },
    }))["QueueUrl"]!;

    private List<JsonNode> Bodies(string url) => [.. (_account.Do("sqs", "ReceiveMessage", JsonSerializer.Serialize(new { QueueUrl = url, MaxNumberOfMessages = 10 }))["Messages"]?.AsArray() ?? []).Select(m => JsonNode.Parse((string)m!["Body"]!)!)];

    private void Alarm(params string[] actions) => _account.Do("cloudwatch", "PutMetricAlarm", JsonSerializer.Serialize(new
    {
        AlarmName = "backlog",
        Namespace = "AWS/SQS",
        MetricName = "ApproximateNumberOfMessagesVisible",
        Dimensions = new[] { new { Name = "QueueName", Value = "orders" } },
        Statistic = "Maximum",
        Period = 60,
        EvaluationPeriods = 2,
        Threshold = 2,
        ComparisonOperator = "GreaterThanThreshold",
        AlarmActions = actions,
    }));

    private void Fill(string url)
    {
        for (var i = 0; i < 3; i++) _account.Do("sqs", "SendMessage", JsonSerializer.Serialize(new { QueueUrl = url, MessageBody = "x" }));
    }

    [Fact]
    public void A_backlog_is_told_to_a_topic_and_to_EventBridge()
    {
        var (orders, mail, events) = (Queue("orders"), Queue("mail"), Queue("events"));
        var topic = (string)_account.Do("sns", "CreateTopic", """{"Name": "ops"}""")["TopicArn"]!;
        _account.Do("sns", "Subscribe", JsonSerializer.Serialize(new { TopicArn = topic, Protocol = "sqs", Endpoint = Arn + "mail" }));
        _account.Do("events", "PutRule", JsonSerializer.Serialize(new { Name = "alarms", EventPattern = """{"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"], "detail": {"state": {"value": ["ALARM"]}}}""" }));
        _account.Do("events", "PutTargets", JsonSerializer.Serialize(new { Rule = "alarms", Targets = new[] { new { Id = "q", Arn = Arn + "events" } } }));
        Alarm(topic);
        _account.Account.Advance(TimeSpan.FromMinutes(3));
        Fill(orders);
        _account.Account.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(Bodies(mail)); // one minute of two
        _account.Account.Advance(TimeSpan.FromMinutes(5));

        var envelope = Assert.Single(Bodies(mail));
        Assert.Equal("ALARM: \"backlog\" in eu-west-1", (string)envelope["Subject"]!);
        var message = JsonNode.Parse((string)envelope["Message"]!)!;
        Assert.Equal(("backlog", "ALARM", "OK", "AWS/SQS", "QueueName"), ((string)message["AlarmName"]!, (string)message["NewStateValue"]!, (string)message["OldStateValue"]!, (string)message["Trigger"]!["Namespace"]!, (string)message["Trigger"]!["Dimensions"]![0]!["name"]!));
        var change = Assert.Single(Bodies(events));
        Assert.Equal(("aws.cloudwatch", "CloudWatch Alarm State Change", "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:backlog", "ALARM", "OK"), ((string)change["source"]!, (string)change["detail-type"]!, (string)change["resources"]![0]!, (string)change["detail"]!["state"]!["value"]!, (string)change["detail"]!["previousState"]!["value"]!));
    }

    [Fact]
    public void A_topic_whose_policy_does_not_let_CloudWatch_in_gets_nothing_and_the_history_says_so()
    {
        var orders = Queue("orders");
        var topic = (string)_account.Do("sns", "CreateTopic", """{"Name": "ops"}""")["TopicArn"]!;
        _account.Do("sns", "SetTopicAttributes", JsonSerializer.Serialize(new { TopicArn = topic, AttributeName = "Policy", AttributeValue = $$"""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sns:Publish", "Resource": "{{topic}}"} }""" }));
        Alarm(topic);
        Fill(orders);
        _account.Account.Advance(TimeSpan.FromMinutes(3));
        var history = _account.Do("cloudwatch", "DescribeAlarmHistory", """{"AlarmName": "backlog", "HistoryItemType": "Action"}""")["AlarmHistoryItems"]!.AsArray();
        Assert.Equal($"Failed to execute action {topic}", (string)Assert.Single(history)!["HistorySummary"]!);
    }

    [Fact]
    public void DynamoDBs_silence_leaves_an_alarm_as_it_is_unless_the_alarm_says_otherwise()
    {
        foreach (var treated in new string?[] { null, "notBreaching" })
        {
            JsonObject alarm = JsonNode.Parse("""{"AlarmName": "throttled", "Namespace": "AWS/DynamoDB", "MetricName": "ThrottledRequests", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 0, "ComparisonOperator": "GreaterThanThreshold"}""")!.AsObject();
            if (treated is not null) alarm["TreatMissingData"] = treated;
            _account.Do("cloudwatch", "PutMetricAlarm", alarm.ToJsonString());
            _account.Do("cloudwatch", "SetAlarmState", """{"AlarmName": "throttled", "StateValue": "ALARM", "StateReason": "by hand"}""");
            _account.Account.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal(treated is null ? "ALARM" : "OK", (string)_account.Do("cloudwatch", "DescribeAlarms")["MetricAlarms"]![0]!["StateValue"]!);
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.CloudWatch;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html</summary>
public sealed class CloudWatchTests
{
    private readonly TestAccount _account = new();

    private JsonObject Do(string operation, object input) => _account.Do("cloudwatch", operation, input as string ?? JsonSerializer.Serialize(input));

    private void Measure(params double[] values) =>
        Do("PutMetricData", new { Namespace = "Shop", MetricData = values.Select(v => new { MetricName = "Orders", Value = v, Unit = "Count", Dimensions = new[] { new { Name = "Country", Value = "NL" } } }) });

    private static object Statistics(object more) => Merge(new { Namespace = "Shop", MetricName = "Orders", Dimensions = new[] { new { Name = "Country", Value = "NL" } }, StartTime = "2026-11-02T09:00:00Z", EndTime = "2026-11-02T10:00:00Z", Period = 60 }, more);

    private static JsonObject Merge(object one, object two)
    {
        var json = JsonSerializer.SerializeToNode(one)!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(two)!.AsObject()) json[name] = value?.DeepClone();
        return json;
    }

    [Fact]
    public void Statistics_by_period()
    {
        Measure(1, 2, 3, 10);
        _account.Account.Advance(TimeSpan.FromMinutes(2));
        Measure(5);
        var points = Do("GetMetricStatistics", Statistics(new { Statistics = new[] { "Sum", "Average", "Minimum", "Maximum", "SampleCount" }, ExtendedStatistics = new[] { "p50", "p99" } }))["Datapoints"]!.AsArray();
        Assert.Equal(2, points.Count);
        Assert.Equal((16, 4, 1, 10, 4), ((double)points[0]!["Sum"]!, (double)points[0]!["Average"]!, (double)points[0]!["Minimum"]!, (double)points[0]!["Maximum"]!, (double)points[0]!["SampleCount"]!));
        Assert.Equal(("2026-11-02T09:00:00.000Z", 2, 10), ((string)points[0]!["Timestamp"]!, (double)points[0]!["ExtendedStatistics"]!["p50"]!, (double)points[0]!["ExtendedStatistics"]!["p99"]!));
        Assert.Equal("2026-11-02T09:02:00.000Z", (string)points[1]!["Timestamp"]!);
        Assert.Equal(21, (double)Assert.Single(Do("GetMetricStatistics", Statistics(new { Period = 3600, Statistics = new[] { "Sum" } }))["Datapoints"]!.AsArray())!["Sum"]!);
        Assert.Empty(Do("GetMetricStatistics", Statistics(new { Dimensions = Array.Empty<object>(), Statistics = new[] { "Sum" } }))["Datapoints"]!.AsArray());
    }

    [Fact]
    public void Values_come_with_counts_or_as_a_set()
    {
        Do("PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "Took", "Values": [1, 2], "Counts": [9, 1]}, {"MetricName": "Set", "StatisticValues": {"SampleCount": 4, "Sum": 10, "Minimum": 1, "Maximum": 4}}]}""");
        JsonNode Of(string metric) => Do("GetMetricStatistics", Merge(Statistics(new { MetricName = metric, Dimensions = Array.Empty<object>() }), new { Statistics = new[] { "Average" }, ExtendedStatistics = new[] { "p90", "p95" } }))["Datapoints"]![0]!;
        Assert.Equal((1.1, 1, 2), ((double)Of("Took")["Average"]!, (double)Of("Took")["ExtendedStatistics"]!["p90"]!, (double)Of("Took")["ExtendedStatistics"]!["p95"]!));
        Assert.Equal(2.5, (double)Of("Set")["Average"]!);
        Assert.Empty(Of("Set")["ExtendedStatistics"]!.AsObject());
    }

    [Fact]
    public void Data_is_asked_for_by_queries_and_pages()
    {
        for (var i = 1; i <= 3; i++)
        {
            Measure(i);
            _account.Account.Advance(TimeSpan.FromMinutes(1));
        }
        var query = """{"StartTime": "2026-11-02T09:00:00Z", "EndTime": "2026-11-02T10:00:00Z", "ScanBy": "TimestampAscending", "MetricDataQueries": [{"Id": "m1", "MetricStat": {"Metric": {"Namespace": "Shop", "MetricName": "Orders", "Dimensions": [{"Name": "Country", "Value": "NL"}]}, "Period": 60, "Stat": "Sum"}}, {"Id": "m2", "MetricStat": {"Metric": {"Namespace": "Shop", "MetricName": "None"}, "Period": 60, "Stat": "p99"}}]}""";
        var whole = Do("GetMetricData", query)["MetricDataResults"]!;
        Assert.Equal("[1,2,3]", whole[0]!["Values"]!.ToJsonString());
        Assert.Equal("[]", whole[1]!["Values"]!.ToJsonString());
        var page = Do("GetMetricData", Merge(JsonNode.Parse(query)!, new { MaxDatapoints = 2 }));
        Assert.Equal(("[1,2]", "PartialData"), (page["MetricDataResults"]![0]!["Values"]!.ToJsonString(), (string)page["MetricDataResults"]![0]!["StatusCode"]!));
        page = Do("GetMetricData", Merge(JsonNode.Parse(query)!, new { MaxDatapoints = 2, NextToken = (string)page["NextToken"]! }));
        Assert.Equal("[3]", page["MetricDataResults"]![0]!["Values"]!.ToJsonString());
        Assert.False(page.ContainsKey("NextToken"));
    }

    [Fact]
    public void Metrics_are_listed_by_what_they_are_until_they_fall_silent()
    {
        Measure(1);
        Do("PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "Took", "Value": 1}]}""");
        Assert.Equal(2, Do("ListMetrics", new { Namespace = "Shop" })["Metrics"]!.AsArray().Count);
        Assert.Equal("Orders", (string)Assert.Single(Do("ListMetrics", """{"Dimensions": [{"Name": "Country"}]}""")["Metrics"]!.AsArray())!["MetricName"]!);
        Assert.Empty(Do("ListMetrics", """{"Dimensions": [{"Name": "Country", "Value": "BE"}]}""")["Metrics"]!.AsArray());
        _account.Account.Advance(TimeSpan.FromDays(15));
        Assert.Empty(Do("ListMetrics", new { })["Metrics"]!.AsArray());
    }

    [Theory]
    [InlineData("PutMetricData", """{"Namespace": "AWS/Shop", "MetricData": [{"MetricName": "a", "Value": 1}]}""", "InvalidParameterValue")]
    [InlineData("PutMetricData", """{"Namespace": "Shop", "MetricData": []}""", "MissingParameter")]
    [InlineData("PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "a"}]}""", "MissingParameter")]
    [InlineData("PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "a", "Value": 1, "Values": [1]}]}""", "InvalidParameterCombination")]
    [InlineData("PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "a", "Value": 1, "Unit": "Apples"}]}""", "InvalidParameterValue")]
    [InlineData("PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "a", "Value": 1, "Timestamp": "2026-10-01T00:00:00Z"}]}""", "InvalidParameterValue")]
    [InlineData("PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "a", "Value": 1, "Timestamp": "2026-11-02T12:00:00Z"}]}""", "InvalidParameterValue")]
    [InlineData("PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "a", "Values": [1, 2], "Counts": [1]}]}""", "InvalidParameterValue")]
    [InlineData("PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "a", "Value": 1, "Dimensions": [{"Name": "x", "Value": ""}]}]}""", "InvalidParameterValue")]
    [InlineData("GetMetricStatistics", """{"Namespace": "Shop", "MetricName": "a", "StartTime": "2026-11-02T10:00:00Z", "EndTime": "2026-11-02T09:00:00Z", "Period": 60, "Statistics": ["Sum"]}""", "InvalidParameterValue")]
    [InlineData("GetMetricStatistics", """{"Namespace": "Shop", "MetricName": "a", "StartTime": "2026-11-02T09:00:00Z", "EndTime": "2026-11-02T10:00:00Z", "Period": 61, "Statistics": ["Sum"]}""", "InvalidParameterValue")]
    [InlineData("GetMetricStatistics", """{"Namespace": "Shop", "MetricName": "a", "StartTime": "2026-11-02T09:00:00Z", "EndTime": "2026-11-02T10:00:00Z", "Period": 60}""", "InvalidParameterCombination")]
    [InlineData("GetMetricStatistics", """{"Namespace": "Shop", "MetricName": "a", "StartTime": "2026-11-01T00:00:00Z", "EndTime": "2026-11-02T10:00:00Z", "Period": 60, "Statistics": ["Sum"]}""", "InvalidParameterCombination")]
    [InlineData("GetMetricStatistics", """{"Namespace": "Shop", "MetricName": "a", "StartTime": "2026-11-02T09:00:00Z", "EndTime": "2026-11-02T10:00:00Z", "Period": 60, "ExtendedStatistics": ["tm99"]}""", "NotSimulated")]
    [InlineData("GetMetricData", """{"StartTime": "2026-11-02T09:00:00Z", "EndTime": "2026-11-02T10:00:00Z", "MetricDataQueries": [{"Id": "e", "Expression": "m1*2"}]}""", "NotSimulated")]
    [InlineData("GetMetricData", """{"StartTime": "2026-11-02T09:00:00Z", "EndTime": "2026-11-02T10:00:00Z", "MetricDataQueries": [{"Id": "E"}]}""", "InvalidParameterValue")]
    [InlineData("ListMetrics", """{"NextToken": "?"}""", "InvalidNextToken")]
    [InlineData("PutMetricAlarm", """{"AlarmName": "a", "MetricName": "m", "Namespace": "Shop", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold"}""", "InvalidParameterCombination")]
    [InlineData("PutMetricAlarm", """{"AlarmName": "a", "Statistic": "Sum", "MetricName": "m", "Namespace": "Shop", "Period": 60, "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold"}""", "MissingParameter")]
    [InlineData("PutMetricAlarm", """{"AlarmName": "a", "Statistic": "Sum", "MetricName": "m", "Namespace": "Shop", "Period": 60, "EvaluationPeriods": 1, "DatapointsToAlarm": 2, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold"}""", "ValidationError")]
    [InlineData("PutMetricAlarm", """{"AlarmName": "a", "Statistic": "Sum", "MetricName": "m", "Namespace": "Shop", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "Above"}""", "ValidationError")]
    [InlineData("PutMetricAlarm", """{"AlarmName": "a", "Statistic": "Sum", "MetricName": "m", "Namespace": "Shop", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "bad"}""", "ValidationError")]
    [InlineData("PutMetricAlarm", """{"AlarmName": "a", "Statistic": "Sum", "MetricName": "m", "Namespace": "Shop", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": ["topic"]}""", "ValidationError")]
    [InlineData("PutMetricAlarm", """{"AlarmName": "a", "Statistic": "Sum", "MetricName": "m", "Namespace": "Shop", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": ["arn:aws:automate:eu-west-1:ec2:stop"]}""", "NotSimulated")]
    [InlineData("SetAlarmState", """{"AlarmName": "none", "StateValue": "OK", "StateReason": "x"}""", "ResourceNotFound")]
    public void A_move_that_AWS_refuses_is_refused(string operation, string input, string code) => Assert.Equal(code, _account.Refused("cloudwatch", operation, input));

    private void Alarm(object more) => Do("PutMetricAlarm", Merge(new { AlarmName = "many", Namespace = "Shop", MetricName = "Orders", Dimensions = new[] { new { Name = "Country", Value = "NL" } }, Statistic = "Sum", Period = 60, EvaluationPeriods = 1, Threshold = 10, ComparisonOperator = "GreaterThanThreshold" }, more));

    private string State => (string)Do("DescribeAlarms", new { AlarmNames = new[] { "many" } })["MetricAlarms"]![0]!["StateValue"]!;

    /// <summary>A letter a minute: X is above the threshold, 0 below, - nothing.</summary>
    private string After(string minutes)
    {
        foreach (var minute in minutes)
        {
            if (minute != '-') Measure(minute == 'X' ? 20 : 1);
            _account.Account.Advance(TimeSpan.FromMinutes(1));
        }
        return State;
    }

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    [Theory]
    [InlineData("0X", 1, 1, "missing", "ALARM")]
    [InlineData("X0", 1, 1, "missing", "OK")]
    [InlineData("0XX", 3, 2, "missing", "ALARM")]
    [InlineData("00X", 3, 2, "missing", "OK")]
    [InlineData("X-X", 3, 2, "missing", "ALARM")]
    [InlineData("---", 1, 1, "missing", "INSUFFICIENT_DATA")]
    [InlineData("---", 1, 1, "breaching", "ALARM")]
    [InlineData("---", 1, 1, "notBreaching", "OK")]
    [InlineData("X-----", 1, 1, "missing", "INSUFFICIENT_DATA")]
    [InlineData("X-----", 1, 1, "ignore", "ALARM")]
    [InlineData("0----", 3, 3, "breaching", "OK")]
    public void M_of_N_and_what_is_missing(string minutes, int periods, int toAlarm, string missing, string state)
    {
        Alarm(new { EvaluationPeriods = periods, DatapointsToAlarm = toAlarm, TreatMissingData = missing });
        Assert.Equal(state, After(minutes));
    }

    // The two tables of that page: three of three and two of three, looked at in the fifth period; null where the alarm stays as it was.
    [Theory]
    [InlineData("0-X-X", 3, "OK", "OK", "OK", "OK")]
    [InlineData("0----", 3, "OK", "OK", "OK", "OK")]
    [InlineData("-----", 3, "INSUFFICIENT_DATA", null, "ALARM", "OK")]
    [InlineData("0XX-X", 3, "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData("--X--", 3, "ALARM", null, "ALARM", "OK")]
    [InlineData("0-X-X", 2, "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData("00X0X", 2, "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData("0-X--", 2, "OK", "OK", "ALARM", "OK")]
    [InlineData("----0", 2, "OK", "OK", "ALARM", "OK")]
    [InlineData("---X-", 2, "ALARM", null, "ALARM", "OK")]
    public void The_tables_of_AWS(string minutes, int toAlarm, string? missing, string? ignored, string? breaching, string? notBreaching)
    {
        foreach (var (treated, state) in new[] { ("missing", missing), ("ignore", ignored), ("breaching", breaching), ("notBreaching", notBreaching) })
        {
            CloudWatchTests one = new();
            one.Alarm(new { EvaluationPeriods = 3, DatapointsToAlarm = toAlarm, TreatMissingData = treated });
            Assert.Equal((treated, state ?? "INSUFFICIENT_DATA"), (treated, one.After(minutes)));
        }
    }

    [Fact]
    public void An_alarm_remembers_what_happened_and_is_listed_switched_and_deleted()
    {
        Alarm(new { AlarmActions = new[] { "arn:aws:lambda:eu-west-1:111122223333:function:gone" } });
        After("0X");
        var alarm = Do("DescribeAlarms", new { StateValue = "ALARM" })["MetricAlarms"]![0]!;
        Assert.StartsWith("Threshold Crossed: 1 out of the last 1 datapoint [20.0 (02/11/26 09:01:00)] was greater than the threshold (10.0)", (string)alarm["StateReason"]!);
        var history = Do("DescribeAlarmHistory", new { AlarmName = "many", ScanBy = "TimestampAscending" })["AlarmHistoryItems"]!.AsArray().Select(h => (string)h!["HistorySummary"]!).ToList();
        Assert.Equal(["Alarm \"many\" created", "Alarm updated from INSUFFICIENT_DATA to OK", "Alarm updated from OK to ALARM", "Failed to execute action arn:aws:lambda:eu-west-1:111122223333:function:gone"], history);
        Do("DisableAlarmActions", new { AlarmNames = new[] { "many" } });
        Do("SetAlarmState", new { AlarmName = "many", StateValue = "OK", StateReason = "by hand" });
        Assert.Equal("OK", State);
        Do("SetAlarmState", new { AlarmName = "many", StateValue = "ALARM", StateReason = "by hand" });
        Assert.Single(Do("DescribeAlarmHistory", new { HistoryItemType = "Action" })["AlarmHistoryItems"]!.AsArray());
        Assert.Single(Do("DescribeAlarmsForMetric", new { Namespace = "Shop", MetricName = "Orders", Dimensions = new[] { new { Name = "Country", Value = "NL" } } })["MetricAlarms"]!.AsArray());
        Do("DeleteAlarms", new { AlarmNames = new[] { "many", "none" } });
        Assert.Empty(Do("DescribeAlarms", new { })["MetricAlarms"]!.AsArray());
    }

    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
    [Theory]
    [InlineData("PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "a", "Value": 1}]}""", "cloudwatch:PutMetricData", "*")]
    [InlineData("ListMetrics", "{}", "cloudwatch:ListMetrics", "*")]
    [InlineData("DescribeAlarms", """{"AlarmNames": ["many"]}""", "cloudwatch:DescribeAlarms", "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:many")]
    [InlineData("DeleteAlarms", """{"AlarmNames": ["many"]}""", "cloudwatch:DeleteAlarms", "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:many")]
    public void An_operation_needs_this_permission(string operation, string input, string action, string resource)
    {
        Alarm(new { });
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDenied", _account.Refused("cloudwatch", operation, input));
        var denied = ((ApiCall)_account.Account.History[^1]).Error!.Denied[0];
        Assert.Equal((action, resource), (denied.Action, denied.Resource));
        _account.As = Caller.Root(TestAccount.Id);
        _account.Do("iam", "PutUserPolicy", JsonSerializer.Serialize(new { UserName = "ana", PolicyName = "p", PolicyDocument = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Effect = "Allow", Action = action, Resource = resource } }) }));
        _account.As = Caller.User(TestAccount.Id, "ana");
        Do(operation, input);
    }

    [Fact]
    public void Every_operation_of_the_model_is_there() =>
        Assert.Empty(Simulation.Shapes.ServiceModel.Of("cloudwatch").Operations.Select(o => o.Name).Except(SimulatedServices.Find("cloudwatch")!.Operations.Select(o => o.Name)));
}

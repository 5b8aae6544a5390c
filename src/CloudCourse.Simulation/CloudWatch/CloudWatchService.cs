using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.CloudWatch;

/// <summary>Amazon CloudWatch: metrics that programs put, statistics of them, and alarms on one metric. Metric math, dashboards and anomaly detection are not here.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html"/>
public sealed class CloudWatchService : SimulatedService
{
    public override string Name => "cloudwatch";

    /// <summary>PutMetricData takes a megabyte.</summary>
    public override int LongestInput(string operation) => 1 << 20;

    public override IReadOnlyList<Operation> Operations { get; } = [.. MetricOperations.All, .. StatisticOperations.All, .. AlarmOperations.All];

    public override IReadOnlySet<string> NotTaken(string operation) => operation switch
    {
        "PutMetricData" => OfPutData,
        "PutMetricAlarm" => OfAlarm,
        "ListMetrics" => OfList,
        "DescribeAlarms" => OfDescribe,
        "GetMetricData" => OfGet,
        _ => base.NotTaken(operation),
    };

    private static readonly HashSet<string> OfPutData = ["EntityMetricData", "StrictEntityValidation"], OfList = ["IncludeLinkedAccounts", "OwningAccount"], OfDescribe = ["ChildrenOfAlarmName", "ParentsOfAlarmName"],
        OfGet = ["LabelOptions"],
        OfAlarm = ["Metrics", "ThresholdMetricId", "EvaluationWindow", "WarmUpConfiguration", "EvaluationCriteria", "EvaluationInterval", "ActionConfiguration", "EvaluateLowSampleCountPercentile", "Tags"];
}

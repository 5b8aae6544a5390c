using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Sqs;

namespace CloudCourse.Simulation.CloudWatch.Own;

/// <summary>How full queues are, minute by minute, at each minute's end.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html"/>
internal sealed class QueueMetrics : DerivedMetrics
{
    /// <summary>An empty queue that nobody uses stops to report after six hours.</summary>
    private const int ActiveMinutes = 6 * 60;

    private static readonly (string Name, string Unit, Func<QueueLevel, long, double> Value)[] Metrics =
    [
        ("ApproximateNumberOfMessagesVisible", "Count", (l, _) => l.Visible),
        ("ApproximateNumberOfMessagesNotVisible", "Count", (l, _) => l.InFlight),
        ("ApproximateNumberOfMessagesDelayed", "Count", (l, _) => l.Delayed),
        ("ApproximateAgeOfOldestMessage", "Seconds", (l, end) => l.Oldest == 0 ? 0 : (end - l.Oldest) / TimeSpan.TicksPerSecond),
    ];

    public override string Namespace => "AWS/SQS";

    public override IEnumerable<MetricPoint> Between(AccountState state, MetricName name, DateTimeOffset from, DateTimeOffset to)
    {
        if (name.Dimensions.Count != 1 || name.Dimensions.GetValueOrDefault("QueueName") is not { } queueName || state.Sqs.Queues.Find(Queue.KeyOf(name.Region, queueName)) is not { } queue) yield break;
        if (Array.Find(Metrics, m => m.Name == name.Name) is not { Name: not null } metric) yield break;
        var (first, end) = (MinuteSeries.MinuteAtOrAfter(from), MinuteSeries.MinuteOf(to));
        List<QueueLevel> levels = [];
        for (var level = queue.Levels; level is not null; level = level.Before)
        {
            levels.Add(level);
            if (level.Minute <= first) break;
        }
        levels.Reverse();
        levels.AddRange(QueueLevel.Since(queue, end));
        var at = 0;
        for (var minute = Math.Max(first, levels.Count == 0 ? long.MaxValue : levels[0].Minute); minute < end; minute++)
        {
            while (at + 1 < levels.Count && levels[at + 1].Minute <= minute) at++;
            var level = levels[at];
            if (level.IsEmpty && minute - level.Touched > ActiveMinutes) continue;
            yield return new(DateTimeOffset.UnixEpoch.AddMinutes(minute), Sample.Of(metric.Value(level, QueueLevel.EndOf(minute)), 1, metric.Unit));
        }
    }

    public override IEnumerable<(MetricName Name, DateTimeOffset Last)> All(AccountState state, string region)
    {
        foreach (var queue in state.Sqs.Queues.Values)
        {
            if (queue.Region != region) continue;
            var last = queue.Contents.Messages.IsEmpty ? DateTimeOffset.UnixEpoch.AddMinutes(queue.Minute + ActiveMinutes) : state.Now;
            foreach (var metric in Metrics) yield return (Name(region, metric.Name, ("QueueName", queue.Name)), last < state.Now ? last : state.Now);
        }
    }
}

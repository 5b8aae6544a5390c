using System.Collections.Immutable;
using System.Globalization;
using CloudCourse.Simulation.AutoScaling;
using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Simulation.Cloud.Traffic;

/// <summary>What CloudWatch would have of a group, minute by minute: fifteen minutes at most, and what has gathered of the minute that runs.</summary>
/// <param name="Cpu">The average CPU utilization of its instances, in percent.</param>
/// <param name="Requests">Requests per target.</param>
public sealed record GroupMetrics(ImmutableArray<double> Cpu, ImmutableArray<double> Requests)
{
    /// <summary>How many instances, and how many targets, there were in the last minute, on average.</summary>
    public (double Instances, double Targets) Shared { get; init; }

    internal Gathered Minute { get; init; }

    /// <summary>Sums of the ten seconds that have passed of a minute.</summary>
    internal readonly record struct Gathered(double Load, int Instances, long Asked, int Targets);
}

/// <summary>Measures what Auto Scaling groups have to do, and lets their target tracking policies act on it once a minute.</summary>
internal static class GroupScaling
{
    public static void Measure(Turn turn, ImmutableArray<TargetWork> work, bool minuteEnds)
    {
        foreach (var arn in turn.State.AutoScaling.Groups.Values.Where(g => g is { Policies.Count: > 0, Deleting: false }).Select(g => g.Arn).ToList())
        {
            var group = turn.State.AutoScaling.Groups[arn];
            var metrics = Gather(turn, group, work, turn.State.Traffic.Metrics.Find(arn) ?? new([], []));
            if (minuteEnds)
            {
                metrics = Close(metrics);
                Scale(turn, group, metrics);
            }
            turn.State = turn.State with { Traffic = turn.State.Traffic with { Metrics = turn.State.Traffic.Metrics.Put(arn, metrics) } };
        }
    }

    private static GroupMetrics Gather(Turn turn, AutoScalingGroup group, ImmutableArray<TargetWork> work, GroupMetrics metrics)
    {
        var instances = turn.Ec2(group.Region).Instances;
        foreach (var member in group.Members.Where(m => m.State == "InService"))
        {
            // What does not answer reports nothing.
            if (instances.Find(member.InstanceId) is not { State: InstanceState.Running, Status: not InstanceStatus.Impaired }) continue;
            var load = work.Where(w => w.Target == member.InstanceId).Sum(w => w.Load);
            metrics = metrics with { Minute = metrics.Minute with { Load = metrics.Minute.Load + Math.Min(1, load), Instances = metrics.Minute.Instances + 1 } };
        }
        var asked = work.Where(w => w.TargetGroupArn is { } arn && group.TargetGroupArns.Contains(arn)).ToList();
        return metrics with { Minute = metrics.Minute with { Asked = metrics.Minute.Asked + asked.Sum(w => w.Asked), Targets = metrics.Minute.Targets + asked.Count } };
    }

    /// <summary>A minute of which nothing is known is no minute: AWS calls it insufficient data.</summary>
    internal static GroupMetrics Close(GroupMetrics metrics)
    {
        const double Ticks = 60.0 / TrafficTick.Seconds;
        var minute = metrics.Minute;
        return new(
            minute.Instances == 0 ? metrics.Cpu : TargetTracker.Remember(metrics.Cpu, 100 * minute.Load / minute.Instances),
            minute.Targets == 0 ? metrics.Requests : TargetTracker.Remember(metrics.Requests, minute.Asked * Ticks / minute.Targets))
        { Shared = (minute.Instances / Ticks, minute.Targets / Ticks) };
    }

    private static void Scale(Turn turn, AutoScalingGroup group, GroupMetrics metrics)
    {
        var asked = group.Policies.Select(p => (Policy: p, Minutes: Of(metrics, p), Wanted: TargetTracker.Wanted(Of(metrics, p), p, IsOfRequests(p) ? metrics.Shared.Targets : metrics.Shared.Instances, group.Desired))).ToList();
        // Out when one policy wants it; in only when all do: the largest number stands for both.
        var (policy, minutes, most) = asked.MaxBy(a => a.Wanted);
        var wanted = Math.Clamp(most, group.Min, group.Max);
        var warming = group.Members.Any(m => m.State == "Pending" || (m.State == "InService" && turn.Now - m.Since < TargetTracker.Warmup));
        if (wanted == group.Desired || (wanted < group.Desired && warming)) return;
        turn.Put(group with { Desired = wanted });
        turn.Note("autoscaling", group.Name, string.Create(CultureInfo.InvariantCulture,
            $"{group.Name} wants {wanted} instead of {group.Desired}: {policy.Metric} is {minutes[^1]:0}, and was {(wanted > group.Desired ? $"above {policy.Target:0.##} for {TargetTracker.MinutesOut} minutes" : $"below {policy.Target * TargetTracker.LowPart:0.##} for {TargetTracker.MinutesIn} minutes")} (policy {policy.Name})."),
            $"{group.Desired}", $"{wanted}");
    }

    private static ImmutableArray<double> Of(GroupMetrics metrics, TargetTracking policy) => IsOfRequests(policy) ? metrics.Requests : metrics.Cpu;

    private static bool IsOfRequests(TargetTracking policy) => policy.Metric == "ALBRequestCountPerTarget";
}

using System.Collections.Immutable;
using System.Globalization;
using CloudCourse.Simulation.ApplicationAutoScaling;
using CloudCourse.Simulation.AutoScaling;
using CloudCourse.Simulation.Ecs.Services;

namespace CloudCourse.Simulation.Cloud.Traffic;

/// <summary>Measures what ECS services have to do, and lets their target tracking policies act on it once a minute.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html"/>
internal static class ServiceScaling
{
    public static void Measure(Turn turn, ImmutableArray<TargetWork> work, bool minuteEnds)
    {
        foreach (var target in turn.State.Scaling.Targets.Values.Where(t => t.Policies.Count > 0).ToList())
        {
            if (turn.State.Ecs.Services.Find($"arn:aws:ecs:{target.Region}:{turn.AccountId}:{target.ResourceId}") is not { Active: true } service) continue;
            var metrics = Gather(turn, service, work, turn.State.Traffic.Metrics.Find(target.Key) ?? new([], []));
            if (minuteEnds)
            {
                metrics = GroupScaling.Close(metrics);
                Scale(turn, target, service, metrics);
            }
            turn.State = turn.State with { Traffic = turn.State.Traffic with { Metrics = turn.State.Traffic.Metrics.Put(target.Key, metrics) } };
        }
    }

    private static GroupMetrics Gather(Turn turn, EcsService service, ImmutableArray<TargetWork> work, GroupMetrics metrics)
    {
        var minute = metrics.Minute;
        foreach (var task in turn.State.Ecs.Tasks.Values.Where(t => t.Group == $"service:{service.Name}" && t.ClusterArn == service.ClusterArn && t is { LastStatus: "RUNNING", DesiredStatus: "RUNNING" }))
            minute = minute with { Load = minute.Load + Math.Min(1, work.Where(w => w.Target == task.PrivateIp).Sum(w => w.Load)), Instances = minute.Instances + 1 };
        var asked = work.Where(w => service.LoadBalancers.Any(b => b.TargetGroupArn == w.TargetGroupArn)).ToList();
        return metrics with { Minute = minute with { Asked = minute.Asked + asked.Sum(w => w.Asked), Targets = minute.Targets + asked.Count } };
    }

    private static void Scale(Turn turn, ScalableTarget target, EcsService service, GroupMetrics metrics)
    {
        // Out when one policy wants it; in only when all do: the largest number stands for both.
        var (policy, minutes, most) = target.Policies.Select(p =>
        {
            var ofRequests = p.Metric == "ALBRequestCountPerTarget";
            var seen = ofRequests ? metrics.Requests : metrics.Cpu;
            return (Policy: p, Minutes: seen, Wanted: TargetTracker.Wanted(seen, p.Target, ofRequests ? metrics.Shared.Targets : metrics.Shared.Instances, service.Desired));
        }).MaxBy(a => a.Wanted);
        var wanted = Math.Clamp(most, target.Min, target.Max);
        // While a deployment runs AWS scales out, and does not scale in.
        if (wanted == service.Desired || (wanted < service.Desired && service.Deployments[0].Rollout == "IN_PROGRESS")) return;
        ApplicationAutoScalingService.Scale(turn, target, service, wanted, string.Create(CultureInfo.InvariantCulture,
            $"{policy.Metric} is {minutes[^1]:0}, and was {(wanted > service.Desired ? $"above {policy.Target:0.##} for {TargetTracker.MinutesOut} minutes" : $"below {policy.Target * TargetTracker.LowPart:0.##} for {TargetTracker.MinutesIn} minutes")} (policy {policy.Name})"));
    }
}

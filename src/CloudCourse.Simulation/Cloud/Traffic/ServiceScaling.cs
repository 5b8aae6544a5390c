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
        Dictionary<string, double> loads = new(work.Length, StringComparer.Ordinal);
        foreach (var done in work)
        {
            loads[done.Target] = loads.GetValueOrDefault(done.Target) + done.Load;
            foreach (var balancer in service.LoadBalancers)
            {
                if (balancer.TargetGroupArn != done.TargetGroupArn) continue;
                minute = minute with { Asked = minute.Asked + done.Asked, Targets = minute.Targets + 1 };
                break;
            }
        }
        var group = $"service:{service.Name}";
        foreach (var task in turn.State.Ecs.Tasks.Values)
        {
            if (task is not { LastStatus: "RUNNING", DesiredStatus: "RUNNING" } || task.Group != group || task.ClusterArn != service.ClusterArn) continue;
            minute = minute with { Load = minute.Load + Math.Min(1, loads.GetValueOrDefault(task.NetworkMode is "awsvpc" ? task.PrivateIp : task.InstanceId ?? task.PrivateIp)), Instances = minute.Instances + 1 };
        }
        return metrics with { Minute = minute };
    }

    private static void Scale(Turn turn, ScalableTarget target, EcsService service, GroupMetrics metrics)
    {
        // Out when one policy wants it; in only when all do: the largest number stands for both.
        var (policy, minutes, most) = target.Policies.Select(p =>
        {
            var ofRequests = p.Metric == "ALBRequestCountPerTarget";
            var seen = ofRequests ? metrics.Requests : metrics.Cpu;
            return (Policy: p, Minutes: seen, Wanted: TargetTracker.Wanted(seen, p, ofRequests ? metrics.Shared.Targets : metrics.Shared.Instances, service.Desired));
        }).MaxBy(a => a.Wanted);
        // Bounds that were moved alone do not scale: a policy has to act, and it acts on what was measured.
        if (minutes.IsDefaultOrEmpty) return;
        // While a cooldown runs, what was added last counts: only what goes beyond it is added.
        if (most > service.Desired && turn.Now < target.Out.Until) most = Math.Max(service.Desired, most - target.Out.Added);
        if (most < service.Desired && turn.Now < target.NotInUntil) return;
        var wanted = Math.Clamp(most, target.Min, target.Max);
        // While a deployment runs AWS scales out, and does not scale in.
        if (wanted == service.Desired || (wanted < service.Desired && service.Deployments[0].Rollout == "IN_PROGRESS")) return;
        ApplicationAutoScalingService.Scale(turn, target, service, wanted, string.Create(CultureInfo.InvariantCulture,
            $"{policy.Metric} is {minutes[^1]:0}, and was {(wanted > service.Desired ? $"above {policy.Target:0.##} for {TargetTracker.MinutesOut} minutes" : $"below {policy.Target * TargetTracker.LowPart:0.##} for {TargetTracker.MinutesIn} minutes")} (policy {policy.Name})"));
        var scaled = turn.State.Scaling.Targets[target.Key];
        // Scaling out ends the wait for scaling in.
        scaled = wanted > service.Desired
            ? scaled with { Out = (turn.Now.AddSeconds(policy.OutCooldown), wanted - service.Desired + (turn.Now < target.Out.Until ? target.Out.Added : 0)), NotInUntil = default }
            : scaled with { NotInUntil = turn.Now.AddSeconds(policy.InCooldown) };
        turn.State = turn.State with { Scaling = turn.State.Scaling with { Targets = turn.State.Scaling.Targets.Put(target.Key, scaled) } };
    }
}

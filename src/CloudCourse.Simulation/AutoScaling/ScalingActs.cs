using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch;

namespace CloudCourse.Simulation.AutoScaling;

/// <summary>What simple and step policies do to their group when they are executed.</summary>
/// <seealso href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html"/>
internal static class ScalingActs
{
    /// <summary>A group's warmup where neither it nor the policy says one.</summary>
    private const int Warmup = 300;

    public static void Simple(Turn turn, AutoScalingGroup group, StepPolicy policy, string who)
    {
        var wanted = Math.Clamp(policy.Applied(group.Desired, policy.Steps[0].Adjustment), group.Min, group.Max);
        if (wanted == group.Desired) return;
        Resize(turn, group, wanted, who, policy);
        turn.Put(turn.State.AutoScaling.Groups[group.Arn] with { CooldownUntil = turn.Now.AddSeconds(policy.Cooldown ?? group.DefaultCooldown) });
    }

    /// <param name="breach">How far the metric is above the alarm's threshold.</param>
    public static void Step(Turn turn, AutoScalingGroup group, StepPolicy policy, double breach, string who)
    {
        if (policy.For(breach) is not { } step) return;
        // While what was added last warms up it counts: only what goes beyond it is added, and nothing is taken away.
        var warming = group.Warming is { } last && turn.Now < last.Until ? last.Added : 0;
        var wanted = policy.Applied(group.Desired - warming, step.Adjustment);
        if (warming > 0) wanted = Math.Max(wanted, group.Desired);
        wanted = Math.Clamp(wanted, group.Min, group.Max);
        if (wanted == group.Desired) return;
        Resize(turn, group, wanted, who, policy);
        if (wanted > group.Desired)
            turn.Put(turn.State.AutoScaling.Groups[group.Arn] with { Warming = (turn.Now.AddSeconds(policy.Warmup ?? Warmup), warming + wanted - group.Desired) });
    }

    private static void Resize(Turn turn, AutoScalingGroup group, int wanted, string who, StepPolicy policy)
    {
        turn.Put(group with { Desired = wanted });
        turn.Note("autoscaling", group.Name, string.Create(CultureInfo.InvariantCulture, $"{group.Name} wants {wanted} instead of {group.Desired}: {who} the policy {policy.Name}."), $"{group.Desired}", $"{wanted}");
    }

    /// <summary>An alarm executes a policy: as it changes its state, and once a minute while it stays in it.</summary>
    /// <returns>Why not; null when the policy was asked.</returns>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html"/>
    public static string? OnAlarm(Turn turn, MetricAlarm alarm, string policyArn)
    {
        if (ScalingPolicies.Find(turn.State, policyArn) is not var (group, policy)) return $"There is no scaling policy {policyArn}.";
        turn.Plan(TimeSpan.FromMinutes(1), new AlarmHolds(CloudWatchState.Key(alarm.Metric.Region, alarm.Name), alarm.StateUpdated, policyArn));
        if (group.Deleting || !policy.Enabled) return null;
        var who = $"the alarm {alarm.Name} executed";
        if (policy.IsSimple)
        {
            if (!(group.CooldownUntil > turn.Now)) Simple(turn, group, policy, who);
        }
        else if (Latest(turn.State, alarm) is { } value) Step(turn, group, policy, value - alarm.Threshold, who);
        return null;
    }

    /// <summary>The metric's newest value within the periods that the alarm looks at.</summary>
    private static double? Latest(AccountState state, MetricAlarm alarm)
    {
        var step = alarm.Period < 60 ? 10 : 60;
        var end = new DateTimeOffset(state.Now.Ticks - (state.Now.Ticks % (TimeSpan.TicksPerSecond * step)), TimeSpan.Zero);
        return StatisticOperations.Periods(state, alarm.Metric, end - TimeSpan.FromSeconds(alarm.Period * (alarm.Periods + 2)), end, alarm.Period, alarm.Unit)
            .OrderByDescending(p => p.At).Select(p => alarm.Statistic.Of(p.Samples)).FirstOrDefault(v => v is not null);
    }
}

/// <summary>A minute later the alarm may still be in the state in which it executed the policy.</summary>
internal sealed record AlarmHolds(string AlarmKey, DateTimeOffset Since, string PolicyArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.CloudWatch.Alarms.Find(AlarmKey) is { ActionsEnabled: true } alarm && alarm.StateUpdated == Since && alarm.ActionsOf(alarm.State).Contains(PolicyArn)) ScalingActs.OnAlarm(turn, alarm, PolicyArn);
    }
}

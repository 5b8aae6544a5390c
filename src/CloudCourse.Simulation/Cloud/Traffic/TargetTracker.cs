using System.Collections.Immutable;
using CloudCourse.Simulation.AutoScaling;

namespace CloudCourse.Simulation.Cloud.Traffic;

/// <summary>
/// How a target tracking policy decides: out as soon as three minutes in a row were above the target, as far as the proportion says;
/// in when fifteen minutes in a row were below nine tenths of it, and then gently. AWS says "quickly" and "more gradually" and shows
/// the alarms that it makes; that scaling in takes a tenth of the group (one at least) a minute is an assumption of this simulation.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html"/>
public static class TargetTracker
{
    public const int MinutesOut = 3, MinutesIn = 15;
    public const double LowPart = 0.9;

    /// <summary>Until it is this old, a new instance holds back scaling in: AWS's default warmup.</summary>
    public static readonly TimeSpan Warmup = TimeSpan.FromSeconds(300);

    /// <summary>How many there should be; as many as now when there is no reason to change.</summary>
    /// <param name="minutes">The metric minute by minute, the latest last.</param>
    /// <param name="running">How many the load was shared by in the last minute, on average.</param>
    public static int Wanted(ImmutableArray<double> minutes, double target, double running, int desired)
    {
        if (minutes.IsDefaultOrEmpty || running <= 0) return desired;
        // What is whole but for the last digit of a double is whole.
        var proportion = (int)Math.Min(int.MaxValue, Math.Ceiling((running * minutes[^1] / target) - 1e-9));
        if (minutes.Length >= MinutesOut && minutes.Skip(minutes.Length - MinutesOut).All(m => m > target)) return Math.Max(desired, proportion);
        if (minutes.Length >= MinutesIn && minutes.Skip(minutes.Length - MinutesIn).All(m => m < target * LowPart)) return Math.Min(desired, Math.Max(proportion, desired - Math.Max(1, desired / 10)));
        return desired;
    }

    /// <inheritdoc cref="Wanted(ImmutableArray{double}, double, double, int)"/>
    public static int Wanted(ImmutableArray<double> minutes, TargetTracking policy, double running, int desired) =>
        Wanted(minutes, policy.Target, running, desired) is var wanted && policy.OnlyOut ? Math.Max(wanted, desired) : wanted;

    /// <summary>The last fifteen minutes.</summary>
    public static ImmutableArray<double> Remember(ImmutableArray<double> minutes, double latest)
    {
        var kept = minutes.IsDefault ? [] : minutes;
        return kept.Length < MinutesIn ? kept.Add(latest) : kept.RemoveAt(0).Add(latest);
    }
}

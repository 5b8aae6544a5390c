using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Simulation.CloudWatch.Own;

/// <summary>
/// AWS/EC2. How busy an instance is, is known while visitors ask it for something; every five minutes, or every minute with detailed
/// monitoring. Its status checks are known for every minute in which it ran.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html"/>
internal sealed class InstanceMetrics : DerivedMetrics
{
    private const string Cpu = "CPUUtilization", Instance = "InstanceId", Group = "AutoScalingGroupName", GroupTag = "aws:autoscaling:groupName";

    private static readonly string[] Checks = ["StatusCheckFailed", "StatusCheckFailed_Instance", "StatusCheckFailed_System"];

    public override string Namespace => "AWS/EC2";

    public override IEnumerable<MetricPoint> Between(AccountState state, MetricName name, DateTimeOffset from, DateTimeOffset to)
    {
        if (name.Dimensions.Count != 1 || state.Ec2.Regions.Find(name.Region) is not { } ec2) return [];
        if (name.Name != Cpu) return Checks.Contains(name.Name) && name.Dimensions.GetValueOrDefault(Instance) is { } one ? Failed(state, ec2, one, from, to) : [];
        var wanted = name.Dimensions.GetValueOrDefault(Group) is { } group ? ec2.Instances.Values.Where(i => TagOf(ec2, i.Id) == group).Select(i => i.Id).ToList()
            : name.Dimensions.GetValueOrDefault(Instance) is { } id ? [id] : [];
        return wanted.SelectMany(w => Busy(state, ec2, w, from, to)).OrderBy(p => p.At);
    }

    private static string? TagOf(Ec2Region ec2, string instance) => ec2.Tags.Find(instance) is { } tags && tags.ByKey.TryGetValue(GroupTag, out var value) ? value : null;

    private static IEnumerable<MetricPoint> Busy(AccountState state, Ec2Region ec2, string id, DateTimeOffset from, DateTimeOffset to)
    {
        var minutes = ec2.Instances.Find(id)?.DetailedMonitoring is true ? 1 : 5;
        // A slot is told when it is over, and as a whole: what of it lies before the moment asked for has a say.
        return Loads.Of(state, from.AddMinutes(-minutes), to, l => l == id, minutes).Where(p => p.At >= from && p.At.AddMinutes(minutes) <= state.Now);
    }

    /// <summary>For every full minute in which it ran: 1 while its zone was down.</summary>
    private static IEnumerable<MetricPoint> Failed(AccountState state, Ec2Region ec2, string id, DateTimeOffset from, DateTimeOffset to)
    {
        var zone = ec2.Instances.Find(id)?.Zone;
        var outages = ec2.Outages.Where(o => o.Zone == zone).ToList();
        foreach (var ran in Ran(state.Bill, id, from))
        {
            var (begins, ends) = (ran.From > from ? ran.From : from, ran.To is { } stopped && stopped < to ? stopped : to);
            var last = MinuteSeries.MinuteOf(ends);
            for (var minute = MinuteSeries.MinuteAtOrAfter(begins); minute < last; minute++)
            {
                var end = DateTimeOffset.UnixEpoch.AddMinutes(minute + 1);
                yield return new(DateTimeOffset.UnixEpoch.AddMinutes(minute), Sample.Of(outages.Exists(o => o.From < end && !(o.To < end)) ? 1 : 0, 1, "Count"));
            }
        }
    }

    /// <summary>When it ran since a moment, oldest first, as its meter tells. Those that ended are in the order of their ends: an alarm looks at few.</summary>
    private static List<Meter> Ran(BillState bill, string id, DateTimeOffset since)
    {
        var meter = $"{id}/compute";
        List<Meter> ran = bill.Running.Find(meter) is { } running ? [running] : [];
        for (var i = bill.Ended.Count - 1; i >= 0 && bill.Ended[i].To > since; i--)
        {
            if (bill.Ended[i].Id == meter) ran.Add(bill.Ended[i]);
        }
        ran.Reverse();
        return ran;
    }

    public override IEnumerable<(MetricName Name, DateTimeOffset Last)> All(AccountState state, string region)
    {
        if (state.Ec2.Regions.Find(region) is not { } ec2) yield break;
        Dictionary<string, DateTimeOffset> ran = new(StringComparer.Ordinal);
        foreach (var meter in state.Bill.Meters)
        {
            if (meter.Service == "ec2" && meter.Region == region && meter.Id == $"{meter.Resource}/compute") ran[meter.Resource] = meter.To ?? state.Now;
        }
        foreach (var (id, last) in ran.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            foreach (var check in Checks) yield return (Name(region, check, (Instance, id)), last);
        }
        SortedDictionary<string, DateTimeOffset> groups = new(StringComparer.Ordinal);
        foreach (var (target, last) in Loads.Seen(state))
        {
            if (!ran.ContainsKey(target)) continue;
            yield return (Name(region, Cpu, (Instance, target)), last);
            if (TagOf(ec2, target) is { } group && groups.GetValueOrDefault(group) < last) groups[group] = last;
        }
        foreach (var (group, last) in groups) yield return (Name(region, Cpu, (Group, group)), last);
    }
}

/// <summary>How busy machines and tasks were, by what visitors asked them for; they do nothing else, by this simulation's assumption.</summary>
internal static class Loads
{
    /// <summary>In percent, as an average over so many minutes.</summary>
    public static IEnumerable<MetricPoint> Of(AccountState state, DateTimeOffset from, DateTimeOffset to, Func<string, bool> isTarget, int minutes)
    {
        SortedDictionary<long, (double Load, double Seconds)> slots = [];
        foreach (var piece in TrafficPieces.Of(state.Traffic.Streams.Values, from.AddMinutes(-minutes), to))
        {
            foreach (var load in piece.Sample.Loads)
            {
                if (!isTarget(load.Target)) continue;
                var (slot, seconds) = (piece.Minute - (piece.Minute % minutes), piece.Seconds);
                var (sum, all) = slots.GetValueOrDefault(slot);
                slots[slot] = (sum + (Math.Min(1, (double)load.Load) * seconds), all + seconds);
            }
        }
        return slots.Select(s => new MetricPoint(DateTimeOffset.UnixEpoch.AddMinutes(s.Key), Sample.Of(Math.Round(100 * s.Value.Load / s.Value.Seconds, 4), 1, "Percent"))).Where(p => p.At >= from && p.At < to);
    }

    /// <summary>All that visitors have asked, and when last.</summary>
    public static IEnumerable<KeyValuePair<string, DateTimeOffset>> Seen(AccountState state)
    {
        SortedDictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);
        foreach (var sample in state.Traffic.Streams.Values.SelectMany(s => s.Series.Samples))
        {
            foreach (var load in sample.Loads)
            {
                if (seen.GetValueOrDefault(load.Target) < sample.To) seen[load.Target] = sample.To;
            }
        }
        return seen;
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ec2.Purchasing;

/// <summary>
/// How reservations show on the bill: each has a meter of its own, for every hour of its term, and as many running On-Demand instances
/// of its type as it counts cost nothing by themselves. It counts for its own size only: the simulation does not share one out over
/// sizes of a family.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html"/>
internal static class Reservations
{
    public const string Covered = "On-Demand, covered by Reserved Instances";

    public static int CountOf(Ec2Region ec2, string type) => ec2.Reserved.Count == 0 ? 0 : ec2.Reserved.Values.Where(r => r.State == "active" && r.InstanceType == type).Sum(r => r.Count);

    /// <summary>Whether one more running instance of a type would be covered.</summary>
    public static bool CoversAnother(Turn turn, string region, string type, string instanceId)
    {
        var ec2 = turn.Ec2(region);
        var count = CountOf(ec2, type);
        return count > 0 && ec2.Instances.Values.Count(i => i.Id != instanceId && IsCovered(turn, i) && i.Type == type) < count;
    }

    private static bool IsCovered(Turn turn, Instance instance) => turn.State.Bill.Running.Find($"{instance.Id}/compute") is { } meter && meter.What.EndsWith(Covered, StringComparison.Ordinal);

    /// <summary>An instance has ceased to run: another may be covered in its place.</summary>
    public static void Freed(Turn turn, string region, string type)
    {
        if (CountOf(turn.Ec2(region), type) > 0) Rebill(turn, region, type);
    }

    /// <summary>Holds the running instances of a type against the reservations anew, the longest running first.</summary>
    public static void Rebill(Turn turn, string region, string type)
    {
        var left = CountOf(turn.Ec2(region), type);
        foreach (var instance in turn.Ec2(region).Instances.Values.Where(i => i.Type == type && i is { State: InstanceState.Running, Market: Market.OnDemand }).OrderBy(i => i.LaunchTime).ThenBy(i => i.Id, StringComparer.Ordinal).ToList())
        {
            var covered = left-- > 0;
            if (covered != IsCovered(turn, instance)) Meter(turn, region, instance, covered, 0);
        }
    }

    public static void Meter(Turn turn, string region, Instance instance, bool covered, int minimumSeconds)
    {
        var price = InstanceType.Find(instance.Type)!.Prices[region].OnDemand ?? 0;
        turn.StartMeter("ec2", region, instance.Id, "compute", covered ? $"{instance.Type} {Covered}" : $"{instance.Type} On-Demand", covered ? 0 : price, instance.BilledByHour ? 3600 : minimumSeconds, instance.BilledByHour ? 3600 : 1);
    }
}

using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.EventBridge.Routing;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ec2.Spot;

/// <summary>
/// Interruptions. How often they come follows from AWS's own bands (so many of a type's Spot Instances were interrupted in a month); when, from the
/// account's seed.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-interruptions.html"/>
internal static class Interruptions
{
    public static readonly TimeSpan Notice = TimeSpan.FromMinutes(2);

    /// <summary>The share of instances interrupted in a month: the middle of AWS's band.</summary>
    internal static double Monthly(string? band) => band switch
    {
        "<5%" => 0.025,
        "5-10%" => 0.075,
        "10-15%" => 0.125,
        "15-20%" => 0.175,
        ">20%" => 0.25,
        _ => 0.125,
    };

    /// <summary>Plans the next interruption of an instance that has just begun to run.</summary>
    public static void Plan(Turn turn, string region, Instance instance)
    {
        var monthly = Monthly(InstanceType.Find(instance.Type)!.Prices[region].SpotInterruption);
        var perHour = -Math.Log(1 - monthly) / Prices.HoursPerMonth;
        var hours = -Math.Log(1 - turn.Chance()) / perHour;
        // What lies years ahead need not be remembered.
        if (hours < 24 * 365) turn.Plan(TimeSpan.FromHours(hours), new SpotNotice(region, instance.Id, instance.Run));
    }

    public static void Put(Turn turn, string region, SpotRequest request)
    {
        var ec2 = turn.Ec2(region);
        turn.Put(ec2 with { SpotRequests = ec2.SpotRequests.Put(request.Id, request with { Updated = turn.Now }) });
    }
}

/// <summary>EC2 gives two minutes' notice, in the instance's metadata and as an event.</summary>
public sealed record SpotNotice(string Region, string InstanceId, int? Incarnation = null) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ec2.Regions.Find(Region)?.Instances.Find(InstanceId) is not { State: InstanceState.Running, Market: Market.Spot } instance) return;
        if (Incarnation is { } run && run != instance.Run) return;
        var request = turn.Ec2(Region).SpotRequests[instance.SpotRequestId!];
        // Hibernation begins at once: there is no time to wait for.
        var wait = request.Behavior is InterruptionBehavior.Hibernate ? TimeSpan.Zero : Interruptions.Notice;
        turn.Note("ec2", InstanceId, wait == TimeSpan.Zero
            ? $"EC2 wants {InstanceId} back; it hibernates now."
            : $"EC2 wants {InstanceId} back in two minutes: time to finish, to save, and to leave the load balancer.");
        AwsEvents.Tell(turn, Region, "aws.ec2", "EC2 Spot Instance Interruption Warning", [$"arn:aws:ec2:{instance.Zone}:instance/{InstanceId}"],
            () => new() { ["instance-id"] = InstanceId, ["instance-action"] = request.Behavior switch { InterruptionBehavior.Hibernate => "hibernate", InterruptionBehavior.Stop => "stop", _ => "terminate" } });
        Interruptions.Put(turn, Region, request with { StatusCode = "marked-for-termination" });
        turn.Plan(wait, new SpotInterrupts(Region, InstanceId, instance.Run));
    }
}

internal sealed record SpotInterrupts(string Region, string InstanceId, int Incarnation) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).Instances.Find(InstanceId) is not { State: InstanceState.Running } instance || instance.Run != Incarnation) return;
        var request = turn.Ec2(Region).SpotRequests[instance.SpotRequestId!];
        // What EC2 takes back within the first hour is not charged.
        if (turn.Now - instance.LaunchTime < TimeSpan.FromHours(1)) turn.WaiveMeter(instance.Id, "compute", "interrupted in its first hour, not charged");
        if (request.Behavior is InterruptionBehavior.Terminate)
        {
            Lifecycle.Terminate(turn, Region, instance, ("Server.SpotInstanceTermination", "Spot instance termination"));
            // A persistent request goes back to waiting, and launches another instance when there is capacity again.
            Interruptions.Put(turn, Region, request.Persistent ? request with { State = "open", StatusCode = "instance-terminated-no-capacity", InstanceId = null } : request with { State = "closed", StatusCode = "instance-terminated-no-capacity" });
            if (request.Persistent) turn.Plan(TimeSpan.FromHours(1 + (turn.Chance() * 5)), new SpotRequestIsLookedAt(Region, request.Id));
            return;
        }
        Lifecycle.Stop(turn, Region, instance, request.Behavior is InterruptionBehavior.Hibernate, ("Server.SpotInstanceShutdown", "Spot instance shutdown"));
        Interruptions.Put(turn, Region, request with { State = "disabled", StatusCode = "instance-stopped-no-capacity" });
        turn.Plan(TimeSpan.FromHours(1 + (turn.Chance() * 5)), new SpotCapacityReturns(Region, request.Id));
    }
}

/// <summary>There is capacity again, after one to six hours (an assumption): EC2 starts what it stopped. Only EC2 can.</summary>
internal sealed record SpotCapacityReturns(string Region, string RequestId) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).SpotRequests.Find(RequestId) is not { State: "disabled", StatusCode: "instance-stopped-no-capacity" } request) return;
        if (request.InstanceId is not { } id || turn.Ec2(Region).Instances.Find(id) is not { State: InstanceState.Stopped } instance) return;
        Lifecycle.Start(turn, Region, instance);
        Interruptions.Put(turn, Region, request with { State = "active", StatusCode = "fulfilled" });
    }
}

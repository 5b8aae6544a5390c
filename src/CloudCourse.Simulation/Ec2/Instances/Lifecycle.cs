using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Images;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.Ec2.Purchasing;
using CloudCourse.Simulation.Ec2.Spot;
using CloudCourse.Simulation.Ec2.Volumes;
using CloudCourse.Simulation.EventBridge.Routing;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ec2.Instances;

/// <summary>
/// How an instance goes from state to state. How long each takes is an assumption of this simulation, of the usual size; AWS
/// promises no times.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html"/>
internal static class Lifecycle
{
    public static readonly TimeSpan Booting = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan Checking = TimeSpan.FromSeconds(120);
    public static readonly TimeSpan StoppingTakes = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan HibernatingTakes = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan ShuttingDownTakes = TimeSpan.FromSeconds(20);

    /// <summary>A terminated instance stays visible for about an hour.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    public static string Name(InstanceState state) => state switch
    {
        InstanceState.Pending => "pending",
        InstanceState.Running => "running",
        InstanceState.ShuttingDown => "shutting-down",
        InstanceState.Terminated => "terminated",
        InstanceState.Stopping => "stopping",
        _ => "stopped",
    };

    /// <summary>An instance is pending; it will run.</summary>
    public static void Boot(Turn turn, string region, Instance instance) => turn.Plan(Booting, new InstanceRuns(region, instance.Id, instance.Run));

    public static void Start(Turn turn, string region, Instance instance)
    {
        var next = Moved(turn, region, instance, InstanceState.Pending, $"{instance.Id} is being started, on another host.") with
        {
            Run = instance.Run + 1,
            LaunchTime = turn.Now,
            StateReasonCode = null,
            StateReason = null,
        };
        turn.Put(region, next);
        Boot(turn, region, next);
    }

    /// <param name="reason">AWS's code and words of why, such as <c>Client.UserInitiatedShutdown</c>.</param>
    public static void Stop(Turn turn, string region, Instance instance, bool hibernate, (string Code, string Words) reason)
    {
        EndCompute(turn, instance);
        var next = Moved(turn, region, instance, InstanceState.Stopping, hibernate ? $"{instance.Id} writes its memory to its root volume." : $"{instance.Id} is being stopped.") with
        {
            StateReasonCode = reason.Code,
            StateReason = $"{reason.Code}: {reason.Words}",
            SystemStatus = InstanceStatus.NotApplicable,
            Status = InstanceStatus.NotApplicable,
        };
        turn.Put(region, next);
        Reservations.Freed(turn, region, instance.Type);
        turn.Plan(hibernate ? HibernatingTakes : StoppingTakes, new InstanceStops(region, instance.Id, instance.Run, hibernate));
    }

    public static void Terminate(Turn turn, string region, Instance instance, (string Code, string Words) reason)
    {
        EndCompute(turn, instance);
        var next = Moved(turn, region, instance, InstanceState.ShuttingDown, $"{instance.Id} is being terminated.") with
        {
            StateReasonCode = reason.Code,
            StateReason = $"{reason.Code}: {reason.Words}",
            SystemStatus = InstanceStatus.NotApplicable,
            Status = InstanceStatus.NotApplicable,
        };
        turn.Put(region, next);
        Reservations.Freed(turn, region, instance.Type);
        turn.Plan(ShuttingDownTakes, new InstanceTerminates(region, instance.Id));
    }

    /// <summary>Notes the change and gives the instance in its next state; the caller keeps it.</summary>
    public static Instance Moved(Turn turn, string region, Instance instance, InstanceState to, string what)
    {
        turn.Note("ec2", instance.Id, what, Name(instance.State), Name(to));
        TellOf(turn, region, instance.Id, to);
        return instance with { State = to, StateChanged = turn.Now };
    }

    /// <summary>The event of a change of state, on the default event bus.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html"/>
    public static void TellOf(Turn turn, string region, string id, InstanceState to) =>
        AwsEvents.Tell(turn, region, "aws.ec2", "EC2 Instance State-change Notification", [$"arn:aws:ec2:{region}:{turn.AccountId}:instance/{id}"],
            () => new() { ["instance-id"] = id, ["state"] = Name(to) });

    /// <summary>Compute is charged from entering running, with a minute at least each time; an address for as long as it is held.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/concepts.html#ec2-pricing"/>
    public static void StartCompute(Turn turn, string region, Instance instance)
    {
        var price = InstanceType.Find(instance.Type)!.Prices[region];
        var (usd, what) = instance.Market is Market.Spot ? (price.Spot ?? price.OnDemand ?? 0, "Spot") : (price.OnDemand ?? 0, "On-Demand");
        if (instance.Market is Market.OnDemand && Reservations.CoversAnother(turn, region, instance.Type, instance.Id)) Reservations.Meter(turn, region, instance, true, 60);
        else turn.StartMeter("ec2", region, instance.Id, "compute", $"{instance.Type} {what}", usd, instance.BilledByHour ? 3600 : 60, instance.BilledByHour ? 3600 : 1);
        // An Elastic IP address has a meter of its own.
        if (instance.PublicIp is not null && !turn.Ec2(region).Addresses.Values.Any(a => a.InstanceId == instance.Id)) turn.StartMeter("ec2", region, instance.Id, "address", "Public IPv4 address", Prices.PublicIPv4PerHour);
    }

    public static void EndCompute(Turn turn, Instance instance)
    {
        turn.EndMeter(instance.Id, "compute");
        turn.EndMeter(instance.Id, "address");
    }
}

internal sealed record InstanceRuns(string Region, string InstanceId, int Incarnation) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).Instances.Find(InstanceId) is not { State: InstanceState.Pending } instance || instance.Run != Incarnation) return;
        var elastic = turn.Ec2(Region).Addresses.Values.FirstOrDefault(a => a.InstanceId == instance.Id)?.PublicIp;
        var type = InstanceType.Find(instance.Type)!;
        var resumed = instance.Contents.MemoryOnDisk;
        var next = Lifecycle.Moved(turn, Region, instance, InstanceState.Running, resumed ? $"{instance.Id} runs: its memory was read back, and its programs go on." : $"{instance.Id} runs.") with
        {
            PublicIp = elastic ?? (instance.WantsPublicIp ? DefaultNetwork.NextPublicIp(turn) : null),
            SystemStatus = InstanceStatus.Initializing,
            Status = InstanceStatus.Initializing,
            Contents = instance.Contents with
            {
                MemorySince = resumed ? instance.Contents.MemorySince : turn.Now,
                MemoryOnDisk = false,
                InstanceStoreSince = type.StoreGB > 0 ? instance.Contents.InstanceStoreSince ?? turn.Now : null,
            },
        };
        if (next.UserData is { } script && next.UserDataLog is null)
        {
            var ubuntu = (PublicImages.Find(next.ImageId) ?? turn.Ec2(Region).OwnImages.Find(next.ImageId))?.Name.StartsWith("ubuntu", StringComparison.Ordinal) ?? false;
            var outcome = UserData.Run(script, ubuntu, Routing.IsOnline(turn.Ec2(Region), next.SubnetId, next.PublicIp is not null));
            next = next with { ListensOn = [.. next.ListensOn.Union(outcome.Ports)], UserDataLog = outcome.Log };
            turn.Note("ec2", next.Id, $"User data ran, once, at the first boot: {outcome.Log.Replace("\n", "; ", StringComparison.Ordinal)}.");
        }
        turn.Put(Region, next);
        Lifecycle.StartCompute(turn, Region, next);
        if (next.Market is Market.Spot) Interruptions.Plan(turn, Region, next);
        Ecs.Capacity.Agent.Boot(turn, Region, next);
        turn.Plan(Lifecycle.Checking, new StatusChecksPass(Region, next.Id, next.Run));
    }
}

internal sealed record StatusChecksPass(string Region, string InstanceId, int Incarnation) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).Instances.Find(InstanceId) is not { State: InstanceState.Running, Status: InstanceStatus.Initializing } instance || instance.Run != Incarnation) return;
        turn.Put(Region, instance with { SystemStatus = InstanceStatus.Ok, Status = InstanceStatus.Ok });
        turn.Note("ec2", instance.Id, $"{instance.Id} passes its status checks.", "initializing", "ok");
    }
}

internal sealed record InstanceStops(string Region, string InstanceId, int Incarnation, bool Hibernated) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).Instances.Find(InstanceId) is not { State: InstanceState.Stopping } instance || instance.Run != Incarnation) return;
        List<string> lost = [];
        if (!Hibernated) lost.Add("what was in memory");
        if (instance.Contents.InstanceStoreSince is not null) lost.Add("what was on instance store");
        if (instance.PublicIp is not null && !turn.Ec2(Region).Addresses.Values.Any(a => a.InstanceId == instance.Id)) lost.Add($"its public address {instance.PublicIp}");
        var next = Lifecycle.Moved(turn, Region, instance, InstanceState.Stopped, $"{instance.Id} is stopped. {(lost.Count == 0 ? "It lost nothing" : $"It lost {string.Join(", ", lost)}")}; its volumes keep their data, and are paid for on.");
        turn.Put(Region, next with
        {
            PublicIp = turn.Ec2(Region).Addresses.Values.FirstOrDefault(a => a.InstanceId == instance.Id)?.PublicIp,
            Contents = new() { MemorySince = Hibernated ? instance.Contents.MemorySince : null, MemoryOnDisk = Hibernated },
        });
    }
}

internal sealed record InstanceTerminates(string Region, string InstanceId) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).Instances.Find(InstanceId) is not { State: InstanceState.ShuttingDown } instance) return;
        turn.Put(Region, Lifecycle.Moved(turn, Region, instance, InstanceState.Terminated, $"{instance.Id} is terminated.") with { PublicIp = null, Contents = new(), ListensOn = [] });
        var ec2 = turn.Ec2(Region);
        foreach (var address in ec2.Addresses.Values.Where(a => a.InstanceId == InstanceId).ToList())
            turn.Put(turn.Ec2(Region) with { Addresses = turn.Ec2(Region).Addresses.Put(address.AllocationId, address with { AssociationId = null, InstanceId = null }) });
        VolumeChanges.OnTermination(turn, Region, instance);
        Spot.SpotRequests.OnTermination(turn, Region, instance);
        turn.Plan(Lifecycle.Remembered, new InstanceIsForgotten(Region, InstanceId));
    }
}

internal sealed record InstanceIsForgotten(string Region, string InstanceId) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        var ec2 = turn.Ec2(Region);
        turn.Put(ec2 with { Instances = ec2.Instances.Remove(InstanceId), Tags = ec2.Tags.Remove(InstanceId) });
    }
}

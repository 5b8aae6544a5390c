using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Instances;

/// <summary>Starting, stopping, rebooting, terminating.</summary>
internal static class LifecycleOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("StartInstances", c => Named(c).Select(i => c.On("StartInstances", "instance", i.Id, Keys(i))), Start),
        new("StopInstances", c => Named(c).Select(i => c.On("StopInstances", "instance", i.Id, Keys(i))), Stop),
        new("RebootInstances", c => Named(c).Select(i => c.On("RebootInstances", "instance", i.Id, Keys(i))), Reboot),
        new("TerminateInstances", c => Named(c).Select(i => c.On("TerminateInstances", "instance", i.Id, Keys(i))), Terminate),
    ];

    /// <summary>All the instances that the call names; one that does not exist fails them all.</summary>
    public static IReadOnlyList<Instance> Named(Call call)
    {
        var ids = call.Texts("InstanceIds").DistinctBy(i => i.Value).ToList();
        if (ids.Count == 0) throw Turn.Error("MissingParameter", "The request must contain the parameter InstanceId", at: call.At("InstanceIds"));
        var unknown = ids.Where(i => i.Value.StartsWith("i-", StringComparison.Ordinal) && !call.Ec2().Instances.Has(i.Value)).ToList();
        if (unknown.Count > 1)
            throw Turn.Error("InvalidInstanceID.NotFound", $"The instance IDs '{string.Join(", ", unknown.Select(i => i.Value.Shortened()))}' do not exist", "Ids belong to one Region: look at the Region of the call too.", at: unknown[0].At);
        return [.. ids.Select(i => Ec2Errors.Find(call.Ec2().Instances, i.Value, "InstanceID", "i", "instance ID", i.At))];
    }

    private static (string, string)[] Keys(Instance instance) => [("ec2:InstanceType", instance.Type), ("ec2:AvailabilityZone", instance.Zone)];

    private static Output Start(Call call)
    {
        var before = Named(call);
        foreach (var instance in before)
        {
            if (instance.State is not (InstanceState.Stopped or InstanceState.Running or InstanceState.Pending))
                throw Wrong(call, instance, "started", instance.State is InstanceState.Stopping ? "It is still stopping: wait until it is stopped." : "What is terminated is gone for good: launch another.");
            if (instance.SpotRequestId is { } request && call.Ec2().SpotRequests[request].StatusCode == "instance-stopped-no-capacity")
                throw Turn.Error("IncorrectSpotRequestState", $"You can't start the Spot Instance '{instance.Id}' because the associated Spot Instance request is not in an appropriate state to support start.", "EC2 stopped it for want of capacity, and starts it itself when there is some.");
            if (call.Ec2().FailedZones.Contains(instance.Zone))
                throw Turn.Error("InsufficientInstanceCapacity", $"Insufficient capacity in {instance.Zone}.", $"{instance.Zone} is down.", 500);
        }
        // What is stopped does not count against the quota, so there may be no room for it any more.
        var vcpus = before.Where(i => i is { State: InstanceState.Stopped, Market: Market.OnDemand }).Sum(i => Infrastructure.InstanceType.Find(i.Type)!.Vcpus);
        if (vcpus > 0 && RunInstances.VcpusInUse(call.Ec2(), Market.OnDemand) + vcpus > RunInstances.VcpuQuota) throw RunInstances.OverQuota(call, Market.OnDemand, $"They have {vcpus} vCPUs", call.At("InstanceIds"));
        foreach (var instance in before.Where(i => i.State is InstanceState.Stopped)) _ = Volumes.VolumeChanges.RootOf(call, instance);
        foreach (var instance in before.Where(i => i.State is InstanceState.Stopped)) Lifecycle.Start(call.Turn, call.Region, instance);
        return Changes(call, "StartingInstances", before);
    }

    private static Output Stop(Call call)
    {
        var before = Named(call);
        var hibernate = call.Flag("Hibernate");
        foreach (var instance in before)
        {
            if (instance.State is InstanceState.ShuttingDown or InstanceState.Terminated or InstanceState.Pending)
                throw Wrong(call, instance, "stopped", instance.State is InstanceState.Pending ? "It is still starting: wait until it runs." : "What is terminated is gone for good.");
            if (instance.DisableApiStop)
                throw Turn.Error("OperationNotPermitted", $"The instance '{instance.Id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.");
            if (hibernate && !instance.HibernationConfigured)
                throw Turn.Error("UnsupportedHibernationConfiguration", $"The instance '{instance.Id}' is not configured for hibernation.", "Hibernation is enabled at launch, by HibernationOptions, and cannot be afterwards.", at: call.At("Hibernate"));
            if (instance.SpotRequestId is { } request && !call.Ec2().SpotRequests[request].Persistent)
                throw Turn.Error("UnsupportedOperation", $"You can't stop the Spot Instance '{instance.Id}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.");
        }
        foreach (var instance in before.Where(i => i.State is InstanceState.Running))
        {
            Lifecycle.Stop(call.Turn, call.Region, instance, hibernate,
                hibernate ? ("Client.UserInitiatedHibernate", "User initiated hibernate") : ("Client.UserInitiatedShutdown", "User initiated shutdown"));
        }
        return Changes(call, "StoppingInstances", before);
    }

    private static Output Reboot(Call call)
    {
        foreach (var instance in Named(call))
        {
            if (instance.State is not InstanceState.Running) throw Wrong(call, instance, "rebooted", "Only a running instance reboots.");
            // It stays on its host and keeps its addresses and instance store; programs begin anew.
            call.Turn.Put(call.Region, instance with { Contents = instance.Contents with { MemorySince = call.Now } });
            call.Turn.Note("ec2", instance.Id, $"{instance.Id} reboots: it stays on its host and keeps its addresses.");
        }
        return [];
    }

    private static Output Terminate(Call call)
    {
        var before = Named(call);
        foreach (var instance in before.Where(i => i.DisableApiTermination))
        {
            throw Turn.Error("OperationNotPermitted", $"The instance '{instance.Id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.",
                "Termination protection is on.");
        }
        foreach (var instance in before.Where(i => i.State is not (InstanceState.ShuttingDown or InstanceState.Terminated)))
            Lifecycle.Terminate(call.Turn, call.Region, instance, ("Client.UserInitiatedShutdown", "User initiated shutdown"));
        return Changes(call, "TerminatingInstances", before);
    }

    private static AwsException Wrong(Call call, Instance instance, string how, string advice) => Turn.Error("IncorrectInstanceState",
        $"The instance '{instance.Id}' is not in a state from which it can be {how}.", $"It is {Lifecycle.Name(instance.State)}. {advice}", at: call.At("InstanceIds"));

    private static Output Changes(Call call, string member, IReadOnlyList<Instance> before) => new()
    {
        [member] = new Array([.. before.Select(i => (Node)new Output
        {
            ["InstanceId"] = i.Id,
            ["CurrentState"] = State(call.Ec2().Instances[i.Id].State),
            ["PreviousState"] = State(i.State),
        })]),
    };

    internal static Output State(InstanceState state) => new() { ["Code"] = (int)state, ["Name"] = Lifecycle.Name(state) };
}

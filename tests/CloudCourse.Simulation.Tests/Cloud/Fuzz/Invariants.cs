using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Tests.Cloud.Fuzz;

/// <summary>What holds in every state of every account, and from one state to the next.</summary>
internal sealed class Invariants
{
    private readonly Dictionary<string, string> _zoneOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> _terminated = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stoppedTasks = new(StringComparer.Ordinal);
    private decimal _bill;
    private int _waived;

    public void Check(AccountState before, AccountState now)
    {
        Assert.True(now.Now >= before.Now, "time ran back");
        foreach (var ec2 in now.Ec2.Regions.Values)
        {
            if (ReferenceEquals(before.Ec2.Regions.Find(ec2.Code), ec2)) continue;
            CheckInstances(ec2);
            CheckVolumes(ec2);
            CheckAddresses(ec2);
        }
        Assert.True(now.Schedule.Count == 0 || now.Schedule.Coming.First().At >= now.Now, "something is planned for the past");
        References.Check(before, now);
        CheckGroups(now);
        CheckTargets(now);
        CheckTasks(now);
        CheckBill(now);
    }

    private void CheckInstances(Ec2Region ec2)
    {
        foreach (var (id, i) in ec2.Instances.Values.Select(i => (i.Id, i)))
        {
            if (!_zoneOf.TryAdd(id, i.Zone)) Assert.True(_zoneOf[id] == i.Zone, $"{id} went from {_zoneOf[id]} to {i.Zone}");
            // The subnet of what is terminated may be gone.
            Assert.True(i.State is InstanceState.Terminated || ec2.Subnets[i.SubnetId].Zone == i.Zone, $"{id} is not in its subnet's zone");
            if (i.State is InstanceState.Terminated) _terminated.Add(id);
            else Assert.False(_terminated.Contains(id), $"{id} was terminated and is {i.State}");
            if (i.State is not InstanceState.Running) Assert.True(i.Status is InstanceStatus.NotApplicable, $"{id} is {i.State} and its status {i.Status}");
            Assert.True(i.State is InstanceState.Terminated || i.SecurityGroupIds.All(ec2.SecurityGroups.Has), $"{id} has a group that is gone");
        }
        Assert.True(Region.Find(ec2.Code)!.Zones.Select(z => z.Name).ToHashSet().IsSupersetOf(ec2.Instances.Values.Select(i => i.Zone)), "an instance is in no zone of its Region");
        var used = ec2.Instances.Values.Where(i => i.Market is Market.OnDemand && i.State is InstanceState.Pending or InstanceState.Running).Sum(i => InstanceType.Find(i.Type)!.Vcpus);
        Assert.True(used <= 256, $"{used} vCPUs run, more than the quota");
    }

    private static void CheckVolumes(Ec2Region ec2)
    {
        HashSet<string> places = new(StringComparer.Ordinal);
        foreach (var v in ec2.Volumes.Values)
        {
            Assert.True(v.State is "in-use" == v.Attachment is not null, $"{v.Id} is {v.State} and attached to {v.Attachment?.InstanceId}");
            if (v.Attachment is not { } attached) continue;
            var instance = ec2.Instances.Find(attached.InstanceId);
            Assert.True(instance is not null && instance.State is not InstanceState.Terminated, $"{v.Id} is attached to {attached.InstanceId}, which is gone");
            Assert.True(instance.Zone == v.Zone, $"{v.Id} in {v.Zone} is attached in {instance.Zone}");
            Assert.True(places.Add($"{attached.InstanceId} {attached.Device}"), $"two volumes are {attached.Device} of {attached.InstanceId}");
        }
    }

    private static void CheckAddresses(Ec2Region ec2)
    {
        var addresses = ec2.Instances.Values.Select(i => i.PublicIp).OfType<string>().Concat(ec2.Addresses.Values.Where(a => a.InstanceId is null).Select(a => a.PublicIp)).ToList();
        Assert.True(addresses.Distinct().Count() == addresses.Count, "a public address was given twice");
        var inside = ec2.Instances.Values.Where(i => i.State is not InstanceState.Terminated).Select(i => i.PrivateIp).ToList();
        Assert.True(inside.Distinct().Count() == inside.Count, "a private address was given twice");
        foreach (var address in ec2.Addresses.Values)
        {
            Assert.True(address.AssociationId is null == (address.InstanceId is null && address.NatGatewayId is null), $"{address.AllocationId} is half associated");
            if (address.InstanceId is not { } id) continue;
            var instance = ec2.Instances.Find(id);
            Assert.True(instance is not null && (instance.State is InstanceState.Pending or InstanceState.ShuttingDown || instance.PublicIp == address.PublicIp), $"{id} is {instance?.State} with {instance?.PublicIp}, not {address.PublicIp}");
        }
        Assert.True(ec2.Addresses.Values.Select(a => a.InstanceId).OfType<string>().Distinct().Count() == ec2.Addresses.Values.Count(a => a.InstanceId is not null), "an instance has two Elastic IP addresses");
    }

    private static void CheckGroups(AccountState now)
    {
        foreach (var group in now.AutoScaling.Groups.Values)
        {
            Assert.True(group.Min <= group.Desired && group.Desired <= group.Max && group.Min >= 0, $"{group.Name} wants {group.Desired} between {group.Min} and {group.Max}");
            Assert.True(group.Members.Select(m => m.InstanceId).Distinct().Count() == group.Members.Count, $"{group.Name} has a member twice");
            var active = group.Members.Count(m => m.State != "Terminating");
            Assert.True(active <= group.Desired, $"{group.Name} has {active} members and wants {group.Desired}");
            foreach (var member in group.Members)
                Assert.True(now.Ec2.Regions[group.Region].Instances.Has(member.InstanceId), $"{group.Name} has {member.InstanceId}, which is gone");
        }
    }

    private static void CheckTargets(AccountState now)
    {
        foreach (var group in now.LoadBalancing.TargetGroups.Values)
        {
            Assert.True(group.Targets.Select(t => (t.Id, t.Port)).Distinct().Count() == group.Targets.Count, $"{group.Name} has a target twice");
        }
        foreach (var listener in now.LoadBalancing.Listeners.Values)
            Assert.True(now.LoadBalancing.LoadBalancers.Has(listener.LoadBalancerArn) && now.LoadBalancing.TargetGroups.Has(listener.TargetGroupArn), $"{listener.Arn} leads nowhere");
    }

    private void CheckTasks(AccountState now)
    {
        foreach (var task in now.Ecs.Tasks.Values)
        {
            if (!_zoneOf.TryAdd(task.Arn, task.Zone)) Assert.Equal(_zoneOf[task.Arn], task.Zone);
            if (task.LastStatus == "STOPPED") _stoppedTasks.Add(task.Arn);
            else Assert.False(_stoppedTasks.Contains(task.Arn), $"{task.Id} was stopped and is {task.LastStatus}");
            if (task.DesiredStatus == "STOPPED") Assert.NotNull(task.StopCode);
        }
        CheckHosts(now);
        var inside = now.Ecs.Tasks.Values.Where(t => t.LastStatus != "STOPPED" && t is { HasInterface: true, PrivateIp.Length: > 0 }).Select(t => t.PrivateIp).ToList();
        Assert.True(inside.Distinct().Count() == inside.Count, "a task's private address was given twice");
        foreach (var service in now.Ecs.Services.Values.Where(s => s.Active))
        {
            Assert.NotEmpty(service.Deployments);
            var live = now.Ecs.Tasks.Values.Where(t => t.Group == $"service:{service.Name}" && t.ClusterArn == service.ClusterArn && t.DeploymentId == service.Deployments[0].Id && t.DesiredStatus == "RUNNING").ToList();
            // What leaves a draining instance stays up until its replacement runs.
            var leaving = live.Count(t => t.ContainerInstanceArn is { } on && now.Ecs.Instances.Find(on) is { Status: "DRAINING" });
            Assert.True(live.Count - leaving <= service.Desired, $"{service.Name} wants {service.Desired} and has {live.Count} of its newest deployment, {leaving} of them leaving");
        }
    }

    private static void CheckHosts(AccountState now)
    {
        foreach (var host in now.Ecs.Instances.Values)
        {
            var left = Remaining.Of(now, host);
            Assert.True(left.Cpu >= 0 && left.MemoryMiB >= 0 && left.Interfaces >= 0, $"{host.InstanceId} carries more than it has: {left}");
            Assert.True(left.Taken.Distinct().Count() == left.Taken.Count, $"{host.InstanceId} gives a port twice");
            Assert.True(now.Ec2.Regions[host.Region].Instances.Find(host.InstanceId) is { State: not (InstanceState.Terminated or InstanceState.ShuttingDown) }, $"{host.InstanceId} is registered and gone");
        }
        foreach (var task in now.Ecs.Tasks.Values.Where(t => t.LaunchType == "EC2" && t.LastStatus != "STOPPED"))
        {
            Assert.True(now.Ecs.Instances.Has(task.ContainerInstanceArn!), $"{task.Id} is {task.LastStatus} on an instance that is gone");
            Assert.False(now.Bill.Running.Has($"{task.Arn}/compute"), $"{task.Id} is paid for, and its instance too");
        }
    }

    private void CheckBill(AccountState now)
    {
        var total = now.Bill.TotalAt(now.Now);
        // The one thing that AWS gives back: the hour of a Spot Instance that it interrupts in its first.
        var waived = now.Bill.Ended.Count(m => m.UsdPerHour == 0);
        Assert.True(total >= _bill || waived > _waived, $"the bill fell from {_bill} to {total}");
        _waived = waived;
        Assert.True(total >= 0, "the bill is negative");
        _bill = total;
        foreach (var ec2 in now.Ec2.Regions.Values)
        {
            foreach (var i in ec2.Instances.Values)
            {
                Assert.True(now.Bill.Running.Has($"{i.Id}/compute") == i.State is InstanceState.Running, $"{i.Id} is {i.State}; compute is {(now.Bill.Running.Has($"{i.Id}/compute") ? "" : "not ")}paid for");
                var elastic = ec2.Addresses.Values.Any(a => a.InstanceId == i.Id);
                Assert.True(now.Bill.Running.Has($"{i.Id}/address") == (i.State is InstanceState.Running && i.PublicIp is not null && !elastic), $"{i.Id} ({i.State}, {i.PublicIp}, {(elastic ? "Elastic IP" : "no Elastic IP")}): its address is {(now.Bill.Running.Has($"{i.Id}/address") ? "" : "not ")}paid for");
            }
            foreach (var v in ec2.Volumes.Keys) Assert.True(now.Bill.Running.Has($"{v}/storage"), $"{v} costs nothing");
        }
        foreach (var meter in now.Bill.Running.Values)
        {
            Assert.True(meter.UsdPerHour >= 0, $"{meter.Id} has a negative price");
            Assert.True(Exists(now, meter.Resource), $"{meter.Id} runs on, and {meter.Resource} is gone");
        }
    }

    private static bool Exists(AccountState now, string resource) => now.LoadBalancing.LoadBalancers.Has(resource) || now.Ecs.Tasks.Has(resource)
        || now.Ec2.Regions.Values.Any(r => r.Instances.Has(resource) || r.Volumes.Has(resource) || r.Snapshots.Has(resource) || r.Addresses.Has(resource) || r.NatGateways.Has(resource));

    /// <summary>Hours after the last disturbance.</summary>
    public void CheckCalm(AccountState now)
    {
        foreach (var group in now.AutoScaling.Groups.Values.Where(g => now.Ec2.Regions[g.Region].LaunchTemplates.Has(g.LaunchTemplateId) && g.Activities is not [{ StatusCode: "Failed" }, ..]))
        {
            // What the load balancer finds unhealthy is replaced for ever.
            if (group.ChecksLoadBalancer && group.TargetGroupArns.Count > 0) Assert.Equal(group.Desired, group.Members.Count(m => m.State != "Terminating"));
            else Assert.True(group.Members.Count(m => m.State == "InService") == group.Desired, $"{group.Name} wants {group.Desired} and has {string.Join(", ", group.Members)}");
        }
        foreach (var service in now.Ecs.Services.Values.Where(s => s.Active && s.Network is { PublicIp: true } && s.Deployments[0] is { Rollout: not "FAILED" } d && s.LoadBalancers.Count == 0 && StaysUp(now, d.RevisionArn)))
        {
            // From a subnet without a way out no image is ever pulled.
            if (now.Ecs.Tasks.Values.Any(t => t.DeploymentId == service.Deployments[0].Id && t.StoppedReason?.Contains("no way to the internet", StringComparison.Ordinal) == true)) continue;
            // Bounds that leave no room block a deployment, which the service says.
            if (service.Desired * service.MaximumPercent / 100 <= (service.Desired * service.MinimumHealthyPercent + 99) / 100 && service.Deployments.Count > 1)
            {
                Assert.Contains(service.Events, e => e.Message.Contains("was unable to stop or start tasks", StringComparison.Ordinal));
                continue;
            }
            var up = now.Ecs.Tasks.Values.Count(t => t.Group == $"service:{service.Name}" && t.ClusterArn == service.ClusterArn && t is { LastStatus: "RUNNING", DesiredStatus: "RUNNING" } && t.DeploymentId == service.Deployments[0].Id);
            Assert.True(up == service.Desired, $"{service.Name} wants {service.Desired} and has {up}");
            Assert.Equal("COMPLETED", service.Deployments[0].Rollout);
            Assert.Single(service.Deployments);
        }
        foreach (var ec2 in now.Ec2.Regions.Values)
        {
            Assert.DoesNotContain(ec2.Instances.Values, i => i.State is InstanceState.Pending or InstanceState.Stopping or InstanceState.ShuttingDown && !InGroup(now, i.Id)
                // One that EC2 took back and has just given again is on its way up.
                && !(i is { Market: Market.Spot, State: InstanceState.Pending } && now.Now - i.StateChanged < TimeSpan.FromMinutes(1)));
            Assert.DoesNotContain(ec2.Volumes.Values, v => v.State is "creating" || v.Attachment is { State: not "attached" });
            Assert.DoesNotContain(ec2.Snapshots.Values, s => s.State == "pending");
            Assert.DoesNotContain(ec2.OwnImages.Values, s => s.State == "pending");
        }
    }

    private static bool InGroup(AccountState now, string id) => now.AutoScaling.Groups.Values.Any(g => g.Members.Any(m => m.InstanceId == id));

    private static bool StaysUp(AccountState now, string revision) => now.Ecs.Revisions[revision].Definition.ContainerDefinitions.All(c => ContainerImage.Find(now.Ecs, c.Image!.Value) is { Healthy: true, ExitsAfterSeconds: null });

    public void CheckHistory(IReadOnlyList<HistoryEvent> history)
    {
        for (var i = 0; i < history.Count; i++)
        {
            Assert.Equal(i + 1, history[i].Number);
            if (i > 0) Assert.True(history[i].Time >= history[i - 1].Time, $"event {i + 1} is earlier than the one before");
            if (history[i] is Change { Cause: { } cause }) Assert.True(cause <= i && history[(int)cause - 1] is ApiCall { Error: null }, $"event {i + 1} has the cause {cause}, which is no call that succeeded");
        }
    }
}

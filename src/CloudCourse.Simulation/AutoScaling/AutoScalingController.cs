using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.AutoScaling;

/// <summary>Keeps every group at its size: launches what is missing, ends what is too much, replaces what is unwell.</summary>
/// <seealso href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-groups.html"/>
internal sealed class AutoScalingController : IController
{
    /// <summary>How long a failed check must last before the instance is replaced. AWS names no time; this is of the usual size.</summary>
    public static readonly TimeSpan DoubtLasts = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan RetriesAfter = TimeSpan.FromSeconds(60);

    /// <summary>A group's size is its own affair, so it is looked at when the group was changed; its members, when what they stand for was.</summary>
    public void React(Turn turn, AccountState before)
    {
        if (turn.State.AutoScaling.Groups.Count == 0) return;
        if (ReferenceEquals(turn.State.Ec2, before.Ec2) && ReferenceEquals(turn.State.LoadBalancing, before.LoadBalancing) && ReferenceEquals(turn.State.AutoScaling, before.AutoScaling)) return;
        foreach (var arn in turn.State.AutoScaling.Groups.Keys.ToList())
        {
            var group = turn.State.AutoScaling.Groups[arn];
            LookAtMembers(turn, group, ReferenceEquals(before.AutoScaling.Groups.Find(arn), group) && AreSameTargets(turn.State, before, group) ? Changed(turn.State, before, group) : null);
            if (ReferenceEquals(before.AutoScaling.Groups.Find(arn), turn.State.AutoScaling.Groups[arn])) continue;
            Resize(turn, turn.State.AutoScaling.Groups[arn]);
            if (turn.State.AutoScaling.Groups[arn] is { Deleting: true, Members.Count: 0 })
            {
                turn.State = turn.State with { AutoScaling = turn.State.AutoScaling with { Groups = turn.State.AutoScaling.Groups.Remove(arn) } };
            }
        }
    }

    /// <summary>The instances of the group's Region that were changed; null for any of them.</summary>
    private static IReadOnlyList<string>? Changed(AccountState now, AccountState before, AutoScalingGroup group) =>
        now.Ec2.Regions[group.Region].Instances.ChangedSince(before.Ec2.Regions.Find(group.Region)?.Instances);

    private static bool AreSameTargets(AccountState now, AccountState before, AutoScalingGroup group) =>
        ReferenceEquals(now.LoadBalancing.TargetGroups, before.LoadBalancing.TargetGroups)
        || group.TargetGroupArns.All(a => ReferenceEquals(now.LoadBalancing.TargetGroups.Find(a), before.LoadBalancing.TargetGroups.Find(a)));

    /// <param name="changed">The instances that are worth a look; null for all.</param>
    private static void LookAtMembers(Turn turn, AutoScalingGroup group, IReadOnlyList<string>? changed)
    {
        if (changed is not null && !group.Members.Any(m => changed.Contains(m.InstanceId))) return;
        List<GroupMember> members = new(group.Members.Count);
        foreach (var member in group.Members)
        {
            if (changed is not null && !changed.Contains(member.InstanceId))
            {
                members.Add(member);
                continue;
            }
            var instance = turn.Ec2(group.Region).Instances.Find(member.InstanceId);
            if (instance is null or { State: InstanceState.Terminated }) continue;
            if (member.State == "Terminating") members.Add(member);
            else if (instance.State is InstanceState.ShuttingDown or InstanceState.Stopping or InstanceState.Stopped)
            {
                foreach (var arn in group.TargetGroupArns) turn.Deregister(arn, member.InstanceId, null);
                // What somebody stopped is unhealthy for the group, which ends it and launches another.
                if (instance.State is not InstanceState.ShuttingDown) Lifecycle.Terminate(turn, group.Region, instance, ("Client.InstanceInitiatedShutdown", "taken out of service by its group"));
                members.Add(member with { State = "Terminating" });
                group = With(turn, group, $"Terminating EC2 instance: {member.InstanceId}", $"At {Ec2Calls.Time(turn.Now)} an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.");
            }
            else if (member.State == "Pending" && instance.State is InstanceState.Running)
            {
                foreach (var arn in group.TargetGroupArns) turn.Register(arn, member.InstanceId, null);
                turn.Note("autoscaling", member.InstanceId, $"{member.InstanceId} is in service in {group.Name}.", "Pending", "InService");
                members.Add(member with { State = "InService", Since = turn.Now });
            }
            else if (!member.Doubted && Unwell(turn.State, group, member, instance) is { } why)
            {
                var graceEnds = member.Since.AddSeconds(group.GraceSeconds);
                var wait = why is "ELB" && graceEnds > turn.Now ? graceEnds - turn.Now : DoubtLasts;
                turn.Plan(wait, new MemberIsLookedAtAgain(group.Arn, member.InstanceId));
                members.Add(member with { Doubted = true });
            }
            else members.Add(member);
        }
        if (!members.SequenceEqual(group.Members)) turn.Put(group with { Members = members });
    }

    /// <summary>Which health check a member fails: <c>EC2</c> or <c>ELB</c>; null for none.</summary>
    internal static string? Unwell(AccountState state, AutoScalingGroup group, GroupMember member, Instance instance)
    {
        if (instance.Status is InstanceStatus.Impaired) return "EC2";
        if (!group.ChecksLoadBalancer || member.State != "InService") return null;
        return group.TargetGroupArns.Select(a => state.LoadBalancing.TargetGroups.Find(a)).OfType<TargetGroup>()
            .SelectMany(g => g.Targets).Any(t => t.Id == member.InstanceId && t.State is TargetState.Unhealthy) ? "ELB" : null;
    }

    private static void Resize(Turn turn, AutoScalingGroup group)
    {
        var wanted = group.Deleting ? 0 : group.Desired;
        while (true)
        {
            var active = group.Members.Where(m => m.State != "Terminating").ToList();
            if (active.Count > wanted)
            {
                // The zone with the most gives one up, and of those the oldest.
                var zone = active.GroupBy(m => m.Zone).OrderByDescending(z => z.Count()).ThenBy(z => z.Key, StringComparer.Ordinal).First();
                var leaving = zone.OrderBy(m => m.Since).ThenBy(m => m.InstanceId, StringComparer.Ordinal).First();
                group = End(turn, group, leaving, $"At {Ec2Calls.Time(turn.Now)} an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from {active.Count} to {active.Count - 1}.");
            }
            else if (active.Count < wanted && group.RetryAt is null)
            {
                var (next, launched) = Launch(turn, group, active);
                group = next;
                if (!launched) return;
            }
            else return;
        }
    }

    private static (AutoScalingGroup Group, bool Launched) Launch(Turn turn, AutoScalingGroup group, IReadOnlyList<GroupMember> active)
    {
        var ec2 = turn.Ec2(group.Region);
        // The zone with the fewest comes first; one that is down is passed over.
        var subnet = group.SubnetIds.Select(s => ec2.Subnets.Find(s)).OfType<Subnet>().Where(s => !ec2.FailedZones.Contains(s.Zone))
            .OrderBy(s => active.Count(m => m.Zone == s.Zone)).ThenBy(s => s.Zone, StringComparer.Ordinal).FirstOrDefault();
        try
        {
            if (subnet is null) throw Turn.Error("InsufficientInstanceCapacity", "None of the group's Availability Zones has capacity.");
            var template = ec2.LaunchTemplates.Find(group.LaunchTemplateId) ?? throw Turn.Error("InvalidLaunchTemplateId.NotFound", $"The launch template {group.LaunchTemplateId} does not exist any more.");
            var version = LaunchTemplateOperations.Version(template, new(group.LaunchTemplateVersion, Location.None));
            Call call = new(turn, Caller.Service("autoscaling.amazonaws.com"), group.Region, new([], Location.None));
            JsonObject onlySubnet = new([new("SubnetId", Location.None, new JsonString(subnet.Id, Location.None))], Location.None);
            var plan = LaunchPlan.Read(call, LaunchTemplateOperations.Over(onlySubnet, template.Versions[version - 1]));
            if (RunInstances.VcpusInUse(turn.Ec2(group.Region), plan.Market) + plan.Type.Vcpus > RunInstances.VcpuQuota)
                throw Turn.Error("VcpuLimitExceeded", $"You have requested more vCPU capacity than your current vCPU limit of {RunInstances.VcpuQuota} allows.");
            if (DefaultNetwork.Free(turn.State, group.Region, subnet) < 1) throw DefaultNetwork.Full(subnet, Location.None);
            plan = plan with { Tags = [.. plan.Tags, new("aws:autoscaling:groupName", group.Name)] };
            var instance = RunInstances.Launch(turn, group.Region, plan, 1)[0];
            group = turn.State.AutoScaling.Groups[group.Arn] with { Members = [.. group.Members, new(instance.Id, instance.Zone, "Pending", turn.Now, false)], RetryAt = null };
            turn.Put(group);
            return (With(turn, group, $"Launching a new EC2 instance: {instance.Id}",
                $"At {Ec2Calls.Time(turn.Now)} an instance was started in response to a difference between desired and actual capacity, increasing the capacity from {active.Count} to {active.Count + 1}."), true);
        }
        catch (AwsException e)
        {
            var failed = With(turn, group with { RetryAt = turn.Now + RetriesAfter }, "Launching a new EC2 instance. Status Reason: " + e.Error.Message, "The group is smaller than it wants to be.", e.Error.Message);
            turn.Note("autoscaling", group.Name, $"{group.Name} could not launch: {e.Error.Message}");
            turn.Plan(RetriesAfter, new GroupTriesAgain(group.Arn));
            return (failed, false);
        }
    }

    internal static AutoScalingGroup End(Turn turn, AutoScalingGroup group, GroupMember member, string cause)
    {
        foreach (var arn in group.TargetGroupArns) turn.Deregister(arn, member.InstanceId, null);
        var instance = turn.Ec2(group.Region).Instances[member.InstanceId];
        if (instance.State is not (InstanceState.ShuttingDown or InstanceState.Terminated))
            Lifecycle.Terminate(turn, group.Region, instance, ("Client.UserInitiatedShutdown", "ended by its Auto Scaling group"));
        group = group with { Members = [.. group.Members.Select(m => m.InstanceId == member.InstanceId ? m with { State = "Terminating" } : m)] };
        turn.Put(group);
        return With(turn, group, $"Terminating EC2 instance: {member.InstanceId}", cause);
    }

    private static AutoScalingGroup With(Turn turn, AutoScalingGroup group, string description, string cause, string? failure = null)
    {
        ScalingActivity activity = new(turn.HexId(32), description, cause, turn.Now, failure is null ? "Successful" : "Failed", failure);
        group = group with { Activities = [activity, .. group.Activities.Take(99)] };
        turn.Put(group);
        turn.Note("autoscaling", group.Name, $"{group.Name}: {description}.");
        return group;
    }
}

internal sealed record MemberIsLookedAtAgain(string GroupArn, string InstanceId) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.AutoScaling.Groups.Find(GroupArn) is not { } group || group.Members.FirstOrDefault(m => m.InstanceId == InstanceId) is not { State: not "Terminating" } member) return;
        if (turn.Ec2(group.Region).Instances.Find(InstanceId) is not { } instance) return;
        if (AutoScalingController.Unwell(turn.State, group, member, instance) is not { } check)
        {
            turn.Put(group with { Members = [.. group.Members.Select(m => m.InstanceId == InstanceId ? m with { Doubted = false } : m)] });
            return;
        }
        AutoScalingController.End(turn, group, member, $"At {Ec2Calls.Time(turn.Now)} an instance was taken out of service in response to an {check} health check failure.");
    }
}

internal sealed record GroupTriesAgain(string GroupArn) : ScheduledEvent
{
    /// <summary>The retry's time has come; touching the group makes its controller look.</summary>
    public override void Run(Turn turn)
    {
        if (turn.State.AutoScaling.Groups.Find(GroupArn) is { RetryAt: { } retry } group && retry <= turn.Now) turn.Put(group with { RetryAt = null });
    }
}

internal static class AutoScalingTurns
{
    public static void Put(this Turn turn, AutoScalingGroup group) =>
        turn.State = turn.State with { AutoScaling = turn.State.AutoScaling with { Groups = turn.State.AutoScaling.Groups.Put(group.Arn, group) } };
}

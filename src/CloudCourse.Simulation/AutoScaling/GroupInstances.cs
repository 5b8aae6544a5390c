using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.AutoScaling;

/// <summary>The instances of groups, one by one, and the target groups that they are registered in.</summary>
internal static class GroupInstances
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        AutoScalingCalls.Make("TerminateInstanceInAutoScalingGroup", c => Managed(c).Group.Arn, Terminate),
        AutoScalingCalls.Make("DescribeAutoScalingInstances", _ => "*", Describe),
        AutoScalingCalls.Make("AttachLoadBalancerTargetGroups", c => AutoScalingCalls.Named(c).Arn, Attach),
        AutoScalingCalls.Make("DetachLoadBalancerTargetGroups", c => AutoScalingCalls.Named(c).Arn, Detach),
    ];

    private static (AutoScalingGroup Group, GroupMember Member) Managed(Call call)
    {
        var id = call.Text("InstanceId") ?? throw Turn.Error("ValidationError", "1 validation error detected: Value at 'instanceId' failed to satisfy constraint: Member must not be null", "Say which instance of the group.", at: call.Input.Head());
        foreach (var group in call.State.AutoScaling.Groups.Values.Where(g => g.Region == call.Region))
        {
            if (group.Members.FirstOrDefault(m => m.InstanceId == id) is { } member) return (group, member);
        }
        throw AutoScalingCalls.Invalid(call, "InstanceId", $"Instance Id not found - No managed instance found for instance ID: {id.Shortened()}", "It belongs to no group of this Region: DescribeAutoScalingInstances lists those that do.");
    }

    /// <seealso href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html"/>
    private static Output Terminate(Call call)
    {
        var (group, member) = Managed(call);
        if (member.State == "Terminating")
            throw Turn.Error("ScalingActivityInProgress", $"The instance {member.InstanceId} is being terminated already.", "Wait until that activity has ended.", at: call.At("InstanceId"));
        var smaller = call.Flag("ShouldDecrementDesiredCapacity");
        if (smaller && group.Desired <= group.Min)
            throw AutoScalingCalls.Invalid(call, "ShouldDecrementDesiredCapacity", $"Currently, desiredSize equals minSize ({group.Min}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.", "Without the flag the group launches another in its place.");
        if (smaller)
        {
            group = group with { Desired = group.Desired - 1 };
            call.Turn.Put(group);
            call.Turn.Note("autoscaling", group.Name, $"{group.Name} wants {group.Desired} now.", $"{group.Desired + 1}", $"{group.Desired}");
        }
        group = AutoScalingController.End(call.Turn, group, member, $"At {Ec2Calls.Time(call.Now)} instance {member.InstanceId} was taken out of service in response to a user request{(smaller ? $", shrinking the capacity from {group.Desired + 1} to {group.Desired}" : "")}.");
        return new() { ["Activity"] = AutoScalingCalls.Describe(group, group.Activities[0], underWay: true) };
    }

    private static Output Describe(Call call)
    {
        var ec2 = call.Ec2();
        if (call.Texts("InstanceIds").Count > 50)
            throw AutoScalingCalls.Invalid(call, "InstanceIds", "The number of instance ids that may be passed in is limited to 50.", "Ask for at most 50 at once, or for all of them page by page.");
        return call.Page("AutoScalingInstances", call.State.AutoScaling.Groups.Values.Where(g => g.Region == call.Region).SelectMany(g => g.Members.Select(m => (Group: g, Member: m)))
            .Where(p => call.Texts("InstanceIds") is not { Count: > 0 } ids || ids.Any(i => i.Value == p.Member.InstanceId)).Select(p => (Node)new Output
            {
                ["InstanceId"] = p.Member.InstanceId,
                ["InstanceType"] = ec2.Instances.Find(p.Member.InstanceId)?.Type ?? "",
                ["AutoScalingGroupName"] = p.Group.Name,
                ["AvailabilityZone"] = p.Member.Zone,
                ["LifecycleState"] = p.Member.State,
                ["HealthStatus"] = p.Member.State == "Terminating" ? "UNHEALTHY" : "HEALTHY",
                ["ProtectedFromScaleIn"] = false,
                ["LaunchTemplate"] = AutoScalingService.Template(ec2, p.Group),
            }));
    }

    private static Output Attach(Call call)
    {
        var (group, added) = (AutoScalingCalls.Changeable(call), AutoScalingCalls.TargetGroups(call));
        call.Turn.Put(group with { TargetGroupArns = [.. group.TargetGroupArns.Union(added)] });
        foreach (var (arn, member) in added.SelectMany(a => group.Members.Where(m => m.State == "InService").Select(m => (a, m)))) call.Turn.Register(arn, member.InstanceId, null);
        return [];
    }

    /// <summary>The group's instances leave the target groups after they have finished what they have; they themselves stay.</summary>
    private static Output Detach(Call call)
    {
        var (group, named) = (AutoScalingCalls.Changeable(call), call.Texts("TargetGroupARNs"));
        if (named.Count is 0 or > 10) throw AutoScalingCalls.Invalid(call, "TargetGroupARNs", "1 validation error detected: Value at 'targetGroupARNs' failed to satisfy constraint: Member must have length between 1 and 10", "Name 1 to 10 target groups.");
        foreach (var one in named.Where(n => !group.TargetGroupArns.Contains(n.Value)))
            throw Turn.Error("ValidationError", "Trying to remove Target Groups that are not part of the group", $"{group.Name} has {(group.TargetGroupArns.Count == 0 ? "none" : string.Join(", ", group.TargetGroupArns))}.", at: one.At);
        call.Turn.Put(group with { TargetGroupArns = [.. group.TargetGroupArns.Except(named.Select(n => n.Value))] });
        foreach (var (arn, member) in named.Select(n => n.Value).Distinct().SelectMany(a => group.Members.Select(m => (a, m)))) call.Turn.Deregister(arn, member.InstanceId, null);
        call.Turn.Note("autoscaling", group.Name, $"The instances of {group.Name} leave {named.Count} target {(named.Count == 1 ? "group" : "groups")}.");
        return [];
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>Which targets of a group a turn can have given another health: those that were changed themselves and those whose machine was; all, when the network was.</summary>
internal readonly struct TargetChanges
{
    private readonly bool _all;

    /// <summary>Ids and addresses of machines.</summary>
    private readonly HashSet<string>? _machines;

    /// <summary>The group's targets before; null where the group is the same.</summary>
    private readonly HashSet<Target>? _before;

    private TargetChanges(bool all, HashSet<string>? machines, HashSet<Target>? before) => (_all, _machines, _before) = (all, machines, before);

    public bool IsNothing => !_all && _machines is null && _before is null;

    public bool Concern(Target target) => _all || (_machines?.Contains(target.Id) ?? false) || (_before is not null && !_before.Contains(target));

    public static TargetChanges Between(AccountState before, AccountState now, TargetGroup group)
    {
        TargetChanges everything = new(true, null, null);
        if (before.LoadBalancing.TargetGroups.Find(group.Arn) is not { } was) return everything;
        if (!ReferenceEquals(before.LoadBalancing.LoadBalancers, now.LoadBalancing.LoadBalancers) || !ReferenceEquals(before.LoadBalancing.Listeners, now.LoadBalancing.Listeners)) return everything;
        if (before.Ec2.Regions.Find(group.Region) is not { } wasThere || now.Ec2.Regions.Find(group.Region) is not { } there || !there.HasNetworkOf(wasThere)) return everything;
        if (there.Instances.ChangedSince(wasThere.Instances) is not { } instances || now.Ecs.Tasks.ChangedSince(before.Ecs.Tasks) is not { } tasks) return everything;

        // A port of an instance can be a task's.
        if (tasks.Count > 0 && group.TargetType is "instance") return everything;

        HashSet<string>? machines = null;
        foreach (var id in instances)
        {
            (machines ??= new(StringComparer.Ordinal)).Add(id);
            if ((there.Instances.Find(id) ?? wasThere.Instances.Find(id)) is { } instance) machines.Add(instance.PrivateIp);
        }
        foreach (var id in tasks)
        {
            if ((now.Ecs.Tasks.Find(id) ?? before.Ecs.Tasks.Find(id)) is { } task) (machines ??= new(StringComparer.Ordinal)).Add(task.PrivateIp);
        }
        return new(false, machines, ReferenceEquals(was, group) ? null : new(was.Targets, ReferenceEqualityComparer.Instance));
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Tasks;

namespace CloudCourse.Simulation.Ecs.Services;

/// <summary>Tells which services a turn can have given something to do, so that the others need not be gone through.</summary>
internal static class ServiceChanges
{
    /// <summary>What the service counts as its own.</summary>
    public static List<EcsTask> TasksIn(this EcsService service, EcsState ecs)
    {
        var group = $"service:{service.Name}";
        List<EcsTask> tasks = [];
        foreach (var task in ecs.Tasks.Values)
        {
            if (IsOf(service, group, task)) tasks.Add(task);
        }
        return tasks;
    }

    /// <summary>
    /// Whether a service may have to act. One that has not what it wants is always asked: room for it can come from anywhere. One that
    /// has is asked when itself, its tasks, its targets or the clusters' capacity changed.
    /// </summary>
    public static bool Concern(AccountState now, AccountState before, EcsService service)
    {
        if (!ReferenceEquals(before.Ecs.Services.Find(service.Arn), service)) return true;
        if (service.Deployments is not [{ Rollout: "COMPLETED" }]) return true;
        if (!service.LoadBalancers.All(b => ReferenceEquals(now.LoadBalancing.TargetGroups.Find(b.TargetGroupArn), before.LoadBalancing.TargetGroups.Find(b.TargetGroupArn)))) return true;
        if (now.Ecs with { Tasks = before.Ecs.Tasks, Services = before.Ecs.Services } != before.Ecs) return true;
        if (now.Ecs.Tasks.ChangedSince(before.Ecs.Tasks) is not { } changed) return true;
        var group = $"service:{service.Name}";
        if (changed.Any(id => (now.Ecs.Tasks.Find(id) ?? before.Ecs.Tasks.Find(id)) is { } task && IsOf(service, group, task))) return true;
        return service.TasksIn(now.Ecs).Count(t => t.DesiredStatus == "RUNNING") != service.Desired;
    }

    private static bool IsOf(EcsService service, string group, EcsTask task) => task.Group == group && task.ClusterArn == service.ClusterArn;
}

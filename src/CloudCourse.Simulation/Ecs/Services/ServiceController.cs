using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.ElasticLoadBalancing;

namespace CloudCourse.Simulation.Ecs.Services;

/// <summary>The service scheduler: rolling deployments between their two bounds, the circuit breaker, tasks that are replaced.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html"/>
internal sealed class ServiceController : IController
{
    public void React(Turn turn, AccountState before)
    {
        if (ReferenceEquals(turn.State.Ecs, before.Ecs) && ReferenceEquals(turn.State.LoadBalancing, before.LoadBalancing)) return;
        foreach (var arn in turn.State.Ecs.Services.Keys.ToList())
        {
            if (turn.State.Ecs.Services[arn] is { Active: true } service && ServiceChanges.Concern(turn.State, before, service)) React(turn, arn);
        }
    }

    private static void React(Turn turn, string arn)
    {
        Register(turn, turn.State.Ecs.Services[arn]);
        CountFailures(turn, turn.State.Ecs.Services[arn]);
        EndUnhealthy(turn, turn.State.Ecs.Services[arn]);
        Drain(turn, turn.State.Ecs.Services[arn]);
        Balance(turn, turn.State.Ecs.Services[arn]);
        Settle(turn, turn.State.Ecs.Services[arn]);
    }

    private static List<EcsTask> TasksOf(Turn turn, EcsService service) => service.TasksIn(turn.State.Ecs);

    /// <summary>Running, and well for its load balancers too.</summary>
    private static bool IsUp(Turn turn, EcsService service, EcsTask task) => task.IsWell
        && service.LoadBalancers.All(b => TargetOf(turn, b, task) is { State: TargetState.Healthy });

    private static Target? TargetOf(Turn turn, ServiceLoadBalancer balancer, EcsTask task) => task.Target(balancer.ContainerPort) is var (id, port)
        ? turn.State.LoadBalancing.TargetGroups.Find(balancer.TargetGroupArn)?.Targets.FirstOrDefault(t => t.Id == id && t.Port == port) : null;

    private static void Register(Turn turn, EcsService service)
    {
        foreach (var task in TasksOf(turn, service).Where(t => t is { LastStatus: "RUNNING", DesiredStatus: "RUNNING" }))
        {
            foreach (var balancer in service.LoadBalancers)
            {
                if (task.Target(balancer.ContainerPort) is var (id, port)) turn.Register(balancer.TargetGroupArn, id, port);
            }
        }
    }

    /// <summary>Tasks of the primary deployment that stopped before they were of use.</summary>
    private static void CountFailures(Turn turn, EcsService service)
    {
        var primary = service.Deployments[0];
        var news = TasksOf(turn, service).Where(t => !t.IsCounted && t.DeploymentId == primary.Id && t.DesiredStatus == "STOPPED" && IsFailure(t)).ToList();
        if (news.Count == 0) return;
        foreach (var task in news) turn.Put(task with { IsCounted = true });
        var failed = primary.Failed + news.Count;
        // Between 3 and 200, half the desired count where that lies between.
        var threshold = Math.Clamp((service.Desired + 1) / 2, 3, 200);
        var wait = TimeSpan.FromSeconds(Math.Min(10 * Math.Pow(2, Math.Min(failed, 6) - 1), 300));
        primary = primary with { Failed = failed, NotBefore = turn.Now + wait };
        service = service with { Deployments = [primary, .. service.Deployments.Skip(1)] };
        turn.Plan(wait, new ServiceTriesAgain(service.Arn));
        if (service.CircuitBreaker && failed >= threshold && primary.Rollout == "IN_PROGRESS")
        {
            var tripped = primary with { Rollout = "FAILED", Reason = $"ECS deployment circuit breaker: tasks failed to start." };
            service = Said(turn, service with { Deployments = [tripped, .. service.Deployments.Skip(1)] }, $"(service {service.Name}) (deployment {primary.Id}) deployment failed: tasks failed to start.");
            if (service.Rollback && service.Deployments.Skip(1).FirstOrDefault(d => d.Rollout == "COMPLETED") is { } good)
            {
                Deployment back = new($"ecs-svc/{turn.Draw() % 10_000_000_000_000_000_000:D19}", good.RevisionArn, turn.Now, "IN_PROGRESS", $"ECS deployment circuit breaker: rolling back to deploymentId {good.Id}.", 0, null);
                service = Said(turn, service with { Deployments = [back, .. service.Deployments] }, $"(service {service.Name}) rolling back to deployment {good.Id}.");
            }
        }
        turn.Put(service);
    }

    private static bool IsFailure(EcsTask task) => task.StopCode is "TaskFailedToStart" or "EssentialContainerExited"
        || task.StoppedReason is "Task failed container health checks" or "Task failed ELB health checks";

    /// <summary>What the load balancer has given up is replaced, after the grace period.</summary>
    private static void EndUnhealthy(Turn turn, EcsService service)
    {
        foreach (var task in TasksOf(turn, service).Where(t => t is { LastStatus: "RUNNING", DesiredStatus: "RUNNING" }))
        {
            if (!service.LoadBalancers.Any(b => TargetOf(turn, b, task) is { State: TargetState.Unhealthy })) continue;
            var graceEnds = task.Started!.Value.AddSeconds(service.GraceSeconds);
            if (graceEnds > turn.Now && !task.IsDoubted)
            {
                turn.Put(task with { IsDoubted = true });
                turn.Plan(graceEnds - turn.Now, new ServiceTriesAgain(service.Arn));
            }
            else if (graceEnds <= turn.Now) TaskLifecycle.Stop(turn, task, "ServiceSchedulerInitiated", "Task failed ELB health checks");
        }
    }

    private static void Balance(Turn turn, EcsService service)
    {
        var (primary, live) = (service.Deployments[0], TasksOf(turn, service).Where(t => t.DesiredStatus == "RUNNING").ToList());
        var most = service.Desired * service.MaximumPercent / 100;
        var least = (service.Desired * service.MinimumHealthyPercent + 99) / 100;
        var stopped = primary.Rollout == "FAILED";

        // Old tasks leave as far as the lower bound allows, first those that are of no use.
        var up = live.Count(t => IsUp(turn, service, t));
        foreach (var old in live.Where(t => t.DeploymentId != primary.Id).OrderBy(t => IsUp(turn, service, t)).ThenBy(t => t.Created).ToList())
        {
            if (stopped) break;
            var useful = IsUp(turn, service, old);
            var news = live.Count(t => t.DeploymentId == primary.Id && IsUp(turn, service, t));
            var room = live.Count < most || most == 0;
            // Without room for one more, one has to go first, where the lower bound lets it.
            if (useful && up <= least && !(news >= service.Desired)) continue;
            if (useful && news < service.Desired && room && live.Count(t => t.DeploymentId == primary.Id) < service.Desired) continue;
            TaskLifecycle.Stop(turn, old, "ServiceSchedulerInitiated", $"Scaling activity initiated by (deployment {primary.Id})");
            live.Remove(old);
            if (useful) up--;
        }

        var mine = live.Where(t => t.DeploymentId == primary.Id).ToList();
        var draining = mine.Count(t => t.ContainerInstanceArn is { } on && turn.State.Ecs.Instances.Find(on) is { Status: "DRAINING" });
        foreach (var extra in mine.OrderBy(t => IsUp(turn, service, t)).ThenByDescending(t => t.Created).Take(mine.Count - service.Desired - draining).ToList())
        {
            TaskLifecycle.Stop(turn, extra, "ServiceSchedulerInitiated", $"Scaling activity initiated by (deployment {primary.Id})");
            live.Remove(extra);
        }

        if (stopped || primary.NotBefore > turn.Now) return;
        if (mine.Count < service.Desired && live.Count > 0 && live.Count >= most && most <= least && live.TrueForAll(t => IsUp(turn, service, t))) SayBlocked(turn, service);
        var (cluster, revision) = (turn.State.Ecs.Clusters[service.ClusterArn], turn.State.Ecs.Revisions[primary.RevisionArn]);
        var missing = service.Desired - mine.Count;
        if (missing > 0 && CapacityReading.UnassumableRole(turn.State, revision.Definition) is { } role)
        {
            SayOnce(turn, service, $"(service {service.Name}) failed to launch a task with (error {CapacityReading.Unassumable(role)}).");
            return;
        }
        for (; missing > 0 && live.Count < Math.Max(most, service.MaximumPercent >= 100 ? service.Desired : 0); missing--)
        {
            var provider = service.Capacity.Next(p => mine.Count(t => t.CapacityProvider == p));
            var (task, misfits) = TaskLaunch.Launch(turn, new(cluster, revision, service.Capacity, service.Network, $"service:{service.Name}", primary.Id, null, provider));
            if (task is null)
            {
                SayOnce(turn, turn.State.Ecs.Services[service.Arn], NotPlaced(service, misfits));
                return;
            }
            live.Add(task);
            mine.Add(task);
        }
    }

    /// <summary>The words of ECS for a task that no instance has room for.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html"/>
    private static string NotPlaced(EcsService service, IReadOnlyList<Misfit> misfits)
    {
        var head = $"(service {service.Name}) was unable to place a task because no container instance met all of its requirements.";
        if (misfits.Count == 0) return $"{head} Reason: No Container Instances were found in your {(service.Capacity.Strategy.Count > 0 ? "capacity provider" : "cluster")}.";
        // Closest is who passes the most of what is looked at one after another.
        string[] order = ["AGENT", "ATTRIBUTE", "RESOURCE:CPU", "RESOURCE:MEMORY", "RESOURCE:PORTS", "RESOURCE:ENI"];
        var closest = misfits.MaxBy(m => Array.IndexOf(order, m.Reason) is >= 0 and var at ? at : order.Length)!;
        var why = closest.Reason switch
        {
            "AGENT" => "encountered error \"AGENT\"",
            "ATTRIBUTE" => "is missing an attribute required by your task",
            "RESOURCE:CPU" => "has insufficient CPU units available",
            "RESOURCE:MEMORY" => "has insufficient memory available",
            "RESOURCE:PORTS" => "is already using a port required by your task",
            "RESOURCE:ENI" => "encountered error \"RESOURCE:ENI\"",
            var words => $"encountered error \"{words}\"",
        };
        return $"{head} The closest matching (container-instance {closest.Host.Id}) {why}. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
    }

    /// <summary>ECS leaves out a message that it said last, until its cause is resolved or six hours have passed.</summary>
    private static void SayOnce(Turn turn, EcsService service, string message)
    {
        if (service.Events is not [{ } last, ..] || last.Message != message || turn.Now - last.At >= TimeSpan.FromHours(6)) turn.Put(Said(turn, service, message));
    }

    /// <summary>A service takes its tasks off an instance that drains: those above the lower bound, and each further one when another is up.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-draining.html"/>
    private static void Drain(Turn turn, EcsService service)
    {
        if (service.Capacity.LaunchType != "EC2") return;
        var tasks = TasksOf(turn, service).Where(t => t.DesiredStatus == "RUNNING").ToList();
        var leaving = tasks.Where(t => t.ContainerInstanceArn is { } arn && turn.State.Ecs.Instances.Find(arn) is { Status: "DRAINING" }).ToList();
        if (leaving.Count == 0) return;
        var least = (service.Desired * service.MinimumHealthyPercent + 99) / 100;
        var most = Math.Max(service.Desired, service.Desired * service.MaximumPercent / 100);
        var up = tasks.Count(t => IsUp(turn, service, t));
        foreach (var task in leaving.OrderBy(t => IsUp(turn, service, t)).ThenBy(t => t.Created))
        {
            var useful = IsUp(turn, service, task);
            if (useful && up <= least) break;
            TaskLifecycle.Stop(turn, task, "ServiceSchedulerInitiated", $"Scaling activity initiated by (deployment {service.Deployments[0].Id}): its container instance is draining");
            leaving.Remove(task);
            tasks.Remove(task);
            if (useful) up--;
            if (leaving.Count == 0) return;
        }
        // What may not leave yet needs a replacement beside it.
        if (service.Deployments.Count > 1 || service.Deployments[0] is { Rollout: "FAILED" } || tasks.Count - leaving.Count >= service.Desired) return;
        var primary = service.Deployments[0];
        var (cluster, revision) = (turn.State.Ecs.Clusters[service.ClusterArn], turn.State.Ecs.Revisions[primary.RevisionArn]);
        for (var room = Math.Min(most - tasks.Count, service.Desired - (tasks.Count - leaving.Count)); room > 0; room--)
        {
            var (task, misfits) = TaskLaunch.Launch(turn, new(cluster, revision, service.Capacity, service.Network, $"service:{service.Name}", primary.Id, null, service.Capacity.Next(p => tasks.Count(t => t.CapacityProvider == p))));
            if (task is not null)
            {
                tasks.Add(task);
                continue;
            }
            SayOnce(turn, turn.State.Ecs.Services[service.Arn], NotPlaced(service, misfits));
            return;
        }
    }

    /// <summary>Nothing may start before something stops, and nothing may stop before something starts; said once a deployment.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html"/>
    private static void SayBlocked(Turn turn, EcsService service)
    {
        var message = $"(service {service.Name}) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.";
        if (!service.Events.Any(e => e.Message == message && e.At >= service.Deployments[0].Created)) turn.Put(Said(turn, service, message));
    }

    /// <summary>A deployment is complete when all its tasks are up and no old one is left.</summary>
    private static void Settle(Turn turn, EcsService service)
    {
        var primary = service.Deployments[0];
        var tasks = TasksOf(turn, service);
        if (primary.Rollout == "IN_PROGRESS" && tasks.Count(t => t.DeploymentId == primary.Id && IsUp(turn, service, t)) >= service.Desired
            && !tasks.Any(t => t.DeploymentId != primary.Id && t.DesiredStatus == "RUNNING"))
        {
            service = Said(turn, service with { Deployments = [primary with { Rollout = "COMPLETED", Reason = $"ECS deployment {primary.Id} completed.", Failed = 0 }, .. service.Deployments.Skip(1)] },
                $"(service {service.Name}) has reached a steady state.");
            turn.Put(service);
        }
        // What has no task any more is no deployment any more.
        var left = service.Deployments.Where((d, i) => i == 0 || tasks.Any(t => t.DeploymentId == d.Id && t.LastStatus != "STOPPED")).ToList();
        if (left.Count < service.Deployments.Count) turn.Put(service with { Deployments = left });
    }

    public static EcsService Said(Turn turn, EcsService service, string message)
    {
        turn.Note("ecs", service.Name, message);
        return service with { Events = [new(turn.HexId(32), turn.Now, message), .. service.Events.Take(99)] };
    }
}

internal sealed record ServiceTriesAgain(string ServiceArn) : ScheduledEvent
{
    /// <summary>A waiting time is over; touching the service makes its scheduler look.</summary>
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Services.Find(ServiceArn) is { } service) turn.Put(service with { Events = [.. service.Events] });
    }
}

internal static class ServiceTurns
{
    public static void Put(this Turn turn, EcsService service) =>
        turn.State = turn.State with { Ecs = turn.State.Ecs with { Services = turn.State.Ecs.Services.Put(service.Arn, service) } };
}

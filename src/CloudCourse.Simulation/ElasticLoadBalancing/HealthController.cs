using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>
/// Health checks. They are not run one by one: when a target begins to answer, or ceases to, the moment is planned at which that many
/// checks in a row will have said so.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"/>
internal sealed class HealthController : IController
{
    public void React(Turn turn, AccountState before)
    {
        if (ReferenceEquals(turn.State.Ec2, before.Ec2) && ReferenceEquals(turn.State.Ecs, before.Ecs) && ReferenceEquals(turn.State.LoadBalancing, before.LoadBalancing)) return;
        foreach (var group in turn.State.LoadBalancing.TargetGroups.Values.Where(g => g.Targets.Count > 0).ToList()) React(turn, group, TargetChanges.Between(before, turn.State, group));
    }

    private static void React(Turn turn, TargetGroup group, TargetChanges changes)
    {
        if (changes.IsNothing) return;
        var balancer = turn.State.LoadBalancing.InFrontOf(group.Arn);
        var targets = group.Targets.Select(t => changes.Concern(t) ? Look(turn, group, balancer, t) : t).ToList();
        if (targets.Zip(group.Targets).All(p => ReferenceEquals(p.First, p.Second))) return;
        turn.Put(group with { Targets = targets });
    }

    private static Target Look(Turn turn, TargetGroup group, LoadBalancer? balancer, Target target)
    {
        if (target.State is TargetState.Draining) return target;
        var endpoint = Endpoints.Find(turn.State, group.Region, group, target.Id);
        var unused = balancer is null ? "Target.NotInUse" : endpoint is null or { Gone: true } ? "Target.InvalidState" : !balancer.Zones.Contains(endpoint.Zone) ? "Target.NotInUse" : null;
        if (unused is not null)
            return target.State is TargetState.Unused && target.Reason == unused ? target : Note(turn, group, target with { State = TargetState.Unused, Reason = unused, Answers = false, Round = target.Round + 1 }, target.State);

        var failure = Failure(turn.State, group, balancer!, endpoint!, target);
        var (answers, fresh) = (failure is null, target.State is TargetState.Unused);
        if (!fresh && answers == target.Answers)
            return target.State is TargetState.Unhealthy && !answers && failure != target.Reason ? target with { Reason = failure } : target;
        var check = group.HealthCheck;
        var next = target with
        {
            Answers = answers,
            Round = target.Round + 1,
            State = fresh ? TargetState.Initial : target.State,
            Reason = fresh ? "Elb.RegistrationInProgress" : target.State is TargetState.Initial ? "Elb.InitialHealthChecking" : target.Reason,
        };
        if (fresh) Note(turn, group, next, target.State);
        // A new target is healthy after one good check; one that was unhealthy has to earn it.
        var checks = !answers ? check.UnhealthyThreshold : next.State is TargetState.Initial ? 1 : check.HealthyThreshold;
        turn.Plan(TimeSpan.FromSeconds(check.IntervalSeconds * checks), new TargetTurns(group.Arn, next.Id, next.Port, next.Round, answers));
        return next;
    }

    internal static bool Answers(AccountState state, TargetGroup group, LoadBalancer balancer, Endpoint endpoint, Target target) => Failure(state, group, balancer, endpoint, target) is null;

    /// <summary>
    /// AWS's reason for checks that fail; null while they succeed. What no packet reaches times out; where no program listens the connection
    /// is refused. Every page that a program is asked for is there, so <c>Target.ResponseCodeMismatch</c> never comes.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html"/>
    internal static string? Failure(AccountState state, TargetGroup group, LoadBalancer balancer, Endpoint endpoint, Target target)
    {
        var ec2 = state.Ec2.Regions[group.Region];
        // The balancer's nodes have addresses in its subnets.
        var from = balancer.SubnetIds.Select(s => ec2.Subnets.Find(s)).OfType<Subnet>().FirstOrDefault()?.Cidr.Split('/')[0] ?? "172.31.0.0";
        if (Endpoints.Blocked(ec2, endpoint, target.Port, from, balancer.SecurityGroupIds) is null) return null;
        return Endpoints.Blocked(ec2, endpoint with { ListensOn = [target.Port] }, target.Port, from, balancer.SecurityGroupIds) is null ? "Target.FailedHealthChecks" : "Target.Timeout";
    }

    internal static Target Note(Turn turn, TargetGroup group, Target target, TargetState from)
    {
        turn.Note("elasticloadbalancing", target.Id, $"{target.Id} is {Name(target.State)} in {group.Name}.", Name(from), Name(target.State));
        return target;
    }

    internal static string Name(TargetState state) => state.ToString().ToLowerInvariant();
}

/// <summary>As many checks in a row as it takes have said the same.</summary>
internal sealed record TargetTurns(string GroupArn, string TargetId, int Port, int Round, bool Healthy) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.LoadBalancing.TargetGroups.Find(GroupArn) is not { } group) return;
        var target = group.Targets.FirstOrDefault(t => t.Id == TargetId && t.Port == Port);
        if (target is null || target.Round != Round || target.State is TargetState.Draining or TargetState.Unused) return;
        var state = Healthy ? TargetState.Healthy : TargetState.Unhealthy;
        if (target.State == state) return;
        string? reason = null;
        if (!Healthy && turn.State.LoadBalancing.InFrontOf(GroupArn) is { } balancer && Endpoints.Find(turn.State, group.Region, group, TargetId) is { } endpoint)
            reason = HealthController.Failure(turn.State, group, balancer, endpoint, target);
        var next = HealthController.Note(turn, group, target with { State = state, Reason = Healthy ? null : reason ?? "Target.FailedHealthChecks" }, target.State);
        turn.Put(group with { Targets = [.. group.Targets.Select(t => ReferenceEquals(t, target) ? next : t)] });
    }
}

internal sealed record TargetIsDrained(string GroupArn, string TargetId, int Port) : ScheduledEvent
{
    /// <summary>AWS's default deregistration delay.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(300);

    public override void Run(Turn turn)
    {
        if (turn.State.LoadBalancing.TargetGroups.Find(GroupArn) is not { } group) return;
        if (!group.Targets.Any(t => t.Id == TargetId && t.Port == Port && t.State is TargetState.Draining)) return;
        turn.Put(group with { Targets = [.. group.Targets.Where(t => t.Id != TargetId || t.Port != Port || t.State is not TargetState.Draining)] });
        turn.Note("elasticloadbalancing", TargetId, $"{TargetId} has left {group.Name}.", "draining");
    }
}

internal static class LoadBalancingTurns
{
    public static void Put(this Turn turn, TargetGroup group) =>
        turn.State = turn.State with { LoadBalancing = turn.State.LoadBalancing with { TargetGroups = turn.State.LoadBalancing.TargetGroups.Put(group.Arn, group) } };

    /// <summary>Registers a target, for a call or for a service that keeps its own targets.</summary>
    public static void Register(this Turn turn, string groupArn, string id, int? port)
    {
        if (turn.State.LoadBalancing.TargetGroups.Find(groupArn) is not { } group) return;
        var at = port ?? group.Port;
        if (group.Targets.Any(t => t.Id == id && t.Port == at && t.State is not TargetState.Draining)) return;
        turn.Put(group with { Targets = [.. group.Targets.Where(t => t.Id != id || t.Port != at), new(id, at, TargetState.Unused, false, 0, "Target.NotInUse")] });
        turn.Note("elasticloadbalancing", id, $"{id} was registered in {group.Name}.", null, "unused");
    }

    /// <summary>Lets a target finish what it has, and then go. Nothing happens where it is not registered.</summary>
    public static void Deregister(this Turn turn, string groupArn, string id, int? port)
    {
        if (turn.State.LoadBalancing.TargetGroups.Find(groupArn) is not { } group) return;
        foreach (var target in group.Targets.Where(t => t.Id == id && (port is null || t.Port == port) && t.State is not TargetState.Draining).ToList())
        {
            var next = target with { State = TargetState.Draining, Reason = "Target.DeregistrationInProgress", Round = target.Round + 1 };
            HealthController.Note(turn, group, next, target.State);
            group = group with { Targets = [.. group.Targets.Select(t => ReferenceEquals(t, target) ? next : t)] };
            turn.Put(group);
            turn.Plan(TargetIsDrained.Delay, new TargetIsDrained(groupArn, id, target.Port));
        }
    }
}

using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary>What a web page needs of the instance's role before it can answer.</summary>
internal sealed record NeededAction(string Action, string Resource);

/// <summary>How a request from the internet came out: the key of the first station that stops it, or <c>answers</c>.</summary>
internal sealed record WebAnswer(string Key, string Why, WebEvidence Evidence);

/// <summary>Sends a request from the internet to an instance or a load balancer, and tells at each station whether it passes.</summary>
internal sealed class WebRequests(AccountState state, string region, string from, int port)
{
    public const string Answers = "answers";

    private readonly List<WebStation> _stations = [];
    private string? _key, _why;

    /// <param name="to">An instance's id or a load balancer's ARN.</param>
    public WebAnswer Send(string to, IReadOnlyList<NeededAction> needs)
    {
        var ec2 = state.Ec2.Regions.Find(region);
        var url = $"http://{to}:{port}/";
        if (ec2?.Instances.Find(to) is { } instance) url = ToInstance(ec2, instance, needs);
        else if (ec2 is not null && state.LoadBalancing.LoadBalancers.Find(to) is { } balancer) url = ToBalancer(ec2, balancer);
        else Station("The machine", false, "no-machine", $"There is no {to}.");
        var answer = _key is null ? "200 OK" : _key is "role-denied" ? "500 Internal Server Error" : _key is "no-healthy-target" ? "503 Service Unavailable" : _key is "target-silent" ? "504 Gateway Timeout" : "no answer";
        return new(_key ?? Answers, _why ?? "it answers", new(from, url, _key is null, answer, _stations));
    }

    private string ToInstance(Ec2Region ec2, Instance instance, IReadOnlyList<NeededAction> needs)
    {
        var machine = Endpoints.Of(ec2, instance);
        Station("Instance", machine.Up, "not-running", machine.Up ? $"{instance.Id} runs in {instance.Zone}."
            : ec2.FailedZones.Contains(instance.Zone) ? $"{instance.Id} is in {instance.Zone}, which has failed." : $"{instance.Id} is {StateWords(instance.State)}.");
        Station("Public address", instance.PublicIp is not null, "no-public-address", instance.PublicIp is { } address ? $"{address} is this instance's."
            : $"{instance.Id} has the private address {instance.PrivateIp} and no public one, so nothing on the internet can send it anything.");
        if (ec2.Subnets.Find(instance.SubnetId) is { } subnet && !Routing.IsPublic(ec2, subnet, from))
            Station("Route table", false, "no-route", $"{Routing.TableOf(ec2, subnet).Id} counts for {subnet.Id}, and has no route to an internet gateway: nothing gets in from outside, and no answer gets out.");
        Firewall(ec2, machine, instance.Id, port, from, []);
        var listens = instance.ListensOn.Contains(port);
        Station("Program", listens, "not-listening", listens ? $"A program listens on port {port}."
            : instance.UserData is null ? $"Nothing listens on port {port}: the image brings no web server, and there was no user data."
            : $"Nothing listens on port {port}. The log of user data, from the first boot, stands below.", instance.UserDataLog?.Split('\n') ?? []);
        foreach (var need in needs) Role(instance, need);
        return $"http://{instance.PublicIp ?? instance.PrivateIp}{(port == 80 ? "" : $":{port}")}/";
    }

    private string ToBalancer(Ec2Region ec2, LoadBalancer balancer)
    {
        Station("Load balancer", balancer.State == "active", "not-running", $"{balancer.Name} is {balancer.State}.");
        Station("Public address", !balancer.Internal, "no-public-address", balancer.Internal ? $"{balancer.Name} is internal: it has private addresses only." : $"{balancer.DnsName} leads to it.");
        if (!balancer.SubnetIds.Select(ec2.Subnets.Find).OfType<Subnet>().Any(s => Routing.IsPublic(ec2, s, from)))
            Station("Route table", false, "no-route", $"No subnet of {balancer.Name} has a route to an internet gateway.");
        Endpoint front = new(balancer.Name, balancer.Zones[0], "", true, false, [], balancer.SecurityGroupIds, balancer.SubnetIds[0]);
        Firewall(ec2, front, balancer.Name, port, from, []);
        var listener = state.LoadBalancing.Listeners.Values.FirstOrDefault(l => l.LoadBalancerArn == balancer.Arn && l.Port == port);
        Station("Listener", listener is not null, "no-listener", listener is null ? $"No listener of {balancer.Name} takes port {port}." : $"A listener forwards port {port}.");
        if (listener is null || state.LoadBalancing.TargetGroups.Find(listener.TargetGroupArn) is not { } group) return $"http://{balancer.DnsName}/";
        var reached = TargetLook.At(state, group);
        Station("Targets", reached.Routed > 0, "no-healthy-target", reached.Routed > 0 ? $"{reached.Routed} of {group.Targets.Count} {(group.Targets.Count == 1 ? "target" : "targets")} of {group.Name} {(reached.Routed == 1 ? "gets" : "get")} requests."
            : $"{group.Name} has no healthy target.", [.. group.Targets.Take(10).Select(t => $"{t.Id}:{t.Port} is {t.State.ToString().ToLowerInvariant()}{(t.Reason is null ? "" : $" ({t.Reason})")}")]);
        Station("Program", reached.Answering == reached.Routed, "target-silent", reached.Answering == reached.Routed ? "Each of them answers." : $"{reached.Routed - reached.Answering} of {reached.Routed} do not answer.", reached.Silent);
        return $"http://{balancer.DnsName}{(port == 80 ? "" : $":{port}")}/";
    }

    private void Firewall(Ec2Region ec2, Endpoint machine, string id, int at, string source, IReadOnlyList<string> groups)
    {
        var mine = machine.SecurityGroupIds.Select(ec2.SecurityGroups.Find).OfType<SecurityGroup>().ToList();
        var rules = mine.SelectMany(g => g.Rules.Where(r => !r.IsEgress).Select(r => (Group: g, Rule: r))).ToList();
        var lets = rules.FirstOrDefault(r => r.Rule.LetsTcp(at, source, groups));
        Station("Security group", lets.Rule is not null, "security-group",
            lets.Rule is not null ? $"{lets.Group.Name} lets {Words(lets.Rule)} in." : $"No security group of {id} lets TCP port {at} in from {source}.",
            [.. rules.Take(20).Select(r => $"{r.Group.Name}: {Words(r.Rule)}"), .. rules.Count == 0 ? mine.Select(g => $"{g.Name}: no rule lets anything in") : []]);
    }

    private void Role(Instance instance, NeededAction need)
    {
        var (profile, role, decided) = Roles.Decide(state, instance, need.Action, need.Resource, RequestContext.Empty);
        Station("Role", decided?.Decision is Decision.Allowed, "role-denied",
            role is null ? $"The program needs {need.Action} on {need.Resource}, and the instance has no role: it has no credentials to ask AWS with."
            : decided!.Decision is Decision.Allowed ? $"The role {role} may do what the program needs: {need.Action}."
            : $"The role {role}, from the instance profile {profile}, may not {need.Action} on {need.Resource}.", decided?.By ?? []);
    }

    private void Station(string name, bool passes, string key, string detail, IReadOnlyList<string>? lines = null)
    {
        if (_key is not null)
        {
            _stations.Add(new(name, StationOutcome.NotReached, "", []));
            return;
        }
        _stations.Add(new(name, passes ? StationOutcome.Passes : StationOutcome.Stops, CallReader.Clip(detail), [.. (lines ?? []).Take(20).Select(CallReader.Clip)]));
        if (!passes) (_key, _why) = (key, detail);
    }

    internal static string StateWords(InstanceState state) => state is InstanceState.ShuttingDown ? "shutting down" : state.ToString().ToLowerInvariant();

    private static string Words(SecurityRule rule)
    {
        var what = rule.Protocol == "-1" ? "everything" : rule.Protocol == "icmp" ? "ping (ICMP)"
            : rule.FromPort == rule.ToPort ? $"{rule.Protocol} port {rule.FromPort}" : $"{rule.Protocol} ports {rule.FromPort} to {rule.ToPort}";
        return $"{what} from {rule.Cidr ?? $"members of {rule.GroupId}"}";
    }
}

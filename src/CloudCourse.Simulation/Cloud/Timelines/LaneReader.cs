using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.ElasticLoadBalancing;

namespace CloudCourse.Simulation.Cloud.Timelines;

/// <summary>Reads lanes off the changes of a history: each resource's states, one after another.</summary>
internal static class LaneReader
{
    public static IReadOnlyList<TimelineLane> Read(DateTimeOffset from, IReadOnlyList<AccountState> states, IReadOnlyList<Change> changes)
    {
        var end = states[^1].Now;
        Dictionary<string, (LaneKind Kind, List<Change> Changes)> byResource = new(StringComparer.Ordinal);
        List<string> order = [];
        var tasks = states.SelectMany(s => s.Ecs.Tasks.Values).GroupBy(t => t.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (!byResource.TryGetValue(change.Resource, out var lane))
            {
                if (Kind(change) is not { } kind) continue;
                byResource[change.Resource] = lane = (kind, []);
                order.Add(change.Resource);
            }
            lane.Changes.Add(change);
        }
        var instances = states.SelectMany(s => s.Ec2.Regions.Values).SelectMany(r => r.Instances.Values).GroupBy(i => i.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        var balancers = states.SelectMany(s => s.LoadBalancing.LoadBalancers.Values).GroupBy(l => l.Arn, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        var zones = byResource.Where(l => l.Value.Kind is LaneKind.Zone).Select(l => l.Key).Concat(instances.Values.Select(i => i.Zone)).Concat(tasks.Values.Select(t => t.Zone)).Distinct().Order(StringComparer.Ordinal);

        return
        [
            .. zones.Select(z => Zone(z, byResource.TryGetValue(z, out var lane) ? lane.Changes : [], from, end)),
            .. order.Where(r => byResource[r].Kind is LaneKind.LoadBalancer).Select(r => new TimelineLane(r, LaneKind.LoadBalancer, balancers.GetValueOrDefault(r)?.Name ?? "load balancer",
                balancers.TryGetValue(r, out var balancer) ? $"in {balancer.Zones.Count} zones" : null, States(byResource[r].Changes, end, new BalancerStates()))),
            .. order.Where(r => byResource[r].Kind is LaneKind.Instance).Select(r => new TimelineLane(r, LaneKind.Instance, r,
                instances.TryGetValue(r, out var instance) ? $"{instance.Type}, {instance.Zone}" : null, States(byResource[r].Changes, end, new InstanceStates()))),
            .. order.Where(r => byResource[r].Kind is LaneKind.Task).Select(r => new TimelineLane(r, LaneKind.Task, r.Length > 8 ? r[..8] : r,
                tasks.TryGetValue(r, out var task) ? $"{task.RevisionArn[(task.RevisionArn.LastIndexOf('/') + 1)..]}, {task.Zone}" : null, States(byResource[r].Changes, end, new TaskStates()))),
            .. order.Where(r => byResource[r].Kind is LaneKind.Environment).Select(r => new TimelineLane(r, LaneKind.Environment, r.Length > 8 ? r[^8..] : r, FunctionOf(byResource[r].Changes[0]), States(byResource[r].Changes, end, new EnvironmentStates()))),
        ];
    }

    /// <summary>Volumes, subnets and gateways become available too; only a zone has a lane.</summary>
    private static readonly HashSet<string> ZoneNames = [.. Infrastructure.Region.All.SelectMany(r => r.Zones).Select(z => z.Name)];

    private static LaneKind? Kind(Change change) => (change.Service, change.To ?? change.From) switch
    {
        ("ec2", "available" or "unavailable") when ZoneNames.Contains(change.Resource) => LaneKind.Zone,
        ("ec2", "pending" or "running" or "stopping" or "stopped" or "shutting-down" or "terminated") when change.Resource.StartsWith("i-", StringComparison.Ordinal) => LaneKind.Instance,
        ("elasticloadbalancing", "provisioning" or "active") => LaneKind.LoadBalancer,
        ("ecs", "PROVISIONING" or "PENDING" or "RUNNING" or "DEACTIVATING" or "STOPPING" or "DEPROVISIONING" or "STOPPED") => LaneKind.Task,
        ("lambda", "busy" or "idle") => LaneKind.Environment,
        _ => null,
    };

    /// <summary>An environment's changes begin with its function's name.</summary>
    private static string? FunctionOf(Change change) => change.What.IndexOf(' ') is > 0 and var end ? change.What[..end] : null;

    public static TimelineTone Tone(Change change) => change.To switch
    {
        "unavailable" or "impaired" or "unhealthy" or "lost" or "partly lost" or "UNHEALTHY" or "throttled" => TimelineTone.Bad,
        "running" or "ok" or "healthy" or "active" or "available" or "InService" or "served" or "RUNNING" or "HEALTHY" => TimelineTone.Good,
        null or "exists" or "coming" or "ACTIVE" => TimelineTone.Quiet,
        _ => TimelineTone.Changing,
    };

    private static TimelineLane Zone(string zone, IReadOnlyList<Change> changes, DateTimeOffset from, DateTimeOffset end)
    {
        List<TimelineSpan> spans = [];
        var (since, up, by) = (from, changes.Count == 0 || changes[0].From == "available", (long?)null);
        foreach (var change in changes)
        {
            Add(change.Time);
            (since, up, by) = (change.Time, change.To == "available", change.Number);
        }
        Add(end);
        return new(zone, LaneKind.Zone, zone, null, spans);

        void Add(DateTimeOffset until)
        {
            if (until > since) spans.Add(new(since, until, up ? "available" : "unavailable", up ? TimelineTone.Good : TimelineTone.Bad, by));
        }
    }

    private static List<TimelineSpan> States(IReadOnlyList<Change> changes, DateTimeOffset end, LaneStates states)
    {
        List<TimelineSpan> spans = [];
        (DateTimeOffset Since, (string State, TimelineTone Tone) Now, long By)? open = null;
        foreach (var change in changes)
        {
            states.Take(change);
            var now = states.Now;
            if (open is { } span && now == span.Now) continue;
            Close(change.Time);
            open = now is { } state ? (change.Time, state, change.Number) : null;
        }
        Close(end);
        return spans;

        void Close(DateTimeOffset until)
        {
            if (open is { } span && until > span.Since) spans.Add(new(span.Since, until, span.Now.State, span.Now.Tone, span.By));
        }
    }

    private abstract class LaneStates
    {
        public abstract void Take(Change change);

        /// <summary>Null when there is nothing to show: not yet, or not any more.</summary>
        public abstract (string State, TimelineTone Tone)? Now { get; }
    }

    private sealed class BalancerStates : LaneStates
    {
        private string? _state;

        public override void Take(Change change)
        {
            if (change.To is not null || change.From is not null) _state = change.To;
        }

        public override (string State, TimelineTone Tone)? Now => _state is null ? null : (_state, _state == "active" ? TimelineTone.Good : TimelineTone.Changing);
    }

    /// <summary>A state, status checks and a target's health are three things; a lane shows them together.</summary>
    private sealed class InstanceStates : LaneStates
    {
        private string? _state;
        private string? _health;
        private bool _impaired;

        public override void Take(Change change)
        {
            if (change.Service == "elasticloadbalancing") _health = change.To;
            else if (change is { Service: "ec2", To: "ok" or "impaired" }) _impaired = change.To == "impaired";
            else if (change is { Service: "ec2", To: not null, From: not "initializing" })
            {
                _state = change.To;
                if (change.To != "running") _impaired = false;
            }
        }

        public override (string State, TimelineTone Tone)? Now => _state switch
        {
            null or "terminated" => null,
            "running" when _impaired => (_health is null ? "running, impaired" : $"running, impaired, {_health}", TimelineTone.Bad),
            "running" when _health is null => ("running", TimelineTone.Good),
            "running" => ($"running, {_health}", OfHealth(_health)),
            "stopped" => ("stopped", TimelineTone.Quiet),
            var state => (state, TimelineTone.Changing),
        };
    }

    private sealed class TaskStates : LaneStates
    {
        private string? _state;
        private string? _health;

        public override void Take(Change change)
        {
            if (change.Service == "elasticloadbalancing") _health = change.To;
            // A container that ends is told under its task's id; the task's own state follows.
            else if (change is { Service: "ecs", To: not null } && !change.What.StartsWith("The container ", StringComparison.Ordinal)) _state = change.To;
        }

        public override (string State, TimelineTone Tone)? Now => _state switch
        {
            null or "STOPPED" => null,
            "RUNNING" when _health is null => ("RUNNING", TimelineTone.Good),
            "RUNNING" => ($"RUNNING, {_health}", OfHealth(_health)),
            var state => (state, TimelineTone.Changing),
        };
    }

    private sealed class EnvironmentStates : LaneStates
    {
        private string? _state;

        public override void Take(Change change) => _state = change.To;

        public override (string State, TimelineTone Tone)? Now => _state switch
        {
            null => null,
            "busy" => ("busy", TimelineTone.Good),
            var state => (state, TimelineTone.Quiet),
        };
    }

    private static TimelineTone OfHealth(string health) => health switch { "healthy" => TimelineTone.Good, "unhealthy" => TimelineTone.Bad, _ => TimelineTone.Changing };
}

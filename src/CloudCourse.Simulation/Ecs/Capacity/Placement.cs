using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Capacity;

/// <summary>How tasks are spread over container instances.</summary>
/// <param name="Strategies">In order; empty for the default.</param>
public sealed record PlacementRules(IReadOnlyList<PlacementStrategy> Strategies, IReadOnlyList<PlacementConstraint> Constraints)
{
    public static readonly PlacementRules None = new([], []);

    /// <summary>What a task definition demands goes for all its tasks.</summary>
    public PlacementRules With(TaskDefinition task) => this with { Constraints = [.. Constraints, .. Placement.Constraints(task.Json)] };
}

/// <param name="Type"><c>binpack</c>, <c>spread</c>, <c>random</c>.</param>
/// <param name="Field"><c>cpu</c>, <c>memory</c>, <c>instanceId</c>, <c>attribute:…</c>; null for random.</param>
public sealed record PlacementStrategy(string Type, string? Field);

/// <param name="Type"><c>distinctInstance</c>, <c>memberOf</c>.</param>
public sealed record PlacementConstraint(string Type, string? Expression);

/// <summary>Why a task was not placed on one container instance.</summary>
/// <param name="Reason">AWS's, such as <c>RESOURCE:CPU</c>.</param>
internal sealed record Misfit(ContainerInstance Host, string Reason);

/// <summary>Chooses a container instance for a task: those that have what it needs, of these those that meet the constraints, of these the one that the strategies want.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html"/>
internal static class Placement
{
    /// <param name="provider">Only instances of that capacity provider; null for all.</param>
    /// <param name="zones">Where a task with a network interface of its own can be; null for everywhere.</param>
    public static (ContainerInstance? Host, IReadOnlyList<Misfit> Misfits) Choose(Turn turn, Cluster cluster, TaskRevision revision, string group, PlacementRules rules, string? provider, IReadOnlyList<string>? zones, bool isService)
    {
        var state = turn.State;
        var needs = TaskNeeds.Of(revision.Definition);
        rules = rules.With(revision.Definition);
        List<(ContainerInstance Host, Remaining Left)> fit = [];
        List<Misfit> misfits = [];
        foreach (var host in Hosts(state, cluster, provider))
        {
            var left = Remaining.Of(state, host);
            var why = !host.AgentConnected ? "AGENT"
                : (needs.Architecture is { } wanted && wanted != host.Attributes["ecs.cpu-architecture"]) || zones?.Contains(host.Zone) == false ? "ATTRIBUTE"
                : left.Lacks(needs) ?? rules.Constraints.Select(c => Broken(state, c, host, group)).FirstOrDefault(b => b is not null);
            if (why is null) fit.Add((host, left));
            else misfits.Add(new(host, why));
        }
        return (fit.Count == 0 ? null : Best(turn, cluster, group, fit, rules, isService), misfits);
    }

    /// <summary>What may be placed on at all: a draining instance is passed over without a word.</summary>
    public static IEnumerable<ContainerInstance> Hosts(AccountState state, Cluster cluster, string? provider) =>
        state.Ecs.Instances.Values.Where(i => i.ClusterArn == cluster.Arn && i.Status == "ACTIVE" && (provider is null || i.CapacityProvider == provider));

    private static string? Broken(AccountState state, PlacementConstraint constraint, ContainerInstance host, string group) => constraint.Type switch
    {
        "distinctInstance" => Remaining.On(state, host).Any(t => t.Group == group) ? "DistinctInstance placement constraint unsatisfied." : null,
        _ => ClusterQuery.Read(constraint.Expression!)!(state, host) ? null : "MemberOf placement constraint unsatisfied.",
    };

    private static ContainerInstance Best(Turn turn, Cluster cluster, string group, List<(ContainerInstance Host, Remaining Left)> fit, PlacementRules rules, bool isService)
    {
        IReadOnlyList<PlacementStrategy> strategies = rules.Strategies.Count > 0 ? rules.Strategies : isService ? [new("spread", "attribute:ecs.availability-zone")] : [new("random", null)];
        foreach (var strategy in strategies)
        {
            if (fit.Count == 1) break;
            if (strategy.Type == "random") return fit[(int)(turn.Draw() % (ulong)fit.Count)].Host;
            fit = strategy.Type == "binpack"
                ? Least(fit, f => strategy.Field == "cpu" ? f.Left.Cpu : f.Left.MemoryMiB)
                : Least(fit, f => turn.State.Ecs.Tasks.Values.Count(t => t.ClusterArn == cluster.Arn && t.Group == group && t.LastStatus != "STOPPED" && t.ContainerInstanceArn is { } on
                    && turn.State.Ecs.Instances.Find(on) is { } other && Value(other, strategy.Field!) == Value(f.Host, strategy.Field!)));
        }
        // Among equals the one with the fewest tasks, so that a default is not all on one.
        return fit.OrderBy(f => Remaining.On(turn.State, f.Host).Count()).ThenBy(f => f.Host.Registered).ThenBy(f => f.Host.Arn, StringComparer.Ordinal).First().Host;
    }

    private static List<(ContainerInstance Host, Remaining Left)> Least(List<(ContainerInstance Host, Remaining Left)> fit, Func<(ContainerInstance Host, Remaining Left), long> by)
    {
        var counted = fit.Select(f => (f, By: by(f))).ToList();
        var least = counted.Min(c => c.By);
        return [.. counted.Where(c => c.By == least).Select(c => c.f)];
    }

    private static string? Value(ContainerInstance host, string field) => field == "instanceId" ? host.InstanceId : host.Attributes.GetValueOrDefault(field["attribute:".Length..]);

    /// <summary>The rules of a call, checked as ECS checks them.</summary>
    public static PlacementRules Read(Call call)
    {
        List<PlacementStrategy> strategies = [];
        foreach (var one in call.Structures("placementStrategy"))
        {
            var (type, field) = (one.Text("type"), one.Text("field"));
            var name = field?.Value switch { "host" => "instanceId", null => null, var text when text.Equals("CPU", StringComparison.OrdinalIgnoreCase) => "cpu", var text when text.Equals("MEMORY", StringComparison.OrdinalIgnoreCase) => "memory", var text => text };
            switch (type?.Value)
            {
                case "random":
                    if (field is not null) throw EcsCalls.Invalid(field.At, "A field is not valid for the random placement strategy.", "random chooses by nothing: leave the field out.");
                    break;
                case "binpack" when name is "cpu" or "memory":
                case "spread" when name == "instanceId" || name?.StartsWith("attribute:", StringComparison.Ordinal) == true:
                    break;
                default:
                    throw EcsCalls.Invalid(field?.At ?? type?.At ?? one.At, "Invalid placement strategy.", "binpack goes by cpu or memory; spread by instanceId or attribute:…, such as attribute:ecs.availability-zone; random by nothing.");
            }
            strategies.Add(new(type.Value, name));
        }
        if (strategies.Count > 5) throw EcsCalls.Invalid(call.At("placementStrategy"), "You can specify a maximum of 5 strategy rules.");
        foreach (var one in call.Structures("placementConstraints"))
        {
            if (one.Text("type")?.Value == "distinctInstance" && one.Text("expression") is { } extra) throw EcsCalls.Invalid(extra.At, "An expression is not valid for the distinctInstance constraint.");
        }
        var constraints = Constraints(call.Input);
        if (constraints.Count > 10) throw EcsCalls.Invalid(call.At("placementConstraints"), "You can specify a maximum of 10 constraints.");
        foreach (var constraint in constraints) CheckExpression(call, constraint, "placementConstraints");
        return new(strategies, constraints);
    }

    internal static void CheckExpression(Call call, PlacementConstraint constraint, string member)
    {
        if (constraint.Type != "memberOf") return;
        if (string.IsNullOrWhiteSpace(constraint.Expression)) throw EcsCalls.Invalid(call.At(member), "An expression is required for the memberOf constraint.", "Such as attribute:ecs.instance-type == t3.small.");
        if (ClusterQuery.Read(constraint.Expression) is null)
            throw Turn.Error(AwsError.NotSimulated, $"The simulation does not read the expression \"{constraint.Expression.Shortened()}\".",
                "It reads comparisons of attribute:…, ec2InstanceId and task:group by ==, !=, =~ (with * for anything), in [a, b] and exists, joined by and, or by or.", 501, call.At(member));
    }

    public static List<PlacementConstraint> Constraints(JsonObject json) =>
        [.. json.Structures("placementConstraints").Select(c => new PlacementConstraint(c.Text("type")?.Value ?? "memberOf", c.Text("expression")?.Value))];
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;

namespace CloudCourse.Simulation.Ecs.Capacity;

/// <summary>An Auto Scaling group as capacity for clusters. ECS does not scale the group here: managed scaling is refused.</summary>
public sealed record CapacityProvider(string Arn, string Name, string Region, string GroupArn);

/// <summary>One part of a capacity provider strategy.</summary>
/// <param name="Base">So many tasks at least are on it first.</param>
/// <param name="Weight">Its share of the rest.</param>
public sealed record ProviderShare(string Provider, int Base, int Weight);

/// <summary>Where tasks shall run: by launch type, or by a strategy.</summary>
/// <param name="Strategy">Empty where a launch type was asked for.</param>
public sealed record TaskCapacity(string LaunchType, IReadOnlyList<ProviderShare> Strategy, PlacementRules Rules)
{
    public static readonly IReadOnlyList<string> OfFargate = ["FARGATE", "FARGATE_SPOT"];

    /// <summary>The provider of the next task: each base first, then the one that is furthest behind its weight. Null where a launch type was asked for.</summary>
    /// <param name="running">Tasks that count already, by provider.</param>
    public string? Next(Func<string, int> running)
    {
        if (Strategy.Count == 0) return null;
        if (Strategy.FirstOrDefault(s => running(s.Provider) < s.Base) is { } due) return due.Provider;
        return Strategy.Where(s => s.Weight > 0).MinBy(s => (double)(running(s.Provider) - s.Base + 1) / s.Weight)?.Provider;
    }
}

/// <summary>Reads where a call wants its tasks.</summary>
internal static class CapacityReading
{
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html#ECS-RunTask-request-capacityProviderStrategy"/>
    public static TaskCapacity Capacity(this Call call, Cluster cluster, TaskRevision revision)
    {
        var strategy = Strategy(call, cluster, "capacityProviderStrategy");
        if (call.Text("launchType") is not null && strategy.Count > 0)
            throw EcsCalls.Invalid(call.At("launchType"), "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.");
        if (call.Text("launchType") is null && strategy.Count == 0) strategy = cluster.DefaultStrategy;
        var launchType = call.Text("launchType") ?? (strategy.Count > 0 && TaskCapacity.OfFargate.Contains(strategy[0].Provider) ? "FARGATE" : "EC2");
        if (launchType is not ("FARGATE" or "EC2"))
        {
            throw launchType == "EXTERNAL"
                ? Turn.Error(AwsError.NotSimulated, "The simulation has no machines outside AWS (EXTERNAL).", null, 501, call.At("launchType"))
                : EcsCalls.Invalid(call.At("launchType"), $"Invalid launch type '{launchType.Shortened()}'.");
        }
        var rules = Placement.Read(call);
        foreach (var constraint in Placement.Constraints(revision.Definition.Json)) Placement.CheckExpression(call, constraint, "taskDefinition");
        var asksFargate = launchType == "FARGATE";
        if (asksFargate && revision.Definition.Fargate is null)
            throw EcsCalls.Invalid(call.At("taskDefinition"), "Task definition does not support launch_type FARGATE.", "It lacks \"FARGATE\" in requiresCompatibilities: register a revision that has it.");
        if (!asksFargate && revision.Definition.RequiresCompatibilities is { Count: > 0 } compatible && compatible.All(c => c.Value != "EC2"))
            throw EcsCalls.Invalid(call.At("taskDefinition"), "Task definition does not support launch_type EC2.",
                call.Text("launchType") is null && strategy.Count == 0 ? "Without a launchType ECS takes EC2: say FARGATE." : "It lacks \"EC2\" in requiresCompatibilities: register a revision that has it.");
        if (asksFargate && (rules.Strategies.Count > 0 || rules.Constraints.Count > 0))
            throw EcsCalls.Invalid(call.At(rules.Strategies.Count > 0 ? "placementStrategy" : "placementConstraints"), "Placement strategies and constraints are not supported with FARGATE launch type.", "Fargate has no instances to choose among; its tasks are spread over the subnets' zones.");
        return new(launchType, strategy, rules);
    }

    public static IReadOnlyList<ProviderShare> Strategy(Call call, Cluster cluster, string member)
    {
        List<ProviderShare> shares = [];
        foreach (var one in call.Structures(member))
        {
            if (one.Text("capacityProvider") is not { } named) throw EcsCalls.Invalid(one.At, "Capacity provider must be specified.");
            var name = EcsCalls.LastPart(named.Value);
            if (!TaskCapacity.OfFargate.Contains(name) && call.State.Ecs.Providers.Find($"{call.Region}/{name}") is null)
                throw EcsCalls.Invalid(named.At, $"The specified capacity provider '{name.Shortened()}' was not found. Specify a valid name or ARN and try again.", "There are FARGATE, FARGATE_SPOT and those that you have created.");
            if (!cluster.Providers.Contains(name))
                throw EcsCalls.Invalid(named.At, "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.",
                    $"The cluster {cluster.Name} has {(cluster.Providers.Count == 0 ? "none" : string.Join(", ", cluster.Providers))}: PutClusterCapacityProviders associates them.");
            var (weight, least) = (one.Integer("weight"), one.Integer("base"));
            if (weight?.Value is < 0 or > 1000) throw EcsCalls.Invalid(weight!.At, "The weight value must be between 0 and 1000.");
            if (least?.Value is < 0 or > 100_000) throw EcsCalls.Invalid(least!.At, "The base value must be between 0 and 100000.");
            if (shares.Exists(s => s.Provider == name)) throw EcsCalls.Invalid(named.At, "Capacity provider strategy cannot contain duplicate capacity providers.");
            shares.Add(new(name, (int)(least?.Value ?? 0), (int)(weight?.Value ?? 0)));
        }
        if (shares.Count == 0) return shares;
        var at = call.At(member);
        if (shares.Count > 20) throw EcsCalls.Invalid(at, "A capacity provider strategy can contain a maximum of 20 capacity providers.");
        if (shares.TrueForAll(s => s.Weight == 0)) throw EcsCalls.Invalid(at, "The capacity provider strategy must have at least one capacity provider with a weight greater than 0.", "A weight that is left out is 0, and 0 takes no task.");
        if (shares.Count(s => s.Base > 0) > 1) throw EcsCalls.Invalid(at, "Only one capacity provider in a capacity provider strategy can have a base defined.");
        if (shares.Select(s => TaskCapacity.OfFargate.Contains(s.Provider)).Distinct().Count() > 1)
            throw EcsCalls.Invalid(at, "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers. Specify one or the other and try again.");
        return shares;
    }

    /// <summary>The network of tasks, as their mode wants it; null where they share their instance's.</summary>
    public static TaskNetwork? NetworkFor(this Call call, TaskRevision revision, TaskCapacity capacity)
    {
        var mode = revision.Definition.NetworkMode?.Value ?? "bridge";
        if (mode != "awsvpc")
        {
            if (call.Structure("networkConfiguration") is not null)
                throw EcsCalls.Invalid(call.At("networkConfiguration"), "Network Configuration is not valid for the given networkMode of this task definition.", $"In {mode} mode tasks have their instance's address: leave it out, or choose awsvpc.");
            return null;
        }
        var network = call.Network();
        if (capacity.LaunchType == "EC2" && network.PublicIp)
            throw EcsCalls.Invalid(call.At("networkConfiguration"), "Assign public IP is not supported for this launch type.", "On EC2 a task's own interface has no public address; its instance pulls the images.");
        return network;
    }

    /// <summary>Roles that ECS could not assume for the tasks: their trust lacks <c>ecs-tasks.amazonaws.com</c>, or they are not there.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html"/>
    public static string? UnassumableRole(AccountState state, TaskDefinition task)
    {
        foreach (var arn in new[] { task.ExecutionRoleArn, task.TaskRoleArn })
        {
            if (arn is not null && !(state.Iam.Roles.Find(EcsCalls.LastPart(arn.Value)) is { } role && RoleOperations.Trusts(role, state.AccountId, "ecs-tasks.amazonaws.com"))) return arn.Value;
        }
        return null;
    }

    public static string Unassumable(string role) =>
        $"ECS was unable to assume the role '{role}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.";
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ecs.Capacity;

/// <summary>Auto Scaling groups as capacity, and which capacity a cluster has.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html"/>
internal static class CapacityProviderOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateCapacityProvider", c => [new("ecs:CreateCapacityProvider", c.Arn($"capacity-provider/{c.Need("name")}"))], Create),
        new("DeleteCapacityProvider", c => [new("ecs:DeleteCapacityProvider", c.Arn($"capacity-provider/{EcsCalls.LastPart(c.Need("capacityProvider"))}"))], Delete),
        new("DescribeCapacityProviders", c => [new("ecs:DescribeCapacityProviders", "*")], DescribeAll),
        new("PutClusterCapacityProviders", c => [new("ecs:PutClusterCapacityProviders", c.Cluster().Arn)], Associate),
    ];

    private static void Put(Call call, Table<CapacityProvider> providers) => call.State = call.State with { Ecs = call.State.Ecs with { Providers = providers } };

    private static Output Create(Call call)
    {
        var name = call.Need("name");
        if (name.Length is 0 or > 255 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) || new[] { "aws", "ecs", "fargate" }.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase)))
            throw EcsCalls.Invalid(call.At("name"), "The capacity provider name is invalid.", "A name has 1 to 255 letters, digits, hyphens and underscores, and does not begin with aws, ecs or fargate.");
        if (call.State.Ecs.Providers.Has($"{call.Region}/{name}")) throw EcsCalls.Client(call.At("name"), "The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.");
        if (call.Structure("managedInstancesProvider") is { } managed) throw NotHere(managed.At, "Amazon ECS Managed Instances", null);
        if (call.Structure("autoScalingGroupProvider") is not { } group) throw EcsCalls.Invalid(call.Input.Head(), "Auto Scaling group provider must be specified.");
        var arn = group.Text("autoScalingGroupArn")!;
        if (call.State.AutoScaling.Groups.Find(arn.Value) is null) throw EcsCalls.Client(arn.At, "The specified Auto Scaling group ARN does not exist. Specify a valid Auto Scaling group ARN and try again.", "DescribeAutoScalingGroups tells the ARN of each group.");
        if (call.State.Ecs.Providers.Values.Any(p => p.GroupArn == arn.Value)) throw EcsCalls.Client(arn.At, "The specified Auto Scaling group ARN is already being used by another capacity provider. Specify a unique Auto Scaling group ARN and try again.");
        var scaling = group.Structure("managedScaling")?.Text("status");
        if (group.Text("managedTerminationProtection") is { Value: "ENABLED" } protection)
        {
            throw scaling is { Value: "ENABLED" }
                ? NotHere(scaling.At, "managed scaling", "Leave it out and set the group's desired capacity yourself.")
                : EcsCalls.Invalid(protection.At, "The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, enable managed scaling.");
        }
        if (scaling is { Value: "ENABLED" }) throw NotHere(scaling.At, "managed scaling", "Leave it out and set the group's desired capacity yourself.");
        if (group.Text("managedDraining") is { Value: "ENABLED" } draining) throw NotHere(draining.At, "managed draining", "Set an instance to DRAINING yourself before the group ends it.");
        CapacityProvider provider = new(call.Arn($"capacity-provider/{name}"), name, call.Region, arn.Value);
        Put(call, call.State.Ecs.Providers.Put($"{call.Region}/{name}", provider));
        // Instances of the group that joined before belong to it too.
        var members = call.State.AutoScaling.Groups[arn.Value].Members.Select(m => m.InstanceId).ToHashSet(StringComparer.Ordinal);
        foreach (var host in call.State.Ecs.Instances.Values.Where(i => members.Contains(i.InstanceId)).ToList()) call.Turn.Put(host with { CapacityProvider = name });
        call.Turn.Note("ecs", name, $"The capacity provider {name} stands for the Auto Scaling group {call.State.AutoScaling.Groups[arn.Value].Name}.", null, "ACTIVE");
        return new() { ["capacityProvider"] = Describe(provider) };
    }

    private static AwsException NotHere(Location at, string what, string? advice) => Turn.Error(AwsError.NotSimulated, $"The simulation does not have {what}.", advice, 501, at);

    private static Output Delete(Call call)
    {
        var name = EcsCalls.LastPart(call.Need("capacityProvider"));
        if (TaskCapacity.OfFargate.Contains(name)) throw EcsCalls.Invalid(call.At("capacityProvider"), "The specified capacity provider is reserved and cannot be deleted.", "FARGATE and FARGATE_SPOT are AWS's own; take them out of a cluster by PutClusterCapacityProviders.");
        if (call.State.Ecs.Providers.Find($"{call.Region}/{name}") is not { } provider) throw EcsCalls.Invalid(call.At("capacityProvider"), $"The specified capacity provider '{name.Shortened()}' was not found. Specify a valid name or ARN and try again.");
        if (call.State.Ecs.Clusters.Values.FirstOrDefault(c => c is { Active: true } && c.Region == call.Region && c.Providers.Contains(name)) is { } cluster)
            throw EcsCalls.Client(call.At("capacityProvider"), "The specified capacity provider cannot be deleted because it is associated with a cluster. Remove the capacity provider from the cluster and try again.", $"{cluster.Name} has it.");
        Put(call, call.State.Ecs.Providers.Remove($"{call.Region}/{name}"));
        call.Turn.Note("ecs", name, $"The capacity provider {name} was deleted; its group goes on.", "ACTIVE", "INACTIVE");
        return new() { ["capacityProvider"] = Describe(provider, "INACTIVE") };
    }

    private static Output DescribeAll(Call call)
    {
        var mine = call.State.Ecs.Providers.Values.Where(p => p.Region == call.Region).ToList();
        var asked = call.Texts("capacityProviders") is { Count: > 0 } named ? [.. named.Select(n => EcsCalls.LastPart(n.Value))] : TaskCapacity.OfFargate.Concat(mine.Select(p => p.Name)).ToList();
        return new()
        {
            ["capacityProviders"] = new Array([.. asked.Select(a => TaskCapacity.OfFargate.Contains(a)
                ? new Output { ["capacityProviderArn"] = call.Arn($"capacity-provider/{a}"), ["name"] = a, ["status"] = "ACTIVE" }
                : mine.Find(p => p.Name == a) is { } own ? Describe(own) : null).OfType<Node>()]),
            ["failures"] = new Array([.. asked.Where(a => !TaskCapacity.OfFargate.Contains(a) && mine.TrueForAll(p => p.Name != a)).Select(a => (Node)EcsCalls.Failure(call.Arn($"capacity-provider/{a.Shortened()}"), "MISSING"))]),
        };
    }

    private static Output Describe(CapacityProvider provider, string status = "ACTIVE") => new()
    {
        ["capacityProviderArn"] = provider.Arn,
        ["name"] = provider.Name,
        ["status"] = status,
        ["autoScalingGroupProvider"] = new Output
        {
            ["autoScalingGroupArn"] = provider.GroupArn,
            ["managedScaling"] = new Output { ["status"] = "DISABLED" },
            ["managedTerminationProtection"] = "DISABLED",
            ["managedDraining"] = "DISABLED",
        },
    };

    private static Output Associate(Call call)
    {
        var cluster = call.Cluster();
        var next = Read(call, cluster);
        var used = call.State.Ecs.Services.Values.FirstOrDefault(s => s.ClusterArn == cluster.Arn && s.Active && s.Capacity.Strategy.Any(p => !next.Providers.Contains(p.Provider)));
        if (used is not null)
            throw Turn.Error("ResourceInUseException", "The specified capacity provider is in use and cannot be removed.", $"The service {used.Name} uses it.", at: call.At("capacityProviders"));
        call.State = call.State with { Ecs = call.State.Ecs with { Clusters = call.State.Ecs.Clusters.Put(cluster.Arn, next) } };
        call.Turn.Note("ecs", cluster.Name, $"The cluster {cluster.Name} has {(next.Providers.Count == 0 ? "no capacity provider" : string.Join(", ", next.Providers))} now.");
        return new() { ["cluster"] = ClusterOperations.Describe(call, next) };
    }

    /// <summary>The cluster with the call's capacity providers and default strategy.</summary>
    internal static Cluster Read(Call call, Cluster cluster)
    {
        var named = call.Texts("capacityProviders");
        foreach (var one in named.Where(n => !TaskCapacity.OfFargate.Contains(EcsCalls.LastPart(n.Value)) && !call.State.Ecs.Providers.Has($"{call.Region}/{EcsCalls.LastPart(n.Value)}")))
            throw EcsCalls.Invalid(one.At, $"The specified capacity provider '{EcsCalls.LastPart(one.Value).Shortened()}' was not found. Specify a valid name or ARN and try again.");
        if (named.Count > 20) throw EcsCalls.Invalid(call.At("capacityProviders"), "A cluster can have a maximum of 20 capacity providers.");
        var next = cluster with { Providers = [.. named.Select(n => EcsCalls.LastPart(n.Value)).Distinct()] };
        return next with { DefaultStrategy = CapacityReading.Strategy(call, next, "defaultCapacityProviderStrategy") };
    }

    internal static Array Describe(IReadOnlyList<ProviderShare> strategy) =>
        new([.. strategy.Select(s => (Node)new Output { ["capacityProvider"] = s.Provider, ["weight"] = s.Weight, ["base"] = s.Base })]);
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ecs;

internal static class ClusterOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateCluster", c => [new("ecs:CreateCluster", "*")], Create),
        new("DeleteCluster", c => [new("ecs:DeleteCluster", c.Cluster().Arn)], Delete),
        new("DescribeClusters", c => [new("ecs:DescribeClusters", "*")], DescribeAll),
        new("ListClusters", c => [new("ecs:ListClusters", "*")], c => new() { ["clusterArns"] = EcsCalls.Texts(Here(c).Select(k => k.Arn)) }),
    ];

    private static IEnumerable<Cluster> Here(Call call) => call.State.Ecs.Clusters.Values.Where(c => c.Region == call.Region && c.Active);

    private static void Put(Call call, Cluster cluster) => call.State = call.State with { Ecs = call.State.Ecs with { Clusters = call.State.Ecs.Clusters.Put(cluster.Arn, cluster) } };

    private static Output Create(Call call)
    {
        var name = call.Text("clusterName") ?? "default";
        if (name.Length is 0 or > 255 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            throw EcsCalls.Invalid(call.At("clusterName"), "Invalid cluster name", "A name has 1 to 255 letters, digits, hyphens and underscores.");
        Ec2.Ec2Calls.Ec2(call);
        // A cluster that is there already is given back as it is.
        var cluster = call.FindCluster(name) ?? CapacityProviderOperations.Read(call, new(call.Arn($"cluster/{name}"), name, call.Region, true));
        if (call.FindCluster(name) is null) call.Turn.Note("ecs", name, $"The cluster {name} was created.", null, "ACTIVE");
        Put(call, cluster);
        return new() { ["cluster"] = Describe(call, cluster) };
    }

    private static Output Delete(Call call)
    {
        var cluster = call.Cluster();
        if (call.State.Ecs.Services.Values.Any(s => s.ClusterArn == cluster.Arn && s.Active))
            throw Turn.Error("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.", "Delete its services first.", at: call.At("cluster"));
        if (call.State.Ecs.Tasks.Values.Any(t => t.ClusterArn == cluster.Arn && t.LastStatus != "STOPPED"))
            throw Turn.Error("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.", "Stop its tasks first.", at: call.At("cluster"));
        if (call.State.Ecs.Instances.Values.Any(i => i.ClusterArn == cluster.Arn))
            throw Turn.Error("ClusterContainsContainerInstancesException", "The Cluster cannot be deleted while Container Instances are active or draining.", "Terminate its instances, or deregister them, first.", at: call.At("cluster"));
        Put(call, cluster with { Active = false });
        call.Turn.Note("ecs", cluster.Name, $"The cluster {cluster.Name} was deleted.", "ACTIVE", "INACTIVE");
        return new() { ["cluster"] = Describe(call, cluster with { Active = false }) };
    }

    private static Output DescribeAll(Call call)
    {
        var asked = call.Texts("clusters") is { Count: > 0 } named ? named.Select(n => n.Value).ToList() : ["default"];
        return new()
        {
            ["clusters"] = new Array([.. asked.Select(call.FindCluster).OfType<Cluster>().Select(c => (Node)Describe(call, c))]),
            ["failures"] = new Array([.. asked.Where(n => call.FindCluster(n) is null).Select(n => (Node)EcsCalls.Failure(call.Arn($"cluster/{EcsCalls.LastPart(n).Shortened()}"), "MISSING"))]),
        };
    }

    internal static Output Describe(Call call, Cluster cluster)
    {
        var tasks = call.State.Ecs.Tasks.Values.Where(t => t.ClusterArn == cluster.Arn).ToList();
        return new()
        {
            ["clusterArn"] = cluster.Arn,
            ["clusterName"] = cluster.Name,
            ["status"] = cluster.Active ? "ACTIVE" : "INACTIVE",
            ["registeredContainerInstancesCount"] = call.State.Ecs.Instances.Values.Count(i => i.ClusterArn == cluster.Arn),
            ["runningTasksCount"] = tasks.Count(t => t.LastStatus == "RUNNING"),
            ["pendingTasksCount"] = tasks.Count(t => t.LastStatus is "PROVISIONING" or "PENDING"),
            ["activeServicesCount"] = call.State.Ecs.Services.Values.Count(s => s.ClusterArn == cluster.Arn && s.Active),
            ["capacityProviders"] = EcsCalls.Texts(cluster.Providers),
            ["defaultCapacityProviderStrategy"] = CapacityProviderOperations.Describe(cluster.DefaultStrategy),
        };
    }
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ecs.Tasks;

internal static class TaskOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("RunTask", Needs, Run),
        new("StartTask", c => [OnCluster("ecs:StartTask", Revision(c).Arn, c.Cluster()), .. c.PassRoles(Revision(c))], Start),
        new("StopTask", c => [OnCluster("ecs:StopTask", Named(c).Arn, c.Cluster())], Stop),
        new("DescribeTasks", c => [OnCluster("ecs:DescribeTasks", c.Arn($"task/{c.Cluster().Name}/*"), c.Cluster())], DescribeAll),
        new("ListTasks", c => [OnCluster("ecs:ListTasks", c.Arn($"container-instance/{c.Cluster().Name}/*"), c.Cluster())], List),
    ];

    internal static Permission OnCluster(string action, string resource, Cluster cluster) =>
        new(action, resource) { Context = new Dictionary<string, IReadOnlyList<string>> { ["ecs:cluster"] = [cluster.Arn] } };

    private static TaskRevision Revision(Call call)
    {
        var revision = call.Revision(call.Need("taskDefinition"), "taskDefinition");
        return revision.Active ? revision : throw EcsCalls.Client(call.At("taskDefinition"), "TaskDefinition is inactive", $"{revision.Name} was deregistered.");
    }

    private static IEnumerable<Permission> Needs(Call call) => [OnCluster("ecs:RunTask", Revision(call).Arn, call.Cluster()), .. call.PassRoles(Revision(call))];

    private static EcsTask Named(Call call)
    {
        var cluster = call.Cluster();
        return call.State.Ecs.Tasks.Find(call.Arn($"task/{cluster.Name}/{EcsCalls.LastPart(call.Need("task"))}"))
            ?? throw EcsCalls.Invalid(call.At("task"), "The referenced task was not found.", "Tasks stay visible for about an hour after they stop.");
    }

    private static Output Run(Call call)
    {
        var (cluster, revision) = (call.Cluster(), Revision(call));
        var capacity = call.Capacity(cluster, revision);
        var network = call.NetworkFor(revision, capacity);
        var count = call.Integer("count") ?? 1;
        if (count is < 1 or > 10) throw EcsCalls.Invalid(call.At("count"), "Count must be between 1 and 10.", "A service keeps more tasks than ten.");
        CheckRoles(call, revision);
        if (capacity is { LaunchType: "EC2", Strategy.Count: 0 } && !Placement.Hosts(call.State, cluster, null).Any())
            throw EcsCalls.Invalid(call.At("launchType"), "No Container Instances were found in your cluster.", call.Text("launchType") is null ? "Without a launchType ECS takes EC2, and no instance takes tasks in this cluster: say FARGATE, or let an instance join." : "No instance takes tasks in this cluster: an ECS-optimized one joins by its agent, and one that drains takes none.");
        List<EcsTask> tasks = [];
        List<Output> failures = [];
        for (var i = 0; i < count; i++)
        {
            var provider = capacity.Next(p => tasks.Count(t => t.CapacityProvider == p));
            var (task, misfits) = TaskLaunch.Launch(call.Turn, new(cluster, revision, capacity, network, call.Text("group") ?? $"family:{revision.Family}", null, call.Text("startedBy"), provider));
            if (task is not null) tasks.Add(task);
            else if (misfits.Count == 0) failures.Add(EcsCalls.Failure(provider is null ? null : call.Arn($"capacity-provider/{provider}"), "EMPTY CAPACITY PROVIDER"));
            else failures.AddRange(misfits.Select(m => EcsCalls.Failure(m.Host.Arn, m.Reason)));
        }
        foreach (var why in failures.Select(f => (string)f["reason"]!).Distinct()) call.Turn.Note("ecs", cluster.Name, $"A task of {revision.Name} was not placed: {why}.");
        return new() { ["tasks"] = new Array([.. tasks.Select(t => (Node)Describe(t))]), ["failures"] = new Array([.. failures]) };
    }

    private static void CheckRoles(Call call, TaskRevision revision)
    {
        if (CapacityReading.UnassumableRole(call.State, revision.Definition) is { } role)
            throw EcsCalls.Client(call.At("taskDefinition"), CapacityReading.Unassumable(role), "The role has to be there, and its trust policy has to name ecs-tasks.amazonaws.com.");
    }

    /// <summary>As RunTask, on container instances of the caller's choice: no strategy and no constraint has a say.</summary>
    private static Output Start(Call call)
    {
        var (cluster, revision) = (call.Cluster(), Revision(call));
        if (revision.Definition.RequiresCompatibilities is { Count: > 0 } compatible && compatible.All(c => c.Value != "EC2")) throw EcsCalls.Invalid(call.At("taskDefinition"), "Task definition does not support launch_type EC2.");
        TaskCapacity capacity = new("EC2", [], PlacementRules.None);
        var network = call.NetworkFor(revision, capacity);
        var asked = call.Texts("containerInstances");
        if (asked.Count is 0 or > 10) throw EcsCalls.Invalid(call.At("containerInstances"), "Container instances can not be empty.", "Name 1 to 10 container instances.");
        CheckRoles(call, revision);
        TaskOrder order = new(cluster, revision, capacity, network, call.Text("group") ?? $"family:{revision.Family}", null, call.Text("startedBy"), null);
        List<Node> tasks = [];
        List<Node> failures = [];
        foreach (var one in asked)
        {
            if (ContainerInstanceOperations.Find(call, one.Value) is not { } host) failures.Add(EcsCalls.Failure(call.Arn($"container-instance/{cluster.Name}/{EcsCalls.LastPart(one.Value).Shortened()}"), "MISSING"));
            else if (Misfit(call, host, order) is { } why) failures.Add(EcsCalls.Failure(host.Arn, why));
            else tasks.Add(Describe(TaskLaunch.OnInstance(call.Turn, order, host)));
        }
        return new() { ["tasks"] = new Array([.. tasks]), ["failures"] = new Array([.. failures]) };
    }

    private static string? Misfit(Call call, ContainerInstance host, TaskOrder order) =>
        host.Status != "ACTIVE" ? "INACTIVE"
        : !host.AgentConnected ? "AGENT"
        : order.Network is { } network && network.SubnetIds.All(s => call.State.Ec2.Regions[call.Region].Subnets[s].Zone != host.Zone) ? "ATTRIBUTE"
        : Remaining.Of(call.State, host).Lacks(TaskNeeds.Of(order.Revision.Definition));

    private static Output Stop(Call call)
    {
        var task = Named(call);
        TaskLifecycle.Stop(call.Turn, task, "UserInitiated", call.Text("reason") ?? "Task stopped by user");
        return new() { ["task"] = Describe(call.State.Ecs.Tasks[task.Arn]) };
    }

    private static Output DescribeAll(Call call)
    {
        var cluster = call.Cluster();
        var asked = call.Texts("tasks").Select(t => call.Arn($"task/{cluster.Name}/{EcsCalls.LastPart(t.Value)}")).ToList();
        if (asked.Count is 0 or > 100) throw EcsCalls.Invalid(call.At("tasks"), "Tasks can not be empty.", "Name 1 to 100 tasks.");
        return new()
        {
            ["tasks"] = new Array([.. asked.Select(a => call.State.Ecs.Tasks.Find(a)).OfType<EcsTask>().Select(t => (Node)Describe(t))]),
            ["failures"] = new Array([.. asked.Where(a => !call.State.Ecs.Tasks.Has(a)).Select(a => (Node)EcsCalls.Failure(a, "MISSING"))]),
        };
    }

    private static Output List(Call call)
    {
        var cluster = call.Cluster();
        var status = call.Text("desiredStatus") ?? "RUNNING";
        return new()
        {
            ["taskArns"] = EcsCalls.Texts(call.State.Ecs.Tasks.Values.Where(t => t.ClusterArn == cluster.Arn && t.DesiredStatus == status
                && (call.Text("serviceName") is not { } service || t.Group == $"service:{EcsCalls.LastPart(service)}")
                && (call.Text("family") is not { } family || call.State.Ecs.Revisions[t.RevisionArn].Family == family)
                && (call.Text("startedBy") is not { } by || t.StartedBy == by)).OrderBy(t => t.Created).Select(t => t.Arn)),
        };
    }

    internal static Output Describe(EcsTask task)
    {
        Output output = new()
        {
            ["taskArn"] = task.Arn,
            ["clusterArn"] = task.ClusterArn,
            ["taskDefinitionArn"] = task.RevisionArn,
            ["group"] = task.Group,
            ["availabilityZone"] = task.Zone,
            ["lastStatus"] = task.LastStatus,
            ["desiredStatus"] = task.DesiredStatus,
            ["healthStatus"] = task.HealthStatus,
            ["launchType"] = task.LaunchType,
            ["cpu"] = task.Cpu,
            ["memory"] = task.Memory,
            ["createdAt"] = EcsCalls.Time(task.Created),
            ["containers"] = new Array([.. task.Containers.Select(c => (Node)Describe(task, c))]),
            ["attachments"] = task.HasInterface ? new Array(Interface(task)) : new Array(),
        };
        if (task.StartedBy is { } by) output["startedBy"] = by;
        if (task.CapacityProvider is { } provider) output["capacityProviderName"] = provider;
        if (task.ContainerInstanceArn is { } host) output["containerInstanceArn"] = host;
        if (task.Started is { } started) output["startedAt"] = EcsCalls.Time(started);
        if (task.Stopped is { } stopped) output["stoppedAt"] = EcsCalls.Time(stopped);
        if (task.StopCode is { } stop) (output["stopCode"], output["stoppedReason"]) = (stop, task.StoppedReason);
        return output;
    }

    private static Output Describe(EcsTask task, TaskContainer container)
    {
        Output output = new()
        {
            ["containerArn"] = $"{task.Arn.Replace(":task/", ":container/", StringComparison.Ordinal)}/{container.Name}",
            ["taskArn"] = task.Arn,
            ["name"] = container.Name,
            ["image"] = container.Image,
            ["lastStatus"] = container.Status,
            ["healthStatus"] = container.Health,
            ["networkBindings"] = new Array([.. task.Ports.Where(p => p.Container == container.Name && container.Status == "RUNNING").Select(p =>
                (Node)new Output { ["bindIP"] = "0.0.0.0", ["containerPort"] = p.ContainerPort, ["hostPort"] = p.HostPort, ["protocol"] = p.Protocol })]),
        };
        if (container.ExitCode is { } code) output["exitCode"] = code;
        if (container.Reason is { } reason) output["reason"] = reason;
        return output;
    }

    private static Output Interface(EcsTask task) => new()
    {
        ["type"] = "ElasticNetworkInterface",
        ["status"] = task.LastStatus switch { "STOPPED" => "DELETED", "PROVISIONING" => "PRECREATED", _ => "ATTACHED" },
        ["details"] = new Array(
            new Output { ["name"] = "subnetId", ["value"] = task.SubnetId },
            new Output { ["name"] = "privateIPv4Address", ["value"] = task.PrivateIp }),
    };
}

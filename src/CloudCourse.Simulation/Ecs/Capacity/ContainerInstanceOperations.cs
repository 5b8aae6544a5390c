using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ecs.Capacity;

/// <summary>Container instances: looking at them, draining them, taking them out. They come in by their agent only.</summary>
internal static class ContainerInstanceOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("ListContainerInstances", c => [new("ecs:ListContainerInstances", c.Cluster().Arn)], List),
        new("DescribeContainerInstances", c => [TaskOperations.OnCluster("ecs:DescribeContainerInstances", c.Arn($"container-instance/{c.Cluster().Name}/*"), c.Cluster())], DescribeAll),
        new("UpdateContainerInstancesState", c => [TaskOperations.OnCluster("ecs:UpdateContainerInstancesState", c.Arn($"container-instance/{c.Cluster().Name}/*"), c.Cluster())], Update),
        new("DeregisterContainerInstance", c => [TaskOperations.OnCluster("ecs:DeregisterContainerInstance", c.Cluster().Arn, c.Cluster())], Deregister),
    ];

    internal static ContainerInstance? Find(Call call, string idOrArn) =>
        call.State.Ecs.Instances.Find(call.Arn($"container-instance/{call.Cluster().Name}/{EcsCalls.LastPart(idOrArn)}"));

    private static IEnumerable<ContainerInstance> Here(Call call) => call.State.Ecs.Instances.Values.Where(i => i.ClusterArn == call.Cluster().Arn);

    private static Output List(Call call)
    {
        Func<AccountState, ContainerInstance, bool>? filter = null;
        if (call.Text("filter") is { } text)
        {
            filter = ClusterQuery.Read(text)
                ?? throw Turn.Error(AwsError.NotSimulated, $"The simulation does not read the filter \"{text.Shortened()}\".", "It reads comparisons of attribute:…, ec2InstanceId and task:group, joined by and, or by or.", 501, call.At("filter"));
        }
        var status = call.Text("status");
        if (status is not (null or "ACTIVE" or "DRAINING" or "REGISTERING" or "DEREGISTERING" or "REGISTRATION_FAILED")) throw EcsCalls.Invalid(call.At("status"), $"Invalid status '{status.Shortened()}'.");
        return new()
        {
            ["containerInstanceArns"] = EcsCalls.Texts(Here(call).Where(i => (status is null || i.Status == status) && (filter is null || filter(call.State, i))).OrderBy(i => i.Registered).ThenBy(i => i.Arn, StringComparer.Ordinal).Select(i => i.Arn)),
        };
    }

    private static Output DescribeAll(Call call)
    {
        var asked = call.Texts("containerInstances");
        if (asked.Count is 0 or > 100) throw EcsCalls.Invalid(call.At("containerInstances"), "Container instances can not be empty.", "Name 1 to 100 container instances: ListContainerInstances tells their ARNs.");
        return Answer(call, asked, i => i);
    }

    private static Output Answer(Call call, IReadOnlyList<Located<string>> asked, Func<ContainerInstance, ContainerInstance> change) => new()
    {
        ["containerInstances"] = new Array([.. asked.Select(a => Find(call, a.Value)).OfType<ContainerInstance>().Select(i => (Node)Describe(call.State, change(i)))]),
        ["failures"] = new Array([.. asked.Where(a => Find(call, a.Value) is null).Select(a => (Node)EcsCalls.Failure(call.Arn($"container-instance/{call.Cluster().Name}/{EcsCalls.LastPart(a.Value).Shortened()}"), "MISSING"))]),
    };

    private static Output Update(Call call)
    {
        var status = call.Need("status");
        if (status is not ("ACTIVE" or "DRAINING")) throw EcsCalls.Invalid(call.At("status"), "Container instance status should be one of [ACTIVE, DRAINING].");
        var asked = call.Texts("containerInstances");
        if (asked.Count is 0 or > 10) throw EcsCalls.Invalid(call.At("containerInstances"), "Container instances can not be empty.", "Name 1 to 10 container instances.");
        return Answer(call, asked, host =>
        {
            if (host.Status == status) return host;
            call.Turn.Put(host with { Status = status });
            call.Turn.Note("ecs", host.InstanceId, status == "DRAINING"
                ? $"{host.InstanceId} drains: no new task comes here, and services move theirs away. Tasks that were run by themselves stay."
                : $"{host.InstanceId} takes tasks again.");
            return call.State.Ecs.Instances[host.Arn];
        });
    }

    private static Output Deregister(Call call)
    {
        var host = Find(call, call.Need("containerInstance")) ?? throw EcsCalls.Client(call.At("containerInstance"), "The referenced container instance was not found.");
        var tasks = Remaining.On(call.State, host).Where(t => t.DesiredStatus == "RUNNING").ToList();
        if (tasks.Count > 0 && !call.Flag("force"))
            throw EcsCalls.Invalid(call.At("containerInstance"), "Found running tasks on the instance.", "Drain it first, or say force: the tasks are then ECS's no more.");
        foreach (var task in Remaining.On(call.State, host).ToList()) TaskLifecycle.EndWithHost(call.Turn, task, "Container instance was deregistered forcefully by user.");
        call.State = call.State with { Ecs = call.State.Ecs with { Instances = call.State.Ecs.Instances.Remove(host.Arn) } };
        call.Turn.Note("ecs", host.InstanceId, $"{host.InstanceId} was taken out of its cluster. The EC2 instance runs on, and is paid for.");
        return new() { ["containerInstance"] = Describe(call.State, host with { Status = "INACTIVE", AgentConnected = false }) };
    }

    private static Output Describe(AccountState state, ContainerInstance host)
    {
        var left = Remaining.Of(state, host);
        var tasks = Remaining.On(state, host).ToList();
        Output output = new()
        {
            ["containerInstanceArn"] = host.Arn,
            ["ec2InstanceId"] = host.InstanceId,
            ["version"] = host.Version,
            ["status"] = host.Status,
            ["agentConnected"] = host.AgentConnected,
            ["runningTasksCount"] = tasks.Count(t => t.LastStatus is "RUNNING" or "DEACTIVATING" or "STOPPING"),
            ["pendingTasksCount"] = tasks.Count(t => t.LastStatus is "PROVISIONING" or "PENDING"),
            ["registeredResources"] = Resources(host.Cpu, host.MemoryMiB, ContainerInstance.ReservedPorts.Select(p => (p, "tcp"))),
            ["remainingResources"] = Resources(left.Cpu, left.MemoryMiB, left.Taken),
            ["attributes"] = new Array([.. host.Attributes.Select(a => (Node)new Output { ["name"] = a.Key, ["value"] = a.Value })]),
            ["registeredAt"] = EcsCalls.Time(host.Registered),
        };
        if (host.CapacityProvider is { } provider) output["capacityProviderName"] = provider;
        return output;
    }

    /// <summary>Of ports ECS lists those that are taken, in both lists.</summary>
    private static Array Resources(long cpu, long memory, IEnumerable<(int Port, string Protocol)> taken)
    {
        var ports = taken.ToList();
        return new(
            new Output { ["name"] = "CPU", ["type"] = "INTEGER", ["integerValue"] = (int)cpu },
            new Output { ["name"] = "MEMORY", ["type"] = "INTEGER", ["integerValue"] = (int)memory },
            new Output { ["name"] = "PORTS", ["type"] = "STRINGSET", ["stringSetValue"] = Of("tcp") },
            new Output { ["name"] = "PORTS_UDP", ["type"] = "STRINGSET", ["stringSetValue"] = Of("udp") });

        Array Of(string protocol) => EcsCalls.Texts(ports.Where(p => p.Protocol == protocol).Select(p => p.Port).Distinct().Order().Select(p => p.ToString(CultureInfo.InvariantCulture)));
    }
}

using CloudCourse.Simulation.Cloud;
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
        var spot = call.Spot(revision);
        var network = call.Network();
        var count = call.Integer("count") ?? 1;
        if (count is < 1 or > 10) throw EcsCalls.Invalid(call.At("count"), "Count must be between 1 and 10.", "A service keeps more tasks than ten.");
        List<EcsTask> tasks = [];
        for (var i = 0; i < count; i++)
            tasks.Add(TaskLifecycle.Launch(call.Turn, cluster, revision, network, call.Text("group") ?? $"family:{revision.Family}", null, call.Text("startedBy"), spot));
        return new() { ["tasks"] = new Array([.. tasks.Select(t => (Node)Describe(t))]), ["failures"] = new Array() };
    }

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

    private static Output Describe(EcsTask task)
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
            ["launchType"] = "FARGATE",
            ["cpu"] = task.Cpu,
            ["memory"] = task.Memory,
            ["createdAt"] = EcsCalls.Time(task.Created),
            ["containers"] = new Array([.. task.Containers.Select(c =>
            {
                Output container = new()
                {
                    ["containerArn"] = $"{task.Arn.Replace(":task/", ":container/", StringComparison.Ordinal)}/{c.Name}",
                    ["taskArn"] = task.Arn,
                    ["name"] = c.Name,
                    ["image"] = c.Image,
                    ["lastStatus"] = c.Status,
                    ["healthStatus"] = c.Health,
                };
                if (c.ExitCode is { } code) container["exitCode"] = code;
                if (c.Reason is { } reason) container["reason"] = reason;
                return (Node)container;
            })]),
            ["attachments"] = new Array(new Output
            {
                ["type"] = "ElasticNetworkInterface",
                ["status"] = task.LastStatus == "STOPPED" ? "DELETED" : "ATTACHED",
                ["details"] = new Array(
                    new Output { ["name"] = "subnetId", ["value"] = task.SubnetId },
                    new Output { ["name"] = "privateIPv4Address", ["value"] = task.PrivateIp }),
            }),
        };
        if (task.StartedBy is { } by) output["startedBy"] = by;
        if (task.Spot) output["capacityProviderName"] = "FARGATE_SPOT";
        if (task.Started is { } started) output["startedAt"] = EcsCalls.Time(started);
        if (task.Stopped is { } stopped) output["stoppedAt"] = EcsCalls.Time(stopped);
        if (task.StopCode is { } stop) (output["stopCode"], output["stoppedReason"]) = (stop, task.StoppedReason);
        return output;
    }
}

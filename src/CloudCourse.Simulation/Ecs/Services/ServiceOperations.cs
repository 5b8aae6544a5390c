using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ecs.Services;

internal static class ServiceOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateService", c => [TaskOperations.OnCluster("ecs:CreateService", ServiceArn(c, c.Need("serviceName")), c.Cluster()), .. c.PassRoles(Revision(c))], Create),
        new("UpdateService", c => [TaskOperations.OnCluster("ecs:UpdateService", Named(c).Arn, c.Cluster()), .. c.Text("taskDefinition") is null ? [] : c.PassRoles(Revision(c))], Update),
        new("DeleteService", c => [TaskOperations.OnCluster("ecs:DeleteService", Named(c).Arn, c.Cluster())], Delete),
        new("DescribeServices", c => [TaskOperations.OnCluster("ecs:DescribeServices", ServiceArn(c, "*"), c.Cluster())], DescribeAll),
        new("ListServices", c => [TaskOperations.OnCluster("ecs:ListServices", "*", c.Cluster())], c => new()
        {
            ["serviceArns"] = EcsCalls.Texts(c.State.Ecs.Services.Values.Where(s => s.ClusterArn == c.Cluster().Arn && s.Active).Select(s => s.Arn)),
        }),
    ];

    private static string ServiceArn(Call call, string name) => call.Arn($"service/{call.Cluster().Name}/{EcsCalls.LastPart(name)}");

    private static EcsService Named(Call call) => call.State.Ecs.Services.Find(ServiceArn(call, call.Need("service"))) is { } service
        ? service.Active ? service : throw Turn.Error("ServiceNotActiveException", "Service was not ACTIVE.", "It was deleted: create it anew.", at: call.At("service"))
        : throw Turn.Error("ServiceNotFoundException", "Service not found.", $"There is no service \"{EcsCalls.LastPart(call.Need("service")).Shortened()}\" in the cluster {call.Cluster().Name}.", at: call.At("service"));

    private static TaskRevision Revision(Call call)
    {
        if (call.Text("taskDefinition") is not { } name) throw EcsCalls.Invalid(call.Input.Head(), "TaskDefinition can not be blank.");
        var revision = call.Revision(name, "taskDefinition");
        return revision.Active ? revision : throw EcsCalls.Client(call.At("taskDefinition"), "TaskDefinition is inactive", $"{revision.Name} was deregistered.");
    }

    private static Output Create(Call call)
    {
        var (cluster, name, revision) = (call.Cluster(), call.Need("serviceName"), Revision(call));
        if (name.Length is 0 or > 255 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            throw EcsCalls.Invalid(call.At("serviceName"), "Invalid service name", "A name has 1 to 255 letters, digits, hyphens and underscores.");
        if (call.State.Ecs.Services.Find(ServiceArn(call, name)) is { Active: true }) throw EcsCalls.Invalid(call.At("serviceName"), "Creation of service was not idempotent.", $"A service {name} is there already: update it.");
        var capacity = call.Capacity(cluster, revision);
        if (call.Text("schedulingStrategy") is not (null or "REPLICA"))
        {
            throw capacity.LaunchType == "FARGATE"
                ? EcsCalls.Invalid(call.At("schedulingStrategy"), "The daemon scheduling strategy is not supported for services using the Fargate launch type.")
                : Turn.Error(AwsError.NotSimulated, "The simulation's services are replica services.", "A DAEMON service has one task on each instance: distinctInstance with as many tasks comes near.", 501, call.At("schedulingStrategy"));
        }
        if (call.Integer("desiredCount") is not { } desired) throw EcsCalls.Invalid(call.Input.Head(), "desiredCount must be specified when schedulingStrategy is REPLICA.");
        var (least, most, breaker, rollback) = ReadDeployment(call, (100, 200, false, false));
        EcsService service = new(ServiceArn(call, name), name, cluster.Arn, call.Region, Count(call, desired), call.NetworkFor(revision, capacity), ReadBalancers(call, revision), least, most, breaker, rollback,
            (int)(call.Integer("healthCheckGracePeriodSeconds") ?? 0), capacity, call.Now)
        {
            Deployments = [NewDeployment(call.Turn, revision)],
        };
        if (service.LoadBalancers.Count == 0 && call.Integer("healthCheckGracePeriodSeconds") is not null)
            throw EcsCalls.Invalid(call.At("healthCheckGracePeriodSeconds"), "Health check grace period is only valid for services configured to use load balancers.");
        call.Turn.Put(service);
        call.Turn.Note("ecs", name, $"The service {name} wants {desired} {(desired == 1 ? "task" : "tasks")} of {revision.Name}.", null, "ACTIVE");
        return new() { ["service"] = Describe(call.State, service) };
    }

    private static int Count(Call call, long desired) => desired is >= 0 and <= 5000 ? (int)desired : throw EcsCalls.Invalid(call.At("desiredCount"), "desiredCount must be between 0 and 5000.");

    private static Deployment NewDeployment(Turn turn, TaskRevision revision)
    {
        var id = $"ecs-svc/{turn.Draw() % 10_000_000_000_000_000_000:D19}";
        return new(id, revision.Arn, turn.Now, "IN_PROGRESS", $"ECS deployment {id} in progress.", 0, null);
    }

    private static (int Least, int Most, bool Breaker, bool Rollback) ReadDeployment(Call call, (int Least, int Most, bool Breaker, bool Rollback) from)
    {
        if (call.Structure("deploymentConfiguration") is not { } configuration) return from;
        foreach (var member in new[] { "alarms", "strategy", "bakeTimeInMinutes", "lifecycleHooks", "linearConfiguration", "canaryConfiguration", "earlySuccessCriteria" })
        {
            if (configuration.InUse(member) is { } used && used.Value is not JsonString { Value: "ROLLING" })
                throw Turn.Error(AwsError.NotSimulated, $"The simulation's services deploy by rolling; it does not know what to do with {member}.", null, 501, used.NameAt);
        }
        var (least, most) = (configuration.Integer("minimumHealthyPercent"), configuration.Integer("maximumPercent"));
        if (least?.Value is < 0 or > 100) throw EcsCalls.Invalid(least!.At, "minimumHealthyPercent must be between 0 and 100.");
        if (most?.Value is < 0 or > 200) throw EcsCalls.Invalid(most!.At, "maximumPercent must be between 0 and 200.");
        var (low, high) = ((int)(least?.Value ?? from.Least), (int)(most?.Value ?? from.Most));
        if (high < low || high == 0) throw EcsCalls.Invalid(configuration.At, "maximumPercent must be greater than minimumHealthyPercent.");
        if (low == 100 && high == 100)
            throw EcsCalls.Invalid(configuration.At, "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.", "With both at 100 nothing may stop before something starts, and nothing may start before something stops.");
        var breaker = configuration.Structure("deploymentCircuitBreaker");
        return (low, high, breaker?.Flag("enable")?.Value ?? from.Breaker, breaker?.Flag("rollback")?.Value ?? from.Rollback);
    }

    private static IReadOnlyList<ServiceLoadBalancer> ReadBalancers(Call call, TaskRevision revision)
    {
        List<ServiceLoadBalancer> balancers = [];
        foreach (var one in call.Structures("loadBalancers"))
        {
            if (one.Text("targetGroupArn") is not { } arn) throw EcsCalls.Invalid(one.At, "Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the proper permissions.", "Name a targetGroupArn; classic load balancers are not here.");
            if (call.State.LoadBalancing.TargetGroups.Find(arn.Value) is not { } group) throw EcsCalls.Invalid(arn.At, $"The target group with targetGroupArn {arn.Value.Shortened()} does not exist.");
            var mode = revision.Definition.NetworkMode?.Value ?? "bridge";
            var type = mode == "awsvpc" ? "ip" : "instance";
            if (group.TargetType != type)
                throw EcsCalls.Invalid(arn.At, $"The provided target group {arn.Value} has target type {group.TargetType}, which is incompatible with the {mode} network mode specified in the task definition.", $"{(mode == "awsvpc" ? "Tasks have addresses of their own" : "Tasks answer on ports of their instance")}: make a target group of type {type}.");
            if (call.State.LoadBalancing.InFrontOf(group.Arn) is null) throw EcsCalls.Invalid(arn.At, $"The target group with targetGroupArn {arn.Value} does not have an associated load balancer.", "Create a listener that forwards to it first.");
            var container = one.Text("containerName");
            if (container is null || revision.Definition.FindContainer(container.Value) is not { } defined)
                throw EcsCalls.Invalid(container?.At ?? one.At, $"The container {container?.Value.Shortened()} does not exist in the task definition.", $"Its containers: {string.Join(", ", revision.Definition.ContainerDefinitions.Select(c => c.Name?.Value))}.");
            var port = one.Integer("containerPort");
            if (port is null || !defined.PortMappings.Any(p => p.ContainerPort?.Value == port.Value))
                throw EcsCalls.Invalid(port?.At ?? one.At, $"The container {container.Value} did not have a container port {port?.Value} defined.", defined.PortMappings.Count > 0 ? $"Name the port that the task definition maps: {string.Join(", ", defined.PortMappings.Select(p => p.ContainerPort?.Value))}." : "Map the port in the task definition.");
            balancers.Add(new(group.Arn, container.Value, (int)port.Value));
        }
        return balancers;
    }

    private static Output Update(Call call)
    {
        var service = Named(call);
        var current = call.State.Ecs.Revisions[service.Deployments[0].RevisionArn];
        var revision = call.Text("taskDefinition") is null ? current : Revision(call);
        var capacity = Capacity(call, service, revision);
        foreach (var balancer in service.LoadBalancers)
        {
            if (revision.Definition.FindContainer(balancer.ContainerName)?.PortMappings.Any(p => p.ContainerPort?.Value == balancer.ContainerPort) != true)
                throw EcsCalls.Invalid(call.At("taskDefinition"), $"The container {balancer.ContainerName} did not have a container port {balancer.ContainerPort} defined.", "The service's load balancer sends requests to that container and port.");
        }
        var (least, most, breaker, rollback) = ReadDeployment(call, (service.MinimumHealthyPercent, service.MaximumPercent, service.CircuitBreaker, service.Rollback));
        var next = service with
        {
            Desired = call.Integer("desiredCount") is { } desired ? Count(call, desired) : service.Desired,
            MinimumHealthyPercent = least,
            MaximumPercent = most,
            CircuitBreaker = breaker,
            Rollback = rollback,
            GraceSeconds = (int)(call.Integer("healthCheckGracePeriodSeconds") ?? service.GraceSeconds),
            Network = call.Structure("networkConfiguration") is null ? service.Network : call.NetworkFor(revision, capacity),
            Capacity = capacity,
        };
        if (revision.Arn != current.Arn || call.Flag("forceNewDeployment") || call.Structure("networkConfiguration") is not null || call.Input.InUse("capacityProviderStrategy") is not null)
        {
            next = next with { Deployments = [NewDeployment(call.Turn, revision), .. service.Deployments] };
            call.Turn.Note("ecs", service.Name, $"The service {service.Name} deploys {revision.Name}: at least {least} % and at most {most} % of {next.Desired} run meanwhile.");
        }
        if (next.Desired != service.Desired) call.Turn.Note("ecs", service.Name, $"The service {service.Name} wants {next.Desired} tasks now.", $"{service.Desired}", $"{next.Desired}");
        call.Turn.Put(next);
        return new() { ["service"] = Describe(call.State, next) };
    }

    /// <summary>Where the service's tasks run from now on: a strategy can take the place of another, and the network mode has to stay.</summary>
    private static TaskCapacity Capacity(Call call, EcsService service, TaskRevision revision)
    {
        var capacity = service.Capacity;
        if (call.Input.InUse("capacityProviderStrategy") is { } asked)
        {
            var strategy = CapacityReading.Strategy(call, call.Cluster(), "capacityProviderStrategy");
            if (!call.Flag("forceNewDeployment")) throw EcsCalls.Invalid(asked.Value.At, "When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity provider strategy on a service that is already using one, you must force a new deployment.", "Say forceNewDeployment too.");
            var launchType = TaskCapacity.OfFargate.Contains(strategy[0].Provider) ? "FARGATE" : "EC2";
            if (launchType != capacity.LaunchType) throw EcsCalls.Invalid(asked.Value.At, "The capacity provider strategy of a service cannot be changed between Fargate and Auto Scaling group capacity providers.");
            capacity = capacity with { Strategy = strategy };
        }
        if (call.Input.InUse("placementStrategy") is not null || call.Input.InUse("placementConstraints") is not null)
        {
            if (capacity.LaunchType == "FARGATE") throw EcsCalls.Invalid(call.Input.Head(), "Placement strategies and constraints are not supported with FARGATE launch type.");
            var rules = Placement.Read(call);
            capacity = capacity with { Rules = new(call.Input.InUse("placementStrategy") is null ? capacity.Rules.Strategies : rules.Strategies, call.Input.InUse("placementConstraints") is null ? capacity.Rules.Constraints : rules.Constraints) };
        }
        foreach (var constraint in Placement.Constraints(revision.Definition.Json)) Placement.CheckExpression(call, constraint, "taskDefinition");
        if (capacity.LaunchType == "FARGATE" ? revision.Definition.Fargate is null : revision.Definition.RequiresCompatibilities is { Count: > 0 } compatible && compatible.All(c => c.Value != "EC2"))
            throw EcsCalls.Invalid(call.At("taskDefinition"), $"Task definition does not support launch_type {capacity.LaunchType}.");
        if ((revision.Definition.NetworkMode?.Value == "awsvpc") != (service.Network is not null))
            throw EcsCalls.Invalid(call.At("taskDefinition"), "Network Configuration must be provided when networkMode 'awsvpc' is specified.", "The new revision has another network mode than the service: create another service.");
        return capacity;
    }

    private static Output Delete(Call call)
    {
        var service = Named(call);
        if (service.Desired > 0 && !call.Flag("force"))
            throw EcsCalls.Invalid(call.At("service"), "The service cannot be stopped while it is scaled above 0.", "Set desiredCount to 0 first, or give force.");
        foreach (var task in call.State.Ecs.Tasks.Values.Where(t => t.ClusterArn == service.ClusterArn && t.Group == $"service:{service.Name}").ToList())
            TaskLifecycle.Stop(call.Turn, task, "ServiceSchedulerInitiated", "Service was deleted");
        var next = service with { Active = false, Desired = 0 };
        call.Turn.Put(next);
        call.Turn.Note("ecs", service.Name, $"The service {service.Name} was deleted.", "ACTIVE", "INACTIVE");
        return new() { ["service"] = Describe(call.State, next) };
    }

    private static Output DescribeAll(Call call)
    {
        var asked = call.Texts("services").Select(s => ServiceArn(call, s.Value)).ToList();
        if (asked.Count is 0 or > 10) throw EcsCalls.Invalid(call.At("services"), "Services cannot be empty.", "Name 1 to 10 services.");
        return new()
        {
            ["services"] = new Array([.. asked.Select(a => call.State.Ecs.Services.Find(a)).OfType<EcsService>().Select(s => (Node)Describe(call.State, s))]),
            ["failures"] = new Array([.. asked.Where(a => !call.State.Ecs.Services.Has(a)).Select(a => (Node)EcsCalls.Failure(a, "MISSING"))]),
        };
    }

    private static Output Describe(AccountState state, EcsService service)
    {
        var tasks = state.Ecs.Tasks.Values.Where(t => t.ClusterArn == service.ClusterArn && t.Group == $"service:{service.Name}" && t.DesiredStatus == "RUNNING").ToList();
        Output output = new()
        {
            ["serviceArn"] = service.Arn,
            ["serviceName"] = service.Name,
            ["clusterArn"] = service.ClusterArn,
            ["status"] = service.Active ? "ACTIVE" : "INACTIVE",
            ["desiredCount"] = service.Desired,
            ["runningCount"] = tasks.Count(t => t.LastStatus == "RUNNING"),
            ["pendingCount"] = tasks.Count(t => t.LastStatus != "RUNNING"),
            ["schedulingStrategy"] = "REPLICA",
            ["taskDefinition"] = service.Deployments[0].RevisionArn,
            ["createdAt"] = EcsCalls.Time(service.Created),
            ["healthCheckGracePeriodSeconds"] = service.GraceSeconds,
            ["loadBalancers"] = new Array([.. service.LoadBalancers.Select(b => (Node)new Output { ["targetGroupArn"] = b.TargetGroupArn, ["containerName"] = b.ContainerName, ["containerPort"] = b.ContainerPort })]),
            ["deploymentConfiguration"] = new Output
            {
                ["minimumHealthyPercent"] = service.MinimumHealthyPercent,
                ["maximumPercent"] = service.MaximumPercent,
                ["deploymentCircuitBreaker"] = new Output { ["enable"] = service.CircuitBreaker, ["rollback"] = service.Rollback },
            },
            ["deployments"] = new Array([.. service.Deployments.Select((d, i) => (Node)new Output
            {
                ["id"] = d.Id,
                ["status"] = i == 0 ? "PRIMARY" : "ACTIVE",
                ["taskDefinition"] = d.RevisionArn,
                ["desiredCount"] = i == 0 ? service.Desired : tasks.Count(t => t.DeploymentId == d.Id),
                ["runningCount"] = tasks.Count(t => t.DeploymentId == d.Id && t.LastStatus == "RUNNING"),
                ["pendingCount"] = tasks.Count(t => t.DeploymentId == d.Id && t.LastStatus != "RUNNING"),
                ["failedTasks"] = d.Failed,
                ["createdAt"] = EcsCalls.Time(d.Created),
                ["rolloutState"] = d.Rollout,
                ["rolloutStateReason"] = d.Reason,
            })]),
            ["events"] = new Array([.. service.Events.Select(e => (Node)new Output { ["id"] = e.Id, ["createdAt"] = EcsCalls.Time(e.At), ["message"] = e.Message })]),
            ["placementStrategy"] = new Array([.. service.Capacity.Rules.Strategies.Select(p => (Node)(p.Field is null ? new Output { ["type"] = p.Type } : new Output { ["type"] = p.Type, ["field"] = p.Field }))]),
            ["placementConstraints"] = new Array([.. service.Capacity.Rules.Constraints.Select(p => (Node)(p.Expression is null ? new Output { ["type"] = p.Type } : new Output { ["type"] = p.Type, ["expression"] = p.Expression }))]),
        };
        if (service.Capacity.Strategy.Count > 0) output["capacityProviderStrategy"] = CapacityProviderOperations.Describe(service.Capacity.Strategy);
        else output["launchType"] = service.Capacity.LaunchType;
        if (service.Network is { } network)
        {
            output["networkConfiguration"] = new Output
            {
                ["awsvpcConfiguration"] = new Output
                {
                    ["subnets"] = EcsCalls.Texts(network.SubnetIds),
                    ["securityGroups"] = EcsCalls.Texts(network.SecurityGroupIds),
                    ["assignPublicIp"] = network.PublicIp ? "ENABLED" : "DISABLED",
                },
            };
        }
        return output;
    }
}

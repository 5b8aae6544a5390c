using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Services;

namespace CloudCourse.Simulation.Tests.Ecs.Account;

/// <summary>Tasks on EC2 instances.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html"/>
public sealed class ContainerInstanceTests
{
    private readonly EcsWorld _world = new();

    public ContainerInstanceTests() => _world.Role("ecs");

    private JsonArray Hosts => _world.Do("ListContainerInstances", """{"cluster": "shop"}""")["containerInstanceArns"]!.AsArray();

    private JsonObject Host(string instance)
    {
        var arns = string.Join("\", \"", Hosts.Select(h => (string)h!));
        return _world.Do("DescribeContainerInstances", $$"""{"cluster": "shop", "containerInstances": ["{{arns}}"]}""")["containerInstances"]!.AsArray().First(i => (string)i!["ec2InstanceId"]! == instance)!.AsObject();
    }

    private static JsonNode Resource(JsonObject host, string list, string name)
    {
        var one = host[list]!.AsArray().First(r => (string)r!["name"]! == name)!;
        return one["integerValue"] ?? one["stringSetValue"]!;
    }

    private static string Ports(JsonObject host) => string.Join(',', Resource(host, "remainingResources", "PORTS").AsArray().Select(p => (string)p!));

    private void Register(string family = "web", int cpu = 256, int memory = 200, string port = "", string mode = "bridge", string more = "") => _world.Do("RegisterTaskDefinition", $$"""
        {"family": "{{family}}", "networkMode": "{{mode}}", {{more}} "containerDefinitions": [{"name": "web", "image": "nginx", "cpu": {{cpu}}, "memory": {{memory}}, "portMappings": [{"containerPort": 80 {{port}}}]}]}
        """);

    private JsonObject RunTask(int count = 1, string more = "") => _world.Do("RunTask", $$"""{"cluster": "shop", "taskDefinition": "web", "launchType": "EC2", "count": {{count}} {{more}} }""");

    private string[] Placed(int count, string more) => [.. RunTask(count, more)["tasks"]!.AsArray().Select(t => _world.Task((string)t!["taskArn"]!).InstanceId!)];

    private static string[] Reasons(JsonObject output) => [.. output["failures"]!.AsArray().Select(f => (string)f!["reason"]!)];

    [Fact]
    public void An_instance_with_the_agent_a_role_and_the_clusters_name_joins_by_itself()
    {
        var id = _world.Launch("ecs")[0];
        _world.Pass(30);
        Assert.Empty(Hosts);
        _world.Pass(30);
        var host = Host(id);
        Assert.Equal(("ACTIVE", true, 0), ((string)host["status"]!, (bool)host["agentConnected"]!, (int)host["runningTasksCount"]!));
        Assert.Equal((2048, 1984), ((int)Resource(host, "registeredResources", "CPU"), (int)Resource(host, "registeredResources", "MEMORY")));
        Assert.Equal(1, (int)_world.Do("DescribeClusters", """{"clusters": ["shop"]}""")["clusters"]![0]!["registeredContainerInstancesCount"]!);
        Assert.Contains(host["attributes"]!.AsArray(), a => (string)a!["name"]! == "ecs.instance-type" && (string)a["value"]! == "t3.small");
    }

    [Theory]
    [InlineData(null, EcsWorld.Optimized, "#!/bin/bash\necho ECS_CLUSTER=shop >> /etc/ecs/ecs.config", "no instance profile")]
    [InlineData("bare", EcsWorld.Optimized, "#!/bin/bash\necho ECS_CLUSTER=shop >> /etc/ecs/ecs.config", "not authorized to perform: ecs:DiscoverPollEndpoint")]
    [InlineData("ecs", EcsWorld.Optimized, "#!/bin/bash\necho ECS_CLUSTER=other >> /etc/ecs/ecs.config", "no cluster other")]
    [InlineData("ecs", EcsWorld.Optimized, "echo ECS_CLUSTER=shop >> /etc/ecs/ecs.config", "does not begin with #!")]
    [InlineData("ecs", EcsWorld.Optimized, "#!/bin/bash\nexport ECS_CLUSTER=shop", "does not write it")]
    [InlineData("ecs", "ami-0a1b2c3d4e5f60001", "#!/bin/bash\necho ECS_CLUSTER=shop >> /etc/ecs/ecs.config", null)] // no agent, so nobody says anything
    public void An_instance_that_lacks_something_does_not_join(string? profile, string image, string script, string? says)
    {
        _world.Role("bare", allowed: false);
        _world.Launch(profile, image: image, script: script);
        _world.Pass(600);
        Assert.Empty(Hosts);
        var told = _world.Account.Account.History.OfType<Change>().Where(c => c.Service == "ecs" && c.Resource.StartsWith("i-", StringComparison.Ordinal)).Select(c => c.What).ToList();
        if (says is null) Assert.Empty(told);
        else Assert.Contains(told, t => t.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void A_task_takes_its_share_of_the_instance_and_gives_it_back()
    {
        var id = _world.Launch("ecs")[0];
        _world.Pass(60);
        Register(port: """, "hostPort": 8080""");
        var arn = (string)RunTask()["tasks"]![0]!["taskArn"]!;
        _world.Pass(30);
        var host = Host(id);
        Assert.Equal((1792, 1784), ((int)Resource(host, "remainingResources", "CPU"), (int)Resource(host, "remainingResources", "MEMORY")));
        Assert.Equal("22,2375,2376,8080,51678,51679", Ports(host));
        Assert.Equal(1, (int)host["runningTasksCount"]!);
        Assert.Contains(8080, _world.State.Ec2.Regions["eu-west-1"].Instances[id].ListensOn);
        Assert.DoesNotContain(_world.State.Bill.Running.Values, m => m.Resource == arn); // the instance is paid for, not the task
        var task = _world.Do("DescribeTasks", $$"""{"cluster": "shop", "tasks": ["{{arn}}"]}""")["tasks"]![0]!;
        Assert.Equal(("EC2", "RUNNING", 8080), ((string)task["launchType"]!, (string)task["lastStatus"]!, (int)task["containers"]![0]!["networkBindings"]![0]!["hostPort"]!));
        _world.Do("StopTask", $$"""{"cluster": "shop", "task": "{{arn}}"}""");
        _world.Pass(60);
        Assert.Equal(2048, (int)Resource(Host(id), "remainingResources", "CPU"));
        Assert.Empty(_world.State.Ec2.Regions["eu-west-1"].Instances[id].ListensOn);
    }

    [Theory]
    [InlineData(4096, 200, "", "RESOURCE:CPU")]
    [InlineData(256, 4000, "", "RESOURCE:MEMORY")]
    [InlineData(256, 200, """, "hostPort": 22""", "RESOURCE:PORTS")] // the agent and SSH keep theirs
    public void What_does_not_fit_is_in_the_failures(int cpu, int memory, string port, string reason)
    {
        _world.Launch("ecs", count: 2);
        _world.Pass(60);
        Register(cpu: cpu, memory: memory, port: port);
        var output = RunTask();
        Assert.Empty(output["tasks"]!.AsArray());
        Assert.Equal([reason, reason], Reasons(output));
        Assert.Equal("InvalidParameterException", _world.Refused("RunTask", """{"cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE"}"""));
    }

    [Fact]
    public void A_fixed_host_port_is_there_once_and_dynamic_ones_as_often_as_you_like()
    {
        _world.Launch("ecs");
        _world.Pass(60);
        Register(port: """, "hostPort": 80""");
        var output = RunTask(2);
        Assert.Single(output["tasks"]!.AsArray());
        Assert.Equal(["RESOURCE:PORTS"], Reasons(output));
        Register();
        output = RunTask(3);
        Assert.Equal([32768, 32769, 32770], output["tasks"]!.AsArray().Select(t => _world.Task((string)t!["taskArn"]!).Ports.Single().HostPort));
    }

    [Fact]
    public void In_awsvpc_mode_each_task_takes_a_network_interface()
    {
        _world.Launch("ecs"); // t3.small has three, one of them its own
        _world.Pass(60);
        Register(mode: "awsvpc", memory: 100, cpu: 10);
        var output = RunTask(3, $$""", "networkConfiguration": {{_world.Network(open: false)}}""");
        Assert.Equal(2, output["tasks"]!.AsArray().Count);
        Assert.Equal(["RESOURCE:ENI"], Reasons(output));
        Assert.Equal(2, _world.State.Ecs.Tasks.Values.Select(t => t.PrivateIp).Distinct().Count());
        _world.Pass(60);
        Assert.All(_world.State.Ecs.Tasks.Values, t => Assert.Equal("RUNNING", t.LastStatus)); // the instance pulls, so the task needs no public address
        Assert.Equal("InvalidParameterException", _world.Refused("RunTask", $$"""{"cluster": "shop", "taskDefinition": "web", "launchType": "EC2", "networkConfiguration": {{_world.Network()}}}"""));
    }

    [Theory]
    [InlineData("""[{"type": "binpack", "field": "memory"}]""", 1)]
    [InlineData("""[{"type": "binpack", "field": "cpu"}]""", 1)]
    [InlineData("""[{"type": "spread", "field": "instanceId"}]""", 4)]
    [InlineData("""[{"type": "spread", "field": "attribute:ecs.availability-zone"}, {"type": "binpack", "field": "memory"}]""", 2)]
    public void Strategies_choose_the_instance(string strategy, int instances)
    {
        _world.Launch("ecs", count: 2, zone: "eu-west-1a");
        _world.Launch("ecs", count: 2, zone: "eu-west-1b");
        _world.Pass(60);
        Register(memory: 100);
        Assert.Equal(instances, Placed(4, $$""", "placementStrategy": {{strategy}}""").Distinct().Count());
    }

    [Fact]
    public void Random_goes_by_the_seed()
    {
        _world.Launch("ecs", count: 3);
        _world.Pass(60);
        Register(memory: 100);
        var first = Placed(9, """, "placementStrategy": [{"type": "random"}]""");
        Assert.InRange(first.Distinct().Count(), 2, 3);
    }

    [Theory]
    [InlineData("attribute:ecs.instance-type == t3.small", 2, null)]
    [InlineData("attribute:ecs.instance-type =~ t3.*", 3, null)]
    [InlineData("attribute:ecs.instance-type in [t3.small, t3.medium] and attribute:ecs.availability-zone != eu-west-1b", 2, null)]
    [InlineData("attribute:ecs.instance-type == t3.micro or attribute:ecs.availability-zone == eu-west-1b", 1, null)]
    [InlineData("attribute:stack exists", 0, "MemberOf placement constraint unsatisfied.")]
    public void Constraints_leave_those_out_that_do_not_meet_them(string expression, int candidates, string? reason)
    {
        _world.Launch("ecs", count: 2, zone: "eu-west-1a");
        _world.Launch("ecs", "t3.medium", zone: "eu-west-1b");
        _world.Pass(60);
        Register(memory: 100);
        var output = RunTask(6, $$""", "placementConstraints": [{"type": "memberOf", "expression": "{{expression}}"}], "placementStrategy": [{"type": "spread", "field": "instanceId"}]""");
        Assert.Equal(candidates, output["tasks"]!.AsArray().Select(t => _world.Task((string)t!["taskArn"]!).InstanceId).Distinct().Count());
        if (reason is not null) Assert.All(Reasons(output), r => Assert.Equal(reason, r));
        Assert.Equal(candidates, _world.Do("ListContainerInstances", $$"""{"cluster": "shop", "filter": "{{expression}}"}""")["containerInstanceArns"]!.AsArray().Count);
    }

    [Fact]
    public void DistinctInstance_puts_one_task_of_a_group_on_each()
    {
        _world.Launch("ecs", count: 2);
        _world.Pass(60);
        Register(memory: 100);
        var output = RunTask(3, """, "placementConstraints": [{"type": "distinctInstance"}]""");
        Assert.Equal(2, output["tasks"]!.AsArray().Count);
        Assert.All(Reasons(output), r => Assert.Equal("DistinctInstance placement constraint unsatisfied.", r));
    }

    [Theory]
    [InlineData("RunTask", """ "launchType": "EC2", "placementConstraints": [{"type": "memberOf", "expression": "(attribute:a == b) and not (task:group == c)"}]""", AwsError.NotSimulated)]
    [InlineData("RunTask", """ "launchType": "EC2", "placementConstraints": [{"type": "memberOf"}]""", "InvalidParameterException")]
    [InlineData("RunTask", """ "launchType": "EC2", "placementStrategy": [{"type": "binpack", "field": "instanceId"}]""", "InvalidParameterException")]
    [InlineData("RunTask", """ "launchType": "EC2", "placementStrategy": [{"type": "random", "field": "cpu"}]""", "InvalidParameterException")]
    [InlineData("RunTask", """ "launchType": "EC2", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0"]}}""", "InvalidParameterException")]
    [InlineData("RunTask", """ "launchType": "EXTERNAL" """, AwsError.NotSimulated)]
    [InlineData("RunTask", """ "launchType": "EC2" """, "InvalidParameterException")] // no container instance
    [InlineData("RunTask", """ "capacityProviderStrategy": [{"capacityProvider": "none", "weight": 1}]""", "InvalidParameterException")]
    [InlineData("RunTask", """ "launchType": "FARGATE", "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}]""", "InvalidParameterException")]
    [InlineData("RunTask", """ "capacityProviderStrategy": [{"capacityProvider": "FARGATE"}]""", "InvalidParameterException")] // no weight
    [InlineData("RunTask", """ "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "base": 1, "weight": 1}, {"capacityProvider": "FARGATE_SPOT", "base": 1, "weight": 1}]""", "InvalidParameterException")]
    [InlineData("CreateService", """ "serviceName": "a", "desiredCount": 1, "launchType": "EC2", "schedulingStrategy": "DAEMON" """, AwsError.NotSimulated)]
    public void A_wrong_wish_is_refused(string operation, string wish, string code)
    {
        Register();
        Assert.Equal(code, _world.Refused(operation, $$"""{"cluster": "shop", "taskDefinition": "web", {{wish}} }"""));
    }

    [Theory]
    [InlineData("TerminateInstances", "terminated")]
    [InlineData("StopInstances", "stopped")]
    public void Tasks_end_with_their_instance(string operation, string how)
    {
        var id = _world.Launch("ecs")[0];
        _world.Pass(60);
        Register();
        var arn = (string)RunTask()["tasks"]![0]!["taskArn"]!;
        _world.Pass(60);
        _world.Account.Do("ec2", operation, $$"""{"InstanceIds": ["{{id}}"]}""");
        Assert.Equal(("STOPPED", "TerminationNotice", $"Host EC2 (instance {id}) {how}."), (_world.Task(arn).LastStatus, _world.Task(arn).StopCode, _world.Task(arn).StoppedReason));
        if (how == "terminated")
        {
            Assert.Empty(Hosts);
            return;
        }
        Assert.False((bool)Host(id)["agentConnected"]!);
        Assert.Equal(["AGENT"], Reasons(RunTask()));
        _world.Pass(60);
        _world.Account.Do("ec2", "StartInstances", $$"""{"InstanceIds": ["{{id}}"]}""");
        _world.Pass(120);
        Assert.True((bool)Host(id)["agentConnected"]!);
        Assert.Single(Hosts);
    }

    private EcsService Web => _world.State.Ecs.Services.Values.Single();

    private void Create(int desired, string more = "") => _world.Do("CreateService", $$"""{"cluster": "shop", "serviceName": "web", "taskDefinition": "web", "desiredCount": {{desired}}, "launchType": "EC2" {{more}} }""");

    [Theory]
    [InlineData(1500, 100, "", "has insufficient CPU units available")]
    [InlineData(10, 1200, "", "has insufficient memory available")]
    [InlineData(10, 100, """, "hostPort": 80""", "is already using a port required by your task")]
    public void A_service_says_why_it_cannot_place_a_task_once_and_goes_on_when_it_can(int cpu, int memory, string port, string why)
    {
        _world.Launch("ecs");
        _world.Pass(60);
        Register(cpu: cpu, memory: memory, port: port);
        Create(2);
        _world.Pass(600);
        Assert.Single(_world.State.Ecs.Tasks.Values);
        var said = Assert.Single(Web.Events, e => e.Message.Contains("no container instance met all of its requirements", StringComparison.Ordinal));
        Assert.Contains(why, said.Message, StringComparison.Ordinal);
        _world.Launch("ecs");
        _world.Pass(120);
        Assert.Equal(2, _world.State.Ecs.Tasks.Values.Count(t => t.IsWell));
        Assert.Equal("COMPLETED", Web.Deployments[0].Rollout);
    }

    [Fact]
    public void A_service_without_any_instance_waits_for_one()
    {
        Register();
        Create(1);
        Assert.Contains("Reason: No Container Instances were found in your cluster.", Web.Events[0].Message, StringComparison.Ordinal);
        _world.Launch("ecs");
        _world.Pass(120);
        Assert.Single(_world.State.Ecs.Tasks.Values, t => t.IsWell);
    }

    [Fact]
    public void A_drained_instance_loses_its_services_tasks_and_no_others()
    {
        _world.Launch("ecs", count: 2);
        _world.Pass(60);
        Register();
        Create(4);
        var alone = Placed(1, """, "placementStrategy": [{"type": "spread", "field": "instanceId"}]""")[0];
        _world.Pass(60);
        var arn = (string)Host(alone)["containerInstanceArn"]!;
        Assert.Equal("DRAINING", (string)_world.Do("UpdateContainerInstancesState", $$"""{"cluster": "shop", "containerInstances": ["{{arn}}"], "status": "DRAINING"}""")["containerInstances"]![0]!["status"]!);
        for (var i = 0; i < 60; i++)
        {
            _world.Pass(5);
            Assert.True(_world.State.Ecs.Tasks.Values.Count(t => t.DeploymentId is not null && t.IsWell) >= 4);
        }
        Assert.Equal("web", Assert.Single(_world.State.Ecs.Tasks.Values, t => t.ContainerInstanceArn == arn && t.LastStatus == "RUNNING").Group.Split(':')[1]);
        Assert.Equal(4, _world.State.Ecs.Tasks.Values.Count(t => t.DeploymentId is not null && t.IsWell && t.ContainerInstanceArn != arn));
        Assert.Equal("InvalidParameterException", _world.Refused("DeregisterContainerInstance", $$"""{"cluster": "shop", "containerInstance": "{{arn}}"}"""));
        _world.Do("DeregisterContainerInstance", $$"""{"cluster": "shop", "containerInstance": "{{arn}}", "force": true}""");
        Assert.Single(Hosts);
        Assert.Equal("MISSING", (string)_world.Do("DescribeContainerInstances", $$"""{"cluster": "shop", "containerInstances": ["{{arn}}"]}""")["failures"]![0]!["reason"]!);
        Assert.Equal("ClusterContainsServicesException", _world.Refused("DeleteCluster", """{"cluster": "shop"}"""));
    }

    [Fact]
    public void A_second_task_of_an_image_starts_sooner_on_an_instance_that_has_it()
    {
        _world.Launch("ecs");
        _world.Pass(60);
        Register();
        RunTask();
        _world.Pass(30);
        var arn = (string)RunTask()["tasks"]![0]!["taskArn"]!;
        _world.Pass(3);
        Assert.Equal("RUNNING", _world.Task(arn).LastStatus);
    }

    [Fact]
    public void StartTask_puts_a_task_on_the_instance_that_you_name()
    {
        var ids = _world.Launch("ecs", count: 2);
        _world.Pass(60);
        Register();
        var host = (string)Host(ids[1])["containerInstanceArn"]!;
        var output = _world.Do("StartTask", $$"""{"cluster": "shop", "taskDefinition": "web", "containerInstances": ["{{host}}", "none"]}""");
        Assert.Equal(ids[1], _world.Task((string)output["tasks"]![0]!["taskArn"]!).InstanceId);
        Assert.Equal(["MISSING"], Reasons(output));
    }

    [Fact]
    public void A_load_balancer_reaches_tasks_on_ports_of_their_instances()
    {
        var vpc = (string)_world.Account.Do("ec2", "DescribeVpcs")["Vpcs"]![0]!["VpcId"]!;
        var subnets = string.Join("\", \"", _world.Account.Do("ec2", "DescribeSubnets")["Subnets"]!.AsArray().Select(s => (string)s!["SubnetId"]!));
        var group = (string)_world.Account.Do("ec2", "DescribeSecurityGroups")["SecurityGroups"]![0]!["GroupId"]!;
        var targets = (string)_world.Account.Do("elasticloadbalancing", "CreateTargetGroup", $$"""{"Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": "{{vpc}}", "TargetType": "instance"}""")["TargetGroups"]![0]!["TargetGroupArn"]!;
        var balancer = (string)_world.Account.Do("elasticloadbalancing", "CreateLoadBalancer", $$"""{"Name": "web", "Subnets": ["{{subnets}}"], "SecurityGroups": ["{{group}}"]}""")["LoadBalancers"]![0]!["LoadBalancerArn"]!;
        _world.Account.Do("elasticloadbalancing", "CreateListener", $$"""{"LoadBalancerArn": "{{balancer}}", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{{targets}}"}]}""");
        _world.Launch("ecs");
        _world.Pass(60);
        Register();
        Create(3, $$""", "loadBalancers": [{"targetGroupArn": "{{targets}}", "containerName": "web", "containerPort": 80}]""");
        _world.Pass(300);
        var health = _world.Account.Do("elasticloadbalancing", "DescribeTargetHealth", $$"""{"TargetGroupArn": "{{targets}}"}""")["TargetHealthDescriptions"]!.AsArray();
        Assert.Equal([32768, 32769, 32770], health.Select(h => (int)h!["Target"]!["Port"]!).Order());
        Assert.All(health, h => Assert.Equal("healthy", (string)h!["TargetHealth"]!["State"]!));
        Assert.Equal("COMPLETED", Web.Deployments[0].Rollout);
    }

    [Fact]
    public void An_Auto_Scaling_groups_instances_are_a_capacity_provider()
    {
        var data = Convert.ToBase64String("#!/bin/bash\necho ECS_CLUSTER=shop >> /etc/ecs/ecs.config"u8);
        _world.Account.Do("ec2", "CreateLaunchTemplate", $$"""{"LaunchTemplateName": "ecs", "LaunchTemplateData": {"ImageId": "{{EcsWorld.Optimized}}", "InstanceType": "t3.small", "UserData": "{{data}}", "IamInstanceProfile": {"Name": "ecs"} } }""");
        var subnets = string.Join(',', _world.Account.Do("ec2", "DescribeSubnets")["Subnets"]!.AsArray().Select(s => (string)s!["SubnetId"]!));
        _world.Account.Do("autoscaling", "CreateAutoScalingGroup", $$"""{"AutoScalingGroupName": "hosts", "LaunchTemplate": {"LaunchTemplateName": "ecs"}, "MinSize": 0, "MaxSize": 4, "DesiredCapacity": 0, "VPCZoneIdentifier": "{{subnets}}"}""");
        var arn = (string)_world.Account.Do("autoscaling", "DescribeAutoScalingGroups")["AutoScalingGroups"]![0]!["AutoScalingGroupARN"]!;
        Assert.Equal(AwsError.NotSimulated, _world.Refused("CreateCapacityProvider", $$"""{"name": "hosts", "autoScalingGroupProvider": {"autoScalingGroupArn": "{{arn}}", "managedScaling": {"status": "ENABLED"} } }"""));
        Assert.Equal("ClientException", _world.Refused("CreateCapacityProvider", """{"name": "hosts", "autoScalingGroupProvider": {"autoScalingGroupArn": "arn:none"}}"""));
        _world.Do("CreateCapacityProvider", $$"""{"name": "hosts", "autoScalingGroupProvider": {"autoScalingGroupArn": "{{arn}}"} }""");
        Register(memory: 900, cpu: 10);
        const string Wish = """{"cluster": "shop", "taskDefinition": "web", "count": 3, "capacityProviderStrategy": [{"capacityProvider": "hosts", "weight": 1}]}""";
        Assert.Equal("InvalidParameterException", _world.Refused("RunTask", Wish)); // not the cluster's yet
        _world.Do("PutClusterCapacityProviders", """{"cluster": "shop", "capacityProviders": ["hosts", "FARGATE"], "defaultCapacityProviderStrategy": [{"capacityProvider": "hosts", "weight": 1}]}""");
        Assert.Equal("InvalidParameterException", _world.Refused("RunTask", Wish.Replace("}]}", "}, {\"capacityProvider\": \"FARGATE\", \"weight\": 1}]}", StringComparison.Ordinal)));
        Assert.Equal("EMPTY CAPACITY PROVIDER", Reasons(_world.Do("RunTask", Wish))[0]);
        _world.Account.Do("autoscaling", "SetDesiredCapacity", """{"AutoScalingGroupName": "hosts", "DesiredCapacity": 1}""");
        _world.Launch("ecs"); // not of the group
        _world.Pass(120);
        var output = _world.Do("RunTask", """{"cluster": "shop", "taskDefinition": "web", "count": 3}"""); // the default strategy
        Assert.Equal(2, output["tasks"]!.AsArray().Count);
        Assert.All(output["tasks"]!.AsArray(), t => Assert.Equal("hosts", (string)t!["capacityProviderName"]!));
        Assert.Equal(["RESOURCE:MEMORY"], Reasons(output));
        Assert.Equal("ClientException", _world.Refused("DeleteCapacityProvider", """{"capacityProvider": "hosts"}"""));
        Assert.Equal(3, _world.Do("DescribeCapacityProviders", "{}")["capacityProviders"]!.AsArray().Count);
        _world.Do("PutClusterCapacityProviders", """{"cluster": "shop", "capacityProviders": [], "defaultCapacityProviderStrategy": []}""");
        _world.Do("DeleteCapacityProvider", """{"capacityProvider": "hosts"}""");
    }
}

using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ecs.Account;

/// <summary>A cluster called shop, and what tests of tasks need again and again.</summary>
internal sealed class EcsWorld
{
    public const string Optimized = "ami-0a1b2c3d4e5f60006";

    private readonly string _subnets;

    public EcsWorld()
    {
        Do("CreateCluster", """{"clusterName": "shop", "capacityProviders": ["FARGATE", "FARGATE_SPOT"]}""");
        _subnets = string.Join("\", \"", Account.Do("ec2", "DescribeSubnets")["Subnets"]!.AsArray().Select(s => (string)s!["SubnetId"]!));
    }

    public TestAccount Account { get; } = new();

    public AccountState State => Account.Account.State;

    public JsonObject Do(string operation, string input) => Account.Do("ecs", operation, input);

    public string Refused(string operation, string input) => Account.Refused("ecs", operation, input);

    public void Pass(double seconds) => Account.Account.Advance(TimeSpan.FromSeconds(seconds));

    public void Push(params ContainerImage[] images) => Account.Account.Happen(new ImagesAreThere(images));

    public string Network(bool open = true) => $$"""{"awsvpcConfiguration": {"subnets": ["{{_subnets}}"], "assignPublicIp": "{{(open ? "ENABLED" : "DISABLED")}}"} }""";

    /// <summary>A definition for Fargate.</summary>
    public void Register(string family, string containers, string more = "") => Do("RegisterTaskDefinition", $$"""
        {"family": "{{family}}", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "512", "memory": "1024", {{more}} "containerDefinitions": [{{containers}}]}
        """);

    /// <summary>Runs one task on Fargate and gives its ARN.</summary>
    public string Run(string family, string where = "\"launchType\": \"FARGATE\"") =>
        (string)Do("RunTask", $$"""{"cluster": "shop", "taskDefinition": "{{family}}", {{where}}, "networkConfiguration": {{Network()}}}""")["tasks"]![0]!["taskArn"]!;

    public EcsTask Task(string arn) => State.Ecs.Tasks[arn];

    public TaskContainer Container(string arn, string name) => Task(arn).Find(name)!;

    /// <summary>A role that EC2 may assume, with AWS's policy for container instances or without, in a profile of the same name.</summary>
    public void Role(string name, bool allowed = true)
    {
        Account.Do("iam", "CreateRole", $$$"""{"RoleName": "{{{name}}}", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"}""");
        if (allowed) Account.Do("iam", "AttachRolePolicy", $$"""{"RoleName": "{{name}}", "PolicyArn": "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"}""");
        Account.Do("iam", "CreateInstanceProfile", $$"""{"InstanceProfileName": "{{name}}"}""");
        Account.Do("iam", "AddRoleToInstanceProfile", $$"""{"InstanceProfileName": "{{name}}", "RoleName": "{{name}}"}""");
    }

    /// <summary>Launches instances and gives their ids.</summary>
    public IReadOnlyList<string> Launch(string? profile, string type = "t3.small", int count = 1, string image = Optimized, string script = "#!/bin/bash\necho ECS_CLUSTER=shop >> /etc/ecs/ecs.config", string? zone = null)
    {
        JsonObject input = new()
        {
            ["ImageId"] = image,
            ["InstanceType"] = type,
            ["MinCount"] = count,
            ["MaxCount"] = count,
            ["UserData"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(script)),
        };
        if (profile is not null) input["IamInstanceProfile"] = new JsonObject { ["Name"] = profile };
        if (zone is not null) input["Placement"] = new JsonObject { ["AvailabilityZone"] = zone };
        return [.. Account.Do("ec2", "RunInstances", input.ToJsonString())["Instances"]!.AsArray().Select(i => (string)i!["InstanceId"]!)];
    }

    private sealed record ImagesAreThere(IReadOnlyList<ContainerImage> Images) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            var ecs = turn.State.Ecs;
            foreach (var image in Images) ecs = ecs with { Images = ecs.Images.Put(image.Name, image) };
            turn.State = turn.State with { Ecs = ecs };
        }
    }
}

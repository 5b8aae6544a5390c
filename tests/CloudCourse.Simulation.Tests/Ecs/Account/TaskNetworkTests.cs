using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ecs.Account;

/// <summary>The subnets and security groups of tasks, and what binds their roles.</summary>
public sealed class TaskNetworkTests
{
    private const string Web = """{"name": "web", "image": "nginx:1.27", "portMappings": [{"containerPort": 80}]}""";
    private readonly EcsWorld _world = new();

    private string Vpc(string cidr) => (string)_world.Account.Do("ec2", "CreateVpc", $$"""{"CidrBlock": "{{cidr}}"}""")["Vpc"]!["VpcId"]!;

    private string Subnet(string vpc, string cidr) => (string)_world.Account.Do("ec2", "CreateSubnet", $$"""{"VpcId": "{{vpc}}", "CidrBlock": "{{cidr}}", "AvailabilityZone": "eu-west-1a"}""")["Subnet"]!["SubnetId"]!;

    private static string Run(string network, int count = 1) => $$"""{"cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE", "count": {{count}}, "networkConfiguration": {"awsvpcConfiguration": {{network}} } }""";

    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
    [Fact]
    public void A_task_without_an_address_to_have_fails_as_its_interface_is_made()
    {
        _world.Register("web", Web);
        var vpc = Vpc("10.0.0.0/24");
        var (narrow, wide) = (Subnet(vpc, "10.0.0.0/28"), Subnet(vpc, "10.0.0.128/25"));
        var tasks = _world.Do("RunTask", Run($$"""{"subnets": ["{{narrow}}"]}""", 10))["tasks"]!.AsArray();
        foreach (var more in _world.Do("RunTask", Run($$"""{"subnets": ["{{narrow}}"]}""", 3))["tasks"]!.AsArray()) tasks.Add(more!.DeepClone());
        Assert.Equal(0, (int)_world.Account.Do("ec2", "DescribeSubnets", $$"""{"SubnetIds": ["{{narrow}}"]}""")["Subnets"]![0]!["AvailableIpAddressCount"]!);
        _world.Pass(16);
        // Sixteen addresses, of which AWS keeps five.
        Assert.Equal(11, tasks.Count(t => _world.Task((string)t!["taskArn"]!).PrivateIp.Length > 0));
        var failed = tasks.Select(t => _world.Task((string)t!["taskArn"]!)).Where(t => t.PrivateIp.Length == 0).ToList();
        Assert.All(failed, t => Assert.Equal(("TaskFailedToStart", $"Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled in subnet '{narrow}': InsufficientFreeAddressesInSubnet"), (t.StopCode, t.StoppedReason)));
        // With another subnet beside it, the task goes there.
        var other = (string)_world.Do("RunTask", Run($$"""{"subnets": ["{{narrow}}", "{{wide}}"]}"""))["tasks"]![0]!["taskArn"]!;
        Assert.Equal(wide, _world.Task(other).SubnetId);
    }

    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
    [Fact]
    public void Subnets_and_groups_are_of_one_VPC()
    {
        _world.Register("web", Web);
        var (one, other) = (Vpc("10.0.0.0/24"), Vpc("10.1.0.0/24"));
        var (near, far) = (Subnet(one, "10.0.0.0/28"), Subnet(other, "10.1.0.0/28"));
        var group = (string)_world.Account.Do("ec2", "CreateSecurityGroup", $$"""{"GroupName": "far", "Description": "far", "VpcId": "{{other}}"}""")["GroupId"]!;
        Assert.Equal("InvalidParameterException", _world.Refused("RunTask", Run($$"""{"subnets": ["{{near}}", "{{far}}"]}""")));
        var error = _world.Account.Try("ecs", "RunTask", Run($$"""{"subnets": ["{{near}}"], "securityGroups": ["{{group}}"]}""")).Error!;
        Assert.Equal(("InvalidParameterException", $"Security group {group} does not appear to belong to the same VPC as the input subnets."), (error.Code, error.Message));
        _world.Do("RunTask", Run($$"""{"subnets": ["{{far}}"], "securityGroups": ["{{group}}"]}"""));
    }

    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    [Fact]
    public void A_service_control_policy_binds_the_execution_role()
    {
        static PolicyLevel Level(string statements) => new("root", [PolicyReader.Read($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}{{statements}}]}""", "scp").Policy!]);
        SimulatedAccount account = new(new(TestAccount.Id, 7, TestAccount.Start) { ServiceControlPolicies = [Level(""",{"Effect":"Deny","Action":"logs:CreateLogStream","Resource":"*"}""")] });
        string Do(string service, string operation, string input)
        {
            var result = account.Call(Caller.Root(TestAccount.Id), "eu-west-1", service, operation, input);
            Assert.True(result.Succeeded, $"{operation}: {result.Error?.Code} {result.Error?.Message} {result.Error?.Advice}");
            return result.Output!.ToJsonString();
        }

        Do("ecs", "CreateCluster", """{"clusterName": "shop"}""");
        Do("iam", "CreateRole", """{"RoleName": "exec", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"}""");
        Do("iam", "AttachRolePolicy", """{"RoleName": "exec", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}""");
        Do("ecs", "RegisterTaskDefinition", """
            {"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "executionRoleArn": "arn:aws:iam::111122223333:role/exec",
             "containerDefinitions": [{"name": "web", "image": "nginx:1.27", "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "w"}}}]}
            """);
        var subnet = account.State.Ec2.Regions["eu-west-1"].Subnets.Values.First().Id;
        Do("ecs", "RunTask", $$"""{"cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["{{subnet}}"], "assignPublicIp": "ENABLED"} } }""");
        account.Advance(TimeSpan.FromMinutes(2));
        var task = account.State.Ecs.Tasks.Values.Single();
        Assert.Equal("TaskFailedToStart", task.StopCode);
        Assert.Contains("with an explicit deny in a service control policy", task.StoppedReason, StringComparison.Ordinal);
    }
}

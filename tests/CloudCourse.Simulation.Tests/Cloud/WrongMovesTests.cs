namespace CloudCourse.Simulation.Tests.Cloud;

/// <summary>
/// Moves that AWS refuses and free emulators let pass. Each begins in the same account: an instance that runs (web), one that is
/// stopped, one that is terminated, one that is protected, volumes in two zones, an image, an Elastic IP address, a cluster.
/// </summary>
public sealed class WrongMovesTests
{
    private readonly TestAccount _account = new();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public WrongMovesTests()
    {
        foreach (var name in new[] { "web", "stopped", "terminated" }) _ids[name] = Launch("");
        _ids["protected"] = Launch(""", "DisableApiTermination": true""");
        Pass();
        _account.Do("ec2", "StopInstances", Fill("""{"InstanceIds": ["@stopped"]}"""));
        _account.Do("ec2", "TerminateInstances", Fill("""{"InstanceIds": ["@terminated"]}"""));
        foreach (var (name, zone) in new[] { ("here", "a"), ("free", "a"), ("there", "b") })
            _ids[name] = (string)_account.Do("ec2", "CreateVolume", $$"""{"AvailabilityZone": "eu-west-1{{zone}}", "Size": 5, "VolumeType": "gp3"}""")["VolumeId"]!;
        _ids["group"] = (string)_account.Do("ec2", "CreateSecurityGroup", """{"GroupName": "used", "Description": "used"}""")["GroupId"]!;
        _account.Do("ec2", "AuthorizeSecurityGroupIngress", Fill("""{"GroupId": "@group", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}"""));
        Launch(Fill(""", "SecurityGroupIds": ["@group"]"""));
        _ids["eip"] = (string)_account.Do("ec2", "AllocateAddress")["AllocationId"]!;
        _ids["image"] = (string)_account.Do("ec2", "CreateImage", Fill("""{"InstanceId": "@web", "Name": "web"}"""))["ImageId"]!;
        Pass();
        _account.Do("ec2", "AttachVolume", Fill("""{"VolumeId": "@here", "InstanceId": "@web", "Device": "/dev/sdf"}"""));
        _account.Do("ec2", "AssociateAddress", Fill("""{"AllocationId": "@eip", "InstanceId": "@web"}"""));
        Pass();
        var ec2 = _account.Account.State.Ec2.Regions["eu-west-1"];
        _ids["snapshot"] = ec2.OwnImages[_ids["image"]].SnapshotId;
        _ids["default"] = ec2.SecurityGroups.Values.First(g => g.Name == "default").Id;
        var near = ec2.Subnets.Values.OrderBy(s => s.Zone, StringComparer.Ordinal).ToList();
        (_ids["vpc"], _ids["subnet"], _ids["second"]) = (near[0].VpcId, near[0].Id, near[1].Id);
        _ids["own"] = (string)_account.Do("ec2", "CreateVpc", """{"CidrBlock": "10.0.0.0/16"}""")["Vpc"]!["VpcId"]!;
        _ids["elsewhere"] = (string)_account.Do("ec2", "CreateSubnet", Fill("""{"VpcId": "@own", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1c"}"""))["Subnet"]!["SubnetId"]!;
        _ids["far"] = (string)_account.Do("ec2", "CreateSecurityGroup", Fill("""{"GroupName": "far", "Description": "far", "VpcId": "@own"}"""))["GroupId"]!;
        foreach (var (operation, input) in Twice) _account.Do("elasticloadbalancing", operation, Fill(input));
        _account.Do("ecs", "CreateCluster", """{"clusterName": "shop"}""");
        _account.Do("ecs", "RegisterTaskDefinition", """{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "web", "image": "nginx"}]}""");
    }

    private static readonly (string Operation, string Input)[] Twice =
    [
        ("CreateLoadBalancer", """{"Name": "shop", "Subnets": ["@subnet", "@second"]}"""),
        ("CreateTargetGroup", """{"Name": "shop", "Protocol": "HTTP", "Port": 80, "VpcId": "@vpc"}"""),
    ];

    /// <summary>https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html: the same settings again succeed, and make nothing.</summary>
    [Fact]
    public void The_same_load_balancer_twice_is_one()
    {
        foreach (var (operation, input) in Twice) _account.Do("elasticloadbalancing", operation, Fill(input));
        Assert.Single(_account.Account.State.LoadBalancing.LoadBalancers.Values);
        Assert.Single(_account.Account.State.LoadBalancing.TargetGroups.Values);
    }

    private string Launch(string more) => (string)_account.Do("ec2", "RunInstances",
        $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "Placement": {"AvailabilityZone": "eu-west-1a"} {{more}} }""")["Instances"]![0]!["InstanceId"]!;

    private void Pass() => _account.Account.Advance(TimeSpan.FromSeconds(60));

    private string Fill(string input) => _ids.Aggregate(input, (text, id) => text.Replace($"@{id.Key}\"", $"{id.Value}\"", StringComparison.Ordinal));

    private const string Start = "\"ImageId\": \"ami-0a1b2c3d4e5f60001\", \"MinCount\": 1, \"MaxCount\": 1";
    private const string Fargate = "\"family\": \"bad\", \"requiresCompatibilities\": [\"FARGATE\"], \"networkMode\": \"awsvpc\", \"cpu\": \"256\"";

    // Codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and the pages of ECS's and Elastic Load Balancing's operations
    [Theory]
    [InlineData("ec2", "StartInstances", """{"InstanceIds": ["@terminated"]}""", "IncorrectInstanceState")]
    [InlineData("ec2", "StopInstances", """{"InstanceIds": ["@terminated"]}""", "IncorrectInstanceState")]
    [InlineData("ec2", "RebootInstances", """{"InstanceIds": ["@stopped"]}""", "IncorrectInstanceState")]
    [InlineData("ec2", "TerminateInstances", """{"InstanceIds": ["@protected"]}""", "OperationNotPermitted")]
    [InlineData("ec2", "StopInstances", """{"InstanceIds": ["@web"], "Hibernate": true}""", "UnsupportedHibernationConfiguration")]
    [InlineData("ec2", "RunInstances", "{" + Start + """, "InstanceType": "t9.huge"}""", "InvalidParameterValue")]
    [InlineData("ec2", "RunInstances", "{" + Start + """, "InstanceType": "t4g.micro"}""", "InvalidParameterValue")]
    [InlineData("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1000, "MaxCount": 1000}""", "VcpuLimitExceeded")]
    [InlineData("ec2", "RunInstances", "{" + Start + """, "InstanceType": "t3.micro", "IamInstanceProfile": {"Name": "none"}}""", "InvalidParameterValue")]
    [InlineData("ec2", "AttachVolume", """{"VolumeId": "@there", "InstanceId": "@web", "Device": "/dev/sdg"}""", "InvalidVolume.ZoneMismatch")]
    [InlineData("ec2", "AttachVolume", """{"VolumeId": "@here", "InstanceId": "@stopped", "Device": "/dev/sdg"}""", "VolumeInUse")]
    [InlineData("ec2", "AttachVolume", """{"VolumeId": "@free", "InstanceId": "@web", "Device": "/dev/sdf"}""", "InvalidParameterValue")]
    [InlineData("ec2", "DeleteVolume", """{"VolumeId": "@here"}""", "VolumeInUse")]
    [InlineData("ec2", "DeleteSnapshot", """{"SnapshotId": "@snapshot"}""", "InvalidSnapshot.InUse")]
    [InlineData("ec2", "ReleaseAddress", """{"AllocationId": "@eip"}""", "InvalidIPAddress.InUse")]
    [InlineData("ec2", "DeleteSecurityGroup", """{"GroupId": "@group"}""", "DependencyViolation")]
    [InlineData("ec2", "DeleteSecurityGroup", """{"GroupId": "@default"}""", "CannotDelete")]
    [InlineData("ec2", "AuthorizeSecurityGroupIngress", """{"GroupId": "@group", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""", "InvalidPermission.Duplicate")]
    [InlineData("elasticloadbalancing", "CreateLoadBalancer", """{"Name": "one", "Subnets": ["@subnet"]}""", "ValidationError")]
    [InlineData("elasticloadbalancing", "CreateLoadBalancer", """{"Name": "internal-shop", "Subnets": ["@subnet", "@second"]}""", "ValidationError")]
    [InlineData("elasticloadbalancing", "CreateLoadBalancer", """{"Name": "one", "Subnets": ["@subnet", "@second"], "SecurityGroups": ["@far"]}""", "InvalidConfigurationRequest")]
    [InlineData("elasticloadbalancing", "CreateLoadBalancer", """{"Name": "one", "Subnets": ["@subnet", "@elsewhere"]}""", "InvalidConfigurationRequest")]
    [InlineData("elasticloadbalancing", "CreateLoadBalancer", """{"Name": "shop", "Subnets": ["@subnet", "@second"], "Scheme": "internal"}""", "DuplicateLoadBalancerName")]
    [InlineData("elasticloadbalancing", "CreateTargetGroup", """{"Name": "shop", "Protocol": "HTTP", "Port": 81, "VpcId": "@vpc"}""", "DuplicateTargetGroupName")]
    [InlineData("ecs", "RegisterTaskDefinition", "{" + Fargate + """, "memory": "8192", "containerDefinitions": [{"name": "web", "image": "nginx"}]}""", "ClientException")]
    [InlineData("ecs", "RegisterTaskDefinition", "{" + Fargate + """, "memory": "512", "containerDefinitions": [{"name": "web", "image": "nginx", "essential": false}]}""", "ClientException")]
    [InlineData("ecs", "RegisterTaskDefinition", "{" + Fargate + """, "memory": "512", "containerDefinitions": [{"name": "a", "image": "nginx", "dependsOn": [{"containerName": "b", "condition": "START"}]}, {"name": "b", "image": "nginx", "dependsOn": [{"containerName": "a", "condition": "START"}]}]}""", "ClientException")]
    [InlineData("ecs", "RunTask", """{"cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE"}""", "InvalidParameterException")]
    public void What_AWS_refuses_is_refused(string service, string operation, string input, string code) => Assert.Equal(code, _account.Refused(service, operation, Fill(input)));
}

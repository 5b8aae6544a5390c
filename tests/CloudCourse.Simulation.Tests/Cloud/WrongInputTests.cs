namespace CloudCourse.Simulation.Tests.Cloud;

/// <summary>What no caller should send, and what somebody does: AWS's code for it, at once, and nothing has changed.</summary>
public sealed class WrongInputTests
{
    private const string Launch = """ "ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1 """;

    private readonly TestAccount _account = new();

    [Theory]
    // A member that there is not.
    [InlineData("ec2", "StartInstances", """{"InstanceIds": ["i-00000000000000000"], "Colour": "red"}""", "ParamValidation")]
    [InlineData("ecs", "CreateCluster", """{"ClusterName": "shop"}""", "ParamValidation")]
    [InlineData("elasticloadbalancing", "CreateTargetGroup", """{"Name": "web", "Protokoll": "HTTP"}""", "ParamValidation")]
    // Another type.
    [InlineData("ec2", "StartInstances", """{"InstanceIds": "i-00000000000000000"}""", "ParamValidation")]
    [InlineData("ec2", "RunInstances", """{"MinCount": "1", "MaxCount": 1}""", "ParamValidation")]
    [InlineData("autoscaling", "SetDesiredCapacity", """{"AutoScalingGroupName": "web", "DesiredCapacity": "two"}""", "ParamValidation")]
    [InlineData("ecs", "RunTask", """{"taskDefinition": ["web"]}""", "ParamValidation")]
    [InlineData("ec2", "DescribeInstances", "null", "ParamValidation")]
    // A member that is missing.
    [InlineData("ec2", "RunInstances", """{"MinCount": 1}""", "ParamValidation")]
    [InlineData("ec2", "RunInstances", """{"MinCount": 1, "MaxCount": 1}""", "MissingParameter")]
    [InlineData("ec2", "AttachVolume", "{}", "ParamValidation")]
    [InlineData("ecs", "CreateService", "{}", "ParamValidation")]
    // Out of range.
    [InlineData("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 0, "MaxCount": 1}""", "InvalidParameterValue")]
    [InlineData("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 2147483648}""", "InvalidParameterValue")]
    [InlineData("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 2147483647, "MaxCount": 2147483647}""", "VcpuLimitExceeded")]
    [InlineData("ec2", "CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 2147483647}""", "InvalidParameterValue")]
    [InlineData("ecs", "RunTask", """{"taskDefinition": "web", "count": 2147483648}""", "SerializationException")]
    // Nothing has that id.
    [InlineData("ec2", "StopInstances", """{"InstanceIds": ["i-00000000000000000"]}""", "InvalidInstanceID.NotFound")]
    [InlineData("ec2", "DeleteVolume", """{"VolumeId": "vol-00000000000000000"}""", "InvalidVolume.NotFound")]
    [InlineData("ec2", "DeleteSnapshot", """{"SnapshotId": "snap-00000000000000000"}""", "InvalidSnapshot.NotFound")]
    [InlineData("elasticloadbalancing", "DescribeTargetHealth", """{"TargetGroupArn": "arn:none"}""", "ValidationError")]
    [InlineData("elasticloadbalancing", "DescribeTargetHealth", """{"TargetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/none/0123456789abcdef"}""", "TargetGroupNotFound")]
    [InlineData("iam", "GetRole", """{"RoleName": "nobody"}""", "NoSuchEntity")]
    [InlineData("ec2", "DescribeVolumeStatus", "{}", "InvalidRegion", "nowhere")]
    public void A_wrong_input_is_refused(string service, string operation, string input, string code, string region = "eu-west-1")
    {
        _account.Region = region;
        Assert.Equal(code, _account.Refused(service, operation, input));
    }

    public static TheoryData<string, string, string, string> Hostile => new()
    {
        { "ec2", "RunInstances", $$"""{ {{Launch}}, "UserData": "{{new string('A', 2 << 20)}}"}""", "RequestEntityTooLarge" },
        { "ec2", "RunInstances", $$"""{ {{Launch}}, "UserData": "{{new string('A', 500_000)}}"}""", "InvalidParameterValue" },
        { "iam", "CreateUser", $$"""{"UserName": "{{new string('a', 3 << 20)}}"}""", "RequestEntityTooLarge" },
        { "ec2", "RunInstances", Deep("{\"a\":", 1_000), "ParamValidation" },
        { "ec2", "DescribeInstances", "{\"InstanceIds\":" + Deep("[", 100_000), "ParamValidation" },
        { "ec2", "RunInstances", $$"""{ {{Launch}}, "TagSpecifications": [{"ResourceType": "instance", "Tags": [{{Many(i => $"{{\"Key\":\"k{i}\",\"Value\":\"v\"}}", 20_000)}}]}]}""", "TagLimitExceeded" },
        { "ec2", "RunInstances", $$"""{ {{Launch}}, "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "{{new string('v', 256)}}"}]}]}""", "InvalidParameterValue" },
        { "ec2", "RunInstances", $$"""{ {{Launch}}, "BlockDeviceMappings": [{{Many(i => $"{{\"DeviceName\":\"/dev/x{i}\",\"Ebs\":{{\"VolumeSize\":1}}}}", 5_000)}}]}""", "AttachmentLimitExceeded" },
        { "ec2", "StopInstances", $$"""{"InstanceIds": [{{Many(i => $"\"i-{i:x17}\"", 20_000)}}]}""", "InvalidInstanceID.NotFound" },
        { "ec2", "DescribeInstances", $$"""{"Filters": [{"Name": "instance-id", "Values": [{{Many(_ => "\"*a*b*c*\"", 20_000)}}]}]}""", "FilterLimitExceeded" },
        { "ec2", "AuthorizeSecurityGroupIngress", $$"""{"GroupName": "default", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "IpRanges": [{{Many(i => $"{{\"CidrIp\":\"10.{i / 65536}.{i / 256 % 256}.{i % 256}/32\"}}", 15_000)}}]}]}""", "RulesPerSecurityGroupLimitExceeded" },
        { "ecs", "RegisterTaskDefinition", $$"""{"family": "big", "containerDefinitions": [{{Many(i => $"{{\"name\":\"c{i}\",\"image\":\"nginx\"}}", 5_000)}}]}""", "ClientException" },
        { "autoscaling", "CreateAutoScalingGroup", $$"""{"AutoScalingGroupName": "{{new string('a', 300_000)}}", "MinSize": 1, "MaxSize": 1, "AvailabilityZones": ["eu-west-1a"]}""", "ValidationError" },
        { "iam", "PutRolePolicy", $$"""{"RoleName": "web", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{{Many(_ => """{\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}""", 2_000)}}]}"}""", "LimitExceeded" },
    };

    /// <summary>None of these may take long; what the time is nobody asserts, but a quadratic answer would be felt here.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"/>
    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void A_hostile_input_is_refused(string service, string operation, string input, string code)
    {
        _account.Do("ec2", "DescribeSubnets");
        _account.Do("iam", "CreateRole", """{"RoleName": "web", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"}""");
        Assert.Equal(code, _account.Refused(service, operation, input));
    }

    private static string Deep(string open, int levels) => string.Concat(Enumerable.Repeat(open, levels));

    private static string Many(Func<int, string> item, int count) => string.Join(",", Enumerable.Range(0, count).Select(item));
}

using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ec2;

// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
public sealed class InstanceLifecycleTests
{
    private const string Amazon = "ami-0a1b2c3d4e5f60001";
    private readonly TestAccount _account = new();

    private string Launch(string more = "", string type = "t3.micro") =>
        (string)_account.Do("ec2", "RunInstances", $$"""{"ImageId": "{{Amazon}}", "InstanceType": "{{type}}", "MinCount": 1, "MaxCount": 1{{more}}}""")["Instances"]![0]!["InstanceId"]!;

    private string Running(string more = "", string type = "t3.micro")
    {
        var id = Launch(more, type);
        Pass(30);
        return id;
    }

    private Instance Of(string id) => _account.Account.State.Ec2.Regions[_account.Region].Instances[id];

    private void Pass(double seconds) => _account.Account.Advance(TimeSpan.FromSeconds(seconds));

    private static string Ids(string id) => $$"""{"InstanceIds": ["{{id}}"]}""";

    [Fact]
    public void From_pending_to_running_and_its_checks_come_later()
    {
        var id = Launch();
        Assert.Equal(InstanceState.Pending, Of(id).State);
        Pass(30);
        Assert.Equal((InstanceState.Running, InstanceStatus.Initializing), (Of(id).State, Of(id).Status));
        Pass(120);
        Assert.Equal(InstanceStatus.Ok, Of(id).Status);
        Assert.NotNull(Of(id).PublicIp);
        Assert.Matches("^i-0[0-9a-f]{16}$", id);
    }

    [Fact]
    public void What_was_stopped_needs_room_in_the_quota_to_start_again()
    {
        var id = Running(type: "m5.large");
        _account.Do("ec2", "StopInstances", Ids(id));
        Pass(60);
        _account.Do("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "m5.large", "MinCount": 128, "MaxCount": 128}""");
        Assert.Equal("VcpuLimitExceeded", _account.Refused("ec2", "StartInstances", Ids(id)));
    }

    [Theory]
    [InlineData("StartInstances", "terminated", "IncorrectInstanceState")]
    [InlineData("StopInstances", "terminated", "IncorrectInstanceState")]
    [InlineData("RebootInstances", "stopped", "IncorrectInstanceState")]
    [InlineData("StopInstances", "pending", "IncorrectInstanceState")]
    [InlineData("StartInstances", "stopping", "IncorrectInstanceState")]
    public void A_transition_that_there_is_not_is_refused(string operation, string state, string code)
    {
        var id = state == "pending" ? Launch() : Running();
        if (state is "stopped" or "stopping") _account.Do("ec2", "StopInstances", Ids(id));
        if (state == "terminated") _account.Do("ec2", "TerminateInstances", Ids(id));
        if (state is "stopped" or "terminated") Pass(60);
        Assert.Equal(code, _account.Refused("ec2", operation, Ids(id)));
    }

    [Theory]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t9.huge", "MinCount": 1, "MaxCount": 1}""", "InvalidParameterValue")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1000, "MaxCount": 1000}""", "VcpuLimitExceeded")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 2, "MaxCount": 1}""", "InvalidParameterCombination")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t4g.micro", "MinCount": 1, "MaxCount": 1}""", "InvalidParameterValue")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f69999", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""", "InvalidAMIID.NotFound")]
    [InlineData("""{"ImageId": "linux", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""", "InvalidAMIID.Malformed")]
    [InlineData("""{"InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""", "MissingParameter")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "KeyName": "none"}""", "InvalidKeyPair.NotFound")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "SubnetId": "subnet-00000000000000000"}""", "InvalidSubnetID.NotFound")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "SecurityGroupIds": ["sg-00000000000000000"]}""", "InvalidGroup.NotFound")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "Placement": {"AvailabilityZone": "us-east-1a"}}""", "InvalidParameterValue")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "UserData": "#!/bin/bash"}""", "InvalidParameterValue")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "IamInstanceProfile": {"Name": "none"}}""", "InvalidParameterValue")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "HibernationOptions": {"Configured": true}}""", "UnsupportedHibernationConfiguration")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "DryRun": true}""", "DryRunOperation")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": "1", "MaxCount": 1}""", "ParamValidation")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1}""", "ParamValidation")]
    [InlineData("""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "LicenseSpecifications": [{"LicenseConfigurationArn": "a"}]}""", AwsError.NotSimulated)]
    public void A_launch_that_AWS_refuses_is_refused(string input, string code) => Assert.Equal(code, _account.Refused("ec2", "RunInstances", input));

    [Fact]
    public void Stopping_loses_memory_instance_store_and_the_public_address()
    {
        var id = Running(type: "i3.large");
        var address = Of(id).PublicIp;
        _account.Do("ec2", "StopInstances", Ids(id));
        Pass(60);
        Assert.Equal(new Contents(), Of(id).Contents);
        Assert.Null(Of(id).PublicIp);
        _account.Do("ec2", "StartInstances", Ids(id));
        Pass(30);
        Assert.NotEqual(address, Of(id).PublicIp);
        Assert.Equal(2, Of(id).Run);
    }

    [Fact]
    public void Hibernating_keeps_memory()
    {
        var id = Running(""", "HibernationOptions": {"Configured": true}, "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20, "VolumeType": "gp3", "Encrypted": true}}]""", "m5.large");
        var since = Of(id).Contents.MemorySince;
        _account.Do("ec2", "StopInstances", $$"""{"InstanceIds": ["{{id}}"], "Hibernate": true}""");
        Pass(90);
        Assert.True(Of(id).Contents.MemoryOnDisk);
        _account.Do("ec2", "StartInstances", Ids(id));
        Pass(30);
        Assert.Equal(since, Of(id).Contents.MemorySince);
        Assert.Equal("UnsupportedHibernationConfiguration", _account.Refused("ec2", "StopInstances", $$"""{"InstanceIds": ["{{Running()}}"], "Hibernate": true}"""));
    }

    [Fact]
    public void Compute_is_billed_by_the_second_with_a_minute_at_least_and_storage_while_it_exists()
    {
        var id = Launch(type: "m5.large");
        Pass(20);
        _account.Do("ec2", "StopInstances", Ids(id));
        Pass(3580);
        var lines = _account.Account.State.Bill.LinesAt(_account.Account.Now).ToDictionary(l => l.What, StringComparer.Ordinal);
        Assert.Equal(60, lines["m5.large On-Demand"].Seconds);
        Assert.Equal(0.107m / 60, lines["m5.large On-Demand"].Usd, 9);
        Assert.Equal(3600, lines["EBS gp3 storage"].Seconds);
        Assert.Equal(8 * 0.088m / 730, lines["EBS gp3 storage"].Usd, 9);
        var before = _account.Account.State.Bill.TotalAt(_account.Account.Now);
        _account.Do("ec2", "TerminateInstances", Ids(id));
        Pass(60);
        var after = _account.Account.State.Bill.TotalAt(_account.Account.Now);
        Pass(36000);
        Assert.True(after >= before);
        Assert.Equal(after, _account.Account.State.Bill.TotalAt(_account.Account.Now));
    }

    [Fact]
    public void User_data_runs_once_at_the_first_boot()
    {
        var script = Convert.ToBase64String("#!/bin/bash\ndnf install -y httpd\nsystemctl enable --now httpd\n"u8);
        var id = Running($$""", "UserData": "{{script}}" """);
        Assert.Equal([80], Of(id).ListensOn);
        var offline = Running($$""", "UserData": "{{script}}", "NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": false}]""");
        Assert.Empty(Of(offline).ListensOn);
        Assert.Contains("no way to the internet", Of(offline).UserDataLog, StringComparison.Ordinal);
    }

    [Fact]
    public void Handing_over_a_role_needs_permission_to_pass_it()
    {
        const string Trust = """{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}""";
        _account.Do("iam", "CreateRole", $$"""{"RoleName": "web", "AssumeRolePolicyDocument": "{{Trust}}"}""");
        _account.Do("iam", "CreateInstanceProfile", """{"InstanceProfileName": "web"}""");
        _account.Do("iam", "AddRoleToInstanceProfile", """{"InstanceProfileName": "web", "RoleName": "web"}""");
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.Do("iam", "AttachUserPolicy", """{"UserName": "ana", "PolicyArn": "arn:aws:iam::aws:policy/AmazonEC2FullAccess"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        const string Input = """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "IamInstanceProfile": {"Name": "web"}}""";
        Assert.Equal("UnauthorizedOperation", _account.Refused("ec2", "RunInstances", Input));
        Assert.Equal("iam:PassRole", ((ApiCall)_account.Account.History[^1]).Error!.Denied.Single().Action);
        _account.Do("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""");
    }

    [Fact]
    public void What_is_described_has_the_shape_of_AWS()
    {
        var id = Running(""", "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]}]""");
        var found = _account.Do("ec2", "DescribeInstances", """{"Filters": [{"Name": "tag:Name", "Values": ["w*"]}, {"Name": "instance-state-name", "Values": ["running"]}]}""");
        Assert.Equal(id, (string)found["Reservations"]![0]!["Instances"]![0]!["InstanceId"]!);
        Assert.Single(_account.Do("ec2", "DescribeInstanceStatus")["InstanceStatuses"]!.AsArray());
        Assert.Equal("InvalidInstanceID.NotFound", _account.Refused("ec2", "DescribeInstances", """{"InstanceIds": ["i-00000000000000000"]}"""));
        Assert.Equal("InvalidInstanceID.Malformed", _account.Refused("ec2", "DescribeInstances", """{"InstanceIds": ["web"]}"""));
        Assert.Equal("InvalidParameterValue", _account.Refused("ec2", "DescribeInstances", """{"Filters": [{"Name": "colour", "Values": ["red"]}]}"""));
        Assert.NotEmpty(_account.Do("ec2", "DescribeSecurityGroups")["SecurityGroups"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""", null)]
    [InlineData("""{"IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "203.0.113.7/32"}]}]}""", null)]
    [InlineData("""{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 79, "CidrIp": "0.0.0.0/0"}""", "InvalidParameterValue")]
    [InlineData("""{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "everybody"}""", "InvalidParameterValue")]
    [InlineData("""{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}""", "InvalidParameterValue")]
    [InlineData("""{"IpProtocol": "tcp", "CidrIp": "0.0.0.0/0"}""", "MissingParameter")]
    [InlineData("""{"IpProtocol": "http", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""", "InvalidParameterValue")]
    public void A_rule_of_a_security_group(string rule, string? code)
    {
        var group = (string)_account.Do("ec2", "CreateSecurityGroup", """{"GroupName": "web", "Description": "web"}""")["GroupId"]!;
        var input = rule.Insert(1, $"\"GroupId\": \"{group}\", ");
        if (code is not null)
        {
            Assert.Equal(code, _account.Refused("ec2", "AuthorizeSecurityGroupIngress", input));
            return;
        }
        _account.Do("ec2", "AuthorizeSecurityGroupIngress", input);
        Assert.Equal("InvalidPermission.Duplicate", _account.Refused("ec2", "AuthorizeSecurityGroupIngress", input));
        _account.Do("ec2", "RevokeSecurityGroupIngress", input);
        Assert.Equal("InvalidPermission.NotFound", _account.Refused("ec2", "RevokeSecurityGroupIngress", input));
        Assert.Equal("InvalidGroup.Duplicate", _account.Refused("ec2", "CreateSecurityGroup", """{"GroupName": "web", "Description": "again"}"""));
    }
}

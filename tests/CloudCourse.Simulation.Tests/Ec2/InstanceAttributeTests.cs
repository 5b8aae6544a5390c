using System.Text;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html and its neighbours.</summary>
public sealed class InstanceAttributeTests
{
    private readonly TestAccount _account = new();
    private readonly string _id;

    public InstanceAttributeTests()
    {
        _id = Launch("");
        Pass(300);
    }

    private void Pass(int seconds) => _account.Account.Advance(TimeSpan.FromSeconds(seconds));

    private JsonObject Do(string operation, string input = "{}") => _account.Do("ec2", operation, input.Replace("@i", _id, StringComparison.Ordinal));

    private string Refused(string operation, string input) => _account.Refused("ec2", operation, input.Replace("@i", _id, StringComparison.Ordinal));

    private string Launch(string more) => (string)_account.Do("ec2", "RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1 {{more}} }""")["Instances"]![0]!["InstanceId"]!;

    private Instance Instance => _account.Account.State.Ec2.Regions["eu-west-1"].Instances[_id];

    private void Stop()
    {
        Do("StopInstances", """{"InstanceIds": ["@i"]}""");
        Pass(60);
    }

    [Fact]
    public void A_type_is_changed_while_the_instance_is_stopped_and_the_bill_follows()
    {
        Assert.Equal("IncorrectInstanceState", Refused("ModifyInstanceAttribute", """{"InstanceId": "@i", "InstanceType": {"Value": "t3.small"}}"""));
        Stop();
        Assert.Equal("InvalidInstanceAttributeValue", Refused("ModifyInstanceAttribute", """{"InstanceId": "@i", "InstanceType": {"Value": "t9.huge"}}"""));
        Assert.Equal("InvalidParameterValue", Refused("ModifyInstanceAttribute", """{"InstanceId": "@i", "InstanceType": {"Value": "t4g.small"}}"""));
        Do("ModifyInstanceAttribute", """{"InstanceId": "@i", "Attribute": "instanceType", "Value": "t3.small"}""");
        Do("StartInstances", """{"InstanceIds": ["@i"]}""");
        Pass(300);
        Assert.Contains(_account.Account.State.Bill.LinesAt(_account.Account.Now), l => l.What == "t3.small On-Demand");
        Assert.Equal("t3.small", (string)Do("DescribeInstanceAttribute", """{"InstanceId": "@i", "Attribute": "instanceType"}""")["InstanceType"]!["Value"]!);
    }

    [Fact]
    public void Protection_is_switched_on_and_off()
    {
        Do("ModifyInstanceAttribute", """{"InstanceId": "@i", "DisableApiTermination": {"Value": true}}""");
        Assert.Equal("OperationNotPermitted", Refused("TerminateInstances", """{"InstanceIds": ["@i"]}"""));
        Do("ModifyInstanceAttribute", """{"InstanceId": "@i", "Attribute": "disableApiTermination", "Value": "false"}""");
        Do("TerminateInstances", """{"InstanceIds": ["@i"]}""");
        Assert.Equal("IncorrectInstanceState", Refused("ModifyInstanceAttribute", """{"InstanceId": "@i", "DisableApiTermination": {"Value": true}}"""));
    }

    [Fact]
    public void One_attribute_a_call_and_only_what_there_is()
    {
        Assert.Equal("InvalidParameterCombination", Refused("ModifyInstanceAttribute", """{"InstanceId": "@i"}"""));
        Assert.Equal("InvalidParameterCombination", Refused("ModifyInstanceAttribute", """{"InstanceId": "@i", "DisableApiStop": {"Value": true}, "SourceDestCheck": {"Value": false}}"""));
        Assert.Equal("InvalidParameterValue", Refused("ModifyInstanceAttribute", """{"InstanceId": "@i", "Attribute": "colour", "Value": "red"}"""));
        Assert.Equal("InvalidParameterValue", Refused("ModifyInstanceAttribute", """{"InstanceId": "@i", "InstanceInitiatedShutdownBehavior": {"Value": "sleep"}}"""));
        Assert.Equal("InvalidGroup.NotFound", Refused("ModifyInstanceAttribute", """{"InstanceId": "@i", "Groups": ["sg-00000000000000000"]}"""));
        Assert.Equal("InvalidInstanceAttributeValue", Refused("ModifyInstanceAttribute", """{"InstanceId": "@i", "BlockDeviceMappings": [{"DeviceName": "/dev/sdz", "Ebs": {"DeleteOnTermination": false}}]}"""));
        Assert.Equal("InvalidParameterValue", Refused("DescribeInstanceAttribute", """{"InstanceId": "@i", "Attribute": "colour"}"""));
    }

    [Fact]
    public void A_root_volume_is_kept_when_its_instance_is_told_so()
    {
        Do("ModifyInstanceAttribute", """{"InstanceId": "@i", "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"DeleteOnTermination": false}}]}""");
        Do("TerminateInstances", """{"InstanceIds": ["@i"]}""");
        Pass(120);
        Assert.Equal("available", (string)Do("DescribeVolumes")["Volumes"]!.AsArray().Single()!["State"]!);
    }

    [Theory]
    [InlineData("instanceType")]
    [InlineData("kernel")]
    [InlineData("ramdisk")]
    [InlineData("userData")]
    [InlineData("disableApiTermination")]
    [InlineData("instanceInitiatedShutdownBehavior")]
    [InlineData("rootDeviceName")]
    [InlineData("blockDeviceMapping")]
    [InlineData("productCodes")]
    [InlineData("sourceDestCheck")]
    [InlineData("groupSet")]
    [InlineData("ebsOptimized")]
    [InlineData("sriovNetSupport")]
    [InlineData("enaSupport")]
    [InlineData("enclaveOptions")]
    [InlineData("disableApiStop")]
    public void Every_attribute_can_be_read(string attribute) => Assert.Equal(2, Do("DescribeInstanceAttribute", $$"""{"InstanceId": "@i", "Attribute": "{{attribute}}"}""").Count);

    [Fact]
    public void The_console_tells_what_user_data_did()
    {
        var script = Convert.ToBase64String("#!/bin/bash\ndnf install -y httpd\nsystemctl enable --now httpd\n"u8);
        var web = Launch($$""", "UserData": "{{script}}" """);
        Assert.Null(_account.Do("ec2", "GetConsoleOutput", $$"""{"InstanceId": "{{web}}"}""")["Output"]);
        Pass(300);
        var text = Encoding.UTF8.GetString(Convert.FromBase64String((string)_account.Do("ec2", "GetConsoleOutput", $$"""{"InstanceId": "{{web}}"}""")["Output"]!));
        Assert.Contains("httpd listens on port 80", text, StringComparison.Ordinal);
    }

    /// <summary>What systemd says of a service is in the log of user data, and tells a beginner why nothing listens.</summary>
    [Theory]
    [InlineData("dnf install -y httpd\nsystemctl start apache", "Failed to start apache.service: Unit apache.service not found.")]
    [InlineData("systemctl enable --now httpd", "Failed to start httpd.service: Unit httpd.service not found.")]
    [InlineData("dnf install -y httpd\nsystemctl enable httpd", "enabled httpd: it starts at the next boot, not now")]
    [InlineData("systemctl enable nginx", "Failed to enable unit: Unit file nginx.service does not exist.")]
    [InlineData("dnf install -y mariadb105-server\nsystemctl start mariadb", "installed mariadb105-server")]
    [InlineData("systemctl restart sshd", "The script ran; nothing in it is a program that this simulation knows.")]
    [InlineData("dnf install -y nginx\nsystemctl start nginx.service", "nginx listens on port 80")]
    public void User_data_says_which_services_it_could_not_start(string lines, string said) =>
        Assert.Equal(said, CloudCourse.Simulation.Ec2.Instances.UserData.Run("#!/bin/bash\n" + lines, ubuntu: false, online: true).Log.Split('\n')[^1]);

    [Theory]
    [InlineData("""{"Name": "reading-room"}""", "There is no instance profile of this name in the account.")]
    [InlineData("""{"Arn": "reading-room"}""", "If reading-room is a profile's name, write it as Name.")]
    [InlineData("""{"Arn": "arn:aws:iam::111122223333:role/web"}""", "An instance takes an instance profile, not a role")]
    public void An_instance_profile_that_is_not_there_is_told_apart_from_a_role(string profile, string advice)
    {
        var refused = _account.Try("ec2", "RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "IamInstanceProfile": {{profile}}}""").Error!;
        Assert.Contains(advice, refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_is_told_with_a_token_unless_somebody_allows_otherwise()
    {
        Assert.Equal("required", Instance.Metadata.HttpTokens);
        Do("ModifyInstanceMetadataOptions", """{"InstanceId": "@i", "HttpTokens": "optional", "HttpPutResponseHopLimit": 1}""");
        Assert.Equal(("optional", 1), (Instance.Metadata.HttpTokens, Instance.Metadata.HopLimit));
        Assert.Equal("InvalidParameterValue", Refused("ModifyInstanceMetadataOptions", """{"InstanceId": "@i", "HttpTokens": "maybe"}"""));
        Assert.Equal("InvalidParameterValue", Refused("ModifyInstanceMetadataOptions", """{"InstanceId": "@i", "HttpPutResponseHopLimit": 65}"""));
    }

    [Fact]
    public void Monitoring_in_detail_is_switched()
    {
        Assert.Equal("pending", (string)Do("MonitorInstances", """{"InstanceIds": ["@i"]}""")["InstanceMonitorings"]![0]!["Monitoring"]!["State"]!);
        Assert.True(Instance.DetailedMonitoring);
        Do("UnmonitorInstances", """{"InstanceIds": ["@i"]}""");
        Assert.False(Instance.DetailedMonitoring);
    }

    /// <summary>https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html</summary>
    [Fact]
    public void The_same_token_launches_the_same_instances()
    {
        const string Input = """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 2, "MaxCount": 2, "ClientToken": "once"}""";
        var first = Do("RunInstances", Input);
        Pass(60);
        var second = Do("RunInstances", Input);
        Assert.Equal(first["Instances"]!.AsArray().Select(i => (string)i!["InstanceId"]!), second["Instances"]!.AsArray().Select(i => (string)i!["InstanceId"]!));
        Assert.Equal("running", (string)second["Instances"]![0]!["State"]!["Name"]!);
        Assert.Equal("IdempotentParameterMismatch", Refused("RunInstances", Input.Replace("\"MaxCount\": 2", "\"MaxCount\": 3", StringComparison.Ordinal)));
        Assert.Equal("InvalidParameterValue", Refused("RunInstances", Input.Replace("once", new string('x', 65), StringComparison.Ordinal)));
        Pass(25 * 3600);
        Assert.NotEqual((string)first["ReservationId"]!, (string)Do("RunInstances", Input)["ReservationId"]!);
    }

    [Fact]
    public void A_role_is_given_to_a_running_instance()
    {
        _account.Do("iam", "CreateRole", """{"RoleName": "web", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"}""");
        _account.Do("iam", "CreateInstanceProfile", """{"InstanceProfileName": "web"}""");
        Assert.Equal("InvalidParameterValue", Refused("AssociateIamInstanceProfile", """{"InstanceId": "@i", "IamInstanceProfile": {"Name": "web"}}"""));
        _account.Do("iam", "AddRoleToInstanceProfile", """{"InstanceProfileName": "web", "RoleName": "web"}""");
        var association = (string)Do("AssociateIamInstanceProfile", """{"InstanceId": "@i", "IamInstanceProfile": {"Name": "web"}}""")["IamInstanceProfileAssociation"]!["AssociationId"]!;
        Assert.Equal("IncorrectState", Refused("AssociateIamInstanceProfile", """{"InstanceId": "@i", "IamInstanceProfile": {"Name": "web"}}"""));
        Assert.Single(Do("DescribeIamInstanceProfileAssociations")["IamInstanceProfileAssociations"]!.AsArray());
        Do("DisassociateIamInstanceProfile", $$"""{"AssociationId": "{{association}}"}""");
        Assert.Null(Instance.InstanceProfileArn);
        Assert.Equal("InvalidAssociationID.NotFound", Refused("DisassociateIamInstanceProfile", $$"""{"AssociationId": "{{association}}"}"""));
    }
}

using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.Cloud;

/// <summary>
/// Moves that look harmless and that AWS refuses: each with its code, an unchanged account, and a sentence that says what to do. What is right beside
/// them is in the last test, so that nothing is refused that AWS takes.
/// </summary>
public sealed partial class AcceptedMovesTests
{
    private const string Run = "\"ImageId\": \"ami-0a1b2c3d4e5f60001\", \"InstanceType\": \"t3.micro\", \"MinCount\": 1, \"MaxCount\": 1";
    private const string Elb = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:";

    private readonly TestAccount _account = new();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public AcceptedMovesTests()
    {
        _ids["web"] = (string)Do("ec2", "RunInstances", "{" + Run + ", \"Placement\": {\"AvailabilityZone\": \"eu-west-1a\"}}")["Instances"]![0]!["InstanceId"]!;
        _ids["full"] = (string)Do("ec2", "RunInstances", "{" + Run + ", \"Placement\": {\"AvailabilityZone\": \"eu-west-1a\"}, \"BlockDeviceMappings\": [" + string.Join(", ", "bcdefghijklmnopqrstuvwxyz".Select(c => $$"""{"DeviceName": "/dev/sd{{c}}", "Ebs": {"VolumeSize": 1} }""")) + ", {\"DeviceName\": \"/dev/xvdba\", \"Ebs\": {\"VolumeSize\": 1}}]}")["Instances"]![0]!["InstanceId"]!;
        _ids["root"] = _account.Account.State.Ec2.Regions["eu-west-1"].Volumes.Values.First(v => v.Attachment?.InstanceId == _ids["web"]).Id;
        _ids["new"] = (string)Do("ec2", "CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 10}""")["VolumeId"]!;
        _account.Account.Advance(TimeSpan.FromMinutes(5));
        _ids["volume"] = (string)Do("ec2", "CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 10}""")["VolumeId"]!;
        _ids["creating"] = _ids["volume"];
        _ids["attached"] = _ids["new"];
        Do("ec2", "AttachVolume", """{"VolumeId": "@attached", "InstanceId": "@web", "Device": "/dev/sdf"}""");
        _ids["pending"] = (string)Do("ec2", "CreateSnapshot", """{"VolumeId": "@root"}""")["SnapshotId"]!;
        for (var i = 0; i < 5; i++) Do("ec2", "CreateSnapshot", """{"VolumeId": "@attached"}""");
        _ids["vpc"] = (string)Do("ec2", "CreateVpc", """{"CidrBlock": "10.0.0.0/16"}""")["Vpc"]!["VpcId"]!;
        _ids["narrow"] = (string)Do("ec2", "CreateSubnet", """{"VpcId": "@vpc", "CidrBlock": "10.0.1.0/28", "AvailabilityZone": "eu-west-1a"}""")["Subnet"]!["SubnetId"]!;
        _ids["wide"] = (string)Do("ec2", "CreateSubnet", """{"VpcId": "@vpc", "CidrBlock": "10.0.2.0/24", "AvailabilityZone": "eu-west-1b"}""")["Subnet"]!["SubnetId"]!;
        _ids["sg"] = (string)Do("ec2", "CreateSecurityGroup", """{"GroupName": "web", "Description": "web"}""")["GroupId"]!;
        var defaults = _account.Account.State.Ec2.Regions["eu-west-1"].Subnets.Values.Where(s => s.IsDefault).ToList();
        (_ids["one"], _ids["two"], _ids["default"]) = (defaults[0].Id, defaults[1].Id, defaults[0].VpcId);
        _ids["lb"] = (string)Do("elasticloadbalancing", "CreateLoadBalancer", """{"Name": "lb", "Subnets": ["@one", "@two"]}""")["LoadBalancers"]![0]!["LoadBalancerArn"]!;
        _ids["tg"] = (string)Do("elasticloadbalancing", "CreateTargetGroup", """{"Name": "tg", "Protocol": "HTTP", "Port": 80, "VpcId": "@default"}""")["TargetGroups"]![0]!["TargetGroupArn"]!;
        _ids["ips"] = (string)Do("elasticloadbalancing", "CreateTargetGroup", """{"Name": "ips", "Protocol": "HTTP", "Port": 80, "VpcId": "@default", "TargetType": "ip"}""")["TargetGroups"]![0]!["TargetGroupArn"]!;
        _ids["fartg"] = (string)Do("elasticloadbalancing", "CreateTargetGroup", """{"Name": "far", "Protocol": "HTTP", "Port": 80, "VpcId": "@vpc"}""")["TargetGroups"]![0]!["TargetGroupArn"]!;
        Do("iam", "CreateUser", """{"UserName": "ana"}""");
    }

    private System.Text.Json.Nodes.JsonObject Do(string service, string operation, string input = "{}") => _account.Do(service, operation, Fill(input));

    private string Fill(string input) => Name().Replace(input, m => _ids.GetValueOrDefault(m.Groups[1].Value, m.Value));

    [GeneratedRegex("@([a-z]+)")]
    private static partial Regex Name();

    private void Refused(string service, string operation, string input, string code)
    {
        var before = _account.Account.State;
        var error = _account.Try(service, operation, Fill(input)).Error;
        Assert.True(error is not null, $"{operation} succeeded.");
        Assert.Equal(code, error.Code);
        Assert.False(string.IsNullOrWhiteSpace(error.Advice), $"{error.Message} teaches nothing");
        Assert.Same(before, _account.Account.State);
    }

    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html
    [Theory]
    [InlineData("CreateVolume", """{"AvailabilityZone": "eu-west-1a", "SnapshotId": "@pending"}""", "IncorrectState")]
    [InlineData("RunInstances", "{" + Run + ", \"BlockDeviceMappings\": [{\"DeviceName\": \"/dev/sdf\", \"Ebs\": {\"SnapshotId\": \"@pending\"}}]}", "IncorrectState")]
    [InlineData("CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 60000, "VolumeType": "gp3"}""", "VolumeLimitExceeded")]
    [InlineData("CreateSnapshot", """{"VolumeId": "@creating"}""", "IncorrectState")]
    [InlineData("CreateSnapshot", """{"VolumeId": "@attached"}""", "ConcurrentSnapshotLimitExceeded")]
    [InlineData("DetachVolume", """{"VolumeId": "@root"}""", "OperationNotPermitted")]
    [InlineData("DetachVolume", """{"VolumeId": "@attached", "Device": "/dev/sdg"}""", "InvalidAttachment.NotFound")]
    [InlineData("RunInstances", "{" + Run + ", \"BlockDeviceMappings\": [{\"DeviceName\": \"C:\", \"Ebs\": {\"VolumeSize\": 2}}]}", "InvalidParameterValue")]
    [InlineData("RunInstances", "{" + Run + ", \"SubnetId\": \"@one\", \"SecurityGroups\": [\"web\"]}", "InvalidParameterCombination")]
    [InlineData("RunInstances", "{" + Run + ", \"NetworkInterfaces\": [{\"SubnetId\": \"@one\"}]}", "InvalidParameterValue")]
    [InlineData("RunInstances", "{" + Run + ", \"NetworkInterfaces\": [{\"DeviceIndex\": 1, \"SubnetId\": \"@one\"}]}", "InvalidParameterCombination")]
    [InlineData("RunInstances", "{" + Run + ", \"NetworkInterfaces\": [{\"DeviceIndex\": 0, \"SubnetId\": \"@one\"}, {\"DeviceIndex\": 0, \"SubnetId\": \"@two\"}]}", "InvalidParameterValue")]
    [InlineData("RunInstances", "{" + Run + ", \"NetworkInterfaces\": [{\"DeviceIndex\": 0, \"SubnetId\": \"@one\", \"AssociatePublicIpAddress\": true}, {\"DeviceIndex\": 1, \"SubnetId\": \"@one\"}]}", "InvalidParameterCombination")]
    [InlineData("RunInstances", "{" + Run + ", \"NetworkInterfaces\": [{\"DeviceIndex\": 0, \"SubnetId\": \"@one\", \"PrivateIpAddress\": \"172.31.0.9\"}]}", AwsError.NotSimulated)]
    [InlineData("RunInstances", "{" + Run + ", \"DisableApiTermination\": true, \"InstanceMarketOptions\": {\"MarketType\": \"spot\"}}", "UnsupportedOperation")]
    [InlineData("AuthorizeSecurityGroupIngress", """{"GroupId": "@sg", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "::/0"}]}]}""", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", """{"GroupId": "@sg", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "Ipv6Ranges": [{"CidrIpv6": "0.0.0.0/0"}]}]}""", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", """{"GroupId": "@sg", "IpProtocol": "256", "CidrIp": "0.0.0.0/0"}""", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", """{"GroupId": "@sg", "IpProtocol": "icmp", "FromPort": 300, "ToPort": -1, "CidrIp": "0.0.0.0/0"}""", "InvalidParameterValue")]
    [InlineData("CreateTags", """{"Resources": ["vol-00000000000000000"], "Tags": [{"Key": "a", "Value": "b"}]}""", "InvalidVolume.NotFound")]
    [InlineData("CreateTags", """{"Resources": ["subnet-00000000000000000"], "Tags": [{"Key": "a", "Value": "b"}]}""", "InvalidSubnetID.NotFound")]
    [InlineData("CreateTags", """{"Resources": ["sg-00000000000000000"], "Tags": [{"Key": "a", "Value": "b"}]}""", "InvalidGroup.NotFound")]
    [InlineData("CreateTags", """{"Resources": ["web"], "Tags": [{"Key": "a", "Value": "b"}]}""", "InvalidID")]
    public void In_EC2(string operation, string input, string code) => Refused("ec2", operation, input, code);

    [Fact]
    public void An_instance_takes_so_many_volumes_and_no_more()
    {
        _account.Account.Advance(TimeSpan.FromMinutes(1));
        Refused("ec2", "AttachVolume", """{"VolumeId": "@volume", "InstanceId": "@full", "Device": "/dev/xvdbb"}""", "AttachmentLimitExceeded");
        Do("ec2", "DetachVolume", """{"VolumeId": "@attached"}""");
        Refused("ec2", "DetachVolume", """{"VolumeId": "@attached"}""", "IncorrectState");
    }

    // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html
    [Theory]
    [InlineData("CreateLoadBalancer", """{"Name": "x", "Subnets": ["@one", "@two"], "Scheme": "public"}""", "ValidationError")]
    [InlineData("CreateLoadBalancer", """{"Name": "x", "Subnets": ["@one", "@two"], "Type": "classic"}""", "ValidationError")]
    [InlineData("CreateLoadBalancer", """{"Name": "x", "Subnets": ["@one", "@two"], "IpAddressType": "ipv5"}""", "ValidationError")]
    [InlineData("CreateLoadBalancer", """{"Name": "x", "Subnets": ["@narrow", "@wide"], "Scheme": "internal"}""", "")]
    [InlineData("CreateTargetGroup", """{"Name": "x", "Protocol": "HTTP", "Port": 80, "VpcId": "@vpc", "HealthCheckPath": "health"}""", "ValidationError")]
    [InlineData("CreateTargetGroup", """{"Name": "x", "Protocol": "HTTP", "Port": 80, "VpcId": "@vpc", "Matcher": {"HttpCode": "999"}}""", "ValidationError")]
    [InlineData("CreateTargetGroup", """{"Name": "x", "Protocol": "HTTP", "Port": 80, "VpcId": "@vpc", "HealthCheckPort": "all"}""", "ValidationError")]
    [InlineData("CreateTargetGroup", """{"Name": "x", "Protocol": "TCP", "Port": 80, "VpcId": "@vpc"}""", AwsError.NotSimulated)]
    [InlineData("RegisterTargets", """{"TargetGroupArn": "@tg", "Targets": [{"Id": "@web", "Port": 70000}]}""", "ValidationError")]
    [InlineData("RegisterTargets", """{"TargetGroupArn": "@tg", "Targets": [{"Id": "172.31.0.7"}]}""", "ValidationError")]
    [InlineData("RegisterTargets", """{"TargetGroupArn": "@fartg", "Targets": [{"Id": "@web"}]}""", "InvalidTarget")]
    [InlineData("RegisterTargets", """{"TargetGroupArn": "@ips", "Targets": [{"Id": "8.8.8.8"}]}""", "ValidationError")]
    [InlineData("CreateListener", """{"LoadBalancerArn": "@lb", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "@fartg"}]}""", "InvalidConfigurationRequest")]
    [InlineData("CreateListener", """{"LoadBalancerArn": "@lb", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "send", "TargetGroupArn": "@tg"}]}""", "ValidationError")]
    [InlineData("CreateListener", """{"LoadBalancerArn": "@lb", "Protocol": "HTTPS", "Port": 443, "Certificates": [{"CertificateArn": "arn:aws:acm:eu-west-1:111122223333:certificate/none"}], "DefaultActions": [{"Type": "forward", "TargetGroupArn": "@tg"}]}""", "CertificateNotFound")]
    [InlineData("CreateListener", """{"LoadBalancerArn": "@lb", "Protocol": "HTTP", "Port": 80, "SslPolicy": "ELBSecurityPolicy-2016-08", "DefaultActions": [{"Type": "forward", "TargetGroupArn": "@tg"}]}""", "ValidationError")]
    [InlineData("DescribeListeners", "{}", "ValidationError")]
    [InlineData("DescribeLoadBalancers", """{"PageSize": 0}""", "ValidationError")]
    [InlineData("DescribeLoadBalancers", """{"Marker": "next"}""", "ValidationError")]
    [InlineData("DeleteLoadBalancer", """{"LoadBalancerArn": "lb"}""", "ValidationError")]
    [InlineData("DeleteListener", "{\"ListenerArn\": \"" + Elb + "listener/app/lb/1/2\"}", "ListenerNotFound")]
    public void In_Elastic_Load_Balancing(string operation, string input, string code)
    {
        if (code.Length == 0) Do("elasticloadbalancing", operation, input); // eleven free addresses are enough
        else Refused("elasticloadbalancing", operation, input, code);
    }

    [Fact]
    public void A_load_balancer_wants_eight_free_addresses()
    {
        Do("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 4, "MaxCount": 4, "SubnetId": "@narrow"}""");
        Refused("elasticloadbalancing", "CreateLoadBalancer", """{"Name": "x", "Subnets": ["@narrow", "@wide"], "Scheme": "internal"}""", "InvalidSubnet");
    }

    [Fact]
    public void An_ARN_of_another_Region_is_not_found()
    {
        _account.Region = "eu-central-1";
        Refused("elasticloadbalancing", "RegisterTargets", """{"TargetGroupArn": "@tg", "Targets": [{"Id": "@web"}]}""", "TargetGroupNotFound");
        Refused("elasticloadbalancing", "CreateListener", """{"LoadBalancerArn": "@lb", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "@tg"}]}""", "LoadBalancerNotFound");
    }

    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html and the messages that its callers meet
    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"GetObject","Resource":"*"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:","Resource":"*"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"my-bucket"}]}""")]
    [InlineData("""{"Version":"2026-01-01","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"a b","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Sid":"a","Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}""")]
    public void A_policy_that_IAM_does_not_keep(string policy) =>
        Refused("iam", "CreatePolicy", System.Text.Json.JsonSerializer.Serialize(new { PolicyName = "p", PolicyDocument = policy }), "MalformedPolicyDocument");

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/nobody"},"Action":"sts:AssumeRole"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"ana"},"Action":"sts:AssumeRole"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"s3:GetObject"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole","Resource":"*"}]}""")]
    public void A_trust_policy_that_IAM_does_not_keep(string policy) =>
        Refused("iam", "CreateRole", System.Text.Json.JsonSerializer.Serialize(new { RoleName = "r", AssumeRolePolicyDocument = policy }), "MalformedPolicyDocument");

    [Theory]
    [InlineData("iam", "AttachUserPolicy", """{"UserName": "ana", "PolicyArn": "ReadOnlyAccess"}""", "ValidationError")]
    [InlineData("iam", "AttachUserPolicy", """{"UserName": "ana", "PolicyArn": "arn:aws:s3:::a-bucket-of-mine"}""", "InvalidInput")]
    [InlineData("sts", "AssumeRole", """{"RoleArn": "web", "RoleSessionName": "monday"}""", "ValidationError")]
    [InlineData("sts", "AssumeRole", """{"RoleArn": "arn:aws:iam::111122223333:user/ana", "RoleSessionName": "monday"}""", "ValidationError")]
    [InlineData("sts", "AssumeRole", """{"RoleArn": "arn:aws:iam::111122223333:role/web", "RoleSessionName": "monday"}""", "AccessDenied")]
    public void Names_that_are_none(string service, string operation, string input, string code) => Refused(service, operation, input, code);

    [Fact]
    public void What_AWS_takes_beside_them()
    {
        Do("ec2", "AuthorizeSecurityGroupIngress", """{"GroupId": "@sg", "IpPermissions": [{"IpProtocol": "50", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}, {"IpProtocol": "58", "FromPort": -1, "ToPort": -1, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}]}""");
        Do("elasticloadbalancing", "DeregisterTargets", """{"TargetGroupArn": "@tg", "Targets": [{"Id": "@web"}]}"""); // was never registered
        Do("elasticloadbalancing", "RegisterTargets", """{"TargetGroupArn": "@ips", "Targets": [{"Id": "172.31.0.7", "Port": 8080}]}""");
        Do("elasticloadbalancing", "ModifyTargetGroup", """{"TargetGroupArn": "@tg", "Matcher": {"HttpCode": "200,302-304"}, "HealthCheckPort": "8080"}""");
        var page = Do("elasticloadbalancing", "DescribeTargetGroups", """{"PageSize": 2}""");
        Assert.Equal(2, page["TargetGroups"]!.AsArray().Count);
        Assert.Single(Do("elasticloadbalancing", "DescribeTargetGroups", $$"""{"PageSize": 2, "Marker": "{{page["NextMarker"]}}"}""")["TargetGroups"]!.AsArray());
        Do("iam", "CreateRole", """{"RoleName": "r", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"111122223333\",\"arn:aws:iam::444455556666:role/theirs\",\"arn:aws:iam::111122223333:user/ana\"]},\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"]}]}"}""");
    }
}

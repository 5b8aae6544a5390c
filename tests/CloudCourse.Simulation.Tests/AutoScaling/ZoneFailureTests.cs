using CloudCourse.Simulation.AutoScaling;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.AutoScaling;

/// <summary>A web site on three zones behind a load balancer, kept by an Auto Scaling group.</summary>
public sealed class ZoneFailureTests
{
    private readonly TestAccount _account = new();
    private readonly List<string> _subnets;
    private readonly string _targets;

    public ZoneFailureTests()
    {
        _subnets = [.. _account.Do("ec2", "DescribeSubnets")["Subnets"]!.AsArray().Select(s => (string)s!["SubnetId"]!)];
        var vpc = (string)_account.Do("ec2", "DescribeVpcs")["Vpcs"]![0]!["VpcId"]!;
        var front = Group("front", """ "CidrIp": "0.0.0.0/0" """);
        var back = Group("back", $$""" "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": "{{front}}"}]}] """);
        var script = Convert.ToBase64String("#!/bin/bash\ndnf install -y httpd\nsystemctl enable --now httpd\n"u8);
        _account.Do("ec2", "CreateLaunchTemplate", $$"""{"LaunchTemplateName": "web", "LaunchTemplateData": {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "SecurityGroupIds": ["{{back}}"], "UserData": "{{script}}"} }""");
        _targets = (string)_account.Do("elasticloadbalancing", "CreateTargetGroup", $$"""{"Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": "{{vpc}}"}""")["TargetGroups"]![0]!["TargetGroupArn"]!;
        var balancer = (string)_account.Do("elasticloadbalancing", "CreateLoadBalancer", $$"""{"Name": "web", "Subnets": ["{{string.Join("\", \"", _subnets)}}"], "SecurityGroups": ["{{front}}"]}""")["LoadBalancers"]![0]!["LoadBalancerArn"]!;
        _account.Do("elasticloadbalancing", "CreateListener", $$"""{"LoadBalancerArn": "{{balancer}}", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{{_targets}}"}]}""");
        _account.Do("autoscaling", "CreateAutoScalingGroup", $$"""
            {"AutoScalingGroupName": "web", "LaunchTemplate": {"LaunchTemplateName": "web"}, "MinSize": 3, "MaxSize": 6, "VPCZoneIdentifier": "{{string.Join(',', _subnets)}}",
             "TargetGroupARNs": ["{{_targets}}"], "HealthCheckType": "ELB", "HealthCheckGracePeriod": 60}
            """);
    }

    private string Group(string name, string rule)
    {
        var id = (string)_account.Do("ec2", "CreateSecurityGroup", $$"""{"GroupName": "{{name}}", "Description": "{{name}}"}""")["GroupId"]!;
        var ports = rule.Contains("IpPermissions") ? "" : """ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, """;
        _account.Do("ec2", "AuthorizeSecurityGroupIngress", $$"""{"GroupId": "{{id}}", {{ports}} {{rule}} }""");
        return id;
    }

    private AutoScalingGroup Web => _account.Account.State.AutoScaling.Groups.Values.Single();

    private IEnumerable<Target> Targets => _account.Account.State.LoadBalancing.TargetGroups[_targets].Targets;

    private void Pass(double seconds) => _account.Account.Advance(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Three_instances_in_three_zones_become_healthy()
    {
        Assert.Equal(["eu-west-1a", "eu-west-1b", "eu-west-1c"], Web.Members.Select(m => m.Zone).Order(StringComparer.Ordinal));
        Assert.All(Web.Members, m => Assert.Equal("Pending", m.State));
        Pass(60);
        Assert.All(Web.Members, m => Assert.Equal("InService", m.State));
        Assert.All(Targets, t => Assert.Equal(TargetState.Healthy, t.State));
    }

    [Fact]
    public void When_a_zone_fails_its_instance_is_replaced_elsewhere()
    {
        Pass(300);
        _account.Account.Happen(new ZoneFails("eu-west-1", "eu-west-1a"));
        Pass(59);
        Assert.Equal(3, Targets.Count(t => t.State is TargetState.Healthy));
        Pass(2);
        Assert.Equal(2, Targets.Count(t => t.State is TargetState.Healthy));
        Pass(300);
        Assert.Equal(3, Targets.Count(t => t.State is TargetState.Healthy));
        Assert.DoesNotContain(Web.Members.Where(m => m.State == "InService"), m => m.Zone == "eu-west-1a");
        _account.Account.Happen(new ZoneRecovers("eu-west-1", "eu-west-1a"));
        _account.Do("autoscaling", "SetDesiredCapacity", """{"AutoScalingGroupName": "web", "DesiredCapacity": 4}""");
        Pass(120);
        Assert.Contains(Web.Members, m => m.Zone == "eu-west-1a" && m.State == "InService");
    }

    [Fact]
    public void What_somebody_stops_or_ends_is_replaced()
    {
        Pass(60);
        var ids = Web.Members.Select(m => m.InstanceId).ToList();
        _account.Do("ec2", "StopInstances", $$"""{"InstanceIds": ["{{ids[0]}}"]}""");
        _account.Do("ec2", "TerminateInstances", $$"""{"InstanceIds": ["{{ids[1]}}"]}""");
        Pass(120);
        Assert.Equal(3, Web.Members.Count(m => m.State == "InService"));
        Assert.DoesNotContain(Web.Members, m => m.InstanceId == ids[0] || m.InstanceId == ids[1]);
    }

    [Fact]
    public void A_port_that_is_shut_makes_targets_unhealthy_and_the_group_tries_again_and_again()
    {
        Pass(300);
        var back = _account.Account.State.Ec2.Regions["eu-west-1"].SecurityGroups.Values.Single(g => g.Name == "back");
        _account.Do("ec2", "RevokeSecurityGroupIngress", $$"""{"GroupId": "{{back.Id}}", "SecurityGroupRuleIds": ["{{back.Rules.Single(r => !r.IsEgress).Id}}"]}""");
        Pass(61);
        Assert.DoesNotContain(Targets, t => t.State is TargetState.Healthy);
        var before = Web.Activities.Count;
        Pass(600);
        Assert.True(Web.Activities.Count > before);
        Assert.Equal(3, Web.Members.Count(m => m.State != "Terminating"));
    }

    [Fact]
    public void A_group_without_a_zone_tries_once_a_minute()
    {
        Pass(60);
        foreach (var zone in new[] { "a", "b", "c" }) _account.Account.Happen(new ZoneFails("eu-west-1", $"eu-west-1{zone}"));
        _account.Do("autoscaling", "SetDesiredCapacity", """{"AutoScalingGroupName": "web", "DesiredCapacity": 5}""");
        // Other things that happen at the same moment are no reason to try twice.
        for (var i = 0; i < 30; i++) _account.Account.Plan(TimeSpan.FromSeconds(60 * i), new ZoneFails("eu-west-1", "eu-west-1a"));
        Pass(3600);
        Assert.InRange(_account.Account.History.OfType<CloudCourse.Simulation.Cloud.Change>().Count(c => c.What.Contains("could not launch", StringComparison.Ordinal)), 50, 62);
    }

    [Fact]
    public void It_shrinks_and_goes()
    {
        Pass(60);
        Assert.Equal("ResourceInUse", _account.Refused("autoscaling", "DeleteAutoScalingGroup", """{"AutoScalingGroupName": "web"}"""));
        Assert.Equal("ValidationError", _account.Refused("autoscaling", "SetDesiredCapacity", """{"AutoScalingGroupName": "web", "DesiredCapacity": 7}"""));
        Assert.Equal("ValidationError", _account.Refused("autoscaling", "UpdateAutoScalingGroup", """{"AutoScalingGroupName": "web", "MinSize": 4, "MaxSize": 2}"""));
        _account.Do("autoscaling", "UpdateAutoScalingGroup", """{"AutoScalingGroupName": "web", "MinSize": 0, "DesiredCapacity": 1}""");
        Pass(60);
        Assert.Single(Web.Members);
        foreach (var (service, operation, input) in new[]
        {
            ("autoscaling", "DescribeAutoScalingGroups", "{}"), ("autoscaling", "DescribeScalingActivities", "{}"), ("ec2", "DescribeLaunchTemplates", "{}"),
            ("ec2", "DescribeLaunchTemplateVersions", """{"LaunchTemplateName": "web"}"""), ("elasticloadbalancing", "DescribeLoadBalancers", "{}"),
            ("elasticloadbalancing", "DescribeTargetGroups", "{}"), ("elasticloadbalancing", "DescribeTargetHealth", $$"""{"TargetGroupArn": "{{_targets}}"}"""),
        }) Assert.NotEmpty(_account.Do(service, operation, input).First().Value!.AsArray());
        _account.Do("autoscaling", "DeleteAutoScalingGroup", """{"AutoScalingGroupName": "web", "ForceDelete": true}""");
        Pass(60);
        Assert.Equal(0, _account.Account.State.AutoScaling.Groups.Count);
    }

    [Theory]
    [InlineData("elasticloadbalancing", "CreateLoadBalancer", """{"Name": "one", "Subnets": []}""", "ValidationError")]
    [InlineData("elasticloadbalancing", "CreateLoadBalancer", """{"Name": "-bad", "Subnets": []}""", "ValidationError")]
    [InlineData("elasticloadbalancing", "CreateTargetGroup", """{"Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": "vpc-0"}""", "ValidationError")]
    [InlineData("elasticloadbalancing", "CreateTargetGroup", """{"Name": "two", "Protocol": "HTTP", "Port": 99999, "VpcId": "vpc-0"}""", "ValidationError")]
    [InlineData("elasticloadbalancing", "DescribeTargetHealth", """{"TargetGroupArn": "arn:none"}""", "ValidationError")]
    [InlineData("elasticloadbalancing", "DescribeTargetHealth", """{"TargetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/none/0123456789abcdef"}""", "TargetGroupNotFound")]
    [InlineData("autoscaling", "CreateAutoScalingGroup", """{"AutoScalingGroupName": "web", "MinSize": 1, "MaxSize": 1, "LaunchTemplate": {"LaunchTemplateName": "web"}, "AvailabilityZones": ["eu-west-1a"]}""", "AlreadyExists")]
    [InlineData("autoscaling", "CreateAutoScalingGroup", """{"AutoScalingGroupName": "b", "MinSize": 1, "MaxSize": 1, "LaunchTemplate": {"LaunchTemplateName": "none"}, "AvailabilityZones": ["eu-west-1a"]}""", "ValidationError")]
    [InlineData("autoscaling", "CreateAutoScalingGroup", """{"AutoScalingGroupName": "b", "MinSize": 2, "MaxSize": 1, "LaunchTemplate": {"LaunchTemplateName": "web"}, "AvailabilityZones": ["eu-west-1a"]}""", "ValidationError")]
    [InlineData("autoscaling", "CreateAutoScalingGroup", """{"AutoScalingGroupName": "b", "MinSize": 1, "MaxSize": 1, "LaunchTemplate": {"LaunchTemplateName": "web"}}""", "ValidationError")]
    [InlineData("autoscaling", "CreateAutoScalingGroup", """{"AutoScalingGroupName": "b", "MinSize": 1, "MaxSize": 1, "AvailabilityZones": ["eu-west-1a"]}""", "ValidationError")]
    public void A_wrong_call_is_refused(string service, string operation, string input, string code) => Assert.Equal(code, _account.Refused(service, operation, input));
}

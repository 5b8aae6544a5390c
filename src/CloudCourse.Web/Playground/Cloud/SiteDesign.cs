using System.Globalization;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Web.Playground.Cloud;

/// <summary>A web site to be built in a simulated account, by the calls that somebody would make at AWS.</summary>
/// <param name="Zones">How many of three zones its servers may stand in.</param>
/// <param name="Balanced">A load balancer and an Auto Scaling group; else one server that visitors reach by its own address.</param>
internal sealed record SiteDesign(string Title, int Zones, int Min, int Max, bool Balanced = true)
{
    public const string Region = "eu-west-1", AccountId = "111122223333", InstanceType = "t3.micro";

    /// <summary>The load balancer's health checks.</summary>
    public int CheckSeconds { get; init; } = 30;

    /// <summary>Average CPU utilization that the group keeps to, in percent; null for a group of fixed size.</summary>
    public double? KeepsCpuAt { get; init; }

    /// <summary>Builds the site and gives the address that its visitors ask for, a minute later.</summary>
    public string Build(SimulatedAccount account)
    {
        var caller = Caller.User(AccountId, "olga");
        var root = Caller.Root(AccountId);
        Make(root, "iam", "CreateUser", """{"UserName": "olga"}""");
        Make(root, "iam", "AttachUserPolicy", """{"UserName": "olga", "PolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"}""");

        var subnets = Make(caller, "ec2", "DescribeSubnets", "{}")["Subnets"]!.AsArray().OrderBy(s => Text(s!["AvailabilityZone"]), StringComparer.Ordinal).Select(s => Text(s!["SubnetId"])).ToList();
        var open = Group("front", """ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0" """);
        var script = Convert.ToBase64String("#!/bin/bash\ndnf install -y httpd\nsystemctl enable --now httpd\n"u8);
        if (!Balanced)
        {
            var id = Text(Make(caller, "ec2", "RunInstances", $$"""
                {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "{{InstanceType}}", "MinCount": 1, "MaxCount": 1, "SubnetId": "{{subnets[0]}}", "SecurityGroupIds": ["{{open}}"], "UserData": "{{script}}"}
                """)["Instances"]![0]!["InstanceId"]);
            account.Advance(TimeSpan.FromMinutes(1));
            return account.State.Ec2.Regions[Region].Instances[id].PublicIp!;
        }

        var servers = Group("servers", $$""" "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": "{{open}}"}]}] """);
        Make(caller, "ec2", "CreateLaunchTemplate", $$"""{"LaunchTemplateName": "web", "LaunchTemplateData": {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "{{InstanceType}}", "SecurityGroupIds": ["{{servers}}"], "UserData": "{{script}}"} }""");
        var vpc = Text(Make(caller, "ec2", "DescribeVpcs", "{}")["Vpcs"]![0]!["VpcId"]);
        var targets = Text(Make(caller, "elasticloadbalancing", "CreateTargetGroup", $$"""
            {"Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": "{{vpc}}", "HealthCheckIntervalSeconds": {{CheckSeconds}}, "HealthCheckTimeoutSeconds": {{Math.Min(5, CheckSeconds - 2)}}, "UnhealthyThresholdCount": 2}
            """)["TargetGroups"]![0]!["TargetGroupArn"]);
        var balancer = Make(caller, "elasticloadbalancing", "CreateLoadBalancer", $$"""{"Name": "web", "Subnets": ["{{string.Join("\", \"", subnets)}}"], "SecurityGroups": ["{{open}}"]}""")["LoadBalancers"]![0]!;
        Make(caller, "elasticloadbalancing", "CreateListener", $$"""{"LoadBalancerArn": "{{Text(balancer["LoadBalancerArn"])}}", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{{targets}}"}]}""");
        Make(caller, "autoscaling", "CreateAutoScalingGroup", $$"""
            {"AutoScalingGroupName": "web", "LaunchTemplate": {"LaunchTemplateName": "web"}, "MinSize": {{Min}}, "MaxSize": {{Max}}, "VPCZoneIdentifier": "{{string.Join(',', subnets.Take(Zones))}}",
             "TargetGroupARNs": ["{{targets}}"], "HealthCheckType": "ELB", "HealthCheckGracePeriod": 60}
            """);
        if (KeepsCpuAt is { } percent)
        {
            Make(caller, "autoscaling", "PutScalingPolicy", string.Create(CultureInfo.InvariantCulture, $$"""
                {"AutoScalingGroupName": "web", "PolicyName": "cpu", "PolicyType": "TargetTrackingScaling",
                 "TargetTrackingConfiguration": {"PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"}, "TargetValue": {{percent}}} }
                """));
        }
        account.Advance(TimeSpan.FromMinutes(1));
        return Text(balancer["DNSName"]);

        string Group(string name, string rule)
        {
            var id = Text(Make(caller, "ec2", "CreateSecurityGroup", $$"""{"GroupName": "{{name}}", "Description": "{{name}}"}""")["GroupId"]);
            Make(caller, "ec2", "AuthorizeSecurityGroupIngress", $$"""{"GroupId": "{{id}}", {{rule}} }""");
            return id;
        }

        // These are our own calls: one that is refused is our mistake.
        JsonObject Make(Caller by, string service, string operation, string input)
        {
            var result = account.Call(by, Region, service, operation, input);
            return result.Output ?? throw new InvalidOperationException($"{operation}: {result.Error!.Code}: {result.Error.Message}");
        }
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}

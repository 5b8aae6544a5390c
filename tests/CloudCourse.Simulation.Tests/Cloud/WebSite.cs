using CloudCourse.Simulation.AutoScaling;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.ElasticLoadBalancing;

namespace CloudCourse.Simulation.Tests.Cloud;

/// <summary>A web site behind a load balancer, kept by an Auto Scaling group: t3.micro, two vCPUs each, so 200 requests a second.</summary>
internal sealed class WebSite
{
    public const double PerInstance = 200;

    public TestAccount Cloud { get; } = new();
    public string DnsName { get; }
    public string FrontGroup { get; }

    /// <param name="zones">Of three, for the group; the load balancer stands in all.</param>
    public WebSite(int zones = 3, int min = 3, int max = 3)
    {
        List<string> subnets = [.. Cloud.Do("ec2", "DescribeSubnets")["Subnets"]!.AsArray().OrderBy(s => (string)s!["AvailabilityZone"]!, StringComparer.Ordinal).Select(s => (string)s!["SubnetId"]!)];
        var vpc = (string)Cloud.Do("ec2", "DescribeVpcs")["Vpcs"]![0]!["VpcId"]!;
        FrontGroup = (string)Cloud.Do("ec2", "CreateSecurityGroup", """{"GroupName": "front", "Description": "front"}""")["GroupId"]!;
        Cloud.Do("ec2", "AuthorizeSecurityGroupIngress", $$"""{"GroupId": "{{FrontGroup}}", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""");
        var script = Convert.ToBase64String("#!/bin/bash\ndnf install -y httpd\nsystemctl enable --now httpd\n"u8);
        Cloud.Do("ec2", "CreateLaunchTemplate", $$"""{"LaunchTemplateName": "web", "LaunchTemplateData": {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "SecurityGroupIds": ["{{FrontGroup}}"], "UserData": "{{script}}"} }""");
        var targets = (string)Cloud.Do("elasticloadbalancing", "CreateTargetGroup", $$"""{"Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": "{{vpc}}"}""")["TargetGroups"]![0]!["TargetGroupArn"]!;
        var balancer = Cloud.Do("elasticloadbalancing", "CreateLoadBalancer", $$"""{"Name": "web", "Subnets": ["{{string.Join("\", \"", subnets)}}"], "SecurityGroups": ["{{FrontGroup}}"]}""")["LoadBalancers"]![0]!;
        DnsName = (string)balancer["DNSName"]!;
        Cloud.Do("elasticloadbalancing", "CreateListener", $$"""{"LoadBalancerArn": "{{balancer["LoadBalancerArn"]}}", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{{targets}}"}]}""");
        Cloud.Do("autoscaling", "CreateAutoScalingGroup", $$"""
            {"AutoScalingGroupName": "web", "LaunchTemplate": {"LaunchTemplateName": "web"}, "MinSize": {{min}}, "MaxSize": {{max}}, "VPCZoneIdentifier": "{{string.Join(',', subnets.Take(zones))}}",
             "TargetGroupARNs": ["{{targets}}"], "HealthCheckType": "ELB", "HealthCheckGracePeriod": 60}
            """);
    }

    public AutoScalingGroup Group => Cloud.Account.State.AutoScaling.Groups.Values.Single();
    public IEnumerable<Target> Targets => Cloud.Account.State.LoadBalancing.TargetGroups.Values.Single().Targets;
    public VisitorStream Visitors => Cloud.Account.State.Traffic.Streams["visitors"];

    public void Visit(params (double Minute, double PerSecond)[] curve) =>
        Cloud.Account.Happen(new VisitorsCome("visitors", DnsName, 80, new(curve.Select(c => new CurvePoint(TimeSpan.FromMinutes(c.Minute), c.PerSecond)))));

    public void Pass(double minutes) => Cloud.Account.Advance(TimeSpan.FromMinutes(minutes));
}

using System.Globalization;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Web.Scenarios;

/// <summary>Builds a scenario's choice in a simulated account, by the calls that somebody would make at AWS.</summary>
internal static class EveningSite
{
    public const string Region = ScenarioFacts.Region, AccountId = "111122223333";

    private const string Image = "ami-0a1b2c3d4e5f60001";
    private static readonly string Script = Convert.ToBase64String("#!/bin/bash\ndnf install -y httpd\nsystemctl enable --now httpd\n"u8);

    /// <summary>The address that visitors ask for; the account is some minutes older then.</summary>
    /// <param name="first">So many servers run when the first visitor comes.</param>
    public static string Build(SimulatedAccount account, ScenarioChoice choice, int first)
    {
        var caller = Caller.User(AccountId, "olga");
        var root = Caller.Root(AccountId);
        Make(root, "iam", "CreateUser", """{"UserName": "olga"}""");
        Make(root, "iam", "AttachUserPolicy", """{"UserName": "olga", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}""");
        var network = Make(caller, "ec2", "DescribeSubnets", "{}")["Subnets"]!.AsArray().OrderBy(s => Text(s!["AvailabilityZone"]), StringComparer.Ordinal).ToList();
        var (one, two) = (Text(network[0]!["SubnetId"]), Text(network[1]!["SubnetId"]));
        var open = Group("front", """ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0" """);
        if (choice.Compute is Compute.Instance)
        {
            var id = Text(Make(caller, "ec2", "RunInstances", $$"""
                {"ImageId": "{{Image}}", "InstanceType": "{{choice.Type}}", "MinCount": 1, "MaxCount": 1, "SubnetId": "{{one}}", "SecurityGroupIds": ["{{open}}"], "UserData": "{{Script}}"}
                """)["Instances"]![0]!["InstanceId"]);
            account.Advance(TimeSpan.FromMinutes(5));
            return account.State.Ec2.Regions[Region].Instances[id].PublicIp!;
        }

        var servers = Group("servers", $$""" "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": "{{open}}"}]}] """);
        var isService = choice.Compute is Compute.FargateService;
        var targets = Text(Make(caller, "elasticloadbalancing", "CreateTargetGroup", $$"""
            {"Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": "{{Text(network[0]!["VpcId"])}}", "TargetType": "{{(isService ? "ip" : "instance")}}", "HealthCheckIntervalSeconds": 10, "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 2}
            """)["TargetGroups"]![0]!["TargetGroupArn"]);
        var balancer = Make(caller, "elasticloadbalancing", "CreateLoadBalancer", $$"""{"Name": "web", "Subnets": ["{{one}}", "{{two}}"], "SecurityGroups": ["{{open}}"]}""")["LoadBalancers"]![0]!;
        Make(caller, "elasticloadbalancing", "CreateListener", $$"""{"LoadBalancerArn": "{{Text(balancer["LoadBalancerArn"])}}", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{{targets}}"}]}""");
        if (isService) BuildService();
        else BuildGroup();
        account.Advance(TimeSpan.FromMinutes(5));
        return Text(balancer["DNSName"]);

        void BuildGroup()
        {
            Make(caller, "ec2", "CreateLaunchTemplate", $$"""{"LaunchTemplateName": "web", "LaunchTemplateData": {"ImageId": "{{Image}}", "InstanceType": "{{choice.Type}}", "SecurityGroupIds": ["{{servers}}"], "UserData": "{{Script}}"} }""");
            Make(caller, "autoscaling", "CreateAutoScalingGroup", $$"""
                {"AutoScalingGroupName": "web", "LaunchTemplate": {"LaunchTemplateName": "web"}, "MinSize": {{choice.Least}}, "DesiredCapacity": {{first}}, "MaxSize": {{Evening.MostServers}}, "VPCZoneIdentifier": "{{one}},{{two}}",
                 "TargetGroupARNs": ["{{targets}}"], "HealthCheckType": "ELB", "HealthCheckGracePeriod": 60}
                """);
            Make(caller, "autoscaling", "PutScalingPolicy", Policy("""{"AutoScalingGroupName": "web", "PolicyName": "cpu", "PolicyType": "TargetTrackingScaling", "TargetTrackingConfiguration": """, "ASGAverageCPUUtilization"));
        }

        void BuildService()
        {
            Make(caller, "ecs", "CreateCluster", """{"clusterName": "web"}""");
            Make(caller, "ecs", "RegisterTaskDefinition", $$"""
                {"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "{{choice.Cpu}}", "memory": "{{choice.MemoryMB}}", "containerDefinitions": [{"name": "web", "image": "nginx", "portMappings": [{"containerPort": 80}]}]}
                """);
            Make(caller, "ecs", "CreateService", $$"""
                {"cluster": "web", "serviceName": "web", "taskDefinition": "web", "launchType": "FARGATE", "desiredCount": {{first}}, "healthCheckGracePeriodSeconds": 60,
                 "loadBalancers": [{"targetGroupArn": "{{targets}}", "containerName": "web", "containerPort": 80}],
                 "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["{{one}}", "{{two}}"], "securityGroups": ["{{servers}}"], "assignPublicIp": "ENABLED"} } }
                """);
            const string target = """ "ServiceNamespace": "ecs", "ResourceId": "service/web/web", "ScalableDimension": "ecs:service:DesiredCount" """;
            Make(caller, "application-autoscaling", "RegisterScalableTarget", $$"""{ {{target}}, "MinCapacity": {{choice.Least}}, "MaxCapacity": {{Evening.MostServers}} }""");
            Make(caller, "application-autoscaling", "PutScalingPolicy", Policy($$"""{ {{target}}, "PolicyName": "cpu", "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": """, "ECSServiceAverageCPUUtilization"));
        }

        static string Policy(string head, string metric) =>
            head + string.Create(CultureInfo.InvariantCulture, $$"""{"TargetValue": {{Assumed.TargetLoad * 100}}, "PredefinedMetricSpecification": {"PredefinedMetricType": "{{metric}}"} } }""");

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

using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ecs;

/// <summary>What AWS refuses is pointed at in what was sent, and told with what to do.</summary>
public sealed class AdviceTests
{
    private const string Definition = """{"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "web", "image": "nginx", "portMappings": [{"containerPort": 8080}]CHECK}]}""";
    private readonly TestAccount _account = new();

    [Theory]
    [InlineData(""", "healthCheck": {"command": ["curl"]}""", "/containerDefinitions/0/healthCheck/command")]
    [InlineData(""", "links": ["prices"]""", "/containerDefinitions/0/links")]
    [InlineData(""", "dependsOn": [{"containerName": "nobody", "condition": "START"}]""", "/containerDefinitions/0/dependsOn/0/containerName")]
    public void A_task_definition_that_is_refused_is_pointed_at_where_it_is_wrong(string more, string pointer)
    {
        var error = _account.Try("ecs", "RegisterTaskDefinition", Definition.Replace("CHECK", more, StringComparison.Ordinal)).Error!;
        Assert.Equal("ClientException", error.Code);
        Assert.StartsWith(pointer, error.At!.Value.Pointer, StringComparison.Ordinal);
        Assert.NotEqual(error.Message, error.Advice);
    }

    [Theory]
    [InlineData("shop", 8080, "Its containers: web.")]
    [InlineData("web", 80, "Name the port that the task definition maps: 8080.")]
    public void A_service_behind_a_load_balancer_is_told_what_it_could_register(string container, int port, string advice)
    {
        _account.Do("ecs", "CreateCluster", """{"clusterName": "library"}""");
        _account.Do("ecs", "RegisterTaskDefinition", Definition.Replace("CHECK", "", StringComparison.Ordinal));
        var subnets = string.Join("\", \"", _account.Do("ec2", "DescribeSubnets")["Subnets"]!.AsArray().Take(2).Select(s => (string)s!["SubnetId"]!));
        var vpc = (string)_account.Do("ec2", "DescribeVpcs")["Vpcs"]![0]!["VpcId"]!;
        var balancer = (string)_account.Do("elasticloadbalancing", "CreateLoadBalancer", $$"""{"Name": "front", "Subnets": ["{{subnets}}"]}""")["LoadBalancers"]![0]!["LoadBalancerArn"]!;
        var group = (string)_account.Do("elasticloadbalancing", "CreateTargetGroup", $$"""{"Name": "web", "Protocol": "HTTP", "Port": 8080, "VpcId": "{{vpc}}", "TargetType": "ip"}""")["TargetGroups"]![0]!["TargetGroupArn"]!;
        _account.Do("elasticloadbalancing", "CreateListener", $$"""{"LoadBalancerArn": "{{balancer}}", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{{group}}"}]}""");
        var error = _account.Try("ecs", "CreateService", $$"""
            {"cluster": "library", "serviceName": "s", "taskDefinition": "web", "launchType": "FARGATE", "desiredCount": 1, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["{{subnets}}"]} },
             "loadBalancers": [{"targetGroupArn": "{{group}}", "containerName": "{{container}}", "containerPort": {{port}}}]}
            """).Error!;
        Assert.Equal(advice, error.Advice);
    }

    [Theory]
    [InlineData("ecs", "CreateService", """{"serviceName": "s", "deploymentCircuitBreaker": {"enable": true, "rollback": true}}""", "This member belongs in deploymentConfiguration: move it there.")]
    [InlineData("application-autoscaling", "PutScalingPolicy", """{"PolicyName": "p", "ServiceNamespace": "ecs", "ResourceId": "r", "ScalableDimension": "d", "ScaleOutCooldown": 60}""", "This member belongs in TargetTrackingScalingPolicyConfiguration: move it there.")]
    [InlineData("autoscaling", "CreateAutoScalingGroup", """{"AutoScalingGroupName": "a", "MinSize": 1, "MaxSize": 1, "Colour": "red"}""", "AWS knows no member of this name here")]
    public void A_member_on_the_wrong_level_is_told_where_it_belongs(string service, string operation, string input, string advice) =>
        Assert.Contains(_account.Try(service, operation, input).Error!.Problems, p => p.Advice.Contains(advice, StringComparison.Ordinal));

    [Fact]
    public void A_maximum_below_the_minimum_is_told_with_both()
    {
        _account.Do("ecs", "CreateCluster", """{"clusterName": "library"}""");
        _account.Do("ecs", "RegisterTaskDefinition", Definition.Replace("CHECK", "", StringComparison.Ordinal));
        var subnet = (string)_account.Do("ec2", "DescribeSubnets")["Subnets"]![0]!["SubnetId"]!;
        _account.Do("ecs", "CreateService", $$"""{"cluster": "library", "serviceName": "s", "taskDefinition": "web", "launchType": "FARGATE", "desiredCount": 1, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["{{subnet}}"]} } }""");
        var error = _account.Try("application-autoscaling", "RegisterScalableTarget", """{"ServiceNamespace": "ecs", "ResourceId": "service/library/s", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 16, "MaxCapacity": 2}""").Error!;
        Assert.Equal("MinCapacity is 16, and MaxCapacity 2.", error.Advice);
    }
}

using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.Cloud.Fuzz;

/// <summary>Calls that make sense together, which chance alone would seldom find.</summary>
internal static class Scenes
{
    private const string Trust = """{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":[\"ec2.amazonaws.com\",\"ecs-tasks.amazonaws.com\"]},\"Action\":\"sts:AssumeRole\"}}""";

    public static IEnumerable<(string Service, string Operation, string Input)> Beginning(Episode episode)
    {
        yield return ("ec2", "DescribeSubnets", "{}");
        yield return ("ecs", "CreateCluster", """{"clusterName": "shop"}""");
        yield return ("iam", "CreateUser", """{"UserName": "ana"}""");
        yield return ("iam", "PutUserPolicy", """{"UserName": "ana", "PolicyName": "most", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Most\",\"Effect\":\"Allow\",\"Action\":[\"ec2:*\",\"ecs:*\",\"autoscaling:*\"],\"Resource\":\"*\"},{\"Sid\":\"NotThese\",\"Effect\":\"Deny\",\"Action\":\"ec2:TerminateInstances\",\"Resource\":\"*\"}]}"}""");
        yield return ("iam", "CreateRole", $$"""{"RoleName": "web", "AssumeRolePolicyDocument": "{{Trust}}"}""");
        yield return ("iam", "CreateInstanceProfile", """{"InstanceProfileName": "web"}""");
        yield return ("iam", "AddRoleToInstanceProfile", """{"InstanceProfileName": "web", "RoleName": "web"}""");
        var ec2 = episode.Account.State.Ec2.Regions["eu-west-1"];
        var subnets = string.Join("\", \"", ec2.Subnets.Keys);
        var group = ec2.SecurityGroups.Keys.First();
        yield return ("ec2", "AuthorizeSecurityGroupIngress", $$"""{"GroupId": "{{group}}", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""");
        var script = Convert.ToBase64String("#!/bin/bash\ndnf install -y httpd\nsystemctl enable --now httpd\n"u8);
        yield return ("ec2", "CreateLaunchTemplate", $$"""{"LaunchTemplateName": "web-template", "LaunchTemplateData": {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "UserData": "{{script}}"} }""");
        foreach (var (name, type) in new[] { ("by-instance", "instance"), ("by-address", "ip") })
        {
            yield return ("elasticloadbalancing", "CreateTargetGroup", $$"""{"Name": "{{name}}", "Protocol": "HTTP", "Port": 80, "VpcId": "{{ec2.Vpcs.Keys.First()}}", "TargetType": "{{type}}"}""");
            yield return ("elasticloadbalancing", "CreateLoadBalancer", $$"""{"Name": "{{name}}", "Subnets": ["{{subnets}}"]}""");
            var state = episode.Account.State.LoadBalancing;
            var (balancer, targets) = (state.LoadBalancers.Values.First(l => l.Name == name).Arn, state.TargetGroups.Values.First(t => t.Name == name).Arn);
            yield return ("elasticloadbalancing", "CreateListener", $$"""{"LoadBalancerArn": "{{balancer}}", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{{targets}}"}]}""");
        }
        yield return Register("web", "nginx");
        yield return ("iam", "AttachRolePolicy", """{"RoleName": "web", "PolicyArn": "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"}""");
        yield return ("ecs", "PutClusterCapacityProviders", """{"cluster": "shop", "capacityProviders": ["FARGATE", "FARGATE_SPOT"], "defaultCapacityProviderStrategy": []}""");
        yield return Hosted("bridge", 256, 300, 0);
    }

    /// <summary>A definition for container instances: two containers, of which one waits for the other.</summary>
    private static (string, string, string) Hosted(string mode, int cpu, int memory, int port) => ("ecs", "RegisterTaskDefinition", $$"""
        {"family": "hosted", "networkMode": "{{mode}}", "containerDefinitions": [
         {"name": "web", "image": "nginx", "cpu": {{cpu}}, "memory": {{memory}}, "dependsOn": [{"containerName": "cache", "condition": "HEALTHY"}], "portMappings": [{"containerPort": 80{{(port > 0 ? $", \"hostPort\": {port}" : "")}}}]},
         {"name": "cache", "image": "redis", "memory": 64, "healthCheck": {"command": ["CMD-SHELL", "redis-cli ping"], "interval": 5} }]}
        """);

    private static readonly string JoinScript = Convert.ToBase64String("#!/bin/bash\necho ECS_CLUSTER=shop >> /etc/ecs/ecs.config\n"u8);

    private static (string, string, string) Register(string family, string image) => ("ecs", "RegisterTaskDefinition", $$"""
        {"family": "{{family}}", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "web", "image": "{{image}}", "portMappings": [{"containerPort": 80}]}]}
        """);

    /// <summary>One call of those that fit the state.</summary>
    public static (string Service, string Operation, string Input) Any(Dice dice, AccountState state, string region)
    {
        var ec2 = state.Ec2.Regions[region];
        string Pick(IEnumerable<string> ids, string otherwise) => ids.ToList() is { Count: > 0 } all ? dice.Of(all) : otherwise;
        var instance = Pick(ec2.Instances.Keys, "i-00000000000000000");
        var volume = Pick(ec2.Volumes.Keys, "vol-00000000000000000");
        var zone = dice.Of(["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
        var subnets = string.Join("\", \"", ec2.Subnets.Keys.Take(1 + dice.Next(3)));
        var balanced = state.LoadBalancing.TargetGroups.Values.Where(g => state.LoadBalancing.InFrontOf(g.Arn) is not null).ToList();
        var network = $$""" "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["{{subnets}}"], "assignPublicIp": "{{(dice.OneIn(8) ? "DISABLED" : "ENABLED")}}"} } """;
        switch (dice.Next(45))
        {
            case < 3:
                return ("ec2", "RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "{{dice.Of(["t3.micro", "m5.large", "i3.large"])}}", "MinCount": 1, "MaxCount": {{1 + dice.Next(3)}}, "Placement": {"AvailabilityZone": "{{zone}}"} }""");
            case 3:
                return ("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "m5.large", "MinCount": 1, "MaxCount": 1, "IamInstanceProfile": {"Name": "web"}, "HibernationOptions": {"Configured": true}, "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20, "VolumeType": "gp3", "Encrypted": true}}, {"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 5, "DeleteOnTermination": false}}]}""");
            case 4 when dice.OneIn(2):
                return ("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 4, "InstanceMarketOptions": {"MarketType": "spot"}}""");
            case 4 when dice.OneIn(2):
                return ("ec2", "RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "m5.large", "MinCount": 1, "MaxCount": 3, "InstanceMarketOptions": {"MarketType": "spot", "SpotOptions": {"SpotInstanceType": "persistent", "InstanceInterruptionBehavior": "{{dice.Of(["stop", "terminate", "hibernate"])}}"} } }""");
            case < 6: return ("ec2", "StopInstances", $$"""{"InstanceIds": ["{{instance}}"]{{(dice.OneIn(3) ? ", \"Hibernate\": true" : "")}}}""");
            case < 8: return ("ec2", "StartInstances", $$"""{"InstanceIds": ["{{instance}}"]}""");
            case < 10: return ("ec2", "TerminateInstances", $$"""{"InstanceIds": ["{{instance}}", "{{Pick(ec2.Instances.Keys, instance)}}"]}""");
            case 10: return ("ec2", "CreateVolume", $$"""{"AvailabilityZone": "{{zone}}", "Size": {{1 + dice.Next(40)}}, "VolumeType": "gp3"}""");
            case < 13: return ("ec2", "AttachVolume", $$"""{"VolumeId": "{{volume}}", "InstanceId": "{{instance}}", "Device": "{{dice.Of(["/dev/sdf", "/dev/sdg", "/dev/xvda"])}}"}""");
            case 13: return ("ec2", "DetachVolume", $$"""{"VolumeId": "{{volume}}"}""");
            case 14: return ("ec2", "DeleteVolume", $$"""{"VolumeId": "{{volume}}"}""");
            case 15: return dice.OneIn(2) ? ("ec2", "CreateImage", $$"""{"InstanceId": "{{instance}}", "Name": "image-{{dice.Next(20)}}"}""") : ("ec2", "CreateSnapshot", $$"""{"VolumeId": "{{volume}}"}""");
            case 16: return dice.OneIn(2) ? ("ec2", "AllocateAddress", "{}") : ("ec2", "AssociateAddress", $$"""{"AllocationId": "{{Pick(ec2.Addresses.Keys, "eipalloc-0")}}", "InstanceId": "{{instance}}"}""");
            case 17: return ("ec2", "DisassociateAddress", $$"""{"AssociationId": "{{Pick(ec2.Addresses.Values.Select(a => a.AssociationId).OfType<string>(), "eipassoc-0")}}"}""");
            case 18:
                return ("autoscaling", "CreateAutoScalingGroup", $$"""
                    {"AutoScalingGroupName": "group-{{dice.Next(4)}}", "LaunchTemplate": {"LaunchTemplateName": "web-template"}, "MinSize": 0, "MaxSize": 6, "DesiredCapacity": {{dice.Next(5)}}, "VPCZoneIdentifier": "{{string.Join(',', ec2.Subnets.Keys.Take(1 + dice.Next(3)))}}",
                     "TargetGroupARNs": [{{string.Join(", ", balanced.Where(g => g.TargetType == "instance" && dice.OneIn(2)).Select(g => $"\"{g.Arn}\""))}}], "HealthCheckType": "{{dice.Of(["EC2", "ELB"])}}", "HealthCheckGracePeriod": {{60 * dice.Next(5)}}}
                    """);
            case < 21: return ("autoscaling", "SetDesiredCapacity", $$"""{"AutoScalingGroupName": "{{Pick(state.AutoScaling.Groups.Values.Select(g => g.Name), "none")}}", "DesiredCapacity": {{dice.Next(8)}}}""");
            case 21: return ("autoscaling", "UpdateAutoScalingGroup", $$"""{"AutoScalingGroupName": "{{Pick(state.AutoScaling.Groups.Values.Select(g => g.Name), "none")}}", "MinSize": {{dice.Next(3)}}, "MaxSize": {{dice.Next(8)}}}""");
            case 22 when dice.OneIn(3): return ("autoscaling", "DeleteAutoScalingGroup", $$"""{"AutoScalingGroupName": "{{Pick(state.AutoScaling.Groups.Values.Select(g => g.Name), "none")}}", "ForceDelete": true}""");
            case 23:
                return ("elasticloadbalancing", dice.OneIn(2) ? "RegisterTargets" : "DeregisterTargets", $$"""{"TargetGroupArn": "{{Pick(state.LoadBalancing.TargetGroups.Values.Where(g => g.TargetType == "instance").Select(g => g.Arn), "arn:none")}}", "Targets": [{"Id": "{{instance}}"}]}""");
            case 24: return Register("web", dice.Of(["nginx", "httpd", "nginx", "hello-world", "no-such-image"]));
            case 25: return ("ecs", "RunTask", $$"""{"cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE", "count": {{1 + dice.Next(3)}}, {{network}} }""");
            case 26:
                var targets = balanced.FirstOrDefault(g => g.TargetType == "ip");
                var front = targets is null || dice.OneIn(2) ? "" : $$""", "loadBalancers": [{"targetGroupArn": "{{targets.Arn}}", "containerName": "web", "containerPort": 80}]""";
                return ("ecs", "CreateService", $$"""{"cluster": "shop", "serviceName": "service-{{dice.Next(4)}}", "taskDefinition": "web", "desiredCount": {{dice.Next(5)}}, "launchType": "FARGATE", {{network}} {{front}} {{Deployment(dice)}} }""");
            case 27:
                return ("ecs", "UpdateService", $$"""{"cluster": "shop", "service": "{{Pick(state.Ecs.Services.Values.Select(s => s.Name), "none")}}", {{(dice.OneIn(2) ? "\"taskDefinition\": \"web\"" : "\"forceNewDeployment\": true")}}, "desiredCount": {{dice.Next(6)}} {{Deployment(dice)}} }""");
            case 28: return ("ecs", dice.OneIn(3) ? "DescribeTasks" : "StopTask", $$"""{"cluster": "shop", "task": "{{Pick(state.Ecs.Tasks.Keys, "none")}}"}""");
            case 29 when dice.OneIn(2): return ("ecs", "DeleteService", $$"""{"cluster": "shop", "service": "{{Pick(state.Ecs.Services.Values.Select(s => s.Name), "none")}}", "force": true}""");
            case >= 30 and < 40: return LaterScenes.Any(dice, state, region);
            case 40: return ("ec2", "RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60006", "InstanceType": "{{dice.Of(["t3.small", "t3.medium"])}}", "MinCount": 1, "MaxCount": {{1 + dice.Next(2)}}, "UserData": "{{JoinScript}}", "IamInstanceProfile": {"Name": "web"}, "Placement": {"AvailabilityZone": "{{zone}}"} }""");
            case 41 when dice.OneIn(3): return dice.OneIn(2) ? Hosted("bridge", 128 * (1 + dice.Next(8)), 100 * (1 + dice.Next(8)), dice.OneIn(2) ? 8080 : 0) : Hosted("host", 128, 100, 0);
            case 41 or 42: return ("ecs", "RunTask", $$"""{"cluster": "shop", "taskDefinition": "hosted", "launchType": "EC2", "count": {{1 + dice.Next(4)}}{{dice.Of(["", """, "placementConstraints": [{"type": "distinctInstance"}]""", """, "placementStrategy": [{"type": "binpack", "field": "memory"}]"""])}} }""");
            case 43 when dice.OneIn(2): return ("ecs", "UpdateContainerInstancesState", $$"""{"cluster": "shop", "containerInstances": ["{{Pick(state.Ecs.Instances.Keys, "none")}}"], "status": "{{dice.Of(["DRAINING", "ACTIVE"])}}"}""");
            case 43: return ("ecs", "CreateService", $$"""{"cluster": "shop", "serviceName": "hosted-{{dice.Next(2)}}", "taskDefinition": "hosted", "desiredCount": {{dice.Next(5)}}, "launchType": "EC2" {{Deployment(dice)}} }""");
            case 44: return ("ecs", "RunTask", $$"""{"cluster": "shop", "taskDefinition": "web", "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}], {{network}} }""");
            default: return ("ec2", dice.Of(["DescribeInstances", "DescribeVolumes", "DescribeInstanceStatus", "DescribeAddresses"]), "{}");
        }
    }

    private static string Deployment(Dice dice) => dice.Next(4) switch
    {
        0 => """, "deploymentConfiguration": {"minimumHealthyPercent": 50, "maximumPercent": 100}""",
        1 => """, "deploymentConfiguration": {"minimumHealthyPercent": 0, "maximumPercent": 150, "deploymentCircuitBreaker": {"enable": true, "rollback": true}}""",
        2 => """, "deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 200, "deploymentCircuitBreaker": {"enable": true, "rollback": false}}""",
        _ => "",
    };
}

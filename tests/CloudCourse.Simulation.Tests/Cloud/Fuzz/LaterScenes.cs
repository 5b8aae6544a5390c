using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Spot;

namespace CloudCourse.Simulation.Tests.Cloud.Fuzz;

/// <summary>More calls that make sense together: snapshots and what comes of them, Spot, networks, scaling, load balancers that go and come.</summary>
internal static class LaterScenes
{
    public static (string Service, string Operation, string Input) Any(Dice dice, AccountState state, string region)
    {
        var (ec2, balancing) = (state.Ec2.Regions[region], state.LoadBalancing);
        string Pick(IEnumerable<string> ids, string otherwise) => ids.ToList() is { Count: > 0 } all ? dice.Of(all) : otherwise;
        var instance = Pick(ec2.Instances.Keys, "i-00000000000000000");
        var volume = Pick(ec2.Volumes.Keys, "vol-00000000000000000");
        var snapshot = Pick(ec2.Snapshots.Keys, "snap-00000000000000000");
        var zone = dice.Of(["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
        var vpc = Pick(ec2.Vpcs.Keys, "vpc-0");
        var targets = Pick(balancing.TargetGroups.Keys, "arn:none");
        var group = Pick(state.AutoScaling.Groups.Values.Select(g => g.Name), "none");
        var service = Pick(state.Ecs.Services.Values.Select(s => $"service/shop/{s.Name}"), "service/shop/none");
        switch (dice.Next(32))
        {
            case 0: return ("ec2", "CreateVolume", $$"""{"AvailabilityZone": "{{zone}}", "SnapshotId": "{{snapshot}}", "VolumeType": "{{dice.Of(["gp3", "gp2", "io1"])}}", "Iops": {{dice.Of([100, 3000, 16000])}}}""");
            case 1: return ("ec2", "DeleteSnapshot", $$"""{"SnapshotId": "{{snapshot}}"}""");
            case 2: return ("ec2", "ModifyVolume", $$"""{"VolumeId": "{{volume}}", "Size": {{1 + dice.Next(60)}}}""");
            case 3: return ("ec2", "DeregisterImage", $$"""{"ImageId": "{{Pick(ec2.OwnImages.Keys, "ami-0")}}"}""");
            case 4: return ("ec2", "RunInstances", $$"""{"ImageId": "{{Pick(ec2.OwnImages.Keys, "ami-0a1b2c3d4e5f60001")}}", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""");
            case 5: return ("ec2", "ReleaseAddress", $$"""{"AllocationId": "{{Pick(ec2.Addresses.Keys, "eipalloc-0")}}"}""");
            case 6: return ("ec2", "CancelSpotInstanceRequests", $$"""{"SpotInstanceRequestIds": ["{{Pick(ec2.SpotRequests.Keys, "sir-0")}}"]}""");
            case 7: return ("ec2", "RebootInstances", $$"""{"InstanceIds": ["{{instance}}"]}""");
            case 8: return ("ec2", "ModifyInstanceAttribute", $$"""{"InstanceId": "{{instance}}", "{{dice.Of(["DisableApiTermination", "DisableApiStop"])}}": {"Value": {{(dice.OneIn(2) ? "true" : "false")}}} }""");
            case 9: return ("ec2", "ModifyInstanceAttribute", $$"""{"InstanceId": "{{instance}}", "InstanceType": {"Value": "{{dice.Of(["t3.micro", "m5.large", "t4g.micro"])}}"} }""");
            case 10: return ("ec2", "CreateTags", $$"""{"Resources": ["{{dice.Of([instance, volume, snapshot])}}"], "Tags": [{"Key": "Name", "Value": "{{dice.Next(9)}}"}]}""");
            case 11: return ("ec2", "CreateVpc", """{"CidrBlock": "10.0.0.0/16"}""");
            case 12: return ("ec2", "CreateSubnet", $$"""{"VpcId": "{{vpc}}", "CidrBlock": "10.0.{{dice.Next(8)}}.0/24", "AvailabilityZone": "{{zone}}"}""");
            case 13: return ("ec2", "DeleteSubnet", $$"""{"SubnetId": "{{Pick(ec2.Subnets.Keys, "subnet-0")}}"}""") is var delete && dice.OneIn(4) ? delete : ("ec2", "DescribeSubnets", "{}");
            case 14: return ("ec2", "RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 2, "SubnetId": "{{Pick(ec2.Subnets.Keys, "subnet-0")}}"}""");
            case 15: return ("ec2", "CreateNatGateway", $$"""{"SubnetId": "{{Pick(ec2.Subnets.Keys, "subnet-0")}}", "AllocationId": "{{Pick(ec2.Addresses.Keys, "eipalloc-0")}}"}""");
            case 16: return ("ec2", "DeleteNatGateway", $$"""{"NatGatewayId": "{{Pick(ec2.NatGateways.Keys, "nat-0")}}"}""");
            case 17: return ("ec2", dice.OneIn(2) ? "AttachInternetGateway" : "DetachInternetGateway", $$"""{"VpcId": "{{vpc}}", "InternetGatewayId": "{{Pick(ec2.InternetGateways.Keys, "igw-0")}}"}""");
            case 18: return ("ec2", dice.OneIn(2) ? "AuthorizeSecurityGroupIngress" : "RevokeSecurityGroupIngress", $$"""{"GroupId": "{{Pick(ec2.SecurityGroups.Keys, "sg-0")}}", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""");
            case 19: return ("elasticloadbalancing", "ModifyTargetGroup", $$"""{"TargetGroupArn": "{{targets}}", "HealthCheckIntervalSeconds": {{dice.Of([10, 30, 60])}}, "HealthyThresholdCount": {{2 + dice.Next(4)}}}""");
            case 20 when dice.OneIn(3): return ("elasticloadbalancing", "DeleteListener", $$"""{"ListenerArn": "{{Pick(balancing.Listeners.Keys, "arn:none")}}"}""");
            case 20: return ("elasticloadbalancing", "CreateListener", $$"""{"LoadBalancerArn": "{{Pick(balancing.LoadBalancers.Keys, "arn:none")}}", "Protocol": "HTTP", "Port": {{80 + dice.Next(3)}}, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{{targets}}"}]}""");
            case 21 when dice.OneIn(4): return ("elasticloadbalancing", "DeleteLoadBalancer", $$"""{"LoadBalancerArn": "{{Pick(balancing.LoadBalancers.Keys, "arn:none")}}"}""");
            case 21: return ("elasticloadbalancing", "DescribeTargetHealth", $$"""{"TargetGroupArn": "{{targets}}", "Targets": [{"Id": "{{instance}}"}]}""");
            case 22 when dice.OneIn(3): return ("elasticloadbalancing", "DeleteTargetGroup", $$"""{"TargetGroupArn": "{{targets}}"}""");
            case 23: return ("autoscaling", "PutScalingPolicy", $$"""{"AutoScalingGroupName": "{{group}}", "PolicyName": "load", "PolicyType": "TargetTrackingScaling", "TargetTrackingConfiguration": {"PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"}, "TargetValue": {{20 + dice.Next(60)}}} }""");
            case 24: return ("autoscaling", "AttachLoadBalancerTargetGroups", $$"""{"AutoScalingGroupName": "{{group}}", "TargetGroupARNs": ["{{targets}}"]}""");
            case 25: return ("application-autoscaling", "RegisterScalableTarget", $$"""{"ServiceNamespace": "ecs", "ResourceId": "{{service}}", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": {{dice.Next(3)}}, "MaxCapacity": {{2 + dice.Next(6)}}}""");
            case 26: return ("application-autoscaling", "PutScalingPolicy", $$"""{"PolicyName": "load", "PolicyType": "TargetTrackingScaling", "ServiceNamespace": "ecs", "ResourceId": "{{service}}", "ScalableDimension": "ecs:service:DesiredCount", "TargetTrackingScalingPolicyConfiguration": {"TargetValue": {{20 + dice.Next(60)}}, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"} } }""");
            case 27: return ("ec2", "CreateLaunchTemplateVersion", $$"""{"LaunchTemplateName": "web-template", "LaunchTemplateData": {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "{{dice.Of(["t3.micro", "m5.large", "t9.huge"])}}"} }""");
            case 28: return ("ec2", "CopySnapshot", $$"""{"SourceRegion": "{{region}}", "SourceSnapshotId": "{{snapshot}}"}""");
            case 29: return ("ecs", "DeregisterTaskDefinition", $$"""{"taskDefinition": "{{Pick(state.Ecs.Revisions.Values.Select(r => r.Name), "none:1")}}"}""");
            case 30: return ("ec2", "StopInstances", $$"""{"InstanceIds": ["{{Pick(ec2.Instances.Values.Where(i => i.HibernationConfigured).Select(i => i.Id), instance)}}"], "Hibernate": true}""");
            default: return ("ec2", dice.Of(["DescribeSnapshots", "DescribeNatGateways", "DescribeSpotInstanceRequests", "DescribeNetworkInterfaces", "DescribeImages"]), "{}");
        }
    }

    /// <summary>What no call does, apart from zones that fail: Spot takes an instance back, visitors come. Null where there is nothing it could happen to.</summary>
    public static ScheduledEvent? Happening(Dice dice, AccountState state, string region)
    {
        if (dice.OneIn(2))
        {
            var spot = state.Ec2.Regions[region].Instances.Values.Where(i => i is { Market: Market.Spot, State: InstanceState.Running }).ToList();
            return spot.Count == 0 ? null : new SpotNotice(region, dice.Of(spot).Id);
        }
        var balancers = state.LoadBalancing.LoadBalancers.Values.ToList();
        return balancers.Count == 0 ? null : new VisitorsCome("visitors", dice.Of(balancers).DnsName, 80, TrafficCurve.Steady(50 * dice.Next(40), TimeSpan.FromMinutes(1 + dice.Next(40))));
    }
}

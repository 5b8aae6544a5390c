using System.Globalization;
using System.Text.Json;
using CloudCourse.Simulation.AutoScaling;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.AutoScaling;

/// <summary>The operations on a group's instances, its target groups, and its simple and step policies.</summary>
/// <seealso href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Operations.html"/>
public sealed class GroupOperationsTests
{
    private readonly WebSite _site = new(min: 1, max: 10);

    public GroupOperationsTests() => _site.Cloud.Do("autoscaling", "SetDesiredCapacity", """{"AutoScalingGroupName": "web", "DesiredCapacity": 3}""");

    private AutoScalingGroup Web => _site.Group;

    private System.Text.Json.Nodes.JsonObject Do(string operation, string input = "{}") => _site.Cloud.Do("autoscaling", operation, Fill(input));

    private string Refused(string operation, string input) => _site.Cloud.Refused("autoscaling", operation, Fill(input));

    private string Fill(string input) => input.Replace("@first", Web.Members[0].InstanceId, StringComparison.Ordinal).Replace("@targets", _site.Cloud.Account.State.LoadBalancing.TargetGroups.Keys.First(k => k.Contains("/web/")), StringComparison.Ordinal);

    // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public void An_instance_is_terminated_with_or_without_a_replacement(bool smaller, int left)
    {
        _site.Pass(3);
        var gone = Web.Members[0].InstanceId;
        var activity = Do("TerminateInstanceInAutoScalingGroup", $$"""{"InstanceId": "{{gone}}", "ShouldDecrementDesiredCapacity": {{(smaller ? "true" : "false")}}}""")["Activity"]!;
        Assert.Equal(("InProgress", "web"), ((string)activity["StatusCode"]!, (string)activity["AutoScalingGroupName"]!));
        Assert.Equal("ScalingActivityInProgress", Refused("TerminateInstanceInAutoScalingGroup", $$"""{"InstanceId": "{{gone}}", "ShouldDecrementDesiredCapacity": false}"""));
        _site.Pass(3);
        Assert.Equal((left, left), (Web.Desired, Web.Members.Count));
        Assert.DoesNotContain(Web.Members, m => m.InstanceId == gone);
    }

    [Fact]
    public void A_group_does_not_fall_below_its_least_size()
    {
        Do("UpdateAutoScalingGroup", """{"AutoScalingGroupName": "web", "MinSize": 3}""");
        Assert.Equal("ValidationError", Refused("TerminateInstanceInAutoScalingGroup", """{"InstanceId": "@first", "ShouldDecrementDesiredCapacity": true}"""));
        Assert.Equal("ValidationError", Refused("TerminateInstanceInAutoScalingGroup", """{"InstanceId": "i-00000000000000000", "ShouldDecrementDesiredCapacity": true}"""));
    }

    [Fact]
    public void Whoever_terminates_needs_the_permission_for_the_group()
    {
        _site.Cloud.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _site.Cloud.Do("iam", "PutUserPolicy", JsonSerializer.Serialize(new
        {
            UserName = "ana",
            PolicyName = "p",
            PolicyDocument = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"autoscaling:TerminateInstanceInAutoScalingGroup","Resource":"{{Web.Arn.Replace("/web", "/other", StringComparison.Ordinal)}}"}]}""",
        }));
        _site.Cloud.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDenied", Refused("TerminateInstanceInAutoScalingGroup", """{"InstanceId": "@first", "ShouldDecrementDesiredCapacity": false}"""));
        Assert.Equal("AccessDenied", Refused("DetachLoadBalancerTargetGroups", """{"AutoScalingGroupName": "web", "TargetGroupARNs": ["@targets"]}"""));
        Assert.Equal("AccessDenied", Refused("DescribeAutoScalingInstances", "{}"));
        Assert.Equal("AccessDenied", Refused("PutScalingPolicy", """{"AutoScalingGroupName": "web", "PolicyName": "p", "AdjustmentType": "ChangeInCapacity", "ScalingAdjustment": 1}"""));
    }

    // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DetachLoadBalancerTargetGroups.html
    [Fact]
    public void Detached_from_its_target_group_the_group_lets_its_instances_finish()
    {
        _site.Pass(3);
        Assert.Equal("ValidationError", Refused("DetachLoadBalancerTargetGroups", """{"AutoScalingGroupName": "web", "TargetGroupARNs": ["arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/none/0"]}"""));
        Assert.Equal("ValidationError", Refused("DetachLoadBalancerTargetGroups", """{"AutoScalingGroupName": "web", "TargetGroupARNs": []}"""));
        Do("DetachLoadBalancerTargetGroups", """{"AutoScalingGroupName": "web", "TargetGroupARNs": ["@targets"]}""");
        Assert.All(_site.Targets, t => Assert.Equal(TargetState.Draining, t.State));
        _site.Pass(6);
        Assert.Empty(_site.Targets);
        Assert.Equal(3, Web.Members.Count(m => m.State == "InService"));
        Do("AttachLoadBalancerTargetGroups", """{"AutoScalingGroupName": "web", "TargetGroupARNs": ["@targets"]}""");
        Assert.Equal(3, _site.Targets.Count());
    }

    [Fact]
    public void Instances_groups_activities_and_policies_come_in_pages()
    {
        foreach (var name in new[] { "a", "b", "c" }) Do("PutScalingPolicy", $$"""{"AutoScalingGroupName": "web", "PolicyName": "{{name}}", "AdjustmentType": "ChangeInCapacity", "ScalingAdjustment": 1}""");
        foreach (var (operation, member, least) in new[] { ("DescribeAutoScalingInstances", "AutoScalingInstances", 3), ("DescribeScalingActivities", "Activities", 3), ("DescribePolicies", "ScalingPolicies", 3), ("DescribeAutoScalingGroups", "AutoScalingGroups", 1) })
        {
            List<string> seen = [];
            string? token = null;
            do
            {
                var page = Do(operation, token is null ? """{"MaxRecords": 1}""" : $$"""{"MaxRecords": 1, "NextToken": "{{token}}"}""");
                seen.Add(Assert.Single(page[member]!.AsArray())!.ToJsonString());
                token = (string?)page["NextToken"];
            }
            while (token is not null);
            Assert.Equal((true, seen.Count), (seen.Count >= least, seen.Distinct().Count()));
            Assert.Equal("ValidationError", Refused(operation, """{"MaxRecords": 0}"""));
            Assert.Equal("ValidationError", Refused(operation, """{"MaxRecords": 101}"""));
            Assert.Equal("InvalidNextToken", Refused(operation, """{"NextToken": "more"}"""));
        }
        Assert.Equal(Web.Members[0].InstanceId, (string)Assert.Single(Do("DescribeAutoScalingInstances", """{"InstanceIds": ["@first"]}""")["AutoScalingInstances"]!.AsArray())!["InstanceId"]!);
    }

    // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html
    [Fact]
    public void By_hand_a_group_waits_for_its_cooldown_only_when_told_to()
    {
        Do("SetDesiredCapacity", """{"AutoScalingGroupName": "web", "DesiredCapacity": 4}""");
        Assert.Equal("ScalingActivityInProgress", Refused("SetDesiredCapacity", """{"AutoScalingGroupName": "web", "DesiredCapacity": 5, "HonorCooldown": true}"""));
        Do("SetDesiredCapacity", """{"AutoScalingGroupName": "web", "DesiredCapacity": 5}""");
        _site.Pass(6);
        Do("SetDesiredCapacity", """{"AutoScalingGroupName": "web", "DesiredCapacity": 6, "HonorCooldown": true}""");
        Assert.Equal(6, Web.Desired);
    }

    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html#as-scaling-adjustment
    [Theory]
    [InlineData("ChangeInCapacity", 2, null, 5)]
    [InlineData("ChangeInCapacity", -9, null, 1)]
    [InlineData("ExactCapacity", 7, null, 7)]
    [InlineData("ExactCapacity", 70, null, 10)]
    [InlineData("PercentChangeInCapacity", 50, null, 4)] // 1.5 is 1
    [InlineData("PercentChangeInCapacity", 10, null, 4)] // 0.3 is 1
    [InlineData("PercentChangeInCapacity", -10, null, 2)] // -0.3 is -1
    [InlineData("PercentChangeInCapacity", -60, null, 2)] // -1.8 is -1
    [InlineData("PercentChangeInCapacity", 10, 2, 5)]
    public void What_a_simple_policy_makes_of_three(string type, int adjustment, int? magnitude, int wanted)
    {
        Do("PutScalingPolicy", $$"""{"AutoScalingGroupName": "web", "PolicyName": "p", "AdjustmentType": "{{type}}", "ScalingAdjustment": {{adjustment}}{{(magnitude is { } m ? $", \"MinAdjustmentMagnitude\": {m}" : "")}}}""");
        Do("ExecutePolicy", """{"AutoScalingGroupName": "web", "PolicyName": "p"}""");
        Assert.Equal(wanted, Web.Desired);
        Assert.Equal("ScalingActivityInProgress", Refused("ExecutePolicy", """{"AutoScalingGroupName": "web", "PolicyName": "p", "HonorCooldown": true}"""));
    }

    private const string Steps = """
        {"AutoScalingGroupName": "web", "PolicyName": "steps", "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity", "EstimatedInstanceWarmup": 120,
         "StepAdjustments": [{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1}, {"MetricIntervalLowerBound": 10, "ScalingAdjustment": 3}]}
        """;

    // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ExecutePolicy.html
    [Theory]
    [InlineData(60, 4)]
    [InlineData(69.9, 4)]
    [InlineData(70, 6)]
    [InlineData(59, 3)]
    public void A_step_follows_from_how_far_the_metric_is_from_the_threshold(double value, int wanted)
    {
        Do("PutScalingPolicy", Steps);
        Do("ExecutePolicy", string.Create(CultureInfo.InvariantCulture, $$"""{"AutoScalingGroupName": "web", "PolicyName": "steps", "MetricValue": {{value}}, "BreachThreshold": 60}"""));
        Assert.Equal(wanted, Web.Desired);
    }

    [Fact]
    public void What_warms_up_counts_toward_the_next_step()
    {
        Do("PutScalingPolicy", Steps);
        Do("ExecutePolicy", """{"AutoScalingGroupName": "web", "PolicyName": "steps", "MetricValue": 65, "BreachThreshold": 60}""");
        Do("ExecutePolicy", """{"AutoScalingGroupName": "web", "PolicyName": "steps", "MetricValue": 65, "BreachThreshold": 60}""");
        Assert.Equal(4, Web.Desired);
        Do("ExecutePolicy", """{"AutoScalingGroupName": "web", "PolicyName": "steps", "MetricValue": 80, "BreachThreshold": 60}""");
        Assert.Equal(6, Web.Desired); // two more than the one that is on its way
        _site.Pass(3);
        Do("ExecutePolicy", """{"AutoScalingGroupName": "web", "PolicyName": "steps", "MetricValue": 80, "BreachThreshold": 60}""");
        Assert.Equal(9, Web.Desired);
    }

    [Theory]
    [InlineData(""" "PolicyType": "Magic" """)]
    [InlineData(""" "ScalingAdjustment": 1 """)]
    [InlineData(""" "AdjustmentType": "Double", "ScalingAdjustment": 1 """)]
    [InlineData(""" "AdjustmentType": "ChangeInCapacity" """)]
    [InlineData(""" "AdjustmentType": "ExactCapacity", "ScalingAdjustment": -1 """)]
    [InlineData(""" "AdjustmentType": "ChangeInCapacity", "ScalingAdjustment": 1, "MinAdjustmentMagnitude": 2 """)]
    [InlineData(""" "AdjustmentType": "ChangeInCapacity", "ScalingAdjustment": 1, "Cooldown": -1 """)]
    [InlineData(""" "AdjustmentType": "ChangeInCapacity", "ScalingAdjustment": 1, "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}] """)]
    [InlineData(""" "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity" """)]
    [InlineData(""" "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity", "ScalingAdjustment": 1 """)]
    [InlineData(""" "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1}] """)]
    [InlineData(""" "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 5, "MetricIntervalUpperBound": 5, "ScalingAdjustment": 1}] """)]
    [InlineData(""" "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1}, {"MetricIntervalLowerBound": 5, "ScalingAdjustment": 2}] """)]
    [InlineData(""" "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1}, {"MetricIntervalLowerBound": 15, "ScalingAdjustment": 2}] """)]
    [InlineData(""" "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1}] """)]
    [InlineData(""" "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}, {"MetricIntervalLowerBound": 10, "ScalingAdjustment": 2}] """)]
    [InlineData(""" "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity", "MetricAggregationType": "Median", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}] """)]
    [InlineData(""" "PolicyType": "TargetTrackingScaling" """)]
    [InlineData(""" "PolicyType": "TargetTrackingScaling", "AdjustmentType": "ChangeInCapacity" """)]
    public void A_policy_that_AWS_refuses(string policy)
    {
        Assert.Equal("ValidationError", Refused("PutScalingPolicy", $$"""{"AutoScalingGroupName": "web", "PolicyName": "p", {{policy}} }"""));
        Assert.Equal("ValidationError", Refused("ExecutePolicy", """{"AutoScalingGroupName": "web", "PolicyName": "p"}"""));
    }

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
    [Fact]
    public void An_alarm_executes_a_policy_and_does_so_again_while_it_stays()
    {
        var arn = (string)Do("PutScalingPolicy", Steps)["PolicyARN"]!;
        _site.Cloud.Do("cloudwatch", "PutMetricAlarm", $$"""
            {"AlarmName": "busy", "Namespace": "Shop", "MetricName": "Orders", "Statistic": "Average", "Period": 60, "EvaluationPeriods": 1, "Threshold": 60, "ComparisonOperator": "GreaterThanOrEqualToThreshold", "AlarmActions": ["{{arn}}"]}
            """);
        Assert.Equal("busy", (string)Do("DescribePolicies")["ScalingPolicies"]![0]!["Alarms"]![0]!["AlarmName"]!);
        for (var minute = 0; minute < 6; minute++)
        {
            _site.Cloud.Do("cloudwatch", "PutMetricData", """{"Namespace": "Shop", "MetricData": [{"MetricName": "Orders", "Value": 65}]}""");
            _site.Pass(1);
        }
        Assert.True(Web.Desired > 4, $"{Web.Desired}"); // once the first had warmed up, another came
        Assert.Contains(_site.Cloud.Account.History.OfType<Change>(), c => c.What.Contains("the alarm busy executed the policy steps", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"AutoScalingGroupName": "x", "LaunchTemplate": {"LaunchTemplateName": "web"}, "MinSize": 0, "MaxSize": 1, "VPCZoneIdentifier": "@near", "AvailabilityZones": ["eu-west-1c"]}""")]
    [InlineData("""{"AutoScalingGroupName": "x", "LaunchTemplate": {"LaunchTemplateName": "web"}, "MinSize": 0, "MaxSize": 1, "VPCZoneIdentifier": "@near,@far"}""")]
    [InlineData("""{"AutoScalingGroupName": "x", "LaunchTemplate": {"LaunchTemplateName": "bare"}, "MinSize": 0, "MaxSize": 1, "VPCZoneIdentifier": "@near"}""")]
    [InlineData("""{"AutoScalingGroupName": "x", "LaunchTemplate": {"LaunchTemplateName": "web"}, "MinSize": 0, "MaxSize": 1, "VPCZoneIdentifier": "@near", "HealthCheckGracePeriod": -1}""")]
    [InlineData("""{"AutoScalingGroupName": "x", "LaunchTemplate": {"LaunchTemplateName": "web"}, "MinSize": 0, "MaxSize": 1, "VPCZoneIdentifier": "@near", "TargetGroupARNs": ["@ips"]}""")]
    public void A_group_that_could_launch_nothing_is_refused(string input)
    {
        var cloud = _site.Cloud;
        var vpc = (string)cloud.Do("ec2", "CreateVpc", """{"CidrBlock": "10.0.0.0/16"}""")["Vpc"]!["VpcId"]!;
        var far = (string)cloud.Do("ec2", "CreateSubnet", $$"""{"VpcId": "{{vpc}}", "CidrBlock": "10.0.1.0/24"}""")["Subnet"]!["SubnetId"]!;
        cloud.Do("ec2", "CreateLaunchTemplate", """{"LaunchTemplateName": "bare", "LaunchTemplateData": {"InstanceType": "t3.micro"}}""");
        var ips = (string)cloud.Do("elasticloadbalancing", "CreateTargetGroup", $$"""{"Name": "ips", "Protocol": "HTTP", "Port": 80, "VpcId": "{{vpc}}", "TargetType": "ip"}""")["TargetGroups"]![0]!["TargetGroupArn"]!;
        var near = cloud.Account.State.Ec2.Regions["eu-west-1"].Subnets.Values.First(s => s.Zone == "eu-west-1a" && s.IsDefault).Id;
        Assert.Equal("ValidationError", Refused("CreateAutoScalingGroup", input.Replace("@near", near, StringComparison.Ordinal).Replace("@far", far, StringComparison.Ordinal).Replace("@ips", ips, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_group_that_is_being_deleted_takes_no_changes()
    {
        Do("DeleteAutoScalingGroup", """{"AutoScalingGroupName": "web", "ForceDelete": true}""");
        Assert.Equal("ValidationError", Refused("SetDesiredCapacity", """{"AutoScalingGroupName": "web", "DesiredCapacity": 1}"""));
        Assert.Equal("ValidationError", Refused("UpdateAutoScalingGroup", """{"AutoScalingGroupName": "web", "MinSize": 1}"""));
        Assert.Equal("AlreadyExists", Refused("CreateAutoScalingGroup", """{"AutoScalingGroupName": "web", "MinSize": 1, "MaxSize": 1}"""));
    }
}

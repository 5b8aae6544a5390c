using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Ecs.Services;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.Tests.Cloud;
using CloudCourse.Simulation.Tests.CloudWatch;

namespace CloudCourse.Simulation.Tests.Ecs.Account;

public sealed class ServiceTests
{
    private readonly TestAccount _account = new();
    private readonly string _subnets;
    private readonly string _group;
    private readonly string _targets;

    public ServiceTests()
    {
        _account.Do("ecs", "CreateCluster", """{"clusterName": "shop"}""");
        _subnets = string.Join("\", \"", _account.Do("ec2", "DescribeSubnets")["Subnets"]!.AsArray().Select(s => (string)s!["SubnetId"]!));
        var vpc = (string)_account.Do("ec2", "DescribeVpcs")["Vpcs"]![0]!["VpcId"]!;
        _group = (string)_account.Do("ec2", "CreateSecurityGroup", """{"GroupName": "web", "Description": "web"}""")["GroupId"]!;
        _account.Do("ec2", "AuthorizeSecurityGroupIngress", $$"""{"GroupId": "{{_group}}", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""");
        _targets = (string)_account.Do("elasticloadbalancing", "CreateTargetGroup", $$"""{"Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": "{{vpc}}", "TargetType": "ip"}""")["TargetGroups"]![0]!["TargetGroupArn"]!;
        var balancer = (string)_account.Do("elasticloadbalancing", "CreateLoadBalancer", $$"""{"Name": "web", "Subnets": ["{{_subnets}}"], "SecurityGroups": ["{{_group}}"]}""")["LoadBalancers"]![0]!["LoadBalancerArn"]!;
        _account.Do("elasticloadbalancing", "CreateListener", $$"""{"LoadBalancerArn": "{{balancer}}", "Protocol": "HTTP", "Port": 80, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{{_targets}}"}]}""");
        Register("nginx");
    }

    private void Register(string image, string family = "web") => _account.Do("ecs", "RegisterTaskDefinition", $$"""
        {"family": "{{family}}", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
         "containerDefinitions": [{"name": "web", "image": "{{image}}", "portMappings": [{"containerPort": 80}]}]}
        """);

    private string Network(bool open = true) => $$"""{"awsvpcConfiguration": {"subnets": ["{{_subnets}}"], "securityGroups": ["{{_group}}"], "assignPublicIp": "{{(open ? "ENABLED" : "DISABLED")}}"} }""";

    private void Create(int desired, string more = "") => _account.Do("ecs", "CreateService", $$"""
        {"cluster": "shop", "serviceName": "web", "taskDefinition": "web", "desiredCount": {{desired}}, "launchType": "FARGATE", "networkConfiguration": {{Network()}},
         "loadBalancers": [{"targetGroupArn": "{{_targets}}", "containerName": "web", "containerPort": 80}] {{more}} }
        """);

    private EcsService Web => _account.Account.State.Ecs.Services.Values.Single();

    private IEnumerable<EcsTask> Running => _account.Account.State.Ecs.Tasks.Values.Where(t => t is { LastStatus: "RUNNING", DesiredStatus: "RUNNING" });

    private int Healthy => _account.Account.State.LoadBalancing.TargetGroups[_targets].Targets.Count(t => t.State is TargetState.Healthy);

    private void Pass(double seconds) => _account.Account.Advance(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_task_goes_through_its_states_and_is_billed_from_the_pull()
    {
        var arn = (string)_account.Do("ecs", "RunTask", $$"""{"cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE", "networkConfiguration": {{Network()}}}""")["tasks"]![0]!["taskArn"]!;
        List<string> seen = ["PROVISIONING"];
        foreach (var _ in Enumerable.Range(0, 12))
        {
            Pass(5);
            seen.Add(_account.Account.State.Ecs.Tasks[arn].LastStatus);
        }
        Assert.Equal(["PROVISIONING", "PENDING", "RUNNING"], seen.Distinct());
        _account.Do("ecs", "StopTask", $$"""{"cluster": "shop", "task": "{{arn}}", "reason": "enough"}""");
        Pass(60);
        var task = _account.Account.State.Ecs.Tasks[arn];
        Assert.Equal(("STOPPED", "UserInitiated", "enough"), (task.LastStatus, task.StopCode, task.StoppedReason));
        Assert.Contains(_account.Account.State.Bill.Ended, m => m.Resource == arn && m.What.StartsWith("Fargate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-image", true, "CannotPullContainerError")]
    [InlineData("nginx", false, "CannotPullContainerError")]
    [InlineData("hello-world", true, "Essential container in task exited")]
    public void A_task_that_cannot_stay_says_why(string image, bool open, string reason)
    {
        Register(image, "odd");
        var arn = (string)_account.Do("ecs", "RunTask", $$"""{"cluster": "shop", "taskDefinition": "odd", "launchType": "FARGATE", "networkConfiguration": {{Network(open)}}}""")["tasks"]![0]!["taskArn"]!;
        Pass(300);
        Assert.Equal("STOPPED", _account.Account.State.Ecs.Tasks[arn].LastStatus);
        Assert.StartsWith(reason, _account.Account.State.Ecs.Tasks[arn].StoppedReason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_spreads_its_tasks_and_reaches_a_steady_state()
    {
        Create(3);
        Pass(180);
        Assert.Equal(3, Healthy);
        Assert.Equal(3, Running.Select(t => t.Zone).Distinct().Count());
        Assert.Equal("COMPLETED", Web.Deployments.Single().Rollout);
        Assert.Contains("steady state", Web.Events[0].Message, StringComparison.Ordinal);
        _account.Do("ecs", "StopTask", $$"""{"cluster": "shop", "task": "{{Running.First().Arn}}"}""");
        Pass(600);
        Assert.Equal(3, Healthy);
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(50, 100)]
    [InlineData(50, 150)]
    [InlineData(0, 100)]
    public void A_rolling_deployment_keeps_between_its_two_bounds(int least, int most)
    {
        Create(4, $$""", "deploymentConfiguration": {"minimumHealthyPercent": {{least}}, "maximumPercent": {{most}}}""");
        Pass(300);
        Register("httpd");
        _account.Do("ecs", "UpdateService", """{"cluster": "shop", "service": "web", "taskDefinition": "web"}""");
        for (var second = 0; second < 1800; second += 5)
        {
            Pass(5);
            Assert.True(Healthy >= 4 * least / 100, $"{Healthy} healthy after {second} s");
            Assert.True(_account.Account.State.Ecs.Tasks.Values.Count(t => t.DesiredStatus == "RUNNING") <= 4 * most / 100, $"too many after {second} s");
        }
        Assert.Equal(4, Healthy);
        Assert.Equal("COMPLETED", Web.Deployments.Single().Rollout);
        Assert.All(Running, t => Assert.EndsWith("web:2", t.RevisionArn, StringComparison.Ordinal));
    }

    [Fact]
    public void The_circuit_breaker_rolls_back_what_does_not_start()
    {
        Create(2, """, "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true} }""");
        Pass(300);
        Register("no-such-image");
        _account.Do("ecs", "UpdateService", """{"cluster": "shop", "service": "web", "taskDefinition": "web"}""");
        Pass(1800);
        Assert.Equal(2, Healthy);
        Assert.EndsWith("web:1", Web.Deployments[0].RevisionArn, StringComparison.Ordinal);
        Assert.Contains(Web.Events, e => e.Message.Contains("rolling back", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_circuit_breaker_it_tries_on_and_the_old_tasks_stay()
    {
        Create(2);
        Pass(300);
        Register("no-such-image");
        _account.Do("ecs", "UpdateService", """{"cluster": "shop", "service": "web", "taskDefinition": "web"}""");
        Pass(3600);
        Assert.Equal(2, Healthy);
        Assert.Equal("IN_PROGRESS", Web.Deployments[0].Rollout);
        Assert.True(Web.Deployments[0].Failed > 5);
    }

    [Fact]
    public void A_service_that_may_grow_follows_its_visitors_and_one_that_may_not_stays()
    {
        Create(2);
        Pass(300);
        var address = _account.Account.State.LoadBalancing.LoadBalancers.Values.Single().DnsName;
        _account.Account.Happen(new VisitorsCome("sale", address, 80, new([new(TimeSpan.Zero, 20), new(TimeSpan.FromMinutes(20), 100), new(TimeSpan.FromMinutes(60), 100), new(TimeSpan.FromMinutes(70), 10), new(TimeSpan.FromMinutes(200), 10)])));
        Pass(1200);
        Assert.Equal(2, Web.Desired);
        Assert.Equal("ObjectNotFoundException", _account.Refused("application-autoscaling", "PutScalingPolicy", Policy));
        Assert.Equal("ValidationException", _account.Refused("application-autoscaling", "RegisterScalableTarget", """{"ServiceNamespace": "ecs", "ResourceId": "service/shop/none", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 2, "MaxCapacity": 10}"""));
        _account.Do("application-autoscaling", "RegisterScalableTarget", """{"ServiceNamespace": "ecs", "ResourceId": "service/shop/web", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 2, "MaxCapacity": 10}""");
        _account.Do("application-autoscaling", "PutScalingPolicy", Policy);
        Pass(1200);
        Assert.InRange(Web.Desired, 6, 10);
        Assert.Equal(Web.Desired, Healthy);
        Pass(7200);
        Assert.Equal(2, Web.Desired);
        foreach (var operation in new[] { "DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScalingActivities" })
            Assert.NotEmpty(_account.Do("application-autoscaling", operation, """{"ServiceNamespace": "ecs"}""").First().Value!.AsArray());
    }

    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html"/>
    [Fact]
    public void CloudWatch_has_how_busy_its_tasks_are()
    {
        Create(2);
        Pass(300);
        var address = _account.Account.State.LoadBalancing.LoadBalancers.Values.Single().DnsName;
        // A quarter of a vCPU answers 25 a second; each of the two is asked 10.
        _account.Account.Happen(new VisitorsCome("sale", address, 80, new([new(TimeSpan.Zero, 20), new(TimeSpan.FromMinutes(5), 20)])));
        Pass(600);
        const string Of = "ClusterName=shop,ServiceName=web";
        Assert.Equal("09:05=40 09:06=40 09:07=40 09:08=40 09:09=40", _account.Account.Points("AWS/ECS", "CPUUtilization", Of, "Average"));
        Assert.StartsWith("09:05=2 ", _account.Account.Points("AWS/ECS", "CPUUtilization", Of, "SampleCount"));
        Assert.Equal([$"CPUUtilization[{Of}]"], _account.Account.Listed("AWS/ECS"));
    }

    /// <summary>What a cooldown is: https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html#target-tracking-cooldown</summary>
    [Theory]
    [InlineData("", 300, 300, false)] // of an ECS service
    [InlineData(", \"ScaleOutCooldown\": 0, \"ScaleInCooldown\": 60", 0, 60, false)]
    [InlineData(", \"ScaleOutCooldown\": 1800, \"ScaleInCooldown\": 1800", 1800, 1800, false)]
    [InlineData(", \"DisableScaleIn\": true", 300, 300, true)]
    public void Between_two_changes_of_one_kind_lies_the_cooldown(string more, int outSeconds, int inSeconds, bool onlyOut)
    {
        Create(2);
        _account.Do("application-autoscaling", "RegisterScalableTarget", """{"ServiceNamespace": "ecs", "ResourceId": "service/shop/web", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 2, "MaxCapacity": 20}""");
        _account.Do("application-autoscaling", "PutScalingPolicy", Policy.Replace("\"TargetValue\": 60", "\"TargetValue\": 60" + more, StringComparison.Ordinal));
        var told = _account.Do("application-autoscaling", "DescribeScalingPolicies", """{"ServiceNamespace": "ecs"}""")["ScalingPolicies"]![0]!["TargetTrackingScalingPolicyConfiguration"]!;
        Assert.Equal((outSeconds, inSeconds, onlyOut), ((int)told["ScaleOutCooldown"]!, (int)told["ScaleInCooldown"]!, (bool)told["DisableScaleIn"]!));
        Pass(300);
        var address = _account.Account.State.LoadBalancing.LoadBalancers.Values.Single().DnsName;
        _account.Account.Happen(new VisitorsCome("sale", address, 80, new([new(TimeSpan.Zero, 20), new(TimeSpan.FromMinutes(40), 200), new(TimeSpan.FromMinutes(60), 200), new(TimeSpan.FromMinutes(61), 10), new(TimeSpan.FromMinutes(200), 10)])));
        Pass(200 * 60);
        var changes = _account.Account.History.OfType<Change>().Where(c => c is { Service: "application-autoscaling", From: not null, To: not null })
            .Select(c => (c.Time, By: int.Parse(c.To!, System.Globalization.CultureInfo.InvariantCulture) - int.Parse(c.From!, System.Globalization.CultureInfo.InvariantCulture))).ToList();
        Assert.Equal(onlyOut, changes.All(c => c.By > 0));
        var added = 0;
        foreach (var (before, after) in changes.Zip(changes.Skip(1)).Where(p => Math.Sign(p.First.By) == Math.Sign(p.Second.By)))
        {
            var cooldown = before.By > 0 ? outSeconds : inSeconds;
            if (before.By < 0) Assert.True((after.Time - before.Time).TotalSeconds >= cooldown, $"{before.Time:HH:mm} to {after.Time:HH:mm}");
            else if ((after.Time - before.Time).TotalSeconds < cooldown) added++;
        }
        // Within a cooldown only what goes beyond the last step is added; where there is none, nothing is within it.
        Assert.Equal(outSeconds >= 1800, added > 0);
    }

    [Fact]
    public void A_cooldown_is_not_negative()
    {
        Create(2);
        _account.Do("application-autoscaling", "RegisterScalableTarget", """{"ServiceNamespace": "ecs", "ResourceId": "service/shop/web", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 2, "MaxCapacity": 20}""");
        Assert.Equal("ValidationException", _account.Refused("application-autoscaling", "PutScalingPolicy", Policy.Replace("\"TargetValue\": 60", "\"TargetValue\": 60, \"ScaleInCooldown\": -1", StringComparison.Ordinal)));
    }

    private const string Policy = """
        {"PolicyName": "cpu", "ServiceNamespace": "ecs", "ResourceId": "service/shop/web", "ScalableDimension": "ecs:service:DesiredCount", "PolicyType": "TargetTrackingScaling",
         "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"} } }
        """;

    [Theory]
    [InlineData("RunTask", """{"cluster": "none", "taskDefinition": "web"}""", "ClusterNotFoundException")]
    [InlineData("RunTask", """{"cluster": "shop", "taskDefinition": "none", "launchType": "FARGATE"}""", "ClientException")]
    [InlineData("RunTask", """{"cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE"}""", "InvalidParameterException")]
    [InlineData("RunTask", """{"cluster": "shop", "taskDefinition": "web"}""", "InvalidParameterException")]
    [InlineData("RunTask", """{"cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0"]}}}""", "InvalidParameterException")]
    [InlineData("RunTask", """{"cluster": "shop"}""", "ParamValidation")]
    [InlineData("StopTask", """{"cluster": "shop", "task": "x"}""", "InvalidParameterException")]
    [InlineData("UpdateService", """{"cluster": "shop", "service": "none"}""", "ServiceNotFoundException")]
    [InlineData("DeregisterTaskDefinition", """{"taskDefinition": "web"}""", "ClientException")]
    [InlineData("RegisterTaskDefinition", """{"family": "web", "containerDefinitions": [{"name": "a", "image": "b", "memory": "100"}]}""", "ParamValidation")]
    [InlineData("RegisterTaskDefinition", """{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "bridge", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "a", "image": "b"}]}""", "ClientException")]
    [InlineData("CreateService", """{"cluster": "shop", "serviceName": "b", "taskDefinition": "web", "launchType": "FARGATE", "desiredCount": 1, "deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 100}}""", "InvalidParameterException")]
    public void A_wrong_call_is_refused(string operation, string input, string code) => Assert.Equal(code, _account.Refused("ecs", operation, input));

    [Fact]
    public void Running_tasks_needs_permission_to_pass_their_roles()
    {
        const string Trust = """{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}""";
        _account.Do("iam", "CreateRole", $$"""{"RoleName": "task", "AssumeRolePolicyDocument": "{{Trust}}"}""");
        _account.Do("ecs", "RegisterTaskDefinition", """
            {"family": "roled", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "taskRoleArn": "arn:aws:iam::111122223333:role/task",
             "containerDefinitions": [{"name": "web", "image": "nginx"}]}
            """);
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.Do("iam", "PutUserPolicy", """{"UserName": "ana", "PolicyName": "run", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"ecs:*\",\"Resource\":\"*\"}}"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        var input = $$"""{"cluster": "shop", "taskDefinition": "roled", "launchType": "FARGATE", "networkConfiguration": {{Network()}}}""";
        Assert.Equal("AccessDeniedException", _account.Refused("ecs", "RunTask", input));
        _account.Do("ecs", "RunTask", input.Replace("roled", "web", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_answer_has_the_shape_of_AWS()
    {
        Create(1);
        Pass(120);
        foreach (var (operation, input) in new[]
        {
            ("DescribeClusters", """{"clusters": ["shop"]}"""), ("ListClusters", "{}"), ("DescribeServices", """{"cluster": "shop", "services": ["web"]}"""), ("ListServices", """{"cluster": "shop"}"""),
            ("ListTasks", """{"cluster": "shop"}"""), ("DescribeTasks", $$"""{"cluster": "shop", "tasks": ["{{Running.Single().Arn}}"]}"""), ("ListTaskDefinitions", "{}"), ("ListTaskDefinitionFamilies", "{}"),
            ("DescribeTaskDefinition", """{"taskDefinition": "web"}"""),
        }) Assert.NotNull(_account.Do("ecs", operation, input).First().Value);
        Assert.Equal("InvalidParameterException", _account.Refused("ecs", "DeleteService", """{"cluster": "shop", "service": "web"}"""));
        Assert.Equal("ClusterContainsServicesException", _account.Refused("ecs", "DeleteCluster", """{"cluster": "shop"}"""));
        _account.Do("ecs", "DeleteService", """{"cluster": "shop", "service": "web", "force": true}""");
        Pass(600);
        _account.Do("ecs", "DeleteCluster", """{"cluster": "shop"}""");
        Assert.Equal("MISSING", (string)_account.Do("ecs", "DescribeClusters", """{"clusters": ["shop"]}""")["failures"]![0]!["reason"]!);
    }
}

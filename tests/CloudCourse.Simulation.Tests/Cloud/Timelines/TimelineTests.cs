using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Timelines;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Simulation.Tests.Cloud.Timelines;

public sealed class TimelineTests
{
    private static readonly DateTimeOffset Failure = TestAccount.Start.AddMinutes(40);

    private static (WebSite Site, Timeline Timeline) ZoneFailure()
    {
        WebSite site = new();
        List<AccountState> earlier = [];
        site.Visit((0, 0), (5, 0), (6, 300), (120, 300));
        site.Cloud.Account.Plan(TimeSpan.FromMinutes(40), new ZoneFails("eu-west-1", "eu-west-1a"));
        site.Cloud.Account.Plan(TimeSpan.FromMinutes(70), new ZoneRecovers("eu-west-1", "eu-west-1a"));
        for (var i = 0; i < 12; i++)
        {
            site.Pass(10);
            earlier.Add(site.Cloud.Account.State);
        }
        return (site, Timeline.Of(site.Cloud.Account, earlier));
    }

    [Fact]
    public void A_zone_that_fails_is_seen_in_its_lane()
    {
        var (_, timeline) = ZoneFailure();
        var zones = timeline.Lanes.Where(l => l.Kind is LaneKind.Zone).ToList();
        Assert.Equal(["eu-west-1a", "eu-west-1b", "eu-west-1c"], zones.Select(z => z.Name));
        Assert.Equal([(0, 40, "available"), (40, 70, "unavailable"), (70, 120, "available")], zones[0].Spans.Select(s => ((int)(s.From - timeline.From).TotalMinutes, (int)(s.To - timeline.From).TotalMinutes, s.State)));
        Assert.Equal("available", Assert.Single(zones[1].Spans).State);
    }

    [Fact]
    public void Only_zones_have_a_zones_lane_and_what_ended_early_runs_no_more()
    {
        TestAccount account = new();
        var vpc = (string)account.Do("ec2", "DescribeVpcs")["Vpcs"]![0]!["VpcId"]!;
        account.Do("ec2", "CreateSubnet", $$"""{"VpcId": "{{vpc}}", "CidrBlock": "172.31.128.0/20", "AvailabilityZone": "eu-west-1b"}""");
        account.Do("ec2", "CreateVolume", """{"AvailabilityZone": "eu-west-1b", "Size": 5}""");
        var id = (string)account.Do("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "Placement": {"AvailabilityZone": "eu-west-1a"}}""")["Instances"]![0]!["InstanceId"]!;
        account.Account.Advance(TimeSpan.FromMinutes(5));
        account.Do("ec2", "TerminateInstances", $$"""{"InstanceIds": ["{{id}}"]}""");
        account.Account.Advance(TimeSpan.FromMinutes(30));
        var timeline = Timeline.Of(account.Account, []);
        Assert.Equal(["eu-west-1a"], timeline.Lanes.Where(l => l.Kind is LaneKind.Zone).Select(l => l.Name));
        var running = timeline.Series.Single(s => s.Name == "Running instances");
        Assert.Equal((1, 0), (running.At(TestAccount.Start.AddMinutes(3)), running.At(timeline.To)));
    }

    [Fact]
    public void An_instance_goes_through_its_states_and_its_lane_ends_with_it()
    {
        var (_, timeline) = ZoneFailure();
        var instances = timeline.Lanes.Where(l => l.Kind is LaneKind.Instance).ToList();
        Assert.Equal(4, instances.Count);
        var failed = Assert.Single(instances, i => i.Detail == "t3.micro, eu-west-1a");
        Assert.Equal(["pending", "running, initial", "running, healthy", "running, impaired, healthy", "shutting-down"], failed.Spans.Select(s => s.State));
        Assert.Equal(Failure, failed.Spans.First(s => s.Tone is TimelineTone.Bad).From);
        Assert.True(failed.Spans[^1].To < Failure.AddMinutes(3));
        Assert.All(timeline.Lanes, l => Assert.All(l.Spans.Zip(l.Spans.Skip(1)), p => Assert.Equal(p.First.To, p.Second.From)));
    }

    [Fact]
    public void Series_tell_what_was_served_lost_running_and_paid()
    {
        var (site, timeline) = ZoneFailure();
        var (served, lost, running, cost) = (Series("Served"), Series("Lost"), Series("Running instances"), Series("Cost so far"));
        Assert.Equal(300, served.At(TestAccount.Start.AddMinutes(30)));
        Assert.Equal(0, lost.At(TestAccount.Start.AddMinutes(30)));
        Assert.Equal(100, lost.At(Failure.AddSeconds(35)));
        Assert.Equal(0, lost.At(Failure.AddMinutes(5)));
        Assert.Equal(3, running.At(TestAccount.Start.AddMinutes(30)));
        Assert.Equal(3, running.At(TestAccount.Start.AddMinutes(119)));
        Assert.Equal(0, cost.At(TestAccount.Start.AddMilliseconds(-1)));
        Assert.Equal((double)timeline.Totals.Usd, cost.At(timeline.To), 4);
        Assert.Equal(site.Cloud.Account.State.Bill.TotalAt(timeline.To), timeline.Totals.Usd);
        Assert.Equal(100 * 60, timeline.Totals.Lost);
        Assert.All(cost.Points.Zip(cost.Points.Skip(1)), p => Assert.True(p.First.Value <= p.Second.Value));

        TimelineSeries Series(string name) => timeline.Series.Single(s => s.Name == name);
    }

    [Fact]
    public void Every_event_has_the_call_behind_it_or_comes_from_outside()
    {
        var (site, timeline) = ZoneFailure();
        var outside = timeline.Events.Where(e => e.Call is null).ToList();
        Assert.All(outside, e => Assert.True(e.Resource is "visitors" || e.Resource.StartsWith("eu-west-1", StringComparison.Ordinal), e.What));
        Assert.All(timeline.Events, e => Assert.True(e.Call is null || timeline.Calls.ContainsKey(e.Call.Value)));

        // The instance that replaces the lost one: nobody called, the group did it.
        var replacement = timeline.Lanes.Where(l => l.Kind is LaneKind.Instance).MaxBy(l => l.Spans[0].From)!;
        var launch = timeline.Events.First(e => e.Resource == replacement.Id);
        Assert.False(launch.Direct);
        Assert.Equal("CreateAutoScalingGroup", timeline.Calls[launch.Call!.Value].Operation);
        Assert.DoesNotContain(timeline.Calls.Values, c => c.Operation.StartsWith("Describe", StringComparison.Ordinal));
        Assert.Contains(site.Cloud.Account.History.OfType<ApiCall>(), c => c.Operation == "DescribeSubnets");
    }

    [Fact]
    public void A_refused_call_is_an_event_with_its_code()
    {
        TestAccount account = new();
        account.Refused("ec2", "StopInstances", """{"InstanceIds": ["i-00000000000000001"]}""");
        var timeline = Timeline.Of(account.Account);
        var refused = Assert.Single(timeline.Events);
        Assert.Equal("StopInstances is refused: InvalidInstanceID.NotFound.", refused.What);
        Assert.Equal(TimelineTone.Bad, refused.Tone);
        Assert.True(refused.IsCall);
    }

    [Fact]
    public void A_services_tasks_have_lanes_with_their_health_and_the_call_that_made_the_service()
    {
        WebSite site = new();
        var (account, vpc) = (site.Cloud, (string)site.Cloud.Do("ec2", "DescribeVpcs")["Vpcs"]![0]!["VpcId"]!);
        var subnets = string.Join("\", \"", account.Account.State.Ec2.Regions["eu-west-1"].Subnets.Keys);
        var targets = (string)account.Do("elasticloadbalancing", "CreateTargetGroup", $$"""{"Name": "tasks", "Protocol": "HTTP", "Port": 80, "VpcId": "{{vpc}}", "TargetType": "ip"}""")["TargetGroups"]![0]!["TargetGroupArn"]!;
        account.Do("elasticloadbalancing", "CreateListener", $$"""{"LoadBalancerArn": "{{account.Account.State.LoadBalancing.LoadBalancers.Keys.Single()}}", "Protocol": "HTTP", "Port": 81, "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{{targets}}"}]}""");
        account.Do("ec2", "AuthorizeSecurityGroupIngress", $$"""{"GroupId": "{{site.FrontGroup}}", "IpProtocol": "tcp", "FromPort": 81, "ToPort": 81, "CidrIp": "0.0.0.0/0"}""");
        account.Do("ecs", "CreateCluster", """{"clusterName": "shop"}""");
        account.Do("ecs", "RegisterTaskDefinition", """{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "web", "image": "nginx", "portMappings": [{"containerPort": 80}]}]}""");
        account.Do("ecs", "CreateService", $$"""
            {"cluster": "shop", "serviceName": "shop", "taskDefinition": "web", "desiredCount": 2, "launchType": "FARGATE",
             "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["{{subnets}}"], "securityGroups": ["{{site.FrontGroup}}"], "assignPublicIp": "ENABLED"} },
             "loadBalancers": [{"targetGroupArn": "{{targets}}", "containerName": "web", "containerPort": 80}]}
            """);
        site.Pass(5);
        // A quarter of a vCPU each: 25 requests a second, and so 50 in all.
        account.Account.Happen(new VisitorsCome("visitors", site.DnsName, 81, TrafficCurve.Steady(60, TimeSpan.FromMinutes(5))));
        site.Pass(6);
        Assert.Equal(50 * 300, site.Visitors.Served);

        var timeline = Timeline.Of(account.Account);
        var lanes = timeline.Lanes.Where(l => l.Kind is LaneKind.Task).ToList();
        Assert.Equal(2, lanes.Count);
        Assert.All(lanes, l => Assert.Equal("RUNNING, healthy", l.Spans[^1].State));
        Assert.All(lanes, l => Assert.StartsWith("web:1, eu-west-1", l.Detail));
        Assert.Equal(2, timeline.Series.Single(s => s.Name == "Running tasks").At(timeline.To));
        Assert.All(timeline.Events.Where(e => lanes.Exists(l => l.Id == e.Resource)), e => Assert.Equal("CreateService", timeline.Calls[e.Call!.Value].Operation));
    }

    [Fact]
    public void An_empty_account_has_an_empty_timeline()
    {
        var timeline = Timeline.Of(new TestAccount().Account);
        Assert.Empty(timeline.Lanes);
        Assert.Empty(timeline.Events);
        Assert.Empty(timeline.Thinned);
    }

    [Fact]
    public void A_long_run_is_thinned_and_says_so()
    {
        TestAccount account = new();
        account.Do("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""");
        var id = account.Account.State.Ec2.Regions["eu-west-1"].Instances.Values.Single().Id;
        for (var i = 0; i < 200; i++)
        {
            account.Account.Advance(TimeSpan.FromMinutes(5));
            account.Do("ec2", "StopInstances", $$"""{"InstanceIds": ["{{id}}"]}""");
            account.Account.Advance(TimeSpan.FromMinutes(5));
            account.Do("ec2", "StartInstances", $$"""{"InstanceIds": ["{{id}}"]}""");
        }
        var timeline = Timeline.Of(account.Account);
        Assert.Equal(Timeline.MostEvents, timeline.Events.Count);
        Assert.All(timeline.Lanes, l => Assert.InRange(l.Spans.Count, 1, Timeline.MostSpans));
        Assert.All(timeline.Series, s => Assert.InRange(s.Points.Count, 1, Timeline.MostPoints));
        Assert.Contains(timeline.Thinned, t => t.StartsWith("300 of ", StringComparison.Ordinal));
        Assert.Equal(timeline.Events.OrderBy(e => e.Number), timeline.Events);
    }

    [Fact]
    public void The_same_run_gives_the_same_timeline()
    {
        Assert.Equal(Text(ZoneFailure().Timeline), Text(ZoneFailure().Timeline));

        static string Text(Timeline t) => string.Join('\n', [.. t.Events.Select(e => e.ToString()), .. t.Lanes.SelectMany(l => l.Spans.Select(s => $"{l.Id} {s}")), .. t.Series.SelectMany(s => s.Points.Select(p => $"{s.Id} {p}"))]);
    }
}

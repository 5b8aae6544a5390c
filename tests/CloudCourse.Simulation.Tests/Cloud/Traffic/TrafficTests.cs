using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Simulation.Tests.Cloud.Traffic;

public sealed class TrafficTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(30, 450)] // a triangle: 30 s to 30 requests a second
    [InlineData(60, 1800)]
    [InlineData(90, 2700)]
    [InlineData(500, 2700)] // after the last point nobody comes
    public void A_curve_counts_the_requests_under_it(int seconds, long asked)
    {
        TrafficCurve curve = new([new(TimeSpan.Zero, 0), new(TimeSpan.FromSeconds(60), 60), new(TimeSpan.FromSeconds(90), 0)]);
        Assert.Equal(asked, curve.AskedBy(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.0, 1.0, 0.0, 2.0)]
    [InlineData(5.0, 1.0, 3.0, 2.0)]
    [InlineData(0.0, -1.0, 3.0, 2.0)]
    [InlineData(0.0, double.NaN, 3.0, 2.0)]
    [InlineData(0.0, 1.0, 3.0, 1e9)]
    [InlineData(-1.0, 1.0, 3.0, 1.0)]
    public void A_curve_that_cannot_be_is_refused(params double[] secondsAndRates) =>
        Assert.Throws<ArgumentException>(() => new TrafficCurve(secondsAndRates.Chunk(2).Select(p => new CurvePoint(TimeSpan.FromSeconds(p[0]), p[1]))));

    [Fact]
    public void Healthy_targets_share_the_requests()
    {
        WebSite site = new();
        site.Pass(5);
        site.Visit((0, 300), (10, 300));
        site.Pass(5);
        Assert.Equal(300 * 300, site.Visitors.Asked);
        Assert.Equal(0, site.Visitors.Lost);
        Assert.All(site.Cloud.Account.State.Traffic.Work, w => Assert.Equal(0.5, w.Load));
        Assert.Equal(Capacity.LatencyMs(0.5), site.Visitors.Series.Samples.Last().LatencyMs);
        Assert.Equal("served", site.Visitors.Fate);
        site.Pass(20);
        Assert.Equal(300 * 600, site.Visitors.Asked);
        Assert.Empty(site.Cloud.Account.State.Schedule.Coming);
    }

    [Fact]
    public void What_is_more_than_they_can_do_is_lost_and_the_rest_waits()
    {
        WebSite site = new();
        site.Pass(5);
        site.Visit((0, 900), (10, 900));
        site.Pass(10);
        Assert.Equal(3 * (long)WebSite.PerInstance * 600, site.Visitors.Served);
        Assert.Equal(900 * 600 - site.Visitors.Served, site.Visitors.Lost);
        Assert.Equal(Capacity.LatencyMs(1), site.Visitors.Series.Samples.Last().LatencyMs);
        Assert.Equal("partly lost", site.Visitors.Fate);
    }

    [Fact]
    public void A_failed_zones_share_is_lost_until_the_load_balancer_has_noticed()
    {
        WebSite site = new();
        site.Pass(5);
        site.Visit((0, 300), (60, 300));
        site.Pass(10);
        site.Cloud.Account.Happen(new ZoneFails("eu-west-1", "eu-west-1a"));
        site.Pass(0.5);
        Assert.Equal(100 * 30, site.Visitors.Lost);
        Assert.Equal("partly lost", site.Visitors.Fate);
        site.Pass(4.5);
        // Two checks of thirty seconds each.
        Assert.Equal(100 * 60, site.Visitors.Lost);
        Assert.Equal("served", site.Visitors.Fate);
        Assert.Contains(site.Cloud.Account.History.OfType<Change>(), c => c.What.Contains("1 of 3 targets does not answer", StringComparison.Ordinal));
    }

    [Fact]
    public void When_the_only_zone_fails_nobody_is_served_until_it_is_back()
    {
        WebSite site = new(zones: 1);
        site.Pass(5);
        site.Visit((0, 100), (60, 100));
        site.Pass(10);
        site.Cloud.Account.Happen(new ZoneFails("eu-west-1", "eu-west-1a"));
        var before = site.Visitors.Served;
        site.Pass(20);
        Assert.Equal(before, site.Visitors.Served);
        Assert.Equal("lost", site.Visitors.Fate);
        site.Cloud.Account.Happen(new ZoneRecovers("eu-west-1", "eu-west-1a"));
        site.Pass(10);
        Assert.Equal("served", site.Visitors.Fate);
    }

    [Fact]
    public void A_load_balancer_sends_to_all_while_none_is_healthy()
    {
        WebSite site = new();
        site.Cloud.Do("elasticloadbalancing", "ModifyTargetGroup", $$"""{"TargetGroupArn": "{{site.Group.TargetGroupArns[0]}}", "HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 2}""");
        site.Pass(5);
        foreach (var zone in "abc") site.Cloud.Account.Happen(new ZoneFails("eu-west-1", $"eu-west-1{zone}"));
        site.Pass(0.2);
        Assert.DoesNotContain(site.Targets, t => t.State is ElasticLoadBalancing.TargetState.Healthy);
        // They answer again before five checks have said so, and are sent to all the same.
        foreach (var zone in "abc") site.Cloud.Account.Happen(new ZoneRecovers("eu-west-1", $"eu-west-1{zone}"));
        site.Visit((0, 60), (1, 60));
        site.Pass(0.3);
        Assert.DoesNotContain(site.Targets, t => t.State is ElasticLoadBalancing.TargetState.Healthy);
        Assert.Equal(0, site.Visitors.Lost);
        Assert.True(site.Visitors.Served > 0);
    }

    [Theory]
    [InlineData("nowhere.example", "nothing has the address")]
    [InlineData("203.0.113.200", "nothing has the address")]
    [InlineData(null, "no listener on port 81", 81)]
    public void Who_asks_where_nobody_listens_is_told_why(string? address, string why, int port = 80)
    {
        WebSite site = new();
        site.Pass(5);
        if (port == 81) site.Cloud.Do("ec2", "AuthorizeSecurityGroupIngress", $$"""{"GroupId": "{{site.FrontGroup}}", "IpProtocol": "tcp", "FromPort": 81, "ToPort": 81, "CidrIp": "0.0.0.0/0"}""");
        site.Cloud.Account.Happen(new VisitorsCome("visitors", address ?? site.DnsName, port, TrafficCurve.Steady(10, TimeSpan.FromMinutes(1))));
        site.Pass(2);
        Assert.Equal(600, site.Visitors.Lost);
        Assert.Contains(why, site.Visitors.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shut_port_lets_nobody_in()
    {
        WebSite site = new();
        site.Pass(5);
        site.Cloud.Do("ec2", "RevokeSecurityGroupIngress", $$"""{"GroupId": "{{site.FrontGroup}}", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""");
        site.Visit((0, 10), (1, 10));
        site.Pass(2);
        Assert.Equal(600, site.Visitors.Lost);
        Assert.Contains("lets TCP port 80 in", site.Visitors.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void One_server_is_asked_by_its_own_address()
    {
        WebSite site = new(min: 1, max: 1);
        site.Pass(2);
        var instance = site.Cloud.Account.State.Ec2.Regions["eu-west-1"].Instances.Values.Single();
        site.Cloud.Account.Happen(new VisitorsCome("visitors", instance.PublicIp!, 80, TrafficCurve.Steady(50, TimeSpan.FromMinutes(2))));
        site.Pass(1);
        Assert.Equal(50 * 60, site.Visitors.Served);
        site.Cloud.Account.Happen(new ZoneFails("eu-west-1", instance.Zone));
        site.Pass(2);
        Assert.Equal(50 * 60, site.Visitors.Served);
        Assert.Equal(50 * 60, site.Visitors.Lost);
    }

    [Fact]
    public void Two_streams_share_what_a_target_can_do()
    {
        WebSite site = new(min: 1, max: 1);
        site.Pass(5);
        site.Visit((0, 150), (1, 150));
        site.Cloud.Account.Happen(new VisitorsCome("others", site.DnsName, 80, TrafficCurve.Steady(150, TimeSpan.FromMinutes(1))));
        site.Pass(2);
        Assert.Equal(100 * 60, site.Visitors.Served);
        Assert.Equal(100 * 60, site.Cloud.Account.State.Traffic.Streams["others"].Served);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Whatever_happens_served_and_lost_are_what_was_asked_and_the_same_every_time(int seed)
    {
        Assert.Equal(Run(seed), Run(seed));

        static string Run(int seed)
        {
            WebSite site = new(min: 2, max: 8);
            site.Cloud.Do("autoscaling", "PutScalingPolicy", """{"AutoScalingGroupName": "web", "PolicyName": "cpu", "PolicyType": "TargetTrackingScaling", "TargetTrackingConfiguration": {"PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"}, "TargetValue": 50}}""");
            SeededSource chance = new((ulong)seed, 0);
            int Draw(int below)
            {
                (var number, chance) = chance.Next();
                return (int)(number % (ulong)below);
            }
            site.Visit([.. Enumerable.Range(0, 10).Select(i => (10.0 * i, (double)Draw(1500)))]);
            for (var step = 0; step < 40; step++)
            {
                var zone = $"eu-west-1{"abc"[Draw(3)]}";
                site.Cloud.Account.Happen(Draw(2) == 0 ? new ZoneFails("eu-west-1", zone) : new ZoneRecovers("eu-west-1", zone));
                site.Pass(Draw(50) / 10.0);
            }
            site.Pass(120);
            var stream = site.Visitors;
            Assert.Equal(stream.Curve.AskedBy(stream.Curve.Ends), stream.Asked);
            Assert.Equal(stream.Asked, stream.Series.Samples.Sum(s => s.Asked));
            Assert.Equal(stream.Served, stream.Series.Samples.Sum(s => s.Served));
            Assert.InRange(stream.Served, 0, stream.Asked);
            Assert.All(stream.Series.Samples, s => Assert.InRange(s.Served, 0, s.Asked));
            Assert.InRange(site.Group.Desired, 2, 8);
            return string.Join('\n', site.Cloud.Account.History) + string.Join('\n', stream.Series.Samples.Select(s => $"{s.From:O} {s.Asked} {s.Served} {s.LatencyMs}"));
        }
    }

    [Theory]
    [InlineData(719)]
    [InlineData(720)]
    [InlineData(1441)]
    [InlineData(10_007)]
    public void A_long_series_is_kept_coarser_and_loses_no_request(int samples)
    {
        var series = TrafficSeries.Empty;
        for (var i = 0; i < samples; i++) series = series.Add(new(TestAccount.Start.AddSeconds(10 * i), 10, 100 + i, 90 + i, 7, [new("i-1", 0.5f)]));
        var kept = series.Samples.ToList();
        Assert.InRange(kept.Count, 1, TrafficSeries.Most);
        Assert.Equal(Enumerable.Range(0, samples).Sum(i => 100L + i), kept.Sum(s => s.Asked));
        Assert.Equal(10L * samples, kept.Sum(s => s.Lost));
        Assert.Equal(10L * samples, kept.Sum(s => (long)s.Seconds));
        Assert.All(kept.Zip(kept.Skip(1)), p => Assert.Equal(p.First.To, p.Second.From));
        Assert.All(kept, s => Assert.Equal(0.5f, s.Loads.Single().Load));
    }
}

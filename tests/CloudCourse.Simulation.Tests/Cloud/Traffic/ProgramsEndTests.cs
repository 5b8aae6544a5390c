using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.ElasticLoadBalancing;

namespace CloudCourse.Simulation.Tests.Cloud.Traffic;

/// <summary>A program that ends is no machine that fails: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html</summary>
public sealed class ProgramsEndTests
{
    [Theory]
    [InlineData("ELB", true)]
    [InlineData("EC2", false)]
    public void Only_a_group_that_asks_the_load_balancer_replaces_it(string checks, bool mends)
    {
        WebSite site = new();
        site.Cloud.Do("autoscaling", "UpdateAutoScalingGroup", $$"""{"AutoScalingGroupName": "web", "HealthCheckType": "{{checks}}"}""");
        site.Pass(10);
        site.Visit((0, 300), (60, 300));
        site.Pass(10);
        Assert.Equal(0, site.Visitors.Lost);
        var before = site.Group.Members.Select(m => m.InstanceId).ToHashSet();

        site.Cloud.Account.Happen(new ProgramsEnd("eu-west-1"));
        var instances = site.Cloud.Account.State.Ec2.Regions["eu-west-1"].Instances;
        Assert.All(before, id => Assert.Equal((InstanceState.Running, InstanceStatus.Ok), (instances[id].State, instances[id].Status)));
        site.Pass(10);
        Assert.Equal(mends, !site.Group.Members.Any(m => before.Contains(m.InstanceId)));
        Assert.Equal(mends, site.Targets.Any(t => t.State is TargetState.Healthy));
        var lost = site.Visitors.Lost;
        Assert.True(lost > 0);
        site.Pass(10);
        Assert.Equal(mends ? 0 : 300 * 600, site.Visitors.Lost - lost);
    }

    [Fact]
    public void Another_cause_of_loss_is_told_though_some_are_still_served()
    {
        WebSite site = new();
        site.Pass(10);
        site.Visit((0, 500), (60, 500));
        site.Pass(10);
        site.Cloud.Account.Happen(new ZoneFails("eu-west-1", "eu-west-1a"));
        site.Pass(5);
        var told = site.Cloud.Account.History.OfType<Simulation.Cloud.Change>().Where(c => c is { Service: "visitors", To: "partly lost" }).Select(c => c.What).ToList();
        Assert.Collection(told,
            first => Assert.Contains("1 of 3 targets does not answer and is still sent to", first, StringComparison.Ordinal),
            second => Assert.Contains("more than the targets can serve", second, StringComparison.Ordinal));
    }
}

using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Traffic;

namespace CloudCourse.Simulation.Tests.Cloud.Traffic;

public sealed class ScalingTests
{
    /// <summary>Minutes, target, running, desired, wanted.</summary>
    public static TheoryData<double[], int, int, int> Decisions => new()
    {
        { [], 3, 3, 3 }, // nothing was measured
        { [80, 80], 3, 3, 3 }, // two minutes are too few
        { [80, 80, 80], 3, 3, 5 }, // 3 · 80 / 50
        { [80, 40, 80], 3, 3, 3 }, // not in a row
        { [51, 51, 51], 3, 3, 4 },
        { [100, 100, 100], 3, 6, 6 }, // more are on their way
        { [.. Enumerable.Repeat(20.0, 14)], 6, 6, 6 }, // fourteen minutes are too few
        { [.. Enumerable.Repeat(20.0, 15)], 6, 6, 5 }, // gently
        { [.. Enumerable.Repeat(20.0, 15)], 30, 30, 27 },
        { [.. Enumerable.Repeat(46.0, 15)], 6, 6, 6 }, // below the target, but not by a tenth
        { [.. Enumerable.Repeat(44.0, 15)], 6, 6, 6 }, // one less would be too few
        { [90, .. Enumerable.Repeat(20.0, 14)], 6, 6, 6 },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void A_policy_with_the_target_50(double[] minutes, int running, int desired, int wanted) =>
        Assert.Equal(wanted, TargetTracker.Wanted([.. minutes], 50, running, desired));

    [Fact]
    public void Fifteen_minutes_are_remembered()
    {
        ImmutableArray<double> minutes = [];
        for (var i = 0; i < 40; i++) minutes = TargetTracker.Remember(minutes, i);
        Assert.Equal([.. Enumerable.Range(25, 15).Select(i => (double)i)], minutes);
    }

    [Theory]
    [InlineData("ASGAverageCPUUtilization", 50)]
    [InlineData("ALBRequestCountPerTarget", 6000)] // 100 a second
    public void A_group_grows_soon_and_shrinks_late(string metric, double target)
    {
        WebSite site = new(min: 3, max: 10);
        site.Cloud.Do("autoscaling", "PutScalingPolicy", $$$"""{"AutoScalingGroupName": "web", "PolicyName": "track", "PolicyType": "TargetTrackingScaling", "TargetTrackingConfiguration": {"PredefinedMetricSpecification": {"PredefinedMetricType": "{{{metric}}}", "ResourceLabel": "app/web/0123456789abcdef/targetgroup/web/0123456789abcdef"}, "TargetValue": {{{target}}} } }""");
        site.Pass(10);
        site.Visit((0, 240), (10, 240), (11, 560), (40, 560), (41, 120), (90, 120));
        site.Pass(10);
        Assert.Equal(3, site.Group.Desired);
        site.Pass(6);
        Assert.Equal(6, site.Group.Desired);
        site.Pass(24);
        Assert.Equal(6, site.Group.Desired);
        Assert.Equal(0, site.Visitors.Series.Samples.Last().Lost);
        site.Pass(14);
        Assert.Equal(6, site.Group.Desired);
        site.Pass(30);
        Assert.Equal(3, site.Group.Desired);
        var wants = site.Cloud.Account.History.OfType<Change>().Where(c => c.Service == "autoscaling" && c is { From: not null, To: not null } && c.Resource == "web").ToList();
        Assert.Equal([("3", "6"), ("6", "5"), ("5", "4"), ("4", "3")], wants.Select(w => (w.From!, w.To!)));
        Assert.All(wants, w => Assert.Contains(metric, w.What, StringComparison.Ordinal));
    }

    [Fact]
    public void A_group_never_grows_over_its_size()
    {
        WebSite site = new(min: 2, max: 4);
        site.Cloud.Do("autoscaling", "PutScalingPolicy", """{"AutoScalingGroupName": "web", "PolicyName": "track", "PolicyType": "TargetTrackingScaling", "TargetTrackingConfiguration": {"PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"}, "TargetValue": 10}}""");
        site.Pass(5);
        site.Visit((0, 3000), (20, 3000));
        site.Pass(20);
        Assert.Equal(4, site.Group.Desired);
    }
}

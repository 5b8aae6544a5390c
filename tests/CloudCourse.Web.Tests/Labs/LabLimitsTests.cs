using CloudCourse.Web.Labs;

namespace CloudCourse.Web.Tests.Labs;

public sealed class LabLimitsTests
{
    [Fact]
    public void One_learner_who_floods_stops_no_other()
    {
        using LabLimits limits = new();
        var (flooder, other) = (Guid.NewGuid(), Guid.NewGuid());
        var taken = Enumerable.Range(0, 200).Count(_ => limits.MaySubmit(flooder));
        Assert.InRange(taken, 1, 60);
        Assert.False(limits.MaySubmit(flooder));
        Assert.True(limits.MaySubmit(other));
    }

    [Fact]
    public void Runs_and_submissions_are_counted_apart()
    {
        using LabLimits limits = new();
        var learner = Guid.NewGuid();
        while (limits.MaySubmit(learner)) { }
        Assert.True(limits.MayRun(learner));
    }
}

using System.Threading.RateLimiting;

namespace CloudCourse.Web.Labs;

/// <summary>How much of each thing one learner may ask in a minute. By learner, not by address: a classroom shares one.</summary>
public sealed class LabLimits : IDisposable
{
    /// <summary>The longest that somebody who was refused has to wait.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly PartitionedRateLimiter<Guid> _runs = PerMinute(30);
    private readonly PartitionedRateLimiter<Guid> _submissions = PerMinute(18);

    // A page that works as it should saves at most every 1.2 s and inspects at most every 0.25 s.
    private readonly PartitionedRateLimiter<Guid> _drafts = PerMinute(240);
    private readonly PartitionedRateLimiter<Guid> _inspections = PerMinute(480);

    // Each Run and each Submit is drawn once.
    private readonly PartitionedRateLimiter<Guid> _pictures = PerMinute(60);

    public bool MayDrawRun(Guid learner) => Take(_pictures, learner);

    public bool MayRun(Guid learner) => Take(_runs, learner);

    public bool MaySubmit(Guid learner) => Take(_submissions, learner);

    public bool MaySaveDraft(Guid learner) => Take(_drafts, learner);

    public bool MayInspect(Guid learner) => Take(_inspections, learner);

    public void Dispose()
    {
        _runs.Dispose();
        _submissions.Dispose();
        _drafts.Dispose();
        _inspections.Dispose();
        _pictures.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<Guid> limiter, Guid learner)
    {
        using var lease = limiter.AttemptAcquire(learner);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<Guid> PerMinute(int count) =>
        PartitionedRateLimiter.Create<Guid, Guid>(learner => RateLimitPartition.GetTokenBucketLimiter(learner, _ => new()
        {
            TokenLimit = count,
            TokensPerPeriod = count / 6,
            ReplenishmentPeriod = RetryAfter,
            QueueLimit = 0,
        }));
}

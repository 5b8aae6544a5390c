using System.Net;
using System.Threading.RateLimiting;
using CloudCourse.Web.Shared;

namespace CloudCourse.Web.Playground;

/// <summary>
/// How much one address may ask. The page needs no account, and a whole class may share one address, so that the limit is high; what
/// protects the server is that each question is small and its work bounded.
/// </summary>
public sealed class PlaygroundLimits : IDisposable
{
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(6);

    // A page asks at most every 0.3 s while somebody types: a class of thirty at once stays below.
    private readonly PartitionedRateLimiter<IPAddress> _decisions = PerMinute(3000);
    private readonly PartitionedRateLimiter<IPAddress> _comparisons = PerMinute(300);

    public bool MayDecide(HttpContext context) => Take(_decisions, context);

    public bool MayCompare(HttpContext context) => Take(_comparisons, context);

    public void Dispose()
    {
        _decisions.Dispose();
        _comparisons.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<IPAddress> limiter, HttpContext context)
    {
        using var lease = limiter.AttemptAcquire(ClientAddress.Of(context));
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<IPAddress> PerMinute(int count) =>
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new()
        {
            TokenLimit = count,
            TokensPerPeriod = count / 10,
            ReplenishmentPeriod = RetryAfter,
            QueueLimit = 0,
        }));
}

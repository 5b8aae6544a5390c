using System.Threading.RateLimiting;

namespace CloudCourse.Web.Accounts;

/// <summary>How often one account may ask about join codes: a few slips at once, then one in half a minute.</summary>
public sealed class JoinLimit : IDisposable
{
    private readonly PartitionedRateLimiter<Guid> _limiter = PartitionedRateLimiter.Create<Guid, Guid>(account =>
        RateLimitPartition.GetTokenBucketLimiter(account, _ => new()
        {
            TokenLimit = 12,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(30),
            QueueLimit = 0,
        }));

    /// <summary>Null: go on. Else how long to wait.</summary>
    public TimeSpan? Take(Guid accountId)
    {
        using var lease = _limiter.AttemptAcquire(accountId);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(30);
    }

    public void Dispose() => _limiter.Dispose();
}

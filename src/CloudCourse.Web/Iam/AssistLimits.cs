using System.Net;
using System.Threading.RateLimiting;
using CloudCourse.Web.Accounts;
using CloudCourse.Web.Shared;

namespace CloudCourse.Web.Iam;

/// <summary>
/// How often an editor may ask. By account or guest where the cookie says who it is, which costs no look into the database;
/// else by address, which a whole class may share.
/// </summary>
internal sealed class AssistLimits : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    // Somebody who types quickly asks some five times a second for a while, with completion, hover, findings and fixes together.
    private readonly PartitionedRateLimiter<Guid> _people = PerMinute<Guid>(900);
    private readonly PartitionedRateLimiter<IPAddress> _addresses = PerMinute<IPAddress>(9000);

    /// <summary>Null: go on. Else how long to wait.</summary>
    public TimeSpan? Take(HttpContext context) =>
        Take(context.User.AccountId() ?? context.RequestServices.GetRequiredService<GuestCookie>().Read(), ClientAddress.Of(context));

    /// <param name="who">An account, or a guest; null for somebody unknown.</param>
    public TimeSpan? Take(Guid? who, IPAddress address)
    {
        using var lease = who is { } known ? _people.AttemptAcquire(known) : _addresses.AttemptAcquire(address);
        return lease.IsAcquired ? null : Period;
    }

    public void Dispose()
    {
        _people.Dispose();
        _addresses.Dispose();
    }

    private static PartitionedRateLimiter<T> PerMinute<T>(int count) where T : notnull =>
        PartitionedRateLimiter.Create<T, T>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new()
        {
            TokenLimit = count,
            TokensPerPeriod = count / 6,
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        }));
}

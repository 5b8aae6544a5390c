using System.Net;
using System.Threading.RateLimiting;

namespace CloudCourse.Web.Shared;

/// <summary>More guests came from one address than a classroom would make.</summary>
public sealed class TooManyGuestsException() : Exception("Too many guests were made from one address.");

/// <summary>How many guests one address may make: a class of sixty at once, then six a minute.</summary>
public sealed class GuestLimit : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => new()
        {
            TokenLimit = 60,
            TokensPerPeriod = 6,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    /// <exception cref="TooManyGuestsException"/>
    public void Take(IPAddress? address)
    {
        using var lease = _limiter.AttemptAcquire(ClientAddress.Subject(address ?? IPAddress.None));
        if (!lease.IsAcquired) throw new TooManyGuestsException();
    }

    public void Dispose() => _limiter.Dispose();
}

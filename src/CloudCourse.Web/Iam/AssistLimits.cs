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
    private readonly PartitionedRateLimiter<string> _people = PerMinute(900);
    private readonly PartitionedRateLimiter<string> _addresses = PerMinute(9000);

    /// <summary>Null: go on. Else how long to wait.</summary>
    public TimeSpan? Take(HttpContext context)
    {
        var who = context.User.AccountId() ?? context.RequestServices.GetRequiredService<GuestCookie>().Read();
        using var lease = who is { } known ? _people.AttemptAcquire(known.ToString()) : _addresses.AttemptAcquire(ClientAddress.Of(context).ToString());
        return lease.IsAcquired ? null : Period;
    }

    public void Dispose()
    {
        _people.Dispose();
        _addresses.Dispose();
    }

    private static PartitionedRateLimiter<string> PerMinute(int count) =>
        PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new()
        {
            TokenLimit = count,
            TokensPerPeriod = count / 6,
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        }));
}

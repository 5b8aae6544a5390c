using System.Threading.RateLimiting;
using CloudCourse.Web.Accounts;
using CloudCourse.Web.Shared;

namespace CloudCourse.Web.Playground.Lambda;

/// <summary>
/// How much one person, or one address where nobody is known, may run. The sandbox's queue runs one thing of each at a time; this bounds how
/// much waits there, and how often somebody comes.
/// </summary>
internal sealed class LambdaLimits : IDisposable
{
    public const int WaitingOfPerson = 2, WaitingOfAddress = 30, WaitingTogether = 200, PerPerson = 24;
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _waiting = [];
    private int _together;

    private readonly PartitionedRateLimiter<string> _people = PerMinute(PerPerson);

    // A class of thirty behind one address, each of whom runs four times a minute.
    private readonly PartitionedRateLimiter<string> _addresses = PerMinute(120);

    /// <summary>Whose turn it is in the queue, and whom the limits count.</summary>
    /// <param name="IsAddress">Nobody is known: several people may stand behind it.</param>
    public readonly record struct Owner(string Name, bool IsAddress, string Address)
    {
        public static Owner Of(HttpContext context)
        {
            var address = $"address {ClientAddress.Of(context)}";
            return (context.User.AccountId() ?? context.RequestServices.GetRequiredService<GuestCookie>().Read()) is { } known ? new($"person {known:N}", false, address) : new(address, true, address);
        }
    }

    /// <summary>Null: not now. Dispose of what it gives when the run is over.</summary>
    public IDisposable? Enter(Owner owner)
    {
        if (!Take(_addresses, owner.Address) || (!owner.IsAddress && !Take(_people, owner.Name))) return null;
        lock (_lock)
        {
            var waiting = _waiting.GetValueOrDefault(owner.Name);
            if (waiting >= (owner.IsAddress ? WaitingOfAddress : WaitingOfPerson) || _together >= WaitingTogether) return null;
            _waiting[owner.Name] = waiting + 1;
            _together++;
        }
        return new Place(this, owner.Name);
    }

    private void Leave(string owner)
    {
        lock (_lock)
        {
            _together--;
            if (--_waiting[owner] == 0) _waiting.Remove(owner);
        }
    }

    public void Dispose()
    {
        _people.Dispose();
        _addresses.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string> limiter, string who)
    {
        using var lease = limiter.AttemptAcquire(who);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> PerMinute(int count) =>
        PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new()
        {
            TokenLimit = count,
            TokensPerPeriod = count / 6,
            ReplenishmentPeriod = RetryAfter,
            QueueLimit = 0,
        }));

    private sealed class Place(LambdaLimits limits, string owner) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (_left) return;
            _left = true;
            limits.Leave(owner);
        }
    }
}

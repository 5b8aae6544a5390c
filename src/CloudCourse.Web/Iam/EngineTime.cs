using System.Net;
using CloudCourse.Web.Accounts;
using CloudCourse.Web.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CloudCourse.Web.Iam;

/// <summary>
/// How much of the server's time one address may have for questions about policies. Counts of questions do not bound it: a text that is
/// made to be slow costs a hundred times what an editor asks. Each address has an account of time that fills again; the time that a
/// question took is taken off afterwards, below zero too, and whoever is below zero waits until it is paid back.
/// </summary>
internal sealed class EngineTime(TimeProvider clock)
{
    /// <summary>A class of thirty that types at once takes some ten seconds of one core a minute.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(20), PerMinute = TimeSpan.FromSeconds(20);

    /// <summary>Taken off at the start, so that many questions at once are counted too; what is left of it is given back.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(50);

    /// <summary>Full accounts are forgotten when there are this many.</summary>
    private const int Many = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (TimeSpan Left, long At)> _accounts = [];

    /// <summary>How many addresses it keeps an account of.</summary>
    internal int Known
    {
        get
        {
            lock (_lock) return _accounts.Count;
        }
    }

    /// <summary>Null: go on, and say <see cref="End"/> when it is done. Else how long to wait.</summary>
    public TimeSpan? Begin(IPAddress address)
    {
        lock (_lock)
        {
            var left = LeftOf(address);
            if (left <= TimeSpan.Zero) return (Hold - left) * (TimeSpan.FromMinutes(1) / PerMinute);
            if (_accounts.Count >= Many) Forget();
            _accounts[address] = (left - Hold, clock.GetTimestamp());
            return null;
        }
    }

    /// <param name="took">The time that the question took.</param>
    public void End(IPAddress address, TimeSpan took)
    {
        lock (_lock) _accounts[address] = (LeftOf(address) + Hold - took, clock.GetTimestamp());
    }

    private TimeSpan LeftOf(IPAddress address)
    {
        if (!_accounts.TryGetValue(address, out var account)) return Most;
        var left = account.Left + clock.GetElapsedTime(account.At) * (PerMinute / TimeSpan.FromMinutes(1));
        return left < Most ? left : Most;
    }

    private void Forget()
    {
        foreach (var address in _accounts.Keys.Where(a => LeftOf(a) == Most).ToList()) _accounts.Remove(address);
    }

    /// <summary>
    /// Counts what is worked out until the turn is disposed of, so say it after the body was read and the rows were found: whoever sends
    /// slowly, or waits for the database, pays nothing for it. Null: answer with <paramref name="refused"/>.
    /// </summary>
    public Turn? Begin(HttpContext context, out ProblemHttpResult? refused)
    {
        var address = ClientAddress.Of(context);
        refused = null;
        if (Begin(address) is not { } wait) return new(this, address, clock);
        AccountLimits.SayWhen(context, wait);
        refused = TypedResults.Problem("These questions took more of the server's time than a whole class asks for. Wait a little; nothing is lost.",
            statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests");
        return null;
    }

    public sealed class Turn(EngineTime time, IPAddress address, TimeProvider clock) : IDisposable
    {
        private readonly long _start = clock.GetTimestamp();

        public void Dispose() => time.End(address, clock.GetElapsedTime(_start));
    }

    /// <summary>Around endpoints that read no rows.</summary>
    public sealed class Filter(EngineTime time) : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
        {
            using var turn = time.Begin(invocation.HttpContext, out var refused);
            return turn is null ? refused : await next(invocation);
        }
    }
}

using System.Security.Claims;
using CloudCourse.Progress;
using CloudCourse.Progress.Rows;

namespace CloudCourse.Web.Shared;

/// <summary>
/// Who is learning in this request: the signed-in account's learner, else the guest of the cookie, else nobody yet. For pages
/// and endpoints; an interactive component is told the learner's id by its page.
/// </summary>
public sealed class CurrentLearner(IHttpContextAccessor http, Learners learners, GuestCookie cookie, GuestLimit limit, TimeProvider clock)
{
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(5);
    private Learner? _known;

    /// <summary>Null when nobody is known yet. Never makes anybody, so reading costs a crawler's visit no row.</summary>
    public async Task<Learner?> FindAsync(CancellationToken cancel = default)
    {
        if (_known is not null) return _known;
        if (AccountId is { } account) _known = await learners.ForAccountAsync(account, cancel);
        else if (cookie.Read() is { } guest) _known = await learners.FindAsync(guest, cancel) is { AccountId: null } found ? found : null;

        if (_known is not null && clock.GetUtcNow().UtcDateTime - _known.LastSeenAt > TouchEvery) await learners.TouchAsync(_known.Id, cancel);
        return _known;
    }

    /// <summary>For the first thing worth keeping: makes a guest, and the cookie that remembers the guest, where nobody is known.</summary>
    /// <exception cref="TooManyGuestsException">Too many were made from this address in a short time; answered with 429.</exception>
    public async Task<Learner> GetOrCreateAsync(CancellationToken cancel = default)
    {
        if (await FindAsync(cancel) is { } known) return known;
        limit.Take(http.HttpContext?.Connection.RemoteIpAddress);
        var guest = await learners.CreateGuestAsync(cancel);
        cookie.Write(guest.Id);
        return _known = guest;
    }

    private Guid? AccountId => http.HttpContext?.User is { Identity.IsAuthenticated: true } user
        && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
}

using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>Who is learning: a guest with a cookie, or an account.</summary>
public sealed class Learners(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    public Task<Learner> CreateGuestAsync(CancellationToken cancel = default) => contexts.WriteAsync(db =>
    {
        var now = clock.UtcNow();
        var guest = new Learner { Id = clock.NewId(), DisplayName = "Guest", CreatedAt = now, LastSeenAt = now };
        db.Learners.Add(guest);
        return Task.FromResult(guest);
    }, cancel);

    /// <summary>The learner, or null; for a guest whose work went into an account, null: the guest is no more.</summary>
    public async Task<Learner?> FindAsync(Guid learnerId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Learners.AsNoTracking().SingleOrDefaultAsync(l => l.Id == learnerId && l.MergedIntoId == null, cancel);
    }

    /// <summary>The account's learner, made when there is none yet.</summary>
    public async Task<Learner> ForAccountAsync(Guid accountId, CancellationToken cancel = default)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancel))
        {
            if (await db.Learners.AsNoTracking().SingleOrDefaultAsync(l => l.AccountId == accountId, cancel) is { } known) return known;
        }
        return await contexts.WriteAsync(db => LearnerAccounts.ForAccountAsync(db, clock, accountId, cancel), cancel);
    }

    public Task<bool> RenameAsync(Guid learnerId, string displayName, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            if (await db.Learners.SingleOrDefaultAsync(l => l.Id == learnerId, cancel) is not { } learner) return false;
            learner.DisplayName = displayName.Trim() is { Length: > 0 and <= 100 } name
                ? name
                : throw new ArgumentException("A display name has 1 to 100 characters.", nameof(displayName));
            return true;
        }, cancel);

    /// <summary>Notes that the learner is here; written at most every five minutes.</summary>
    public async Task TouchAsync(Guid learnerId, CancellationToken cancel = default)
    {
        var now = clock.UtcNow();
        var stale = now - SeenEvery;
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await db.Learners.Where(l => l.Id == learnerId && l.LastSeenAt < stale)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.LastSeenAt, now), cancel);
    }
}

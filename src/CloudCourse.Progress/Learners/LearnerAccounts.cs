using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>What becomes of a guest's work when the guest signs up or signs in. Ask the learner before calling this.</summary>
public sealed class LearnerAccounts(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    /// <summary>
    /// Gives the guest's work to the account and returns the account's learner. An account without work takes the guest over as it is; otherwise
    /// the work is merged. Doing it again changes nothing; somebody else's learner is never taken.
    /// </summary>
    public Task<Learner> AdoptGuestAsync(Guid guestLearnerId, Guid accountId, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            var guest = await db.Learners.SingleOrDefaultAsync(l => l.Id == guestLearnerId, cancel);
            var own = await db.Learners.SingleOrDefaultAsync(l => l.AccountId == accountId, cancel);
            if (guest is not { AccountId: null, MergedIntoId: null }) return own ?? await ForAccountAsync(db, clock, accountId, cancel);

            if (own is null)
            {
                guest.AccountId = accountId;
                guest.DisplayName = await NameAsync(db, accountId, cancel);
                return guest;
            }
            await new GuestMerge(db, guest.Id, own.Id).RunAsync(cancel);
            guest.MergedIntoId = own.Id;
            return own;
        }, cancel);

    /// <summary>Whether there is anything to ask the learner about.</summary>
    public async Task<bool> HasWorkAsync(Guid guestLearnerId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Learners.AnyAsync(l => l.Id == guestLearnerId && l.AccountId == null && l.MergedIntoId == null
            && (db.Drafts.Any(d => d.LearnerId == l.Id) || db.Submissions.Any(s => s.LearnerId == l.Id)
                || db.QuizTries.Any(t => t.LearnerId == l.Id) || db.LessonVisits.Any(v => v.LearnerId == l.Id)), cancel);
    }

    internal static async Task<Learner> ForAccountAsync(ProgressContext db, TimeProvider clock, Guid accountId, CancellationToken cancel)
    {
        if (await db.Learners.SingleOrDefaultAsync(l => l.AccountId == accountId, cancel) is { } known) return known;
        var now = clock.UtcNow();
        var learner = new Learner
        {
            Id = clock.NewId(),
            AccountId = accountId,
            DisplayName = await NameAsync(db, accountId, cancel),
            CreatedAt = now,
            LastSeenAt = now,
        };
        db.Learners.Add(learner);
        return learner;
    }

    private static async Task<string> NameAsync(ProgressContext db, Guid accountId, CancellationToken cancel)
    {
        var account = await db.Users.Where(u => u.Id == accountId).Select(u => new { u.DisplayName, u.Email }).SingleAsync(cancel);
        return account.DisplayName is { Length: > 0 } name ? name : account.Email?.Split('@')[0] ?? "Learner";
    }
}

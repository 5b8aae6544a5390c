using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>Which hints a learner has opened. They cost nothing; the gradebook may show them.</summary>
public sealed class Hints(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    /// <summary>The tiers opened so far, from 1.</summary>
    public async Task<IReadOnlyList<int>> OpenedAsync(Guid learnerId, Guid activityId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.HintUses.Where(h => h.LearnerId == learnerId && h.ActivityId == activityId)
            .OrderBy(h => h.Tier).Select(h => h.Tier).ToListAsync(cancel);
    }

    /// <summary>Notes that a tier was opened; again is no error.</summary>
    public Task<bool> OpenAsync(Guid learnerId, Guid activityId, int tier, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            if (await db.HintUses.AnyAsync(h => h.LearnerId == learnerId && h.ActivityId == activityId && h.Tier == tier, cancel)) return false;
            db.HintUses.Add(new() { LearnerId = learnerId, ActivityId = activityId, Tier = tier, At = clock.UtcNow() });
            return true;
        }, cancel);
}

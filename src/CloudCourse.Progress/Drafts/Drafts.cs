using System.Text;
using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>The text that a learner is working on, kept as they type, with what it was before.</summary>
public sealed class Drafts(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    /// <summary>Bytes of UTF-8 for one file.</summary>
    public const int Limit = 256 * 1024;

    /// <summary>Older texts kept for each draft.</summary>
    public const int HistoryKept = 50;

    /// <summary>Saves come every few seconds; the history takes one a minute, so that fifty reach back an hour of typing.</summary>
    private static readonly TimeSpan HistoryEvery = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<DraftView>> ListAsync(Guid learnerId, Guid activityId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Drafts.Where(d => d.LearnerId == learnerId && d.ActivityId == activityId).OrderBy(d => d.File)
            .Select(d => new DraftView(d.ActivityId, d.File, d.Revision, d.Text, d.SavedAt)).ToListAsync(cancel);
    }

    public async Task<DraftView?> FindAsync(Guid learnerId, Guid activityId, string file, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Drafts.Where(d => d.LearnerId == learnerId && d.ActivityId == activityId && d.File == file)
            .Select(d => new DraftView(d.ActivityId, d.File, d.Revision, d.Text, d.SavedAt)).SingleOrDefaultAsync(cancel);
    }

    /// <summary>
    /// Saves over revision <paramref name="baseRevision"/> (0 when the learner began from the starter). A repeated request, whose answer was lost,
    /// is answered like the first.
    /// </summary>
    /// <param name="reason">Other than <see cref="DraftRevisionReason.Edited"/>, the text before always goes to the history.</param>
    public async Task<DraftSave> SaveAsync(
        Guid learnerId, Guid activityId, string file, string text, int baseRevision,
        DraftRevisionReason reason = DraftRevisionReason.Edited, CancellationToken cancel = default)
    {
        if (Encoding.UTF8.GetByteCount(text) is > Limit and var bytes) return new DraftSave.TooLarge(bytes, Limit);
        return await contexts.WriteAsync<DraftSave>(async db =>
        {
            if (await FindRowAsync(db, learnerId, activityId, file, cancel) is not { } draft)
            {
                var made = Begin(db, learnerId, activityId, file, text, Math.Max(0, baseRevision) + 1);
                return new DraftSave.Saved(made.Revision);
            }
            if (draft.Text == text) return new DraftSave.Saved(draft.Revision);
            if (draft.Revision != baseRevision) return new DraftSave.Conflict(draft.Revision, draft.Text);
            await ReplaceAsync(db, draft, text, reason, cancel);
            return new DraftSave.Saved(draft.Revision);
        }, cancel);
    }

    /// <summary>Older texts of one file, the latest first.</summary>
    public async Task<IReadOnlyList<DraftHistoryEntry>> HistoryAsync(
        Guid learnerId, Guid activityId, string file, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Drafts.Where(d => d.LearnerId == learnerId && d.ActivityId == activityId && d.File == file)
            .SelectMany(d => d.History).OrderByDescending(r => r.Revision).ThenByDescending(r => r.SavedAt)
            .Select(r => new DraftHistoryEntry(r.Id, r.Revision, r.Text, r.SavedAt, r.Reason)).ToListAsync(cancel);
    }

    private static Task<Draft?> FindRowAsync(ProgressContext db, Guid learnerId, Guid activityId, string file, CancellationToken cancel) =>
        db.Drafts.SingleOrDefaultAsync(d => d.LearnerId == learnerId && d.ActivityId == activityId && d.File == file, cancel);

    private Draft Begin(ProgressContext db, Guid learnerId, Guid activityId, string file, string text, int revision)
    {
        var draft = new Draft
        {
            Id = clock.NewId(),
            LearnerId = learnerId,
            ActivityId = activityId,
            File = file,
            Revision = revision,
            Text = text,
            SavedAt = clock.UtcNow(),
        };
        db.Drafts.Add(draft);
        return draft;
    }

    private async Task ReplaceAsync(ProgressContext db, Draft draft, string text, DraftRevisionReason reason, CancellationToken cancel)
    {
        var now = clock.UtcNow();
        var kept = await db.DraftRevisions.Where(r => r.DraftId == draft.Id).OrderBy(r => r.Revision).ThenBy(r => r.SavedAt)
            .Select(r => new { r.Id, r.SavedAt }).ToListAsync(cancel);
        if (reason is not DraftRevisionReason.Edited || kept.Count == 0 || kept[^1].SavedAt <= draft.SavedAt - HistoryEvery)
        {
            db.DraftRevisions.Add(new()
            {
                Id = clock.NewId(),
                DraftId = draft.Id,
                Revision = draft.Revision,
                Text = draft.Text,
                SavedAt = draft.SavedAt,
                Reason = reason,
            });
            Guid[] over = [.. kept.SkipLast(HistoryKept - 1).Select(r => r.Id)];
            if (over.Length > 0) await db.DraftRevisions.Where(r => over.Contains(r.Id)).ExecuteDeleteAsync(cancel);
        }
        draft.Text = text;
        draft.Revision++;
        draft.SavedAt = now;
    }

    private static DraftView View(Draft draft) => new(draft.ActivityId, draft.File, draft.Revision, draft.Text, draft.SavedAt);
}

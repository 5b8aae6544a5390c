using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>Which lessons a learner has read.</summary>
public sealed class LessonVisits(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(1);

    /// <summary>Notes that the lesson was opened.</summary>
    public async Task ReadAsync(Guid learnerId, Guid lessonId, CancellationToken cancel = default)
    {
        var justNow = clock.UtcNow() - ReadEvery;
        await using (var db = await contexts.CreateDbContextAsync(cancel))
        {
            if (await db.LessonVisits.AnyAsync(v => v.LearnerId == learnerId && v.LessonId == lessonId && v.LastReadAt > justNow, cancel)) return;
        }
        await NoteAsync(learnerId, lessonId, _ => { }, cancel);
    }

    /// <summary>Notes that the learner came to the end, or takes that back.</summary>
    public Task FinishAsync(Guid learnerId, Guid lessonId, bool finished = true, CancellationToken cancel = default) =>
        NoteAsync(learnerId, lessonId, visit => visit.FinishedAt = finished ? visit.FinishedAt ?? clock.UtcNow() : null, cancel);

    private Task<LessonVisit> NoteAsync(Guid learnerId, Guid lessonId, Action<LessonVisit> change, CancellationToken cancel) =>
        contexts.WriteAsync(async db =>
        {
            var now = clock.UtcNow();
            var visit = await db.LessonVisits.SingleOrDefaultAsync(v => v.LearnerId == learnerId && v.LessonId == lessonId, cancel);
            if (visit is null)
                db.LessonVisits.Add(visit = new() { LearnerId = learnerId, LessonId = lessonId, FirstReadAt = now, LastReadAt = now });
            visit.LastReadAt = now;
            change(visit);
            return visit;
        }, cancel);
}

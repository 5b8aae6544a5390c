using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>Moves everything of one learner to another, inside the caller's transaction. Nothing is lost; where both have something, the account's stands.</summary>
internal sealed class GuestMerge(ProgressContext db, Guid from, Guid to)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        await KeepSeedsAsync(cancel);
        await DraftsAsync(cancel);
        await AttemptsAsync(cancel);
        await HintsAndSolutionsAsync(cancel);
        await QuizzesAsync(cancel);
        await VisitsAsync(cancel);
        await EnrollmentsAsync(cancel);
    }

    /// <summary>A guest's text names the guest's bucket. Where the account has not begun the lab, its seed comes along.</summary>
    private async Task KeepSeedsAsync(CancellationToken cancel)
    {
        var guests = await ActivitiesAsync(from, cancel);
        var begun = await ActivitiesAsync(to, cancel);
        var kept = await db.Variants.Where(v => v.LearnerId == from || v.LearnerId == to).ToListAsync(cancel);
        foreach (var activity in guests.Except(begun))
        {
            if (kept.Any(v => v.LearnerId == to && v.ActivityId == activity)) continue;
            var seed = kept.SingleOrDefault(v => v.LearnerId == from && v.ActivityId == activity)?.Seed ?? LabSeed.Of(from, activity);
            db.Variants.Add(new() { LearnerId = to, ActivityId = activity, Seed = seed });
        }
        db.Variants.RemoveRange(kept.Where(v => v.LearnerId == from));
    }

    private async Task<HashSet<Guid>> ActivitiesAsync(Guid learner, CancellationToken cancel) =>
        [.. await db.Drafts.Where(d => d.LearnerId == learner).Select(d => d.ActivityId)
            .Union(db.Submissions.Where(s => s.LearnerId == learner).Select(s => s.ActivityId)).ToListAsync(cancel)];

    private async Task DraftsAsync(CancellationToken cancel)
    {
        var own = await db.Drafts.Where(d => d.LearnerId == to).ToListAsync(cancel);
        foreach (var draft in await db.Drafts.Where(d => d.LearnerId == from).ToListAsync(cancel))
        {
            if (own.SingleOrDefault(d => d.ActivityId == draft.ActivityId && d.File == draft.File) is not { } standing)
            {
                draft.LearnerId = to;
                continue;
            }
            db.DraftRevisions.Add(new()
            {
                Id = Guid.CreateVersion7(),
                DraftId = standing.Id,
                Revision = standing.Revision,
                Text = draft.Text,
                SavedAt = draft.SavedAt,
                Reason = DraftRevisionReason.Guest,
            });
            db.Drafts.Remove(draft);
        }
    }

    private async Task AttemptsAsync(CancellationToken cancel)
    {
        var keys = await db.Submissions.Where(s => s.LearnerId == to).Select(s => s.IdempotencyKey).ToHashSetAsync(cancel);
        foreach (var submission in await db.Submissions.Where(s => s.LearnerId == from).ToListAsync(cancel))
        {
            if (keys.Contains(submission.IdempotencyKey)) submission.IdempotencyKey = $"guest-{submission.Id:N}";
            submission.LearnerId = to;
        }

        var last = await db.Attempts.Where(a => a.LearnerId == to).GroupBy(a => a.ActivityId)
            .Select(g => new { g.Key, Number = g.Max(a => a.Number) }).ToDictionaryAsync(g => g.Key, g => g.Number, cancel);
        foreach (var attempt in await db.Attempts.Where(a => a.LearnerId == from).OrderBy(a => a.Number).ToListAsync(cancel))
        {
            attempt.LearnerId = to;
            attempt.Number = last[attempt.ActivityId] = last.GetValueOrDefault(attempt.ActivityId) + 1;
        }
    }

    private async Task HintsAndSolutionsAsync(CancellationToken cancel)
    {
        var hints = await db.HintUses.Where(h => h.LearnerId == from || h.LearnerId == to).ToListAsync(cancel);
        foreach (var tier in hints.GroupBy(h => (h.ActivityId, h.Tier)).Where(g => g.All(h => h.LearnerId == from)))
            db.HintUses.Add(new() { LearnerId = to, ActivityId = tier.Key.ActivityId, Tier = tier.Key.Tier, At = tier.Min(h => h.At) });
        db.HintUses.RemoveRange(hints.Where(h => h.LearnerId == from));

        var views = await db.SolutionViews.Where(v => v.LearnerId == from || v.LearnerId == to).ToListAsync(cancel);
        foreach (var seen in views.GroupBy(v => v.ActivityId).Where(g => g.All(v => v.LearnerId == from)))
            db.SolutionViews.Add(new() { LearnerId = to, ActivityId = seen.Key, FirstSeenAt = seen.Min(v => v.FirstSeenAt) });
        db.SolutionViews.RemoveRange(views.Where(v => v.LearnerId == from));
    }

    private async Task QuizzesAsync(CancellationToken cancel)
    {
        var open = await db.QuizTries.Include(t => t.Responses).Where(t => t.LearnerId == to && t.SubmittedAt == null).ToListAsync(cancel);
        foreach (var guests in await db.QuizTries.Include(t => t.Responses).Where(t => t.LearnerId == from).ToListAsync(cancel))
        {
            // One open try at most. A quiz's holds no answers yet; of two exams that were begun, the one goes on in which more is answered.
            if (guests.SubmittedAt is null && open.SingleOrDefault(t => t.QuizId == guests.QuizId) is { } own)
            {
                if (Answered(guests) <= Answered(own))
                {
                    db.QuizTries.Remove(guests);
                    continue;
                }
                db.QuizTries.Remove(own);
                await db.SaveChangesAsync(cancel); // frees the one place that an open try has
            }
            guests.LearnerId = to;
        }

        static int Answered(QuizTry begun) => begun.Responses.Count(r => r.AnswerJson != QuizTries.NotAnswered);
    }

    private async Task VisitsAsync(CancellationToken cancel)
    {
        var own = await db.LessonVisits.Where(v => v.LearnerId == to).ToDictionaryAsync(v => v.LessonId, cancel);
        foreach (var guests in await db.LessonVisits.Where(v => v.LearnerId == from).ToListAsync(cancel))
        {
            db.LessonVisits.Remove(guests);
            if (!own.TryGetValue(guests.LessonId, out var visit))
            {
                db.LessonVisits.Add(new()
                {
                    LearnerId = to,
                    LessonId = guests.LessonId,
                    FirstReadAt = guests.FirstReadAt,
                    LastReadAt = guests.LastReadAt,
                    FinishedAt = guests.FinishedAt,
                });
                continue;
            }
            if (guests.FirstReadAt < visit.FirstReadAt) visit.FirstReadAt = guests.FirstReadAt;
            if (guests.LastReadAt > visit.LastReadAt) visit.LastReadAt = guests.LastReadAt;
            if (visit.FinishedAt is null || guests.FinishedAt < visit.FinishedAt) visit.FinishedAt = guests.FinishedAt ?? visit.FinishedAt;
        }
    }

    private async Task EnrollmentsAsync(CancellationToken cancel)
    {
        var own = await db.Enrollments.Where(e => e.LearnerId == to).Select(e => e.CohortId).ToHashSetAsync(cancel);
        foreach (var guests in await db.Enrollments.Where(e => e.LearnerId == from).ToListAsync(cancel))
        {
            db.Enrollments.Remove(guests);
            if (!own.Contains(guests.CohortId))
                db.Enrollments.Add(new() { CohortId = guests.CohortId, LearnerId = to, Role = guests.Role, EnrolledAt = guests.EnrolledAt });
        }
    }
}

using CloudCourse.Course.Model;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

public enum ActivityKind { Lab, Quiz, Exam }

/// <summary>One result that counts or is practice, without its report: what summaries are made of.</summary>
internal sealed record ActivityResult(
    Guid LearnerId, ActivityKind Kind, Guid ActivityId, double Score, double OutOf, bool Passed, bool Practice, DateTime At)
{
    /// <summary>Two queries, however many learners there are.</summary>
    public static async Task<List<ActivityResult>> OfAsync(
        ProgressContext db, IQueryable<Guid> learners, PassMarks passMarks, CancellationToken cancel)
    {
        var attempts = await db.Attempts.Where(a => learners.Contains(a.LearnerId))
            .Select(a => new ActivityResult(a.LearnerId, ActivityKind.Lab, a.ActivityId, a.Score, a.OutOf, a.Passed, a.Practice, a.SubmittedAt))
            .ToListAsync(cancel);
        var tries = await db.QuizTries.Where(t => learners.Contains(t.LearnerId) && t.SubmittedAt != null)
            .Select(t => new { t.LearnerId, t.QuizId, Score = t.Score ?? 0, OutOf = t.OutOf ?? 0, At = t.SubmittedAt!.Value }).ToListAsync(cancel);
        return
        [
            .. attempts,
            .. tries.Select(t => new ActivityResult(
                t.LearnerId, ActivityKind.Quiz, t.QuizId, t.Score, t.OutOf, t.OutOf > 0 && t.Score / t.OutOf >= passMarks.Of(t.QuizId), false, t.At)),
        ];
    }

    /// <summary>The best result counts; practice never does.</summary>
    public static ActivityProgress Summarize(IEnumerable<ActivityResult> results)
    {
        List<ActivityResult> all = [.. results];
        List<ActivityResult> counted = [.. all.Where(r => !r.Practice)];
        var best = counted.OrderBy(r => r.At).MaxBy(r => r.OutOf > 0 ? r.Score / r.OutOf : 0);
        return new(best?.Score, best?.OutOf, counted.Any(r => r.Passed), counted.Count, all.Count - counted.Count, all.Max(r => (DateTime?)r.At));
    }
}

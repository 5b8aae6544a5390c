using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>One answered item, already marked.</summary>
/// <param name="CorrectShare">From 0 to 1.</param>
public sealed record QuizAnswer(string ItemId, string AnswerJson, double CorrectShare, double Points, double OutOf);

/// <param name="SubmittedAt">UTC; null while it is open.</param>
public sealed record QuizTryView(
    Guid Id, Guid QuizId, int QuizVersion, int Seed, DateTime StartedAt, DateTime? SubmittedAt, double? Score, double? OutOf,
    IReadOnlyList<QuizAnswer> Answers)
{
    public double? Share => OutOf is > 0 ? Score / OutOf : null;
}

/// <summary>A learner's times through the quizzes.</summary>
public sealed partial class QuizTries(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    /// <summary>The open try where there is one, else a new one with its own seed. An open try at an older version of the quiz is dropped.</summary>
    public Task<QuizTryView> StartAsync(Guid learnerId, Guid quizId, int quizVersion, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            var open = await db.QuizTries.SingleOrDefaultAsync(t => t.LearnerId == learnerId && t.QuizId == quizId && t.SubmittedAt == null, cancel);
            if (open is not null && open.QuizVersion == quizVersion) return View(open);
            if (open is not null)
            {
                db.QuizTries.Remove(open);
                await db.SaveChangesAsync(cancel); // frees the one place that an open try has
            }
            var id = clock.NewId();
            var made = new QuizTry
            {
                Id = id,
                LearnerId = learnerId,
                QuizId = quizId,
                QuizVersion = quizVersion,
                Seed = LabSeed.Of(id, quizId),
                StartedAt = clock.UtcNow(),
            };
            db.QuizTries.Add(made);
            return View(made);
        }, cancel);

    /// <summary>One of the learner's own tries; null for anybody else's.</summary>
    public async Task<QuizTryView?> FindAsync(Guid learnerId, Guid tryId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var row = await db.QuizTries.AsNoTracking().Include(t => t.Responses)
            .SingleOrDefaultAsync(t => t.Id == tryId && t.LearnerId == learnerId, cancel);
        return row is null ? null : View(row);
    }

    /// <summary>Hands in the answers. What was handed in first stands; null when the try is not the learner's.</summary>
    public Task<QuizTryView?> SubmitAsync(Guid learnerId, Guid tryId, IReadOnlyList<QuizAnswer> answers, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            var row = await db.QuizTries.Include(t => t.Responses).SingleOrDefaultAsync(t => t.Id == tryId && t.LearnerId == learnerId, cancel);
            if (row is null) return null;
            if (row.SubmittedAt is not null) return View(row);
            row.Responses.AddRange(answers.Select(a => Row(row.Id, a)));
            row.SubmittedAt = clock.UtcNow();
            row.Score = answers.Sum(a => a.Points);
            row.OutOf = answers.Sum(a => a.OutOf);
            return View(row);
        }, cancel);

    /// <summary>Every try at one quiz, the latest first, with its answers.</summary>
    public async Task<IReadOnlyList<QuizTryView>> ListAsync(Guid learnerId, Guid quizId, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var rows = await db.QuizTries.AsNoTracking().Include(t => t.Responses)
            .Where(t => t.LearnerId == learnerId && t.QuizId == quizId).OrderByDescending(t => t.StartedAt).ToListAsync(cancel);
        return [.. rows.Select(View)];
    }

    /// <summary>The submitted try with the highest share of points, the earliest of several; null before the first.</summary>
    public async Task<QuizTryView?> BestAsync(Guid learnerId, Guid quizId, CancellationToken cancel = default) =>
        (await ListAsync(learnerId, quizId, cancel)).Where(t => t.SubmittedAt is not null).OrderBy(t => t.StartedAt).MaxBy(t => t.Share ?? 0);

    internal static QuizResponse Row(Guid tryId, QuizAnswer answer) => new()
    {
        TryId = tryId,
        ItemId = answer.ItemId,
        AnswerJson = answer.AnswerJson,
        CorrectShare = answer.CorrectShare,
        Points = answer.Points,
        OutOf = answer.OutOf,
    };

    internal static QuizTryView View(QuizTry row) => new(
        row.Id, row.QuizId, row.QuizVersion, row.Seed, row.StartedAt, row.SubmittedAt, row.Score, row.OutOf,
        [.. row.Responses.OrderBy(r => r.ItemId, StringComparer.Ordinal)
            .Select(r => new QuizAnswer(r.ItemId, r.AnswerJson, r.CorrectShare, r.Points, r.OutOf))]);
}

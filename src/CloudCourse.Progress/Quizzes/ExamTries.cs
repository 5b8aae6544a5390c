using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

// Tries that keep their questions and their answers on the way: those of the final exam.
public sealed partial class QuizTries
{
    /// <summary>What stands in <see cref="QuizAnswer.AnswerJson"/> before anything is answered.</summary>
    public const string NotAnswered = "{}";

    /// <summary>
    /// The open try where there is one, whatever its version: its questions are kept with it. Else a new one with the questions that
    /// <paramref name="draw"/> takes by the try's seed, knowing those of the last try that was handed in; it may be asked more than once.
    /// </summary>
    public Task<QuizTryView> StartDrawnAsync(
        Guid learnerId, Guid examId, int version, Func<int, IReadOnlySet<string>, IReadOnlyList<string>> draw, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            var own = db.QuizTries.Include(t => t.Responses).Where(t => t.LearnerId == learnerId && t.QuizId == examId);
            if (await own.SingleOrDefaultAsync(t => t.SubmittedAt == null, cancel) is { } open) return View(open);
            var last = await own.OrderByDescending(t => t.SubmittedAt).FirstOrDefaultAsync(cancel);
            var id = clock.NewId();
            var seed = LabSeed.Of(learnerId, id);
            QuizTry made = new()
            {
                Id = id,
                LearnerId = learnerId,
                QuizId = examId,
                QuizVersion = version,
                Seed = seed,
                StartedAt = clock.UtcNow(),
            };
            made.Responses.AddRange(draw(seed, (last?.Responses ?? []).Select(r => r.ItemId).ToHashSet(StringComparer.Ordinal))
                .Select(item => Row(id, new(item, NotAnswered, 0, 0, 1))));
            db.QuizTries.Add(made);
            return View(made);
        }, cancel);

    /// <summary>Keeps answers of an open try, by question; others stay as they are, and so do all once it is handed in. Null when the try is not the learner's.</summary>
    /// <exception cref="ArgumentException">A question was not drawn; nothing is kept.</exception>
    public Task<QuizTryView?> KeepAsync(
        Guid learnerId, Guid tryId, IReadOnlyDictionary<string, string> answers, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            var row = await db.QuizTries.Include(t => t.Responses).SingleOrDefaultAsync(t => t.Id == tryId && t.LearnerId == learnerId, cancel);
            if (row is null) return null;
            if (row.SubmittedAt is not null || answers.Count == 0) return View(row);
            var drawn = row.Responses.ToDictionary(r => r.ItemId, StringComparer.Ordinal);
            foreach (var (item, answer) in answers)
            {
                if (!drawn.TryGetValue(item, out var response)) throw new ArgumentException($"The try has no question {item}.", nameof(answers));
                response.AnswerJson = answer;
            }

            // Its version moves with its answers, so that handing in at the same moment marks them all or runs again.
            db.Entry(row).State = EntityState.Modified;
            return View(row);
        }, cancel);

    /// <summary>Hands an open try in: <paramref name="mark"/> marks what was kept. What was handed in first stands; null when the try is not the learner's.</summary>
    public Task<QuizTryView?> HandInAsync(
        Guid learnerId, Guid tryId, Func<QuizTryView, IReadOnlyList<QuizAnswer>> mark, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            var row = await db.QuizTries.Include(t => t.Responses).SingleOrDefaultAsync(t => t.Id == tryId && t.LearnerId == learnerId, cancel);
            if (row is null) return null;
            if (row.SubmittedAt is not null) return View(row);
            var marked = mark(View(row)).ToDictionary(a => a.ItemId, StringComparer.Ordinal);
            foreach (var response in row.Responses)
            {
                var answer = marked[response.ItemId];
                (response.CorrectShare, response.Points, response.OutOf) = (answer.CorrectShare, answer.Points, answer.OutOf);
            }
            row.SubmittedAt = clock.UtcNow();
            row.Score = marked.Values.Sum(a => a.Points);
            row.OutOf = marked.Values.Sum(a => a.OutOf);
            return View(row);
        }, cancel);
}

using CloudCourse.Course.Model;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <param name="MaySee">Passed, or tried often enough.</param>
/// <param name="Seen">It was shown before; attempts are practice from then on.</param>
/// <param name="AttemptsToGo">Graded attempts until it may be seen without having passed; 0 when it may.</param>
public sealed record SolutionAccess(bool MaySee, bool Seen, int AttemptsToGo);

/// <summary>Who may see a lab's solution, and who has.</summary>
public sealed class Solutions(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    public async Task<SolutionAccess> AccessAsync(Guid learnerId, LabDefinition lab, CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await AccessAsync(db, learnerId, lab, cancel);
    }

    /// <summary>Asks for the solution: where the learner may see it, that is recorded, and it may be sent.</summary>
    public Task<SolutionAccess> ShowAsync(Guid learnerId, LabDefinition lab, CancellationToken cancel = default) =>
        contexts.WriteAsync(async db =>
        {
            var access = await AccessAsync(db, learnerId, lab, cancel);
            if (access is not { MaySee: true, Seen: false }) return access;
            db.SolutionViews.Add(new() { LearnerId = learnerId, ActivityId = lab.Id, FirstSeenAt = clock.UtcNow() });
            return access with { Seen = true };
        }, cancel);

    private static async Task<SolutionAccess> AccessAsync(ProgressContext db, Guid learnerId, LabDefinition lab, CancellationToken cancel)
    {
        var seen = await db.SolutionViews.AnyAsync(v => v.LearnerId == learnerId && v.ActivityId == lab.Id, cancel);
        var passed = await db.Attempts.Where(a => a.LearnerId == learnerId && a.ActivityId == lab.Id).Select(a => a.Passed).ToListAsync(cancel);
        var toGo = seen || passed.Contains(true) ? 0 : Math.Max(0, lab.SolutionAfterAttempts - passed.Count);
        return new(toGo == 0, seen, toGo);
    }
}

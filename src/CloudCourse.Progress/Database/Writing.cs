using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

internal static class Writing
{
    private const int Rounds = 6;

    /// <summary>
    /// Runs <paramref name="work"/> and saves it in one transaction. Who loses a race (a unique index, a version that moved)
    /// runs again on what the winner left, so a service reads, decides and adds as though it were alone.
    /// SQLite takes its write lock when the transaction begins; SQL Server may repeat the whole on a transient fault.
    /// </summary>
    public static async Task<T> WriteAsync<T>(
        this IDbContextFactory<ProgressContext> contexts, Func<ProgressContext, Task<T>> work, CancellationToken cancel)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                await using var outer = await contexts.CreateDbContextAsync(cancel);
                return await outer.Database.CreateExecutionStrategy().ExecuteAsync(OnceAsync, cancel);
            }
            catch (DbUpdateException) when (round < Rounds)
            {
                // Somebody was first; look again.
            }
        }

        async Task<T> OnceAsync(CancellationToken token)
        {
            await using var db = await contexts.CreateDbContextAsync(token);
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var result = await work(db);
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            return result;
        }
    }

    /// <summary>The clock's time as rows keep it.</summary>
    public static DateTime UtcNow(this TimeProvider clock) => clock.GetUtcNow().UtcDateTime;

    /// <summary>Ids grow with time, which keeps an index's new rows together.</summary>
    public static Guid NewId(this TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());
}

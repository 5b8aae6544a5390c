using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CloudCourse.Progress;

/// <summary>Brings the database to the shape that this version needs.</summary>
public sealed class Migrations(IDbContextFactory<ProgressContext> contexts, ProgressDatabase database)
{
    /// <summary>Creates what is missing. Safe to call from several servers at once: they take turns.</summary>
    /// <exception cref="DatabaseUnusableException">It cannot be reached, or a newer version of the program has changed it.</exception>
    public async Task MigrateAsync(CancellationToken cancel = default)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            using var turn = await database.PrepareAsync(db, cancel);
            await RefuseNewerAsync(db, cancel);
            await db.Database.MigrateAsync(cancel);
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnusableException(
                $"The {database.Provider} database cannot be used: {e.Message} " +
                "Look at ConnectionStrings:CloudCourse and Database:Provider, and whether the server may write there.", e);
        }
    }

    private static async Task RefuseNewerAsync(ProgressContext db, CancellationToken cancel)
    {
        var history = db.GetService<IHistoryRepository>();
        var creator = db.GetService<Microsoft.EntityFrameworkCore.Storage.IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancel) || !await history.ExistsAsync(cancel)) return;

        var known = db.Database.GetMigrations();
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancel)).Except(known).ToList();
        if (unknown.Count == 0) return;
        throw new DatabaseUnusableException(
            $"The database was changed by a newer version of CloudCourse (it has {string.Join(", ", unknown)}). " +
            "Start that version, or restore the backup that was made before it.");
    }
}

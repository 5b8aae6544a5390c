using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CloudCourse.Progress.Sqlite;

/// <summary>One file, no server: what a classroom needs, and what starts without any setting.</summary>
public sealed class SqliteDatabase : ProgressDatabase
{
    public override string Provider => "Sqlite";
    public override string? DefaultConnectionString => "Data Source=data/cloudcourse.db";

    public override void Configure(DbContextOptionsBuilder options, string connectionString, string root) =>
        options.UseSqlite(Complete(connectionString, root), sqlite => sqlite
            .MigrationsAssembly(typeof(SqliteDatabase).Assembly.GetName().Name)
            .UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public override async Task<IDisposable?> PrepareAsync(ProgressContext db, CancellationToken cancel)
    {
        var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder) Directory.CreateDirectory(folder);

        var turn = file is { Length: > 0 } and not ":memory:" ? await TakeTurnAsync($"{file}-migrating", cancel) : null;

        // Readers never wait for the writer. The setting stays with the file.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = 'wal'", cancel);
        await FreeAbandonedLockAsync(db, cancel);
        return turn;
    }

    /// <summary>The system lets go of a file when its process ends, however it ends: unlike a row, this lock is never left behind.</summary>
    private static async Task<IDisposable> TakeTurnAsync(string file, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException taken) when (taken is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(50, cancel); // another server on this machine is migrating
            }
        }
    }

    public override async Task BackupAsync(ProgressContext db, string file, CancellationToken cancel)
    {
        var from = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        if (!File.Exists(from)) throw new FileNotFoundException($"There is no database at {from}.");
        if (File.Exists(file)) throw new IOException($"{file} is there already; name a file that is not.");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {file}", cancel);
    }

    /// <summary>
    /// EF Core's lock is a row, which stays when a server is killed while migrating, and every later start would wait for it without end.
    /// Whoever has the turn knows that nobody is at it.
    /// </summary>
    private static async Task FreeAbandonedLockAsync(ProgressContext db, CancellationToken cancel)
    {
        var locked = await db.Database.SqlQuery<int>(
            $"SELECT count(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'").SingleAsync(cancel);
        if (locked == 0) return;
        await db.Database.ExecuteSqlAsync($"""DELETE FROM "__EFMigrationsLock" """, cancel);
    }

    private static string Complete(string connectionString, string root)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true };
        if (connection.DataSource is not (":memory:" or "") && connection.Mode is not SqliteOpenMode.Memory)
            connection.DataSource = Path.Combine(root, connection.DataSource);

        // How long a writer waits for another one before it gives up, in seconds.
        if (!connectionString.Contains("Timeout", StringComparison.OrdinalIgnoreCase)) connection.DefaultTimeout = 30;
        return connection.ToString();
    }
}

/// <summary>For <c>dotnet ef</c>: the model with no database behind it.</summary>
public sealed class SqliteDesignTime : IDesignTimeDbContextFactory<ProgressContext>
{
    public ProgressContext CreateDbContext(string[] args)
    {
        DbContextOptionsBuilder<ProgressContext> options = new();
        new SqliteDatabase().Configure(options, "Data Source=design.db", Path.GetTempPath());
        return new(options.Options);
    }
}

using CloudCourse.Progress.Sqlite;
using CloudCourse.Progress.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Progress.Tests;

public sealed class MigrationsTests
{
    public static TheoryData<ProgressDatabase, string> Databases => new()
    {
        { new SqliteDatabase(), "Data Source=nowhere.db" },
        { new SqlServerDatabase(), "Server=nowhere;Database=CloudCourse" },
    };

    [Theory]
    [MemberData(nameof(Databases))]
    public void The_migrations_make_the_model(ProgressDatabase database, string connection)
    {
        using var db = Offline(database, connection);

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.NotNull(db.Model.FindEntityType(typeof(Microsoft.AspNetCore.Identity.IdentityUserPasskey<Guid>)));
    }

    [Fact] // no SQL Server runs here: the script is what one would be given
    public void Sql_server_gets_a_script_that_can_be_run_again()
    {
        using var db = Offline(new SqlServerDatabase(), "Server=nowhere;Database=CloudCourse");

        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        Assert.Contains("IF NOT EXISTS", script, StringComparison.Ordinal);
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct())
            Assert.Contains($"CREATE TABLE [{table}]", script, StringComparison.Ordinal);
        Assert.Contains("WHERE [SubmittedAt] IS NULL", script, StringComparison.Ordinal);
    }

    /// <summary>SQL Server refuses a table that two chains of cascading deletes reach (error 1785); SQLite lets it pass. One step each makes no two chains.</summary>
    [Fact]
    public void No_row_is_reached_by_two_cascades()
    {
        using var db = Offline(new SqlServerDatabase(), "Server=nowhere;Database=CloudCourse");

        foreach (var entity in db.Model.GetEntityTypes())
            Assert.InRange(entity.GetForeignKeys().Count(f => !f.IsOwnership && Acts(f.DeleteBehavior)), 0, IsJoin(entity) ? 2 : 1);

        static bool Acts(DeleteBehavior behavior) => behavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull;

        // A user's roles hang on user and role, which hang on nothing.
        static bool IsJoin(Microsoft.EntityFrameworkCore.Metadata.IEntityType entity) => entity.ClrType == typeof(Microsoft.AspNetCore.Identity.IdentityUserRole<Guid>);
    }

    [Fact]
    public async Task A_database_is_made_where_there_is_none_and_again_changes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("cloudcourse-test-").FullName;
        try
        {
            await using var services = TestDatabase.Services(folder, TimeProvider.System).BuildServiceProvider();
            await services.GetRequiredService<Migrations>().MigrateAsync();
            await services.GetRequiredService<Migrations>().MigrateAsync();

            Assert.True(File.Exists(Path.Combine(folder, "data", "cloudcourse.db")));
            await using var db = await services.GetRequiredService<IDbContextFactory<ProgressContext>>().CreateDbContextAsync();
            Assert.Equal(["wal"], await db.Database.SqlQuery<string>($"PRAGMA journal_mode").ToListAsync());
            Assert.Equal([1], await db.Database.SqlQuery<int>($"PRAGMA foreign_keys").ToListAsync());
            Microsoft.Data.Sqlite.SqliteConnection.ClearPool((Microsoft.Data.Sqlite.SqliteConnection)db.Database.GetDbConnection());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_database_that_a_newer_version_changed_is_left_alone()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var db = await database.Contexts.CreateDbContextAsync())
            await db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '99.0')""");

        var refused = await Assert.ThrowsAsync<DatabaseUnusableException>(() => database.Get<Migrations>().MigrateAsync());

        Assert.Contains("29990101000000_Later", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task A_lock_that_a_killed_server_left_does_not_stop_the_next_start(int minutesAgo)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var db = await database.Contexts.CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlAsync($"""CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL)""");
            await db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsLock" VALUES (1, datetime('now', {$"-{minutesAgo} minutes"}))""");
        }

        await database.Get<Migrations>().MigrateAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([0], await database.ReadAsync(db => db.Database.SqlQuery<int>($"""SELECT count(*) AS Value FROM "__EFMigrationsLock" """).ToListAsync()));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named_as_the_reason()
    {
        var folder = Directory.CreateTempSubdirectory("cloudcourse-test-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "data"), "a file where the folder should be");
            await using var services = TestDatabase.Services(folder, TimeProvider.System).BuildServiceProvider();

            var unusable = await Assert.ThrowsAsync<DatabaseUnusableException>(() => services.GetRequiredService<Migrations>().MigrateAsync());

            Assert.Contains("ConnectionStrings:CloudCourse", unusable.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("Oracle", "Server=x", "Sqlite or SqlServer")]
    [InlineData("SqlServer", "", "needs ConnectionStrings:CloudCourse")]
    public void A_configuration_that_names_no_database_is_refused(string provider, string connection, string says)
    {
        var refused = Assert.Throws<DatabaseUnusableException>(() => TestDatabase.Services(
            "/", TimeProvider.System, ("Database:Provider", provider), ("ConnectionStrings:CloudCourse", connection)));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sql_server_is_chosen_by_its_name()
    {
        await using var services = TestDatabase.Services(
            "/", TimeProvider.System, ("Database:Provider", "sqlserver"), ("ConnectionStrings:CloudCourse", "Server=nowhere;Database=CloudCourse")).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<ProgressContext>>().CreateDbContextAsync();

        Assert.Equal("Microsoft.EntityFrameworkCore.SqlServer", db.Database.ProviderName);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task A_backup_made_while_others_write_is_whole()
    {
        await using var database = await TestDatabase.CreateAsync();
        var learner = await database.GuestAsync();
        var copy = database.File + ".copy";
        await using (var db = await database.Contexts.CreateDbContextAsync())
            await database.Get<ProgressDatabase>().BackupAsync(db, copy, TestContext.Current.CancellationToken);
        await database.GuestAsync();

        DbContextOptionsBuilder<ProgressContext> options = new();
        new SqliteDatabase().Configure(options, $"Data Source={copy};Pooling=False", "/");
        await using var backup = new ProgressContext(options.Options);
        Assert.Equal([learner], await backup.Learners.Select(l => l.Id).ToListAsync());
        Assert.Equal(["ok"], await backup.Database.SqlQuery<string>($"PRAGMA integrity_check").ToListAsync());

        await using var again = await database.Contexts.CreateDbContextAsync();
        await Assert.ThrowsAsync<IOException>(() => database.Get<ProgressDatabase>().BackupAsync(again, copy, TestContext.Current.CancellationToken));
    }

    private static ProgressContext Offline(ProgressDatabase database, string connection)
    {
        DbContextOptionsBuilder<ProgressContext> options = new();
        database.Configure(options, connection, Path.GetTempPath());
        return new(options.Options);
    }
}

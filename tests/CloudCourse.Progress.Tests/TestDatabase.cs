using CloudCourse.Progress.Rows;
using CloudCourse.Progress.Sqlite;
using CloudCourse.Progress.SqlServer;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Progress.Tests;

/// <summary>A migrated SQLite file of its own, and every service over it as the site has them.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;

    private TestDatabase(ServiceProvider services, string folder, FakeTimeProvider clock) =>
        (_services, _folder, Clock) = (services, folder, clock);

    public FakeTimeProvider Clock { get; }
    public string File => Path.Combine(_folder, "data", "cloudcourse.db");
    public IDbContextFactory<ProgressContext> Contexts => Get<IDbContextFactory<ProgressContext>>();

    public static async Task<TestDatabase> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cloudcourse-test-").FullName;
        FakeTimeProvider clock = new();
        var database = new TestDatabase(Services(folder, clock).BuildServiceProvider(), folder, clock);
        Directory.CreateDirectory(Path.GetDirectoryName(database.File)!);
        await System.IO.File.WriteAllBytesAsync(database.File, await Migrated.Value);
        return database;
    }

    /// <summary>An empty database, migrated once for all tests.</summary>
    private static readonly Lazy<Task<byte[]>> Migrated = new(async () =>
    {
        var folder = Directory.CreateTempSubdirectory("cloudcourse-test-").FullName;
        await using TestDatabase database = new(Services(folder, TimeProvider.System).BuildServiceProvider(), folder, new());
        await database.Get<Migrations>().MigrateAsync();
        await using (var db = await database.Contexts.CreateDbContextAsync())
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"); // the file alone is the whole then
        return await System.IO.File.ReadAllBytesAsync(database.File);
    });

    public static IServiceCollection Services(string folder, TimeProvider clock, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(clock)
            .AddProgress(configuration, folder, new SqliteDatabase(), new SqlServerDatabase());
        services.AddProgressAccounts();
        return services;
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Other services over the same file, as the command line or a restarted site has them.</summary>
    public ServiceProvider AnotherProcess() => Services(_folder, Clock).BuildServiceProvider();

    public IServiceScope Scope() => _services.CreateScope();

    public async Task<T> ReadAsync<T>(Func<ProgressContext, Task<T>> read)
    {
        await using var db = await Contexts.CreateDbContextAsync();
        return await read(db);
    }

    public async Task<Guid> GuestAsync() => (await Get<Learners>().CreateGuestAsync()).Id;

    public async Task<Guid> AccountAsync(string email, params string[] roles)
    {
        using var scope = Scope();
        var account = new Account { Id = Guid.CreateVersion7(), UserName = email, Email = email, CreatedAt = Clock.GetUtcNow().UtcDateTime };
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account, "a long pass phrase");
        Assert.True(made.Succeeded, string.Join(", ", made.Errors.Select(e => e.Description)));
        foreach (var role in roles) await Get<AccountRoles>().AddAsync(email, role);
        return account.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await using (var db = await Contexts.CreateDbContextAsync())
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

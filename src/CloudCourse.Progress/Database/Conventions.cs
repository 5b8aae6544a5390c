using CloudCourse.Progress.Rows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Progress;

/// <summary>
/// Times are UTC in and out. A <see cref="DateTime"/>, because SQLite can neither order nor compare a DateTimeOffset;
/// and a local time is refused, because neither database would remember that it was one.
/// </summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    at => OnlyUtc(at), at => DateTime.SpecifyKind(at, DateTimeKind.Utc))
{
    private static DateTime OnlyUtc(DateTime at) => at.Kind is DateTimeKind.Utc
        ? at
        : throw new InvalidOperationException($"{at:O} is not in UTC, and only UTC is stored");
}

/// <summary>
/// A new version on each save. SQL Server's rowversion has no like in SQLite, where a byte[] token silently loses
/// updates; a Guid that we set ourselves holds on both.
/// </summary>
internal sealed class VersionStamp : SaveChangesInterceptor
{
    public static VersionStamp Instance { get; } = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Stamp(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Stamp(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private static void Stamp(DbContext? db)
    {
        if (db is null) return;
        foreach (var entry in db.ChangeTracker.Entries<IVersioned>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified) entry.Entity.Version = Guid.NewGuid();
        }
    }
}

/// <summary>Identity's tables in the version that has passkeys; the site, the command line, the migrations and the tests must agree.</summary>
internal static class IdentitySchema
{
    public static IServiceProvider Services { get; } = new ServiceCollection().Configure<IdentityOptions>(Choose).BuildServiceProvider();

    public static void Choose(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
}

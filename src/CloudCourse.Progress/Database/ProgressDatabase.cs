using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>A database product that progress can be kept in.</summary>
public abstract class ProgressDatabase
{
    /// <summary>As <c>Database:Provider</c> names it.</summary>
    public abstract string Provider { get; }

    /// <summary>The connection string where none is configured, or null where one must be.</summary>
    public abstract string? DefaultConnectionString { get; }

    /// <summary>Chooses the product, with its migrations and what makes it dependable.</summary>
    /// <param name="root">What relative file names are relative to.</param>
    public abstract void Configure(DbContextOptionsBuilder options, string connectionString, string root);

    /// <summary>Called once before migrating; what it gives is disposed of afterwards.</summary>
    public virtual Task<IDisposable?> PrepareAsync(ProgressContext db, CancellationToken cancel) => Task.FromResult<IDisposable?>(null);

    /// <summary>Writes a consistent copy while others go on working.</summary>
    /// <exception cref="NotSupportedException">The product has its own tool for this; the message names it.</exception>
    public abstract Task BackupAsync(ProgressContext db, string file, CancellationToken cancel);
}

/// <summary>The database cannot be used as it is. The message says why and what to do, for whoever starts the server.</summary>
public sealed class DatabaseUnusableException(string message, Exception? inner = null) : Exception(message, inner);

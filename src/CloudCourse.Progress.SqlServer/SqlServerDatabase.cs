using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CloudCourse.Progress.SqlServer;

/// <summary>Microsoft SQL Server or Azure SQL, for several web servers over one database.</summary>
public sealed class SqlServerDatabase : ProgressDatabase
{
    public override string Provider => "SqlServer";
    public override string? DefaultConnectionString => null;

    public override void Configure(DbContextOptionsBuilder options, string connectionString, string root) =>
        options.UseSqlServer(connectionString, server => server
            .MigrationsAssembly(typeof(SqlServerDatabase).Assembly.GetName().Name)
            .UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)
            .EnableRetryOnFailure());

    public override Task BackupAsync(ProgressContext db, string file, CancellationToken cancel) =>
        throw new NotSupportedException(
            "SQL Server makes its own backups, onto its own disk: run BACKUP DATABASE [name] TO DISK = N'file.bak' WITH CHECKSUM on it.");
}

/// <summary>For <c>dotnet ef</c>: the model with no server behind it.</summary>
public sealed class SqlServerDesignTime : IDesignTimeDbContextFactory<ProgressContext>
{
    public ProgressContext CreateDbContext(string[] args)
    {
        DbContextOptionsBuilder<ProgressContext> options = new();
        new SqlServerDatabase().Configure(options, "Server=design;Database=CloudCourse", "");
        return new(options.Options);
    }
}

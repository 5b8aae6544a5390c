using CloudCourse.Progress;
using CloudCourse.Progress.Sqlite;
using CloudCourse.Progress.SqlServer;
using CloudCourse.Web.Shared;

namespace CloudCourse.Web.Progress;

/// <summary>The database with what learners did, and who the current learner is.</summary>
internal static class ProgressSetup
{
    public static void AddProgress(this WebApplicationBuilder builder)
    {
        // Every statement at the level of news would bury what an operator has to read, the first instructor's link among it.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Services.AddProgress(builder.Configuration, builder.Environment.ContentRootPath, new SqliteDatabase(), new SqlServerDatabase());
        builder.Services.AddProgressAccounts();
        builder.Services.AddHealthChecks().AddDbContextCheck<ProgressContext>("database");
        builder.Services.AddSingleton<GuestLimit>().AddScoped<GuestCookie>().AddScoped<CurrentLearner>().AddScoped<MyWalk>();
    }

    /// <summary>Creates or updates the database before the first request.</summary>
    /// <exception cref="DatabaseUnusableException">Its message says what to do.</exception>
    public static Task UseProgressAsync(this WebApplication app) => app.Services.GetRequiredService<Migrations>().MigrateAsync();
}

using CloudCourse.Course.Reading;
using CloudCourse.Web.Authoring;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CloudCourse.Web.Lessons;

/// <summary>The course that this site teaches, read once at start.</summary>
internal static class CourseSetup
{
    public static void AddCourse(this WebApplicationBuilder builder)
    {
        var folder = ContentFolder.Find(builder.Configuration["Content:Path"], AppContext.BaseDirectory, builder.Environment.ContentRootPath);
        // Read while the host is built and the database is brought up to date: each takes about a second on a cold start.
        // Whoever writes a lesson sees it before it is live.
        CourseReadingOptions options = new() { IncludeDrafts = AuthoringMode.Of(builder).IsOn };
        var reading = Task.Run(() => CourseLibrary.Open(folder, options));
        builder.Services.AddSingleton(_ => reading.GetAwaiter().GetResult());
        builder.Services.AddHealthChecks().AddCheck<CourseHealth>("content");
    }

    /// <summary>Waits for the course, so that a fault in it is known at start and not at the first visit.</summary>
    public static void UseCourse(this WebApplication app)
    {
        var library = app.Services.GetRequiredService<CourseLibrary>();
        foreach (var problem in library.Problems) Log.Problem(app.Logger, problem.ToString());
    }

    private sealed class CourseHealth(CourseLibrary library) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default) =>
            Task.FromResult(library.Current.Lessons.Any()
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The course in {library.Folder} has no lesson."));
    }
}

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A part of the course is left out: {Problem}")]
    public static partial void Problem(ILogger logger, string problem);
}

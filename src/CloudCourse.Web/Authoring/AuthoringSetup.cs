using System.Runtime.CompilerServices;
using CloudCourse.Course.Reading;

namespace CloudCourse.Web.Authoring;

/// <summary>Whether the course's files are watched while the site runs: in development, unless <c>Content:Watch</c> says otherwise.</summary>
public sealed record AuthoringMode(bool IsOn)
{
    public static AuthoringMode Of(WebApplicationBuilder builder) =>
        new(builder.Configuration.GetValue("Content:Watch", builder.Environment.IsDevelopment()));
}

/// <summary>For authors: what is saved shows in the running site, and what is broken says so in the page.</summary>
internal static class AuthoringSetup
{
    public static void AddAuthoring(this WebApplicationBuilder builder)
    {
        var mode = AuthoringMode.Of(builder);
        builder.Services.AddSingleton(mode);
        if (mode.IsOn) builder.Services.AddHostedService<ContentWatcher>();
    }

    public static void MapAuthoring(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<AuthoringMode>().IsOn) return;
        app.MapGet("/api/authoring/revisions", (CourseLibrary library, IHostApplicationLifetime lifetime, CancellationToken cancel) =>
            TypedResults.ServerSentEvents(RevisionsAsync(library, lifetime.ApplicationStopping, cancel)));
    }

    /// <summary>The revision that there is, and every later one. Ends with the visitor or the site, which must not wait for it.</summary>
    private static async IAsyncEnumerable<int> RevisionsAsync(CourseLibrary library, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        var revision = library.Revision;
        while (true)
        {
            yield return revision;
            try
            {
                revision = await library.ChangedAsync(revision, either.Token);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }
}

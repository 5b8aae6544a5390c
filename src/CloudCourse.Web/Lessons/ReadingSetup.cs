using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Shared;

namespace CloudCourse.Web.Lessons;

/// <summary>What the lesson pages' forms do.</summary>
internal static class ReadingSetup
{
    public static void MapReading(this WebApplication app) => app.MapPost("/lessons/{slug}/read", MarkAsync);

    /// <summary>Marks the lesson as read, or takes that back. The form is bound, so its antiforgery token is checked.</summary>
    internal static async Task<IResult> MarkAsync(
        string slug, IFormCollection form, CourseLibrary library, CurrentLearner current, LessonVisits visits, CancellationToken cancel)
    {
        if (library.Current.FindLesson(slug) is not { } lesson) return Results.NotFound();
        var learner = await current.GetOrCreateAsync(cancel);
        await visits.FinishAsync(learner.Id, lesson.Id, form["read"] != "false", cancel);
        return Results.LocalRedirect($"/lessons/{slug}#practice-title");
    }
}

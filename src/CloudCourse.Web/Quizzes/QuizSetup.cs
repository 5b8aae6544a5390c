using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Shared;

namespace CloudCourse.Web.Quizzes;

/// <summary>What the quiz page's two forms do. Both end in a redirect, so that reloading a page never hands anything in twice.</summary>
internal static class QuizSetup
{
    public static void MapQuizzes(this WebApplication app)
    {
        app.MapPost("/quizzes/{slug}/start", StartAsync);
        app.MapPost("/quizzes/{slug}/answers", SubmitAsync);
    }

    /// <summary>Draws the questions of a new try. The form is bound, so its antiforgery token is checked.</summary>
    internal static async Task<IResult> StartAsync(
        string slug, IFormCollection form, CourseLibrary library, CurrentLearner current, QuizTries tries, CancellationToken cancel)
    {
        _ = form;
        if (library.Current.FindQuiz(slug) is not { } quiz) return Results.NotFound();
        var learner = await current.GetOrCreateAsync(cancel);
        await tries.StartAsync(learner.Id, quiz.Id, quiz.Version, cancel);
        return Results.LocalRedirect($"/quizzes/{slug}");
    }

    /// <summary>Marks the answers and keeps them. What was handed in first stands, however often it is sent.</summary>
    internal static async Task<IResult> SubmitAsync(
        string slug, IFormCollection form, CourseLibrary library, CurrentLearner current, QuizTries tries, CancellationToken cancel)
    {
        if (library.Current.FindQuiz(slug) is not { } quiz) return Results.NotFound();
        if (!Guid.TryParse(form["try"], out var id) || await current.FindAsync(cancel) is not { } learner
            || await tries.FindAsync(learner.Id, id, cancel) is not { } begun || begun.QuizId != quiz.Id) return Results.NotFound();

        // The author changed the questions in the meantime: these answers would be marked against others.
        if (begun is { SubmittedAt: null } && begun.QuizVersion != quiz.Version) return Results.LocalRedirect($"/quizzes/{slug}?changed=true");

        if (begun.SubmittedAt is null)
            await tries.SubmitAsync(learner.Id, id, AnswerSheet.Mark(QuizPaper.Draw(quiz, begun.Seed), field => form[field]), cancel);
        return Results.LocalRedirect($"/quizzes/{slug}?try={id:N}");
    }
}

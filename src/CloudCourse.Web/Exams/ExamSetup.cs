using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Shared;

namespace CloudCourse.Web.Exams;

/// <summary>What the exam page's forms do. Each ends in a redirect, so that reloading hands nothing in twice; the page's script keeps answers by the same address.</summary>
internal static class ExamSetup
{
    public static void MapExam(this WebApplication app)
    {
        app.MapPost("/exam/start", StartAsync);
        app.MapPost("/exam/answers", KeepAsync);
        app.MapPost("/exam/hand-in", HandInAsync);
    }

    /// <summary>Draws the questions of a new try, where none is open. The form is bound, so its antiforgery token is checked.</summary>
    internal static async Task<IResult> StartAsync(
        IFormCollection form, CourseLibrary library, CurrentLearner current, QuizTries tries, CancellationToken cancel)
    {
        _ = form;
        var course = library.Current;
        if (course.Exam is not { } exam) return Results.NotFound();
        var learner = await current.GetOrCreateAsync(cancel);
        await tries.StartDrawnAsync(learner.Id, exam.Id, exam.Version, (seed, before) => ExamDraw.Of(course, exam, seed, before), cancel);
        return Results.LocalRedirect("/exam");
    }

    /// <summary>
    /// Keeps what was answered on the page; <c>then</c> says where to go: <c>hand-in</c> to what is asked before handing in, <c>auto</c> nowhere (204). A form with
    /// what the try does not have is refused as a whole (400), and what was kept before stays.
    /// </summary>
    internal static async Task<IResult> KeepAsync(
        IFormCollection form, CourseLibrary library, CurrentLearner current, QuizTries tries, CancellationToken cancel)
    {
        var course = library.Current;
        var isScript = form["then"] == "auto";
        if (course.Exam is not { } exam || await FindAsync(form, exam.Id, current, tries, cancel) is not { } begun) return Results.NotFound();
        if (begun.SubmittedAt is not null) return isScript ? Results.Conflict() : Results.LocalRedirect($"/exam?try={begun.Id:N}&late=true");
        var paper = ExamPaper.Of(course, exam, begun);
        if (form["paper"] != paper.Print) return isScript ? Results.StatusCode(StatusCodes.Status412PreconditionFailed) : Results.LocalRedirect("/exam?changed=true");
        if (ExamSheet.Changes(paper, form) is not { } changes) return Results.BadRequest();

        // Handed in by another tab meanwhile: the answers that count are those, and nothing was kept.
        var learner = await current.GetOrCreateAsync(cancel);
        if (await tries.KeepAsync(learner.Id, begun.Id, changes, cancel) is not { SubmittedAt: null })
            return isScript ? Results.Conflict() : Results.LocalRedirect($"/exam?try={begun.Id:N}&late=true");
        return isScript ? Results.NoContent() : Results.LocalRedirect(form["then"] == "hand-in" ? "/exam?ready=true" : "/exam?kept=true");
    }

    /// <summary>Marks what was kept. What was handed in first stands, however often it is sent.</summary>
    internal static async Task<IResult> HandInAsync(
        IFormCollection form, CourseLibrary library, CurrentLearner current, QuizTries tries, CancellationToken cancel)
    {
        var course = library.Current;
        if (course.Exam is not { } exam || await FindAsync(form, exam.Id, current, tries, cancel) is not { } begun) return Results.NotFound();
        if (begun.SubmittedAt is not null) return Results.LocalRedirect($"/exam?try={begun.Id:N}&late=true");
        var learner = await current.GetOrCreateAsync(cancel);
        await tries.HandInAsync(learner.Id, begun.Id, answers => ExamPaper.Mark(course, exam, answers), cancel);
        return Results.LocalRedirect($"/exam?try={begun.Id:N}");
    }

    /// <summary>The learner's own try at the exam; somebody else's is as unknown as one that never was.</summary>
    private static async Task<QuizTryView?> FindAsync(IFormCollection form, Guid examId, CurrentLearner current, QuizTries tries, CancellationToken cancel) =>
        Guid.TryParse(form["try"], out var id) && await current.FindAsync(cancel) is { } learner
            && await tries.FindAsync(learner.Id, id, cancel) is { } found && found.QuizId == examId ? found : null;
}

using System.Globalization;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Reading;
using CloudCourse.Labs;
using CloudCourse.Labs.CommandLine;
using CloudCourse.Progress;
using CloudCourse.Progress.Rows;
using CloudCourse.Simulation.Findings;
using CloudCourse.Web.Iam;
using CloudCourse.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using FormJson = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Web.Labs;

/// <summary>What the lab page's script asks for by plain HTTP: findings as you type, and drafts.</summary>
public static class LabEndpoints
{
    public static void MapLabs(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/labs/{slug}/inspect", InspectAsync).DisableAntiforgery();
        routes.MapPost("/api/labs/{slug}/view", ViewAsync).DisableAntiforgery();
        routes.MapPost("/api/labs/{slug}/run", RunAsync).DisableAntiforgery();
        routes.MapPost("/api/labs/{slug}/console", ConsoleAsync).DisableAntiforgery();
        routes.MapPost("/api/labs/{slug}/terminal", TerminalAsync).DisableAntiforgery();
        routes.MapGet("/api/labs/{slug}/forms/{**file}", FormAsync);
        routes.MapGet("/api/drafts/{activity:guid}/{**file}", ReadDraftAsync);
        routes.MapPut("/api/drafts/{activity:guid}/{**file}", SaveDraftAsync).DisableAntiforgery();
        routes.MapGet("/api/learners/{learner:guid}", IsStillAsync);
    }

    /// <summary>Whether the browser is still the learner for whom a page was made: in another tab somebody may have signed out, or in.</summary>
    internal static async Task<Results<NoContent, StatusCodeHttpResult>> IsStillAsync(Guid learner, CurrentLearner current, CancellationToken cancel) =>
        (await current.FindAsync(cancel))?.Id == learner ? TypedResults.NoContent() : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    /// <summary>The problems in the text as it stands. Reads no rows but the learner's seed, keeps nothing.</summary>
    internal static async Task<Results<Ok<List<EditorFinding>>, NotFound, ProblemHttpResult>> InspectAsync(
        string slug, InspectRequest request, HttpContext context, CurrentLearner current, Seeds seeds,
        CourseLibrary library, LabGrading grading, LabLimits limits, EngineTime time, CancellationToken cancel)
    {
        if (library.Current.FindLab(slug) is not { } lab || grading.Kind(lab) is not { } kind) return TypedResults.NotFound();
        if (await current.FindAsync(cancel) is not { } learner) return TypedResults.NotFound();
        if (!limits.MayInspect(learner.Id)) return TooMany(context);
        var (files, problem) = SubmittedFiles.Match(lab, request.Files ?? []);
        if (files is null) return Problem(StatusCodes.Status400BadRequest, "The files cannot be inspected", problem!);
        var seed = await seeds.ForAsync(learner.Id, lab.Id, cancel);
        var variant = lab.ForSeed(seed);
        using var turn = time.Begin(context, out var refused);
        return turn is null ? refused! : TypedResults.Ok(kind.Grader.Inspect(variant, files, seed).Take(EditorFinding.Most).Select(EditorFinding.Of).ToList());
    }

    /// <summary>What the text as it stands means, drawn by the kind's view. Reads and keeps as much as <see cref="InspectAsync"/>.</summary>
    internal static async Task<Results<Ok<ViewAnswer>, NotFound, ProblemHttpResult>> ViewAsync(
        string slug, InspectRequest request, HttpContext context, CurrentLearner current, Seeds seeds,
        CourseLibrary library, LabGrading grading, LabLimits limits, EngineTime time, IServiceProvider services, ILoggerFactory logs, CancellationToken cancel)
    {
        if (library.Current.FindLab(slug) is not { } lab || grading.Kind(lab)?.View is not { } view) return TypedResults.NotFound();
        if (await current.FindAsync(cancel) is not { } learner) return TypedResults.NotFound();
        if (!limits.MayInspect(learner.Id)) return TooMany(context);
        var (files, problem) = SubmittedFiles.Match(lab, request.Files ?? []);
        if (files is null) return Problem(StatusCodes.Status400BadRequest, "The files cannot be shown", problem!);
        var variant = lab.ForSeed(await seeds.ForAsync(learner.Id, lab.Id, cancel));
        using var turn = time.Begin(context, out var refused);
        if (turn is null) return refused!;
        return TypedResults.Ok(await DrawAsync(view, new() { ["Lab"] = variant, ["Files"] = files }, services, logs));
    }

    /// <summary>
    /// A whole run of the files, laid out for people. No report holds it: the lab, the files and the learner's seed give the same run again.
    /// Reads and keeps as much as <see cref="InspectAsync"/>.
    /// </summary>
    internal static async Task<Results<Ok<ViewAnswer>, NotFound, ProblemHttpResult>> RunAsync(
        string slug, InspectRequest request, HttpContext context, CurrentLearner current, Seeds seeds,
        CourseLibrary library, LabGrading grading, LabLimits limits, EngineTime time, IServiceProvider services, ILoggerFactory logs, CancellationToken cancel)
    {
        if (library.Current.FindLab(slug) is not { } lab || grading.Kind(lab)?.Run is not { } run) return TypedResults.NotFound();
        if (await current.FindAsync(cancel) is not { } learner) return TypedResults.NotFound();
        if (!limits.MayDrawRun(learner.Id)) return TooMany(context);
        var (files, problem) = SubmittedFiles.Match(lab, request.Files ?? []);
        if (files is null) return Problem(StatusCodes.Status400BadRequest, "The run cannot be shown", problem!);
        var seed = await seeds.ForAsync(learner.Id, lab.Id, cancel);
        using var turn = time.Begin(context, out var refused);
        if (turn is null) return refused!;
        return TypedResults.Ok(await DrawAsync(run, new() { ["Lab"] = lab.ForSeed(seed), ["Files"] = files, ["Seed"] = seed, ["Cancel"] = cancel }, services, logs));
    }

    /// <summary>What a click in a lab's console makes of the files, and the page that it leads to. Reads and keeps as much as <see cref="InspectAsync"/>.</summary>
    internal static async Task<Results<Ok<ConsoleAnswer>, NotFound, ProblemHttpResult>> ConsoleAsync(
        string slug, ConsoleRequest request, HttpContext context, CurrentLearner current, Seeds seeds,
        CourseLibrary library, LabGrading grading, LabLimits limits, EngineTime time, IServiceProvider services, ILoggerFactory logs, CancellationToken cancel)
    {
        if (library.Current.FindLab(slug) is not { } lab || grading.Kind(lab)?.Console is not { } console) return TypedResults.NotFound();
        if (await current.FindAsync(cancel) is not { } learner) return TypedResults.NotFound();
        if (!limits.MayInspect(learner.Id)) return TooMany(context);
        var (files, problem) = SubmittedFiles.Match(lab, request.Files ?? []);
        if (files is null) return Problem(StatusCodes.Status400BadRequest, "The console cannot be shown", problem!);
        var seed = await seeds.ForAsync(learner.Id, lab.Id, cancel);
        using var turn = time.Begin(context, out var refused);
        if (turn is null) return refused!;
        var next = console.Click(lab.ForSeed(seed), files, seed, request.Click ?? "show");
        return TypedResults.Ok(new ConsoleAnswer(next.File, next.Text, (await DrawAsync(console.Page, new() { ["Model"] = next.Model }, services, logs)).Html, next.Focus));
    }

    /// <summary>What the script of a lab with a terminal prints, from its first line on. Reads and keeps as much as <see cref="InspectAsync"/>.</summary>
    internal static async Task<Results<Ok<TerminalTranscript>, NotFound, ProblemHttpResult>> TerminalAsync(
        string slug, InspectRequest request, HttpContext context, CurrentLearner current, Seeds seeds,
        CourseLibrary library, LabGrading grading, LabLimits limits, EngineTime time, CancellationToken cancel)
    {
        if (library.Current.FindLab(slug) is not { } lab || grading.Kind(lab)?.Transcript is not { } transcript) return TypedResults.NotFound();
        if (await current.FindAsync(cancel) is not { } learner) return TypedResults.NotFound();
        if (!limits.MayInspect(learner.Id)) return TooMany(context);
        var (files, problem) = SubmittedFiles.Match(lab, request.Files ?? []);
        if (files is null) return Problem(StatusCodes.Status400BadRequest, "The script cannot be run", problem!);
        var seed = await seeds.ForAsync(learner.Id, lab.Id, cancel);
        using var turn = time.Begin(context, out var refused);
        return turn is null ? refused! : TypedResults.Ok(transcript(lab.ForSeed(seed), files, seed, cancel));
    }

    private static async Task<ViewAnswer> DrawAsync(Type component, Dictionary<string, object?> parameters, IServiceProvider services, ILoggerFactory logs)
    {
        await using HtmlRenderer renderer = new(services, logs);
        return new(await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(parameters))).ToHtmlString()));
    }

    /// <summary>The form beside a file, with what there is to choose from in the learner's world.</summary>
    internal static async Task<Results<Ok<FormJson>, NotFound, ProblemHttpResult>> FormAsync(
        string slug, string file, HttpContext context, CurrentLearner current, Seeds seeds, CourseLibrary library, LabGrading grading, LabLimits limits, CancellationToken cancel)
    {
        if (library.Current.FindLab(slug) is not { } lab || lab.Files.FirstOrDefault(f => f.Path == file)?.Form is not { } form) return TypedResults.NotFound();
        if (grading.Kind(lab)?.Forms?.GetValueOrDefault(form) is not { } maker || await current.FindAsync(cancel) is not { } learner) return TypedResults.NotFound();
        if (!limits.MayInspect(learner.Id)) return TooMany(context);
        var seed = await seeds.ForAsync(learner.Id, lab.Id, cancel);
        var variant = lab.ForSeed(seed);
        return TypedResults.Ok(maker(variant, variant.Files.First(f => f.Path == file), seed));
    }

    internal static async Task<Results<Ok<DraftAnswer>, NotFound>> ReadDraftAsync(
        Guid activity, string file, CurrentLearner current, Drafts drafts, CancellationToken cancel)
    {
        if (await current.FindAsync(cancel) is not { } learner) return TypedResults.NotFound();
        return await drafts.FindAsync(learner.Id, activity, file, cancel) is { } draft
            ? TypedResults.Ok(new DraftAnswer(draft.Revision, draft.Text))
            : TypedResults.NotFound();
    }

    internal static async Task<Results<Ok<DraftAnswer>, Conflict<DraftAnswer>, NotFound, UnauthorizedHttpResult, ProblemHttpResult>> SaveDraftAsync(
        Guid activity, string file, DraftRequest request, HttpContext context, CurrentLearner current,
        CourseLibrary library, Drafts drafts, LabLimits limits, CancellationToken cancel)
    {
        if (await current.FindAsync(cancel) is not { } learner) return TypedResults.Unauthorized();
        if (request.Learner is { } author && author != learner.Id)
            return Problem(StatusCodes.Status403Forbidden, "The draft is somebody else's", "Somebody else is signed in in this browser now. Nothing was saved; reload the page.");
        if (!limits.MaySaveDraft(learner.Id)) return TooMany(context);
        var lab = library.Current.Labs.FirstOrDefault(l => l.Id == activity);
        if (lab?.Files.Any(f => f.Path == file) is not true) return TypedResults.NotFound();
        if (request.Text is null)
            return Problem(StatusCodes.Status400BadRequest, "The draft cannot be saved", "`text` is missing: send { \"text\": …, \"baseRevision\": … }.");
        return await drafts.SaveAsync(learner.Id, activity, file, request.Text, request.BaseRevision, Reason(request), cancel) switch
        {
            DraftSave.Saved saved => TypedResults.Ok(new DraftAnswer(saved.Revision, null)),
            DraftSave.Conflict conflict => TypedResults.Conflict(new DraftAnswer(conflict.Revision, conflict.Text)),
            DraftSave.TooLarge large => Problem(StatusCodes.Status413PayloadTooLarge, "The draft is too large",
                $"{file} has {large.Bytes / 1024} KB; a file may have {large.Limit / 1024} KB."),
            var other => throw new InvalidOperationException($"Saving a draft gave {other}"),
        };
    }

    private static DraftRevisionReason Reason(DraftRequest request) => request.Replaces switch
    {
        "reset" => DraftRevisionReason.Reset,
        "restored" => DraftRevisionReason.Restored,
        _ => DraftRevisionReason.Edited,
    };

    private static ProblemHttpResult TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = ((int)LabLimits.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problem(StatusCodes.Status429TooManyRequests, "Too many requests", "That is more than a page asks. Wait a few seconds; nothing is lost.");
    }

    private static ProblemHttpResult Problem(int status, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title);
}

/// <param name="Html">Ours, with what the learner wrote encoded.</param>
public sealed record ViewAnswer(string Html);

/// <param name="Click">As ConsoleWalk has it.</param>
public sealed record ConsoleRequest(IReadOnlyList<SubmittedFile?>? Files, string? Click);

/// <param name="Text">The file as it now stands.</param>
/// <param name="Html">As of <see cref="ViewAnswer"/>.</param>
/// <param name="Focus">The id of the element to go to; null to stay.</param>
public sealed record ConsoleAnswer(string File, string Text, string Html, string? Focus);

public sealed record InspectRequest(IReadOnlyList<SubmittedFile?>? Files);

/// <param name="Replaces">Why the text before must be kept as an earlier version: <c>reset</c> or <c>restored</c>; absent while typing.</param>
/// <param name="Learner">Whose page sent it: the cookie may be another's by now, who signed in in another tab.</param>
public sealed record DraftRequest(string? Text, int BaseRevision, string? Replaces = null, Guid? Learner = null);

/// <param name="Text">Only where the server's text is not the one that was sent.</param>
public sealed record DraftAnswer(int Revision, string? Text);

/// <summary>A finding as the editor marks it; offsets in UTF-16 units.</summary>
public sealed record EditorFinding(string File, int Start, int End, string Severity, string Type, string Code, string Message, string? LearnMore)
{
    /// <summary>Nobody mends more at once, and a hostile text may have thousands.</summary>
    public const int Most = 100;

    public static EditorFinding Of(FileFinding found)
    {
        var (severity, type) = found.Finding.Type switch
        {
            FindingType.Error => ("error", "Error"),
            FindingType.SecurityWarning => ("securityWarning", "Security warning"),
            FindingType.Warning => ("warning", "Warning"),
            _ => ("suggestion", "Suggestion"),
        };
        var at = found.Finding.At;
        return new(found.File, at.Start, at.End, severity, type, found.Finding.IssueCode, found.Finding.Details, found.Finding.LearnMore);
    }
}

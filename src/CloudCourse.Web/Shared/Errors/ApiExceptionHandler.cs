using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace CloudCourse.Web.Shared.Errors;

/// <summary>A failure under <c>/api</c> is answered as a problem document, whatever the caller accepts; pages get the error page.</summary>
internal sealed class ApiExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancel)
    {
        // The request's own path is the error page's by now.
        PathString asked = context.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? "";
        if (!asked.StartsWithSegments("/api")) return false;
        var problem = exception is BadHttpRequestException bad
            ? new ProblemDetails { Title = "The request could not be read", Detail = Why(bad) }
            : new ProblemDetails
            {
                Title = "Something failed on our side",
                Detail = "Nothing you sent was lost from your browser; try again.",
            };
        context.Response.StatusCode = (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError;
        problem.Status = context.Response.StatusCode;
        await context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", cancel);
        return true;
    }

    /// <summary>Says why where the framework refused a body with a bare status.</summary>
    public static Task ExplainAsync(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType =>
            TypedResults.Problem(Why(context.Response.StatusCode), statusCode: context.Response.StatusCode, title: "The request could not be read").ExecuteAsync(context),
        _ => Task.CompletedTask,
    };

    private static string Why(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "The body is larger than anything that a page here sends. Send less text.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON in UTF-8, with the header Content-Type: application/json.",
        _ => "A part of the request is missing or not of the kind that is asked for here. Send a JSON object.",
    };

    /// <summary>The place, not the reader's own words, which name our types.</summary>
    private static string Why(BadHttpRequestException bad) => bad switch
    {
        { InnerException: JsonException { LineNumber: { } line, BytePositionInLine: { } column } json } =>
            $"The body is not the JSON that is asked for here: line {line + 1}, byte {column + 1}{(json.Path is { Length: > 0 } path ? $", at {path}" : "")}.",
        _ => Why(bad.StatusCode),
    };
}

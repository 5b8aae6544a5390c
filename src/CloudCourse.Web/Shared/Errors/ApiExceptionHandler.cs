using Microsoft.AspNetCore.Diagnostics;

namespace CloudCourse.Web.Shared.Errors;

/// <summary>A failure of ours under <c>/api</c> is answered as a problem document; pages get the error page.</summary>
internal sealed class ApiExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancel)
    {
        if (!context.Request.Path.StartsWithSegments("/api")) return ValueTask.FromResult(false);
        return problems.TryWriteAsync(new()
        {
            HttpContext = context,
            ProblemDetails = { Title = "Something failed on our side. Nothing you sent was lost from your browser; try again." },
        });
    }
}

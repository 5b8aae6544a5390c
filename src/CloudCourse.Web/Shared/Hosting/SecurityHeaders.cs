namespace CloudCourse.Web.Shared.Hosting;

/// <summary>Put on a page that has an interactive part: it loads Blazor's script. All other pages are plain HTML.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsCircuitAttribute : Attribute;

/// <summary>
/// Put on a page whose components set styles at run time (the code editor, the instructor's grid): its policy allows inline
/// styles. Inline script is allowed nowhere.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AllowsInlineStylesAttribute : Attribute;

/// <summary>What a browser may do with our pages.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Strict = "style-src 'self'", Relaxed = "style-src 'self' 'unsafe-inline'";

    public Task InvokeAsync(HttpContext context)
    {
        // Asked now: a page that is shown instead is got, whatever was posted.
        var posted = HttpMethods.IsPost(context.Request.Method);
        // When the response starts: an error page shown in another's place has its own policy.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            var styles = context.GetEndpoint()?.Metadata.GetMetadata<AllowsInlineStylesAttribute>() is null ? Strict : Relaxed;
            headers.ContentSecurityPolicy = Policy(styles);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            // An answer is to what was sent, and often about whoever sent it: nobody keeps it.
            if (posted) headers.CacheControl = "no-store";
            if (context.Request.Path.StartsWithSegments("/fonts")) headers.CacheControl = "public, max-age=2592000";
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static string Policy(string styles) => string.Join("; ",
        "default-src 'none'", "script-src 'self'", styles, "img-src 'self' data:", "font-src 'self' data:", "connect-src 'self'",
        "worker-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'self'", "frame-ancestors 'none'");
}
